"""The map of a digest: which region it shows, the outline of each country in it, and where their names stand.

Which region that is comes from the content: the countries with the most articles, and what lies between and around
them. So a digest on another beat has another map.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from generator.publish.boundaries import Outline, boundaries
from generator.publish.projection import Point, bounds, clip, equal_area, within

WIDTH = 1000  # units; the height follows from the region
_HIGHEST = 900
_MARGIN = 0.04  # of the region, on each side
_SHARE = 0.5  # a country with half the articles of the first one makes the map reach to it
_WIDEST = 80  # degrees: but not where more than a part of the world would have to be on it
_LARGE = 0.2  # islands this large, next to the largest part of their country, count for the region
_CHARACTER, _LINE = 13, 30  # units that a label takes
_EDGE = 42  # a label stands so far from the edge of the map: on phones its letters are larger
_LEAST_ROOM = 0.7  # of a label: so much of it stands inside its country
_ROWS = 24  # places that are tried, from the top of a country to its bottom


class Label(msgspec.Struct, frozen=True):
    """Where the label of a country stands: its middle. `is_short` where there is room for the number only."""

    x: int
    y: int
    is_short: bool


class Shape(msgspec.Struct, frozen=True):
    """A country as it is drawn: its outline, also as an SVG path, and a label where it has articles, and room."""

    name: str
    rings: tuple[tuple[Point, ...], ...]
    path: str
    label: Label | None


class Atlas(msgspec.Struct, frozen=True):
    """A map: its height in units (its width is WIDTH), its countries by name, and those that are off it."""

    height: int
    shapes: tuple[Shape, ...]
    outside: tuple[str, ...]


def draw(weights: Mapping[str, int]) -> Atlas | None:
    """Return the map for countries with how many articles each has; None where no known country is among them."""
    return _drawn(tuple(weights.items()))


@functools.lru_cache(maxsize=1)  # a page and the cards show the same one
def _drawn(counted: tuple[tuple[str, int], ...]) -> Atlas | None:
    weights = dict(counted)
    world = boundaries()
    order = sorted((name for name in weights if name in world), key=lambda name: (-weights[name], name))
    if not order:
        return None
    region = _region(order, weights, world)
    left, top, right, bottom = bounds(region)
    centre = ((left + right) / 2, (top + bottom) / 2)
    project = equal_area(centre)
    left, top, right, bottom = bounds(point for point in map(project, region) if point)
    scale = min(WIDTH / (right - left), _HIGHEST / (bottom - top)) / (1 + 2 * _MARGIN)
    height = round((bottom - top) * scale * (1 + 2 * _MARGIN))
    middle = ((left + right) / 2, (top + bottom) / 2)
    drawn: dict[str, list[list[Point]]] = {}
    reaches = within(centre, math.hypot(*middle) + math.hypot(WIDTH + 8, height + 8) / 2 / scale)
    for name, outlines in world.items():
        for outline in outlines:
            placed = [point for point in map(project, outline.ring) if point] if reaches(outline.box) else []
            if placed and len(placed) == len(outline.ring):
                placed = [
                    ((x - middle[0]) * scale + WIDTH / 2, (y - middle[1]) * scale + height / 2) for x, y in placed
                ]
                if part := clip(placed, (-4, -4, WIDTH + 4, height + 4)):
                    drawn.setdefault(name, []).append(part)
    labels = dict(_labels([name for name in order if name in drawn], drawn, height))
    shapes = tuple(
        Shape(name, tuple(map(tuple, rings)), _path(rings), labels.get(name)) for name, rings in drawn.items()
    )
    outside = sorted((name for name in weights if name not in drawn), key=lambda name: (-weights[name], name))
    return Atlas(height, shapes, tuple(outside))


def region_of(weights: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Return what decides which countries the map shows and where, much cheaper than drawing it.

    That is the order of the names, and for each of them how many have at least its share.
    """
    order = sorted(weights, key=lambda name: (-weights[name], name))
    return tuple((name, sum(weights[other] >= weights[name] * _SHARE for other in order)) for name in order)


