"""Order, topics, months, and what leads from one article to the next."""

import datetime as dt

from making import article, entries, library

from generator.publish import related as module
from generator.publish.due import due
from generator.publish.library import months
from generator.several import several


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
    assert slugs(due(entries(articles), dt.date(2024, 3, 5))) == ["d", "a"]


# A topic has its articles in order, also where it has none; topics stay in the order of the settings.
def test_sections():
    made = library([article("a", "2024-01-01", ["y", "x"]), article("b", "2024-01-02", ["y"])], ["x", "y", "z"])
    assert [(section.rubric.topic.slug, slugs(section.entries)) for section in made.sections] == [
        ("x", ["a"]),
        ("y", ["b", "a"]),
        ("z", []),
    ]


def test_months():
    dates = ["2024-02-01", "2024-01-31", "2024-01-01", "2023-01-15", None]
    made = library([article(f"a{number}", date) for number, date in enumerate(dates)])
    assert [(month.first and month.first.isoformat(), slugs(month.entries)) for month in months(made.entries)] == [
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


# Each is compared with the nearest few only: the cost stays linear, and a new article concerns its neighbours.
def test_related_looks_nearby_only():
    articles = [
        article(f"a{number:03}", f"2024-01-{number % 28 + 1:02}", ["x"], countries=("Y",)) for number in range(90)
    ]
    before = library(articles, ["x"]).entries
    first = module.related(before, module.Kinship(), several)
    new = entries([*articles, article("b", "2024-01-14", ["x"], countries=("Y",))])
    again = module.related(new, first, several)
    place = [entry.article.id for entry in new].index("id-b")
    near = {entry.article.id for entry in new[place - module.NEAR : place + module.NEAR + 1]}
    changed = {name for name in first.each if first.each[name][1] != again.each[name][1]}
    assert changed <= near
    assert set(again.each["id-b"][1]) <= near
    # What was kept of the last time is what would be found anew.
    assert again == module.related(new, module.Kinship(), several)
