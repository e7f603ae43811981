"""How much of one text stands in another, by runs of words.

Texts are compared by word shingles (Broder 1997, "On the resemblance and containment of documents"). Containment, not
resemblance, decides, since a teaser is a small part of its story. Each text keeps only the shingles whose hash falls
below a bound (a FracMinHash sketch: Irber et al. 2022, "Lightweight compositional analysis with FracMinHash").
"""

from __future__ import annotations

from array import array
from typing import TypeAlias
from zlib import crc32

from generator.ingest.lookup import Lookup, pieces_of
from generator.ingest.words import words

_SHINGLE = 4
# Texts up to this many words keep every shingle, longer ones a share that shrinks with their length.
_KEEP_ALL = 2000

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
