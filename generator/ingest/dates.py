"""Dates: what a line states, what a text speaks of, and which of them is the article's, with the words that say so."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from generator.ingest.words import count_words
from generator.model import Block, DateBasis, FoundDate, Kind

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
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?<![\d.-])(?P<year>(?:19|20)\d\d)[-/.](?P<number>0?[1-9]|1[0-2])[-/.](?P<day>\d{1,2})(?!\d)",
        r"(?<![\d.])(?P<day>\d{1,2})[./](?P<number>0?[1-9]|1[0-2])[./](?P<year>(?:19|20)\d\d)(?!\d)",
        # The American order, where it cannot be read otherwise.
        r"(?<![\d/])(?P<number>0?[1-9]|1[0-2])/(?P<day>1[3-9]|2\d|3[01])/(?P<year>(?:19|20)\d\d)(?!\d)",
        # Two figures for the year only where the line holds nothing else but a time.
        rf"^{_DAY} {_MONTH} '?(?P<short>\d\d)(?:,? \d{{1,2}}:\d\d)?$",
        r"^(?P<day>\d{1,2})[./](?P<number>0[1-9]|1[0-2])[./](?P<short>\d\d)(?:,? \d{1,2}:\d\d)?$",
        rf"(?<![\d.,-])(?:\d{{1,2}}(?:st|nd|rd|th)? ?[-–—] ?)?{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR}(?!\d)|(?!\w))",
        rf"(?<!\w){_MONTH} (?:\d{{1,2}} ?[-–—] ?)?{_DAY}(?!\d|[.,]\d|(?: ?%))(?:,? {_YEAR}(?!\d)|(?!\w))",
    )
)
_BARE_YEAR = re.compile(r"(?<![\w$€£.,/-])(?:19|20)\d\d(?![\w%]|[.,-]\d)")
# A year after these words lies ahead of the text, or is the end of a span: it does not say when the text was written.
_AHEAD = re.compile(
    r"(?:\b(?:by|until|till|through|to|before|for|into)|[-–—/])\s*(?:the (?:end|year) of )?$", re.IGNORECASE
)
# So is a year from which something has been going on, or in which it began.
_BEHIND = re.compile(
    r"\b(?:since|back in|as early as|from|(?:found|establish|form|creat|launch)ed in|(?:began|begun|started) in|"
    r"с|со|[её]ще в|созда\w+ в|основа\w+ в|нача\w+ в)\s+(?:[^\W\d_]{3,9}\.? )?$",
    re.IGNORECASE,
)
# A day after these words lies ahead of the text, or has come by and by.
_DAY_AHEAD = re.compile(
    r"\b(?:will|shall|effective|until|till|by|before|scheduled|planned|due|будет|будут|до|к|намечен\w*|"
    r"заплан\w*|состоится|пройд[её]т)\b[^.!?]{0,50}$",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:will|shall|plans?|planned|expect\w*|due|until|forecast\w*|targets?|scheduled|next|future|aims?|intends?|would|"
    r"будет|будут|план\w*|ожида\w*|должн\w*|намерен\w*|к концу|предстоит)\b",
    re.IGNORECASE,
)
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
_PUBLISHED = re.compile(
    r"\b(?:published|posted|publication|date|created|first published|issued|released|"
    r"опубликован\w*|дата|размещен\w*|добавлен\w*)\b",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"\b(?:updated?|modified|edited|обновлен\w*|изменен\w*|accessed|retrieved|printed)\b", re.IGNORECASE
)
_TIME_OF = re.compile(r"\b(?:as|morning|afternoon|evening|night|day|hours|eve|dawn|end|start|beginning|noon) of $")
_LONGEST_DATE_LINE = 16
_HANDLE = re.compile(r"(?<!\w)@\w{2,}")
_CENTURY_TURN = 70  # of years in two figures, those from here on are of the last century


@dataclass(frozen=True, slots=True)
class Mention:
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


@lru_cache(maxsize=4096)
def mentions(text: str) -> tuple[Mention, ...]:
    """Return the days that a text names, in order."""
    if not re.search(r"\d", text):
        return ()
    found: list[tuple[int, int, Mention]] = []
    for rank, form in enumerate(_FORMS):
        for match in form.finditer(text):
            parts = match.groupdict()
            month = int(parts["number"]) if parts.get("number") else _MONTHS.get(parts["month"].lower()[:3], 0)
            year = int(parts["year"]) if parts.get("year") else None
            if short := parts.get("short"):
                year = int(short) + (1900 if int(short) >= _CENTURY_TURN else 2000)
            mention = Mention(match.start(), match.end(), match[0], int(parts["day"]), month, year)
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


def is_date_line(text: str) -> bool:
    """Return whether a line holds a full date and little else: a publication date, a page's date, a byline's end."""
    if count_words(text) > 2 * _LONGEST_DATE_LINE or len(text) > 240:
        return False
    days = [mention for mention in mentions(text) if mention.year]
    # The date under a post, "Name (@handle) 5 May 2024", is the post's.
    if not days or _HANDLE.search(text):
        return False
    opening = text[: days[0].start]
    if count_words(opening) <= 4 and (_PUBLISHED.search(opening) or _UPDATED.match(opening.strip())) and ":" in opening:
        return True
    signed = re.match(r"(?:by|written|posted|author|автор|текст)\b", text, re.IGNORECASE)
    if count_words(text) > _LONGEST_DATE_LINE * (1.5 if signed else 1):
        return False
    rest = text
    for mention in reversed(mentions(text)):
        rest = rest[: mention.start] + " " + rest[mention.end :]
    rest = re.sub(
        r"\b\d{1,2}[:.]\d\d(?::\d\d)?\b|\b(?:[ap]\.m\.|gmt|utc|am|pm|мск|msk|at|on|by|в|г|года)\b",
        " ",
        rest,
        flags=re.I,
    )
    rest = _UPDATED.sub(" ", _PUBLISHED.sub(" ", rest))
    return count_words(rest) <= (10 if signed else 6) and not re.search(
        r"\w[.!?]$", re.sub(r" г\.| ?[ap]\.m\.", "", text)
    )


def stated(blocks: Iterable[Block]) -> FoundDate | None:
    """Return the publication date that the date lines of a story state: a published date before one that is bare.

    The date of an update is no publication date: it counts only where nothing else is stated, as known from the text.
    """
    found: list[tuple[int, FoundDate]] = []
    for block in blocks:
        if block.kind is not Kind.DATE:
            continue
        updated_at = match.start() if (match := _UPDATED.search(block.text)) else len(block.text)
        for mention in mentions(block.text):
            if mention.year and (day := mention.on(mention.year)):
                published = bool(_PUBLISHED.search(block.text[: mention.start]))
                rank = 2 if mention.start > updated_at else 0 if published else 1
                basis = DateBasis.TEXT if rank == 2 else DateBasis.STATED
                found.append((rank, FoundDate(day, basis, block.text)))
    return min(found, key=lambda item: item[0])[1] if found else None


def anchor_year(texts: Iterable[str]) -> int | None:
    """Return the newest year that texts written at one time speak of as having come, or None."""
    years = [year for text in texts for year in _years(text)]
    return max(years, default=None)


def _years(text: str) -> Iterator[int]:
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        if not _PLANNED.search(sentence):
            for match in _BARE_YEAR.finditer(sentence):
                before = sentence[max(0, match.start() - 24) : match.start()]
                if not _AHEAD.search(before) and not _BEHIND.search(before):
                    yield int(match[0])


def newest(text: str, year: int | None, not_after: dt.date | None) -> FoundDate | None:
    """Return the newest day that a text speaks of as having come, no later than `not_after`.

    A day without a year is taken to lie in the given year, or the year before where that would be too late.
    """
    found: list[FoundDate] = []
    for mention in mentions(text):
        if _is_by_name(mention, text) or _DAY_AHEAD.search(text, max(0, mention.start - 60), mention.start):
            continue
        day = _resolve(mention, year, not_after)
        if day and (not_after is None or day <= not_after):
            found.append(FoundDate(day, DateBasis.TEXT, _around(mention, text)))
    return max(found, key=lambda item: item.day, default=None)


def _around(mention: Mention, text: str) -> str:
    """Return the words of a text around a mention, whole ones, on its own line."""
    start, end = max(0, mention.start - 40), mention.end + 20
    before, after = text[start : mention.start].rpartition("\n")[2], text[mention.end : end].partition("\n")[0]
    if start and start + len(before) == mention.start and not text[start - 1].isspace():
        before = before.partition(" ")[2] if " " in before else before
    if end < len(text) and mention.end + len(after) == end and not text[end].isspace():
        after = after.rpartition(" ")[0]
    return f"{before}{mention.words}{after}".strip()


def _is_by_name(mention: Mention, text: str) -> bool:
    """Return whether a day without a year names what happened on it, perhaps long ago.

    "The September 11 attacks" and "the attacks of September 11" do; "the morning of September 11" says when.
    """
    if mention.year is not None:
        return False
    before, after = text[max(0, mention.start - 24) : mention.start], text[mention.end : mention.end + 2]
    if before.endswith(" of "):
        return not _TIME_OF.search(before)
    return (
        before.casefold().endswith("the ") and mention.words[0].isalpha() and after[:1] == " " and after[1:].islower()
    )


def _resolve(mention: Mention, year: int | None, not_after: dt.date | None) -> dt.date | None:
    if mention.year or year is None:
        return mention.on(mention.year) if mention.year else None
    day = mention.on(year)
    # In January "December 20" is last month; in November "December 1" is next month.
    if day and not_after and (day - not_after).days > 150:
        return mention.on(year - 1)
    return day


_RANK = {DateBasis.EDITOR: 0, DateBasis.STATED: 1, DateBasis.TEXT: 2, DateBasis.RETRIEVED: 3}


def earliest_best(dates: Iterable[FoundDate]) -> FoundDate | None:
    """Return the date that is known best; of those known equally well, the earliest."""
    return min(dates, key=lambda found: (_RANK[found.basis], found.day), default=None)
