r"""What a text must hold for a pattern to match it: so that most patterns need not be tried on most lines.

The idea is that of RE2's FilteredRE2 and of Cox 2012, "Regular Expression Matching with a Trigram Index": the literal
text of a pattern says what every match contains. Here it is cut at its spaces, so that it can be looked up in the
pieces of a line between white space. Where words begin and end counts as text: "different" has no `\bif\b`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import groupby, product
from operator import or_
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick

# More strings than this are not kept apart: the sets multiply with every choice in a pattern.
_MOST = 150
_ANY_DIGIT = (ops.CATEGORY, ops.CATEGORY_DIGIT)
_ANY_SPACE = [(ops.CATEGORY, ops.CATEGORY_SPACE)]
_NOTHING_READ = (ops.AT, ops.ASSERT, ops.ASSERT_NOT)
_DIGIT = re.compile(r"\d")
_MARKS = ",.;:"
# Stands in a folded text wherever a word begins or ends.
_EDGE = "\0"
# Stands where no part of a word may come before.
_NO_WORD = "\1"
_NO_WORD_BEFORE = re.compile(r"\x01(?=\w)")
_EDGES = re.compile(r"\b")
# What `re` takes for the same letter without regard to case, although lower case makes another one of it
# (_casefix.py in the package re of Python), in our two alphabets.
_ODD = str.maketrans("İıſᲀᲁᲂᲃᲄᲅᲆ", "iisвдосттъ")


class _Part(NamedTuple):
    """What is known of a piece of a pattern.

    `exact` holds every string that it can match, None where they are too many; `needles` strings of which every match
    contains one, None where there are none. All are folded; the strings of `exact` have an edge where there must be
    one, needles all of their edges.
    """

    exact: frozenset[str] | None
    needles: frozenset[str] | None


_UNKNOWN = _Part(None, None)
_EMPTY = _Part(frozenset([""]), None)


class Runs:
    """Strings to look for in a piece of text between white space, all of them at once."""

    def __init__(self, strings: Iterable[str]) -> None:
        self._strings = sorted(strings)
        self._found = AhoCorasick(self._strings).find_matches_as_indexes

    def within(self, piece: str) -> list[str]:
        """Return the strings that stand in a piece, one that stands there twice two times."""
        return [self._strings[number] for number, _, _ in self._found(fold(piece), overlapping=True)]

    def places(self, piece: str) -> tuple[int, ...]:
        """Return where in a piece one of the strings begins, in characters."""
        folded, edges, last = fold(piece), 0, 0
        found = self._found(folded, overlapping=True)
        if not found:
            return ()
        places: list[int] = []
        for at in sorted({at for _, at, _ in found}):
            edges += folded.count(_EDGE, last, at)
            last = at
            places.append(at - edges)
        return tuple(dict.fromkeys(places))


class Sieve:
    """Patterns, and which of them a text can match, by the pieces between its white space: their bits in a number.

    `always` are the bits of the patterns that tell nothing of what they match.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        self.always = 0
        self._by_needle: dict[str, int] = {}
        for number, pattern in enumerate(patterns):
            wanted = needles(pattern)
            for needle in wanted or ():
                self._by_needle[needle] = self._by_needle.get(needle, 0) | 1 << number
            self.always |= 0 if wanted else 1 << number
        self._runs = Runs(self._by_needle)

    def held(self, piece: str) -> int:
        """Return the bits of the patterns of which a piece of a text between white space holds a needle."""
        found = self._runs.within(piece)
        return reduce(or_, map(self._by_needle.__getitem__, found), 0) if found else 0


def fold(text: str) -> str:
    """Return a text as strings are looked for in it: in lower case, a zero for every digit, its edges marked."""
    # As most words are: letters of English, and a mark behind them.
    if text.isascii() and (bare := text[:-1] if text[-1:] in _MARKS else text).isalpha():
        return f"{_EDGE}{bare.lower()}{_EDGE}{text[len(bare) :]}"
    return _EDGES.sub(_EDGE, _fold(text))


def _fold(text: str) -> str:
    return _DIGIT.sub("0", text.translate(_ODD).lower())


def needles(pattern: str) -> frozenset[str] | None:
    """Return strings of which every text that a pattern matches contains one, folded, between white space.

    The case of letters is passed over. None where the pattern tells nothing of the kind.
    """
    found = [_needles(_sequence(choice)) for choice in _choices(list(_parser.parse(pattern)))]
    return frozenset[str]().union(*(one or () for one in found)) if all(found) else None


def spelled(pattern: str) -> frozenset[str]:
    """Return every text that a pattern matches, folded. Raises ValueError where they are too many to be told."""
    exact = _sequence(list(_parser.parse(pattern))).exact
    if exact is None:
        raise ValueError(pattern)
    return exact


def beginnings(pattern: str) -> frozenset[str]:
    """Return strings of which every text that a pattern matches begins with one, folded, up to white space.

    Raises ValueError for a pattern that may begin with anything.
    """
    found = (_NO_WORD_BEFORE.sub(_EDGE, text) for text in _beginnings(list(_parser.parse(pattern))))
    edged = frozenset(_edged(text.replace(_NO_WORD, "")).split(" ")[0] for text in found)
    if not all(text.strip(_EDGE) for text in edged):
        raise ValueError(pattern)
    return edged


