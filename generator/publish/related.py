"""Which articles are akin: those that share the rarest topics, countries and words, and are not far in time.

Each article is compared with the nearest few, before and after it, under each of its topics and countries, and what is
shared counts in coarse steps. So the cost grows as the archive does, and a new article changes what its neighbours lead
to and little else. What was found before holds as long as all that it was found from is the same.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from generator.entry_model import Entry, Header

RELATED = 4
NEAR = 10  # entries before and after, under each key
_DIGEST = 16  # bytes


class Kinship(msgspec.Struct, frozen=True, array_like=True):
    """Related articles by ids, the nearest kin first: for each id the digest of what decides that, and the others.

    `archive` is the digest of all that decides anything here.
    """

    archive: bytes = b""
    each: dict[str, tuple[bytes, tuple[str, ...]]] = {}


def kin_of(article: Header) -> tuple[object, ...]:
    """Return all of an article that decides with which others it is akin, but its date; Entry.kin is its digest."""
    return article.id, article.story, _subjects(article), _words(article.title)


# Yields the results of a task for the numbers from 0 up to a count.
Work = Callable[[Callable[[Sequence[int]], list[tuple[str, ...]]], int], Iterator[tuple[str, ...]]]
# Of an entry, for each key: where in the list of all entries that have it those that are near begin, and its own place.
_Windows = list[tuple[str, int, int]]


def related(entries: Sequence[Entry], before: Kinship, work: Work) -> Kinship:
    """Return what each entry leads to, given in their order; `before` is what was found last time.

    A key counts for the bits of N / n, where n of N entries have it. Articles that share neither a topic nor a country
    are not akin, whatever words their titles share; those of the same story are shown elsewhere.
    """
    archive = hashlib.blake2b(b"".join(entry.kin for entry in entries), digest_size=_DIGEST).digest()
    if archive == before.archive:
        return before
    subjects = [_subjects(entry.article) for entry in entries]
    words = [_words(entry.article.title) for entry in entries]
    count = Counter(itertools.chain.from_iterable(itertools.chain(subjects, words)))
    weights = {key: (len(entries) // number).bit_length() for key, number in count.items()}
    lists: dict[str, list[int]] = defaultdict(list)
    for number, own in enumerate(subjects):
        for key in own:
            lists[key].append(number)
    kin = {key: b"".join(entries[number].kin for number in numbers) for key, numbers in lists.items()}
    places: Counter[str] = Counter()
    each: dict[str, tuple[bytes, tuple[str, ...]]] = {}
    new: list[tuple[int, _Windows]] = []
    for number, entry in enumerate(entries):
        windows: _Windows = []
        seen = hashlib.blake2b(entry.kin, digest_size=_DIGEST)
        for key in subjects[number]:
            place = places[key]
            places[key] = place + 1
            start = max(0, place - NEAR)
            windows.append((key, start, place))
            part = kin[key][start * _DIGEST : (place + NEAR + 1) * _DIGEST]
            seen.update(b"%d %d %d " % (weights[key], place - start, len(part)) + part)
        seen.update(bytes(weights[word] for word in words[number]))
        decided, known = seen.digest(), before.each.get(entry.article.id)
        if known is None or known[0] != decided:
            known = decided, ()
            new.append((number, windows))
        each[entry.article.id] = known

    shared = _Shared(subjects, words, weights)

    def best(those: Sequence[int]) -> list[tuple[str, ...]]:
        found = ((number, _near(windows, lists)) for number, windows in map(new.__getitem__, those))
        return [_best(number, near, entries, shared) for number, near in found]

    for (number, _), others in zip(new, work(best, len(new)), strict=True):
        identity = entries[number].article.id
        each[identity] = each[identity][0], others
    return Kinship(archive, each)


def _near(windows: _Windows, lists: Mapping[str, Sequence[int]]) -> dict[int, int]:
    """Return the numbers of the entries that come into question, and how far off they are."""
    near: dict[int, int] = {}
    for key, start, place in windows:
        for at, other in enumerate(lists[key][start : place + NEAR + 1], start - place):
            far = at if at >= 0 else -at
            if far < near.get(other, NEAR + 1):
                near[other] = far
    return near


class _Shared:
    """How much entries share, by their numbers."""

    def __init__(
        self, subjects: Sequence[Sequence[str]], words: Sequence[Sequence[str]], weights: Mapping[str, int]
    ) -> None:
        self._weights, self._words = weights, [frozenset(those) for those in words]
        # Subjects are few, and their sets fewer: as bits they are compared in one step, and weighed once.
        self._bits = {key: 1 << at for at, key in enumerate(dict.fromkeys(itertools.chain.from_iterable(subjects)))}
        self._sets = [sum(map(self._bits.__getitem__, those)) for those in subjects]
        self._known: dict[int, int] = {}

    def of(self, number: int, others: Iterable[int]) -> Iterator[int]:
        """Yield the weight of what an entry shares with each of some others."""
        own_set, own_words, weights, known = self._sets[number], self._words[number], self._weights, self._known
        for other in others:
            both = own_set & self._sets[other]
            if both not in known:
                known[both] = sum(weights[key] for key, bit in self._bits.items() if both & bit)
            shared = known[both]
            if not own_words.isdisjoint(self._words[other]):
                shared += sum(map(weights.__getitem__, own_words & self._words[other]))
            yield shared


def _best(number: int, near: dict[int, int], entries: Sequence[Entry], shared: _Shared) -> tuple[str, ...]:
    """Return the ids of the nearest kin, of those that are near."""
    near.pop(number, None)
    if story := entries[number].article.story:
        near = {other: distance for other, distance in near.items() if entries[other].article.story != story}
    weights = list(shared.of(number, near))
    # Most are no kin: of those that weigh as much as the last one that counts, the distance and then the id decides.
    least = sorted(weights)[-RELATED] if len(weights) > RELATED else 0
    ranked = [
        (-weight, distance, entries[other].article.id)
        for (other, distance), weight in zip(near.items(), weights, strict=True)
        if weight >= least
    ]
    return tuple(identity for *_, identity in sorted(ranked)[:RELATED])


def _subjects(article: Header) -> tuple[str, ...]:
    topics = (f"topic {topic}" for topic in article.topics)
    return tuple(dict.fromkeys((*topics, *(f"country {country}" for country in article.countries))))


def _words(title: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(re.findall(r"\w{4,}", title.lower())))
