"""Editions: what was published in a week or a month, once it is over, as a page, an item of a feed, and an e-mail."""

import datetime as dt
import email
import email.policy
import json
import re

import pytest
from making import article, config, library
from running import briefing

from generator.facts_model import Event, KeyPoint, Period
from generator.model import SourceRef
from generator.publish.edition_mail import HTML_LIMIT
from generator.publish.editions import to_editions

SETTINGS = (
    "title: Digest & Co\nbase_url: https://example.org/repo/\ntime_zone: Asia/Almaty\n"
    "topics: {x: {title: Borders}, y: {title: Water}}\n"
)
ARTICLE = (
    "---\ntitle: {title}\nslug: {slug}\nid: id-{slug}\ndate: {date}\ntopics: [{topic}]\ncountries: [Chad]\n"
    "key_points:\n  - text: The point of {slug}.\n"
    "events:\n  - when: 2024-12-10\n    text: What {slug} tells of\n"
    "---\n\nThe point of {slug}. See [home](/).\n"
)


def text(slug, date, topic="x", title=None):
    return ARTICLE.format(slug=slug, date=date, topic=topic, title=title or f"Title of {slug}")


def editions(articles, today, **values):
    return to_editions(library(articles, ["x", "y"]), config(["x", "y"], **values), dt.date.fromisoformat(today))


def slugs(entries):
    return [entry.article.slug for entry in entries]


# A week begins on Monday, and its edition is out when it is over, by the week and the year of ISO 8601.
def test_weeks():
    articles = [article("a", "2024-12-08"), article("b", "2024-12-09"), article("c", "2024-12-31"), article("d")]
    assert [one.slug for one in editions(articles, "2025-01-05")] == ["2024-W50", "2024-W49"]
    made = editions(articles, "2025-01-06")
    assert [(one.slug, one.name, one.span, slugs(one.entries)) for one in made] == [
        ("2025-W01", "Week 1, 2025", "30 December 2024 to 5 January 2025", ["c"]),
        ("2024-W50", "Week 50, 2024", "9 to 15 December 2024", ["b"]),
        ("2024-W49", "Week 49, 2024", "2 to 8 December 2024", ["a"]),
    ]
    assert made[0].out == dt.date(2025, 1, 6)


def test_months():
    articles = [article("a", "2024-02-29"), article("b", "2024-02-01"), article("c", "2024-03-01")]
    [one] = editions(articles, "2024-03-31", edition="month")
    assert (one.slug, one.name, one.span) == ("2024-02", "February 2024", "February 2024")
    assert (slugs(one.entries), one.out) == (["a", "b"], dt.date(2024, 3, 1))
    assert editions(articles, "2024-12-31", edition="none") == ()


# The article that most sources tell leads; every other one stands once, under its first topic.
def test_the_order_of_an_edition():
    source = SourceRef("a.txt", "A", None, None, "")
    told = Event(Period.parse("2024-12-10"), "It rained")
    articles = [
        article("a", "2024-12-11", ["x"], events=(told,)),
        article("b", "2024-12-10", ["y", "x"], sources=(source, source), key_points=(KeyPoint("P."),)),
        article("c", "2024-12-09", ["y", "x"]),
        article("d", "2024-12-09", events=(told,)),
    ]
    [one] = editions(articles, "2024-12-16")
    assert one.lead.article.slug == "b"
    groups = [(group.section and group.section.topic.slug, slugs(group.entries)) for group in one.groups]
    assert groups == [("x", ["a"]), ("y", ["c"]), (None, ["d"])]
    assert [(happening.text, len(happening.tellers)) for happening in one.happenings] == [("It rained", 2)]


# Nothing but its period and the digest's id makes an edition's id.
def test_ids_of_editions():
    def ids(articles, **values):
        return [one.id for one in editions(articles, "2024-12-31", **values)]

    before = ids([article("a", "2024-12-10")])
    assert (
        ids([article("b", "2024-12-11", title="Other")], base_url="https://elsewhere.example/", title="New") == before
    )
    assert ids([article("a", "2024-12-10")], id="another") != before


@pytest.fixture
def root(write):
    files = {
        "briefing.yaml": SETTINGS,
        "content/articles/a.md": text("a", "2024-12-09"),
        "content/articles/b.md": text("b", "2024-12-15", "y", title="Über «Wasser» & <b>Brot</b>"),
        "content/articles/c.md": text("c", "2024-12-16"),
    }
    return write(files)


@pytest.fixture
def site(root):
    done = briefing(root, "build", "--now", "2024-12-23")
    assert done.returncode == 0, done.stderr
    return root / "site"


def test_pages(site):
    page = (site / "editions/2024-W50/index.html").read_text()
    assert (
        '<link rel="alternate" type="application/rss+xml" title="Editions – Digest &amp; Co" href="../feed.xml">'
        in page
    )
    assert '<a rel="next" href="../2024-W51/">Week 51, 2024</a>' in page
    assert 'rel="prev"' not in page
    assert "Über «Wasser» &amp; &lt;b&gt;Brot&lt;/b&gt;" in page
    assert '<a rel="prev" href="../2024-W50/">' in (site / "editions/2024-W51/index.html").read_text()
    listed = (site / "editions/index.html").read_text()
    assert re.findall(r'<h2><a href="([^"]+)"', listed) == ["2024-W51/", "2024-W50/"]
    assert "https://example.org/repo/editions/2024-W50/" in (site / "sitemap.xml").read_text()
    assert 'href="../editions/"' in (site / "feeds/index.html").read_text()


