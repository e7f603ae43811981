"""The pictures that others show beside a link to the site: the map, with the countries of a topic, and its mark."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from generator import urls
from generator.publish.atlas import WIDTH, Atlas, draw, region_of
from generator.publish.frame import Site
from generator.publish.png import png
from generator.publish.projection import Point
from generator.site_model import Plan

_WIDTH, _HEIGHT = 1200, 630  # pixels: what Open Graph pictures are shown at
_RULE = 24  # the bar at the top, as on the pages
_LEVELS = 3  # shades of a topic's colour, by how many articles a country has
_PAPER, _LAND, _INK, _FIRST = range(4)
_BORDER = 255  # in the place of a country's number
_COLOURS = ((0xFF, 0xFE, 0xFB), (0xEE, 0xEA, 0xE0), (0x1C, 0x1A, 0x17))
_SHADES = (0.25, 0.5, 0.8)
_BOX, _MARK = 132, 6.8  # pixels of the field in the corner, and of one unit of the mark in it
_PLUS = (
    *((3.5, 0), (6.5, 0), (6.5, 3.5), (10, 3.5), (10, 6.5), (6.5, 6.5)),
    *((6.5, 10), (3.5, 10), (3.5, 6.5), (0, 6.5), (0, 3.5), (3.5, 3.5)),
)
# Colours and marks of the topics in the default theme; a mark is 10 units wide.
_TOPICS: tuple[tuple[tuple[int, int, int], tuple[Point, ...]], ...] = (
    ((0x8A, 0x1F, 0x17), tuple((5 + 4.5 * math.cos(at / 20), 5 + 4.5 * math.sin(at / 20)) for at in range(126))),
    ((0x1C, 0x5A, 0x7C), ((1, 1), (9, 1), (9, 9), (1, 9))),
    ((0x7A, 0x5A, 0x00), ((5, 0.6), (9.8, 9.2), (0.2, 9.2))),
    ((0x55, 0x41, 0x8F), ((5, 0), (10, 5), (5, 10), (0, 5))),
    ((0x2A, 0x6A, 0x3C), _PLUS),
    ((0x5D, 0x57, 0x4F), ((0, 3), (10, 3), (10, 7), (0, 7))),
)


def cards(site: Site) -> Iterator[Plan]:
    """Yield the picture of the whole site and that of each topic."""
    countries = site.library.countries
    # What the map shows depends on these numbers, and costs too much to be drawn just to look.
    totals = {country.name: country.total for country in countries}
    land = _Land(totals)
    yield _card(site, land, "", totals, _TOPICS[0][0], ())
    for section in site.library.sections:
        slug = section.rubric.topic.slug
        colour, mark = _TOPICS[(section.rubric.number - 1) % len(_TOPICS)]
        named = {country.name: country.counts[slug] for country in countries if slug in country.counts}
        yield _card(site, land, slug, named, colour, mark)


def _card(
    site: Site,
    land: _Land,
    slug: str,
    named: Mapping[str, int],
    colour: tuple[int, int, int],
    mark: Sequence[Point],
) -> Plan:
    levels = _levels(named)
    key = site.key("card", land.key, levels, colour, bool(mark))
    return Plan(urls.output_path(urls.card(slug)), key, lambda: _picture(land, levels, colour, mark))


def _levels(named: Mapping[str, int]) -> dict[str, int]:
    """Return how strong the colour of each country is, by how many articles it has beside the others."""
    most = max(named.values(), default=1)
    return dict(sorted((name, math.ceil(_LEVELS * count / most)) for name, count in named.items()))


class _Land:
    """The map of all cards, drawn when the first of them needs it."""

    def __init__(self, totals: Mapping[str, int]) -> None:
        self._totals = totals
        self.key = region_of(totals)

    @cached_property
    def _atlas(self) -> Atlas | None:
        return draw(self._totals)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The numbers of the countries in the rows, by their names."""
        return {shape.name: number for number, shape in enumerate(self._atlas.shapes, 1)} if self._atlas else {}

    @cached_property
    def rows(self) -> list[bytes]:
        return _land(self._atlas)


