"""The noise patterns of patterns.yaml, each compiled when a line may be what it looks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache, reduce
from importlib.resources import files
from operator import or_

import msgspec
import yaml

from generator.ingest.lookup import Lookup, pieces_of
from generator.ingest.needles import Sieve
from generator.ingest.repair import replaced
from generator.ingest.words import count_words, least_words

# A person's name as bylines print it: two to four capitalised words or initials.
_NAME = r"(?-i:[A-ZА-ЯЁ][\w.'-]+(?: (?:[A-ZА-ЯЁ]\.|de|van|von|al|bin|[A-ZА-ЯЁ][\w'-]+)){1,3})"
_PLAIN = tuple(zip("‘’“”„–—−", '\'\'"""---', strict=True))
DEFAULT_WORDS = 12
_LONGEST = 1200  # characters; noise is short


class Pattern(msgspec.Struct, frozen=True):
    """One named noise rule: what it says of lines of at most `words` words.

    `heads` marks the head of a list whose items go as well; where it also `opens`, the item right above prose is a
    headline and stays.
    """

    name: str
    words: int
    heads: bool
    opens: bool


class _Form(msgspec.Struct, frozen=True):
    """One regular expression of a rule, which must match a `whole` line or occur in it."""

    rule: Pattern
    expression: str
    whole: bool

    def matches(self, text: str) -> bool:
        """Return whether a line, with plain quotes and dashes, is noise of this form."""
        compiled = _compile(self.expression)
        return bool(compiled.fullmatch(text) if self.whole else compiled.search(text))


@cache
def _compile(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


class _Forms:
    """All forms in the order of the file, and which of them a line may match, as the bits of a number."""

    def __init__(self, forms: Sequence[_Form]) -> None:
        self._forms = forms
        self._sieve = Sieve(form.expression for form in forms)
        self._held = Lookup(self._sieve.held)
        most = max((form.rule.words for form in forms), default=0)
        self._by_count = [
            sum(1 << number for number, form in enumerate(forms) if count <= form.rule.words)
            for count in range(most + 1)
        ]

    def find(self, text: str) -> Pattern | None:
        """Return the rule of the first form that matches a line, or None."""
        if least_words(text) >= len(self._by_count):
            return None
        plain = replaced(text, _PLAIN).strip()
        count = count_words(plain)
        if count >= len(self._by_count):
            return None
        held = filter(None, map(self._held.__getitem__, pieces_of(plain)))
        candidates = reduce(or_, held, self._sieve.always) & self._by_count[count]
        return next((form.rule for form in self._of(candidates) if form.matches(plain)), None)

    def _of(self, candidates: int) -> Iterator[_Form]:
        while candidates:
            lowest = candidates & -candidates
            yield self._forms[lowest.bit_length() - 1]
            candidates ^= lowest


@lru_cache(maxsize=1)
def load() -> tuple[Pattern, ...]:
    """Return the packaged noise patterns in the order of the file."""
    return tuple(dict.fromkeys(form.rule for form in _read()))


@lru_cache(maxsize=1)
def _read() -> tuple[_Form, ...]:
    text = files("generator.ingest").joinpath("patterns.yaml").read_text("utf-8")
    rules = yaml.load(text, Loader=yaml.CSafeLoader)
    forms: list[_Form] = []
    for name, entry in rules.items():
        rule = Pattern(name, entry.get("words", DEFAULT_WORDS), entry.get("heads", False), entry.get("opens", False))
        for key in ("whole", "has"):
            forms += (_Form(rule, form.replace("{name}", _NAME), key == "whole") for form in entry.get(key, ()))
    return tuple(forms)


@lru_cache(maxsize=1)
def _forms() -> _Forms:
    return _Forms(_read())


@lru_cache(maxsize=4096)
def find(text: str) -> Pattern | None:
    """Return the first noise pattern that a line matches, or None."""
    return None if len(text) > _LONGEST else _forms().find(text)
