// Keeps a page of `briefing serve` fresh: it is read again when what it shows has changed, at the place where the reader
// is, and says what is wrong with the last build. One page of all that are open listens, and rings for the others: a
// browser opens only six connections to one server.
"use strict";
(() => {
  const me = document.currentScript.dataset;
  const bell = new BroadcastChannel("briefing");
  let seen = me.build;
  let panel = null;

  // Every file that this page shows, by its path on the server: itself, what may come to stand at its address, style
  // sheets, pictures and scripts.
  function shown() {
    const urls = [location, ...performance.getEntriesByType("resource").map(one => new URL(one.name))];
    const paths = urls.filter(url => url.origin === location.origin).map(url => {
      try {
        return decodeURIComponent(url.pathname);
      } catch {
        return url.pathname; // no file has such a name
      }
    });
    return new Set([me.base + me.file, ...paths, ...paths.map(path => path.replace(/\/?$/, "/index.html"))]);
  }

  async function look() {
    let state;
    try {
      state = await (await fetch(`/.briefing/state?run=${me.run}&since=${seen}`)).json();
    } catch {
      return; // the server has ended
    }
    const files = shown();
    if (state.stale || state.changed.some(path => files.has(me.base + path))) {
      location.reload(); // the browser keeps the place
      return;
    }
    seen = state.build;
    complain(state.problems);
  }

  function element(name, text, ...inside) {
    const made = document.createElement(name);
    made.append(...(text ? [text] : []), ...inside);
    return made;
  }

  function complain(problems) {
    panel?.remove();
    panel = null;
    if (!problems.length) return;
    panel = document.createElement("briefing-problems");
    const root = panel.attachShadow({ mode: "open" });
    const style = new CSSStyleSheet(); // no policy of the page holds it back
    style.replaceSync(STYLE);
    root.adoptedStyleSheets = [style];
    const hide = element("button", "Hide");
    hide.addEventListener("click", () => panel?.remove());
    const many = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    const items = problems.map(one => {
      const place = [one.path, one.line, one.column].filter(Boolean).join(":");
      const item = element("li", "", element("p", "", element("strong", place), ` ${one.problem}`));
      if (one.text) {
        const mark = one.column > 0 && one.column <= one.text.length + 1 ? `\n${" ".repeat(one.column - 1)}^` : "";
        item.append(element("pre", one.text.replace(/\t/g, " ") + mark));
      }
      if (one.hint) item.append(element("p", one.hint));
      return item;
    });
    const box = element("section", "", element("header", "", element("h2", `Not rebuilt: ${many}`), hide),
      element("p", "This page is the last one that could be built."), element("ol", "", ...items));
    box.setAttribute("role", "alert");
    root.append(box);
    document.documentElement.append(panel);
  }

  const STYLE = `
    section { position: fixed; inset: auto 0 0 0; z-index: 2147483647; max-height: 60vh; overflow: auto;
      padding: 1rem 1.25rem; border-top: .25rem solid #c0281c; background: #1c1a17; color: #f5f1e8;
      font: 1rem/1.45 system-ui, sans-serif; }
    header { display: flex; justify-content: space-between; align-items: center; gap: 1rem; }
    h2 { margin: 0; font-size: 1.125rem; }
    p { margin: .25rem 0; overflow-wrap: anywhere; }
    ol { margin: .75rem 0 0; padding: 0; list-style: none; }
    li + li { margin-top: 1rem; }
    strong { color: #ff9d8f; font-family: ui-monospace, monospace; font-weight: 600; }
    pre { margin: .375rem 0; padding: .5rem .75rem; overflow-x: auto; background: #33302b; font-family: ui-monospace, monospace; }
    button { padding: .375rem .875rem; border: 1px solid; background: none; color: inherit; font: inherit; cursor: pointer; }
    button:focus-visible { outline: 2px solid #ff9d8f; outline-offset: 2px; }
    @media print { section { display: none; } }`;

  bell.addEventListener("message", look);
  navigator.locks.request("briefing", () => new Promise(() => {
    const events = new EventSource("/.briefing/events");
    events.onopen = events.onmessage = () => {
      bell.postMessage("");
      look();
    };
  }));
  look();
})();
