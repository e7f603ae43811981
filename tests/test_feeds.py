"""Feeds as feed readers see them: every item once, under an id that nothing changes, and never the clock."""

import datetime as dt
import json
import re

import feedparser
import pytest
from lxml import etree
from making import article, made_feeds
from msgspec.structs import replace

from generator.model import Publisher, SourceRef
from generator.publish.feeds import FORMATS
from generator.urls import urn

TOPICS = ["borders", "csto"]
ARTICLES = [
    article(
        "new",
        "2024-03-05",
        ["borders"],
        title='5 < 6 & "7"',
        body="See [old](/articles/old/), ![map](/static/m.png).\n",
    ),
    article("old", "2024-02-01", ["borders", "csto"], summary="Tom & <b>Jerry</b>"),
    article("undated", None, ["csto"], title="Bell\x07 حدود 🗺", body="Bell\x07.\n"),
]


def made(articles=ARTICLES, **values):
    """Return the bytes of each feed of a site, and of their list, by path."""
    return made_feeds(articles, TOPICS, **values)


def parsed(articles=ARTICLES, ending="xml", **values):
    """Return each feed in one format, as feedparser understands it, by its path."""
    found = {path: data for path, data in made(articles, **values).items() if path.endswith(f"feed.{ending}")}
    understood = {path: feedparser.parse(data) for path, data in found.items()}
    for path, feed in understood.items():
        assert not feed.bozo, (path, feed.get("bozo_exception"))
    return understood


def source(publisher, url=None, retrieved=None):
    return SourceRef("a.txt", publisher, url, retrieved and dt.date.fromisoformat(retrieved), "")


# Each feed holds its articles once, newest first, undated ones last.
def test_items():
    found = parsed()
    assert {path: [item.id for item in feed.entries] for path, feed in found.items()} == {
        "feed.xml": ["id-new", "id-old", "id-undated"],
        "topics/borders/feed.xml": ["id-new", "id-old"],
        "topics/csto/feed.xml": ["id-old", "id-undated"],
    }


def test_channel():
    feed = parsed(base_url="https://example.org/repo/")["topics/csto/feed.xml"].feed
    assert feed.title == "Csto – Digest"
    assert feed.link == "https://example.org/repo/topics/csto/"
    assert feed.language == "en"
    assert [link.href for link in feed.links if link.rel == "self"] == ["https://example.org/repo/topics/csto/feed.xml"]


def test_item():
    new, old, undated = parsed(base_url="https://example.org/repo/")["feed.xml"].entries
    assert new.title == '5 < 6 & "7"'
    assert new.link == "https://example.org/repo/articles/new/"
    assert new.guidislink is False
    assert 'href="https://example.org/repo/articles/old/"' in new.content[0].value
    assert 'src="https://example.org/repo/static/m.png"' in new.content[0].value
    assert old.summary == "Tom &amp; &lt;b&gt;Jerry&lt;/b&gt;"
    assert [tag.term for tag in old.tags] == ["Borders", "Csto"]
    assert undated.title == "Bell حدود 🗺"
    assert undated.content[0].value == "<p>Bell.</p>"


# A day begins at midnight where the digest is made; an undated article has no date at all.
def test_dates():
    feed = parsed()["feed.xml"]
    assert [item.get("published") for item in feed.entries] == [
        "Tue, 05 Mar 2024 00:00:00 +0500",
        "Thu, 01 Feb 2024 00:00:00 +0600",
        None,
    ]
    assert feed.feed.updated == "Tue, 05 Mar 2024 00:00:00 +0500"


@pytest.mark.parametrize("articles", [[], ARTICLES[2:]], ids=["empty", "undated"])
def test_no_date_means_no_build_date(articles):
    for feed in parsed(articles).values():
        assert "updated" not in feed.feed


# The newest come first into a feed that holds few.
def test_feed_items():
    assert [item.id for item in parsed(feed_items=2)["feed.xml"].entries] == ["id-new", "id-old"]


# Nothing that may change makes a reader take an old article for a new one.
@pytest.mark.parametrize(
    "change",
    [
        lambda one: replace(one, title=f"{one.title}, corrected"),
        lambda one: replace(one, slug=f"{one.slug}-2"),
        lambda one: replace(one, body="Another body.\n", summary="Another summary"),
        lambda one: replace(one, topics=("csto", "borders")),
    ],
    ids=["title", "slug", "body", "topics"],
)
def test_ids_stay(change):
    before = {item.id for item in parsed()["feed.xml"].entries}
    assert {item.id for item in parsed([change(one) for one in ARTICLES])["feed.xml"].entries} == before
    assert {item.id for item in parsed(base_url="https://elsewhere.example/x/")["feed.xml"].entries} == before
    elsewhere = parsed([change(one) for one in ARTICLES], "atom", base_url="https://elsewhere.example/x/", title="New")
    assert elsewhere["feed.atom"].feed.id == parsed(ending="atom")["feed.atom"].feed.id
    assert {item.id for item in elsewhere["feed.atom"].entries} == {urn(one) for one in before}


