"""The day on which a page was seen: in its masthead, on top of its stories, or where somebody noted it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from generator.ingest import dates
from generator.ingest.sift import Span
from generator.model import Block, DateBasis, FoundDate, Kind

# What a newspaper prints on top of every page of its site: the weekday and the day of the visit, then at least so many
# other lines. The day of a story stands by its headline.
_WEEKDAY = re.compile(
    r"(?:today is )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|(?:понедельник|вторник|среда|четверг|пятница|суббота|"
    r"воскресенье)\b",
    re.IGNORECASE,
)
_MASTHEAD = 3


def page_date(spans: Sequence[Span], several: bool) -> FoundDate | None:
    """Return the day printed on top of a page with several stories, or in its masthead: the day it was seen."""
    if not several:
        return _masthead_date(spans)
    dated = [
        (number, found)
        for number, span in enumerate(spans)
        for block in span.blocks
        if block.kind is Kind.DATE and (found := dates.stated([block]))
    ]
    # Where the others are dated above their headlines too, the first date is the first story's.
    each = sum(number > 0 and _stands_on_top(spans[number]) for number, _ in dated)
    if each and each * 2 >= len(spans) - 1 and sum(number == 0 for number, _ in dated) == 1:
        return None
    # On top of the first headline, or the only date on the page: it dates the page.
    if dated and dated[0][0] == 0 and (_stands_on_top(spans[0]) or len(dated) == 1):
        return replace(dated[0][1], basis=DateBasis.RETRIEVED)
    return None


def _masthead_date(spans: Sequence[Span]) -> FoundDate | None:
    """Return the day in the masthead that opens a page, the day it was seen."""
    blocks = [block for span in spans for block in span.blocks]
    opens = [block for block in blocks[:_MASTHEAD] if block.kind is Kind.DATE or block.rule == "ticker"]
    found = dates.stated(in_masthead(blocks)) if opens else None
    return replace(found, basis=DateBasis.RETRIEVED) if found else None


def in_masthead(blocks: Sequence[Block]) -> list[Block]:
    """Return the day that a site prints on top of its pages.

    It stands right under the rates of the day, or twice as a clock does, or has its weekday and is parted by other
    lines from the headline.
    """
    title = next((number for number, block in enumerate(blocks) if block.kind is Kind.TITLE), 0)
    above = title or next((number for number, block in enumerate(blocks) if block.kept), 0)
    days = [number for number, block in enumerate(blocks[:above]) if block.kind is Kind.DATE]
    if len(days) > 1 and _says_day_twice(blocks[days[0]], blocks[days[1]]):
        return [blocks[days[0]], blocks[days[1]]]
    # Of several days above a headline a later one that opens the page, or has its weekday, is that of the visit.
    on_top = len(days) > 1 and (days[0] == 0 or _WEEKDAY.search(blocks[days[0]].text))
    if on_top and _is_later(blocks[days[0]], blocks[days[-1]]):
        return [blocks[days[0]]]
    first = next((number for number in days if number < title), title)
    if first < title and first and all(block.rule == "ticker" for block in blocks[:first]):
        return [blocks[first]]
    return [blocks[first]] if title - first > _MASTHEAD and _WEEKDAY.match(blocks[first].text) else []


def under_rates(spans: Sequence[Span]) -> frozenset[int]:
    """Return the lines of the days that stand right under the rates of the day, wherever a page begins."""
    blocks = [block for span in spans for block in span.blocks]
    return frozenset(
        day.line for above, day in pairwise(blocks) if day.kind is Kind.DATE and above.rule == "ticker" and not day.kept
    )


def _says_day_twice(first: Block, second: Block) -> bool:
    """Return whether two lines say the same day as a clock does: in the same words, or each with its weekday."""
    if first.text == second.text:
        return True
    one, other = dates.stated([first]), dates.stated([second])
    weekdays = _WEEKDAY.match(first.text) and _WEEKDAY.match(second.text)
    return weekdays is not None and one is not None and other is not None and one.day == other.day


def _is_later(first: Block, second: Block) -> bool:
    one, other = dates.stated([first]), dates.stated([second])
    return one is not None and other is not None and one.day > other.day


def _stands_on_top(span: Span) -> bool:
    kinds = [block.kind for block in span.blocks]
    return Kind.TITLE not in kinds or kinds.index(Kind.DATE) < kinds.index(Kind.TITLE)


def seen_on(retrieved: dt.date | None, page_day: FoundDate | None, latest: FoundDate | None) -> FoundDate | None:
    """Return the day on which a page was seen: printed on it, noted in sources.yaml, or no earlier than its stories."""
    if page_day:
        return page_day
    if retrieved:
        return FoundDate(retrieved, DateBasis.RETRIEVED, "sources.yaml")
    return replace(latest, basis=DateBasis.RETRIEVED) if latest else None
