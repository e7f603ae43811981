"""Finding many phrases in a text at once, in time that grows with the text and not with the number of phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_PIECE = re.compile(r"[^\W_]+")
_REMEMBERED = 200_000
_GAP = re.compile(r"[\s.'’‑-]{1,3}")


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
    """Finds whole words and phrases; a trailing `*` on a word stands for any ending. The longest phrase wins."""

    def __init__(self, phrases: Iterable[str], ignore_case: bool) -> None:
        self._fold = str.casefold if ignore_case else str
        self._exact: dict[str, list[_Entry]] = {}
        self._prefix: dict[str, list[_Entry]] = {}
        for phrase in phrases:
            pieces = tuple(
                (self._fold(match[0]), phrase[match.end() : match.end() + 1] == "*")
                for match in _PIECE.finditer(phrase)
            )
            if pieces:
                first, any_ending = pieces[0]
                (self._prefix if any_ending else self._exact).setdefault(first, []).append(_Entry(phrase, pieces))
        self._lengths = sorted({len(stem) for stem in self._prefix}, reverse=True)
        self._starting: dict[str, tuple[_Entry, ...]] = {}

    def find(self, text: str) -> list[Hit]:
        """Return the phrases in a text, in order, none overlapping another."""
        words = [(match.start(), match.end()) for match in _PIECE.finditer(text)]
        folded = [self._fold(text[start:end]) for start, end in words]
        hits: list[Hit] = []
        free_from = 0
        for index, word in enumerate(folded):
            candidates = self._starting.get(word)
            if candidates is None:
                candidates = self._starting[word] = self._begin_with(word)
            if not candidates or index < free_from:
                continue
            best = next((entry for entry in candidates if _fits(entry, text, words, folded, index)), None)
            if best is not None:
                free_from = index + len(best.pieces)
                hits.append(Hit(best.phrase, words[index][0], words[free_from - 1][1]))
        return hits

    def _begin_with(self, word: str) -> tuple[_Entry, ...]:
        """Return the entries whose first word fits, the longest first. Each word of the language is asked for once."""
        if len(self._starting) > _REMEMBERED:
            self._starting.clear()
        found = list(self._exact.get(word, ()))
        for length in self._lengths:
            if length <= len(word):
                found += self._prefix.get(word[:length], ())
        return tuple(sorted(found, key=lambda entry: (len(entry.pieces), len(entry.phrase)), reverse=True))


def _fits(entry: _Entry, text: str, words: list[tuple[int, int]], folded: list[str], index: int) -> bool:
    if index + len(entry.pieces) > len(words):
        return False
    for offset, (piece, any_ending) in enumerate(entry.pieces):
        word = folded[index + offset]
        if word != piece and not (any_ending and word.startswith(piece)):
            return False
        if offset and not _GAP.fullmatch(text, words[index + offset - 1][1], words[index + offset][0]):
            return False
    return True