# The same content is the same bytes, whenever it is built and in whatever order the files come.
def test_the_clock_is_never_asked(monkeypatch):
    class Any(type(dt.datetime)):
        def __instancecheck__(cls, value):
            return isinstance(value, dt.date)

    class NoClock(dt.datetime, metaclass=Any):
        @classmethod
        def now(cls, tz=None):
            return cls(1999, 1, 1, tzinfo=tz)

    before = made()
    monkeypatch.setattr("feedgen.feed.datetime", NoClock)
    assert made(ARTICLES[::-1]) == before
    assert not re.search(rb"1999|Jan", b"".join([*before.values(), *made([]).values()]))


# An item's link into the site is absolute, a link to elsewhere stays as it is.
def test_links_to_elsewhere():
    body = "[a](https://example.com/?a=1&b=2) [b](mailto:desk@example.org) [c](../b/?d#e)\n"
    content = parsed([article("a", "2024-01-01", body=body)])["feed.xml"].entries[0].content[0].value
    assert re.findall('href="([^"]*)"', content) == [
        "https://example.com/?a=1&amp;b=2",
        "mailto:desk@example.org",
        "https://example.org/articles/b/?d#e",
    ]


# A headline that looks like HTML is text, whether a reader takes titles for text or for HTML.
def test_title_that_looks_like_html():
    title = parsed([article("a", title="Why <script> is no <b>headline</b>")])["feed.xml"].entries[0].title
    assert "script" in title
    assert "headline" in title
    assert not re.search("<[a-z/]", title)


# Each feed is there in each format, and in the list of all.
def test_every_feed_in_every_format():
    paths = sorted(made())
    assert paths == sorted(
        ["feeds/feeds.opml"]
        + [f"{folder}feed.{form.ending}" for folder in ("", "topics/borders/", "topics/csto/") for form in FORMATS]
    )
    outlines = [dict(outline.attrib) for outline in etree.fromstring(made()["feeds/feeds.opml"]).iter("outline")]
    assert [(outline["text"], outline["xmlUrl"], outline["htmlUrl"]) for outline in outlines] == [
        ("Digest", "https://example.org/feed.xml", "https://example.org/"),
        ("Borders – Digest", "https://example.org/topics/borders/feed.xml", "https://example.org/topics/borders/"),
        ("Csto – Digest", "https://example.org/topics/csto/feed.xml", "https://example.org/topics/csto/"),
    ]


# Atom says the same as RSS, under ids that are IRIs.
def test_atom():
    rss, atom = parsed()["feed.xml"], parsed(ending="atom")["feed.atom"]
    assert [item.id for item in atom.entries] == [urn(item.id) for item in rss.entries]
    for one, other in zip(rss.entries, atom.entries, strict=True):
        assert one.link == other.link
        assert one.content[0].value == other.content[0].value
        assert one.get("published_parsed") == other.get("published_parsed")
        assert [tag.term for tag in one.get("tags", [])] == [tag.term for tag in other.get("tags", [])]
    assert [link.href for link in atom.feed.links] == ["https://example.org/feed.atom", "https://example.org/"]
    assert atom.feed.id == urn("digest\n/")


# A title that looks like HTML is a text in Atom too, which can say so.
def test_titles_in_atom_are_texts():
    data = made([article("a", title="Why <b> & <script> are no headline", summary="1 < 2 & 3")])["feed.atom"]
    assert b'<title type="html">Why &amp;lt;b&amp;gt; &amp;amp; &amp;lt;script&amp;gt; are no headline</title>' in data
    assert b'<summary type="html">1 &amp;lt; 2 &amp;amp; 3</summary>' in data


# Every entry of Atom has a moment of its own: its day with a fraction of a second that no other article moves.
def test_moments_in_atom():
    same_day = [article(f"a{n}", "2024-03-05") for n in range(40)]
    moments = {item.id: item.updated for item in parsed(same_day, "atom")["feed.atom"].entries}
    assert len(set(moments.values())) == 40
    assert all(re.fullmatch(r"2024-03-05T00:00:00\.\d{6}\+05:00", moment) for moment in moments.values())
    fewer = {item.id: item.updated for item in parsed(same_day[::3], "atom")["feed.atom"].entries}
    assert fewer.items() <= moments.items()


