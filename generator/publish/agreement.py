"""Who says what: the figures of one measure side by side, and whether those who report them agree.

A voice is a publisher: what it says in several articles counts once, and so does an article that several of its pages
tell. An article that several publishers carry is one wire text, and one voice with several names.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

import msgspec

from generator.entry_model import Header
from generator.facts_model import Bound, Figure, Period

# Counts of what has been so far, made this far apart, are no longer about the same state of things.
_NEAR = dt.timedelta(days=366)
# Two sources that count the same differ by less than this share; more than that, and they count two things.
_FAR_OFF = 0.15


class Verdict(Enum):
    """Whether those who report a figure agree."""

    AGREED = "agreed"
    SINGLE = "single source"
    DISAGREEING = "disagreeing"


class Statement(msgspec.Struct, frozen=True):
    """One figure of one article, with the publishers that carry it; an unknown one goes by its document's name."""

    figure: Figure
    article: Header
    publishers: tuple[str, ...]


class Row(msgspec.Struct, frozen=True):
    """What is said of one measure, of one group of people or things, in one place and time.

    `statements` begin with the newest; `low` and `high` are the ends of all that is said; `voices` is the number of
    independent sources.
    """

    measure: str
    unit: str
    of: str
    where: tuple[str, ...]
    when: Period | None
    statements: tuple[Statement, ...]
    voices: int
    low: float
    high: float
    verdict: Verdict


def compare(articles: Iterable[Header]) -> tuple[Row, ...]:
    """Return the figures of articles side by side: by measure, then the places and parts most spoken of first.

    Figures are side by side that are of the same measure, unit, part and place, and of times that fit. The order of the
    articles does not matter.
    """
    groups: defaultdict[tuple[str, str, str, frozenset[str]], list[Statement]] = defaultdict(list)
    for article in articles:
        publishers = publishers_of(article)
        for figure in article.figures:
            key = (figure.measure, figure.unit, figure.of.casefold(), frozenset(figure.where))
            groups[key].append(Statement(figure, article, publishers))
    rows = [row for statements in groups.values() for row in _rows(statements)]
    return tuple(sorted(rows, key=_order))


def publishers_of(article: Header) -> tuple[str, ...]:
    """Return who carries an article, each once; an outlet that nothing names goes by the name of its document."""
    names = (source.publisher or source.document for source in article.sources)
    return tuple(dict.fromkeys(names)) or (article.slug,)


def _order(row: Row) -> tuple[object, ...]:
    return row.measure, row.unit, bool(row.of), -len(row.statements), row.where, row.of, _time(row.when), row.low


def _time(period: Period | None) -> tuple[dt.date, dt.date]:
    return period.sort_key if period else (dt.date.min, dt.date.min)


def _rows(statements: Sequence[Statement]) -> Iterator[Row]:
    """Yield the rows of figures that differ in nothing but their times."""
    ordered = sorted(statements, key=_by_time)
    rows: list[list[Statement]] = []
    for statement in (one for one in ordered if one.figure.when is not None):
        _put(statement, [row for row in rows if all(_fit(statement.figure, other.figure) for other in row)], rows)
    # What is told without a time belongs to the figure that it repeats, or else to what has been so far.
    for statement in (one for one in ordered if one.figure.when is None):
        same = [row for row in rows if any(_same_value(statement.figure, other.figure) for other in row)]
        so_far = [row for row in rows if all(_is_so_far(other.figure.when) for other in row)]
        _put(statement, same or [row for row in so_far if _is_near(statement.figure, row)], rows)
    for row in rows:
        yield _row(row)


def _put(statement: Statement, homes: Sequence[list[Statement]], rows: list[list[Statement]]) -> None:
    """Put a statement into the first home that holds no other number of its own article, or into a row of its own."""
    for home in homes:
        if all(other.article is not statement.article or _agree(statement.figure, other.figure) for other in home):
            home.append(statement)
            return
    rows.append([statement])


def _is_near(figure: Figure, row: Sequence[Statement]) -> bool:
    """Return whether a number may be another count of the same thing; one that is far off counts something else."""
    return all(_is_close(figure, other.figure) for other in row)


def _is_close(one: Figure, other: Figure) -> bool:
    highest = max(one.high, other.high)
    return highest - min(one.low, other.low) <= _FAR_OFF * highest


def _by_time(statement: Statement) -> tuple[object, ...]:
    figure = statement.figure
    return _time(figure.when), figure.low, figure.high, statement.article.id


def _fit(one: Figure, other: Figure) -> bool:
    """Return whether the times of two figures can be those of one: the same, or both so far, and not long apart."""
    first, second = one.when, other.when
    if first is None or second is None or first == second:
        return True
    if _is_so_far(first) and _is_so_far(second) and first.last and second.last:
        return _is_close(one, other) and abs(first.last - second.last) <= _NEAR
    return False


def _is_so_far(period: Period | None) -> bool:
    return period is None or period.first is None


def _same_value(one: Figure, other: Figure) -> bool:
    return (one.low, one.high) == (other.low, other.high)


def _row(statements: Sequence[Statement]) -> Row:
    newest = sorted(
        statements, key=lambda one: (one.article.date or dt.date.min, one.figure.high, one.article.id), reverse=True
    )
    speaking = voices(one.publishers for one in newest)
    figures = [statement.figure for statement in newest]
    if all(_agree(one, other) for one in figures for other in figures):
        verdict = Verdict.AGREED if speaking > 1 else Verdict.SINGLE
    else:
        verdict = Verdict.DISAGREEING
    first = figures[0]
    whens = [figure.when for figure in figures if figure.when]
    return Row(
        measure=first.measure,
        unit=first.unit,
        of=first.of,
        where=first.where,
        when=max(whens, key=lambda period: period.sort_key, default=None),
        statements=tuple(newest),
        voices=speaking,
        low=min(figure.low for figure in figures),
        high=max(figure.high for figure in figures),
        verdict=verdict,
    )


def voices(told: Iterable[Iterable[str]]) -> int:
    """Return how many independent sources speak; `told` are the publishers of each article.

    Articles that share a publisher are one voice, and so are the publishers that share an article.
    """
    groups: list[set[str]] = []
    for publishers in told:
        names = set(publishers)
        for group in [group for group in groups if group & names]:
            names |= group
            groups.remove(group)
        groups.append(names)
    return len(groups)


def _agree(one: Figure, other: Figure) -> bool:
    """Return whether two figures say the same: the same number, or an exact one that the round one can stand for.

    Two different round numbers are two statements, however near: "around 2,200" is not "over 2,100".
    """
    if _same_value(one, other):
        return True
    if (one.bound is Bound.EXACT) == (other.bound is Bound.EXACT):
        return False
    exact, loose = (one, other) if one.bound is Bound.EXACT else (other, one)
    step = _step(loose.low)
    off = exact.high - loose.high
    if loose.bound in (Bound.OVER, Bound.AT_LEAST):
        return 0 <= off < step
    if loose.bound in (Bound.NEARLY, Bound.UNDER, Bound.UP_TO):
        return -step < off <= 0
    return abs(off) <= step / 2


def _step(number: float) -> float:
    """Return the place value of a round number's last digit but zero, a twentieth of it at most: 100 for 2,200."""
    step = 1.0
    while number and number % (step * 10) == 0:
        step *= 10
    return min(step, number / 20)
