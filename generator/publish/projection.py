"""Places on the globe -> places on a map: an azimuthal projection that keeps areas true, and clipping to the map."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

Point = tuple[float, float]
_TOO_FAR = math.radians(140)  # beyond this the other side of the globe is drawn out around the map


def equal_area(centre: Point) -> Callable[[Point], Point | None]:
    """Return Lambert's azimuthal equal-area projection around a place given by longitude and latitude in degrees.

    It takes such a place to x (east) and y (south) in radii of the globe; places on the far side of it to None.
    """
    middle, latitude0 = math.radians(centre[0]), math.radians(centre[1])
    sin0, cos0 = math.sin(latitude0), math.cos(latitude0)
    least = math.cos(_TOO_FAR)

    def project(place: Point) -> Point | None:
        east, north = math.radians(place[0]) - middle, math.radians(place[1])
        sin1, cos1, cos_east = math.sin(north), math.cos(north), math.cos(east)
        nearness = sin0 * sin1 + cos0 * cos1 * cos_east
        if nearness < least:
            return None
        scale = math.sqrt(2 / (1 + nearness))
        return scale * cos1 * math.sin(east), -scale * (cos0 * sin1 - sin0 * cos1 * cos_east)

    return project


def within(centre: Point, radius: float) -> Callable[[tuple[float, float, float, float]], bool]:
    """Return what says of a box whether any of it may lie so near to the centre; nothing need be drawn to find out.

    The centre is given in degrees, as the box is, and the radius as `equal_area` draws it, in radii of the globe.
    """
    reach = 2 * math.asin(min(1.0, radius / 2))  # what is off the centre by an angle a is drawn at 2 sin(a / 2)
    middle, latitude0 = math.radians(centre[0]), math.radians(centre[1])

    def reaches(box: tuple[float, float, float, float]) -> bool:
        left, top, right, bottom = box
        half = math.radians(math.hypot(right - left, bottom - top)) / 2  # at least as far as any corner is
        east, north = math.radians((left + right) / 2) - middle, math.radians((top + bottom) / 2)
        nearness = math.sin(latitude0) * math.sin(north) + math.cos(latitude0) * math.cos(north) * math.cos(east)
        return math.acos(max(-1.0, min(1.0, nearness))) <= reach + half

    return reaches


def bounds(points: Iterable[Point]) -> tuple[float, float, float, float]:
    """Return the least x and y and the greatest x and y."""
    across, down = zip(*points, strict=True)
    return min(across), min(down), max(across), max(down)


def clip(ring: Sequence[Point], box: tuple[float, float, float, float]) -> list[Point]:
    """Return the part of a ring inside a box (Sutherland and Hodgman); it may run along the edges of the box."""
    left, top, right, bottom = box
    for axis, limit, sign in ((0, left, 1), (0, right, -1), (1, top, 1), (1, bottom, -1)):
        if not ring:
            break
        kept: list[Point] = []
        before = ring[-1]
        for point in ring:
            inside, was_inside = (point[axis] - limit) * sign >= 0, (before[axis] - limit) * sign >= 0
            if inside is not was_inside:
                share = (limit - before[axis]) / (point[axis] - before[axis])
                other = before[1 - axis] + share * (point[1 - axis] - before[1 - axis])
                kept.append((limit, other) if axis == 0 else (other, limit))
            if inside:
                kept.append(point)
            before = point
        ring = kept
    return list(ring)
