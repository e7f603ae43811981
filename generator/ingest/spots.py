"""Patterns that are tried only on the texts, and at the words, that can match them.

`re` tries every choice of a pattern at every letter. Here the words of a text are looked up, once for all patterns:
most texts hold nothing that a pattern wants, and in the others it is tried where a word stands with which it begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, reduce
from itertools import compress
from operator import or_

from generator.ingest.lookup import Lookup, offsets, pieces_of
from generator.ingest.needles import Runs, Sieve, beginnings

_signs: list[str] = []


def sign(pattern: str) -> int:
    """Return the bit, for `signs`, of a pattern whose letters may have either case. Each rule asks for it once."""
    _signs.append(pattern)
    _sieve.cache_clear()
    signs.cache_clear()
    return 1 << len(_signs) - 1


@lru_cache(maxsize=1)
def _sieve() -> tuple[Lookup[int], int]:
    sieve = Sieve(_signs)
    return Lookup(sieve.held), sieve.always


@lru_cache(maxsize=1024)
def signs(text: str) -> int:
    """Return the bits of the patterns that may match a text; the others do not."""
    held, always = _sieve()
    return reduce(or_, filter(None, map(held.__getitem__, pieces_of(text))), always)


class Spots:
    """A pattern without regard to case, of many choices each of which begins with a word or a sign.

    It finds what `re` finds. Its bit for `signs` is `sign`.
    """

    def __init__(self, pattern: str, flags: re.RegexFlag = re.IGNORECASE) -> None:
        self._compiled = re.compile(pattern, flags)
        self.sign = sign(pattern)
        # Where in a piece of text between white space the pattern can begin.
        self._places = Lookup(Runs(beginnings(pattern)).places)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches in a text, in order, none overlapping another."""
        if not signs(text) & self.sign:
            return
        pieces = pieces_of(text)
        inside = list(map(self._places.__getitem__, pieces))
        if not any(inside):
            return
        end = 0
        places = offsets(text, pieces)
        for number in compress(range(len(pieces)), inside):
            for start in inside[number]:
                if places[number] + start >= end and (match := self._compiled.match(text, places[number] + start)):
                    end = match.end()
                    yield match

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match in a text, or None."""
        return next(self.finditer(text), None)