# An undated article was there on the day on which it was seen first; one that was never seen has the day of none.
def test_undated_articles_in_atom():
    seen = article("seen", sources=(source("A", retrieved="2024-05-02"), source("B", retrieved="2024-05-01")))
    one, other = parsed([seen, article("unseen")], "atom")["feed.atom"].entries
    assert "published" not in one
    assert one.updated.startswith("2024-05-01T00:00:00.")
    assert other.updated.startswith("1990-01-01T00:00:00.")


def test_json_feed():
    feed = json.loads(made(base_url="https://example.org/repo/")["topics/csto/feed.json"])
    items = feed.pop("items")
    assert feed == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Csto – Digest",
        "home_page_url": "https://example.org/repo/topics/csto/",
        "feed_url": "https://example.org/repo/topics/csto/feed.json",
        "description": "Csto – Digest",
        "language": "en",
    }
    assert items == [
        {
            "id": "id-old",
            "url": "https://example.org/repo/articles/old/",
            "title": "Title of old",
            "content_html": "<p>Body of old.</p>",
            "summary": "Tom & <b>Jerry</b>",
            "date_published": "2024-02-01T00:00:00+06:00",
            "tags": ["Borders", "Csto"],
        },
        {
            "id": "id-undated",
            "url": "https://example.org/repo/articles/undated/",
            "title": "Bell حدود 🗺",
            "content_html": "<p>Bell.</p>",
            "summary": "Summary of undated",
            "tags": ["Csto"],
        },
    ]


# An article that changed says so in every format; one that was published that day did not change.
def test_updated():
    changed = article("a", "2024-02-01", updated=dt.date(2024, 3, 7))
    same = article("b", "2024-01-01", updated=dt.date(2024, 1, 1))
    rss, atom = parsed([changed, same])["feed.xml"], parsed([changed, same], "atom")["feed.atom"]
    assert [dict.get(item, "updated") for item in rss.entries] == ["2024-03-07T00:00:00+05:00", None]
    assert rss.feed.updated == "Thu, 07 Mar 2024 00:00:00 +0500"
    assert [item.updated[:10] for item in atom.entries] == ["2024-03-07", "2024-01-01"]
    assert [item.published[:10] for item in atom.entries] == ["2024-02-01", "2024-01-01"]
    assert atom.feed.updated == atom.entries[0].updated
    items = json.loads(made([changed, same])["feed.json"])["items"]
    assert [item.get("date_modified") for item in items] == ["2024-03-07T00:00:00+05:00", None]


# An outlet with a feed is the item's source; others are credited below the text, with their page where it is known.
def test_outlets():
    outlets = (Publisher("Post", feed="https://post.example/rss"), Publisher("Desk & Co", "https://desk.example/"))
    sources = (source("Desk & Co"), source("Post", "https://post.example/1"), source("Anon"), source("Post"))
    told = [article("a", "2024-01-01", sources=sources)]
    [item] = parsed(told, sources=outlets)["feed.xml"].entries
    assert (item.source.href, item.source.title) == ("https://post.example/rss", "Post")
    assert item.authors == [{"name": "Desk & Co"}, {"name": "Post"}, {"name": "Anon"}]
    credit = '<p>Sources: <a href="https://desk.example/">Desk &amp; Co</a>, Anon</p>'
    assert item.content[0].value == f"<p>Body of a.</p>\n{credit}"
    [entry] = parsed(told, "atom", sources=outlets)["feed.atom"].entries
    assert entry.content[0].value == item.content[0].value
    assert (entry.source.id, entry.source.title) == ("https://post.example/rss", "Post")
    assert entry.authors[1] == {"name": "Post", "href": "https://post.example/1"}
    [value] = json.loads(made(told, sources=outlets)["feed.json"])["items"]
    assert value["authors"] == [
        {"name": "Desk & Co", "url": "https://desk.example/"},
        {"name": "Post", "url": "https://post.example/1"},
        {"name": "Anon"},
    ]


# Who reads in a feed reader also learns that the text is not whole.
def test_a_text_that_is_cut_off():
    [item] = parsed([article("a", complete=False)])["feed.xml"].entries
    assert item.content[0].value == "<p>Body of a.</p>\n<p><em>The source cuts this text off.</em></p>"


# A label in the list may be taken for HTML, so nothing in it can be a tag.
def test_labels_in_the_list():
    root = etree.fromstring(made(title="a <b> & c")["feeds/feeds.opml"])
    assert root.findtext("head/title") == "a \uff1cb> & c"
    assert not [value for outline in root.iter("outline") for value in outline.attrib.values() if "<" in value]
