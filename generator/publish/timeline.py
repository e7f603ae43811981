"""Events of many articles -> one line of time: what happened, in order, and where on the line each of them stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec

from generator.entry_model import Entry
from generator.facts_model import Event, Period
from generator.publish import wording

SHOWN = 12  # events, the newest; the others are folded away
_TICKS = 6  # dates on the line, at most: more would run into one another on a phone
_PAD = 2.0  # percent of the line that stay free on both sides


class Tick(msgspec.Struct, frozen=True):
    """A date on the line: where it stands, in percent of the line, and its words."""

    at: float
    text: str


class Mark(msgspec.Struct, frozen=True):
    """An event on the line: where its time starts and how long it is, in percent of the line."""

    at: float
    length: float


class Happening(msgspec.Struct, frozen=True):
    """An event with its time in words, every article that tells of it, and its mark on the line."""

    when: Period
    time: str
    text: str
    tellers: tuple[tuple[Entry, Event], ...]
    mark: Mark | None


class Timeline(msgspec.Struct, frozen=True):
    """Happenings, the newest first: those that are drawn, those before them, and the dates on the line."""

    happenings: tuple[Happening, ...]
    earlier: tuple[Happening, ...]
    ticks: tuple[Tick, ...]


def timeline(entries: Iterable[Entry]) -> Timeline | None:
    """Return the timeline of some articles; None where they tell of no event."""
    told: dict[tuple[str, str], list[tuple[Entry, Event]]] = {}
    for entry in entries:
        for event in entry.article.events:
            told.setdefault((event.when.text, _folded(event.text)), []).append((entry, event))
    order = sorted(told, key=lambda key: (told[key][0][1].when.sort_key, key), reverse=True)
    if not order:
        return None
    shown = [told[key] for key in order[:SHOWN]]
    first, last = _ends([tellers[0][1].when for tellers in shown])
    span = max(1, (last - first).days)

    def place(day: dt.date) -> float:
        return round(_PAD + (100 - 2 * _PAD) * (day - first).days / span, 2)

    def mark(when: Period) -> Mark:
        start, end = place(max(when.first or first, first)), place(min(when.last or last, last))
        return Mark(start, round(max(0, end - start), 2))

    return Timeline(
        happenings=tuple(_happening(tellers, mark(tellers[0][1].when)) for tellers in shown),
        earlier=tuple(_happening(told[key], None) for key in order[SHOWN:]),
        ticks=tuple(Tick(place(day), text) for day, text in _ticks(first, last)),
    )


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")


def _happening(tellers: Sequence[tuple[Entry, Event]], mark: Mark | None) -> Happening:
    _, event = tellers[0]
    # Where the sentence is gone from one article, another may still have it.
    order = sorted(tellers, key=lambda one: one[1].sentence not in one[0].article.anchors)
    return Happening(event.when, wording.period(event.when), event.text, tuple(order), mark)


def _ends(periods: Sequence[Period]) -> tuple[dt.date, dt.date]:
    days = [day for period in periods for day in (period.first, period.last) if day]
    return min(days), max(days)


def _ticks(first: dt.date, last: dt.date) -> list[tuple[dt.date, str]]:
    """Return a few beginnings of years, or of months where it is a matter of months, that are on the line."""
    years = [dt.date(year, 1, 1) for year in range(first.year, last.year + 1)]
    years = [day for day in years if first <= day <= last]
    if (last - first).days > 800:
        ticks = [(day, str(day.year)) for day in years]
    else:
        months = [dt.date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]
        ticks = [(day, wording.month(day)) for day in months if first <= day <= last]
    ticks = ticks or [(first, wording.day(first))]
    step = -(-len(ticks) // _TICKS)
    return ticks[::step]
