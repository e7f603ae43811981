"""What was worked out for a piece of text, remembered: news repeat their words, and pages their furniture."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate
from operator import add
from sys import intern
from typing import TypeVar

T = TypeVar("T")

# A lookup holds twice as many answers at most, some 3 MB: ever new input cannot fill the memory. When so many are new,
# those before them go, but for what was asked for since.
_MOST = 10_000
# Longer keys are rare, hardly come back, and would fill the memory.
_LONGEST = 400  # characters


_NO_SPACE = re.compile(r"\S+")


class Lookup(dict[str, T]):
    """A function of a text as a mapping: `lookup[text]` is the answer, worked out when it is first asked for.

    A text taken apart at white space and looked up piece by piece costs a tenth of what a regular expression takes,
    since finding a known piece runs no Python code.
    """

    __slots__ = ("_before", "_function")

    def __init__(self, function: Callable[[str], T]) -> None:
        super().__init__()
        self._function = function
        self._before: dict[str, T] = {}

    def __missing__(self, text: str) -> T:
        if text in self._before:
            answer = self._before[text]
        else:
            answer = self._function(text)
            if len(text) > _LONGEST:
                return answer
            text = intern(text)  # the same words are keys of other lookups
        if len(self) >= _MOST:
            self._before = dict(self)
            self.clear()
        self[text] = answer
        return answer


@lru_cache(maxsize=512)
def pieces_of(text: str) -> Sequence[str]:
    """Return the pieces of a text between white space: every stage asks for them."""
    return text.split()


def offsets(text: str, pieces: Sequence[str]) -> list[int]:
    """Return where the pieces of a text between white space begin in it, in characters."""
    # One space between any two is the rule, and then nothing needs to be looked for.
    if sum(map(len, pieces)) + len(pieces) - 1 == len(text):
        return list(map(add, accumulate(map(len, pieces), initial=0), range(len(pieces))))
    return [match.start() for match in _NO_SPACE.finditer(text)]
