"""The boundaries of the countries of the world, which the package carries: Natural Earth's, in the public domain."""

from __future__ import annotations

import functools
import itertools
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

_GRID = 100  # steps in a degree; tools/boundaries.py says what the file holds
_HALF = 180  # degrees: half the way around

Ring = tuple[tuple[float, float], ...]  # longitude and latitude of each corner, in degrees


@functools.cache
def boundaries() -> Mapping[str, tuple[Ring, ...]]:
    """Return the rings of each country by its English name, the names sorted."""
    data = json.loads(Path(__file__).with_name("boundaries.json").read_text("utf-8"))
    lines = [_line(arc) for arc in data["arcs"]]
    return {name: tuple(_ring(arcs, lines) for arcs in rings) for name, rings in data["countries"].items()}


def _line(arc: Sequence[int]) -> Ring:
    across, down = itertools.accumulate(arc[::2]), itertools.accumulate(arc[1::2])
    return tuple([(x / _GRID, y / _GRID) for x, y in zip(across, down, strict=True)])


def _ring(arcs: Sequence[int], lines: Sequence[Ring]) -> Ring:
    ring: list[tuple[float, float]] = []
    for number in arcs:
        # The first place of a line is the last one of the line before it.
        ring += lines[number][1:] if number >= 0 else lines[~number][-2::-1]
    across = [x for x, _ in ring]
    if max(across) - min(across) <= _HALF:
        return tuple(ring)
    # Where a ring crosses the date line, its longitudes go on beyond 180.
    turned = [ring[0]]
    for x, y in ring[1:]:
        turned.append((x + 2 * _HALF * round((turned[-1][0] - x) / (2 * _HALF)), y))
    return tuple(turned)
