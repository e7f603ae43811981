"""Feeds as feed readers see them: every item once, under an id that nothing changes, and never the clock."""

import datetime as dt
import re
from dataclasses import replace

import feedparser
import pytest
from making import article, config, library

from generator.publish import feeds as module
from generator.publish.feeds import feeds

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


def parsed(articles=ARTICLES, **values):
    """Return each feed of a site, as feedparser understands it, by its path."""
    made = feeds(library(articles, TOPICS), config(TOPICS, **values))
    found = {output.path: feedparser.parse(output.data) for output in made}
    for path, feed in found.items():
        assert not feed.bozo, (path, feed.get("bozo_exception"))
    return found


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


# The same content is the same bytes, whenever it is built and in whatever order the files come.
def test_the_clock_is_never_asked(monkeypatch):
    class Any(type(dt.datetime)):
        def __instancecheck__(cls, value):
            return isinstance(value, dt.date)

    class NoClock(dt.datetime, metaclass=Any):
        @classmethod
        def now(cls, tz=None):
            return cls(1999, 1, 1, tzinfo=tz)

    def data(articles):
        return [output.data for output in feeds(library(articles, TOPICS), config(TOPICS))]

    before = data(ARTICLES)
    monkeypatch.setattr("feedgen.feed.datetime", NoClock)
    assert data(ARTICLES[::-1]) == before
    assert not re.search(rb"1999|Jan", b"".join(before + data([])))


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


def test_every_format_is_in_the_table():
    assert len(list(feeds(library([]), config()))) == len(module.FORMATS)