def _beginnings(items: list[tuple[Any, Any]]) -> frozenset[str]:
    """Return strings of which every text that a sequence matches begins with one."""
    known = frozenset([""])
    for at, (operation, value) in enumerate(items):
        if operation is ops.ASSERT_NOT and not at and _looks_back_for_words(value):
            known = frozenset([_NO_WORD])
            continue
        part = _part(operation, value)
        if part.exact is not None and len(known) * len(part.exact) <= _MOST:
            known = frozenset(first + second for first, second in product(known, part.exact))
            continue
        if all(text.strip(_EDGE + _NO_WORD) for text in known):
            return known  # enough to begin with; what may follow multiplies
        inner: list[list[tuple[Any, Any]]] = []
        if operation is ops.SUBPATTERN:
            inner = [list(value[-1])]
        elif operation is ops.BRANCH:
            inner = [list(choice) for choice in value[1]]
        elif operation in (ops.MAX_REPEAT, ops.MIN_REPEAT):
            inner = [list(value[2]), *([] if value[0] else [items[at + 1 :]])]
        following = [_beginnings(choice) for choice in inner] or [frozenset([""])]
        return frozenset(first + second for first, second in product(known, frozenset[str]().union(*following)))
    return known


def _looks_back_for_words(value: Any) -> bool:
    direction, looked_for = value
    signs = [sign for operation, among in looked_for if operation is ops.IN for sign in among]
    return bool(direction < 0 and (ops.CATEGORY, ops.CATEGORY_WORD) in signs)


def _choices(items: list[tuple[Any, Any]]) -> Iterator[list[tuple[Any, Any]]]:
    """Yield each choice of a pattern that is nothing but a choice, with the edges of words around all of them."""
    inner = [at for at, (operation, _) in enumerate(items) if operation is not ops.AT]
    if len(inner) == 1 and items[inner[0]][0] in (ops.SUBPATTERN, ops.BRANCH):
        operation, value = items[inner[0]]
        for choice in value[1] if operation is ops.BRANCH else [value[-1]]:
            yield from _choices([*items[: inner[0]], *choice, *items[inner[0] + 1 :]])
    else:
        yield items


def _needles(part: _Part) -> frozenset[str] | None:
    return part.needles if part.exact is None else _runs(part.exact)


def _runs(texts: Iterable[str]) -> frozenset[str] | None:
    """Return the longest run of each text without white space, its edges marked; None where one has none."""
    found = [max(_edged(text).split(), key=len, default="") for text in texts]
    return frozenset(found) if all(run.strip(_EDGE) for run in found) else None


def _edged(text: str) -> str:
    """Return a text with every edge marked, but at its two ends only those that it has: more may stand beside it."""
    bare = text.replace(_EDGE, "")
    inside = _EDGES.sub(_EDGE, bare).strip(_EDGE)
    return _EDGE * text.startswith(_EDGE) + inside + _EDGE * text.endswith(_EDGE)


def _better(one: frozenset[str] | None, two: frozenset[str] | None) -> frozenset[str] | None:
    """Return the needles that fewer texts contain: those whose shortest is the longer one, where digits count half."""
    if one is None or two is None:
        return two if one is None else one
    return max(one, two, key=lambda found: (min(map(_rareness, found)), -len(found)))


def _rareness(needle: str) -> float:
    return len(needle) - needle.count("0") / 2


def _sequence(items: Iterable[tuple[Any, Any]]) -> _Part:
    exact: frozenset[str] = frozenset([""])
    found: frozenset[str] | None = None
    is_exact = True
    for is_literal, run in groupby(items, _is_literal):
        if is_literal:
            text = _fold("".join(chr(code) for _, code in run))
            exact = frozenset(first + text for first in exact)
            continue
        for operation, value in run:
            part = _part(operation, value)
            if part.exact is not None and len(exact) * len(part.exact) <= _MOST:
                exact = frozenset(first + second for first, second in product(exact, part.exact))
                continue
            is_exact = False
            found = _better(_better(found, _runs(exact)), _needles(part))
            exact = frozenset([""]) if part.exact is None else part.exact
    return _Part(exact, None) if is_exact else _Part(None, _better(found, _runs(exact)))


def _is_literal(item: tuple[Any, Any]) -> bool:
    return item[0] is ops.LITERAL


def _part(operation: Any, value: Any) -> _Part:
    if operation is ops.LITERAL:
        return _Part(frozenset([_fold(chr(value))]), None)
    if operation is ops.AT and value is ops.AT_BOUNDARY:
        return _Part(frozenset([_EDGE]), None)
    if operation is ops.IN and value == _ANY_SPACE:
        return _Part(frozenset([" "]), None)
    if operation in _NOTHING_READ:
        return _EMPTY
    if operation is ops.IN and all(said[0] is ops.LITERAL or said == _ANY_DIGIT for said in value):
        return _Part(frozenset("0" if kind is ops.CATEGORY else _fold(chr(code)) for kind, code in value), None)
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
