"""Which topics an article carries, by the rules in briefing.yaml, with the words that say so."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache

import msgspec

from generator.ingest.phrases import Finders, Hit, PhraseFinder
from generator.ingest.words import count_words
from generator.model import Topic

# A term's third mention says less than its first, its twentieth nothing more.
_LEAD_WORDS = 70
_LEAD_FACTOR = 1.5
# A topic is what a text is about, not what it touches: in a text longer than this many words, more must speak for it.
_USUAL_WORDS = 350
_LENGTH_POWER = 0.3
# And a teaser of a sentence or two has no room to say things twice.
_TEASER_WORDS, _LEAST_LENGTH = 60, 0.75


class TopicEvidence(msgspec.Struct, frozen=True):
    """How far a topic's rules were met: points against the threshold, and each term with its count and its points."""

    slug: str
    points: float
    threshold: float
    terms: tuple[tuple[str, int, float], ...]
    missing: str = ""

    @property
    def carried(self) -> bool:
        """Whether the article carries the topic."""
        return self.points >= self.threshold and not self.missing


class Tagger:
    """The rules of a taxonomy, ready to be asked about article after article."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._topics = tuple(topics)
        self._weights = [{term.phrase: term.weight for term in topic.terms} for topic in topics]
        self._unless = [frozenset(topic.unless) for topic in topics]
        # The terms of all topics, then what they require: found together, in one go through a text.
        self._finders = Finders(
            [
                *(
                    PhraseFinder((*(term.phrase for term in topic.terms), *topic.unless), ignore_case=True)
                    for topic in topics
                ),
                *(PhraseFinder(topic.requires, ignore_case=True) for topic in topics),
            ]
        )

    def weigh(self, title: str, text: str) -> tuple[TopicEvidence, ...]:
        """Return the evidence for each topic, in the order of the taxonomy."""
        in_text, in_title = self._finders.find(text), self._finders.find(title)

        @cache
        def across() -> tuple[list[Hit], ...]:
            # A phrase may begin at the end of the title and go on in the text.
            return self._finders.find(f"{title}\n{_beginning(text, 2 * self._finders.longest)}")

        lead_end = len(" ".join(text.split(" ", _LEAD_WORDS)[:_LEAD_WORDS]))
        length = _length(count_words(text))
        first_required = len(self._topics)
        evidence = []
        for number, topic in enumerate(self._topics):
            required = first_required + number
            missing = topic.requires and not (in_text[required] or in_title[required] or across()[required])
            terms = self._terms(number, in_text[number], in_title[number], lead_end)
            evidence.append(
                TopicEvidence(
                    slug=topic.slug,
                    points=round(sum(points for *_, points in terms) / length, 2),
                    threshold=topic.threshold,
                    terms=tuple(sorted(terms, key=lambda term: (-term[2], term[0]))),
                    missing="none of the required phrases occurs" if missing else "",
                )
            )
        return tuple(evidence)

    def _terms(
        self, number: int, in_text: Sequence[Hit], in_title: Sequence[Hit], lead_end: int
    ) -> list[tuple[str, int, float]]:
        """Return each term of a topic that was found, with its count and its points."""
        weights, unless = self._weights[number], self._unless[number]
        counts: Counter[str] = Counter()
        mass: defaultdict[str, float] = defaultdict(float)
        titled: set[str] = set()
        for hit in in_text:
            if hit.phrase not in unless:
                counts[hit.phrase] += 1
                mass[hit.phrase] += _LEAD_FACTOR if hit.start < lead_end else 1.0
        for hit in in_title:
            if hit.phrase not in unless:
                counts[hit.phrase] += 1
                titled.add(hit.phrase)
        terms = []
        for phrase, count in sorted(counts.items()):
            points = weights[phrase] * math.log2(1 + mass[phrase])
            points += weights[phrase] * self._topics[number].title_bonus if phrase in titled else 0.0
            terms.append((phrase, count, round(points, 2)))
        return terms


def _length(count: int) -> float:
    """Return what points are divided by in a text of so many words: more than 1 in a long one, less in a teaser."""
    if count < _TEASER_WORDS:
        return max(_LEAST_LENGTH, math.pow(count / _TEASER_WORDS, _LENGTH_POWER))
    return max(1.0, math.pow(count / _USUAL_WORDS, _LENGTH_POWER))


def _beginning(text: str, pieces: int) -> str:
    """Return a text up to a number of pieces between white space."""
    split = text.split(None, pieces)
    return text[: len(text) - len(split[pieces])] if len(split) > pieces else text
