"""Library -> what of it the page and the feeds of one article need besides the article: for a build after an edit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

import msgspec

from generator import urls
from generator.entry_model import Entry
from generator.model import Topic
from generator.publish.article_pages import namesakes
from generator.publish.frame import Navigation, Site
from generator.site_model import Country, Library, Rubric, Section, Surroundings

# The older and the newer one, those of the same story and the related ones, by their numbers.
Around = tuple[int, int, tuple[int, ...], tuple[int, ...]]
_NONE = -1


class Excerpt(msgspec.Struct, frozen=True, array_like=True):
    """What stays as it is while only the bodies of articles change; articles are numbered in the order of the library.

    `code` tells which version of the generator made it, `rules` are those of the site (Site), and `paths` the files of
    the articles. `shared` are the headlines that several of them have. `newest` are the articles in each feed, by the
    permalink of the page that shows the same, and `around` what surrounds each article, packed as Around.
    """

    code: bytes
    rules: bytes
    navigation: Navigation
    paths: tuple[str, ...]
    shared: tuple[str, ...]
    countries: tuple[Country, ...]
    newest: dict[str, tuple[int, ...]]
    around: tuple[bytes, ...]


def to_excerpt(site: Site, code: bytes) -> Excerpt:
    """Return the excerpt of a site that some version of the generator made."""
    library, most = site.library, site.config.feed_items
    numbers = {entry.article.id: number for number, entry in enumerate(library.entries)}

    def number(entry: Entry | None) -> int:
        return numbers[entry.article.id] if entry else _NONE

    def all_of(entries: Iterable[Entry]) -> tuple[int, ...]:
        return tuple([numbers[entry.article.id] for entry in entries])

    encode = msgspec.msgpack.Encoder().encode
    around = (
        (number(one.older), number(one.newer), all_of(one.same_story), all_of(one.related))
        for one in map(library.surroundings.__getitem__, numbers)
    )
    lists = {urls.HOME: library.entries}
    lists |= {section.rubric.permalink: section.entries for section in library.sections}
    lists |= {country.permalink: library.by_country[country.permalink] for country in library.countries}
    return Excerpt(
        code,
        site.rules,
        site.navigation,
        tuple([entry.article.path for entry in library.entries]),
        tuple(sorted(namesakes(library.entries))),
        library.countries,
        {page: all_of(those[:most]) for page, those in lists.items()},
        tuple(map(encode, around)),
    )


def pages_with(excerpt: Excerpt, numbers: Collection[int]) -> set[str]:
    """Return the permalinks of the pages in whose feeds some of the articles stand."""
    wanted = set(numbers)
    return {page for page, those in excerpt.newest.items() if not wanted.isdisjoint(those)}


def to_library(
    excerpt: Excerpt,
    topics: Iterable[Topic],
    numbers: Iterable[int],
    pages: Collection[str],
    read: Callable[[int], Entry],
) -> Library:
    """Return as much of the library as some articles and the feeds of some pages need; `read` returns an article."""

    def newest(page: str) -> tuple[Entry, ...]:
        return tuple(map(read, excerpt.newest[page])) if page in pages else ()

    def around(number: int) -> Surroundings:
        older, newer, same, akin = msgspec.msgpack.decode(excerpt.around[number], type=Around)
        return Surroundings(
            read(older) if older != _NONE else None,
            read(newer) if newer != _NONE else None,
            tuple(map(read, same)),
            tuple(map(read, akin)),
        )

    rubrics = [Rubric(topic, number, urls.topic(topic.slug)) for number, topic in enumerate(topics, 1)]
    by_country: Mapping[str, tuple[Entry, ...]] = {one.permalink: newest(one.permalink) for one in excerpt.countries}
    return Library(
        newest(urls.HOME),
        tuple(Section(rubric, newest(rubric.permalink), None) for rubric in rubrics),
        excerpt.countries,
        by_country,
        (),
        {read(number).article.id: around(number) for number in numbers},
    )
