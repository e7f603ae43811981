"""Which topics an article carries, by the rules in briefing.yaml, with the words that say so."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from generator.ingest.phrases import PhraseFinder
from generator.ingest.words import count_words
from generator.model import Topic

# A term's third mention says less than its first, its twentieth nothing more.
_LEAD_WORDS = 70
_LEAD_FACTOR = 1.5
# A topic is what a text is about, not what it touches: in a text longer than this many words, more must speak for it.
_USUAL_WORDS = 350
_LENGTH_POWER = 0.3


@dataclass(frozen=True, slots=True)
class TopicEvidence:
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
        self._finders = {
            topic.slug: PhraseFinder((*(term.phrase for term in topic.terms), *topic.unless), ignore_case=True)
            for topic in topics
        }
        self._required = {
            topic.slug: PhraseFinder(topic.requires, ignore_case=True) for topic in topics if topic.requires
        }

    def weigh(self, title: str, text: str) -> tuple[TopicEvidence, ...]:
        """Return the evidence for each topic, in the order of the taxonomy."""
        return tuple(self._weigh(topic, title, text) for topic in self._topics)

    def _weigh(self, topic: Topic, title: str, text: str) -> TopicEvidence:
        finder = self._finders[topic.slug]
        unless = set(topic.unless)
        weights = {term.phrase: term.weight for term in topic.terms}
        lead_end = len(" ".join(text.split(" ", _LEAD_WORDS)[:_LEAD_WORDS]))
        counts: Counter[str] = Counter()
        mass: defaultdict[str, float] = defaultdict(float)
        in_title: set[str] = set()
        for hit in finder.find(text):
            if hit.phrase not in unless:
                counts[hit.phrase] += 1
                mass[hit.phrase] += _LEAD_FACTOR if hit.start < lead_end else 1.0
        for hit in finder.find(title):
            if hit.phrase not in unless:
                counts[hit.phrase] += 1
                in_title.add(hit.phrase)
        terms = []
        for phrase, count in sorted(counts.items()):
            points = weights[phrase] * math.log2(1 + mass[phrase])
            points += weights[phrase] * topic.title_bonus if phrase in in_title else 0.0
            terms.append((phrase, count, round(points, 2)))
        length = max(1.0, (count_words(text) / _USUAL_WORDS) ** _LENGTH_POWER)
        missing = ""
        if topic.slug in self._required and not self._required[topic.slug].find(f"{title}\n{text}"):
            missing = "none of the required phrases occurs"
        return TopicEvidence(
            slug=topic.slug,
            points=round(sum(points for *_, points in terms) / length, 2),
            threshold=topic.threshold,
            terms=tuple(sorted(terms, key=lambda term: (-term[2], term[0]))),
            missing=missing,
        )
