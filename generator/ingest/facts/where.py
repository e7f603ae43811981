"""Of which country a number is: the place that its own words name, else the one that the text is speaking of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from generator.facts_model import Measure
from generator.ingest.facts.marked import NOT_PLACES, Marked, Place
from generator.ingest.phrases import PhraseFinder

# Between a number and the place behind it: no more than these words and those for what is counted.
_LINK = re.compile(
    r"(?:[\s-]+(?!(?:but|while|against|than|out|а|но)\b|(?:and|и)\s(?:$|(?:to|in|of|from|for|on|by|в|на|из)\b))[^\W\d]+){0,5}[\s-]+",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:()—–]|\s-\s|\b(?:and|but|while|whereas|и|а|но)\b", re.IGNORECASE)
_INSIDE = re.compile(
    r"\b(?:in|from|to|with|near|of|by|for|at|on|into|between|unlike|than|against|across|out of|в|во|из|с|со|на|от|"
    r"для|к|между)\s(?:the\s|its\s|northern\s|southern\s|eastern\s|western\s)?$",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"\b(?:together|in total|in all|altogether|combined|the region as a whole|"
    r"(?:two|three|four|five|six|several|all) (?:\w+ )?(?:governments|countries|states|nations|republics)|"
    r"вместе|в общей сложности|страны региона)\b",
    re.IGNORECASE,
)
# Where somebody or something went: "531 people, most of them children, were flown to Uzbekistan".
_TO = re.compile(r"\b(?:to|в|на)\s$", re.IGNORECASE)
# Sentences further back in a block do not say any more of which country one is speaking.
_MEMORY = 6


class Context(msgspec.Struct, frozen=True):
    """What a sentence follows: the ones before it in its block, and the places of the headline.

    `countries` are those that the article is about.
    """

    before: tuple[Marked, ...]
    title: tuple[Place, ...]
    countries: tuple[str, ...]

    def after(self, marked: Marked) -> Context:
        """Return the context of the sentence that follows one."""
        return Context((*self.before, marked)[-_MEMORY:], self.title, self.countries)


def own_place(marked: Marked, index: int, measure: Measure) -> tuple[str, ...] | None:
    """Return the countries that a number's own words name, None where they name none.

    Its own words are those between the numbers beside it. What stands right behind it comes first ("572 Uzbek
    nationals"), then the subject before it, then any other place before it.
    """
    slot = marked.slots[index]
    after = marked.slots[index + 1].start if index + 1 < len(marked.slots) else len(marked.text)
    before = marked.slots[index - 1].end if index else 0
    places = _of(measure, marked)
    behind = next((place for place in places if slot.end <= place.start < after), None)
    if behind and _LINK.fullmatch(marked.text, slot.end, behind.start):
        return behind.names
    ahead = [place for place in places if before <= place.start < slot.start]
    # Behind another number of the same list only what the last clause names is meant: ", Kyrgyzstan 511".
    if index and ahead:
        breaks = [match.end() for match in _CLAUSE.finditer(marked.text, before, slot.start)]
        if breaks and not any(place.start >= breaks[0] for place in ahead):
            ahead = []
    subjects = [place for place in ahead if not _INSIDE.search(marked.text, max(0, place.start - 24), place.start)]
    if subjects or ahead:
        return (subjects or ahead)[-1].names
    return None


def place_of(marked: Marked, index: int, measure: Measure, context: Context) -> tuple[str, ...]:
    """Return the countries of a number: those that its own words name, or that the text is speaking of, or none.

    What lies between two countries has two, or none is said.
    """
    where = own_place(marked, index, measure) or _spoken_of(marked, index, measure, context)
    if not measure.between or len(where) == 2:
        return where
    named = tuple(dict.fromkeys(name for place in _of(measure, marked) for name in place.names))
    about = tuple(country for country in context.countries if country not in measure.elsewhere)
    if len(named) == 2:
        return named
    return about if len(named) < 2 and len(about) == 2 and set(named) <= set(about) else ()


def _spoken_of(marked: Marked, index: int, measure: Measure, context: Context) -> tuple[str, ...]:
    slot = marked.slots[index]
    if measure.total and _TOGETHER.search(marked.text):
        return measure.total[:1]
    places = _of(measure, marked)
    ahead = [place for place in places if place.start < slot.start]
    subjects = [place for place in ahead if not _INSIDE.search(marked.text, max(0, place.start - 24), place.start)]
    if ahead:
        return (subjects or ahead)[0].names
    if places:
        between = marked.text[slot.end : places[0].start]
        is_near = _TO.search(between) or not re.search(r"[,;:()—–]", between)
        return places[0].names if is_near and len({place.names for place in places}) == 1 else ()
    spoken_of = {place.names for sentence in context.before for place in _of(measure, sentence)}
    if len(spoken_of) == 1:
        return spoken_of.pop()
    if context.before and (last := _of(measure, context.before[-1])):
        return last[0].names if len({place.names for place in last}) == 1 else ()
    headline = {place.names for place in _kept(context.title, measure)}
    about = tuple(country for country in context.countries if country not in measure.elsewhere)
    for names in (*headline, about) if len(headline) < 2 else ():
        if len(names) == (2 if measure.between else 1):
            return names
    return ()


def _of(measure: Measure, marked: Marked) -> Sequence[Place]:
    places = _kept(marked.places, measure)
    if measure.total:
        hits = _finder((*measure.total, *NOT_PLACES)).find(marked.text)
        wholes = (Place(hit.start, hit.end, measure.total[:1]) for hit in hits if hit.phrase in measure.total)
        places = sorted((*places, *wholes), key=lambda place: place.start)
    return places


@lru_cache(maxsize=64)
def _finder(phrases: tuple[str, ...]) -> PhraseFinder:
    return PhraseFinder(phrases, ignore_case=True)


def _kept(places: Iterable[Place], measure: Measure) -> list[Place]:
    """Return places without the countries that a measure only speaks of."""
    kept = [
        replace(place, names=tuple(name for name in place.names if name not in measure.elsewhere)) for place in places
    ]
    return [place for place in kept if place.names]
