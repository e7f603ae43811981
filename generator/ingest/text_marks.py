"""What a short line and the texts round it say tells whether a story begins there: news told, names, things known.

Stories on one event share their words and names, so that what they share says little. What tells them apart is how the
text below opens: a story tells its headline's news in its first lines, to readers who have not read the one before.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.ingest import gazetteer
from generator.ingest.apart import difference, explains_anew, opening, says_when
from generator.ingest.cohesion import overlap, points_back, takes_names_for_granted
from generator.ingest.place import Place
from generator.ingest.repair import fold
from generator.ingest.words import count_words

_MANY_TOLD, _NEWS_TOLD, _DECK = 6, 4, 12  # words
_HEADLINE, _SECTION = 6, 4  # words
_FEW_BACK, _LONG, _USUAL = 0.2, 80, 0.14  # share, words, share
_FIRST_SENTENCE = re.compile(r".+?[.!?](?= )|.+", re.DOTALL)
_LEAST_MENTIONS = 2


def _is_long(place: Place) -> bool:
    return count_words(place.line) >= _HEADLINE


def _told(place: Place) -> float:
    """Return how much of the line's news the first lines tell once more: six of its words are all of it."""
    return min(place.told, _MANY_TOLD) / _MANY_TOLD


def _few_come_back(place: Place) -> float:
    """Return whether few of the line's words come back in the text: a headline's do, an advertisement's do not."""
    # Where a page prints a headline again below its deck, the text comes after that.
    if place.layout.is_digest or fold(place.line) in place.layout.repeated:
        return 0.0
    return float(len(place.line_stems & place.later_stems) < _FEW_BACK * len(place.line_stems))


def _names_country(place: Place) -> float:
    return float(_is_long(place) and bool(gazetteer.load().find(place.line)))


def _few_words(place: Place) -> float:
    return float(count_words(place.line) <= _SECTION)


def _part_of_story(place: Place) -> float:
    """Return how many of a short line's words the text before it has: it then names a part of that story."""
    if _is_long(place) or not place.line_stems:
        return 0.0
    return len(place.line_stems & place.earlier_stems) / len(place.line_stems)


def _shared(place: Place) -> float:
    """Return the share of words in common; short texts share little whatever they are about, and count as most do."""
    known = min(1.0, min(sum(map(count_words, texts)) for texts in (place.earlier, place.later)) / _LONG)
    return known * overlap(place.earlier_stems, place.later_stems) + (1 - known) * _USUAL


def _apart(place: Place) -> float:
    return max(-1.0, difference(place.earlier, opening(place.later)))


def _pointing_back(place: Place) -> float:
    first = place.later[0]
    # A deck points back to its headline, and the news comes under it.
    if not points_back(first) or (count_words(first) < _DECK and place.told >= _NEWS_TOLD):
        return 0.0
    # In a list of short items "it" is what the headline names.
    return 0.2 if place.layout.is_digest else 1.0


def _known_names(place: Place) -> float:
    return float(takes_names_for_granted(" ".join(place.earlier), " ".join(place.later)))


def _explained(place: Place) -> float:
    return float(explains_anew(place.earlier, place.lead))


def _says_where(place: Place) -> float:
    found = _FIRST_SENTENCE.match(place.lead)
    return float(found is not None and len(gazetteer.load().find(found[0])) >= _LEAST_MENTIONS)


def _says_when(place: Place) -> float:
    return float(says_when(place.lead))


MARKS: dict[str, Callable[[Place], float]] = {
    "the first lines tell its news": _told,
    "few of its words come back in the text": _few_come_back,
    "it is long and names a country": _names_country,
    "it has a few words": _few_words,
    "it is short, and its words stand in the text before": _part_of_story,
    "words shared with the text before": _shared,
    "words and names on both sides": _apart,
    "the text points back": _pointing_back,
    "the text knows people by the names that the text before gave": _known_names,
    "the text explains what the text before took as known": _explained,
    "the first sentence says where": _says_where,
    "the first lines say when": _says_when,
}