def _region(order: Sequence[str], weights: Mapping[str, int], world: Mapping[str, tuple[Outline, ...]]) -> list[Point]:
    """Return the corners of the countries that the map must show in full; longitudes may go on beyond 180."""
    region: list[Point] = []
    for name in order:
        if weights[name] < weights[order[0]] * _SHARE:
            break
        left, _, right, _ = bounds(region) if region else max((one.box for one in world[name]), key=_area)
        wider = [*region, *_main(world[name], (left + right) / 2)]
        left, top, right, bottom = bounds(wider)
        if not region or max(right - left, bottom - top) <= _WIDEST:
            region = wider
    return region


def _area(box: tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _main(outlines: Sequence[Outline], middle: float) -> Iterator[Point]:
    """Yield the corners of a country without its small islands, on the side of the globe that is near a longitude."""
    least = _LARGE * max(_area(outline.box) for outline in outlines)
    for outline in outlines:
        if _area(outline.box) >= least:
            left, _, right, _ = outline.box
            turn = 360 * round((middle - (left + right) / 2) / 360)
            yield from ((x + turn, y) for x, y in outline.ring)


def _path(rings: Sequence[Sequence[Point]]) -> str:
    pieces = []
    for ring in rings:
        places = [(round(x), round(y)) for x, y in ring]
        steps = [(x - x0, y - y0) for (x0, y0), (x, y) in pairwise(places)]
        line = " ".join(f"{x} {y}" for x, y in steps if x or y)
        if line:
            pieces.append(f"M{places[0][0]} {places[0][1]}l{line}z")
    return "".join(pieces).replace(" -", "-")


def _labels(
    order: Sequence[str], drawn: Mapping[str, Sequence[Sequence[Point]]], height: int
) -> Iterator[tuple[str, Label]]:
    """Yield where labels stand so that none runs into another; the most important country comes first."""
    taken: list[tuple[float, float, float, float]] = []
    for name in order:
        ring = max(drawn[name], key=lambda ring: _area(bounds(ring)))
        x, y, room = _widest(ring, height)
        for is_short in (False, True):
            width = (3 if is_short else max(len(name), 6)) * _CHARACTER
            if room < width * _LEAST_ROOM:
                continue
            at = min(max(x, width / 2), WIDTH - width / 2)
            box = (at - width / 2, y - _LINE, at + width / 2, y + _LINE)
            if not any(_overlap(box, other) for other in taken):
                taken.append(box)
                yield name, Label(round(at), round(y), is_short)
                break


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _widest(ring: Sequence[Point], height: int) -> tuple[float, float, float]:
    """Return the middle of the place inside a ring at which the widest line of text fits, and how wide it is."""
    _, top, _, bottom = bounds(ring)
    top, bottom = max(top, _EDGE), min(bottom, height - _EDGE)
    best = (0.0, 0.0, 0.0)
    for row in range(_ROWS + 1):
        y = top + (bottom - top) * row / _ROWS
        spans = [_span(ring, y + shift) for shift in (-_LINE / 2, 0, _LINE / 2)]
        start, end = max(0, *(span[0] for span in spans)), min(WIDTH, *(span[1] for span in spans))
        if end - start > best[2]:
            best = ((start + end) / 2, y, end - start)
    return best


def _span(ring: Sequence[Point], y: float) -> tuple[float, float]:
    """Return where the longest part of a level line inside a ring begins and ends."""
    crossings = sorted(
        x0 + (y - y0) * (x1 - x0) / (y1 - y0)
        for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True)
        if (y0 <= y) is not (y1 <= y)
    )
    spans = list(zip(crossings[::2], crossings[1::2], strict=False))
    return max(spans, key=lambda span: span[1] - span[0], default=(0.0, 0.0))
