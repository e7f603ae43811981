"""Whole sites, byte for byte: tests/sites/<case>/expected is what a build of the case writes."""

import json
import shutil
from pathlib import Path

import pytest

from generator.pipeline import build
from generator.project import find_project
from generator.site_folder import MANIFEST
from generator.store import packaged

SITES = Path(__file__).parent / "sites"
DEFAULT_THEME = packaged("themes/default")


def files(folder):
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def shipped(name, data):
    """Say whether a file is the default theme's own, Pagefind's or a picture: it is not kept in every case."""
    original = DEFAULT_THEME / name
    return name.startswith(("search/index/", "static/cards/")) or (original.is_file() and original.read_bytes() == data)


# Every page, feed and list of every case; nothing is left out, and nothing is expected that no build makes.
@pytest.mark.parametrize("case", sorted(path.name for path in SITES.iterdir()))
def test_golden_site(case, tmp_path, monkeypatch, rewrite):
    monkeypatch.chdir(SITES / case)
    build(find_project(site=tmp_path / "site"))
    made = files(tmp_path / "site")
    assert sorted(json.loads(made.pop(MANIFEST))) == sorted(made)
    made = {name: data for name, data in made.items() if not shipped(name, data)}
    expected = SITES / case / "expected"
    if rewrite:
        shutil.rmtree(expected, ignore_errors=True)
        for name, data in made.items():
            (expected / name).parent.mkdir(parents=True, exist_ok=True)
            (expected / name).write_bytes(data)
    golden = files(expected)
    assert sorted(made) == sorted(golden)
    for name, data in made.items():
        assert data.decode() == golden[name].decode(), name


# The tree is the same wherever it is built, and building again writes nothing.
@pytest.mark.parametrize("case", ["small", "odd-text", "theme-override"])
def test_two_builds_are_one(case, tmp_path, monkeypatch):
    monkeypatch.chdir(SITES / case)
    first = build(find_project(site=tmp_path / "one"))
    again = build(find_project(site=tmp_path / "one"))
    monkeypatch.chdir(tmp_path)
    build(find_project(SITES / case / "briefing.yaml", site=Path("two")))
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert again.written == again.removed == ()
    assert again.unchanged == first.written
