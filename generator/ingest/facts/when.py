"""When something was: the times that a sentence names, as periods no more precise than its words."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator

import msgspec

from generator.facts_model import Period
from generator.ingest.days import Mention, mentions
from generator.ingest.spots import Spots, sign, signs

_MONTHS = "january february march april may june july august september october november december".split()
_STEMS = "янв фев мар апр ма июн июл авг сен окт ноя дек".split()
_EN = "|".join(_MONTHS)
_RU = r"(?:январ|феврал|март|апрел|ма[йея]|июн|июл|август|сентябр|октябр|ноябр|декабр)(?:[ьяюеау]|ем|ём)?"
_YEAR = r"(?:19|20)\d\d"
_MONTH_YEAR = Spots(rf"(?<!\w)(?P<month>{_EN}|{_RU}),?\s(?:of\s)?(?P<year>{_YEAR})(?!\w|[-–]\d)")
# A month alone only behind a preposition, and capitalised in English: "may" and "march" are verbs as well.
_MONTH = Spots(
    r"(?<!\w)(?P<how>[Ii]n|[Bb]etween|[Bb]y|[Ss]ince|[Ff]rom|[Вв]|[Кк]|[Сс])\s(?:early\s|late\s|mid-)?"
    rf"(?P<month>{_EN.title()}|{_RU})(?!\w|\s\d)|[Tt]he\s(?P<named>{_EN.title()})(?=\s[a-z])",
    re.NOFLAG,
)
_ONE_YEAR = Spots(rf"(?<![\w$€£.,/:–-])(?P<year>{_YEAR})(?![\w%/]|[.,:–-]\d)(?!-\w)")
_YEARS = Spots(
    rf"(?<![\w$€£.,/-])(?P<first>{_YEAR})\s?(?:[-–—]|to|(?P<and>and|и)|until|through|по|до)\s?(?P<last>{_YEAR})(?!\w|-\d)"
)
_BETWEEN = re.compile(r"(?:between|между)\s$", re.IGNORECASE)
# A time is named with a digit or a month's name.
NAMES_TIME = sign(rf"\d|\b(?:{_EN}|{_RU})")
_WITH_YEAR = re.compile(rf",?\s(?:of\s)?{_YEAR}(?!\d)")
_SPAN = re.compile(r"\s?(?:[-–—]|\bto\b|\bthrough\b|\bпо\b|\bдо\b)\s?$|\s(?:to|until|through|по|до)\s$", re.IGNORECASE)
_DAYS = re.compile(r"(?P<first>\d{1,2})(?:st|nd|rd|th)?\s?[-–—]\s?(?P<last>\d{1,2})")
_PART = r"(?:the \w+ of\s|early\s|late\s|mid-)?"
_HOW = tuple(
    (how, re.compile(rf"\b(?:{words})\s{_PART}$", re.IGNORECASE))
    for how, words in (
        ("by", "by|as of|as at|к|по состоянию на|на"),
        ("since", "since|from|starting in|starting from|с|начиная с"),
        ("none", "until|till|before|after|prior to|born|born in|born on|up to|до|после"),
    )
)
_RELATIVE = Spots(
    r"\b(?P<last>last year|в прошлом году)\b|\b(?P<this>this year|в этом году)\b|"
    r"\b(?P<month>last month|в прошлом месяце)\b|\b(?P<now>so far|to date|until now|на сегодня|на данный момент)\b"
)
_PLANNED = Spots(
    r"\b(?:will|shall|plans?|planned|expect\w*|due|scheduled|next|upcoming|будет|будут|состоится|пройд[её]т|"
    r"план\w*|ожида\w*|намерен\w*)\b"
)
_MONTH_NAME, _FIGURES = sign(rf"\b(?:{_EN}|{_RU})"), sign(r"\d")
# A day without a year lies at most so many days ahead of its article, where something is planned and elsewhere; else
# the last such day is meant.
_AHEAD, _HARDLY_AHEAD = 300, 14


class Time(msgspec.Struct, frozen=True):
    """A time that a text names, at characters `start` to `end`."""

    start: int
    end: int
    period: Period


class _Point(msgspec.Struct, frozen=True):
    """A day, a month or a year in a text; `is_assumed` says that its year was taken from the article's date."""

    start: int
    end: int
    text: str
    is_assumed: bool = False


class Clock(msgspec.Struct, frozen=True):
    """The article's own date, by which the words of its text are resolved.

    `day` is None where none is known; `is_told` is False where it is only the day on which the page was seen: then no
    year can be taken from it, and it bounds what the text says from above.
    """

    day: dt.date | None = None
    is_told: bool = True

    def year_of(self, month: int, day: int = 1, planned: bool = False) -> int | None:
        """Return the year in which a day or a month lies that a text names without one, None where it cannot be known.

        `planned` says that the text speaks of something to come.
        """
        if self.day is None or not self.is_told:
            return None
        try:
            ahead = (dt.date(self.day.year, month, day) - self.day).days
        except ValueError:
            return None
        return self.day.year if ahead <= (_AHEAD if planned else _HARDLY_AHEAD) else self.day.year - 1

    @property
    def until_now(self) -> Period | None:
        """The period of what has been so far: by the month of the article."""
        return Period.parse(f"by {self.day:%Y-%m}") if self.day else None


