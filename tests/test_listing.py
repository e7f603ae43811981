"""Which saved pages hold several stories, and what comes out of them."""

import re
from itertools import chain
from pathlib import Path

import lxml.html
import pytest

from generator.ingest.readers import html, listing
from generator.ingest.stories import harvest
from generator.model import Document

HERE = Path(__file__).parent
PAGES = sorted((HERE / "quality" / "documents").glob("w0*.html"))
HEADS = ("A Bridge Opens at Dawn", "Nine Families Come Home", "The Mill Stands Still Again")
LINES = (
    "The bridge over the lower river was opened at dawn on Monday, and four hundred lorries crossed it before noon.",
    "Nine families who had lived in tents since the flood moved into new houses on the hill above the station.",
    "The last mill of the valley stopped on Friday, since the canal that turns its wheel has been dry for a month.",
)


def page(body, title="The Post", meta=""):
    return f"<!doctype html><html><head><title>{title}</title>{meta}</head><body>{body}</body></html>"


def found(data):
    heads = listing.headlines(lxml.html.document_fromstring(data))
    return heads if heads is None else [" ".join(head.text_content().split()) for head in heads]


def stories(data):
    return [story.title for story in harvest(Document("a.html", "a.html", data.encode(), "0" * 64)).stories]


def cards(form, name="h2"):
    return "".join(form.format(name=name, head=head, line=line) for head, line in zip(HEADS, LINES, strict=True))


LINKED = "<div><{name}><a href='/x'>{head}</a></{name}><p>{line}</p></div>"
AROUND = "<div><a href='/x'><{name}>{head}</{name}></a><p>{line}</p></div>"
BARE = "<{name}>{head}</{name}><p>{line} {line} {line}</p>"
OWN = f"<h1>{HEADS[0]}</h1><p>{LINES[0]} It had been promised for the spring. Two old ferries will be sold.</p>"


@pytest.mark.parametrize("form", [LINKED, AROUND, BARE])
@pytest.mark.parametrize("name", ["h1", "h2", "h3", "h4"])
def test_headings_with_a_text_each_are_headlines(form, name):
    data = page(cards(form, name))
    assert found(data) == list(HEADS)
    assert stories(data) == list(HEADS)


# The page is called as its first headline is, which has a text of its own.
@pytest.mark.parametrize("title", [HEADS[0], f"{HEADS[0]} | The Post", f"The Post - {HEADS[0]}"])
def test_a_page_named_after_a_story_is_one_article(title):
    assert found(page(OWN + cards(LINKED, "h3"), title)) is None
    assert found(page(OWN + cards(BARE, "h2"), title)) is None


@pytest.mark.parametrize(
    "data",
    [
        page(OWN, ""),
        page(cards(BARE), meta='<meta property="og:type" content="article">'),
        page(f"<h1>The Mill</h1><p>{' '.join(LINES * 2)}</p>" + cards(BARE)),
        # No title names it, but the headline on top has a lead, and the headings below are its sections.
        page(f"<h1>What a Mill Needs</h1><p>{LINES[2]}</p>" + cards(BARE), ""),
        # What is in a menu, a footer or out of sight is no story.
        page(f"<nav>{cards(LINKED)}</nav>{OWN}<footer>{cards(LINKED)}</footer><div hidden>{cards(LINKED)}</div>"),
        # Headings that lead to places in the page are its sections.
        page(f"<h1>Mills</h1><p>{' '.join(LINES * 2)}</p>" + cards(LINKED).replace("'/x'", "'#x'")),
        page(""),
    ],
)
def test_other_pages_are_one_article_at_most(data):
    assert found(data) is None


@pytest.mark.parametrize(
    "body",
    [
        "<pre>" + "\n\n".join(chain(*zip(HEADS, LINES, strict=True))) + "</pre>",
        cards("<p>{head}</p><p>{line} {line}</p>"),
    ],
)
def test_a_page_without_structure_is_read_as_text(body):
    assert found(page(body)) == []


# A line of a page is a paragraph, however its text would be wrapped.
def test_short_paragraphs_are_not_joined():
    body = "".join(
        f"<h2><a href='/x'>{head}</a></h2>" + "<p>one line that runs on without an end</p>" * 9 for head in HEADS
    )
    kept = [block.text for block in harvest(Document("a", "a", page(body).encode(), "0" * 64)).blocks]
    assert max(map(len, kept)) < 50


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_nothing_is_lost_of_a_page_of_several_stories(path):
    data = path.read_text("utf-8")
    if found(data) is None:
        return
    blocks = harvest(Document(path.name, path.name, data.encode(), "0" * 64)).blocks
    # Bullets are marks of a list, and no words.
    given, judged = html.flatten(data), " ".join(block.text for block in blocks)
    assert re.findall(r"\w+", judged) == re.findall(r"\w+", given)


@pytest.mark.parametrize("data", ["<!doctype html>", "<html></html>", "<!-- a --><html><!-- b --></html><!-- c -->"])
def test_a_page_with_nothing_on_it(data):
    assert stories(data) == []
    assert html.flatten(data).strip() == ""


# What was copied out of a page is one as well.
def test_a_piece_of_a_page():
    assert stories(cards(LINKED)) == list(HEADS)
    assert stories("<!-- copied -->\n" + OWN.replace("A Bridge", "One Bridge")) == ["One Bridge Opens at Dawn"]


# A control character that a page holds, as text or as an entity, is none of XML's, and no reason to stop.
def test_a_control_character():
    data = page(cards(LINKED).replace("bridge", "bridge\x1f&#31;&#11;"))
    assert stories(data) == list(HEADS)
    assert "lower river" in html.flatten(data)


# What stands behind a comment is seen like any other text.
def test_text_behind_a_comment():
    assert html.flatten(page("<p>One<!-- two --> three<?four?> five</p>")).split() == ["One", "three", "five"]
