"""The search index in shards: after a change only those are made anew whose articles are others.

An index is made of all its articles at once. So the newest ones have one of their own, and the older ones are in blocks
that double in size up to a limit: a new article changes the first, and few of the others ever. Which articles go where
follows from how many there are, and in no way from what was there before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from generator.entry_model import Entry

# Articles in the smallest block, whose index is made in a quarter of a second; the newest have as many, or up to twice
# as many.
UNIT = 64
_LARGEST = 16  # units in a block; more where that keeps a reader from asking more indexes than this:
_MOST = 16


class Shard(msgspec.Struct, frozen=True):
    """Some articles, newest first, and the name of the folder that their index has inside the index of the newest.

    That is the number of the last of them, counted from the oldest of all; empty for the newest.
    """

    name: str
    entries: tuple[Entry, ...]


def shards(entries: Sequence[Entry]) -> Iterator[Shard]:
    """Yield the shards of all articles, given newest first, in the same order."""
    for name, part in parts(len(entries)):
        yield Shard(name, tuple(entries[part.start : part.stop]))


def parts(count: int) -> Iterator[tuple[str, range]]:
    """Yield the names of the shards of so many articles, and the numbers of the articles in each, newest first."""
    units = max(0, count // UNIT - 1)
    start = count - units * UNIT
    yield "", range(start)
    for size in _sizes(units):
        yield str(count - start), range(start, start + size * UNIT)
        start += size * UNIT


def _sizes(units: int) -> Iterator[int]:
    """Yield the sizes of the blocks, the newest first: the powers of two that make up what full ones leave."""
    largest = _LARGEST
    while units > _MOST * largest:
        largest *= 2
    full, rest = divmod(units, largest)
    yield from (1 << bit for bit in range(rest.bit_length()) if rest >> bit & 1)
    yield from [largest] * full
