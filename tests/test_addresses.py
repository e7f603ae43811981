"""Addresses and days: what moved is found where it was, and nothing is published before its time."""

import datetime as dt
import json
import re

import pytest
from running import briefing

from generator.clock import today
from generator.errors import ConfigError
from generator.pipeline import build
from generator.project import find_project

SETTINGS = "base_url: https://example.org/repo/\ntime_zone: Asia/Almaty\ntopics: {x: {title: X}}\n"


def text(slug, *lines, date="2024-12-04"):
    return "\n".join(
        ["---", f"title: T {slug} & <b>", f"slug: {slug}", f"id: id-{slug}", f"date: {date}", *lines, "---"]
    ) + ("\n\nText.\n")


def pages(root):
    return sorted(path.relative_to(root / "site").as_posix() for path in (root / "site").rglob("*.html"))


def where(page):
    """Return where a page that leads on leads to, and what it says is the right address."""
    link, canonical = re.search(
        r'content="0; url=([^"]*)">\n<link rel="canonical" href="([^"]*)"', page.read_text()
    ).groups()
    return link, canonical


# Each earlier address, given as a slug or in full, leads to the article, below any path; the sitemap names none.
def test_aliases(write):
    aliases = "aliases: [old, /2019/deal.html, /news/deal]"
    root = write({"briefing.yaml": SETTINGS, "content/articles/a.md": text("new", aliases)})
    assert briefing(root, "build").returncode == 0
    canonical = "https://example.org/repo/articles/new/"
    assert where(root / "site/articles/old/index.html") == ("../new/", canonical)
    assert where(root / "site/2019/deal.html") == ("../articles/new/", canonical)
    assert where(root / "site/news/deal/index.html") == ("../../articles/new/", canonical)
    page = (root / "site/articles/old/index.html").read_text()
    assert "<title>T new &amp; &lt;b&gt;</title>" in page
    assert '<a href="../new/">T new &amp; &lt;b&gt;</a>' in page
    listed = (root / "site/sitemap.xml").read_text()
    assert "new" in listed
    assert not re.search("old|deal", listed)
    # Building again writes nothing.
    assert briefing(root, "build").stdout.startswith("site/: nothing changed")


def test_aliases_that_lead_nowhere(write):
    files = {
        "a.md": text("a", "aliases: [a, b, /topics/x/, shared]"),
        "b.md": text("b", "draft: false", "aliases:", "  - shared", "  - /feed.xml/up/", "  - /static/"),
    }
    root = write({"briefing.yaml": SETTINGS} | {f"content/articles/{name}": data for name, data in files.items()})
    done = briefing(root, "build")
    assert done.returncode == 1
    assert not (root / "site").exists()
    assert done.stderr.splitlines() == [
        "content/articles/a.md:6:1: the alias /articles/a/ is where the article stands now (remove it)",
        "content/articles/a.md:6:1: the alias /articles/b/ is the address of another page (remove it)",
        "content/articles/a.md:6:1: the alias /topics/x/ is the address of another page (remove it)",
        "content/articles/b.md:7:1: the alias /articles/shared/ is taken by content/articles/a.md "
        "(an address leads to one article)",
        "content/articles/b.md:7:1: the alias /feed.xml/up/ is inside another address (remove it)",
    ]


# An editor who changes a slug need say nothing: the cleaner's record still has the one that the article was made with.
# From then on the build knows no more than that, and says so.
def test_a_changed_slug(write):
    root = write(
        {
            "briefing.yaml": SETTINGS,
            "content/articles/2024/first.md": text("first"),
            "content/.clean/2024/first.md.base": text("first"),
            "content/.clean/2024/broken.md.base": "nothing",
        }
    )
    path = root / "content/articles/2024/first.md"
    assert "gone" not in briefing(root, "build").stdout
    path.write_text(text("second").replace("id-second", "id-first"))
    done = briefing(root, "build")
    assert "gone" not in done.stdout
    assert where(root / "site/articles/first/index.html") == ("../second/", "https://example.org/repo/articles/second/")
    path.write_text(text("third").replace("id-third", "id-first"))
    done = briefing(root, "build")
    assert where(root / "site/articles/first/index.html")[0] == "../third/"
    assert done.stdout.splitlines()[1] == (
        "/articles/second/ is gone: if its article has a new slug, add `aliases: [second]` there for a redirect"
    )
    # Another article may have the old slug: it is no longer where the first one was.
    (root / "content/articles/2024/other.md").write_text(text("first").replace("id-first", "id-other"))
    assert briefing(root, "build").returncode == 0
    assert "refresh" not in (root / "site/articles/first/index.html").read_text()


