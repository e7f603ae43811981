"""How alike two articles are that may tell one event: by rare words, days, topics and countries.

The cost grows with the number of articles: only those are compared that share rare words, found in an inverted index.
What is held of each article are some numbers; its words go to shelves (sharing.py).
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from itertools import accumulate, chain, count

import msgspec

from generator.ingest.sharing import Shelves
from generator.ingest.words import content_stems
from generator.model import Article, DateBasis

# What an article is about is said at its beginning.
_BEGINNING = 1200  # characters
# Two articles on one event appear within so many days, in a likeness of at least so much, with so many rare words in
# both. Of a page of which only the day of the visit is known, more must speak for it. The numbers were set on our own
# articles: pairs on one event are alike by 0.22 and more, others by 0.18 at most.
_DAYS, _LIKE, _RARE_SHARED = 4, 0.2, 5
VISITED_DAYS = 120
_VISITED_LIKE, _VISITED_RARE = 0.27, 8
# A word is rare where this share of the articles has it, within these bounds.
_RARE_SHARE, _RARE_LEAST, _RARE_MOST = 0.02, 4, 40
_NO_DAY, _NO_DAY_LAST = 0, 2**31  # where the days of all articles stand as ordinals


class Kinship(msgspec.Struct, frozen=True):
    """Why two articles tell one story: how alike they are, 0 to 1, the rare words of both, and the days between.

    `place` is that of the other one, whose id is `other`.
    """

    place: int
    other: str
    likeness: float
    words: tuple[str, ...]
    days: int | None


class Kin:
    """Articles with what makes each of them its own, ready to be asked which others tell the same event."""

    def __init__(self, articles: Iterable[Article], shelves: Shelves = dict) -> None:
        """Look at each article once; `shelves` makes what holds their words."""
        self._ids: list[str] = []
        self._days, self._is_visited = array("i"), bytearray()
        self._said = shelves()  # topics, countries and stems of each article, as numbers, behind how many there are
        self._spelled: defaultdict[str, int] = defaultdict(count().__next__)
        for article in articles:
            self._take(article)
        self._words = list(self._spelled)
        self._counts = array("I", bytes(4 * len(self._words)))
        for number in range(len(self._ids)):
            for stem in self._of(number):
                self._counts[stem] += 1
        total = len(self._ids)
        self._most = min(_RARE_MOST, max(_RARE_LEAST, total * _RARE_SHARE))
        self._weights = {times: math.log((total + 4) / (times + 1)) for times in set(self._counts)}
        self._masses = array("d", (self._mass(self._of(number)) for number in range(total)))
        # Who has each rare word: from where its own begin, up to where those of the next one do.
        self._begins = array("I", accumulate(map(self._if_rare, self._counts), initial=0))
        self._holders = array("I", bytes(4 * self._begins[-1]))
        following = array("I", self._begins)
        for number in range(total):
            for stem in self._of(number):
                if self._if_rare(self._counts[stem]):
                    self._holders[following[stem]] = number
                    following[stem] += 1

    def _take(self, article: Article) -> None:
        self._ids.append(article.id)
        self._days.append(article.date.toordinal() if article.date else _NO_DAY)
        self._is_visited.append(article.date_basis is DateBasis.RETRIEVED)
        text = f"{article.title}\n{article.body[:_BEGINNING]}"
        parts = article.topics, article.countries, sorted(content_stems(text))
        numbers = (self._spelled[one] for part in parts for one in part)
        self._said[len(self._ids) - 1] = array("I", chain(map(len, parts), numbers)).tobytes()

    def _parts(self, number: int) -> Sequence[Sequence[int]]:
        """Return the topics, the countries and the stems of an article's beginning, these as they are spelled."""
        numbers = memoryview(self._said[number]).cast("I")
        topics, stems = 3 + numbers[0], 3 + numbers[0] + numbers[1]
        return numbers[3:topics], numbers[topics:stems], numbers[stems:]

    def _of(self, number: int) -> Sequence[int]:
        return self._parts(number)[2]

    def _mass(self, stems: Iterable[int]) -> float:
        return sum(self._weights[self._counts[stem]] for stem in stems)

    def _if_rare(self, times: int) -> int:
        return times if 1 < times <= self._most else 0

    def __len__(self) -> int:
        return len(self._ids)

    def in_time(self, numbers: Iterable[int]) -> list[int]:
        """Return some articles, by the places at which they came, in the order of their days and ids.

        Those without a day are last.
        """
        return sorted(sorted(numbers, key=self._ids.__getitem__), key=lambda one: self._days[one] or _NO_DAY_LAST)

    def of(self, own: int, among: Container[int]) -> Kinship | None:
        """Return the kinship of one of the articles, by its place, with that of some others which it is most like."""
        begins, holders = self._begins, self._holders
        shared = Counter(chain.from_iterable(holders[begins[stem] : begins[stem + 1]] for stem in self._of(own)))
        found = [
            kinship
            for number, rare in shared.items()
            if rare >= _RARE_SHARED
            and number != own
            and number in among
            and (kinship := self._kinship(own, number, rare))
        ]
        return max(found, key=lambda kinship: (kinship.likeness, kinship.other), default=None)

    def between(self, identity: str, other: str) -> Kinship | None:
        """Return the kinship of two of the articles, by their ids, or None where they are not alike enough."""
        one, two = self._ids.index(identity), self._ids.index(other)
        both = set(self._of(one)).intersection(self._of(two))
        return self._kinship(one, two, sum(self._if_rare(self._counts[stem]) > 0 for stem in both))

    def _kinship(self, one: int, other: int, rare: int) -> Kinship | None:
        topics, countries, stems = self._parts(one)
        their_topics, their_countries, their_stems = self._parts(other)
        if not (set(topics) & set(their_topics) or not (topics or their_topics)):
            return None
        if not set(countries) & set(their_countries):
            return None
        day, their_day = self._days[one], self._days[other]
        days = day - their_day if _NO_DAY not in (day, their_day) else None
        like, least = _LIKE, _RARE_SHARED
        if days is None or self._is_visited[one] or self._is_visited[other]:
            like, least = _VISITED_LIKE, _VISITED_RARE
            if days is not None and abs(days) > VISITED_DAYS:
                return None
        elif abs(days) > _DAYS:
            return None
        both = list(filter(set(their_stems).__contains__, stems))
        likeness = self._mass(both) / math.sqrt(max(1e-9, self._masses[one] * self._masses[other]))
        if likeness < like or rare < least:
            return None
        told = [
            (-self._weights[count], self._words[stem]) for stem in both if self._if_rare(count := self._counts[stem])
        ]
        words = tuple(word for _, word in sorted(told))
        return Kinship(other, self._ids[other], round(likeness, 3), words, None if days is None else abs(days))
