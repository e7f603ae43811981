"""How much of one text stands in another, by runs of words; and which of many texts share enough to be the same.

Texts are compared by word shingles (Broder 1997, "On the resemblance and containment of documents"). Containment, not
resemblance, decides, since a teaser is a small part of its story. Each text keeps only the shingles whose hash falls
below a bound (a FracMinHash sketch: Irber et al. 2022, "Lightweight compositional analysis with FracMinHash").
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TypeAlias
from zlib import crc32

from generator.ingest.lookup import Lookup, pieces_of
from generator.ingest.words import words

_SHINGLE = 4
# Texts up to this many words keep every shingle, longer ones a share that shrinks with their length.
_KEEP_ALL = 2000
# A shingle in more texts than this is a phrase of the trade, and would pair everything with everything.
_COMMON = 40
# How many shingles are counted at a time, as what is counted takes about a hundred bytes each, and at how many times at
# most, as each time every text is looked at.
_AT_A_TIME, _MOST_TIMES = 100_000, 64

# The hashes of a text's shingles, 32 bits each, every one once, in order.
Sketch: TypeAlias = "array[int] | memoryview[int]"

# What stands for a word in a shingle: four bytes.
_HASHED = Lookup(lambda piece: b"".join(map(_hashed, words(piece.casefold()))))
_SIZE = 4


def _hashed(word: str) -> bytes:
    return crc32(word.replace("’", "'").encode()).to_bytes(_SIZE, "little")


def shingles(text: str) -> Sketch:
    """Return hashes of the runs of four words in a text."""
    spelled = b"".join(map(_HASHED.__getitem__, pieces_of(text)))
    run, count = _SHINGLE * _SIZE, len(spelled) // _SIZE
    if count < _SHINGLE:
        return array("I", [crc32(spelled)] if count else [])
    hashes = {crc32(spelled[start : start + run]) for start in range(0, len(spelled) - run + 1, _SIZE)}
    if count > _KEEP_ALL:
        bound = 2**32 * _KEEP_ALL // count
        hashes = {value for value in hashes if value < bound}
    return array("I", sorted(hashes))


def containment(first: Sketch, second: Sketch) -> float:
    """Return the share, 0 to 1, of the smaller set of shingles that stands in the other."""
    smaller = min(len(first), len(second))
    return len(set(first).intersection(second)) / smaller if smaller else 0.0


def sharing(sketches: Sequence[Sketch], least: float) -> list[tuple[int, int]]:
    """Return the pairs of texts, by their places, that share at least this part of the smaller one's shingles.

    Common shingles do not count. The cost grows with the texts and not with the pairs: only a text of which that part
    stands in any others at all can be the smaller one of a pair, and few do.
    """
    telling = _telling(sketches)
    suspects = {place for place, held in enumerate(telling) if held and len(held) >= least * len(sketches[place])}
    holders: dict[int, list[int]] = {}
    for place in sorted(suspects):
        for shingle in telling[place]:
            holders.setdefault(shingle, []).append(place)
    sizes = list(map(len, sketches))
    pairs: set[tuple[int, int]] = set()
    for place, held in enumerate(telling):
        shared = Counter(chain.from_iterable(filter(None, map(holders.get, held))))
        for other, count in shared.items():
            if count >= least * min(sizes[place], sizes[other]) and other != place:
                pairs.add((min(place, other), max(place, other)))
    return sorted(pairs)


def _telling(sketches: Sequence[Sketch]) -> Sequence[Sketch]:
    """Return the shingles of each text that stand in others too, but not in many."""
    telling = [array("I") for _ in sketches]
    for parts in _in_ranges(sketches):
        times = Counter(chain.from_iterable(parts))
        found = {shingle for shingle, count in times.items() if 1 < count <= _COMMON}
        for own, part in zip(telling, parts, strict=True):
            own.extend(found.intersection(part))
    return telling


def _in_ranges(sketches: Sequence[Sketch]) -> Iterator[list[Sketch]]:
    """Yield the parts of all sketches in one range of the hashes after another, about as many shingles in each."""
    ranges = min(_MOST_TIMES, 1 + sum(map(len, sketches)) // _AT_A_TIME)
    done = [0] * len(sketches)
    for number in range(1, ranges + 1):
        bound = 2**32 * number // ranges
        ends = [bisect_left(sketch, bound, start) for sketch, start in zip(sketches, done, strict=True)]
        yield [sketch[start:end] for sketch, start, end in zip(sketches, done, ends, strict=True)]
        done = ends
