"""Dates: what a line states, what a text speaks of, and which of them is the article's, with the words that say so."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache

from generator.ingest.days import LONGEST_SHORT, Mention, mentions
from generator.ingest.spots import Spots
from generator.ingest.words import count_words, words
from generator.model import Block, DateBasis, FoundDate, Kind

_ANY_YEAR = re.compile(r"(?:19|20)\d\d")
_SENTENCE_END = re.compile(r"[.!?]\s+")
# What may not stand before it is looked at behind it: a pattern that begins with a digit is found many times faster.
_BARE_YEAR = re.compile(r"(?:19|20)\d\d(?<![\w$€£.,/-]\d{4})(?![\w%]|[.,-]\d)")
# A year after these words lies ahead of the text, or is the end of a span: it does not say when the text was written.
_AHEAD = re.compile(
    r"(?:\b(?:by|until|till|through|to|before|for|into)|[-–—/])\s*(?:the (?:end|year) of )?$", re.IGNORECASE
)
# So is a year from which something has been going on, or in which it began.
_BEHIND = re.compile(
    r"\b(?:since|back in|as early as|from|(?:found|establish|form|creat|launch)ed in|(?:began|begun|started) in|"
    r"с|со|[её]ще в|созда\w+ в|основа\w+ в|нача\w+ в|"
    # What ended, or became free, in it is told as history.
    r"\b(?:dat(?:es|ing) back to|collapse|dissolution|break-?up|fall|independence|распад\w*|независимост\w*)\b"
    r"[^.!?]{0,30}\b(?:in|to|of|в))\s+(?:[^\W\d_]{3,9}\.? )?$",
    re.IGNORECASE,
)
# A day after these words lies ahead of the text, or has come by and by.
_DAY_AHEAD = re.compile(
    r"\b(?:will|shall|effective|until|till|by|before|scheduled|planned|due|будет|будут|до|к|намечен\w*|"
    r"заплан\w*|состоится|пройд[её]т)\b[^.!?]{0,50}$",
    re.IGNORECASE,
)
_PLANNED = Spots(
    r"\b(?:will|shall|plans?|planned|expect\w*|due|until|forecast\w*|targets?|scheduled|next|future|aims?|intends?|would|"
    r"будет|будут|план\w*|ожида\w*|должн\w*|намерен\w*|к концу|предстоит)\b"
)
_PUBLISHED = re.compile(
    r"\b(?:published|posted|publication|date|created|first published|issued|released|"
    r"опубликован\w*|дата|размещен\w*|добавлен\w*)\b",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"\b(?:this page|updated?|modified|edited|обновлен\w*|изменен\w*|accessed|retrieved|printed)\b", re.IGNORECASE
)
_TIME_OF = re.compile(r"\b(?:as|morning|afternoon|evening|night|day|hours|eve|dawn|end|start|beginning|noon) of $")
_LONGEST_DATE_LINE = 16
_BEFORE = 64  # characters
_MINUTE = 6  # characters, behind a day
# "... - Valley Agency, 1920, 24.03.2022": the width of the picture and the day.
_PICTURED = re.compile(r", \d{3,4}, \d{1,2}\.\d{1,2}\.\d{4}$")
_SIGNED_BEHIND = re.compile(r"[ ,|–—-]{1,3}[Bb]y [A-Z][\w’'-]+(?: [A-Z][\w.’'-]*){1,3}$")
_HANDLE = re.compile(r"(?<!\w)@\w{2,}")


def is_date_line(text: str) -> bool:
    """Return whether a line holds a full date and little else: a publication date, a page's date, a byline's end."""
    if len(text) > 240 or count_words(text) > 2 * _LONGEST_DATE_LINE:
        return False
    if len(text) > LONGEST_SHORT and not _ANY_YEAR.search(text):
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
    # Behind the minute the sections and countries of a page may stand.
    # Who wrote it may stand behind the day and the section before it.
    signed = signed or (None if any(map(str.isdigit, opening)) else _SIGNED_BEHIND.match(text, days[-1].end))
    tagged = not opening and ":" in text[: days[0].end + _MINUTE] and not any(word[0].islower() for word in words(rest))
    return count_words(rest) <= (10 if signed or tagged else 6) and not re.search(
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


def pictured(blocks: Iterable[Block]) -> FoundDate | None:
    """Return the day in the words of a story's first picture, which agencies set there: that of the story."""
    for block in blocks:
        if block.rule == "caption" and _PICTURED.search(block.text):
            day = next((day for said in mentions(block.text) if said.year and (day := said.on(said.year))), None)
            return FoundDate(day, DateBasis.TEXT, block.text) if day else None
    return None


def anchor_year(texts: Iterable[str]) -> int | None:
    """Return the newest year that texts written at one time speak of as having come, or None."""
    years = [year for text in texts if (year := _newest_year(text))]
    return max(years, default=None)


@lru_cache(maxsize=64)
def _newest_year(text: str) -> int | None:
    """Return the newest year in a sentence of a text that speaks of no plan, if it is not the end of a span."""
    years = sorted(_BARE_YEAR.finditer(text), key=lambda match: -int(match[0]))
    starts = [0, *(match.end() for match in _SENTENCE_END.finditer(text))] if years else []
    planned: dict[int, bool] = {}
    for match in years:
        sentence = bisect_right(starts, match.start()) - 1
        start = starts[sentence]
        if sentence not in planned:
            end = starts[sentence + 1] if sentence + 1 < len(starts) else len(text)
            planned[sentence] = _PLANNED.search(text[start:end]) is not None
        before = text[max(start, match.start() - _BEFORE) : match.start()]
        if not planned[sentence] and not _AHEAD.search(before) and not _BEHIND.search(before):
            return int(match[0])
    return None


def newest(text: str, year: int | None, not_after: dt.date | None) -> FoundDate | None:
    """Return the newest day that a text speaks of as having come, no later than `not_after`.

    A day without a year is taken to lie in the given year, or the year before where that would be too late.
    """
    latest: tuple[dt.date, Mention] | None = None
    for mention in mentions(text):
        if _is_by_name(mention, text) or _DAY_AHEAD.search(text, max(0, mention.start - 60), mention.start):
            continue
        day = _resolve(mention, year, not_after)
        if day and (not_after is None or day <= not_after) and (latest is None or day > latest[0]):
            latest = day, mention
    return FoundDate(latest[0], DateBasis.TEXT, _around(latest[1], text)) if latest else None


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
