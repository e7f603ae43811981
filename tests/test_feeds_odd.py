"""Bad input: whatever stands in the articles and the settings, feeds come out whole, or an error says what is wrong."""

import json
import re

import feedparser
import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st
from making import article, made_feeds
from running import briefing

from generator.publish.feed_check import check_feed, is_feed
from generator.publish.feed_check.finding import Level
from generator.publish.feeds.items import text

# Whatever a scraped page may hold: controls, lone surrogates, noncharacters, emoji, right to left, HTML.
ODD = [
    "Bell \x07 and escape \x1b[31m",
    "Lone \ud83d half",
    "Noncharacter \uffff \ufdd0",
    "Family 👨‍👩‍👧‍👦 🏳️‍🌈 🇰🇿",
    "حدود آسيا \u202eالوسطى\u202c",
    "<script>alert(1)</script> <b>bold</b> &amp; &lt;i&gt;",
    "]]> <![CDATA[ x ]]>",
    "Line\nbreak\r\nand\ttab\u2028separator",
    '"quotes" \'and\' <a href="javascript:x">',
    "&nbsp; &#0; &#xD800; &unknown;",
]
# No key of these is ever text of the reader's own, so nothing may get into a feed but through the generator.
TEXTS = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)


def made(articles, **values):
    topics = ["x"]
    return made_feeds(articles, topics, **values)


def errors(path, data):
    return [finding.message for finding in check_feed(path, data) if finding.level is Level.ERROR]


@pytest.mark.parametrize("odd", ODD)
def test_odd_texts_everywhere(odd):
    one = article("a", "2024-03-05", ["x"], title=odd, summary=odd, body=f"{odd}\n", countries=(odd,))
    for path, data in made([one, article("b", title=odd)], title=odd, description=odd).items():
        assert check_feed(path, data) == (), path
        if path.endswith((".xml", ".atom")):
            parsed = feedparser.parse(data)
            assert not parsed.bozo, (path, parsed.get("bozo_exception"))
            assert parsed.entries[0].link == "https://example.org/articles/a/"
        elif path.endswith(".json"):
            assert len(json.loads(data)["items"]) >= 1


@examples(40)
@given(TEXTS, TEXTS, TEXTS)
def test_any_text_gives_whole_feeds(title, summary, body):
    one = article("a", "2024-03-05", ["x"], title=title, summary=summary, body=f"{body}\n")
    for path, data in made([one]).items():
        # A title of nothing that can be shown is the one thing that no feed can do without.
        assert not text(title) or errors(path, data) == []
        if path.endswith((".xml", ".atom", ".opml")):
            assert not feedparser.parse(data).bozo or path.endswith(".opml")


# Large feeds are as whole as small ones, and as quick to make an item.
def test_hundreds_of_items():
    many = [article(f"a{n}", f"{2000 + n % 20}-{n % 12 + 1:02}-{n % 28 + 1:02}", ["x"]) for n in range(300)]
    files = made(many, feed_items=300)
    for path, data in files.items():
        assert errors(path, data) == []
    assert len(json.loads(files["feed.json"])["items"]) == 300
    assert len(set(re.findall(rb"<guid[^>]*>([^<]+)</guid>", files["feed.xml"]))) == 300
    assert len(set(re.findall(rb"<updated>([^<]+)</updated>", files["feed.atom"]))) >= 300


def test_two_articles_of_one_id(write):
    text = "---\ntitle: A\nslug: {0}\nid: same\n---\n\nText.\n"
    root = write({f"content/articles/{name}.md": text.format(name) for name in ("a", "b")})
    done = briefing(root, "build")
    assert done.returncode == 1
    assert done.stderr == (
        "content/articles/b.md:4:1: the id 'same' is taken by content/articles/a.md (give one of them another id)\n"
    )
    assert not (root / "site").exists()


# What the settings may hold is checked before, and a broken address of an outlet's feed is refused with its line.
def test_settings_that_would_break_feeds(write):
    root = write(
        {"briefing.yaml": "language: e\nsources:\n  Post:\n    feed: post.example/rss\n", "content/articles/a.md": ""}
    )
    assert briefing(root, "build").stderr.splitlines() == [
        "briefing.yaml:1:11: 'e' is not a language tag (such as en, ru or en-GB)",
        "briefing.yaml:4:11: 'post.example/rss' is not a web address (start it with https://)",
    ]


# An empty site has feeds too, and they are whole.
@pytest.mark.parametrize("articles", [[], [article("undated")]], ids=["nothing", "no date"])
def test_little(articles):
    files = made(articles)
    for path, data in files.items():
        assert is_feed(path)
        assert check_feed(path, data) == (), path
