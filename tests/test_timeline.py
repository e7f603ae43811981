"""Events of many articles on one line: in order, each once, drawn where they stand in time."""

from making import article, library

from generator.facts_model import Event, Period
from generator.publish.timeline import SHOWN, timeline


def event(when, text="Something happened", sentence=""):
    return Event(Period.parse(when), text, sentence)


def drawn(*events):
    return timeline(library([article("a", events=events)]).entries)


def test_nothing_happened():
    assert drawn() is None


def test_the_newest_comes_first_and_marks_follow_time():
    made = drawn(event("2019"), event("2024-12-04"), event("2021-04"))
    assert [one.time for one in made.happenings] == ["4 December 2024", "April 2021", "2019"]
    newest, middle, oldest = (one.mark for one in made.happenings)
    assert oldest.at < middle.at < newest.at
    # A year is as long as a year, a day has no length.
    assert oldest.length > middle.length > newest.length == 0
    assert oldest.at >= 0
    assert newest.at <= 100
    assert [tick.text for tick in made.ticks] == ["2019", "2020", "2021", "2022", "2023", "2024"]


# Two articles on one event are one line; the one that still has the sentence is linked.
def test_told_twice():
    gone = article("gone", "2024-02-02", events=[event("2024-02-01", "The bridge opened", "It was edited out.")])
    here = article("here", "2024-02-01", events=[event("2024-02-01", "the bridge  opened.", "Body of here.")])
    [one] = timeline(library([gone, here]).entries).happenings
    assert [entry.article.slug for entry, _ in one.tellers] == ["here", "gone"]


def test_a_short_time_is_told_in_months_and_one_day_in_itself():
    assert [tick.text for tick in drawn(event("2024-01-15"), event("2024-03-15")).ticks] == [
        "February 2024",
        "March 2024",
    ]
    [tick] = drawn(event("2024-01-15")).ticks
    assert tick.text == "15 January 2024"


# The early ones are folded away, and the line is that of the others.
def test_many():
    made = drawn(*(event(str(year), f"In {year}") for year in range(1990, 2020)))
    assert (len(made.happenings), len(made.earlier)) == (SHOWN, 30 - SHOWN)
    assert made.earlier[0].text == f"In {2019 - SHOWN}"
    assert made.ticks[0].text == f"{2020 - SHOWN}"


def test_open_ends():
    made = drawn(event("since 2019"), event("by 2024-03"))
    assert [one.time for one in made.happenings] == ["since 2019", "by March 2024"]
    assert all(0 <= one.mark.at <= one.mark.at + one.mark.length <= 100 for one in made.happenings)
