"""Order, topics, months, and what leads from one article to the next."""

import datetime as dt

from making import article, library

from generator.publish import library as module
from generator.publish.due import due


def slugs(entries):
    return [entry.article.slug for entry in entries]


# Newest first, undated ones last, ties by id, whatever the order of the files.
def test_order():
    articles = [
        article("old", "2023-05-01"), article("undated-b"), article("new", "2024-01-01"), article("undated-a"),
        article("twin-b", "2023-06-01"), article("twin-a", "2023-06-01"),
    ]  # fmt: skip
    expected = ["new", "twin-a", "twin-b", "old", "undated-a", "undated-b"]
    assert slugs(library(articles).entries) == expected
    assert slugs(library(articles[::-1]).entries) == expected


def test_drafts_and_articles_of_days_to_come_stay_out():
    articles = [
        article("a", topics=["x"]),
        article("b", topics=["x"], draft=True),
        article("c", "2024-03-06"),
        article("d", "2024-03-05"),
    ]
    assert [one.slug for one in due(articles, dt.date(2024, 3, 5))] == ["a", "d"]
    made = library(due(articles[:2], dt.date(2024, 3, 5)), ["x"])
    assert slugs(made.entries) == slugs(made.sections[0].entries) == ["a"]
    assert list(made.surroundings) == ["id-a"]


# A topic has its articles in order, also where it has none; topics stay in the order of the settings.
def test_sections():
    made = library([article("a", "2024-01-01", ["y", "x"]), article("b", "2024-01-02", ["y"])], ["x", "y", "z"])
    assert [(section.topic.slug, slugs(section.entries)) for section in made.sections] == [
        ("x", ["a"]),
        ("y", ["b", "a"]),
        ("z", []),
    ]


def test_months():
    dates = ["2024-02-01", "2024-01-31", "2024-01-01", "2023-01-15", None]
    made = library([article(f"a{number}", date) for number, date in enumerate(dates)])
    assert [(month.first and month.first.isoformat(), slugs(month.entries)) for month in made.months] == [
        ("2024-02-01", ["a0"]),
        ("2024-01-01", ["a1", "a2"]),
        ("2023-01-01", ["a3"]),
        (None, ["a4"]),
    ]


# Previous and next stay within the first topic.
def test_neighbours():
    made = library(
        [article("a", "2024-01-03", ["x"]), article("b", "2024-01-02", ["y", "x"]), article("c", "2024-01-01", ["x"])],
        ["x", "y"],
    )
    around = made.surroundings
    assert (around["id-a"].newer, around["id-a"].older.article.slug) == (None, "b")
    assert (around["id-b"].newer, around["id-b"].older) == (None, None)
    assert (around["id-c"].newer.article.slug, around["id-c"].older) == ("b", None)


# What few articles share counts for more than what many share; words alone make no relation.
def test_related():
    made = library(
        [
            article("crossing", "2024-01-01", ["borders"], title="Crossing reopens", countries=("Kyrgyzstan",)),
            article("ferry", "2024-01-02", ["borders"], title="A ferry"),
            article("guards", "2024-01-03", ["borders"], title="New guards at the crossing"),
            article("kyrgyz", "2024-01-04", ["borders"], title="A road", countries=("Kyrgyzstan",)),
            article("cinema", "2024-01-05", ["culture"], title="Crossing reopens"),
            *(article(f"more-{number}", "2023-01-01", ["borders"]) for number in range(9)),
        ],
        ["borders", "culture"],
    )
    related = slugs(made.surroundings["id-crossing"].related)
    assert related[:3] == ["kyrgyz", "guards", "ferry"]
    assert len(related) == module.RELATED
    assert made.surroundings["id-cinema"].related == ()


# However many articles share everything, each is compared with the newest few only: the cost stays linear.
def test_related_looks_at_the_newest_only():
    articles = [article(f"a{number:03}", topics=["x"], countries=("Y",)) for number in range(3 * module.CANDIDATES)]
    made = library(articles, ["x"])
    newest = set(slugs(made.entries)[: module.CANDIDATES])
    for entry in made.entries:
        assert set(slugs(made.surroundings[entry.article.id].related)) <= newest - {entry.article.slug}
