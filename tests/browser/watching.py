"""A page of a browser that keeps what ran in it, what it asked other hosts for, and what it holds."""

import re

from payloads import HOST

# What no page, feed or message of ours may hold; what may run later, or when somebody clicks, counts as well.
SCAN = """root => {
  const found = [];
  for (const one of root.querySelectorAll("*")) {
    const name = one.localName;
    if (/^(iframe|frame|object|embed|applet|base|template|audio|video|source|math|foreignObject|animate|set|use|image)$/
        .test(name)) found.push(name);
    if (name === "script" && one.type !== "application/ld+json" && !one.src.endsWith("/static/search.js"))
      found.push("script");
    if (name === "meta" && one.httpEquiv && !/^Content-Security-Policy$/.test(one.httpEquiv) &&
        !/^9999; url=([.][.][/])+articles[/]a\\d+[/]$/.test(one.content)) found.push("meta " + one.content);
    if (name === "link" && !/^(canonical|alternate|icon|stylesheet)$/.test(one.rel)) found.push("link " + one.rel);
    for (const {name: attribute, value} of one.attributes) {
      if (/^on/.test(attribute)) found.push(name + " " + attribute);
      if (attribute === "style" && root === document && !document.querySelector("table.ground")) found.push("style");
      if (/^(href|src|action|formaction|xlink:href|data|poster|background|cite|srcset)$/.test(attribute)) {
        let protocol = "none";
        try { protocol = new URL(value, document.baseURI).protocol } catch {}
        if (!/^(https?|mailto|none):?$/.test(protocol)) found.push(attribute + " " + value.slice(0, 60));
      }
    }
  }
  return found;
}"""
PAGE = "<!DOCTYPE html><html><head></head><body>"
WATCH = """
window.hits = [];
window.hit = (number) => { window.hits.push(number); top.hits !== window.hits && top.hits?.push(number) };
for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = () => window.hit(name);
"""
SETTLE = "new Promise(done => setTimeout(done, 40))"
LOOK = f"async () => {{ await {SETTLE}; return [window.hits, ({SCAN})(document)] }}"
# Each text is a document in a frame; what stands there is given time to load.
FRAMES = """async texts => {
  const frames = texts.map(text => Object.assign(document.createElement("iframe"), { srcdoc: text }));
  const loaded = frames.map(frame => new Promise(done => frame.addEventListener("load", done)));
  document.body.replaceChildren(...frames);
  await Promise.race([Promise.all(loaded), new Promise(done => setTimeout(done, 3000))]);
}"""
# Somebody uses what stands there: every link and button is clicked, every field gets the focus.
USE = """() => {
  for (const frame of document.querySelectorAll("iframe")) {
    let inside = [];
    try { inside = frame.contentDocument.querySelectorAll("a, button, input, select, maction, [onclick]") } catch {}
    for (const one of inside) {
      one.dispatchEvent(new FocusEvent("focus"));
      one.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
      one.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    }
  }
}"""


class Watched:
    """A page of a browser that keeps what ran and what was asked of any other host than the site's own."""

    def __init__(self, browser, home, bypass):
        self.context = browser.new_context(bypass_csp=bypass)
        self.context.add_init_script(WATCH)
        self.page = self.context.new_page()
        self.home, self.ran, self.asked, self.led, self.held = home, [], [], [], []
        # No host but ours is there to answer: whatever is asked of another one is noted, and goes nowhere.
        self.context.route(lambda address: not address.startswith(home), self._note)
        self.page.on("dialog", lambda dialog: (self.ran.append(dialog.type), dialog.dismiss()))
        self.page.on("popup", lambda other: self.asked.append(other.url))

    def _note(self, route):
        # What the policy stops does not come as far as this.
        (self.led if route.request.is_navigation_request() else self.asked).append(route.request.url)
        route.abort()

    def look(self, address):
        self.page.goto(self.home + address)
        ran, held = self.page.evaluate(LOOK)
        self.ran += ran
        self.held += [f"{address}: {one}" for one in held]

    def frame(self, texts):
        """Show each text in a frame of an empty page, until nothing more comes of it."""
        self.page.goto(self.home + "/blank.html")
        self.page.evaluate(FRAMES, texts)
        self._settle()

    def use(self):
        """Click whatever stands in the frames, and note what ran."""
        self.page.evaluate(USE)
        self._settle()
        self.ran += self.page.evaluate("() => window.hits")

    def _settle(self):
        before = -1
        while before != (now := self.page.evaluate("() => window.hits.length") + len(self.asked) + len(self.led)):
            before = now
            self.page.wait_for_timeout(250)

    @property
    def live(self):
        """The numbers of the payloads that ran, or asked or led elsewhere."""
        asked = (re.search(rf"{HOST}/(\d+)", address) for address in (*self.asked, *self.led))
        return {*(one for one in self.ran if isinstance(one, int)), *(int(one[1]) for one in asked if one)}
