"""The time of a number, among those that its sentence names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.facts_model import Period
from generator.ingest.facts.marked import Marked
from generator.ingest.phrases import Hit

# "Has repatriated 511 citizens", without a time, counts up to the day of the article.
_SO_FAR = re.compile(r"\b(?:has|have)\s(?:\w+ly\s)?(?!been\sunder)\w+", re.IGNORECASE)
_ASIDE = re.compile(r"\b(?:who|which|that|where|whose|born|котор\w+)\b", re.IGNORECASE)
# Behind one of these a time is another number's: "23 this year, up from 14 in 2023".
_APART = re.compile(r"[,;]|\b(?:from|against|compared|than)\b", re.IGNORECASE)
# "In 2021 and 2022" is two times.
_TWO = re.compile(r",?\s(?:and|or|и|или)\s(?:again\s)?(?:in\s|в\s)?|,\s", re.IGNORECASE)
_PARTLY = re.compile(r"[^,;]*,?\s(?:including|among them|of them|of whom|в том числе|из них)\b", re.IGNORECASE)


def time_of(marked: Marked, index: int, terms: Sequence[Hit], earlier: Period | None) -> Period | None:
    """Return the time of a number: the one behind it, the one before it, or the only one of the sentence.

    `terms` are the words that speak of its measure, `earlier` is the time of the number before it of the same one.
    """
    slot = marked.slots[index]
    first = marked.slots[index - 1].end if index else 0
    limit = marked.slots[index + 1].start if index + 1 < len(marked.slots) else len(marked.text)
    behind = [time for time in marked.times if slot.end <= time.start < limit]
    ahead = [time for time in marked.times if first <= time.start < slot.start]
    if len(behind) > 1 and _TWO.fullmatch(marked.text, behind[0].end, behind[1].start):
        return None
    if behind and not _is_aside(marked.text, slot.end, behind[0].start, terms):
        return behind[0].period
    if ahead:
        return ahead[0].period if len(ahead) == 1 else None
    if earlier:
        return earlier
    if marked.times:
        is_apart = _APART.search(marked.text, slot.end, marked.times[0].start) and not _PARTLY.match(
            marked.text, slot.end
        )
        return marked.times[0].period if len(marked.times) == 1 and not behind and not is_apart else None
    return marked.clock.until_now if _SO_FAR.search(marked.text) else None


def _is_aside(text: str, start: int, end: int, terms: Sequence[Hit]) -> bool:
    """Return whether between a number and a time a clause begins that says something else of those counted."""
    aside = _ASIDE.search(text, start, end)
    return aside is not None and not any(aside.end() <= term.start < end for term in terms)
