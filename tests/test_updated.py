"""When an article counts as changed: the day on which its changed text was seen, and never the clock."""

import datetime as dt

import pytest
from running import briefing

from generator.front_matter import parse_article

STORY = (
    "Village Gets Its Bridge Back After Nine Years\n"
    "The wooden bridge over the Isfara was reopened on 4 December 2024, nine years after a flood took the old one. "
    "Some forty families live on the far bank in Tajikistan, and had to drive eleven kilometres to the nearest shop.\n"
    "The district paid for the planks, the villagers for the nails. Two engineers checked the work.\n"
)
LONGER = STORY + "On Monday the district added that a railing will follow before the winter is over.\n"


def clean(folder, text, retrieved):
    seeds = folder / "seeds"
    seeds.mkdir(exist_ok=True)
    (seeds / "bridge.txt").write_text(text, "utf-8")
    (seeds / "sources.yaml").write_text(f"bridge.txt: {{retrieved: {retrieved}}}\n", "utf-8")
    assert briefing(folder, "clean").returncode == 0
    [path] = (folder / "content" / "articles").rglob("*.md")
    return path


def updated(path):
    return parse_article(path.read_text("utf-8"), str(path)).updated


# A new article has never changed; a text that is retrieved anew and says more has, on that day, until it changes again.
def test_a_document_that_changed(tmp_path):
    assert updated(clean(tmp_path, STORY, "2024-12-05")) is None
    path = clean(tmp_path, LONGER, "2024-12-09")
    assert updated(path) == dt.date(2024, 12, 9)
    before = path.read_bytes()
    assert clean(tmp_path, LONGER, "2024-12-09").read_bytes() == before
    assert updated(clean(tmp_path, LONGER, "2024-12-20")) == dt.date(2024, 12, 9)


# Nothing was retrieved anew, so what changed the text was a rule or a hand: no reader need hear of it.
@pytest.mark.parametrize(
    ("text", "retrieved"),
    [(STORY, "2024-12-09"), (LONGER, "2024-12-05"), (LONGER, "null")],
    ids=["the same text", "the same day", "no day"],
)
def test_what_is_no_change(tmp_path, text, retrieved):
    clean(tmp_path, STORY, "2024-12-05")
    assert updated(clean(tmp_path, text, retrieved)) is None


# The day also reaches an article that somebody edited, and an editor's own day stays.
def test_an_edited_article(tmp_path):
    path = clean(tmp_path, STORY, "2024-12-05")
    path.write_text(path.read_text("utf-8").replace("title: Village", "title: Our Village"), "utf-8")
    assert updated(clean(tmp_path, LONGER, "2024-12-09")) == dt.date(2024, 12, 9)
    path.write_text(path.read_text("utf-8").replace("updated: 2024-12-09", "updated: 2024-12-10"), "utf-8")
    assert updated(clean(tmp_path, LONGER + "It will be green.\n", "2024-12-11")) == dt.date(2024, 12, 10)
