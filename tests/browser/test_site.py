"""Whole sites in a real browser: every page, at the widths of a phone and of a desk, light and dark."""

import re
import urllib.error
import urllib.request
from collections import defaultdict
from html import unescape
from urllib.parse import urldefrag, urljoin

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from looks import COLOURS, PLAIN, complaints_of_axe
from shapes import enough, shapes

DESK, PHONE = 1280, 360
NARROWEST = 320  # where everything must still fit
THEMES = {"default": ["sample", "small", "facts", "odd-text", "empty-topic"], "ledger": ["theme-ledger"]}
SITES = [name for names in THEMES.values() for name in names]
# On a phone the colours are those of the desk; in the dark everything else is as it was in the light.
LOOKS = [
    (DESK, "light", PLAIN),
    (PHONE, "light", PLAIN | {"rules": {name: {"enabled": False} for name in COLOURS}}),
    (PHONE, "dark", PLAIN | {"runOnly": COLOURS}),
]


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": DESK, "height": 900}, color_scheme="light")
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda said: said.type == "error" and page.complaints.append(f"console: {said.text}"))
    page.on("pageerror", lambda error: page.complaints.append(f"error: {error}"))
    page.on("requestfailed", lambda failed: page.complaints.append(f"failed: {failed.url}"))
    page.on("request", lambda sent: page.complaints.append(f"request: {sent.url}"))
    yield page
    context.close()


def get(url):
    """Return the status and the text with which the server answers."""
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return answer.status, answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, ""


# What stands in a page: its h1s, its scripts, and how wide it is.
COUNTED = """() => [
  document.querySelectorAll("h1").length,
  document.querySelectorAll("script:not([type='application/ld+json'])").length,
  document.documentElement.scrollWidth,
]"""


def complaints_of(page, path, width):
    headings, scripts, wide = page.evaluate(COUNTED)
    if headings != 1:
        yield f"{headings} h1"
    if scripts > path.endswith("/search/"):
        yield "a script"
    if wide > width:
        yield f"{wide} pixels wide in a window of {width}"


# Every page opens without a complaint, asks no other host for anything, has one h1 and no script but the search page's,
# and fits a wide window and the narrowest. Each page is opened in the window in which the last one stood.
@pytest.mark.parametrize("site", SITES, indirect=True)
def test_every_page(page, site):
    found = []
    here, other = DESK, NARROWEST
    for path in site.pages:
        page.complaints.clear()
        page.goto(site.url + path)
        # A server answers a missing page with 404.html; opened by itself, it is a page like any other.
        complaints = [one for one in page.complaints if not one.startswith(f"request: {site.url}/")]
        complaints += complaints_of(page, path, here)
        here, other = other, here
        page.set_viewport_size({"width": here, "height": 900})
        complaints += complaints_of(page, path, here)
        found += [f"{path}: {one}" for one in complaints]
    assert len(site.pages) > 1
    assert not found, "\n".join(found)


# axe finds nothing at all, at a desk and on a phone, in light and dark. It takes long, so of each theme it is shown as
# many pages as have everything that any page has. Two tests share them.
@pytest.mark.parametrize("half", [0, 1])
@pytest.mark.parametrize("theme", THEMES)
def test_axe(page, site_of, theme, half):
    made = {}
    for site in map(site_of, THEMES[theme]):
        made |= {(site, path): shapes(path, site.file(path).read_bytes()) for path in site.pages}
    chosen = enough(made)
    page.add_init_script(path=AXE_FILE_PATH)
    found = []
    for site, path in chosen[half::2]:
        page.goto(site.url + path)
        for width, scheme, options in LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            found += [f"{path}, {width}, {scheme}: {one}" for one in complaints_of_axe(page, options)]
    assert len(chosen) > 10
    assert not found, "\n".join(found)


# Every internal link leads to a page that exists, every fragment to an element on it; also where the site stands below
# a path of its host.
@pytest.mark.parametrize("site", [*SITES, "sub-path"], indirect=True)
def test_no_link_is_broken(site):
    links, anchors, statuses = defaultdict(set), {}, {}
    for path in site.pages:
        _, text = get(site.url + path)
        anchors[site.url + path] = set(re.findall(r'\sid="([^"]*)"', text))
        for href in re.findall(r'\shref="([^"]*)"', text):
            links[urljoin(site.url + path, unescape(href))].add(path)
    broken = []
    for link, places in sorted(links.items()):
        target, fragment = urldefrag(link)
        if not target.startswith(site.url):
            continue
        if target not in statuses:
            statuses[target], _ = get(target)
        if statuses[target] != 200 or (fragment and fragment not in anchors.get(target, ())):
            broken.append(f"{link}: {statuses[target]}, on {sorted(places)[:3]}")
    assert len(links) > len(site.pages)
    assert not broken, "\n".join(broken)


# The keyboard reaches the text first by the skip link, and what has the focus can be seen.
@pytest.mark.parametrize("site", ["sample"], indirect=True)
def test_skip_link(page, site):
    page.goto(site.url + "/")
    page.keyboard.press("Tab")
    focus = page.evaluate(
        "(() => { const e = document.activeElement, b = e.getBoundingClientRect(), s = getComputedStyle(e);"
        " return [e.getAttribute('href'), b.top >= 0 && b.height > 0, s.outlineStyle !== 'none'] })()"
    )
    assert focus == ["#main", True, True]
