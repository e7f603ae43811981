"""Figures side by side: who counts as a source, which figures are compared, and what the verdict is."""

import itertools
from pathlib import Path

import pytest
from making import article
from test_facts import CONFIG

from generator.facts_model import Bound, Figure, Period
from generator.ingest.article import distinct, to_article
from generator.ingest.facts.reading import FactReader
from generator.ingest.merge import merge
from generator.ingest.stories import harvest
from generator.ingest.topics import Tagger
from generator.model import Document, SourceRef
from generator.publish.agreement import compare

CHECKOUT = Path(__file__).parent.parent
SHARED = CHECKOUT.parent / "shared" / "seeds"


def said(slug, publishers, *figures, date="2024-12-01"):
    sources = tuple(SourceRef(f"{name}.txt", name, None, None, "0") for name in publishers)
    return article(slug, date, sources=sources, figures=figures)


def figure(value, when="by 2024-03", bound=Bound.EXACT, where="Uzbekistan", **values):
    low, high = value if isinstance(value, tuple) else (value, value)
    period = Period.parse(when) if when else None
    return Figure(
        "repatriated", low, high, bound, where=(where,) if where else (), when=period, sentence="A.", **values
    )


def rows(*articles):
    """Return what is said of each row in one line; the order of the articles must not matter."""
    result = compare(articles)
    assert all(compare(order) == result for order in itertools.islice(itertools.permutations(articles), 24))
    return [f"{row.low:g}-{row.high:g} {row.verdict.value} {row.voices}" for row in result]


def test_one_source():
    assert rows(said("a", ["Post"], figure(531))) == ["531-531 single source 1"]


def test_two_sources_agree():
    assert rows(said("a", ["Post"], figure(531)), said("b", ["Times"], figure(531))) == ["531-531 agreed 2"]


def test_two_sources_disagree():
    assert rows(said("a", ["Post"], figure(531)), said("b", ["Times"], figure(533))) == ["531-533 disagreeing 2"]


# "531 or 533" is what one source says; it is not what the other one says.
def test_an_alternative():
    assert rows(said("a", ["Post"], figure((531, 533))), said("b", ["Times"], figure(531))) == ["531-533 disagreeing 2"]


def test_two_articles_of_one_publisher_are_one_voice():
    assert rows(said("a", ["Post"], figure(531)), said("b", ["Post"], figure(531))) == ["531-531 single source 1"]


# An article that several outlets carry is a wire text; another text by one of them adds no voice.
def test_a_wire_text_counts_once():
    wire = said("a", ["Post", "Times", "Herald"], figure(531))
    assert rows(wire) == ["531-531 single source 1"]
    assert rows(wire, said("b", ["Times"], figure(531))) == ["531-531 single source 1"]
    assert rows(wire, said("b", ["Echo"], figure(531))) == ["531-531 agreed 2"]


# Two different round numbers are two statements; an exact number can be what a round one stands for.
@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ((2200, Bound.AROUND), (2100, Bound.OVER), "disagreeing"),
        ((2200, Bound.AROUND), (2200, Bound.OVER), "agreed"),
        ((2100, Bound.OVER), (2147, Bound.EXACT), "agreed"),
        ((2100, Bound.OVER), (2090, Bound.EXACT), "disagreeing"),
        ((600, Bound.NEARLY), (595, Bound.EXACT), "agreed"),
        ((600, Bound.NEARLY), (605, Bound.EXACT), "disagreeing"),
        ((150000, Bound.AROUND), (147000, Bound.EXACT), "agreed"),
        ((150000, Bound.AROUND), (137000, Bound.EXACT), "disagreeing"),
        ((60, Bound.AT_LEAST), (60, Bound.EXACT), "agreed"),
    ],
)
def test_round_numbers(one, other, verdict):
    articles = [
        said("a", ["Post"], figure(one[0], bound=one[1])),
        said("b", ["Times"], figure(other[0], bound=other[1])),
    ]
    assert rows(*articles)[0].split(" ")[1] == verdict


# What was counted at other times, in other places or of other people is not compared.
@pytest.mark.parametrize(
    "other",
    [
        figure(533, when="2019"), figure(533, where="Kazakhstan"), figure(533, of="children"), figure(533, where=None),
        figure(533, when="by 2021-01"), figure(533, unit="USD"),
    ],
)  # fmt: skip
def test_what_is_not_compared(other):
    assert len(rows(said("a", ["Post"], figure(531)), said("b", ["Times"], other))) == 2


def test_years_are_compared_year_by_year():
    articles = [said("a", ["Post"], figure(55, "2022"), figure(21, "2021")), said("b", ["Times"], figure(55, "2022"))]
    assert rows(*articles) == ["55-55 agreed 2", "21-21 single source 1"]


# Without a time a figure goes to what it repeats or nearly is; one that is far off counts another thing.
def test_figures_without_a_time():
    first = said("a", ["Post"], figure(754))
    assert rows(first, said("b", ["Times"], figure(725, None))) == ["725-754 disagreeing 2"]
    assert rows(first, said("b", ["Times"], figure(754, None))) == ["754-754 agreed 2"]
    assert len(rows(first, said("b", ["Times"], figure(600, None)))) == 2
    assert rows(said("a", ["Post"], figure(572, "2024")), said("b", ["Times"], figure(572, None))) == [
        "572-572 agreed 2"
    ]


# One article that gives two numbers speaks of two things.
def test_two_numbers_of_one_article():
    assert len(rows(said("a", ["Post"], figure(36, None), figure(40, None)))) == 2


def test_an_article_without_sources_is_its_own_voice():
    assert rows(said("a", [], figure(531)), said("b", [], figure(531))) == ["531-531 agreed 2"]


def made_from(folder):
    """Return the articles that the cleaner makes of the documents of a folder."""
    documents = [Document(path.name, path.name, path.read_bytes(), "0" * 64) for path in sorted(folder.glob("*.txt"))]
    stories = merge([story for document in documents for story in harvest(document).stories])
    tagger, reader = Tagger(CONFIG.topics), FactReader(CONFIG.topics)
    return tuple(distinct([to_article(story, tagger, reader, {}) for story in stories]))


# Four outlets on those who were brought home: who agrees with whom, by country and in all.
@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared seeds are not beside this checkout")
def test_shared_seeds():
    found = {}
    for row in compare(made_from(SHARED)):
        if row.measure == "repatriated" and not row.of:
            found.setdefault(row.where[0], []).append((row.low, row.high, row.verdict.value, row.voices))
    assert found["Kyrgyzstan"] == [(511, 511, "agreed", 2)]
    assert found["Uzbekistan"] == [(531, 531, "agreed", 2)]
    assert found["Tajikistan"] == [(334, 334, "single source", 1)]
    assert found["Central Asia"] == [(2100, 2200, "disagreeing", 2)]
    assert (725, 754, "disagreeing", 2) in found["Kazakhstan"]
    assert {row[2] for row in found["Kazakhstan"] if row[:2] != (725, 754)} <= {"single source"}
