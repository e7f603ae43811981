"""Stories: articles on one event, grouped by what they say and when; who belongs to one keeps belonging to it.

The cost grows with the number of articles: only those are compared that share rare words, found in an inverted index.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.ingest.words import STOP, stem, words
from generator.model import Article, DateBasis

# What an article is about is said at its beginning.
_BEGINNING = 1200  # characters
# Two articles on one event appear within so many days, in a likeness of at least so much, with so many rare words in
# both. Of a page of which only the day of the visit is known, more must speak for it. The numbers were set on our own
# articles: pairs on one event are alike by 0.22 and more, others by 0.18 at most.
_DAYS, _LIKE, _RARE_SHARED = 4, 0.2, 5
_VISITED_DAYS, _VISITED_LIKE, _VISITED_RARE = 120, 0.27, 8
# A word is rare where this share of the articles has it, within these bounds.
_RARE_SHARE, _RARE_LEAST, _RARE_MOST = 0.02, 4, 40


@dataclass(frozen=True, slots=True)
class Kinship:
    """Why two articles tell one story: how alike they are, 0 to 1, the rare words of both, and the days between."""

    other: str
    likeness: float
    words: tuple[str, ...]
    days: int | None


class Kin:
    """Articles with what makes each of them its own, ready to be asked which others tell the same event."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._articles = {article.id: article for article in articles}
        self._stems = {key: _stems(article) for key, article in self._articles.items()}
        counts = Counter(one for stems in self._stems.values() for one in stems)
        total = len(self._articles)
        most = min(_RARE_MOST, max(_RARE_LEAST, total * _RARE_SHARE))
        self._weight = {one: math.log((total + 4) / (count + 1)) for one, count in counts.items()}
        self._rare = {one for one, count in counts.items() if 1 < count <= most}
        self._mass = {key: sum(map(self._weight.__getitem__, sorted(stems))) for key, stems in self._stems.items()}
        self._holders: defaultdict[str, list[str]] = defaultdict(list)
        for key, stems in self._stems.items():
            for one in stems & self._rare:
                self._holders[one].append(key)

    def of(self, article: Article, among: Mapping[str, object]) -> Kinship | None:
        """Return the kinship of one of the articles with that among others, by id, which it is most like, or None."""
        shared = Counter(
            key
            for one in sorted(self._stems[article.id] & self._rare)
            for key in self._holders[one]
            if key != article.id and key in among
        )
        found = [
            kinship
            for key, count in shared.items()
            if count >= _RARE_SHARED and (kinship := self._kinship(article, self._articles[key], count))
        ]
        return max(found, key=lambda kinship: (kinship.likeness, kinship.other), default=None)

    def between(self, one: Article, other: Article) -> Kinship | None:
        """Return the kinship of two of the articles, or None where they are not alike enough."""
        return self._kinship(one, other, len(self._stems[one.id] & self._stems[other.id] & self._rare))

    def _kinship(self, one: Article, other: Article, rare: int) -> Kinship | None:
        if not (set(one.topics) & set(other.topics) or not (one.topics or other.topics)):
            return None
        if not set(one.countries) & set(other.countries):
            return None
        days = (one.date - other.date).days if one.date and other.date else None
        like, least = _LIKE, _RARE_SHARED
        if days is None or DateBasis.RETRIEVED in (one.date_basis, other.date_basis):
            like, least = _VISITED_LIKE, _VISITED_RARE
            if days is not None and abs(days) > _VISITED_DAYS:
                return None
        elif abs(days) > _DAYS:
            return None
        both = self._stems[one.id] & self._stems[other.id]
        mass = sum(self._weight[stem] for stem in sorted(both))
        likeness = mass / math.sqrt(max(1e-9, self._mass[one.id] * self._mass[other.id]))
        if likeness < like or rare < least:
            return None
        ranked = sorted(both & self._rare, key=lambda stem: (-self._weight[stem], stem))
        return Kinship(other.id, round(likeness, 3), tuple(ranked), None if days is None else abs(days))


def assign(fresh: Sequence[Article], settled: Iterable[Article]) -> dict[str, str]:
    """Return the story of each fresh article by its id: that of its kin, or one of its own, named by its slug.

    `settled` have a story already, which nothing changes. The result does not depend on the order of the articles.
    """
    if not fresh:
        return {}
    days = [article.date for article in fresh if article.date]
    margin = dt.timedelta(days=_VISITED_DAYS)
    near = [
        article
        for article in settled
        if article.story and (not article.date or not days or min(days) - margin <= article.date <= max(days) + margin)
    ]
    stories = {article.id: article.story for article in near}
    kin = Kin((*fresh, *near))
    ordered = sorted(fresh, key=lambda one: (one.date or dt.date.max, one.id))
    leader = {article.id: article.id for article in ordered}
    joined: dict[str, tuple[float, str]] = {}
    for article in ordered:
        if known := kin.of(article, stories):
            joined[article.id] = (known.likeness, stories[known.other])
        if fellow := kin.of(article, leader):
            _unite(leader, article.id, fellow.other)
    groups: defaultdict[str, list[Article]] = defaultdict(list)
    for article in ordered:
        groups[_lead(leader, article.id)].append(article)
    result: dict[str, str] = {}
    for group in groups.values():
        settled_in = max((joined[one.id] for one in group if one.id in joined), default=(0.0, group[0].slug))
        result |= {article.id: settled_in[1] for article in group}
    return result


def _lead(leader: dict[str, str], key: str) -> str:
    """Return who leads the group of an article, and shorten the way there."""
    while leader[key] != key:
        leader[key] = leader[leader[key]]
        key = leader[key]
    return key


def _unite(leader: dict[str, str], one: str, other: str) -> None:
    leader[_lead(leader, other)] = _lead(leader, one)


def _stems(article: Article) -> frozenset[str]:
    text = f"{article.title}\n{article.body[:_BEGINNING]}"
    return frozenset(stem(word) for word in words(text) if len(word) > 2 and word.casefold() not in STOP)
