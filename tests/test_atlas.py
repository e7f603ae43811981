"""The map: which region it shows, and that everything on it stands where it should."""

import re

import pytest

from generator.ingest.gazetteer import load
from generator.publish.atlas import WIDTH, draw
from generator.publish.boundaries import boundaries
from generator.publish.projection import clip, equal_area

CENTRAL_ASIA = {"Tajikistan": 16, "Kyrgyzstan": 14, "Kazakhstan": 14, "Uzbekistan": 9, "Russia": 7, "Syria": 6}


def shape(atlas, name):
    [found] = [shape for shape in atlas.shapes if shape.name == name]
    return found


def corners(path):
    """Return the places of a path's corners."""
    for ring in path.removesuffix("z").split("z"):
        numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
        x, y = numbers[:2]
        yield x, y
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            yield x, y


def test_the_region_comes_from_the_content():
    atlas = draw(CENTRAL_ASIA)
    drawn = {one.name for one in atlas.shapes}
    assert {"Kazakhstan", "Kyrgyzstan", "Tajikistan", "Uzbekistan", "Turkmenistan", "Russia", "China"} <= drawn
    assert atlas.outside == ("Syria",)
    for name in ("Kazakhstan", "Kyrgyzstan", "Tajikistan", "Uzbekistan"):
        assert shape(atlas, name).label
        assert all(0 <= x <= WIDTH and 0 <= y <= atlas.height for x, y in corners(shape(atlas, name).path))
    # Neighbours without an article are drawn, and have no label.
    assert shape(atlas, "China").label is None


def test_another_beat_has_another_map():
    atlas = draw({"Kenya": 3, "Uganda": 2, "Brazil": 1})
    assert {"Kenya", "Uganda", "Tanzania", "Somalia"} <= {one.name for one in atlas.shapes}
    assert atlas.outside == ("Brazil",)
    # A country on the other side of the globe does not make it a map of the world.
    assert draw({"Kenya": 3, "Fiji": 3}).outside == ("Kenya",)
    assert draw({"Russia": 6, "Kenya": 5}).outside == ("Kenya",)


@pytest.mark.parametrize("name", ["Russia", "United States", "Fiji", "Kiribati", "Vatican City", "Chile"])
def test_any_country_can_be_alone(name):
    atlas = draw({name: 1})
    assert shape(atlas, name).path
    assert 100 < atlas.height < 2000


def test_nothing_to_draw():
    assert draw({}) is None
    assert draw({"Atlantis": 4}) is None
    assert draw({"Atlantis": 4, "Malta": 1}).outside == ("Atlantis",)


def test_labels_keep_apart():
    atlas = draw(dict.fromkeys(("Slovenia", "Croatia", "Serbia", "Hungary", "Austria", "Kosovo", "Montenegro"), 4))
    labels = [one.label for one in atlas.shapes if one.label]
    assert len(labels) > 4
    for one in labels:
        assert 0 < one.x < WIDTH
        assert 0 < one.y < atlas.height
        assert not [other for other in labels if other is not one and abs(other.x - one.x) + abs(other.y - one.y) < 30]


# Whatever country the cleaner finds can be drawn; the names of both lists are the same.
def test_every_country_of_the_gazetteer_has_boundaries():
    assert set(load().country.values()) - set(boundaries()) <= {"Tuvalu"}


def test_projection():
    project = equal_area((70, 45))
    assert project((70, 45)) == pytest.approx((0, 0))
    east, north = project((71, 45)), project((70, 46))
    assert east[0] > 0 > north[1]
    assert project((-110, -45)) is None


def test_clip():
    square = [(0, 0), (10, 0), (10, 10), (0, 10)]
    assert sorted(clip(square, (5, 5, 20, 20))) == [(5, 5), (5, 10), (10, 5), (10, 10)]
    assert clip(square, (20, 20, 30, 30)) == []
    assert sorted(clip(square, (-5, -5, 20, 20))) == sorted(square)
