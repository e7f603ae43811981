"""The check of feeds finds what the W3C feed validator finds, says where, and finds nothing in a feed of ours."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import article, entries, made_feeds

from generator.model import Publisher, SourceRef
from generator.publish.feed_check import CHECKS, check_feed, located
from generator.publish.feed_check.content import wrong_content
from generator.publish.feed_check.finding import Level
from generator.urls import urn

SOURCE = SourceRef("a.txt", "Post", "https://post.example/1", None, "")
ARTICLES = [
    article(
        "a", "2024-03-05", ["x"], countries=("Chad",), updated=dt.date(2024, 3, 9), sources=(SOURCE,), title="A & B"
    ),
    article("b", "2024-02-01", ["x"], title="Why <b> is no headline"),
    article("c"),
]
MADE = {
    path: data.decode()
    for path, data in made_feeds(
        ARTICLES, ["x"], sources=(Publisher("Post", None, None, "https://post.example/rss"),)
    ).items()
}


def checked(path, data):
    return [(finding.level, finding.message) for finding in check_feed(path, data.encode())]


@pytest.mark.parametrize("path", sorted(MADE))
def test_our_feeds_are_clean(path):
    assert checked(path, MADE[path]) == []


def test_every_format_has_its_check():
    assert {path.rpartition("/")[2] for path in MADE} == set(CHECKS)


ERROR, WARNING = Level.ERROR, Level.WARNING
BODY_A, ID_A, ID_B = "<p>Body of a.</p>", urn("id-a"), urn("id-b")

# (feed, what stands there, what is put in its place, what is found)
BROKEN = [
    ("feed.xml", "</channel>", "", ERROR, "not well-formed: opening and ending tag mismatch"),
    ("feed.xml", "Body of b", "\x07", ERROR, "not well-formed: cdata section not finished"),
    ("feed.xml", 'version="2.0"', 'version="3"', ERROR, "not RSS 2.0: <rss version='2.0'> holds one <channel>"),
    ("feed.xml", "<rss ", "<!DOCTYPE rss [<!ENTITY a 'b'>]><rss ", ERROR, "a feed has no document type"),
    ("feed.xml", "<title>Digest</title>", "", ERROR, "<title> is missing or empty"),
    ("feed.xml", "<language>en<", "<language>english please<", ERROR, "'english please' is not a language tag"),
    ("feed.xml", ' rel="self"', "", WARNING, "no <atom:link rel='self'>"),
    ("feed.xml", "application/rss+xml", "text/html", WARNING,
     "<atom:link>: the type is text/html, not application/rss+xml"),
    ("feed.xml", "<generator>", "<blink/><generator>", ERROR, "<blink> is not known in <channel>"),
    ("feed.xml", ">id-b<", ">id-a<", ERROR, "<guid>: two items have the id 'id-a'"),
    ("feed.xml", ">id-b<", "> <", ERROR, "<guid> is missing or empty"),
    ("feed.xml", ' isPermaLink="false">id-b', ">id-b", ERROR, "<guid>: 'id-b' is not absolute"),
    ("feed.xml", "<title>A &#x26; B</title>", "<title/>", ERROR, "<title> is missing or empty"),
    ("feed.xml", "A &#x26; B", "A &#x26;amp; B", WARNING, "<title>: 'A &amp; B' looks like HTML and should be text"),
    ("feed.xml", "<link>https://example.org/articles/b/", "<link>/articles/b/", ERROR,
     "<link>: '/articles/b/' is not absolute"),
    ("feed.xml", "Tue, 05 Mar", "Mon, 05 Mar", ERROR, "<pubDate>: 'Mon, 05 Mar 2024 00:00:00 +0500' was no Mon"),
    ("feed.xml", "01 Feb 2024", "01 Feb 24", ERROR,
     "<pubDate>: 'Thu, 01 Feb 24 00:00:00 +0600' is not a date (RFC 822)"),
    ("feed.xml", "Thu, 01 Feb 2024", "Thu, 01 Feb 1973", WARNING,
     "1973-02-01 is before there were feeds"),
    ("feed.xml", "2024-03-09T", "2024-03-99T", ERROR,
     "<dcterms:modified>: '2024-03-99T00:00:00+05:00' is not a date (RFC 3339)"),
    ("feed.xml", "<source url=", "<source link=", ERROR, "<source>: '' is not absolute"),
    ("feed.xml", BODY_A, "<script>x</script>", ERROR, "in the HTML: <script> is not safe"),
    ("feed.xml", BODY_A, '<p onclick="x">y</p>', ERROR, "in the HTML: onclick= is not safe"),
    ("feed.xml", BODY_A, '<img src="/a.png">', ERROR, "in the HTML: src= '/a.png' is not absolute"),
    ("feed.xml", "<item>", "<item><author>a</author><author>b</author>", ERROR, "<author> stands there 2 times"),
    ("feed.atom", "<updated>2024-03-09", "<updated>yesterday", ERROR,
     "<updated>: 'yesterdayT00:00:00.{fraction}+05:00' is not a date (RFC 3339)"),
    ("feed.atom", "<feed ", "<fed ", ERROR, "not well-formed: opening and ending tag mismatch"),
    ("feed.atom", ID_B, ID_A, ERROR, f"<id>: two entries have the id '{ID_A}'"),
    ("feed.atom", f"<id>{ID_B}</id>", "<id>b</id>", ERROR, "<id>: 'b' is not absolute"),
    ("feed.atom", f"<id>{ID_B}</id>", "", ERROR, "<id> is missing or empty"),
    ("feed.atom", ' rel="self" type="application/atom+xml"', ' rel="up"', WARNING, "no <link rel='self'>"),
    ("feed.atom", ' type="html">Why', ">Why", WARNING,
     "<title>: 'Why &lt;b&gt; is no headline' looks like HTML and should be text"),
    ("feed.atom", ' type="application/atom+xml"', ' type="atom"', ERROR, "'atom' is not a media type"),
    ("feed.atom", 'hreflang="en"', 'hreflang="e"', ERROR, "'e' is not a language tag"),
    ("feed.atom", ' term="Chad"', "", ERROR, "<category> has no term"),
    ("feed.atom", "<name>Post</name>", "", ERROR, "<name> is missing or empty"),
    ("feed.atom", "<entry>", '<entry><link rel="alternate" type="text/html" href="https://a.example/"/>', ERROR,
     "two alternate links have one type and language (RFC 4287, 4.1.1)"),
    ("feed.json", "}", "", ERROR, "not JSON: "),
    ("feed.json", "version/1.1", "version/2", ERROR, "version: not https://jsonfeed.org/version/1.1"),
    ("feed.json", '"title": "Digest"', '"title": ""', ERROR, "title: missing or empty"),
    ("feed.json", '"id": "id-b"', '"id": "id-a"', ERROR, "items[1].id: two items have the id 'id-a'"),
    ("feed.json", '"id": "id-b"', '"id": 7', ERROR, "items[1].id: not a text"),
    ("feed.json", '"url": "https://example.org/articles/b/"', '"url": "b/"', ERROR,
     "items[1].url: 'b/' is not absolute"),
    ("feed.json", '"summary": "Summary of b"', '"sumary": ""', WARNING, "items[1].sumary: not a key of JSON Feed"),
    ("feed.json", '"2024-02-01T', '"2024-02-01 ', ERROR,
     "items[1].date_published: '2024-02-01 00:00:00+06:00' is not a date (RFC 3339)"),
    ("feed.json", '"content_html": "<p>Body of b.</p>"', '"_x": ""', ERROR,
     "items[1].content_html: neither it nor content_text is there"),
    ("feed.json", BODY_A, "<style>a{}</style>", ERROR, "in the HTML: <style> is not safe"),
    ("feed.json", '"authors": [', '"authors": [{},', ERROR,
     "items[0].authors: an author has a name, a url or an avatar"),
    ("feed.json", '"Chad"', "7", ERROR, "items[0].tags: each is a text"),
    ("feeds/feeds.opml", 'version="2.0"', 'version="1"', ERROR,
     "not OPML 2.0: <opml version='2.0'> holds <head> and <body>"),
    ("feeds/feeds.opml", ' text="Digest"', "", ERROR, "<outline> has no text"),
    ("feeds/feeds.opml", ' xmlUrl="https://example.org/feed.xml"', "", ERROR, "<outline type='rss'> has no xmlUrl"),
    ("feeds/feeds.opml", "https://example.org/feed.xml", "/feed.xml", ERROR,
     "<outline xmlUrl>: '/feed.xml' is not absolute"),
    ("feeds/feeds.opml", "https://example.org/topics/x/feed.xml", "https://example.org/feed.xml", WARNING,
     "<outline>: https://example.org/feed.xml is listed twice"),
]  # fmt: skip


# Each rule finds its own mistake.
@pytest.mark.parametrize(("path", "right", "wrong", "level", "message"), BROKEN)
def test_a_broken_feed(path, right, wrong, level, message):
    assert right in MADE[path], "the case no longer fits the feed"
    found = checked(path, MADE[path].replace(right, wrong, 1))
    beginning = message.partition("{fraction}")[0]
    assert [one for one in found if one[0] is level and one[1].startswith(beginning)], found


def test_a_feed_that_is_too_large():
    data = MADE["feed.xml"].replace(BODY_A, "<p>" + "x" * 5_000_000 + "</p>")
    assert checked("feed.xml", data) == [(WARNING, f"{len(data.encode()):,} bytes are more than many readers take")]


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("<p>a<br>b<img src='https://a.example/b.png' alt=''>", None),
        ("<ul><li>a<li>b</ul><table><tr><td>a</table>", None),
        ("<a href='mailto:a@example.org'>a</a>", None),
        ("<IFRAME src='https://a.example/'></IFRAME>", "<iframe> is not safe"),
        ("<a href='java&#115;cript:x'>a</a>", "href= 'javascript:x' is not absolute"),
        ("<a href='//a.example/'>a</a>", "href= '//a.example/' is not absolute"),
        ("<a href='https://'>a</a>", "href= 'https://' names no host"),
        (
            "<a href='https://a.example/b c'>a</a>",
            "href= 'https://a.example/b c' holds a character that no address may hold",
        ),
        ("<a href='https://[a'>a</a>", "href= 'https://[a' is not an address"),
        ("<p style='color: red'>a</p>", "style= is not safe"),
        ("<em>a", "<em> is not closed"),
        ("<em><b>a</em></b>", "<b> is not closed"),
        ("a</b>", "</b> closes nothing"),
        ("<!doctype html>", "a declaration does not belong into a text"),
        ("<!--[if IE]>x<![endif]-->", "a conditional comment is not safe"),
    ],
)
def test_content(html, problem):
    assert wrong_content(html)[:1] == ((problem,) if problem else ())


PIECES = """<p> </p> <br> <br/> <b> </b> <ul><li> </ul> <script> </script> <img_src="a.png"> <a_href="/x"> </a> <A>
</x_y> <a_href="https://x.example/?a=1&amp;b=2"> <p_style="x"> <p_onclick="y"> <a_href=x> <p_id="a>b"> <p_id="&quot;">
< &lt; > " text <!--[if_x]> <!--_c_--> <h2/> </p_> </br> <td </ <?php_?> <!doctype_x> <span_id="s-1"> </span> <textarea>
<plaintext>"""


# With a comment before it, it is read with care.
@given(st.lists(st.sampled_from(PIECES.split()), max_size=8))
def test_easy_content_is_read_as_any_other(pieces):
    html = "".join(pieces).replace("_", " ")
    assert wrong_content(html) == wrong_content(f"<!-- -->{html}")


# What is wrong is said where it can be mended, once, however many feeds hold it; the rest at the feed's own line.
def said(feeds, articles):
    found = [(path, check_feed(path, data.encode())) for path, data in feeds.items()]
    return [str(problem) for _, problem in located(found, entries(articles))]


def test_json_that_nests_without_end():
    [(level, said)] = checked("feed.json", "[" * 100_000)
    assert (level, said.startswith("not JSON: ")) == (ERROR, True)


def test_where_it_is_wrong():
    bad = {path: data.replace(BODY_A, "<p><b>x</p>") for path, data in MADE.items()}
    lines = {"title": 2, "id": 4}
    articles = [article("a", lines=lines, body_line=9, origin=article("a").origin.__class__("content/a.md"))]
    assert said(bad, articles) == [
        "content/a.md:9: in the HTML: <b> is not closed (found in feed.xml)",
    ]
    twice = MADE["feed.xml"].replace(">id-b<", ">id-a<")
    assert said({"feed.xml": twice}, articles) == [
        "content/a.md:4:1: <guid>: two items have the id 'id-a' (found in feed.xml)"
    ]
    broken = MADE["feed.xml"].replace("</channel>", "")
    [problem] = said({"feed.xml": broken}, articles)
    assert problem.startswith("feed.xml:")
