"""The parts of a document: runs of short lines, each with the prose under it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import takewhile

import msgspec

from generator.ingest.named_fields import HEADLINE_FIELD
from generator.ingest.repair import fold
from generator.ingest.sentence_heads import find_heads
from generator.ingest.shape import is_cut_off, is_prose, sentence_breaks
from generator.ingest.words import count_words
from generator.model import EDITOR_RULE, Block, Kind

_BODY_KINDS = (Kind.TABLE, Kind.QUOTE)
# What stands above a headline and belongs to it.
FURNITURE = ("date line", "byline", "breadcrumb", "clock", "separator", "read-time", "archive-mark", "field")
_PAGE_DATE = re.compile(r"(?:date|дата):? \d{4}-\d\d-\d\d", re.IGNORECASE)
# A headline may be a sentence, of so many words at most, and the label above it has so many.
_LONGEST_SENTENCE, _LONGEST_LABEL = 30, 3
_LEAST_QUESTION, _LEAST_CUT = 6, 15  # words
# So many lines of so many words at most, under a colon, are a list.
_TIGHT = 4  # lines
_LEAST_LISTED, _MOST_LISTED, _LONGEST_LISTED, _LEAST_HEAD = 2, 30, 6, 3


class Part(msgspec.Struct, frozen=True):
    """A run of short lines and the prose under it: indexes into the document's blocks.

    `heads` are the short lines, `body` the prose; `start` and `end` span both and the furniture between and after.
    """

    start: int
    heads: tuple[int, ...]
    body: tuple[int, ...]
    end: int


def parts_of(blocks: Sequence[Block], begins: Collection[int], joins: Collection[int]) -> list[Part]:
    """Return the parts of a document, in order; an editor says on which lines a story begins, and where it goes on."""
    parts: list[Part] = []
    heads: list[int] = []
    body: list[int] = []
    start = 0
    trailing = dates_trail(blocks)
    first = next((index for index, block in enumerate(blocks) if block.kept), -1)
    listed = frozenset(_listed(blocks))
    sentences = find_heads(blocks)
    for index, block in enumerate(blocks):
        if index and (begins_at(blocks, index, begins) or ((heads or body) and opens_page(block))):
            parts.append(Part(start, tuple(heads), tuple(body), index))
            start, heads, body = index, [], []
        if not block.kept:
            continue
        if (
            (index in listed and body)
            or _is_body(blocks, index, bool(body), trailing, index == first, index in sentences)
            or (heads and _asks(blocks, index))
        ):
            body.append(index)
        elif block.rule != EDITOR_RULE or block.line in begins or block.line in joins:
            # Another short line that an editor keeps heads nothing.
            if body:
                end = index if trailing else _furniture_end(blocks, body[-1] + 1, index)
                parts.append(Part(start, tuple(heads), tuple(body), end))
                start, heads, body = end, [], []
            heads.append(index)
    parts.append(Part(start, tuple(heads), tuple(body), len(blocks)))
    return parts


def _listed(blocks: Sequence[Block]) -> Iterator[int]:
    """Yield the short lines that a colon announces, with the line that it ends: several, alike, prose below them."""
    kept = [index for index, block in enumerate(blocks) if block.kept]
    for place, index in enumerate(kept):
        if not _announces(blocks[index].text, blocks[kept[place - 1]].text if place else ""):
            continue
        below = takewhile(lambda at: _could_be_listed(blocks[at]), kept[place + 1 : place + 1 + _MOST_LISTED])
        run = list(below)
        after = kept[place + 1 + len(run) : place + 2 + len(run)]
        alike = len({blocks[at].gap for at in run}) == 1 and run[-1] - index == len(run)
        if len(run) >= _LEAST_LISTED and alike and after and is_prose(blocks[after[0]].text):
            yield from (index, *run)


def _announces(text: str, above: str) -> bool:
    """Return whether a line says that a list follows: it ends in a colon, and is prose or stands under some."""
    return text.endswith(":") and (is_prose(text) or (count_words(text) >= _LEAST_HEAD and is_prose(above)))


def _could_be_listed(block: Block) -> bool:
    return block.kind is Kind.PARAGRAPH and count_words(block.text) <= _LONGEST_LISTED and not is_prose(block.text)


def opens_page(block: Block) -> bool:
    """Return whether a block is the date that a scraper sets before the text of a page: "date 2025-02-05"."""
    return block.kind is Kind.DATE and _PAGE_DATE.match(block.text) is not None


def begins_at(blocks: Sequence[Block], index: int, begins: Collection[int]) -> bool:
    """Return whether an editor says that a story begins at a block: the first one of the line."""
    line = blocks[index].line
    return line in begins and (not index or blocks[index - 1].line != line)


def dates_trail(blocks: Sequence[Block]) -> bool:
    """Return whether a page dates its stories at their end: a date follows the last one, none heads the first one."""
    prose = [index for index, block in enumerate(blocks) if block.kept and is_prose(block.text)]
    if not prose or not any(block.kind is Kind.DATE for block in blocks[prose[-1] + 1 : prose[-1] + 4]):
        return False
    heads = [index for index in range(prose[0]) if blocks[index].kept]
    first = heads[-1] - 1 if heads else 0
    return all(block.kind is not Kind.DATE for block in blocks[max(0, first) : prose[0] + 1])


def _furniture_end(blocks: Sequence[Block], start: int, head: int) -> int:
    """Return where the furniture between two stories changes hands: dates right above a headline are its own."""
    for index in range(head, start, -1):
        if blocks[index - 1].rule not in FURNITURE:
            return _tight_date(blocks, start, head) or index
    return (
        head
        if any(blocks[index].kind is Kind.DATE for index in range(start, head)) and _dates_below(blocks, head)
        else start
    )


def _tight_date(blocks: Sequence[Block], start: int, head: int) -> int | None:
    """Return where the day of a story stands, parted by a blank line from the text above and by none from its headline.

    The number of its readers may stand between. Under how long it takes to read, a blank line parts nothing.
    """
    timed = head > start and blocks[head - 1].rule == "read-time"
    for at in range(head - 1, max(start, head - _TIGHT) - 1, -1):
        if blocks[at + 1].gap and not (timed and at + 1 == head):
            return None
        if blocks[at].kind is Kind.DATE and blocks[at].gap:
            return None if _dates_below(blocks, head) else at
    return None


def _dates_below(blocks: Sequence[Block], head: int) -> bool:
    below = blocks[head + 1 : head + 4]
    # Behind the text stands the date of what comes next.
    end = next(
        (
            number
            for number, block in enumerate(below)
            if block.kept and (is_prose(block.text) or _asks(blocks, head + 1 + number))
        ),
        len(below),
    )
    return any(block.kind is Kind.DATE for block in below[:end])


def _is_body(blocks: Sequence[Block], index: int, inside: bool, trailing: bool, first: bool, heads_text: bool) -> bool:
    block = blocks[index]
    if block.rule == HEADLINE_FIELD:
        return False
    if block.kind in _BODY_KINDS or is_prose(block.text):
        return block.kind in _BODY_KINDS or not (
            _is_set_as_headline(blocks, index, inside, trailing, first) or heads_text
        )
    following = next((other for other in blocks[index + 1 : index + 3] if other.kept), None)
    later = inside or any(is_prose(other.text) for other in blocks[max(0, index - 12) : index] if other.kept)
    # The last words of a document may break off.
    if later and index == len(blocks) - 1 and sentence_breaks(block.text) and count_words(block.text) >= _LEAST_CUT:
        return True
    if later and block.text.endswith(":") and following and following.kind in (Kind.ITEM, Kind.TABLE, Kind.QUOTE):
        return True
    if block.kind is not Kind.ITEM:
        return False
    # A short item belongs to a list in the body, unless it stands alone above prose: then it is a headline.
    beside = [blocks[at] for at in (index - 1, index + 1) if 0 <= at < len(blocks)]
    listed = any(other.kind is Kind.ITEM and other.kept for other in beside)
    return listed and later


def _asks(blocks: Sequence[Block], index: int) -> bool:
    """Return whether a question is the text of a teaser: the byline of its headline stands above it, none below."""
    text = blocks[index].text
    if not index or not text.endswith("?") or count_words(text) < _LEAST_QUESTION:
        return False
    below = blocks[index + 1 : index + 2]
    return blocks[index - 1].rule == "byline" and not any(
        block.rule == "byline" or is_prose(block.text) for block in below
    )


def _is_set_as_headline(blocks: Sequence[Block], index: int, inside: bool, trailing: bool, first: bool) -> bool:
    """Return whether a sentence heads a story: over its date at the top of a page, or twice with a label between.

    On a page that dates its stories at their end it stands between a label and the text.
    """
    text = blocks[index].text
    if count_words(text) > _LONGEST_SENTENCE or sentence_breaks(text) or is_cut_off(text) or text.endswith(":"):
        return False
    if first and index + 2 < len(blocks) and blocks[index + 1].kind is Kind.DATE:
        # Where a date stands above it too, each item of a list is dated so.
        return not (index and blocks[index - 1].kind is Kind.DATE)
    if trailing and index and index + 1 < len(blocks) and is_prose(blocks[index + 1].text):
        label, above = blocks[index - 1], blocks[index - 2] if index > 1 else None
        if count_words(label.text) <= _LONGEST_LABEL and label.kind is not Kind.DATE and not is_prose(label.text):
            return above is None or above.kind is Kind.DATE
    folded = fold(text)
    for apart in (2, 3):
        for upper in (index - apart, index):
            other = upper if upper != index else index + apart
            if 0 <= other < len(blocks) and fold(blocks[other].text) == folded:
                prose = sum(is_prose(block.text) for block in blocks[upper + 1 : upper + apart])
                # Between them its deck may stand, on top of the page.
                return not prose or (prose == 1 and not inside)
    return False
