"""Whole sites in a real browser: every page, at the widths of a phone and of a desk, light and dark."""

from collections import defaultdict
from urllib.parse import urldefrag, urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe

# The narrowest phone and a desk, once each in light and dark.
VIEWS = [(320, "light"), (320, "dark"), (1280, "light"), (1280, "dark")]
# Below a path of its host a site must find its own pages; its many pages look like those of the others.
SITES = ["sample", "small", "odd-text", "empty-topic"]
LOOKED_AT = [(site, view) for site in SITES for view in (VIEWS if site == "sample" else VIEWS[1:3])]
desk = pytest.mark.parametrize("page", VIEWS[2:3], indirect=True, ids=["desk"])
every_site = pytest.mark.parametrize("site", [*SITES, "sub-path"], indirect=True)


@pytest.fixture
def page(browser, request):
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.complaints = []
    page.on(
        "console",
        lambda message: page.complaints.append(f"console: {message.text}") if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: page.complaints.append(f"error: {error}"))
    page.on("requestfailed", lambda failed: page.complaints.append(f"failed: {failed.url}"))
    page.on("request", lambda sent: page.complaints.append(f"request: {sent.url}"))
    yield page
    context.close()


# Every page opens without a complaint, asks no other host for anything, fits the window, has one h1, and axe finds
# nothing on it at all.
@pytest.mark.parametrize(
    ("site", "page"), LOOKED_AT, indirect=True, ids=[f"{site}-{view[0]}-{view[1]}" for site, view in LOOKED_AT]
)
def test_every_page(page, site):
    axe = Axe()
    found = []
    for path in site.pages:
        page.complaints.clear()
        page.goto(site.url + path)
        # A server answers a missing page with 404.html; opened by itself, it is a page like any other.
        found += [f"{path}: {one}" for one in page.complaints if not one.startswith(f"request: {site.url}/")]
        width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        if width[0] > width[1]:
            found.append(f"{path}: {width[0]} pixels wide in a window of {width[1]}")
        if (count := page.locator("h1").count()) != 1:
            found.append(f"{path}: {count} h1")
        for violation in axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]:
            nodes = "; ".join(node["html"][:90] for node in violation["nodes"][:3])
            found.append(f"{path}: axe {violation['impact']}: {violation['id']}: {nodes}")
    assert site.pages
    assert not found, "\n".join(found)


# Every internal link leads to a page that exists, every fragment to an element on it.
@desk
@every_site
def test_no_link_is_broken(page, site):
    links, anchors = defaultdict(set), {}
    for path in site.pages:
        page.goto(site.url + path)
        anchors[urldefrag(page.url)[0]] = set(page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)"))
        for href in page.evaluate(
            "[...document.querySelectorAll('a[href], link[href]')].map(e => e.getAttribute('href'))"
        ):
            links[urljoin(page.url, href)].add(path)
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


# Everything can be read without JavaScript, since there is none.
@desk
@every_site
def test_no_page_has_a_script(page, site):
    for path in site.pages:
        page.goto(site.url + path)
        assert page.locator("script").count() == 0, path


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
