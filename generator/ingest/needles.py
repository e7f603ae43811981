"""What a text must hold for a pattern to match it: so that most patterns need not be tried on most lines.

The idea is that of RE2's FilteredRE2 and of Cox 2012, "Regular Expression Matching with a Trigram Index": the literal
text of a pattern says what every match contains. Here it is cut at its spaces, so that it can be looked up in the
pieces of a line between white space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

# More strings than this are not kept apart: the sets multiply with every choice in a pattern.
_MOST = 150
_ANY_DIGIT = (ops.CATEGORY, ops.CATEGORY_DIGIT)
_NOTHING_READ = (ops.AT, ops.ASSERT, ops.ASSERT_NOT)
_DIGIT = re.compile(r"\d")
# What `re` takes for the same letter without regard to case, although lower case makes another one of it
# (_casefix.py in the package re of Python), in our two alphabets.
_ODD = str.maketrans("İıſᲀᲁᲂᲃᲄᲅᲆ", "iisвдосттъ")


class _Part(NamedTuple):
    """What is known of a piece of a pattern.

    `exact` holds every string that it can match, None where they are too many; `needles` strings of which every match
    contains one, None where there are none. All are folded.
    """

    exact: frozenset[str] | None
    needles: frozenset[str] | None


_UNKNOWN = _Part(None, None)
_EMPTY = _Part(frozenset([""]), None)


def fold(text: str) -> str:
    """Return a text as needles are looked up in it: in lower case, a zero for every digit."""
    return _DIGIT.sub("0", text.translate(_ODD).lower())


def needles(pattern: str) -> frozenset[str] | None:
    """Return strings of which every text that a pattern matches contains one, folded, between white space.

    The case of letters is passed over. None where the pattern tells nothing of the kind.
    """
    return _needles(_sequence(_parser.parse(pattern)))


def _needles(part: _Part) -> frozenset[str] | None:
    return part.needles if part.exact is None else _runs(part.exact)


def _runs(texts: Iterable[str]) -> frozenset[str] | None:
    """Return the longest run of each text without white space; None where one has none."""
    found = [max(text.split(), key=len, default="") for text in texts]
    return frozenset(found) if all(found) else None


def _better(one: frozenset[str] | None, two: frozenset[str] | None) -> frozenset[str] | None:
    """Return the needles that fewer texts contain: those whose shortest is the longer one."""
    if one is None or two is None:
        return two if one is None else one
    return max(one, two, key=lambda found: (min(map(len, found)), -len(found)))


def _sequence(items: Iterable[tuple[Any, Any]]) -> _Part:
    exact: frozenset[str] = frozenset([""])
    found: frozenset[str] | None = None
    is_exact = True
    for item in items:
        part = _part(*item)
        if part.exact is not None and len(exact) * len(part.exact) <= _MOST:
            exact = frozenset(first + second for first, second in product(exact, part.exact))
            continue
        is_exact = False
        found = _better(_better(found, _runs(exact)), _needles(part))
        exact = frozenset([""]) if part.exact is None else part.exact
    return _Part(exact, None) if is_exact else _Part(None, _better(found, _runs(exact)))


def _part(operation: Any, value: Any) -> _Part:
    if operation is ops.LITERAL:
        return _Part(frozenset([fold(chr(value))]), None)
    if operation in _NOTHING_READ:
        return _EMPTY
    if operation is ops.IN and all(said[0] is ops.LITERAL or said == _ANY_DIGIT for said in value):
        return _Part(frozenset("0" if kind is ops.CATEGORY else fold(chr(code)) for kind, code in value), None)
    if operation is ops.SUBPATTERN:
        return _sequence(value[-1])
    if operation is ops.BRANCH:
        return _branch([_sequence(choice) for choice in value[1]])
    if operation in (ops.MAX_REPEAT, ops.MIN_REPEAT):
        least, most, inner = value
        return _repeat(least, most, _sequence(inner))
    return _UNKNOWN


def _branch(choices: list[_Part]) -> _Part:
    if all(choice.exact is not None for choice in choices):
        exact = frozenset[str]().union(*(choice.exact or () for choice in choices))
        if len(exact) <= _MOST:
            return _Part(exact, None)
    found = [_needles(choice) for choice in choices]
    return _Part(None, frozenset[str]().union(*(one or () for one in found)) if all(found) else None)


def _repeat(least: int, most: int, inner: _Part) -> _Part:
    if (least, most) == (0, 1):
        return _UNKNOWN if inner.exact is None else _Part(inner.exact | {""}, None)
    return _Part(None, _needles(inner)) if least else _UNKNOWN
