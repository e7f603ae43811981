"""Library -> pages: a table of page types, each a function that yields the outputs of its type."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

from generator import urls
from generator.publish.article_pages import articles, provenances
from generator.publish.cards import cards
from generator.publish.country_pages import countries
from generator.publish.edition_pages import editions
from generator.publish.frame import Site, cut, page
from generator.publish.front import home
from generator.publish.machine_files import robots, sitemap
from generator.publish.topic_pages import topics
from generator.safe_html import plain
from generator.site_model import Output


def pages(site: Site) -> Iterator[Output]:
    """Yield every page of the site, and what search engines ask for."""
    return itertools.chain.from_iterable(page_type(site) for page_type in PAGE_TYPES)


def _archive(site: Site) -> Iterator[Output]:
    title, count = f"Archive – {site.config.title}", len(site.library.entries)
    yield page(site, "archive.html", urls.ARCHIVE, title, f"All {count} articles by month.", months=site.library.months)


def _search(site: Site) -> Iterator[Output]:
    library = site.library
    years = sorted({month.first.year for month in library.months if month.first}, reverse=True)
    yield page(
        site,
        "search.html",
        urls.SEARCH,
        f"Search – {site.config.title}",
        f"Search {len(library.entries)} articles by words, topic, country and year.",
        countries=sorted(library.countries, key=lambda country: country.name),
        years=years,
    )


def _content_pages(site: Site) -> Iterator[Output]:
    for item in site.library.pages:
        title = f"{item.page.title} – {site.config.title}"
        description = cut(plain(item.html)) or item.page.title
        yield page(site, "page.html", item.permalink, title, description, page=item.page, html=item.html)


def _feeds(site: Site) -> Iterator[Output]:
    description = f"How to follow {site.config.title} in a feed reader: everything, single topics or countries."
    yield page(
        site,
        "feeds.html",
        urls.FEEDS,
        f"Feeds – {site.config.title}",
        description,
        feed_list=urls.FEED_LIST,
        countries=sorted(site.library.countries, key=lambda country: country.name),
    )


def _not_found(site: Site) -> Iterator[Output]:
    yield page(site, "404.html", urls.NOT_FOUND, f"Page not found – {site.config.title}", "There is no page here.")


PAGE_TYPES: tuple[Callable[[Site], Iterator[Output]], ...] = (
    home,
    topics,
    articles,
    provenances,
    countries,
    editions,
    _archive,
    _search,
    _content_pages,
    _feeds,
    _not_found,
    cards,
    sitemap,
    robots,
)
