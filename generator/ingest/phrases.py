"""Finding many phrases in a text at once, in time that grows with the text and not with the number of phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from typing import NamedTuple

import msgspec

from generator.ingest.lookup import Lookup, offsets, pieces_of

_PIECE = re.compile(r"[^\W_]+")
# What may stand between the words of a phrase, and the word behind it.
_NEXT = re.compile(r"[\s.'’‑-]{1,3}([^\W_]+)")


class Hit(NamedTuple):
    """A phrase found in a text: the phrase as given, and where it stands, in characters."""

    phrase: str
    start: int
    end: int


class _Entry(msgspec.Struct, frozen=True):
    phrase: str
    pieces: tuple[tuple[str, bool], ...]  # each word, and whether any ending may follow it


class PhraseFinder:
    """Knows whole words and phrases; a trailing `*` on a word stands for any ending. The longest phrase wins."""

    def __init__(self, phrases: Iterable[str], ignore_case: bool) -> None:
        self.fold = str.casefold if ignore_case else str
        self.entries = tuple(entry for phrase in phrases if (entry := self._entry(phrase)).pieces)
        self._alone: Finders | None = None

    def _entry(self, phrase: str) -> _Entry:
        words = _PIECE.finditer(phrase)
        return _Entry(phrase, tuple((self.fold(word[0]), phrase.startswith("*", word.end())) for word in words))

    def find(self, text: str) -> list[Hit]:
        """Return the phrases in a text, in order, none overlapping another."""
        if self._alone is None:
            self._alone = Finders([self])
        return self._alone.find(text)[0]


class _Start(msgspec.Struct, frozen=True):
    """A word in a piece of text at which phrases of a finder may begin: the finder's number, and where it stands."""

    finder: int
    start: int
    end: int
    entries: tuple[_Entry, ...]


class Finders:
    """Several finders that go through a text together: once, whatever their number."""

    def __init__(self, finders: Sequence[PhraseFinder]) -> None:
        self._finders = tuple(finders)
        self._starts = Lookup(self._starts_in)
        # By what their first word is, and whether any ending may follow it: the phrases, with their finders' numbers.
        self._by_word: dict[tuple[str, bool], list[tuple[int, _Entry]]] = {}
        for number, finder in enumerate(finders):
            for entry in finder.entries:
                self._by_word.setdefault(entry.pieces[0], []).append((number, entry))
        self._folds = [(fold, [f.fold is fold for f in self._finders]) for fold in {f.fold: 0 for f in self._finders}]
        self._lengths = sorted({len(word) for word, any_ending in self._by_word if any_ending}, reverse=True)
        self.longest = max((len(entry.pieces) for finder in finders for entry in finder.entries), default=0)

    def find(self, text: str) -> tuple[list[Hit], ...]:
        """Return for each finder the phrases in a text, in order, none overlapping another of the same finder."""
        hits: tuple[list[Hit], ...] = tuple([] for _ in self._finders)
        pieces = pieces_of(text)
        starts_at = list(map(self._starts.__getitem__, pieces))
        found = list(compress(range(len(pieces)), starts_at))
        if not found:
            return hits
        places = offsets(text, pieces)
        for at in found:
            offset = places[at]
            for start in starts_at[at]:
                own = hits[start.finder]
                if own and offset + start.start < own[-1].end:
                    continue
                if hit := self._fit(start, text, offset):
                    own.append(hit)
        return hits

    def _starts_in(self, piece: str) -> tuple[_Start, ...]:
        """Return the starts in a piece of text between white space, in the order of its words."""
        return tuple(start for word in _PIECE.finditer(piece) for start in self._starts_at(word))

    def _starts_at(self, word: re.Match[str]) -> Iterator[_Start]:
        for fold, fits in self._folds:
            folded = fold(word[0])
            entries = list(self._by_word.get((folded, False), ()))
            for length in self._lengths:
                if length <= len(folded):
                    entries += self._by_word.get((folded[:length], True), ())
            if not entries:
                continue
            # The longest phrase first; of those as long, one without an ending, then the one with the longer beginning.
            entries.sort(key=_size, reverse=True)
            for finder in sorted({number for number, _ in entries if fits[number]}):
                own = tuple(entry for number, entry in entries if number == finder)
                yield _Start(finder, word.start(), word.end(), own)

    def _fit(self, start: _Start, text: str, offset: int) -> Hit | None:
        """Return the first of the entries at a start that goes on as the text does."""
        if len(start.entries[0].pieces) == 1:
            return Hit(start.entries[0].phrase, offset + start.start, offset + start.end)
        fold = self._finders[start.finder].fold
        words: list[str] = [""]
        ends = [offset + start.end]
        for entry in start.entries:
            for at in range(1, len(entry.pieces)):
                if at == len(ends):
                    following = _NEXT.match(text, ends[-1])
                    if not following:
                        break
                    words.append(fold(following[1]))
                    ends.append(following.end())
                piece, any_ending = entry.pieces[at]
                if words[at] != piece and not (any_ending and words[at].startswith(piece)):
                    break
            else:
                return Hit(entry.phrase, offset + start.start, ends[len(entry.pieces) - 1])
        return None


def _size(item: tuple[int, _Entry]) -> tuple[int, int]:
    return len(item[1].pieces), len(item[1].phrase)
