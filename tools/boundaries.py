"""Make generator/publish/boundaries.json: the countries of the world, simplified for a small map.

The boundaries are Natural Earth's, scale 1:50 million, which are in the public domain. The npm package `world-atlas`
carries them as TopoJSON:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/boundaries.py package/countries-50m.json generator/publish/boundaries.json

What comes out has the form of a TopoJSON: `arcs` are lines that neighbours share, each a list of whole hundredths of a
degree, longitude and latitude in turn, the first two of a place and the others of the steps from there. `countries` has
for each name its rings, a ring being a list of arcs; ~n is arc n backwards. `boxes` has for each ring the least and the
greatest longitude and latitude; where a ring crosses the date line, its longitudes go on beyond 180 degrees.
"""

import json
import sys
from itertools import accumulate
from pathlib import Path

TOLERANCE = 0.05  # degrees by which a line may move: less than a pixel on a map 700 wide of 40 degrees
SMALLEST = 0.4  # degrees: smaller islands are left out, but never the whole of a country
GRID = 100  # steps in a degree
# Natural Earth abbreviates, or uses another name than generator/ingest/places.yaml does.
NAMES = {
    "Antigua and Barb.": "Antigua and Barbuda",
    "Bosnia and Herz.": "Bosnia and Herzegovina",
    "Cabo Verde": "Cape Verde",
    "Central African Rep.": "Central African Republic",
    "Congo": "Republic of the Congo",
    "Czechia": "Czech Republic",
    "Côte d'Ivoire": "Ivory Coast",
    "Dem. Rep. Congo": "Democratic Republic of the Congo",
    "Dominican Rep.": "Dominican Republic",
    "Eq. Guinea": "Equatorial Guinea",
    "Macedonia": "North Macedonia",
    "Marshall Is.": "Marshall Islands",
    "S. Sudan": "South Sudan",
    "Solomon Is.": "Solomon Islands",
    "St. Kitts and Nevis": "Saint Kitts and Nevis",
    "St. Vin. and Gren.": "Saint Vincent and the Grenadines",
    "São Tomé and Principe": "Sao Tome and Principe",
    "United States of America": "United States",
    "Vatican": "Vatican City",
    "W. Sahara": "Western Sahara",
    "eSwatini": "Eswatini",
}
LEFT_OUT = {"Antarctica"}


def main(source, target):
    """Read an atlas and write the boundaries."""
    atlas = json.loads(Path(source).read_text("utf-8"))
    arcs = [decode(arc, atlas["transform"]) for arc in atlas["arcs"]]
    countries = {}
    for shape in atlas["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        rings = [ring for polygon in polygons for ring in polygon]
        largest = max(size(ring, arcs) for ring in rings)
        if name not in LEFT_OUT:
            kept = [ring for ring in rings if size(ring, arcs) >= min(SMALLEST, largest)]
            countries[NAMES.get(name, name)] = kept
    used = sorted({at if at >= 0 else ~at for rings in countries.values() for ring in rings for at in ring})
    number = {at: new for new, at in enumerate(used)}
    made = {
        "source": "Natural Earth, 1:50 million, public domain; made by tools/boundaries.py from world-atlas 2.0.2",
        "arcs": [steps(simplify(arcs[at])) for at in used],
        "countries": {
            name: [[number[at] if at >= 0 else ~number[~at] for at in ring] for ring in rings]
            for name, rings in sorted(countries.items())
        },
    }
    made["boxes"] = {name: [box(ring, made["arcs"]) for ring in rings] for name, rings in made["countries"].items()}
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    # A line for each arc and each country, so that a change can be read.
    text = text.replace("],[", "],\n[").replace('],"', '],\n"')
    Path(target).write_text(text + "\n", "utf-8")


def decode(arc, transform):
    """Return an arc of a TopoJSON as places in degrees."""
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((x * sx + tx, y * sy + ty))
    return points


def size(ring, arcs):
    """Return how far a ring reaches, in degrees."""
    points = [point for at in ring for point in arcs[at if at >= 0 else ~at]]
    across, up = zip(*points, strict=True)
    return max(max(across) - min(across), max(up) - min(up))


def simplify(points):
    """Return a line without the points that its other points nearly give (Ramer, Douglas and Peucker)."""
    if len(points) < 3:
        return points
    if points[0] == points[-1]:  # a ring of its own: halves, each with two different ends
        middle = max(range(len(points)), key=lambda at: far(points[at], points[0], points[0]))
        return simplify(points[: middle + 1])[:-1] + simplify(points[middle:])
    distance, at = max((far(point, points[0], points[-1]), at) for at, point in enumerate(points[1:-1], 1))
    if distance <= TOLERANCE:
        return [points[0], points[-1]]
    return simplify(points[: at + 1])[:-1] + simplify(points[at:])


def far(point, start, end):
    """Return how far a place is from a line."""
    (x, y), (x0, y0), (x1, y1) = point, start, end
    dx, dy = x1 - x0, y1 - y0
    along = ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy) if dx or dy else 0
    along = max(0, min(1, along))
    return ((x - x0 - along * dx) ** 2 + (y - y0 - along * dy) ** 2) ** 0.5


def steps(points):
    """Return a line in steps of the grid."""
    flat, last = [], (0, 0)
    for x, y in points:
        place = (round(x * GRID), round(y * GRID))
        if not flat or place != last:
            flat += [place[0] - last[0], place[1] - last[1]]
        last = place
    return flat


def box(ring, arcs):
    """Return the box around a ring, in steps of the grid."""
    across, up = [], []
    for at in ring:
        flat = arcs[at if at >= 0 else ~at]
        places = list(zip(accumulate(flat[::2]), accumulate(flat[1::2]), strict=True))
        for x, y in places if at >= 0 else places[::-1]:
            across.append(x)
            up.append(y)
    if max(across) - min(across) > 180 * GRID:
        for at in range(1, len(across)):
            across[at] += 360 * GRID * round((across[at - 1] - across[at]) / (360 * GRID))
    return [min(across), min(up), max(across), max(up)]


if __name__ == "__main__":
    main(*sys.argv[1:])
