"""The boundaries of the countries of the world, which the package carries: Natural Earth's, in the public domain."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

_GRID = 100  # steps in a degree; tools/boundaries.py says what the file holds
_HALF = 180  # degrees: half the way around

Ring = tuple[tuple[float, float], ...]  # longitude and latitude of each corner, in degrees


class Outline:
    """One ring of a country: its `box`, the least and the greatest longitude and latitude, and its corners.

    These are put together when they are asked for, since a map shows few of all the countries.
    """

    def __init__(self, box: Sequence[int], arcs: Sequence[int], lines: _Lines) -> None:
        """Take the box in steps, and the lines of which the ring is made."""
        self.box = (box[0] / _GRID, box[1] / _GRID, box[2] / _GRID, box[3] / _GRID)
        self._arcs, self._lines = arcs, lines

    @functools.cached_property
    def ring(self) -> Ring:
        """The corners; where the ring crosses the date line, their longitudes go on beyond 180."""
        ring: list[tuple[float, float]] = []
        for number in self._arcs:
            # The first place of a line is the last one of the line before it.
            ring += self._lines[number][1:] if number >= 0 else self._lines[~number][-2::-1]
        across = [x for x, _ in ring]
        if max(across) - min(across) <= _HALF:
            return tuple(ring)
        turned = [ring[0]]
        for x, y in ring[1:]:
            turned.append((x + 2 * _HALF * round((turned[-1][0] - x) / (2 * _HALF)), y))
        return tuple(turned)


class _World(msgspec.Struct):
    arcs: list[list[int]]
    countries: dict[str, list[list[int]]]
    boxes: dict[str, list[list[int]]]


class _Lines:
    """The lines that neighbours share, by their numbers, each worked out once."""

    def __init__(self, arcs: Sequence[Sequence[int]]) -> None:
        self._arcs = arcs
        self._known: dict[int, Ring] = {}

    def __getitem__(self, number: int) -> Ring:
        if number not in self._known:
            arc = self._arcs[number]
            across, down = itertools.accumulate(arc[::2]), itertools.accumulate(arc[1::2])
            self._known[number] = tuple([(x / _GRID, y / _GRID) for x, y in zip(across, down, strict=True)])
        return self._known[number]


@functools.cache
def boundaries() -> Mapping[str, tuple[Outline, ...]]:
    """Return the rings of each country by its English name, the names sorted."""
    world = msgspec.json.decode(Path(__file__).with_name("boundaries.json").read_bytes(), type=_World)
    lines = _Lines(world.arcs)
    return {
        name: tuple([Outline(box, arcs, lines) for box, arcs in zip(world.boxes[name], rings, strict=True)])
        for name, rings in world.countries.items()
    }
