"""What a number counts: the noun behind it, its unit, or what the number before it counted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.facts_model import UNITS_IN_TEXT, Measure
from generator.ingest.facts.lexicon import CURRENCIES
from generator.ingest.facts.marked import NUMBER, Marked
from generator.ingest.facts.where import own_place
from generator.ingest.phrases import Hit

# Words that may stand between a number and what it counts: "531 of its young people", "381 of them were children".
_BETWEEN = re.compile(
    r"(?:[\s-]+(?:of (?:its|their|his|her|our|the|them|those|these|whom|that|(?:the )?[^\W\d]+['’]s)|were|are|"
    r"being|additional|another|own|"
    r"(?!(?:and|or|to|from|in|on|by|for|at|as|with|who|that|which|is|was|had|has|have|of|и|или|из|в|на|с|для)\b)"
    r"[^\W\d]+)){0,4}[\s-]+",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\s(?:and|и)\s$", re.IGNORECASE)
# Behind a bare number that goes on with a list.
_AFTER_BARE = re.compile(r"\s*(?:$|[.,;:)]|(?:and|in|to|for|of|on|from|respectively|и|в|на|из)\b)", re.IGNORECASE)


def has_unit(measure: Measure, unit: str) -> bool:
    """Return whether a number with a unit, or with none, can be of a measure."""
    if measure.unit == "money":
        return unit in CURRENCIES
    return unit == (measure.unit if measure.unit in UNITS_IN_TEXT else "")


def counted(
    measure: Measure, marked: Marked, index: int, counts: Sequence[Hit], terms: Sequence[Hit]
) -> tuple[str, str] | None:
    """Return the words for what a number counts and those for the part that it is; None where it counts another thing.

    `counts` and `terms` are where the measure's phrases stand in the sentence, in order.
    """
    slot, text = marked.slots[index], marked.text
    if not measure.counts and not measure.parts:
        return slot.number.unit, ""
    limit = marked.slots[index + 1].start if index + 1 < len(marked.slots) else len(text)
    for number, hit in enumerate(counts):
        following = counts[number + 1] if number + 1 < len(counts) else None
        words = text[hit.start : hit.end]
        if hit.start <= slot.start < hit.end:
            return words.replace(NUMBER, "#"), ""
        if not (slot.end <= hit.start < limit and _BETWEEN.fullmatch(text, slot.end, hit.start)):
            continue
        # "Seven countries repatriated citizens" counts countries; of "59 Kyrgyz women" the last word is counted.
        if any(slot.end <= term.start < hit.start for term in terms):
            return None
        if following and text[hit.end : following.start] == " ":
            continue
        if hit.phrase not in measure.parts:
            return words, ""
        if following and following.phrase in measure.parts and _JOINED.fullmatch(text, hit.end, following.start):
            words = text[hit.start : following.end]
        return words, words
    return None


def goes_on(marked: Marked, index: int, measure: Measure) -> bool:
    """Return whether a bare number goes on with what the one before it counts: "531 in Uzbekistan"."""
    slot = marked.slots[index]
    if not _AFTER_BARE.match(marked.text, slot.end):
        return False
    if own_place(marked, index, measure) is not None:
        return True
    limit = marked.slots[index + 1].start if index + 1 < len(marked.slots) else len(marked.text)
    return any(slot.end < time.start < min(limit, slot.end + 8) for time in marked.times)
