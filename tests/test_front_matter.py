"""The seam: files of tests/fixtures/front_matter, and what is said of those that are wrong."""

from pathlib import Path

import pytest

from generator.dumping import dump
from generator.errors import ContentError
from generator.front_matter import parse_article

FIXTURES = Path(__file__).parent / "fixtures" / "front_matter"
TOPICS = ("borders", "csto")
MEASURES = ("border-length", "repatriated")


def cases(name):
    paths = sorted((FIXTURES / name).glob("*.md"))
    assert len(paths) > 10
    return [pytest.param(path, id=path.stem) for path in paths]


# A valid file keeps its meaning when it is written again, and what is written then stays byte for byte.
@pytest.mark.parametrize("path", cases("valid"))
def test_valid(path, rewrite):
    article = parse_article(path.read_bytes().decode(), "a.md", TOPICS, MEASURES)
    dumped = dump(article)
    golden = path.with_suffix(".dumped")
    if rewrite:
        golden.write_text(dumped, "utf-8")
    assert dumped == golden.read_text("utf-8")
    assert dump(parse_article(dumped, "a.md", TOPICS, MEASURES)) == dumped


# An invalid file is refused with every problem in it, each at its line and column.
@pytest.mark.parametrize("path", cases("invalid"))
def test_invalid(path, rewrite):
    with pytest.raises(ContentError) as caught:
        parse_article(path.read_bytes().decode(), path.name, TOPICS, MEASURES)
    golden = path.with_suffix(".stderr")
    if rewrite:
        golden.write_text(f"{caught.value}\n", "utf-8")
    assert f"{caught.value}\n" == golden.read_text("utf-8")


# The body's line is where its first words stand, whatever blank lines come before.
def test_body_line():
    text = "---\ntitle: A\nslug: a\nid: a\n---\n\n\nText.\n"
    assert parse_article(text, "a.md").body_line == text.split("\n").index("Text.") + 1


def test_no_fixture_is_forgotten():
    for name, suffix in (("valid", ".dumped"), ("invalid", ".stderr")):
        found = sorted((FIXTURES / name).iterdir())
        assert [path for path in found if path.suffix not in (".md", suffix)] == []
        assert [path.stem for path in found if path.suffix == ".md"] == [
            path.stem for path in found if path.suffix == suffix
        ]
