"""Whole sites in a real browser: every page, at the widths of a phone and of a desk, light and dark."""

import re
from collections import Counter, defaultdict
from html import unescape
from urllib.parse import urldefrag, urljoin

import pytest
from axe_playwright_python.base import AXE_FILE_PATH

# A desk and a phone, and the narrowest phone, where everything must still fit.
WIDTHS = [1280, 360]
NARROWEST = 320
# Pages that one template makes: axe looks at so many of them on each site, since it takes half a second for each.
LOOKED_AT = 2
# Below a path of its host a site must find its own pages; its many pages look like those of the others.
SITES = ["sample", "small", "facts", "theme-ledger", "odd-text", "empty-topic"]
desk = pytest.mark.parametrize("page", [1280], indirect=True, ids=["desk"])
every_site = pytest.mark.parametrize("site", [*SITES, "sub-path"], indirect=True)
# In the dark everything stands where it stood in the light: only the colours are looked at again.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"], "resultTypes": ["violations"]}
EVERYTHING = {"resultTypes": ["violations"]}


@pytest.fixture
def page(browser, request):
    context = browser.new_context(viewport={"width": request.param, "height": 900}, color_scheme="light")
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda said: said.type == "error" and page.complaints.append(f"console: {said.text}"))
    page.on("pageerror", lambda error: page.complaints.append(f"error: {error}"))
    page.on("requestfailed", lambda failed: page.complaints.append(f"failed: {failed.url}"))
    page.on("request", lambda sent: page.complaints.append(f"request: {sent.url}"))
    yield page
    context.close()


def complaints_of_axe(page, scheme, options):
    page.emulate_media(color_scheme=scheme)
    for violation in page.evaluate("options => axe.run(options)", options)["violations"]:
        nodes = "; ".join(node["html"][:90] for node in violation["nodes"][:3])
        yield f"axe, {scheme}: {violation['impact']}: {violation['id']}: {nodes}"


def complaints_at(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        yield f"{wide} pixels wide in a window of {width}"


# Every page opens without a complaint, asks no other host for anything, fits the window, has one h1 and no script but
# the search page's; and axe finds nothing at all on some of each kind, at a desk and on a phone, in light and dark. Two
# tests share the pages of a site.
@desk
@pytest.mark.parametrize("site", SITES, indirect=True)
@pytest.mark.parametrize("half", [0, 1])
def test_every_page(page, site, half):
    page.add_init_script(path=AXE_FILE_PATH)
    found = []
    kinds = Counter()
    for path in site.pages[half::2]:
        kinds[kind := path.removeprefix("/").partition("/")[0]] += 1
        page.complaints.clear()
        page.goto(site.url + path)
        # A server answers a missing page with 404.html; opened by itself, it is a page like any other.
        complaints = [one for one in page.complaints if not one.startswith(f"request: {site.url}/")]
        if (count := page.locator("h1").count()) != 1:
            complaints.append(f"{count} h1")
        scripts = page.locator("script:not([type='application/ld+json'])").count()
        if scripts > path.endswith("/search/"):
            complaints.append("a script")
        for width in WIDTHS:
            complaints += complaints_at(page, width)
            if kinds[kind] <= LOOKED_AT / 2:
                complaints += complaints_of_axe(page, "light", EVERYTHING)
        complaints += complaints_at(page, NARROWEST)
        if kinds[kind] <= LOOKED_AT / 2:
            complaints += complaints_of_axe(page, "dark", COLOURS)
        page.emulate_media(color_scheme="light")
        found += [f"{path}: {one}" for one in complaints]
    assert len(site.pages) > 1
    assert not found, "\n".join(found)


# Every internal link leads to a page that exists, every fragment to an element on it.
@desk
@every_site
def test_no_link_is_broken(page, site):
    links, anchors = defaultdict(set), {}
    for path in site.pages:
        text = page.request.get(site.url + path).text()
        anchors[site.url + path] = set(re.findall(r'\sid="([^"]*)"', text))
        for href in re.findall(r'\shref="([^"]*)"', text):
            links[urljoin(site.url + path, unescape(href))].add(path)
    broken = []
    for link, places in sorted(links.items()):
        target, fragment = urldefrag(link)
        if not target.startswith(site.url):
            continue
        answer = page.request.get(target)
        if answer.status != 200 or (fragment and fragment not in anchors.get(target, ())):
            broken.append(f"{link}: {answer.status}, on {sorted(places)[:3]}")
    assert len(links) > len(site.pages)
    assert not broken, "\n".join(broken)


# The keyboard reaches the text first by the skip link, and what has the focus can be seen.
@desk
@pytest.mark.parametrize("site", ["sample"], indirect=True)
def test_skip_link(page, site):
    page.goto(site.url + "/")
    page.keyboard.press("Tab")
    focus = page.evaluate(
        "(() => { const e = document.activeElement, b = e.getBoundingClientRect(), s = getComputedStyle(e);"
        " return [e.getAttribute('href'), b.top >= 0 && b.height > 0, s.outlineStyle !== 'none'] })()"
    )
    assert focus == ["#main", True, True]
