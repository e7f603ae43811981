"""Finding many phrases in a text at once, in time that grows with the text and not with the number of phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.ingest.memo import Memo, offsets

_PIECE = re.compile(r"[^\W_]+")
# What may stand between the words of a phrase, and the word behind it.
_NEXT = re.compile(r"[\s.'’‑-]{1,3}([^\W_]+)")


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found in a text: the phrase as given, and where it stands, in characters."""

    phrase: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Entry:
    phrase: str
    pieces: tuple[tuple[str, bool], ...]  # each word, and whether any ending may follow it


class PhraseFinder:
    """Knows whole words and phrases; a trailing `*` on a word stands for any ending. The longest phrase wins."""

    def __init__(self, phrases: Iterable[str], ignore_case: bool) -> None:
        self.fold = str.casefold if ignore_case else str
        self.longest = 0
        self._exact: dict[str, list[_Entry]] = {}
        self._prefix: dict[str, list[_Entry]] = {}
        for phrase in phrases:
            pieces = tuple(
                (self.fold(match[0]), phrase[match.end() : match.end() + 1] == "*") for match in _PIECE.finditer(phrase)
            )
            if pieces:
                first, any_ending = pieces[0]
                (self._prefix if any_ending else self._exact).setdefault(first, []).append(_Entry(phrase, pieces))
                self.longest = max(self.longest, len(pieces))
        self._lengths = sorted({len(stem) for stem in self._prefix})

    def find(self, text: str) -> list[Hit]:
        """Return the phrases in a text, in order, none overlapping another."""
        return Finders([self]).find(text)[0]

    def begin_with(self, word: str) -> tuple[_Entry, ...]:
        """Return the entries whose first word a word fits, the longest first."""
        folded = self.fold(word)
        found = list(self._exact.get(folded, ()))
        for length in reversed(self._lengths):
            if (beginning := folded[:length]) in self._prefix and length <= len(folded):
                found += self._prefix[beginning]
        if not found:
            return ()
        return tuple(sorted(found, key=lambda entry: (len(entry.pieces), len(entry.phrase)), reverse=True))


@dataclass(frozen=True, slots=True)
class _Start:
    """A word in a piece of text at which phrases of a finder may begin: the finder's number, and where it stands."""

    finder: int
    start: int
    end: int
    entries: tuple[_Entry, ...]


class Finders:
    """Several finders that go through a text together: once, whatever their number."""

    def __init__(self, finders: Sequence[PhraseFinder]) -> None:
        self._finders = tuple(finders)
        self._starts = Memo(self._starts_in)
        self.longest = max((finder.longest for finder in finders), default=0)

    def find(self, text: str) -> tuple[list[Hit], ...]:
        """Return for each finder the phrases in a text, in order, none overlapping another of the same finder."""
        hits: tuple[list[Hit], ...] = tuple([] for _ in self._finders)
        pieces = text.split()
        found = [(at, starts) for at, starts in enumerate(map(self._starts.__getitem__, pieces)) if starts]
        if not found:
            return hits
        places = offsets(text, pieces)
        for at, starts in found:
            offset = places[at]
            for start in starts:
                own = hits[start.finder]
                if own and offset + start.start < own[-1].end:
                    continue
                if hit := self._fit(start, text, offset):
                    own.append(hit)
        return hits

    def _starts_in(self, piece: str) -> tuple[_Start, ...]:
        """Return the starts in a piece of text between white space, in the order of its words."""
        return tuple(
            _Start(number, word.start(), word.end(), entries)
            for word in _PIECE.finditer(piece)
            for number, finder in enumerate(self._finders)
            if (entries := finder.begin_with(word[0]))
        )

    def _fit(self, start: _Start, text: str, offset: int) -> Hit | None:
        """Return the first of the entries at a start that goes on as the text does."""
        fold = self._finders[start.finder].fold
        words: list[str] = []
        ends = [offset + start.end]
        for entry in start.entries:
            size = len(entry.pieces)
            while len(ends) < size and (following := _NEXT.match(text, ends[-1])):
                words.append(fold(following[1]))
                ends.append(following.end())
            if len(ends) >= size and all(
                word == piece or (any_ending and word.startswith(piece))
                for word, (piece, any_ending) in zip(words, entry.pieces[1:], strict=False)
            ):
                return Hit(entry.phrase, offset + start.start, ends[size - 1])
        return None
