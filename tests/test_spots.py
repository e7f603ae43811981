"""Patterns that are tried only where they can match: they find what `re` finds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.ingest.days import LONGEST_SHORT, mentions
from generator.ingest.facts import cuts, events, key_points, numbers, when
from generator.ingest.needles import beginnings, needles
from generator.ingest.phrases import PhraseFinder
from generator.ingest.spots import Spots, sign, signs

TEXTS = [
    line
    for path in sorted(Path(__file__).parent.glob("quality/documents/*.txt"))[:12]
    for line in path.read_bytes().decode("utf-8", "replace").splitlines()
]
PATTERNS = [
    (numbers._PLAIN, "numbers"),
    (events._HAPPENS, "happenings"),
    (events._UNREAL, "plans"),
    (key_points._LEANS, "leaning"),
    (cuts._CLAIM, "claims"),
    (when._MONTH, "months"),
    (when._YEARS, "years"),
    (when._RELATIVE, "relative times"),
]


@pytest.mark.parametrize("spots", [spots for spots, _ in PATTERNS], ids=[name for _, name in PATTERNS])
def test_finds_what_re_finds(spots: Spots) -> None:
    found = 0
    for text in TEXTS:
        expected = [(match.span(), match[0]) for match in spots._compiled.finditer(text)]
        assert [(match.span(), match[0]) for match in spots.finditer(text)] == expected, text
        found += len(expected)
    assert found


@pytest.mark.parametrize(
    ("pattern", "text", "may_match"),
    [
        (r"\bif\b", "different", False),
        (r"\bif\b", "“If”", True),
        (r"\b(?:if|plan\w*)\b", "Planned", True),
        (r"\b(?:if|plan\w*)\b", "airplane", False),
        (r"\blast year\b", "yearly", False),
        (r"\d\d:\d\d", "at 12:30", True),
        (r"\d\d:\d\d", "at 1:30", False),
        (r"don't", "DON'T", True),
        (r"\w+", "anything", True),
    ],
)
def test_sign_says_whether_a_text_may_match(pattern: str, text: str, may_match: bool) -> None:
    wanted = sign(pattern)
    assert bool(signs(text) & wanted) == may_match
    assert may_match or not re.search(pattern, text, re.IGNORECASE)


def test_needles_are_the_longest_words_with_their_edges() -> None:
    assert needles(r"\bof course\b") == {"\0course\0"}
    assert needles(r"\b(?:he|they) \w+") == {"\0he\0", "\0they\0"}


def test_a_pattern_that_begins_with_anything_has_no_spots() -> None:
    with pytest.raises(ValueError, match="x"):
        beginnings(r"\w*x")


# Where a letter becomes two in small letters, places in the one text are not those in the other. Such a text is gone
# through word by word, and the same is found.
def test_phrases_and_days_are_found_in_any_letters() -> None:
    finder = PhraseFinder(("bord*", "border deal*", "the", "in the", "Kyrgyz*", "границ*", "5"), ignore_case=True)
    found = 0
    for text in TEXTS:
        odd = f"İ {text}"
        assert len(odd.casefold()) > len(odd)
        shifted = [(hit.phrase, hit.start - 2, hit.end - 2) for hit in finder.find(odd)]
        assert shifted == [tuple(hit) for hit in finder.find(text)], text
        found += len(shifted)
        if len(text) > LONGEST_SHORT:  # a date may be all that a shorter line holds
            days = [(day.start - 2, day.words) for day in mentions(odd)]
            assert days == [(day.start, day.words) for day in mentions(text)], text
    assert found
