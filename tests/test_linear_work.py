"""No input makes the work of any stage grow faster than the input: lines of whatever a stranger's file may hold.

Work is counted in steps (counting.py), so it does not matter how busy the machine is. For ten times the text a linear
stage takes ten times the steps, and a quadratic one a hundred times; the bound lies between.
"""

import contextlib
import datetime as dt
import json
from functools import partial
from pathlib import Path

import pytest
from counting import steps
from making import article, made_feeds
from motifs import LINES, MARKDOWN, MARKUP, NUMBERED, SIGNS, WORDS, YAML

from generator.config import parse_config, parse_sources
from generator.dumping import dump
from generator.errors import BriefingError
from generator.front_matter import parse_article
from generator.ingest.article import to_article
from generator.ingest.dates import is_date_line, newest
from generator.ingest.days import mentions
from generator.ingest.decode import UndecodableError, decode
from generator.ingest.edits import merge_edits
from generator.ingest.facts.reading import FactReader
from generator.ingest.facts.when import Clock, find_times
from generator.ingest.merge import merge
from generator.ingest.readers.html import crowded
from generator.ingest.stories import harvest
from generator.ingest.topics import Tagger
from generator.model import Document, Limits
from generator.provenance import parse as parse_origins
from generator.publish.anchors import anchor
from generator.publish.bounds import wrong_size
from generator.publish.changes import compared
from generator.publish.feed_check import check_feed
from generator.publish.markup import render
from generator.safe_html import plain, sanitise
from generator.urls import slug

TIMES = 10
BOUND = 2.5 * TIMES

TOPICS = parse_config((Path(__file__).parent.parent / "briefing.yaml").read_text("utf-8"), "briefing.yaml").topics
TAGGER, READER = Tagger(TOPICS), FactReader(TOPICS)
SENTENCE = (
    "The mayor said on Monday that the old bridge would be closed until the end of the year, and nobody minded it."
)
HEADER = "---\ntitle: A\nslug: a\nid: a\n"


def of_document(text, path="a.txt"):
    document = Document(path, path, ("Words stand here.\n" + text).encode("utf-8", "ignore"), "0" * 64)
    for story in merge(harvest(document).stories):
        to_article(story, TAGGER, READER, {})


def of_page(text):
    paragraphs = f"<p>{SENTENCE} {text}</p><p>{SENTENCE}</p>"
    of_document(f"<!DOCTYPE html><html><title>A {text}</title><body><article>{paragraphs}</article></body></html>")


def of_listing(text):
    stories = "".join(f"<h2><a href='/{letter}'>{letter} bridge {text}</a></h2><p>{SENTENCE}</p>" for letter in "ab")
    of_document(f"<!DOCTYPE html><html><title>News {text}</title><body>{stories}<p>{text}</p></body></html>")


def of_scraped_markdown(text):
    of_document(f"# A bridge\n\n[a](b) [c](d)\n\n[e](f) {SENTENCE}\n\n{text}\n\n{SENTENCE}\n")


def of_front_matter(text):
    written = json.dumps(text)
    dump(
        parse_article(f"---\ntitle: {json.dumps('a' + text)}\nslug: a\nid: a\nsummary: {written}\n---\n\nText.\n", "a")
    )


def of_yaml(text):
    for read in (
        lambda: parse_article(f"{HEADER}summary: {text}\n---\n\nText.\n", "a.md", ["x"]),
        lambda: parse_article(f"{HEADER}{text}\n---\n\nText.\n", "a.md", ["x"]),
        lambda: parse_config(text, "briefing.yaml"),
        lambda: parse_sources(f"a.txt:\n  keep: [{text}]\n", "sources.yaml"),
    ):
        with contextlib.suppress(BriefingError):
            read()


def of_dates(text):
    is_date_line(text)
    newest(text, 2024, dt.date(2024, 12, 31))
    mentions(text)
    find_times(text, Clock(dt.date(2024, 12, 4)))


def of_markdown(text, engine="python-markdown"):
    if not list(wrong_size(text, "a.md", 1, Limits(line=1_000_000))):
        anchor(render(text, engine))


def of_html(text):
    crowded(text)
    plain(anchor(sanitise(text))[0])


def of_feeds(text):
    for path, data in made_feeds([article("a", "2024-01-01", title="a" + text, summary="b" + text)]).items():
        check_feed(path, data)


