"""Which countries an article is substantially about, with the words that say so."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from generator.ingest import gazetteer
from generator.ingest.words import count_words

# Points: a mention in the headline says most, one in the lead more than one further down.
_TITLE, _LEAD, _BODY = 4.0, 2.0, 1.0
_LEAD_WORDS = 60
_LEAST = 2.0
# A long text names many countries in passing: one in so many words must name a country that it is about.
_WORDS_PER_MENTION = 330
_MOST = 8


@dataclass(frozen=True, slots=True)
class CountryEvidence:
    """A country, its points, and the words that gave them with how often each occurs."""

    name: str
    points: float
    words: tuple[tuple[str, int], ...]


def find_countries(title: str, text: str) -> tuple[CountryEvidence, ...]:
    """Return the countries that an article is about, those with most points first."""
    places = gazetteer.load()
    points: Counter[str] = Counter()
    words: dict[str, Counter[str]] = {}
    lead_end = _end_of_words(text, _LEAD_WORDS)
    for source, weigh in ((title, lambda _: _TITLE), (text, lambda at: _LEAD if at < lead_end else _BODY)):
        for name, at, word in places.find(source):
            points[name] += weigh(at)
            words.setdefault(name, Counter())[word] += 1
    least = max(_LEAST, count_words(text) / _WORDS_PER_MENTION)
    ranked = sorted(points.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        CountryEvidence(name, score, tuple(sorted(words[name].items(), key=lambda item: (-item[1], item[0]))))
        for name, score in ranked[:_MOST]
        if score >= least
    )


def _end_of_words(text: str, number: int) -> int:
    position = 0
    for _ in range(number):
        following = text.find(" ", position + 1)
        if following < 0:
            return len(text)
        position = following
    return position