def _land(atlas: Atlas | None) -> list[bytes]:
    """Return for each row the number of the country at each pixel, and _BORDER where two of them meet.

    The map covers the whole picture below the rule; what does not fit is cut off at the edges.
    """
    rows = [bytearray(_WIDTH) for _ in range(_HEIGHT)]
    if atlas:
        scale = max(_WIDTH / WIDTH, (_HEIGHT - _RULE) / atlas.height)
        left, top = (_WIDTH - WIDTH * scale) / 2, _RULE + (_HEIGHT - _RULE - atlas.height * scale) / 2
        for number, shape in enumerate(atlas.shapes, 1):
            rings = [[(x * scale + left, y * scale + top) for x, y in ring] for ring in shape.rings]
            _fill(rows, rings, number)
    # All rows as one number, the first pixel of each twice: two numbers differ in the bytes in which the pixels do. The
    # very first row has none above it, and is not shown: the rule stands there.
    line = _WIDTH + 1
    wide = b"".join([row[:1] + row for row in rows])
    here = int.from_bytes(wide, "big")
    differs = ((here ^ here >> 8 * line) | (here ^ here >> 8)).to_bytes(len(wide), "big")
    meets = int.from_bytes(differs.translate(bytes([0, *[_BORDER] * 255])), "big")
    pixels = (here | meets).to_bytes(len(wide), "big")
    return [pixels[start + 1 : start + line] for start in range(0, len(wide), line)]


def _picture(
    land: _Land,
    levels: Mapping[str, int],
    colour: tuple[int, int, int],
    mark: Sequence[Point],
) -> bytes:
    table = bytearray([_PAPER, *[_LAND] * 255])
    table[_BORDER] = _PAPER
    for name, level in levels.items():
        if name in land.numbers:
            table[land.numbers[name]] = _FIRST - 1 + level
    rows = [bytearray([_INK]) * _WIDTH for _ in range(_RULE)]
    rows += [bytearray(row.translate(table)) for row in land.rows[_RULE:]]
    if mark:
        for row in rows[-_BOX:]:
            row[:_BOX] = bytes(_BOX)
        space = (_BOX - 10 * _MARK) / 2
        _fill(rows, [[(space + x * _MARK, _HEIGHT - _BOX + space + y * _MARK) for x, y in mark]], _FIRST + _LEVELS)
    return png([bytes(row) for row in rows], [*_COLOURS, *(_shade(colour, share) for share in _SHADES), colour])


def _shade(colour: tuple[int, int, int], share: float) -> tuple[int, int, int]:
    red, green, blue = (round(paper + (one - paper) * share) for paper, one in zip(_COLOURS[0], colour, strict=True))
    return red, green, blue


def _fill(rows: Sequence[bytearray], rings: Sequence[Sequence[Point]], colour: int) -> None:
    """Give the pixels inside some rings a colour."""
    crossings: list[list[float]] = [[] for _ in rows]
    for ring in rings:
        x0, y0 = ring[-1]
        for x1, y1 in ring:
            upper, lower = (y0, y1) if y0 < y1 else (y1, y0)
            start, end = max(0, _first(upper)), min(_HEIGHT, _first(lower))
            if start < end:
                step = (x1 - x0) / (y1 - y0)
                base = x0 + (0.5 - y0) * step
                for row in range(start, end):
                    crossings[row].append(base + row * step)
            x0, y0 = x1, y1
    run = bytes([colour]) * _WIDTH
    for pixels, places in zip(rows, crossings, strict=True):
        if places:
            places.sort()
            edges = [min(max(_first(place), 0), _WIDTH) for place in places]
            for start, end in zip(edges[::2], edges[1::2], strict=False):
                pixels[start:end] = run[: end - start]


def _first(place: float) -> int:
    """Return the first pixel whose middle is at or beyond a place."""
    return math.ceil(place - 0.5)