def of_strange_feeds(text):
    data = text.encode("utf-8", "replace")
    for path in ("feed.xml", "feed.atom", "feed.json", "feeds.opml"):
        check_feed(path, data)
    check_feed("feed.xml", b"<rss version='2.0'><channel><title>" + data + b"</title></channel></rss>")


def of_edits(text):
    base = f"{HEADER}---\n\nText one here. {text}\n"
    merge_edits(base, base.replace("one", "two") + text, base.replace("here", "there") + f"\nMore.\n{text}")


def of_changes(text):
    shown = text.replace("<", "&lt;")
    before, after = (f"<main><p>{shown} {word}</p></main>".encode("utf-8", "replace") for word in ("one", "two"))
    compared("articles/a/index.html", before, after, explain=True)


def of_bytes(text):
    for data in (text.encode("utf-16"), b"\xff" + text.encode("cp1251", "ignore"), text.encode("utf-8", "ignore")):
        with contextlib.suppress(UndecodableError):
            decode(data)


def of_origins(text):
    parse_origins(text, "a.txt")


# Each stage with what it is given, and how much of that at first, in characters.
STAGES = {
    "documents": (of_document, (*SIGNS, *WORDS), 6_000),
    "saved pages": (of_page, MARKUP, 1_600),
    "pages of several stories": (of_listing, MARKUP, 1_600),
    "documents in Markdown": (of_scraped_markdown, (*SIGNS, *MARKDOWN), 1_500),
    "front matter": (of_front_matter, (*SIGNS, *WORDS), 4_000),
    "YAML": (of_yaml, (*SIGNS, *YAML), 4_000),
    "slugs": (slug, (*SIGNS, *WORDS), 2_000),
    "dates": (of_dates, (*SIGNS, *WORDS), 2_000),
    "Markdown": (of_markdown, ("“", *MARKUP, *MARKDOWN), 2_500),
    "HTML": (of_html, (*SIGNS, *MARKUP), 2_500),
    "feeds": (of_feeds, MARKUP, 2_000),
    "strange feeds": (of_strange_feeds, (*SIGNS, *MARKUP), 4_000),
    "edits": (of_edits, (*SIGNS, *MARKDOWN), 2_000),
    "changes": (of_changes, (*SIGNS, *WORDS), 2_500),
    "bytes": (of_bytes, (*SIGNS, *WORDS), 4_000),
    "origins": (of_origins, ("a\tb\n", "1\tkept\ta\t3\ta\n", "=\tused\ta\n", "\n"), 4_000),
}


def grown(work, make, size):
    """Return how many times the steps become for ten times of something; what a stage refuses it need not do."""

    def count(size):
        text = make(size)
        with contextlib.suppress(BriefingError):
            return steps(lambda: work(text))

    small, large = count(size), count(size * TIMES)
    return large / small if small and large else 0


def surely_grown(work, make, size):
    """Return the same where it is within the bound, or else that of a text a little longer, where this is less.

    What remembers words starts anew now and then, and does so once.
    """
    times = grown(work, make, size)
    return min(times, grown(work, make, size + size // 10)) if times > BOUND else times


@pytest.mark.parametrize("name", STAGES)
def test_one_long_line(name):
    work, motifs, size = STAGES[name]
    grown(work, "Words ".__mul__, 10)  # whatever is made once only
    found = {
        motif: surely_grown(work, lambda size, motif=motif: motif * (size // len(motif)), size) for motif in motifs
    }
    assert {ascii(motif): times for motif, times in found.items() if times > BOUND} == {}


def test_many_lines():
    found = {line: surely_grown(of_document, lambda size, line=line: (line + "\n") * size, 60) for line in LINES}
    assert {line: times for line, times in found.items() if times > BOUND} == {}


def test_many_lines_that_differ():
    def text(size, line):
        return "\n".join(map(line.format, range(size)))

    found = {line: surely_grown(of_document, partial(text, line=line), 60) for line in NUMBERED}
    assert {line: times for line, times in found.items() if times > BOUND} == {}


# The instrument sees what is quadratic, in Python and in C.
@pytest.mark.parametrize(
    "work", [lambda text: [text.count("b") for _ in text], lambda text: [list(text) for _ in text]]
)
def test_the_instrument(work):
    assert grown(work, "a".__mul__, 400) > BOUND
