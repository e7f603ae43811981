"""The audit's pages in a real browser, opened from disk."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from looks import COLOURS, PLAIN, complaints_of_axe
from sharing import once

CHECKOUT = Path(__file__).parent.parent.parent
# On a wide screen everything but the colours is as it was on the narrow one.
VIEWS = [(320, "dark", PLAIN), (1280, "light", PLAIN | {"runOnly": COLOURS})]
# The pages that together have everything that a page can have: axe is slow.
LOOKED_AT = ("index", "hostile-txt", "saved-page-zhusan-html", "tca-composite-2024-12-txt")


def make(folder):
    """Write the audit of the sample's raw documents, and of one that tries everything."""
    shutil.copytree(CHECKOUT / "seeds", folder / "seeds")
    hostile = "<script>document.title = 'run'</script> <img src=https://example.org/x.png>\n" + "wide" * 200 + "\n"
    rows = "Town\tPeople\tBridges\n" + "".join(f"Town number {n} of the far valley\t{n}00\t{n}\n" for n in range(1, 6))
    text = "A Story of Three Bridges and of One Ferry\nThe bridges are old, and the ferry is older; so people say.\n"
    (folder / "seeds" / "hostile.txt").write_text(text + hostile + rows, "utf-8")
    command = [sys.executable, "-m", "generator", "clean", str(folder / "seeds")]
    paths = ["--content", str(folder / "content"), "--audit", str(folder / "audit")]
    subprocess.run([*command, *paths], check=True, cwd=CHECKOUT, capture_output=True)


@pytest.fixture(scope="module")
def audit(tmp_path_factory):
    """The pages of that audit."""
    return sorted((once(tmp_path_factory, "audit", make) / "audit").glob("*.html"))


# Every page opens from disk and asks for nothing, runs nothing, fits the window, has one h1, and axe finds nothing.
@pytest.mark.parametrize(("width", "scheme", "options"), VIEWS, ids=["phone", "desk"])
def test_every_page(browser, audit, width, scheme, options):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    asked, complaints, found = [], [], []
    page.on("request", lambda sent: asked.append(sent.url))
    page.on("console", lambda message: complaints.append(message.text))
    for path in audit:
        page.goto(path.as_uri())
        size = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        if size[0] > size[1]:
            found.append(f"{path.name}: {size[0]} pixels wide in a window of {size[1]}")
        if (count := page.locator("h1").count()) != 1:
            found.append(f"{path.name}: {count} h1")
        if page.title() == "run" or page.locator("script").count():
            found.append(f"{path.name}: a script")
        if page.evaluate("getComputedStyle(document.body).maxWidth") == "none":
            found.append(f"{path.name}: the policy keeps the page's own style out")
    # axe is a script, and the policy lets none in: it looks at the pages in a context that passes over policies.
    found += [f"asked for {url}" for url in asked if url not in {path.as_uri() for path in audit}]
    found += complaints
    context.close()
    open_context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = open_context.new_page()
    page.add_init_script(path=AXE_FILE_PATH)
    for path in (path for path in audit if path.stem in LOOKED_AT):
        page.goto(path.as_uri())
        found += [f"{path.name}: {one}" for one in complaints_of_axe(page, options)]
    open_context.close()
    assert len(audit) > 5
    assert not found, "\n".join(found)


# The index leads to every page, every page back to it, and every link on them to something that is there.
def test_links(browser, audit):
    page = browser.new_page()
    names = {path.name for path in audit}
    for path in audit:
        page.goto(path.as_uri())
        for href in page.evaluate("[...document.querySelectorAll('a[href]')].map(one => one.getAttribute('href'))"):
            name, _, fragment = href.partition("#")
            assert not name or name in names, f"{path.name}: {href}"
            assert not fragment or page.locator(f"[id='{fragment}']").count() == 1, f"{path.name}: {href}"
        if path.name == "index.html":
            linked = set(page.evaluate("[...document.querySelectorAll('table a')].map(a => a.getAttribute('href'))"))
            assert linked == names - {"index.html"}
        else:
            assert page.locator("nav a[href='index.html']").count() == 1
    page.close()
