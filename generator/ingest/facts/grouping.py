"""Stories: articles on one event, grouped by what they say and when; who belongs to one keeps belonging to it.

The cost grows with the number of articles: only those are compared that share rare words, found in an inverted index.
"""

from __future__ import annotations

import datetime as dt
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

import msgspec

from generator.ingest.words import content_stems
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


class Kinship(msgspec.Struct, frozen=True):
    """Why two articles tell one story: how alike they are, 0 to 1, the rare words of both, and the days between."""

    other: str
    likeness: float
    words: tuple[str, ...]
    days: int | None


class _Event(msgspec.Struct, frozen=True):
    """What it takes of an article to know its event, and little beside: those of all articles are held at once.

    `stems` are those of its beginning, in order.
    """

    id: str
    date: dt.date | None
    date_basis: DateBasis | None
    topics: tuple[str, ...]
    countries: tuple[str, ...]
    stems: tuple[str, ...]

    @classmethod
    def of(cls, article: Article) -> _Event:
        return cls(article.id, article.date, article.date_basis, article.topics, article.countries, _stems(article))


class Kin:
    """Articles with what makes each of them its own, ready to be asked which others tell the same event."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._events = {article.id: _Event.of(article) for article in articles}
        counts = Counter(one for event in self._events.values() for one in event.stems)
        total = len(self._events)
        most = min(_RARE_MOST, max(_RARE_LEAST, total * _RARE_SHARE))
        self._weight = {one: math.log((total + 4) / (count + 1)) for one, count in counts.items()}
        self._rare = {one for one, count in counts.items() if 1 < count <= most}
        self._mass = {key: sum(map(self._weight.__getitem__, event.stems)) for key, event in self._events.items()}
        self._holders: defaultdict[str, list[str]] = defaultdict(list)
        for key, event in self._events.items():
            for one in event.stems:
                if one in self._rare:
                    self._holders[one].append(key)

    def of(self, identity: str, among: Mapping[str, object]) -> Kinship | None:
        """Return the kinship of one of the articles, by id, with that among others which it is most like, or None."""
        event = self._events[identity]
        shared = Counter(
            key
            for one in event.stems
            if one in self._rare
            for key in self._holders[one]
            if key != identity and key in among
        )
        found = [
            kinship
            for key, count in shared.items()
            if count >= _RARE_SHARED and (kinship := self._kinship(event, self._events[key], count))
        ]
        return max(found, key=lambda kinship: (kinship.likeness, kinship.other), default=None)

    def between(self, identity: str, other: str) -> Kinship | None:
        """Return the kinship of two of the articles, by their ids, or None where they are not alike enough."""
        one, two = self._events[identity], self._events[other]
        return self._kinship(one, two, len(self._rare.intersection(one.stems).intersection(two.stems)))

    def _kinship(self, one: _Event, other: _Event, rare: int) -> Kinship | None:
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
        both = set(one.stems).intersection(other.stems)
        mass = sum(self._weight[stem] for stem in sorted(both))
        likeness = mass / math.sqrt(max(1e-9, self._mass[one.id] * self._mass[other.id]))
        if likeness < like or rare < least:
            return None
        ranked = sorted(both & self._rare, key=lambda stem: (-self._weight[stem], stem))
        return Kinship(other.id, round(likeness, 3), tuple(ranked), None if days is None else abs(days))


def assign(fresh: Iterable[Article], settled: Iterable[Article]) -> dict[str, str]:
    """Return the story of each fresh article by its id: that of its kin, or one of its own, named by its slug.

    `settled` have a story already, which nothing changes. The result does not depend on the order of the articles.
    """
    slugs: dict[str, str] = {}
    dates: dict[str, dt.date | None] = {}
    stories: dict[str, str] = {}

    def noted() -> Iterator[Article]:
        for article in fresh:
            slugs[article.id], dates[article.id] = article.slug, article.date
            yield article

    def near() -> Iterator[Article]:
        if not dates:
            return
        days = [day.toordinal() for day in dates.values() if day] or [1, dt.date.max.toordinal()]
        first, last = min(days) - _VISITED_DAYS, max(days) + _VISITED_DAYS
        for article in settled:
            if article.story and (not article.date or first <= article.date.toordinal() <= last):
                stories[article.id] = article.story
                yield article

    kin = Kin(chain(noted(), near()))  # one after the other, each article looked at once
    ordered = sorted(dates, key=lambda key: (dates[key] or dt.date.max, key))
    leader = {key: key for key in ordered}
    joined: dict[str, tuple[float, str]] = {}
    for key in ordered:
        if known := kin.of(key, stories):
            joined[key] = (known.likeness, stories[known.other])
        if fellow := kin.of(key, leader):
            _unite(leader, key, fellow.other)
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for key in ordered:
        groups[_lead(leader, key)].append(key)
    result: dict[str, str] = {}
    for group in groups.values():
        settled_in = max((joined[key] for key in group if key in joined), default=(0.0, slugs[group[0]]))
        result |= dict.fromkeys(group, settled_in[1])
    return result


def _lead(leader: dict[str, str], key: str) -> str:
    """Return who leads the group of an article, and shorten the way there."""
    while leader[key] != key:
        leader[key] = leader[leader[key]]
        key = leader[key]
    return key


def _unite(leader: dict[str, str], one: str, other: str) -> None:
    leader[_lead(leader, other)] = _lead(leader, one)


def _stems(article: Article) -> tuple[str, ...]:
    text = f"{article.title}\n{article.body[:_BEGINNING]}"
    return tuple(map(sys.intern, sorted(content_stems(text))))
