"""Figures side by side -> charts: for each measure the places it is told of, as bars, and who says what.

A chart is a table whose cells hold bars: it reads the same on paper and aloud, and no figure stands anywhere but in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from generator.entry_model import Entry
from generator.facts_model import Measure
from generator.publish import wording
from generator.publish.agreement import Row, Statement, Verdict

CHARTS = 3  # of a topic: those of which most is told
BARS = 12  # in a chart


class Claim(msgspec.Struct, frozen=True):
    """What one source says: its number in words, who carries it, the article and the sentence."""

    amount: str
    publishers: str
    entry: Entry
    sentence: str


class Bar(msgspec.Struct, frozen=True):
    """One row: of whom and when, all that is said as one number or range, and in words whether the sources agree.

    `low` and `high` are percentages of the chart's width, `ticks` those at which a source stands; there is no bar where
    nothing says of whom the figure is, since it would not be on one scale with the others.
    """

    where: str
    when: str
    amount: str
    low: float
    high: float
    ticks: tuple[float, ...]
    verdict: str
    is_disputed: bool
    claims: tuple[Claim, ...]


class Chart(msgspec.Struct, frozen=True):
    """A measure with its rows, the greatest first."""

    title: str
    bars: tuple[Bar, ...]


def charts(rows: Iterable[Row], measures: Iterable[Measure], entries: Mapping[str, Entry]) -> tuple[Chart, ...]:
    """Return the charts of a topic's measures; `entries` are by id. A measure that nothing is told of has none.

    Figures of a part only ("children") are left out: they stand with their articles.
    """
    by_measure = {measure.slug: measure for measure in measures}
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row.measure in by_measure and not row.of:
            groups.setdefault((row.measure, row.unit), []).append(row)
    most = sorted(groups, key=lambda key: -sum(len(row.statements) for row in groups[key]))[:CHARTS]
    return tuple(_chart(by_measure[key[0]], groups[key], entries) for key in most)


def disputes(
    rows: Iterable[Row], measures: Iterable[Measure], entries: Mapping[str, Entry]
) -> Iterator[tuple[str, Bar]]:
    """Yield the figures in dispute with the title of their measure, those with most sources first."""
    by_measure = {measure.slug: measure for measure in measures}
    disputed = [
        row for row in rows if row.verdict is Verdict.DISAGREEING and row.measure in by_measure and row.voices > 1
    ]
    for row in sorted(disputed, key=lambda row: -row.voices):
        measure = by_measure[row.measure]
        yield f"{measure.title}: {row.of}" if row.of else measure.title, _bar(row, measure, entries, row.high)


def _chart(measure: Measure, rows: Sequence[Row], entries: Mapping[str, Entry]) -> Chart:
    placed = [row for row in rows if row.where]
    # A bar says something beside another one only.
    scale = max(row.high for row in placed) if len(placed) > 1 else 0
    # All rows of one place stand together, below the greatest of them.
    top: dict[tuple[str, ...], float] = {}
    for row in rows:
        top[row.where] = max(top.get(row.where, 0), row.high)
    order = sorted(rows, key=lambda row: (bool(row.where), -top[row.where], row.where, -row.high))
    return Chart(measure.title, tuple(_bar(row, measure, entries, scale) for row in order[:BARS]))


def _bar(row: Row, measure: Measure, entries: Mapping[str, Entry], scale: float) -> Bar:
    unit = wording.unit_of(row.unit, measure.unit)

    def share(value: float) -> float:
        return round(100 * value / scale, 2) if row.where and scale else 0

    values = {value for one in row.statements for value in (one.figure.low, one.figure.high)}
    claims: dict[tuple[str, str], Claim] = {}
    for claim in (_claim(one, unit, entries) for one in row.statements):
        claims.setdefault((claim.amount, claim.publishers), claim)  # what a source says twice is said once
    amounts = {amount for amount, _ in claims}
    return Bar(
        where=" and ".join(row.where) or "In all",
        when=wording.period(row.when) if row.when else "",
        amount=amounts.pop() if len(amounts) == 1 else wording.amount(row.low, row.high, unit),
        low=share(row.low),
        high=share(row.high),
        ticks=tuple(share(value) for value in sorted(values)) if len(values) > 1 else (),
        verdict=_verdict(row),
        is_disputed=row.verdict is Verdict.DISAGREEING,
        claims=tuple(claims.values()),
    )


def _verdict(row: Row) -> str:
    if row.verdict is Verdict.DISAGREEING:
        return "sources differ" if row.voices > 1 else "its reports differ"
    return "one source" if row.verdict is Verdict.SINGLE else f"{row.voices} sources agree"


def _claim(statement: Statement, unit: str, entries: Mapping[str, Entry]) -> Claim:
    amount = wording.figure(statement.figure, unit)
    return Claim(amount, ", ".join(statement.publishers), entries[statement.article.id], statement.figure.sentence)
