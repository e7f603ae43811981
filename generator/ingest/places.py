"""Which countries an article is substantially about, with the words that say so."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import msgspec

from generator.ingest import gazetteer
from generator.ingest.words import count_words

# Points: a mention in the headline says most, one in the lead more than one further down; a mention in a sentence with
# a figure is a statement about the country, others may be in passing.
_TITLE, _LEAD, _BODY, _WITH_FIGURE = 4.0, 2.0, 1.0, 2.0
_FIGURE = re.compile(
    r"(?<![\w.])(?!(?:19|20)\d\d\b)(?:\d[\d.,]*\d|\d|one-third|two-thirds|a third|half)(?![\w-])(?! "
    r"(?:years?|months?|days?|hours?|minutes?|лет|год\w*)\b)"
)
# Between two of a list, and how many make one.
_LISTED = re.compile(r"(?:,? and |,? и |, )(?:the )?(?:[^\W\d_]{2,12},? )?(?:the )?")
_LEAST_LISTED = 6
_BEHIND, _BEFORE = 80, 12  # characters
_LEAD_WORDS = 60
_LEAST = 2.0
# A long text names many countries in passing: one in so many words must name a country that it is about.
_WORDS_PER_MENTION = 350
_MOST_NEEDED = 3.0
_MOST = 8
_BRIEF = 150  # words


class CountryEvidence(msgspec.Struct, frozen=True):
    """A country, its points, and the words that gave them with how often each occurs."""

    name: str
    points: float
    words: tuple[tuple[str, int], ...]


def find_countries(title: str, text: str, place: str = "") -> tuple[CountryEvidence, ...]:
    """Return the countries that an article is about, those with most points first.

    `place` is where it was sent from, as its dateline says.
    """
    places = gazetteer.load()
    points: defaultdict[str, float] = defaultdict(float)
    words: defaultdict[str, Counter[str]] = defaultdict(Counter)
    lead_end = _end_of_words(text, _LEAD_WORDS)
    for name, _, word in places.find(title):
        points[name] += _TITLE
        words[name][word] += 1
    mentions = places.find(text)
    listed = _in_lists(text, mentions)
    for number, (name, at, word) in enumerate(mentions):
        if number in listed:
            points[name] += _BODY
        else:
            points[name] += (_LEAD if at < lead_end else _BODY) + (_WITH_FIGURE if _has_figure(text, at) else 0.0)
        words[name][word] += 1
    size = count_words(text)
    least = min(_MOST_NEEDED, max(_LEAST, size / _WORDS_PER_MENTION))
    # A brief text that speaks of no country twice speaks of those that it names once.
    if size <= _BRIEF and all(score < least for score in points.values()):
        least = _BODY
    # One that names no country speaks of that from which it was sent.
    if not points:
        for name, _, word in places.find(place):
            points[name] += _BODY
            words[name][word] += 1
            least = _BODY
    ranked = sorted(points.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        CountryEvidence(name, score, tuple(sorted(words[name].items(), key=lambda item: (-item[1], item[0]))))
        for name, score in ranked[:_MOST]
        if score >= least
    )


def _in_lists(text: str, mentions: Sequence[tuple[str, int, str]]) -> frozenset[int]:
    """Return which mentions, by their places among all, stand in a list of many with commas between: named in passing.

    A figure in the same sentence speaks of none of them alone.
    """
    listed: set[int] = set()
    run = [0]
    for number in range(1, len(mentions) + 1):
        if number < len(mentions):
            _, at, word = mentions[number - 1]
            between = text[at + len(word) : mentions[number][1]]
            if _LISTED.fullmatch(between):
                run.append(number)
                continue
        if len({mentions[place][0] for place in run if place < len(mentions)}) >= _LEAST_LISTED:
            listed.update(run)
        run = [number]
    return frozenset(listed)


def _has_figure(text: str, at: int) -> bool:
    """Return whether a figure stands close behind a place in a text, or right before it, in the same sentence."""
    limit = at + _BEHIND
    ends = [end for end in (text.find(". ", at, limit + 1), text.find("\n", at, limit)) if end >= 0]
    before = text[max(0, at - _BEFORE) : at]
    return bool(_FIGURE.search(text, at, min([*ends, limit]))) or bool(
        _FIGURE.search(before) and not re.search(r"[.;:]", before)
    )


def _end_of_words(text: str, number: int) -> int:
    position = 0
    for _ in range(number):
        following = text.find(" ", position + 1)
        if following < 0:
            return len(text)
        position = following
    return position
