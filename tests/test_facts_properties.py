"""What holds for the facts of every text: evidence that stands in it, nothing added, the same again, and soon."""

import datetime as dt
import re

import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st
from making import article
from msgspec.structs import replace
from test_facts import CONFIG, event_lines
from test_ingest_properties import DOCUMENTS, LINES

from generator.dumping import dump
from generator.front_matter import parse_article
from generator.ingest.article import Wording, to_article
from generator.ingest.facts.reading import FactReader
from generator.ingest.stories import harvest
from generator.ingest.structure import sentences
from generator.ingest.topics import Tagger
from generator.model import Block, DateBasis, Document, FoundDate, Kind

READER = FactReader(CONFIG.topics)
SLUGS = [topic.slug for topic in CONFIG.topics]
DATE = FoundDate(dt.date(2025, 2, 8), DateBasis.STATED, "")
PIECES = st.sampled_from(
    """Kazakhstan|Kyrgyzstan and Tajikistan|Uzbek|754|531 or 533|between 20 and 30|2,100|4.5 million|one-third of GDP|
    48%|$5.7 billion|972-kilometre|citizens|women and children|repatriated|from Syria|deported|were killed|the border|
    remittances|in 2019|by March 2024|on 4 December 2024|since 1991|so far|, including|, |: |and|not|around|over|
    delimited|soldiers|CSTO exercise|the ministry said|it|However,|(604 miles)|signed the agreement|of them|человек|
    вернули из Сирии|около 2 200|в 2021 году|граждан|Таджикистан|тыс.|?|.|;|“|”|-|–""".replace("\n", "").split("|")
).map(str.strip)
TEXTS = st.lists(PIECES, max_size=30).map(" ".join) | st.text(max_size=200) | LINES


def read(*texts, title="Kazakhstan and the others"):
    blocks = [Block(number, Kind.PARAGRAPH, text) for number, text in enumerate(texts, 1)]
    return READER.read(title, blocks, DATE, SLUGS, ["Kazakhstan"])


def is_cut_from(text, sentence):
    """Return whether the words of a text are words of a sentence, in their order."""
    words = iter(re.findall(r"\w+", sentence.casefold()))
    return all(word in words for word in re.findall(r"\w+", text.casefold()))


def check(facts, body):
    for figure in facts.figures:
        assert figure.sentence in body
        digits = f"{figure.low:.15g}"
        said = figure.said or next(
            (
                word
                for word in re.findall(r"\d[\d,.\s\u00a0]*", figure.sentence)
                if re.sub(r"\D+$|[,\s]", "", word) == digits
            ),
            None,
        )
        assert said, f"{digits} is not in {figure.sentence!r}"
        assert said in figure.sentence
        assert figure.of in figure.sentence
    for event in facts.events:
        assert event.sentence in body
        assert is_cut_from(event.text, event.sentence)
    for point in facts.key_points:
        assert point.evidence in body
        assert is_cut_from(point.text, point.evidence)
        assert point.sentence != point.text
    assert len(facts.key_points) <= 5
    # All of it survives the front matter.
    kept = article("a", key_points=facts.key_points, figures=facts.figures, events=facts.events)
    parsed = parse_article(dump(kept), "a.md")
    assert (parsed.key_points, parsed.figures, parsed.events) == (kept.key_points, kept.figures, kept.events)


@given(st.lists(TEXTS.filter(str.strip), min_size=1, max_size=6))
@examples(300)
def test_any_text(texts):
    facts = read(*texts)
    check(facts, "\n".join(texts))
    assert read(*texts) == facts


# Real documents, too: what the rules say of them stands in them.
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_documents(path):
    document = Document(path.name, path.name, path.read_bytes(), "0" * 64)
    tagger = Tagger(CONFIG.topics)
    for story in harvest(document).stories:
        made = to_article(story, tagger, READER, {})
        check(made, "\n".join(block.text for block in Wording.of(story).body))


# Whatever a text holds, its facts are those of its sentences: a text in between changes no event.
@given(st.lists(TEXTS.filter(str.strip), min_size=1, max_size=3))
def test_events_are_those_of_their_sentences(texts):
    alone = {line for text in texts for sentence in sentences(text) for line in event_lines(sentence)}
    assert {f"{event.when.text} {event.text}" for event in read(*texts).events} <= alone


# A story's date changes when things were, never what is counted.
def test_the_date_only_moves_times():
    text = "So far Kazakhstan has repatriated 754 citizens from Syria, and on 4 May it signed an agreement."
    blocks = [Block(1, Kind.PARAGRAPH, text)]
    dated = READER.read("A", blocks, DATE, SLUGS, [])
    undated = READER.read("A", blocks, None, SLUGS, [])
    assert [replace(figure, when=None) for figure in dated.figures] == list(undated.figures)
    assert undated.figures[0].when is None
    visited = READER.read("A", blocks, replace(DATE, basis=DateBasis.RETRIEVED), SLUGS, [])
    assert visited.figures[0].when.text == "by 2025-02"
