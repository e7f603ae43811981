"""Days that a text names, in English and Russian, in words and in figures: what stands where, and nothing about it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec
from ahocorasick_rs import AhoCorasick, MatchKind

from generator.ingest.needles import spelled

_EN = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|"
    "july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_RU = (
    "янв(?:ар[ья])?|фев(?:рал[ья])?|мар(?:та?)?|апр(?:ел[ья])?|ма[йя]|июн[ья]?|июл[ья]?|"
    "авг(?:уста?)?|сен(?:т(?:ябр[ья])?)?|окт(?:ябр[ья])?|ноя(?:б(?:р[ья])?)?|дек(?:абр[ья])?"
)
_MONTH = rf"(?P<month>{_EN}|{_RU})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
# "4 December 2024", "December 4, 2024", "December 3-4, 2024", "2024-12-04", "04.12.2024", "12/23/2024"; the first two
# may leave the year out, which is noted.
_FIGURES = tuple(
    re.compile(form)
    for form in (
        r"(?<![\d.-])(?P<year>(?:19|20)\d\d)[-/.](?P<number>0?[1-9]|1[0-2])[-/.](?P<day>\d{1,2})(?!\d)",
        r"(?<![\d.])(?P<day>\d{1,2})[./](?P<number>0?[1-9]|1[0-2])[./](?P<year>(?:19|20)\d\d)(?!\d)",
        r"(?<![\d.-])(?P<day>\d{1,2})-(?P<number>0?[1-9]|1[0-2])-(?P<year>(?:19|20)\d\d)(?![\d-])",
        # The American order, where it cannot be read otherwise.
        r"(?<![\d/])(?P<number>0?[1-9]|1[0-2])/(?P<day>1[3-9]|2\d|3[01])/(?P<year>(?:19|20)\d\d)(?!\d)",
        # Two figures for the year only where the line holds nothing else but a time.
        r"^(?P<day>\d{1,2})[./](?P<number>0[1-9]|1[0-2])[./](?P<short>\d\d)(?:,? \d{1,2}:\d\d)?$",
    )
)
# As the programs of mailing lists write it: "Wed Nov 4 21:27:23 UTC 2009".
_LISTED = re.compile(
    rf"(?<!\w){_MONTH} {{1,2}}(?P<day>\d{{1,2}}) \d\d:\d\d(?::\d\d)? (?:[A-Z]{{2,5}} |[+-]\d{{4}} )?{_YEAR}(?!\d)",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d \d\d:\d\d")
_WEEKDAYS = tuple("mon пон|tue вто|wed сре|thu чет|fri пят|sat суб|sun вос".split("|"))
_WEEKDAY = re.compile(
    r"(?<!\w)(mon|tue|wed|thu|fri|sat|sun|пон|вто|сре|чет|пят|суб|вос)[a-zа-яё]{0,9}[.,]? $", re.IGNORECASE
)
_WEEKDAY_BEFORE = 14  # characters
_ANY_FIGURES = re.compile(r"\d[-/.]\d{1,2}[-/.]\d")
_DAY_FIRST = re.compile(
    rf"(?<![\d.,-])(?:\d{{1,2}}(?:st|nd|rd|th)? ?[-–—] ?)?{_DAY}(?P<comma>,)?(?: of)? {_MONTH}"
    rf"(?:,? {_YEAR}(?!\d)|(?(comma)(?!)|(?!\w)))",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"(?<!\w){_MONTH} (?:\d{{1,2}} ?[-–—] ?)?{_DAY}(?!\d|[.,]\d|(?: ?%))(?:,? {_YEAR}(?!\d)|(?!\w))", re.IGNORECASE
)
# Two figures for the year only where the line holds nothing else but a time.
_SHORT_LINE = re.compile(rf"^{_DAY} {_MONTH} '?(?P<short>\d\d)(?:,? \d{{1,2}}:\d\d)?$", re.IGNORECASE)
# A line whose date has two figures for its year is no longer.
LONGEST_SHORT = 30  # characters
# How far the two reach before the month and behind its beginning, at most, with what they look at.
_BEFORE, _AFTER = 16, 48  # characters
_MONTH_WORD = re.compile(rf"(?<!\w)(?:{_EN}|{_RU})(?!\w)", re.IGNORECASE)
_NAMES_OF_MONTHS = AhoCorasick(sorted(spelled(rf"{_EN}|{_RU}")), matchkind=MatchKind.LeftmostLongest)
_LETTER = re.compile(r"\w")
_MONTHS = {
    name: number
    for number, names in enumerate(
        "jan янв|feb фев|mar мар|apr апр|may май мая|jun июн|jul июл|aug авг|sep сен|oct окт|nov ноя|dec дек".split(
            "|"
        ),
        1,
    )
    for name in names.split()
}
_CENTURY_TURN = 70  # of years in two figures, those from here on are of the last century


class Mention(msgspec.Struct, frozen=True):
    """A day that a text names: `year` is None where the text leaves it out; start and end are offsets in characters."""

    start: int
    end: int
    words: str
    day: int
    month: int
    year: int | None

    def on(self, year: int) -> dt.date | None:
        """Return the day, in the given year where the text leaves it out; None where there is no such day."""
        try:
            return dt.date(self.year or year, self.month, self.day)
        except ValueError:
            return None


@lru_cache(maxsize=1024)
def mentions(text: str) -> tuple[Mention, ...]:
    """Return the days that a text names, in order."""
    found: list[tuple[int, int, Mention]] = []
    for rank, match in _matches(text):
        parts = match.groupdict()
        month = int(parts["number"]) if parts.get("number") else _MONTHS.get(parts["month"].lower()[:3], 0)
        year = int(parts["year"]) if parts.get("year") else None
        if short := parts.get("short"):
            year = int(short) + (1900 if int(short) >= _CENTURY_TURN else 2000)
        day = int(parts["day"])
        if parts.get("number") and _is_swapped(
            text[max(0, match.start() - _WEEKDAY_BEFORE) : match.start()], day, month, year
        ):
            day, month = month, day
        mention = Mention(match.start(), match.end(), match[0], day, month, year)
        if mention.on(2024):
            found.append((mention.start, rank, mention))
    days: list[Mention] = []
    for _, _, mention in sorted(found, key=lambda item: item[:2]):
        # "December 4" inside "4 December 2024"? Of two that overlap the one that names the year is meant.
        if days and mention.start < days[-1].end:
            if mention.year and not days[-1].year:
                days[-1] = mention
            continue
        days.append(mention)
    return tuple(days)


def _is_swapped(before: str, day: int, month: int, year: int | None) -> bool:
    """Return whether the weekday before a date in figures says that its month stands first: "Tue, 06/09/2020"."""
    weekday = _WEEKDAY.search(before)
    if weekday is None or year is None or day > _MONTHS["dec"]:
        return False
    named = next(number for number, names in enumerate(_WEEKDAYS) if weekday[1].casefold() in names)
    try:
        return dt.date(year, month, day).weekday() != named == dt.date(year, day, month).weekday()
    except ValueError:
        return False


def _matches(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield what reads as a date in a text, each with the rank of its form: those in figures, then round the months."""
    if _ANY_FIGURES.search(text):
        for rank, form in enumerate(_FIGURES):
            for match in form.finditer(text):
                yield rank, match
    if _CLOCK.search(text):
        yield from ((len(_FIGURES), listed) for listed in _LISTED.finditer(text))
    if len(text) <= LONGEST_SHORT and (line := _SHORT_LINE.search(text)):
        yield len(_FIGURES), line
    end = 0
    for month in _months(text):
        day_first = _DAY_FIRST.search(text, max(end, month - _BEFORE), month + _AFTER)
        if day_first and day_first.start("month") == month:
            end = day_first.end()
            yield len(_FIGURES) + 1, day_first
        if month_first := _MONTH_FIRST.match(text, month, month + _AFTER):
            yield len(_FIGURES) + 2, month_first


def _months(text: str) -> Iterator[int]:
    """Yield where the names of months begin in a text."""
    folded = text.casefold()
    if len(folded) != len(text):  # a letter becomes two: the places in one are not those in the other
        yield from (match.start() for match in _MONTH_WORD.finditer(text))
        return
    for _, at, end in _NAMES_OF_MONTHS.find_matches_as_indexes(folded):
        if not (at and _LETTER.match(text, at - 1)) and not _LETTER.match(text, end):
            yield at
