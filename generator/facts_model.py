"""Facts as data types: what the rules read out of an article, each with the sentence that says so."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from enum import Enum

import msgspec

# These units stand beside the number themselves, so that nothing else has to say what it counts.
UNITS_IN_TEXT = ("km", "percent", "money", "hectares")
_DAY = r"[12]\d{3}(?:-\d\d(?:-\d\d)?)?"
_PERIOD = rf"(?P<how>by |since )?(?P<first>{_DAY})(?: to (?P<last>{_DAY}))?"


class Bound(Enum):
    """How a text limits a number."""

    EXACT = "exact"
    AROUND = "around"
    AT_LEAST = "at least"
    OVER = "over"
    NEARLY = "nearly"
    UP_TO = "up to"
    UNDER = "under"


class Period(msgspec.Struct, frozen=True):
    """A time, no more precise than the text that names it: a year, a month, a day, or a span of them.

    `text` is 2024, 2024-03, 2024-03-05, "by 2024-03", "since 2019" or "2019 to 2024"; `first` and `last` are its first
    and its last day, None where it has no beginning ("by") or no end ("since").
    """

    text: str
    first: dt.date | None
    last: dt.date | None

    @classmethod
    def parse(cls, text: str) -> Period | None:
        """Return the period that a text means, None where it means none."""
        match = re.fullmatch(_PERIOD, text.strip())
        if match is None or (match["how"] and match["last"]):
            return None
        try:
            first, end = _bounds(match["first"])
            last = _bounds(match["last"])[1] if match["last"] else end
        except ValueError:
            return None
        if last < first:
            return None
        how = (match["how"] or "").strip()
        return cls(match[0], None if how == "by" else first, None if how == "since" else last)

    @property
    def sort_key(self) -> tuple[dt.date, dt.date]:
        """The days by which periods are put in order of time: by the end first, since that is when a figure held."""
        last = self.last or dt.date.max
        return last, self.first or last


def _bounds(day: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a year, a month or a day. Raises ValueError where there is no such day."""
    year, month, number = (int(part) for part in f"{day}-0-0".split("-")[:3])
    if not month and len(day) > 4:
        raise ValueError(day)
    first = dt.date(year, month or 1, number or 1)
    if not number and len(day) > 7:
        raise ValueError(day)
    if number:
        return first, first
    last_month = month or 12
    return first, dt.date(year, last_month, calendar.monthrange(year, last_month)[1])


class Measure(msgspec.Struct, frozen=True):
    """Something that is counted from article to article, and the words by which a sentence is known to speak of it.

    `unit` is `km`, `percent`, `money` or another unit that goes with the number, or else what is counted, such as
    `people`; then one of `counts` must stand behind the number. One of `terms` must stand in the same sentence, one of
    `requires` (where there are any) in it or in one before it in the same article; one of the `unless` phrases
    makes it give nothing. In the phrases a `#` stands for the number: "# border". Those of `counts` that name a part
    of the whole are also in `parts`. `elsewhere` are countries that the measure speaks of but is never a figure of, and
    `total` are phrases for all countries together, the first of them their name. What is counted
    lies `between` two countries, as a border does, or is of one or more.
    """

    slug: str
    title: str
    unit: str
    counts: tuple[str, ...]
    terms: tuple[str, ...]
    parts: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    total: tuple[str, ...] = ()
    between: bool = False


class Figure(msgspec.Struct, frozen=True):
    """A number of an article: what it measures, of whom, where and when, with the sentence that says so.

    `low` and `high` are the same but for a range or an alternative ("531 or 533"). Percentages are 0 to 100. `unit` is
    the currency's code for money, and empty where the measure says it. `of` are the words for those who are counted, no
    more than a part of them for instance; `said` the number in the words of the text where these are not its digits.
    `sentence` stands in the body as it is; it is empty for a figure that an editor entered without one.
    """

    measure: str
    low: float
    high: float
    bound: Bound = Bound.EXACT
    unit: str = ""
    of: str = ""
    where: tuple[str, ...] = ()
    when: Period | None = None
    said: str = ""
    sentence: str = ""


class Event(msgspec.Struct, frozen=True):
    """A dated happening, past or planned: when, what in words cut from the sentence, and the sentence itself."""

    when: Period
    text: str
    sentence: str = ""


class KeyPoint(msgspec.Struct, frozen=True):
    """A sentence of the article, shortened only by cutting; `sentence` is the whole of it where it was shortened."""

    text: str
    sentence: str = ""

    @property
    def evidence(self) -> str:
        """The sentence as it stands in the body."""
        return self.sentence or self.text
