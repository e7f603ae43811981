"""The boundaries of the countries of the world, which the package carries: Natural Earth's, in the public domain."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping, Sequence

_GRID = 100  # steps in a degree; tools/boundaries.py says what the file holds

Ring = tuple[tuple[float, float], ...]  # longitude and latitude of each corner, in degrees


@functools.cache
def boundaries() -> Mapping[str, tuple[Ring, ...]]:
    """Return the rings of each country by its English name, the names sorted."""
    from importlib.resources import files  # noqa: PLC0415  (most builds need none of it)

    data = json.loads(files("generator.publish").joinpath("boundaries.json").read_text("utf-8"))
    lines = [tuple(_points(arc)) for arc in data["arcs"]]
    return {name: tuple(_ring(arcs, lines) for arcs in rings) for name, rings in data["countries"].items()}


def _points(arc: Sequence[int]) -> Iterator[tuple[float, float]]:
    x = y = 0
    for dx, dy in zip(arc[::2], arc[1::2], strict=True):
        x, y = x + dx, y + dy
        yield x / _GRID, y / _GRID


def _ring(arcs: Sequence[int], lines: Sequence[Ring]) -> Ring:
    ring: list[tuple[float, float]] = []
    for number in arcs:
        # The first place of a line is the last one of the line before it.
        for x, y in lines[number][1:] if number >= 0 else lines[~number][-2::-1]:
            # Where a ring crosses the date line, its longitudes go on beyond 180.
            turn = 360 * round((ring[-1][0] - x) / 360) if ring else 0
            ring.append((x + turn, y))
    return tuple(ring)
