"""How well the topic rules do on articles whose topics somebody has settled: counts, and every miss with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from generator.ingest.topics import Tagger, TopicEvidence


class Labelled(msgspec.Struct, frozen=True):
    """A text with the topics that it carries by somebody's judgement; `place` names it in messages."""

    place: str
    title: str
    text: str
    topics: frozenset[str]


class Miss(msgspec.Struct, frozen=True):
    """A topic that the rules gave wrongly, or failed to give."""

    place: str
    evidence: TopicEvidence

    def __str__(self) -> str:
        found = self.evidence
        said = ", ".join(f"{term} {points:g}" for term, _, points in found.terms[:6]) or "no term"
        what = "given, but not labelled" if found.carried else "labelled, but not given"
        reason = f"; {found.missing}" if found.missing else ""
        return f"{self.place}: {found.slug} {what}: {found.points:g} of {found.threshold:g} points ({said}{reason})"


class TopicScore(msgspec.Struct, frozen=True):
    """One topic's counts: how often the rules were right, how often they gave it, how often it was labelled."""

    slug: str
    right: int
    given: int
    labelled: int

    @property
    def precision(self) -> float:
        """The share of what was given that is right, 0 to 1; 1 where nothing was given."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """The share of what was labelled that was given, 0 to 1; 1 where nothing was labelled."""
        return self.right / self.labelled if self.labelled else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.given + self.labelled
        return 2 * self.right / both if both else 1.0


def score(tagger: Tagger, slugs: Sequence[str], articles: Iterable[Labelled]) -> tuple[list[TopicScore], list[Miss]]:
    """Return the counts of each topic, in the order of the taxonomy, and the misses in the order of the articles."""
    counts = {slug: [0, 0, 0] for slug in slugs}
    misses: list[Miss] = []
    for article in articles:
        for evidence in tagger.weigh(article.title, article.text):
            labelled = evidence.slug in article.topics
            count = counts[evidence.slug]
            count[0] += labelled and evidence.carried
            count[1] += evidence.carried
            count[2] += labelled
            if labelled != evidence.carried:
                misses.append(Miss(article.place, evidence))
    return [TopicScore(slug, *count) for slug, count in counts.items()], misses