def find_times(text: str, clock: Clock) -> tuple[Time, ...]:
    """Return the times that a text names, in order, none overlapping another."""
    found: list[Time] = []
    if not signs(text) & (NAMES_TIME | _RELATIVE.sign):
        return ()
    starts: list[int] = []
    for start, end, period in _spans(text, clock):
        at = bisect_left(starts, end)  # none overlaps another, so only the last that starts before the end may overlap
        if period and (not at or found[at - 1].end <= start):
            starts.insert(at, start)
            found.insert(at, Time(start, end, period))
    return tuple(found)


def _spans(text: str, clock: Clock) -> Iterator[tuple[int, int, Period | None]]:
    """Yield every time with where it stands, those first that hold others."""
    kept: list[_Point] = []
    for point in sorted(_points(text, clock), key=lambda point: (point.start, -point.end)):
        if not kept or point.start >= kept[-1].end:
            kept.append(point)
    for match in _YEARS.finditer(text):
        if match["and"] and not _BETWEEN.search(text, max(0, match.start() - 9), match.start()):
            continue
        yield match.start(), match.end(), Period.parse(f"{match['first']} to {match['last']}")
    index = 0
    while index < len(kept):
        point, following = kept[index], kept[index + 1] if index + 1 < len(kept) else None
        if following and _is_span(text, point, following):
            # "January" of "January to July 2023" has its year from the other.
            first = following.text[:4] + point.text[4:] if point.is_assumed else point.text
            yield point.start, following.end, Period.parse(f"{first} to {following.text}")
            index += 2
        else:
            yield _with_preposition(text, point)
            index += 1
    for match in _RELATIVE.finditer(text) if signs(text) & _RELATIVE.sign else ():
        yield match.start(), match.end(), _relative(match, clock)


def _is_span(text: str, point: _Point, following: _Point) -> bool:
    """Return whether a time goes from one point to another: "May to July", "between May and July"."""
    between = text[point.end : following.start]
    if between.strip() in ("and", "и"):
        return _BETWEEN.search(text, max(0, point.start - 9), point.start) is not None
    return _SPAN.fullmatch(between) is not None


def _with_preposition(text: str, point: _Point) -> tuple[int, int, Period | None]:
    before = text[max(0, point.start - 30) : point.start]
    for how, pattern in _HOW:
        if match := pattern.search(before):
            period = None if how == "none" else Period.parse(f"{how} {point.text}")
            return point.start - len(before) + match.start(), point.end, period
    return point.start, point.end, Period.parse(point.text)


def _points(text: str, clock: Clock) -> Iterator[_Point]:
    """Yield the days, months and years of a text; a year that nobody knows is ????."""
    shown, planned = signs(text), _PLANNED.search(text) is not None
    for mention in mentions(text):
        yield _Point(mention.start, mention.end, _day(mention, clock, planned), mention.year is None)
    for match in _MONTH_YEAR.finditer(text) if shown & _MONTH_NAME and shown & _FIGURES else ():
        yield _Point(match.start(), match.end(), f"{match['year']}-{_number(match['month']):02}")
    for match in _MONTH.finditer(text) if shown & _MONTH_NAME else ():
        if not _WITH_YEAR.match(text, match.end()):
            name = "month" if match["month"] else "named"
            month = _number(match[name])
            known = f"{clock.year_of(month, planned=planned) or '????'}-{month:02}"
            yield _Point(match.start(name), match.end(), known, is_assumed=True)
    for match in _ONE_YEAR.finditer(text):
        yield _Point(match.start(), match.end(), match["year"])


def _day(mention: Mention, clock: Clock, planned: bool) -> str:
    year = mention.year or clock.year_of(mention.month, mention.day, planned)
    last = f"{year or '????'}-{mention.month:02}-{mention.day:02}"
    days = _DAYS.search(mention.words) if not mention.words[:4].isdigit() else None
    if year and days and int(days["first"]) < int(days["last"]) == mention.day:
        return f"{year}-{mention.month:02}-{int(days['first']):02} to {last}"
    return last


def _number(month: str) -> int:
    low = month.casefold()
    if low in _MONTHS:
        return _MONTHS.index(low) + 1
    return next(number for number, stem in enumerate(_STEMS, 1) if low.startswith(stem))


def _relative(match: re.Match[str], clock: Clock) -> Period | None:
    if match["now"]:
        return clock.until_now
    if clock.day is None or not clock.is_told:
        return None
    if match["month"]:
        first = clock.day.replace(day=1) - dt.timedelta(days=1)
        return Period.parse(f"{first:%Y-%m}")
    return Period.parse(str(clock.day.year - 1 if match["last"] else clock.day.year))
