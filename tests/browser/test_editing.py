"""The editing loop in a real browser: a save shows in the page, an error too, and nobody loses the place."""

import pytest
from playwright.sync_api import expect
from serving import ARTICLE, PATIENCE, SETTINGS, Served

LONG = ARTICLE.format("First") + "\n".join(f"Paragraph {number}.\n" for number in range(80))
OTHER = ARTICLE.format("Other").replace("slug: a\nid: a", "slug: b\nid: b").replace("[x]", "[]")
PANEL = "briefing-problems section"


@pytest.fixture
def serve(write):
    running = []

    def start(files, *arguments):
        root = write({"briefing.yaml": SETTINGS.format("Digest"), **files})
        running.append(Served(root, "--port", "0", *arguments))
        return running[-1], root

    yield start
    for served in running:
        assert served.stop() == 130
        assert "Traceback" not in served.said


@pytest.fixture
def tabs(browser):
    context = browser.new_context(viewport={"width": 800, "height": 600})
    context.set_default_timeout(PATIENCE * 1000)
    complaints = []

    def open_tab(url):
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        page.goto(url)
        page.evaluate("window.first = true")
        return page

    yield open_tab
    context.close()
    assert not [one for one in complaints if "404" not in one]


# More tabs than a browser opens connections to one server: each shows what changed in it and only that, at its place.
def test_a_save_shows_in_the_pages_that_it_changes(serve, tabs):
    served, root = serve({"content/articles/a.md": LONG, "content/articles/b.md": OTHER})
    home = f"http://127.0.0.1:{served.port}{served.path}"
    pages = [tabs(home + path) for path in ["articles/a/", "articles/b/", *["feeds/"] * 6, "articles/new/"]]
    article, other, *_, feeds, missing = pages
    article.evaluate("scrollTo(0, 1500)")
    path = root / "content/articles/a.md"
    path.write_text(LONG.replace("Paragraph 40.", "Paragraph forty."))
    article.get_by_text("Paragraph forty.").wait_for()
    served.wait(lambda: article.evaluate("scrollY") == 1500)
    path.write_text(LONG.replace("[x]", "[y]"))
    for page in pages:
        page.locator(PANEL).wait_for()
    assert article.evaluate("scrollY") == 1500
    assert article.locator("main").get_by_text("Paragraph forty.").is_visible()
    said = article.locator(PANEL).inner_text()
    for words in ("content/articles/a.md:5:10", "unknown topic 'y'", "topics: [y]", "known: x"):
        assert words in said
    feeds.get_by_role("button", name="Hide").click()
    assert feeds.locator(PANEL).count() == 0
    path.write_text(LONG)
    (root / "content/articles/new.md").write_text(OTHER.replace(": b", ": new").replace("Other", "Newest"))
    missing.get_by_role("heading", name="Newest").wait_for()
    article.get_by_text("Paragraph 40.").wait_for()
    for page in pages:
        page.locator(PANEL).wait_for(state="detached")
    # The other article was never read again, nor was a page on which nothing changed.
    assert other.evaluate("window.first") and feeds.evaluate("window.first")


# A style sheet changes every page that uses it; drafts are seen, marked, in a folder of their own.
def test_drafts_and_the_look(serve, tabs):
    draft = ARTICLE.format("First").replace("id: a", "id: a\ndraft: true")
    files = {"content/articles/a.md": draft, "themes/mine/static/x.css": "", "content/articles/b.md": OTHER}
    files["briefing.yaml"] = SETTINGS.format("Digest") + "theme: mine\n"
    base = '{% extends "default/base.html" %}{% block head %}<link rel="stylesheet" href="{{ link("/static/x.css") }}">'
    served, root = serve({**files, "themes/mine/templates/base.html": base + "{% endblock %}"}, "--drafts")
    page = tabs(f"http://127.0.0.1:{served.port}{served.path}")
    assert page.locator(".pending").first.inner_text() == "Draft"
    assert not (root / "site").exists()
    (root / "themes/mine/static/x.css").write_text("h1 { outline: 3px solid red }")
    expect(page.locator("h1").first).to_have_css("outline-style", "solid", timeout=PATIENCE * 1000)


# Where no site could be built yet the page says so, and then becomes the site.
def test_from_nothing(serve, tabs):
    served, root = serve({"content/articles/a.md": "x"})
    page = tabs(f"http://127.0.0.1:{served.port}{served.path}articles/a/")
    page.locator(PANEL).get_by_text("no front matter").wait_for()
    (root / "content/articles/a.md").write_text(ARTICLE.format("First"))
    page.get_by_role("heading", name="First").wait_for()
    assert page.locator(PANEL).count() == 0
