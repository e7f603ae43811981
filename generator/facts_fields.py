"""Facts in the front matter: key points, figures and events, parsed with positions and dumped for people to read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from generator.errors import suggestion
from generator.facts_model import Bound, Event, Figure, KeyPoint, Period
from generator.fields import Fields

_WHEN = "such as 2024, 2024-03, 2024-03-05, by 2024-03, since 2019 or 2019 to 2024"


def parse_key_points(fields: Fields) -> tuple[KeyPoint, ...]:
    """Return the key points of a front matter; what is wrong with them is reported."""
    points = []
    for entry in fields.mappings("key_points"):
        points.append(KeyPoint(entry.text("text", required=True), entry.text("sentence")))
        entry.finish()
    return tuple(points)


def parse_events(fields: Fields) -> tuple[Event, ...]:
    """Return the events of a front matter; what is wrong with them is reported."""
    events = []
    for entry in fields.mappings("events"):
        when = _period(entry, required=True)
        text, sentence = entry.text("text", required=True), entry.text("sentence")
        entry.finish()
        if when:
            events.append(Event(when, text, sentence))
    return tuple(events)


def parse_figures(fields: Fields, measures: Collection[str] | None) -> tuple[Figure, ...]:
    """Return the figures of a front matter; what is wrong with them is reported.

    `measures` are the known slugs; None skips that check.
    """
    figures = []
    for entry in fields.mappings("figures"):
        measure = entry.text("measure", required=True)
        if measure and measures is not None and measure not in measures:
            entry.report("measure", f"unknown measure '{measure}'", suggestion(measure, measures))
        value = entry.numbers("value", required=True)
        if len(value) > 2 or list(value) != sorted(value):
            entry.report("value", "'value' must be a number, or the lowest and the highest one", "such as [531, 533]")
        bound = entry.choice("bound", (bound.value for bound in Bound))
        figure = Figure(
            measure=measure,
            low=value[0] if value else 0,
            high=value[-1] if value else 0,
            bound=Bound(bound) if bound else Bound.EXACT,
            unit=entry.text("unit"),
            of=entry.text("of"),
            where=entry.texts("where"),
            when=_period(entry),
            said=entry.text("said"),
            sentence=entry.text("sentence"),
        )
        entry.finish()
        figures.append(figure)
    return tuple(figures)


def _period(entry: Fields, required: bool = False) -> Period | None:
    text = entry.text("when", required=required)
    period = Period.parse(text)
    if text and period is None:
        entry.report("when", f"'{text}' is not a time", _WHEN)
    return period


def dump_key_points(points: Sequence[KeyPoint]) -> list[dict[str, Any]]:
    """Return key points as the front matter writes them."""
    return [_filled({"text": point.text, "sentence": point.sentence}) for point in points]


def dump_events(events: Sequence[Event]) -> list[dict[str, Any]]:
    """Return events as the front matter writes them."""
    return [_filled({"when": event.when, "text": event.text, "sentence": event.sentence}) for event in events]


def dump_figures(figures: Sequence[Figure]) -> list[dict[str, Any]]:
    """Return figures as the front matter writes them; what goes without saying is left out."""
    return [
        {
            "measure": figure.measure,
            "value": _plain(figure.low) if figure.low == figure.high else [_plain(figure.low), _plain(figure.high)],
        }
        | _filled(
            {
                "bound": figure.bound.value if figure.bound is not Bound.EXACT else "",
                "unit": figure.unit,
                "of": figure.of,
                "where": list(figure.where),
                "when": figure.when,
                "said": figure.said,
                "sentence": figure.sentence,
            }
        )
        for figure in figures
    ]


def _filled(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: _written(value) for key, value in entry.items() if value}


def _written(value: Any) -> Any:
    """Return a period as its text: as a year is written, which is a number to YAML, or a day, which is a date."""
    if not isinstance(value, Period):
        return value
    if value.text.isdecimal():
        return int(value.text)
    return value.first if value.first == value.last else value.text


def _plain(number: float) -> float:
    return int(number) if number == int(number) else number