# One item an edition, dated when it came out, with all of it as content and every link absolute.
def test_feed(site):
    feed = json.loads((site / "editions/feed.json").read_bytes())
    assert feed["title"] == "Editions – Digest & Co"
    assert [(item["title"], item["date_published"]) for item in feed["items"]] == [
        ("Week 51, 2024: 16 to 22 December 2024", "2024-12-23T00:00:00+05:00"),
        ("Week 50, 2024: 9 to 15 December 2024", "2024-12-16T00:00:00+05:00"),
    ]
    assert feed["items"][1]["summary"] == "Über «Wasser» & <b>Brot</b>, and 1 more"
    links = re.findall('href="([^"]*)"', feed["items"][1]["content_html"])
    assert links
    assert all(link.startswith("https://example.org/repo/") for link in links)


# An article that arrives late changes the edition of its week, and announces nothing again.
def test_a_late_article(root, site):
    before = json.loads((site / "editions/feed.json").read_bytes())["items"]
    (root / "content/articles/late.md").write_text(text("late", "2024-12-10"))
    assert briefing(root, "build", "--now", "2024-12-23").returncode == 0
    after = json.loads((site / "editions/feed.json").read_bytes())["items"]
    assert "Title of late" in after[1]["content_html"]
    same = ("id", "url", "title", "date_published", "date_modified")
    assert [[item.get(key) for key in same] for item in after] == [[item.get(key) for key in same] for item in before]


# The message holds both forms, and is the same bytes whenever it is made.
def test_the_message(root, site):
    path = site / "editions/2024-W50/mail.eml"
    before = path.read_bytes()
    made = email.message_from_bytes(before, policy=email.policy.default)
    assert made["Subject"] == "Digest & Co: 9 to 15 December 2024"
    assert made["From"] == "Digest & Co <noreply@example.org>"
    assert made["Date"].datetime == dt.datetime(2024, 12, 16, tzinfo=dt.timezone(dt.timedelta(hours=5)))
    assert re.fullmatch(r"<[0-9a-f-]{36}@example\.org>", made["Message-ID"])
    assert not made.defects
    plain, html = made.iter_parts()
    assert [plain.get_content_type(), html.get_content_type()] == ["text/plain", "text/html"]
    for part, name in ((plain, "mail.txt"), (html, "mail.html")):
        assert part.get_content().split() == (site / "editions/2024-W50" / name).read_text().split()
    assert max(map(len, before.split(b"\r\n"))) <= 78
    path.unlink()
    assert briefing(root, "build", "--now", "2025-06-01").returncode == 0
    assert path.read_bytes() == before


def test_the_sender(root):
    (root / "briefing.yaml").write_text(SETTINGS + "sender: desk@example.org\n")
    assert briefing(root, "build", "--now", "2024-12-23").returncode == 0
    made = email.message_from_bytes((root / "site/editions/2024-W50/mail.eml").read_bytes())
    assert made["From"].endswith("<desk@example.org>")
    (root / "briefing.yaml").write_text("sender: desk\nedition: day\n")
    assert briefing(root, "build").stderr.splitlines() == [
        "briefing.yaml:1:9: 'desk' is not an e-mail address (such as desk@example.org)",
        "briefing.yaml:2:10: 'edition' cannot be 'day' (known: month, none, week)",
    ]


# Styles stand in the elements, nothing is loaded from anywhere, and links lead back to the site.
def test_the_html_of_the_mail(site):
    html = (site / "editions/2024-W50/mail.html").read_text()
    assert re.search(r'<h2 style="[^"]*font-size', html)
    assert "@media" in html
    [sheet] = re.findall("<style>(.*?)</style>", html, re.S)
    assert re.fullmatch(r"(\s*@media [^{]+\{(\s*[^{}]+\{[^{}]*\})*\s*\})*\s*", sheet)
    assert not re.search(r"<(img|script|link|iframe)\b|url\(", html)
    links = re.findall(r'href="([^"]*)"', html)
    assert all(link.startswith("https://example.org/repo/") for link in links)
    assert "Über «Wasser» &amp; &lt;b&gt;Brot&lt;/b&gt;" in html


def test_the_text_of_the_mail(site):
    lines = (site / "editions/2024-W50/mail.txt").read_text().splitlines()
    assert lines[:5] == [
        "Digest & Co",
        "Week 50, 2024",
        "9 to 15 December 2024",
        "",
        "https://example.org/repo/editions/2024-W50/",
    ]
    assert "Über «Wasser» & <b>Brot</b>" in lines
    assert "BORDERS" in lines
    assert all(len(line) <= 72 or line.startswith("https://") for line in lines)


# Gmail cuts a message off above 102 KB: a week with more to say names fewer articles, and says how many more there are.
def test_a_week_that_is_too_long_for_a_mail(write):
    long = "A headline that goes on and on about water and who gets it and when " * 3
    files = {
        f"content/articles/{n}.md": text(f"a{n}", f"2024-12-{9 + n % 7:02}", "xy"[n % 2], title=f"{long}{n}")
        for n in range(300)
    }
    root = write({"briefing.yaml": SETTINGS} | files)
    assert briefing(root, "build", "--now", "2024-12-23").returncode == 0
    html = (root / "site/editions/2024-W50/mail.html").read_bytes()
    assert 50_000 < len(html) <= HTML_LIMIT
    assert b"more on the page of this edition" in html
    assert (root / "site/editions/2024-W50/index.html").read_text().count('class="newest"') == 299


def test_no_edition(write):
    root = write({"briefing.yaml": SETTINGS + "edition: none\n", "content/articles/a.md": text("a", "2024-12-09")})
    assert briefing(root, "build").returncode == 0
    assert not (root / "site/editions").exists()
    assert "editions" not in (root / "site/index.html").read_text()
