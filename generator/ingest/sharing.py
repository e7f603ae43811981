"""Which of many texts share so much that one may be the other, in a memory that does not grow with them.

Everything that is held for all texts at once is put away in pieces, in ranges of the hashes: what stands in the same
range is looked at together. So each shingle is handled a few times, however many texts there are.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from itertools import chain

from generator.ingest.shingles import Sketch

# A shingle in more texts than this is a phrase of the trade, and would pair everything with everything.
_COMMON = 40
# How many shingles are counted at a time, as what is counted takes about a hundred bytes each.
_AT_A_TIME = 100_000
# Numbers that wait in memory in each range, until they are put away together.
_WAITING = 4_000

# Keeps bytes under numbers, on a disk or in memory.
Shelves = Callable[[], MutableMapping[int, bytes]]


def sharing(sketches: Sequence[Sketch], least: float, shelves: Shelves = dict) -> list[tuple[int, int]]:
    """Return the pairs of texts, by their places, that share at least this part of the smaller one's shingles.

    Common shingles do not count. The cost grows with the texts and not with the pairs: only a text of which that part
    stands in any others at all can be the smaller one of a pair, and few do. What takes room goes to what `shelves`
    makes, and each sketch is asked for when it is needed.
    """
    sizes = array("I", map(len, sketches))
    telling = array("I", bytes(4 * len(sizes)))  # how many shingles of each text stand in others too, but not in many
    postings = shelves()
    ranges = _by_hash(sketches, sum(sizes), shelves)
    for number in range(len(ranges)):
        holders = _holders(*ranges.take(number))
        for place in chain.from_iterable(holders):
            telling[place] += 1
        postings[number] = b"".join(array("I", (len(places), *places)).tobytes() for places in holders)
    suspects = bytearray(held > 0 and held >= least * size for held, size in zip(telling, sizes, strict=True))
    met = _met(postings, len(ranges), suspects, shelves)
    pairs: set[tuple[int, int]] = set()
    for number in range(len(met)):
        for (one, other), count in Counter(zip(*met.take(number), strict=True)).items():
            if count >= least * min(sizes[one], sizes[other]) and one != other:
                pairs.add((min(one, other), max(one, other)))
    return sorted(pairs)


class _Ranges:
    """Pairs of numbers of 32 bits, put away by the range that the first one of each is in."""

    def __init__(self, count: int, shelves: Shelves) -> None:
        self._waiting = [(array("I"), array("I")) for _ in range(count)]
        self._away: list[array[int]] = [array("I") for _ in range(count)]
        self._shelf = shelves()
        self._put = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, number: int, firsts: Sketch, seconds: array[int]) -> None:
        """Put pairs into a range, as many first as second numbers."""
        one, two = self._waiting[number]
        one.frombytes(memoryview(firsts).cast("B"))
        two.extend(seconds)

    def settle(self, numbers: Iterable[int]) -> None:
        """Put away what waits in some ranges, where it has become much."""
        for number in numbers:
            one, two = self._waiting[number]
            if len(one) >= _WAITING:
                self._away[number].append(self._put)
                self._shelf[self._put] = one.tobytes() + two.tobytes()
                self._put += 1
                del one[:], two[:]

    def take(self, number: int) -> tuple[array[int], array[int]]:
        """Return the first and the second numbers of all pairs in a range, in the order in which they were put."""
        one, two = array("I"), array("I")
        for key in self._away[number]:
            data = self._shelf[key]
            one.frombytes(data[: len(data) // 2])
            two.frombytes(data[len(data) // 2 :])
        last = self._waiting[number]
        self._waiting[number] = (array("I"), array("I"))
        return one + last[0], two + last[1]


def _by_hash(sketches: Sequence[Sketch], total: int, shelves: Shelves) -> _Ranges:
    """Return the shingles of all texts in ranges of their hashes, about as many in each, with the places of the texts.

    A sketch is in order, so what goes into one range stands together in it.
    """
    count = 1 + total // _AT_A_TIME
    ranges = _Ranges(count, shelves)
    for place, sketch in enumerate(sketches):
        start = 0
        touched = []
        while start < len(sketch):
            number = sketch[start] * count >> 32
            bound = -((-(number + 1) << 32) // count)  # the first hash of the next range
            end = bisect_left(sketch, bound, start)
            ranges.add(number, sketch[start:end], array("I", (place,)) * (end - start))
            touched.append(number)
            start = end
        ranges.settle(touched)
    return ranges


def _holders(shingles: array[int], places: array[int]) -> list[list[int]]:
    """Return for each shingle that stands in several texts, but not in many, the places of these."""
    holders: dict[int, list[int]] = {
        shingle: [] for shingle, count in Counter(shingles).items() if 1 < count <= _COMMON
    }
    for shingle, place in zip(shingles, places, strict=True):
        if shingle in holders:
            holders[shingle].append(place)
    return list(holders.values())


def _met(postings: MutableMapping[int, bytes], count: int, suspects: bytearray, shelves: Shelves) -> _Ranges:
    """Return each suspect with each text that it shares a shingle with, once for every one, in ranges of the places.

    It is among them itself.
    """
    each = 1 + len(suspects) // count
    met = _Ranges(1 + len(suspects) // each, shelves)
    for number in range(count):
        for places in _read(postings.pop(number)):
            for place in places:
                if suspects[place]:
                    met.add(place // each, array("I", (place,)) * len(places), places)
        met.settle(range(len(met)))
    return met


def _read(data: bytes) -> Iterator[array[int]]:
    numbers = array("I", data)
    at = 0
    while at < len(numbers):
        end = at + 1 + numbers[at]
        yield numbers[at + 1 : end]
        at = end
