"""Entries -> Library: what is published, in which order, and what leads from one article to the next."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from generator import urls
from generator.entry_model import Entry, PageEntry
from generator.model import Topic
from generator.publish.related import Kinship
from generator.site_model import Country, Library, Month, Rubric, Section, Surroundings


def assemble(
    entries: Sequence[Entry],
    kinship: Kinship,
    introductions: Iterable[PageEntry],
    pages: Iterable[PageEntry],
    topics: Sequence[Topic],
) -> Library:
    """Return everything that is published, given the entries in order and which of them are akin."""
    pages = sorted(pages, key=lambda item: item.slug)
    published = tuple(entries)
    introduced = {item.slug: item for item in introductions}
    of_topics: dict[str, list[Entry]] = {topic.slug: [] for topic in topics}
    for entry in published:
        for topic in entry.article.topics:
            of_topics[topic].append(entry)
    sections = tuple(
        Section(Rubric(topic, number, urls.topic(topic.slug)), tuple(of_topics[topic.slug]), introduced.get(topic.slug))
        for number, topic in enumerate(topics, 1)
    )
    countries, by_country = _countries(published, [topic.slug for topic in topics])
    return Library(
        published, sections, countries, by_country, tuple(pages), _surroundings(published, kinship, of_topics)
    )


def ordered(entries: Iterable[Entry]) -> list[Entry]:
    """Return entries in the order of every list: newest first, undated articles after dated ones, ties by id."""

    def day(entry: Entry) -> int:
        date = entry.article.date
        return date.toordinal() if date else 0  # which is before all others

    # Sorting keeps the order of what is the same.
    return sorted(sorted(entries, key=lambda entry: entry.article.id), key=day, reverse=True)


def months(entries: Iterable[Entry]) -> Iterator[Month]:
    """Yield entries in their order by month."""

    def month(entry: Entry) -> tuple[int, int]:
        date = entry.article.date
        return (date.year, date.month) if date else (0, 0)

    for (year, number), group in itertools.groupby(entries, month):
        yield Month(dt.date(year, number, 1) if year else None, tuple(group))


def _countries(
    entries: Iterable[Entry], topics: Sequence[str]
) -> tuple[tuple[Country, ...], dict[str, tuple[Entry, ...]]]:
    # By permalink: names that differ in an accent only mean one country, which then has the name that came first.
    addresses: dict[str, str] = {}
    names: dict[str, str] = {}
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for name in entry.article.countries:
            if name not in addresses:
                addresses[name] = urls.country(name)
                names.setdefault(addresses[name], name)
        for permalink in dict.fromkeys([addresses[name] for name in entry.article.countries]):
            found[permalink].append(entry)
    countries = []
    for permalink in sorted(found, key=lambda address: (-len(found[address]), names[address])):
        tally = Counter([topic for entry in found[permalink] for topic in entry.article.topics])
        counts = {topic: tally[topic] for topic in topics if tally[topic]}
        countries.append(Country(names[permalink], permalink, len(found[permalink]), counts))
    return tuple(countries), {permalink: tuple(those) for permalink, those in found.items()}


def _surroundings(
    entries: tuple[Entry, ...], kinship: Kinship, of_topics: dict[str, list[Entry]]
) -> dict[str, Surroundings]:
    older: dict[str, Entry] = {}
    newer: dict[str, Entry] = {}
    for topic, those in of_topics.items():
        for after, before in itertools.pairwise(those):
            if after.article.topics[0] == topic:
                older[after.article.id] = before
            if before.article.topics[0] == topic:
                newer[before.article.id] = after
    stories: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.article.story:
            stories[entry.article.story].append(entry)
    by_id = {entry.article.id: entry for entry in entries}
    surroundings = {}
    for entry in entries:
        own, story = entry.article.id, entry.article.story
        same = tuple([other for other in stories[story] if other is not entry]) if story else ()
        akin = tuple([by_id[other] for other in kinship.each[own][1]])
        surroundings[own] = Surroundings(older.get(own), newer.get(own), same, akin)
    return surroundings
