"""`briefing check` of a site, and the same rules asked in a build: what is wrong, where, and what becomes of it."""

import re

import pytest
from running import briefing

from generator.publish.feed_check import CHECKS

SETTINGS = (
    "base_url: https://example.org/repo/\ntopics: {x: {title: X}}\nsources: {Post: {feed: https://post.example/rss}}\n"
)
ARTICLE = (
    "---\ntitle: A\nslug: a\nid: a\ndate: 2024-12-04\ntopics: [x]\n"
    "sources: [{document: a.txt, publisher: Post}]\n---\n\nSee [b](../b/).\n"
)
OTHER = "---\ntitle: B\nslug: b\nid: b\ntopics: [x]\naliases: [c]\n---\n\nText.\n"


@pytest.fixture
def root(write):
    return write(
        {"briefing.yaml": SETTINGS, "content/articles/2024/a.md": ARTICLE, "content/articles/2024/b.md": OTHER}
    )


@pytest.fixture
def site(root):
    assert briefing(root, "build").returncode == 0
    return root / "site"


def test_a_clean_site(root, site):
    done = briefing(root, "check", "site")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"site/: 10 feed files and \d+ pages checked; 0 errors, 0 warnings\n", done.stdout)
    assert briefing(root.parent, "check", site, "--config", root / "briefing.yaml").returncode == 0


# A feed that somebody broke is named with its line, a link that leads nowhere with the page's.
def test_a_broken_site(root, site):
    feed = site / "feed.xml"
    feed.write_text(feed.read_text().replace("https://example.org/repo/articles/a/", "/articles/a/", 1))
    (site / "articles/b/index.html").unlink()
    (site / "topics/x/feed.atom").write_text("<feed>")
    done = briefing(root, "check", "site")
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    [line] = [line for line in lines if line.startswith("site/feed.xml:")]
    assert re.fullmatch(r"site/feed\.xml:\d+: <link>: '/articles/a/' is not absolute", line)
    [line] = [line for line in lines if line.startswith("site/articles/a/index.html:")]
    assert re.fullmatch(r"[^:]+:\d+: broken link: no page at /articles/b/ \(did you mean '/articles/c/'\?\)", line)
    assert [line for line in lines if line.startswith("site/topics/x/feed.atom:")] == [
        "site/topics/x/feed.atom:1: not well-formed: premature end of data in tag feed line 1"
    ]
    assert f"; {len(lines)} errors, 0 warnings" in done.stdout


def test_warnings_are_no_errors(root, site):
    feed = site / "feed.xml"
    feed.write_text(feed.read_text().replace(' rel="self"', ' rel="other"', 1))
    done = briefing(root, "check", "site")
    assert done.returncode == 0
    assert done.stderr == "site/feed.xml:3: warning: no <atom:link rel='self'>\n"
    assert done.stdout.endswith("; 0 errors, 1 warning\n")


# The 404 page is shown at addresses of any depth, so its links begin with the path of the site.
def test_the_page_for_what_is_not_there(root, site):
    page = site / "404.html"
    assert 'href="/repo/archive/"' in page.read_text()
    page.write_text(page.read_text().replace('href="/repo/archive/"', 'href="/archive/"'))
    assert briefing(root, "check", "site").returncode == 0
    page.write_text(page.read_text().replace('href="/archive/"', 'href="/repo/archives/"'))
    assert "site/404.html" in briefing(root, "check", "site").stderr


def test_no_site(root):
    done = briefing(root, "check", "site")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "site: no such folder (run `briefing build` first, or name a site)\n"


# A build that would write a bad feed writes nothing, and names the article and the line.
@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (
            ("title: A\n", 'title: "\\u0007"\n'),
            "content/articles/2024/a.md:2:1: <title> is missing or empty (found in feed.xml)",
        ),
        (
            ("id: a\n", 'id: "\\u200b\\ud800"\n'),
            "content/articles/2024/a.md:4:14: not valid YAML: invalid Unicode character escape code "
            "(quote text that holds ': ' or ' #')",
        ),
        (
            ("../b/", "http:foo"),
            "content/articles/2024/a.md:10: in the HTML: href= 'http:foo' names no host (found in feed.xml)",
        ),
    ],
    ids=["a title of nothing", "a lone surrogate", "an address that is none"],
)
def test_a_build_of_bad_feeds(root, edit, said):
    path = root / "content/articles/2024/a.md"
    path.write_text(ARTICLE.replace(*edit))
    done = briefing(root, "build")
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == said
    assert not (root / "site").exists()


# A warning is printed, and the site is built.
def test_a_build_with_a_warning(root):
    path = root / "content/articles/2024/a.md"
    path.write_text(ARTICLE.replace("2024-12-04", "1973-12-04"))
    (root / "briefing.yaml").write_text(SETTINGS + "edition: none\n")
    done = briefing(root, "build")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1:-1] == [
        "content/articles/2024/a.md:5:1: warning: 1973-12-04 is before there were feeds (found in feed.xml)"
    ]


def test_every_feed_of_a_site_is_checked(site):
    files = [path.relative_to(site) for path in site.rglob("*") if path.suffix in (".xml", ".atom", ".json", ".opml")]
    names = {path.name for path in files if path.parts[:2] != ("search", "index")}
    assert {name for name in names if not name.startswith((".", "sitemap"))} == set(CHECKS)
