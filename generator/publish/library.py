"""Articles -> Library: what is published, in which order, and what leads from one article to the next."""

from __future__ import annotations

import datetime as dt
import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from generator import urls
from generator.errors import ContentError, Problem
from generator.model import Article, Topic
from generator.safe_html import relink
from generator.site_model import Country, Entry, Library, Month, Page, PageEntry, Section, Surroundings

RELATED = 4
# A word or topic that half the archive shares says little, and looking at all who share it would cost N * N. So only
# the newest entries under each key are compared.
CANDIDATES = 50

Anchor = Callable[[str], tuple[str, Mapping[str, str]]]


def to_entry(article: Article, render: Callable[[str], str], anchor: Anchor) -> Entry:
    """Return an article with its permalink and its body as safe HTML, which `render` makes of Markdown.

    `anchor` returns the body with an anchor at each sentence, and the sentences by their names.
    """
    permalink = urls.article(article.slug)
    html = _shown(article.body, permalink, render)
    return Entry(article, permalink, html, *anchor(html))


def to_page(page: Page, permalink: str, render: Callable[[str], str]) -> PageEntry:
    """Return a page or introduction with the permalink on which it stands and its body as safe HTML."""
    return PageEntry(page, permalink, _shown(page.body, permalink, render))


def _shown(body: str, permalink: str, render: Callable[[str], str]) -> str:
    return relink(render(body), lambda link: urls.resolve(link, permalink))


def assemble(
    entries: Iterable[Entry], introductions: Iterable[PageEntry], pages: Iterable[PageEntry], topics: Iterable[Topic]
) -> Library:
    """Return everything that is published: newest first, undated articles after dated ones, ties by id.

    Raises ContentError for pages that want an address of the generator's own.
    """
    pages = sorted(pages, key=lambda item: item.page.slug)
    problems = [
        Problem(item.page.origin, f"{item.permalink} is an address of the generator's own", "rename the file")
        for item in pages
        if item.page.slug in urls.RESERVED
    ]
    if problems:
        raise ContentError(problems)
    published = tuple(sorted(entries, key=_order))
    introduced = {item.page.slug: item for item in introductions}
    sections = tuple(
        Section(
            topic=topic,
            number=number,
            permalink=urls.topic(topic.slug),
            entries=tuple(entry for entry in published if topic.slug in entry.article.topics),
            introduction=introduced.get(topic.slug),
        )
        for number, topic in enumerate(topics, 1)
    )
    return Library(
        entries=published,
        sections=sections,
        countries=_countries(published, [section.topic.slug for section in sections]),
        pages=tuple(pages),
        months=_months(published),
        surroundings=_surroundings(published, sections),
    )


def _order(entry: Entry) -> tuple[bool, int, str]:
    article = entry.article
    return (article.date is None, -article.date.toordinal() if article.date else 0, article.id)


def _months(entries: Iterable[Entry]) -> tuple[Month, ...]:
    def first_day(entry: Entry) -> dt.date | None:
        return entry.article.date.replace(day=1) if entry.article.date else None

    return tuple(Month(first, tuple(group)) for first, group in itertools.groupby(entries, first_day))


def _countries(entries: Iterable[Entry], topics: Sequence[str]) -> tuple[Country, ...]:
    # By permalink: names that differ in an accent only mean one country, which then has the name that came first.
    names: dict[str, str] = {}
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for permalink, name in {urls.country(name): name for name in entry.article.countries}.items():
            names.setdefault(permalink, name)
            found[permalink].append(entry)
    countries = []
    for permalink in sorted(found, key=lambda address: (-len(found[address]), names[address])):
        tally = Counter(topic for entry in found[permalink] for topic in entry.article.topics)
        counts = {topic: tally[topic] for topic in topics if tally[topic]}
        countries.append(Country(names[permalink], permalink, tuple(found[permalink]), counts))
    return tuple(countries)


def _surroundings(entries: tuple[Entry, ...], sections: Iterable[Section]) -> dict[str, Surroundings]:
    older: dict[tuple[str, str], Entry] = {}
    newer: dict[tuple[str, str], Entry] = {}
    for section in sections:
        for after, before in itertools.pairwise(section.entries):
            older[section.topic.slug, after.article.id] = before
            newer[section.topic.slug, before.article.id] = after
    related = _related(entries)
    stories: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.article.story:
            stories[entry.article.story].append(entry)
    surroundings = {}
    for entry in entries:
        place = (entry.article.topics[0] if entry.article.topics else "", entry.article.id)
        same = tuple(other for other in stories.get(entry.article.story, ()) if other is not entry)
        akin = tuple(other for other in related[entry.article.id] if other not in same)
        surroundings[entry.article.id] = Surroundings(older.get(place), newer.get(place), same, akin)
    return surroundings


def _related(entries: tuple[Entry, ...]) -> Mapping[str, tuple[Entry, ...]]:
    """Return up to four related entries for each article's id: those that share the rarest topics, countries, words.

    A key counts for log(1 + N / n), where n of N entries have it (inverse document frequency). Articles that share
    neither a topic nor a country are not related, whatever words their titles share.
    """
    index: dict[str, list[int]] = defaultdict(list)
    keys = [_keys(entry.article) for entry in entries]
    for number, own in enumerate(keys):
        for key in own:
            index[key].append(number)
    weights = {key: math.log(1 + len(entries) / len(numbers)) for key, numbers in index.items()}
    related = {}
    for number, own in enumerate(keys):
        scores: dict[int, float] = defaultdict(float)
        akin = set()
        for key, subject in own.items():
            newest = index[key][:CANDIDATES]
            for other in newest:
                scores[other] += weights[key]
            if subject:
                akin.update(newest)
        best = sorted(akin - {number}, key=lambda other: (-scores[other], other))[:RELATED]
        related[entries[number].article.id] = tuple(entries[other] for other in best)
    return related


def _keys(article: Article) -> dict[str, bool]:
    """Return what an article may share with others, and whether that is a subject rather than a mere word."""
    subjects = [f"topic {topic}" for topic in article.topics] + [f"country {country}" for country in article.countries]
    return dict.fromkeys(re.findall(r"\w{4,}", article.title.lower()), False) | dict.fromkeys(subjects, True)
