"""Which piece of which line of a raw document each block is: the blocks laid over the document as it came.

A block holds its text with white space made plain, lines joined and marks of lists taken off. So it is looked for in
the characters of the lines that are no white space, from where the block before it ended. Bars between cells count as
white space: for some of them the text has tabs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import msgspec
from msgspec.structs import replace

from generator.model import Block

_BAR = "|"
_TAKEN = "\0"  # no repaired text holds one
_LAST = '.,;:!?…)"”»'  # signs


class Line(msgspec.Struct, frozen=True):
    """A line of a raw document: its number, counted from 1, its text, and whether that had to be repaired."""

    number: int
    text: str
    repaired: bool = False


class Piece(msgspec.Struct, frozen=True):
    """A stretch of a line: its text, the number of its block (None where no block holds it), whether that starts here.

    `lost` marks words of a block that do not stand in the line as they are.
    """

    text: str
    block: int | None
    starts: bool = False
    lost: bool = False


@dataclass(slots=True)
class _Stream:
    """The characters of some lines without white space and bars, and where in the lines each of them stands."""

    text: str = ""
    columns: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, lines: Iterable[Line]) -> _Stream:
        stream, texts, length = cls(), [], 0
        for line in lines:
            stream.starts.append(length)
            texts.append(_bare(line.text))
            stream.columns.extend(at for at, char in enumerate(line.text) if not (char.isspace() or char == _BAR))
            length += len(texts[-1])
        stream.text = "".join(texts)
        stream.starts.append(length)
        return stream


def _bare(text: str) -> str:
    return "".join(text.split()).replace(_BAR, "")


class _Stretch(msgspec.Struct, frozen=True, order=True):
    start: int
    end: int
    block: int
    lost: str = ""


def lay_over(lines: Sequence[Line], blocks: Sequence[Block], ordered: bool) -> list[tuple[Piece, ...]]:
    """Return the pieces of each line; blank lines have none.

    Where the document is `ordered`, a block stands on its line or, if it was put together of several, right below; what
    no block holds (the mark of a list, a ruler) goes with the block that it belongs to. Elsewhere a block stands
    anywhere below the block before it, and what no block holds is a piece without one.
    """
    stream = _Stream.of(lines)
    stretches = sorted(_stretches(stream, lines, blocks, ordered))
    if ordered:
        stretches = list(_without_gaps(stream, stretches))
    return list(_cut(stream, lines, stretches))


def _stretches(stream: _Stream, lines: Sequence[Line], blocks: Sequence[Block], ordered: bool) -> Iterator[_Stretch]:
    numbers = [line.number for line in lines]
    cursor = index = 0
    while index < len(blocks):
        after = index + 1
        end = len(stream.text)
        if ordered:
            while after < len(blocks) and blocks[after].line == blocks[index].line:
                after += 1
            if after < len(blocks):
                end = max(cursor, stream.starts[max(0, bisect_right(numbers, blocks[after].line - 1))])
        # Of an ordered document no more than the lines in question is looked at, and changed where marks are taken out.
        first = cursor if ordered else 0
        for found in _place(stream.text[first:end], cursor - first, end - first, blocks[index:after], ordered):
            placed = replace(found, start=first + found.start, end=first + found.end, block=index + found.block)
            yield placed
            cursor = max(cursor, placed.end)
        index = after


def _place(text: str, start: int, end: int, blocks: Sequence[Block], ordered: bool) -> Iterator[_Stretch]:
    """Yield where in a part of a text without white space each block stands; markup before the text in it."""
    order = sorted(range(len(blocks)), key=lambda at: blocks[at].rule != "markup")
    cursor = start
    for at in order:
        is_markup = blocks[at].rule == "markup"
        whole = _bare(blocks[at].text)
        found = -1 if is_markup else text.find(whole, cursor, end)
        if found >= 0:
            yield _Stretch(found, found + len(whole), at)
            cursor = found + len(whole)
            continue
        words = blocks[at].text.replace(_BAR, " ").split()
        position, limit = (start, end) if ordered else _near(text, cursor, words)
        position = position if is_markup else max(position, cursor)
        lost: list[str] = []
        taken: list[tuple[int, int]] = []
        for word in words:
            found, reached = _find(text, word, position, limit)
            if found < 0:
                lost.append(word)
                continue
            position = reached
            yield _Stretch(found, position, at)
            taken.append((found, position))
        if is_markup:
            text = _without(text, taken)
        cursor = cursor if is_markup else position
        if lost:
            yield _Stretch(position, position, at, " ".join(lost))


def _find(text: str, word: str, start: int, end: int) -> tuple[int, int]:
    """Return where a word stands, or (-1, -1).

    Before its signs may be backslashes, as Markdown escapes them, and before its last ones a link.
    """
    for one in (word, word.rstrip(_LAST)):
        if one and (found := text.find(one, start, end)) >= 0:
            return found, found + len(one)
    if word.isalnum() or "\\" not in text:
        return -1, -1
    escaped = re.compile("".join(letter if letter.isalnum() else rf"\\?{re.escape(letter)}" for letter in word))
    match = escaped.search(text, start, end)
    return match.span() if match else (-1, -1)


def _without(text: str, taken: Sequence[tuple[int, int]]) -> str:
    """Return a text in which nothing is found any more at the places that are taken, which come in order."""
    pieces, reached = [], 0
    for start, end in taken:
        pieces += [text[reached:start], _TAKEN * (end - start)]
        reached = end
    return "".join((*pieces, text[reached:]))


def _near(text: str, start: int, words: Sequence[str]) -> tuple[int, int]:
    """Return the part of a text, from a place on, in which a block that is not there word by word must stand."""
    found = text.find("".join(words[:4]), start)
    return (found, found + 2 * sum(map(len, words))) if found >= 0 else (start, start)


def _without_gaps(stream: _Stream, stretches: Sequence[_Stretch]) -> Iterator[_Stretch]:
    """Yield the stretches drawn out over what stands between them: to the left on their own line, else to the right."""
    reached, previous = 0, -1
    for stretch in stretches:
        if stretch.start > reached:
            row = stream.starts[bisect_right(stream.starts, stretch.start) - 1]
            middle = reached if previous < 0 else max(reached, row)
            if middle > reached:
                yield _Stretch(reached, middle, previous)
            if stretch.start > middle:
                yield _Stretch(middle, stretch.start, stretch.block)
        yield stretch
        reached, previous = max(reached, stretch.end), stretch.block
    if previous >= 0 and reached < len(stream.text):
        yield _Stretch(reached, len(stream.text), previous)


def _cut(stream: _Stream, lines: Sequence[Line], stretches: Sequence[_Stretch]) -> Iterator[tuple[Piece, ...]]:
    seen: set[int] = set()
    at = 0
    for row, line in enumerate(lines):
        start, end = stream.starts[row], stream.starts[row + 1]
        parts: list[tuple[int, int | None, str]] = []  # where it starts, its block, what was lost
        reached = start
        while at < len(stretches) and (stretches[at].start < end or line is lines[-1]):
            stretch = stretches[at]
            if stretch.start > reached:
                parts.append((reached, None, ""))
            if stretch.lost:
                parts.append((max(reached, stretch.start), stretch.block, stretch.lost))
            elif not parts or parts[-1][1] != stretch.block or parts[-1][2]:
                parts.append((max(start, stretch.start), stretch.block, ""))
            reached = max(reached, stretch.end)
            if stretch.end > end:
                break
            at += 1
        if reached < end:
            parts.append((reached, None, ""))
        if not parts and line.text.strip():  # bars alone
            parts.append((end, stretches[at - 1].block if at else None, ""))
        yield tuple(_pieces(stream, line, parts, end, seen))


def _pieces(
    stream: _Stream, line: Line, parts: Sequence[tuple[int, int | None, str]], end: int, seen: set[int]
) -> Iterator[Piece]:
    column = 0
    for number, (_, block, lost) in enumerate(parts):
        following = parts[number + 1][0] if number + 1 < len(parts) else end
        upto = stream.columns[following] if following < end else len(line.text)
        text = lost or line.text[column:upto]
        if not lost:
            column = upto
        if text:
            yield Piece(text, block, block is not None and block not in seen, bool(lost))
            if block is not None:
                seen.add(block)
