"""Library -> pages: a table of page types, each a function that yields the plans of its pages."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

from generator import urls
from generator.entry_model import PageEntry
from generator.publish.archive import archive
from generator.publish.article_pages import articles, provenances
from generator.publish.cards import cards
from generator.publish.country_pages import countries
from generator.publish.edition_pages import editions
from generator.publish.frame import Filling, Site, cut, page
from generator.publish.front import home
from generator.publish.machine_files import robots, sitemap
from generator.publish.topic_pages import topics
from generator.safe_html import plain
from generator.site_model import Plan


def pages(site: Site) -> Iterator[Plan]:
    """Yield the plan of every page of the site, and of what search engines ask for."""
    return itertools.chain.from_iterable(page_type(site) for page_type in PAGE_TYPES)


def _search(site: Site) -> Iterator[Plan]:
    if not site.config.search:
        return
    total = len(site.library.entries)
    names = sorted(country.name for country in site.library.countries)
    years = sorted({entry.article.date.year for entry in site.library.entries if entry.article.date}, reverse=True)

    def fill() -> Filling:
        description = f"Search {total} articles by words, topic, country and year."
        return Filling(f"Search – {site.config.title}", description, {"countries": names, "years": years})

    yield page(site, "search.html", urls.SEARCH, (total, names, years), fill)


def _content_pages(site: Site) -> Iterator[Plan]:
    return (_content_page(site, item) for item in site.library.pages)


def _content_page(site: Site, item: PageEntry) -> Plan:
    def fill() -> Filling:
        description = cut(plain(item.html)) or item.title
        return Filling(f"{item.title} – {site.config.title}", description, {"page": item, "html": item.html})

    return page(site, "page.html", item.permalink, (item,), fill)


def _feeds(site: Site) -> Iterator[Plan]:
    countries = sorted(site.library.countries, key=lambda country: country.name)

    def fill() -> Filling:
        description = f"How to follow {site.config.title} in a feed reader: everything, single topics or countries."
        values = {"feed_list": urls.FEED_LIST, "countries": countries}
        return Filling(f"Feeds – {site.config.title}", description, values)

    yield page(site, "feeds.html", urls.FEEDS, (countries,), fill)


def _not_found(site: Site) -> Iterator[Plan]:
    title = f"Page not found – {site.config.title}"
    yield page(site, "404.html", urls.NOT_FOUND, (), lambda: Filling(title, "There is no page here.", {}))


PAGE_TYPES: tuple[Callable[[Site], Iterator[Plan]], ...] = (
    home,
    topics,
    articles,
    provenances,
    countries,
    editions,
    archive,
    _search,
    _content_pages,
    _feeds,
    _not_found,
    cards,
    sitemap,
    robots,
)
