"""Figures in words and as bars: what is told, of whom, by whom, and nothing that nobody told."""

import pytest
from making import article, library

from generator.facts_model import Bound, Figure, Measure, Period
from generator.model import SourceRef
from generator.publish import wording
from generator.publish.agreement import compare
from generator.publish.charts import charts, disputes

HOME = Measure("home", "Brought home", "people", ("people",), ("brought",))
COST = Measure("cost", "Cost", "money", (), ("cost",))


def told(slug, publisher, *figures):
    source = SourceRef(f"{slug}.txt", publisher, None, None, "")
    return article(slug, "2024-02-01", sources=(source,), figures=figures)


def figure(value, where=("Kenya",), measure="home", **values):
    return Figure(measure, *(value if isinstance(value, tuple) else (value, value)), where=where, **values)


def made(*articles, measures=(HOME, COST)):
    entries = {entry.article.id: entry for entry in library(articles).entries}
    rows = compare(articles)
    return charts(rows, measures, entries), list(disputes(rows, measures, entries))


def test_a_disagreement_is_a_range():
    [chart], [(title, disputed)] = made(
        told("a", "Post", figure(531), figure(1000, ("Uganda",))), told("b", "News", figure(533))
    )
    assert chart.title == title == "Brought home"
    greatest, bar = chart.bars
    assert (greatest.where, greatest.high, greatest.verdict) == ("Uganda", 100, "one source")
    assert (bar.amount, bar.low, bar.high, bar.ticks) == ("531–533", 53.1, 53.3, (53.1, 53.3))
    assert (bar.verdict, bar.is_disputed) == ("sources differ", True)
    assert sorted((claim.amount, claim.publishers) for claim in bar.claims) == [("531", "Post"), ("533", "News")]
    assert disputed.amount == "531–533"


def test_agreement():
    [chart], disputed = made(told("a", "Post", figure(531)), told("b", "News", figure(531)))
    assert [(bar.amount, bar.verdict, bar.ticks) for bar in chart.bars] == [("531", "2 sources agree", ())]
    # A bar alone says nothing.
    assert (chart.bars[0].high, disputed) == (0, [])


# A measure that nobody tells of, figures of a part, and figures of unknown measures make no chart.
def test_nothing_empty_is_drawn():
    assert made() == ((), [])
    assert made(told("a", "Post", figure(5, of="children"), figure(7, measure="other"))) == ((), [])


# What nobody says of whom it is stands in the table, outside the scale of the others.
def test_a_figure_of_nowhere():
    [chart], _ = made(told("a", "Post", figure(9000, ()), figure(10), figure(5, ("Uganda",))))
    assert [(bar.where, bar.high) for bar in chart.bars] == [("In all", 0), ("Kenya", 100), ("Uganda", 50)]


def test_two_currencies_are_two_charts():
    made_charts, _ = made(
        told("a", "Post", figure(5e6, measure="cost", unit="USD"), figure(7, measure="cost", unit="KES"))
    )
    assert sorted(chart.bars[0].amount for chart in made_charts) == ["$5 million", "7 KES"]


@pytest.mark.parametrize(
    ("one", "unit", "said"),
    [
        (figure(2100, bound=Bound.OVER), "", "over 2,100"),
        (figure(1.5e9, bound=Bound.NEARLY), "USD", "nearly $1.5 billion"),
        (figure((12, 15)), "percent", "12–15%"),
        (figure(33.3, bound=Bound.AROUND, said="a third"), "percent", "around a third"),
        (figure(12.5, said="12.5"), "percent", "12.5%"),
        (figure(972), "km", "972 km"),
        (figure(5, said="five"), "", "5"),
    ],
)
def test_figures_in_words(one, unit, said):
    assert wording.figure(one, unit) == said


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2024", "2024"),
        ("2024-03", "March 2024"),
        ("2024-12-04", "4 December 2024"),
        ("by 2024-03", "by March 2024"),
        ("since 2019", "since 2019"),
        ("2019 to 2024-03-05", "2019 to 5 March 2024"),
    ],
)
def test_times_in_words(when, said):
    assert wording.period(Period.parse(when)) == said
