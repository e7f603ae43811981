"""The noise patterns of patterns.yaml, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from generator.ingest.words import count_words

# A person's name as bylines print it: two to four capitalised words or initials.
_NAME = r"(?-i:[A-ZА-ЯЁ][\w.'-]+(?: (?:[A-ZА-ЯЁ]\.|de|van|von|al|bin|[A-ZА-ЯЁ][\w'-]+)){1,3})"
_PLAIN = str.maketrans("‘’“”„–—−", '\'\'"""---')
DEFAULT_WORDS = 12


@dataclass(frozen=True, slots=True)
class Pattern:
    """One named noise rule.

    A line of at most `words` words is noise when `whole` matches all of it or `has` occurs in it. `heads` marks the
    head of a list whose items go as well; where it also `opens`, the item right above prose is a headline and stays.
    """

    name: str
    words: int
    whole: re.Pattern[str] | None
    has: re.Pattern[str] | None
    heads: bool
    opens: bool

    def matches(self, text: str) -> bool:
        """Return whether a line, with plain quotes and dashes, is noise of this kind."""
        return bool((self.whole and self.whole.fullmatch(text)) or (self.has and self.has.search(text)))


@lru_cache(maxsize=1)
def load() -> tuple[Pattern, ...]:
    """Return the packaged noise patterns in the order of the file."""
    text = files("generator.ingest").joinpath("patterns.yaml").read_text("utf-8")
    rules = yaml.load(text, Loader=yaml.CSafeLoader)
    return tuple(
        Pattern(
            name=name,
            words=rule.get("words", DEFAULT_WORDS),
            whole=_compile(rule.get("whole", ())),
            has=_compile(rule.get("has", ())),
            heads=rule.get("heads", False),
            opens=rule.get("opens", False),
        )
        for name, rule in rules.items()
    )


def _compile(patterns: list[str]) -> re.Pattern[str] | None:
    if not patterns:
        return None
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(joined.replace("{name}", _NAME), re.IGNORECASE)


def find(text: str) -> Pattern | None:
    """Return the first noise pattern that a line matches, or None."""
    if len(text) > 1200:
        return None
    plain = text.translate(_PLAIN).strip()
    count = count_words(plain)
    return next((pattern for pattern in load() if count <= pattern.words and pattern.matches(plain)), None)
