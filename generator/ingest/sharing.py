"""Which of many texts share so much that one may be the other, in a memory that does not grow with them.

Everything that is held for all texts at once is put away in pieces, in ranges of the hashes: what stands in the same
range is looked at together. So each shingle is handled a few times, however many texts there are.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, MutableMapping, Sequence
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
    ranges = _by_hash(sketches, sum(sizes), shelves)
    held = [0] * len(sizes)  # how many shingles of each text stand in others too, but not in many
    telling = _Ranges(len(ranges), shelves)
    for number in range(len(ranges)):
        parts = ranges.get(number)
        times = Counter(chain.from_iterable(shingles for _, shingles in parts))
        here = {shingle for shingle, count in times.items() if 1 < count <= _COMMON}
        for place, shingles in parts:
            if found := array("I", filter(here.__contains__, shingles)):
                held[place] += len(found)
                telling.add(number, place, found)
    needed = array("d", (least * size for size in sizes))
    suspects = bytearray(own > 0 and own >= enough for own, enough in zip(held, needed, strict=True))
    met = _met(telling, suspects, shelves)
    pairs: set[tuple[int, int]] = set()
    for number in range(len(met)):
        of_each: defaultdict[int, list[Sketch]] = defaultdict(list)
        for one, others in met.get(number):
            of_each[one].append(others)
        for one, every in of_each.items():
            enough = needed[one]
            for other, count in Counter(chain.from_iterable(every)).items():
                if (count >= enough or count >= needed[other]) and one != other:
                    pairs.add((min(one, other), max(one, other)))
    return sorted(pairs)


class _Ranges:
    """Numbers of 32 bits, each with those of its own, put away in parts by the range that it belongs to."""

    def __init__(self, count: int, shelves: Shelves) -> None:
        self._waiting = [array("I") for _ in range(count)]
        self._away: list[array[int]] = [array("I") for _ in range(count)]
        self._shelf = shelves()
        self._put = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, number: int, one: int, own: Sketch) -> None:
        """Put what is its own of a number into a range."""
        waiting = self._waiting[number]
        waiting.append(one)
        waiting.append(len(own))
        waiting.frombytes(memoryview(own).cast("B"))
        if len(waiting) >= _WAITING:
            self._away[number].append(self._put)
            self._shelf[self._put] = waiting.tobytes()
            self._put += 1
            del waiting[:]

    def get(self, number: int) -> list[tuple[int, Sketch]]:
        """Return all that was put into a range, in the order in which it was."""
        numbers = array("I", b"".join(map(self._shelf.__getitem__, self._away[number]))) + self._waiting[number]
        parts: list[tuple[int, Sketch]] = []
        at = 0
        while at < len(numbers):
            end = at + 2 + numbers[at + 1]
            parts.append((numbers[at], numbers[at + 2 : end]))
            at = end
        return parts


def _by_hash(sketches: Sequence[Sketch], total: int, shelves: Shelves) -> _Ranges:
    """Return the shingles of all texts, by their places, in ranges of the hashes with about as many in each.

    A sketch is in order, so what goes into one range stands together in it.
    """
    count = 1 + total // _AT_A_TIME
    ranges = _Ranges(count, shelves)
    for place, sketch in enumerate(sketches):
        start = 0
        while start < len(sketch):
            number = sketch[start] * count >> 32
            bound = -((-(number + 1) << 32) // count)  # the first hash of the next range
            end = bisect_left(sketch, bound, start)
            ranges.add(number, place, sketch[start:end])
            start = end
    return ranges


def _met(telling: _Ranges, suspects: bytearray, shelves: Shelves) -> _Ranges:
    """Return for each suspect the texts that it shares shingles with, itself among them, once for every shingle.

    They are in ranges of the places of the suspects.
    """
    each = 1 + len(suspects) // len(telling)
    met = _Ranges(1 + len(suspects) // each, shelves)
    for number in range(len(telling)):
        parts = telling.get(number)
        theirs = chain.from_iterable(shingles for place, shingles in parts if suspects[place])
        holders: dict[int, list[int]] = {shingle: [] for shingle in theirs}
        for place, shingles in parts:
            for shingle in filter(holders.__contains__, shingles):
                holders[shingle].append(place)
        for place, shingles in parts:
            if suspects[place]:
                together = array("I", chain.from_iterable(map(holders.__getitem__, shingles)))
                met.add(place // each, place, together)
    return met
