"""The body of an edited article: what the cleaner changed since goes into the lines that the editor left alone.

A merge of three versions by lines, as diff3 does it (Khanna, Kunal and Pierce 2007, "A formal investigation of diff3"),
with one difference: changes that only touch each other, in two paragraphs that follow one another, do not clash. No
library that merges three texts has a licence which suits this project's, so the comparison is difflib's and the rest is
here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

import msgspec

from generator.ingest.clash import Clash

_WORD = re.compile(r"\w+")
# Lines that may follow one another without a blank line between them: items, rows of a table, quotations.
_LISTED = re.compile(r"\s*(?:[-*+]\s|\d+[.)]\s|\||>)")


class _Line(msgspec.Struct, frozen=True):
    text: str
    blank: str  # the blank lines above it, as they are

    @property
    def sort(self) -> str:
        """What the line is part of: lines of one sort may stand together, paragraphs may not."""
        match = _LISTED.match(self.text)
        return ("1" if match[0].strip()[0].isdigit() else match[0].strip()[0]) if match else ""


class _Change(msgspec.Struct, frozen=True):
    """Lines `start` to `end` of the base, which one side has replaced by lines `first` to `last` of its own."""

    start: int
    end: int
    first: int
    last: int

    @property
    def growth(self) -> int:
        return (self.last - self.first) - (self.end - self.start)


@dataclass(slots=True)
class _Place:
    """A stretch of the base that one side changed, or both."""

    start: int
    end: int
    mine: list[_Change] = field(default_factory=list)
    theirs: list[_Change] = field(default_factory=list)

    def is_touched_by(self, change: _Change) -> bool:
        """Return whether a change, which begins no earlier than this place, is of the same lines.

        Two additions at one point are, since nothing says which comes first.
        """
        return change.start < self.end or (self.start == self.end == change.start == change.end)


def merge_bodies(base: str, mine: str, theirs: str) -> tuple[str, tuple[Clash, ...]]:
    """Return the editor's body with the cleaner's changes from base to theirs, and where both changed the same place.

    There the editor's lines stay. The lines of the clashes count from 0 at the top of the merged body.
    """
    old, edited, fresh = _lines(base), _lines(mine), _lines(theirs)
    output = _Output(edited, fresh)
    position = in_mine = in_theirs = 0
    for place in _places(old, edited, fresh):
        equal = place.start - position
        output.take(edited, in_mine, in_mine + equal)
        in_mine, in_theirs = in_mine + equal, in_theirs + equal
        size = place.end - place.start
        mine_end = in_mine + size + sum(change.growth for change in place.mine)
        theirs_end = in_theirs + size + sum(change.growth for change in place.theirs)
        own, other = edited[in_mine:mine_end], fresh[in_theirs:theirs_end]
        if place.mine:
            if place.theirs and _texts(own) != _texts(other):
                output.clash(other)
            output.take(edited, in_mine, mine_end)
        else:
            output.take(fresh, in_theirs, theirs_end)
        position, in_mine, in_theirs = place.end, mine_end, theirs_end
    output.take(edited, in_mine, len(edited))
    written = len(mine.rstrip())
    end = mine.find("\n", written) if written else 0
    ending = mine[end:] if end >= 0 else ""
    return output.text(ending or "\n"), tuple(output.clashes())


def _lines(text: str) -> list[_Line]:
    found, blank = [], ""
    for line in text.split("\n"):
        if line.strip():
            found.append(_Line(line, blank))
            blank = ""
        else:
            blank += line + "\n"
    return found


def _texts(lines: Sequence[_Line]) -> list[str]:
    return [line.text.rstrip() for line in lines]


def _changes(old: Sequence[_Line], new: Sequence[_Line]) -> list[_Change]:
    # difflib passes over lines that a long text repeats again and again, which also keeps it from going quadratic.
    codes = SequenceMatcher(None, _texts(old), _texts(new)).get_opcodes()
    changes = (_Change(*positions) for tag, *positions in codes if tag != "equal")
    return [part for change in changes for part in _parts(change, old, new)]


def _parts(change: _Change, old: Sequence[_Line], new: Sequence[_Line]) -> list[_Change]:
    """Return a change line by line where each line is plainly a new version of the one in its place."""
    size = change.end - change.start
    starts = range(size)
    if change.growth or not all(_is_version(old[change.start + at], new[change.first + at]) for at in starts):
        return [change]
    return [
        _Change(change.start + at, change.start + at + 1, change.first + at, change.first + at + 1) for at in starts
    ]


def _is_version(old: _Line, new: _Line) -> bool:
    one, two = (Counter(_WORD.findall(line.text)) for line in (old, new))
    return 2 * (one & two).total() >= max(one.total(), two.total())


def _places(old: Sequence[_Line], edited: Sequence[_Line], fresh: Sequence[_Line]) -> list[_Place]:
    changes = [(change, True) for change in _changes(old, edited)]
    changes += [(change, False) for change in _changes(old, fresh)]
    places: list[_Place] = []
    for change, is_mine in sorted(changes, key=lambda item: (item[0].start, item[0].end)):
        if not places or not places[-1].is_touched_by(change):
            places.append(_Place(change.start, change.end))
        place = places[-1]
        place.end = max(place.end, change.end)
        (place.mine if is_mine else place.theirs).append(change)
    return places


class _Output:
    """The merged lines as they come, from both sides."""

    def __init__(self, mine: list[_Line], theirs: list[_Line]) -> None:
        self._sides = {id(mine): "mine", id(theirs): "theirs"}
        self._pieces: list[str] = []
        self._last: tuple[list[_Line], int] | None = None
        self._clashes: list[tuple[int, Sequence[_Line]]] = []

    def take(self, side: list[_Line], start: int, end: int) -> None:
        """Add lines of one side, with the blank lines that they have there or need here."""
        for index in range(start, end):
            line = side[index]
            self._pieces.append((self._blank(side, index) if self._pieces else "") + line.text)
            self._last = side, index

    def _blank(self, side: list[_Line], index: int) -> str:
        line = side[index]
        assert self._last is not None
        before, at = self._last
        follows = before is side and at == index - 1
        stands_close = line.sort and line.sort == before[at].sort
        return line.blank if line.blank or follows or stands_close else "\n"

    def clash(self, wanted: Sequence[_Line]) -> None:
        """Note that the other side would have written something else from here on."""
        self._clashes.append((len(self._pieces), wanted))

    def text(self, ending: str) -> str:
        """Return everything taken as one text."""
        return "\n".join(self._pieces) + (ending if self._pieces else "")

    def clashes(self) -> Iterator[Clash]:
        """Yield each clash with the line of the text on which it stands."""
        numbers = []
        number = -1
        for piece in self._pieces:
            number += 1 + piece.count("\n")
            numbers.append(number)
        for at, wanted in self._clashes:
            line = numbers[min(at, len(numbers) - 1)] if numbers else 0
            yield Clash(line, " ".join(line.text.strip() for line in wanted))
