"""Section headings glued into running text: "... in their homes. The Search Goes On On Monday police said ...".

In a sentence only the first word and names are capitalised. So a sentence that opens with ordinary words in title case,
and then starts once more as sentences do, carries a heading. A false heading is worse than a missed one: names of
bodies and offices are left alone, and weaker marks count only where the same story has another heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from generator.ingest.lookup import offsets
from generator.ingest.shape import capital_share
from generator.ingest.vocabulary import (
    BODIES,
    OFFICES,
    PREPOSITIONS,
    QUALIFIERS,
    SMALL_WORDS,
    STARTERS,
    is_ordinary,
)

_LONGEST = 11
# How far away a name is looked for, so that the work grows with the text only: stories are hardly ever as long.
_REACH = 50_000  # characters
_OPENING = "“\"«‘'("
_AROUND = "“”\"«»‘’'().,;:?!"
_ADJECTIVE = re.compile(r"(?:al|ic|ive|ous|ary|ful|less)$")
_OPEN_END = re.compile(r"[,;:–—-]$|['’]s?$")


class RunIn(msgspec.Struct, frozen=True):
    """A heading found at the start of a sentence: its text, where the sentence proper starts, and how sure it is."""

    heading: str
    rest: int
    strong: bool


class _Surroundings(msgspec.Struct, frozen=True):
    """The part of a document in which a sequence of capitals that recurs is a name."""

    document: str
    start: int
    end: int

    def holds_twice(self, text: str) -> bool:
        return self.document.count(text, self.start, self.end) > 1


def find_headings(sentences: Sequence[str], document: str, start: int = 0) -> dict[int, RunIn]:
    """Return the headings glued to sentences that follow each other, by the number of the sentence.

    `document` is the whole text, in which a sequence of capitals that recurs is a name; `start` is about where the
    first sentence stands in it, in characters.
    """
    found: dict[int, RunIn] = {}
    place = start
    for number, sentence in enumerate(sentences):
        around = _Surroundings(document, max(0, place - _REACH), place + len(sentence) + _REACH)
        if hit := _find(sentence.strip(), around):
            found[number] = hit
        place += len(sentence) + 1
    if any(hit.strong for hit in found.values()) or len(found) >= 2:
        return found
    return {}


def _find(sentence: str, around: _Surroundings) -> RunIn | None:
    if question := _as_question(sentence):
        return question
    # Most sentences show with their second word that no heading opens them.
    opening = [token.strip(_AROUND) for token in sentence.split(None, 2)[:2]]
    if _title_case_prefix(opening) < 2:
        return None
    opening = sentence[:400].split()
    words = [token.strip(_AROUND) for token in opening]
    prefix = _title_case_prefix(words)
    last = min(prefix, _LONGEST, len(opening) - 2)
    starts = offsets(sentence[:400], opening) if last > 1 else []
    for k in range(last, 1, -1):
        start = starts[k]
        heading = sentence[:start].strip()
        if not _starts_sentence(opening[k], words[k]) or not _can_be_heading(heading, words[:k], around):
            continue
        following = words[k + 1] if k + 1 < len(words) else ""
        if words[k].lower() in STARTERS and not _goes_on(words, k):
            return RunIn(heading, start, strong=_ordinary_capitals(words[:k]) >= 2 or k >= 3)
        if following[:1].islower() and _opens_plainly(words[k]) and words[k] not in BODIES:
            return RunIn(heading, start, strong=False)
        if words[0].lower() not in PREPOSITIONS and is_ordinary(words[k - 1]) and _is_name(words[k:prefix]):
            return RunIn(heading, start, strong=False)
    return None


def _goes_on(words: Sequence[str], k: int) -> bool:
    """Return whether title case goes on behind a word that could begin a sentence: "The Work That Gets Done"."""
    following = words[k + 1] if k + 1 < len(words) else ""
    if words[k] in ("The", "A", "An") or not following[:1].isupper():
        return False
    return is_ordinary(following) and following not in OFFICES and following not in QUALIFIERS


def _as_question(sentence: str) -> RunIn | None:
    """Return a sentence of its own in title case that ends in a question or exclamation mark."""
    if sentence.endswith(("?", "!")) and 2 <= len(sentence.split()) <= _LONGEST and sentence[0] not in _OPENING:
        words = re.findall(r"[\w’'-]+", sentence)
        if capital_share(sentence) >= 0.75 and _ordinary_capitals(words):
            return RunIn(sentence, len(sentence), strong=True)
    return None


def _title_case_prefix(words: Sequence[str]) -> int:
    """Return how many words from the start are capitalised, numbers, or the small words of a title."""
    for index, word in enumerate(words):
        if word and not (word[0].isupper() or word[0].isdigit() or (index and word in SMALL_WORDS)):
            return index
    return len(words)


def _starts_sentence(token: str, word: str) -> bool:
    return bool(word) and word[0].isupper() and (token[0].isupper() or token[0] in _OPENING)


def _can_be_heading(heading: str, words: Sequence[str], around: _Surroundings) -> bool:
    last = words[-1]
    if (
        _OPEN_END.search(heading)
        or heading.endswith(".")
        or last in SMALL_WORDS
        or last in OFFICES
        or last in BODIES
        or last in QUALIFIERS
    ):
        return False
    if len(last) < 2 or not _ordinary_capitals(words):
        return False
    # A name stands elsewhere in the same capitals; a heading stands once.
    return not around.holds_twice(heading)


def _ordinary_capitals(words: Sequence[str]) -> int:
    """Return how many words past small ones are ordinary words set with a capital: the mark of title case."""
    return sum(
        1
        for index, word in enumerate(words)
        if word[:1].isupper()
        and word.lower() not in STARTERS
        and word not in OFFICES
        and is_ordinary(word)
        and (index or len(words) > 1)
    )


def _opens_plainly(word: str) -> bool:
    """Return whether an ordinary word can open a sentence without an article: a plural, an adverb, an adjective."""
    low = word.lower()
    if not is_ordinary(word):
        return False
    return (
        low.endswith("ly")
        or (low.endswith("s") and not low.endswith("ss"))
        or bool(_ADJECTIVE.search(low))
        or low.endswith("ing")
    )


def _is_name(words: Sequence[str]) -> bool:
    """Return whether the rest of a run of capitals reads as a person or a country, offices included."""
    return 0 < len(words) <= 5 and all(not is_ordinary(word) or word in OFFICES for word in words)