def test_many_articles_that_are_gone(write):
    root = write({"briefing.yaml": SETTINGS} | {f"content/articles/{n}.md": text(f"a{n}") for n in range(8)})
    assert briefing(root, "build").returncode == 0
    for path in (root / "content/articles").glob("[1-7].md"):
        path.unlink()
    lines = briefing(root, "build").stdout.splitlines()
    assert [line.split()[0] for line in lines[1:6]] == [f"/articles/a{n}/" for n in range(1, 6)]
    assert lines[6] == "and 2 more"


# What is dated later is nowhere, and is everywhere from its day on; a draft stays out.
def test_an_article_waits_for_its_day(write):
    root = write(
        {
            "briefing.yaml": SETTINGS,
            "content/articles/a.md": text("a"),
            "content/articles/b.md": text("b", "aliases: [c]", date="2024-12-24"),
            "content/articles/d.md": text("d", "draft: true"),
        }
    )

    def ids():
        return [item["id"] for item in json.loads((root / "site/feed.json").read_bytes())["items"]]

    assert briefing(root, "build", "--now", "2024-12-23").returncode == 0
    assert ids() == ["id-a"]
    assert not [page for page in pages(root) if re.search("/[bcd]/", page)]
    # The day begins in the time zone of the digest.
    assert briefing(root, "build", "--now", "2024-12-23T18:59Z").returncode == 0
    assert ids() == ["id-a"]
    assert briefing(root, "build", "--now", "2024-12-23T19:00Z").returncode == 0
    assert ids() == ["id-b", "id-a"]
    assert {"articles/b/index.html", "articles/c/index.html"} <= set(pages(root))
    assert "articles/d/index.html" not in pages(root)


def test_now():
    assert today("Asia/Almaty", "2024-12-24") == dt.date(2024, 12, 24)
    assert today("Asia/Almaty", "2024-12-23T19:00+00:00") == dt.date(2024, 12, 24)
    assert today("UTC", "2024-12-23T23:00") == dt.date(2024, 12, 23)
    with pytest.raises(ConfigError) as caught:
        today("UTC", "tomorrow")
    assert str(caught.value) == (
        "--now: 'tomorrow' is not a day or a moment (such as 2024-12-24 or 2024-12-24T08:00+05:00)"
    )


# An article that has expired is on no list and in no feed; whoever comes for it is told, without its name, and links
# to it, to a sentence of it or to an earlier address break no build.
def test_an_article_whose_time_is_over(write):
    links = "\nSee [it](../b/), [that](../b/#s-12345678) and [this](../c/).\n"
    root = write(
        {
            "briefing.yaml": SETTINGS + "title: Digest\n",
            "content/articles/a.md": text("a") + links.replace("#s-12345678", ""),
            "content/articles/b.md": text("b", "aliases: [c]", "expires: 2025-03-01"),
        }
    )
    assert briefing(root, "build", "--now", "2025-02-28").returncode == 0
    assert "T b" in (root / "site/articles/b/index.html").read_text()
    (root / "content/articles/a.md").write_text(text("a") + links)
    done = briefing(root, "build", "--now", "2025-03-01")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("site/: 0 new, 1 changed, 1 removed, 2 feeds updated")
    for place in ("b", "c"):
        page = (root / f"site/articles/{place}/index.html").read_text()
        assert "<h1>No longer available</h1>" in page
        assert '<meta name="robots" content="noindex, noarchive">' in page
    found = [path for path in (root / "site").rglob("*.*") if b"T b" in path.read_bytes()]
    assert not found
    assert "/articles/b/" not in (root / "site/sitemap.xml").read_text()
    assert briefing(root, "check").returncode == 0


# A preview shows what waits, marked wherever it is listed, and never in the folder of the site.
def test_a_preview_marks_what_waits(write):
    root = write(
        {
            "briefing.yaml": SETTINGS,
            "content/articles/a.md": text("a", "draft: true", "topics: [x]"),
            "content/articles/b.md": text("b", "topics: [x]", date="2024-12-24"),
            "content/articles/c.md": text("c", "expires: 2024-12-05"),
        }
    )
    project = find_project(root / "briefing.yaml", now="2024-12-20", drafts=True)
    build(project)
    assert project.site == root / ".cache/preview"
    for page, marks in {
        "": 2,
        "topics/x/": 2,
        "archive/": 2,
        "articles/a/": 1,
        "articles/b/": 1,
        "articles/c/": 0,
    }.items():
        text_of = (project.site / page / "index.html").read_text()
        said = re.findall(r'<strong class="pending">([^<]*)</strong>', text_of)
        assert set(said) <= {"Draft", "Scheduled"}, page
        assert len(said) >= marks, page
    assert not (root / "site").exists()
