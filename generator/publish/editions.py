"""Library -> editions: what was published in each week or month, once it is over, put together as one issue."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import msgspec

from generator import urls
from generator.entry_model import Entry
from generator.facts_model import Measure
from generator.model import Config
from generator.publish import wording
from generator.publish.agreement import compare
from generator.publish.charts import Bar, charts
from generator.publish.timeline import Happening, timeline
from generator.site_model import Library, Rubric

FIGURES = 6
HAPPENINGS = 8


class Group(msgspec.Struct, frozen=True):
    """The entries of an edition on one topic, newest first; without a section those on none."""

    section: Rubric | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Edition:
    """One issue: the articles of a period, the most important first.

    `id` never changes; `first` and `last` are the days of the period, and it is out on the day after. A group does not
    name the lead again; `measures` are those of which it gives figures.
    """

    id: str
    slug: str
    name: str
    span: str
    first: dt.date
    last: dt.date
    permalink: str
    entries: tuple[Entry, ...]
    lead: Entry
    groups: tuple[Group, ...]
    measures: tuple[Measure, ...]

    @cached_property
    def figures(self) -> tuple[tuple[str, Bar], ...]:
        """Its figures, with the titles of their measures."""
        rows = compare(entry.article for entry in self.entries)
        shown = charts(rows, self.measures, {entry.article.id: entry for entry in self.entries})
        return tuple((chart.title, bar) for chart in shown for bar in chart.bars[: -(-FIGURES // len(shown))])

    @cached_property
    def happenings(self) -> tuple[Happening, ...]:
        """The newest of what happened."""
        told = timeline(self.entries)
        return told.happenings[:HAPPENINGS] if told else ()

    @property
    def out(self) -> dt.date:
        """The day on which it comes out: the first one on which nothing can be missing."""
        return self.last + dt.timedelta(1)


def to_editions(library: Library, config: Config, today: dt.date) -> tuple[Edition, ...]:
    """Return the editions that are out, newest first. A period without articles has none; undated ones are in none."""
    if config.edition == "none":
        return ()
    spans: dict[tuple[dt.date, dt.date], list[Entry]] = defaultdict(list)
    for entry in library.entries:
        if entry.article.date:
            spans[_span(entry.article.date, config.edition)].append(entry)
    over = sorted((span for span in spans if span[1] < today), reverse=True)
    return tuple(_edition(first, last, tuple(spans[first, last]), library, config) for first, last in over)


def _span(day: dt.date, period: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of the period of a day; weeks begin on Monday (ISO 8601)."""
    if period == "month":
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    monday = day - dt.timedelta(day.weekday())
    return monday, monday + dt.timedelta(6)


def _days(first: dt.date, last: dt.date) -> str:
    """Return a span of days in words, nothing said twice: 9 to 15 December 2024."""
    since = wording.day(first)
    if first.year == last.year:
        since = since.rpartition(" ")[0]
    if (first.year, first.month) == (last.year, last.month):
        since = str(first.day)
    return f"{since} to {wording.day(last)}"


def _edition(first: dt.date, last: dt.date, entries: tuple[Entry, ...], library: Library, config: Config) -> Edition:
    year, week, _ = first.isocalendar()
    if config.edition == "month":
        slug, name, span = f"{first:%Y-%m}", wording.month(first), wording.month(first)
    else:
        slug, name, span = f"{year}-W{week:02}", f"Week {week}, {year}", _days(first, last)
    lead = max(entries, key=lambda entry: (len(entry.article.sources), len(entry.article.key_points)))
    return Edition(
        id=urls.urn(config.id, "edition", slug),
        slug=slug,
        name=name,
        span=span,
        first=first,
        last=last,
        permalink=urls.edition(slug),
        entries=entries,
        lead=lead,
        groups=tuple(_groups(entries, lead, library)),
        measures=tuple(measure for topic in config.topics for measure in topic.measures),
    )


def _groups(entries: tuple[Entry, ...], lead: Entry, library: Library) -> Iterator[Group]:
    """Yield the articles by their first topics, in the order of the topics, then those without one."""
    for rubric in (*(section.rubric for section in library.sections), None):
        wanted = rubric.topic.slug if rubric else ""
        of_it = (entry for entry in entries if (*entry.article.topics, "")[0] == wanted and entry is not lead)
        if found := tuple(of_it):
            yield Group(rubric, found)
