"""Finding many phrases in a text at once, in time that grows with the text and not with the number of phrases."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

import msgspec
from ahocorasick_rs import AhoCorasick, MatchKind

from generator.ingest.lookup import Lookup

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


# An entry with its place among those that begin with the same word.
_Ranked: TypeAlias = tuple[int, _Entry]


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
    """The phrases of a finder, by its number, that may begin at a word, each longer one before the shorter ones.

    `alone` is the phrase that is this word and nothing else. The others stand by their second word; those of `open` by
    the beginning of it.
    """

    finder: int
    alone: str | None
    closed: dict[str, tuple[_Ranked, ...]]
    open: dict[str, tuple[_Ranked, ...]]

    @classmethod
    def of(cls, finder: int, entries: Iterable[_Entry]) -> _Start:
        alone: str | None = None
        seconds: tuple[dict[str, tuple[_Ranked, ...]], ...] = {}, {}
        # The longest phrase first; of those as long, one without an ending, then the one with the longer beginning.
        for rank, entry in enumerate(sorted(entries, key=_size, reverse=True)):
            if len(entry.pieces) == 1:
                alone = alone or entry.phrase
            else:
                word, any_ending = entry.pieces[1]
                seconds[any_ending][word] = (*seconds[any_ending].get(word, ()), (rank, entry))
        return cls(finder, alone, *seconds)

    def followed_by(self, word: str) -> Sequence[_Ranked]:
        """Return the phrases that may go on with a word, in their order."""
        found = self.closed.get(word, ())
        if self.open:
            for beginning, entries in self.open.items():
                if word.startswith(beginning):
                    found += entries
        return sorted(found) if len(found) > 1 else found


# Those who look for phrases look through the same text, one after the other.
_casefolded = lru_cache(maxsize=4)(str.casefold)


class Finders:
    """Several finders that go through a text together: once, whatever their number."""

    def __init__(self, finders: Sequence[PhraseFinder]) -> None:
        self._finders = tuple(finders)
        self._starts = Lookup(self._starts_at)
        # By what their first word is, and whether any ending may follow it: the phrases, with their finders' numbers.
        self._by_word: dict[tuple[str, bool], list[tuple[int, _Entry]]] = {}
        for number, finder in enumerate(finders):
            for entry in finder.entries:
                self._by_word.setdefault(entry.pieces[0], []).append((number, entry))
        self._folds = [(fold, [f.fold is fold for f in self._finders]) for fold in {f.fold: 0 for f in self._finders}]
        self._lengths = sorted({len(word) for word, any_ending in self._by_word if any_ending}, reverse=True)
        self._scans = [(fold, self._scan(fold)) for fold, _ in self._folds]
        self.longest = max((len(entry.pieces) for finder in finders for entry in finder.entries), default=0)

    def _scan(self, fold: Callable[[str], str]) -> AhoCorasick:
        """Return what finds the first words of the phrases of the finders that fold a text so."""
        first = {entry.pieces[0][0] for finder in self._finders if finder.fold is fold for entry in finder.entries}
        # Words do not overlap: what is found first in one begins it, if anything that is looked for does.
        return AhoCorasick(sorted(first), matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str) -> tuple[list[Hit], ...]:
        """Return for each finder the phrases in a text, in order, none overlapping another of the same finder."""
        hits: tuple[list[Hit], ...] = tuple([] for _ in self._finders)
        for place in self._places(text):
            if (word := _PIECE.match(text, place)) is None:
                continue
            for start in self._starts[word[0]]:
                own = hits[start.finder]
                if own and place < own[-1].end:
                    continue
                if hit := self._fit(start, text, place, word.end()):
                    own.append(hit)
        return hits

    def _places(self, text: str) -> list[int]:
        """Return where in a text a word stands at which a phrase may begin."""
        places: set[int] = set()
        for fold, scan in self._scans:
            folded = text if fold is str else _casefolded(text)
            if len(folded) != len(text):  # a letter becomes two: the places in one are not those in the other
                return [word.start() for word in _PIECE.finditer(text)]
            places.update([at for _, at, _ in scan.find_matches_as_indexes(folded)])
        return sorted([at for at in places if not at or not text[at - 1].isalnum()])

    def _starts_at(self, word: str) -> tuple[_Start, ...]:
        """Return the phrases that may begin at a word, with their finders, by the numbers of these."""
        starts: list[_Start] = []
        for fold, fits in self._folds:
            folded = fold(word)
            entries = list(self._by_word.get((folded, False), ()))
            for length in self._lengths:
                if length <= len(folded):
                    entries += self._by_word.get((folded[:length], True), ())
            for finder in sorted({number for number, _ in entries if fits[number]}):
                starts.append(_Start.of(finder, (entry for number, entry in entries if number == finder)))
        return tuple(starts)

    def _fit(self, start: _Start, text: str, place: int, end: int) -> Hit | None:
        """Return the first of the phrases at a word, from `place` to `end`, that goes on as the text does."""
        following = _NEXT.match(text, end) if start.closed or start.open else None
        if following:
            fold = self._finders[start.finder].fold
            words, ends = [fold(following[1])], [following.end()]
            for _, entry in start.followed_by(words[0]):
                for at, (piece, any_ending) in enumerate(entry.pieces[2:], 1):
                    if at == len(ends):
                        following = _NEXT.match(text, ends[-1])
                        if not following:
                            break
                        words.append(fold(following[1]))
                        ends.append(following.end())
                    if words[at] != piece and not (any_ending and words[at].startswith(piece)):
                        break
                else:
                    return Hit(entry.phrase, place, ends[len(entry.pieces) - 2])
        return Hit(start.alone, place, end) if start.alone else None


def _size(entry: _Entry) -> tuple[int, int]:
    return len(entry.pieces), len(entry.phrase)
