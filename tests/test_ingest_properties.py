"""What holds for every document: nothing lost, nothing invented, the same out for the same in."""

import re
from collections import Counter
from pathlib import Path

import markdown
import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest.blocks import to_markdown
from generator.ingest.decode import UndecodableError, decode
from generator.ingest.readers import READERS
from generator.ingest.repair import repair
from generator.ingest.stories import harvest
from generator.ingest.structure import restore
from generator.model import Block, Document, Kind

DOCUMENTS = sorted(p for p in (Path(__file__).parent / "quality" / "documents").iterdir() if p.suffix == ".txt")

LINES = st.sampled_from(
    """Village Gets Its Bridge Back|The bridge was reopened on Monday, nine years after a flood took the old one away.|
    Photo: A. Person|By Jane Roe|4 December 2024|Read also: A road is closed|• one item of a list|1. A numbered item|
    Related articles|3 min read|"Nobody told us," he said. "We walked."|[caption id="x"]A road[/caption] and more text|
    The talks went on for hours and ended in... Read more|a | b | c|ASTANA (TCA) — Leaders met, and they agreed.|***|
    He said so. It was late.|МОСТ ОТКРЫТ|Мост открыли в понедельник, через девять лет после наводнения, сообщила мэрия.|
    x&amp;y <b>bold</b> words|col one\t2\t3|NBSP\u00a0here\u200b and there""".replace("\n", "").split("|")
).map(str.strip)
ANY_LINE = st.one_of(LINES, st.text(max_size=80).filter(lambda text: "\n" not in text and "\r" not in text))


def document(data):
    return Document("a.txt", "a.txt", data, "0" * 64)


def spelled(text):
    return Counter(re.findall(r"[^\W_]+", text))  # "_" is a mark of emphasis in Markdown


def check_nothing_lost(data):
    text = decode(data)
    gathered = harvest(document(data))
    given_words = spelled(" ".join(repair(line) for line in re.split("[\n\r\x0b\x0c\x85\u2028\u2029]", text)))
    kept_and_dropped = spelled(" ".join(block.text for block in gathered.blocks))
    # A list's numbers and bullets are marks of its items, not words of the text.
    missing = {w: n for w, n in (given_words - kept_and_dropped).items() if not w.isdigit()}
    assert not missing
    assert not kept_and_dropped - given_words


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_nothing_is_lost_of_the_labelled_documents(path):
    check_nothing_lost(path.read_bytes())


@examples(150)
@given(st.lists(ANY_LINE, min_size=1, max_size=25))
def test_nothing_is_lost_of_any_document(lines):
    data = "\n".join(["Words stand here.", *lines]).encode("utf-8", "ignore")
    try:
        if READERS[0].accepts("a.txt", decode(data)):
            return
    except UndecodableError:
        return
    check_nothing_lost(data)


@examples(100)
@given(st.lists(LINES, min_size=1, max_size=25))
def test_restoring_invents_no_word_and_loses_none(lines):
    for story in harvest(document("\n".join(["Words stand here.", *lines]).encode())).stories:
        assert spelled(" ".join(b.text for b in restore(story.blocks))) == spelled(
            " ".join(b.text for b in story.blocks)
        )


# One letter at least, as no block is without; other white space than spaces does not survive the repair.
TEXT = st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" "), min_size=1, max_size=60).map(
    lambda text: " ".join(["a", *text.split()])
)
MARKS = st.text("ab *_`[]()<>&#!|\\-+=~.:1\"'", min_size=1, max_size=40).map(lambda text: " ".join(text.split()) or "a")


def rendered(blocks):
    html = markdown.markdown(to_markdown(blocks), extensions=["tables", "sane_lists"])
    text = re.sub(r"<[^>]*>", " ", html)
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, character)
    return " ".join(text.split())


@examples(400)
@given(st.one_of(TEXT, MARKS), st.sampled_from([Kind.PARAGRAPH, Kind.HEADING, Kind.ITEM, Kind.QUOTE]))
def test_markdown_renders_to_exactly_the_text(text, kind):
    if kind is Kind.ITEM and re.match(r"\d+[.)]\s", text):
        return
    assert rendered([Block(1, kind, text)]) == text


@examples(100)
@given(st.text(max_size=200))
def test_repair_is_idempotent(text):
    assert repair(repair(text)) == repair(text)
