"""What is made for search engines, not for readers: the sitemap and robots.txt."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from html import escape

from generator import urls
from generator.entry_model import Entry
from generator.publish.frame import Site, listed, parts
from generator.site_model import Plan


def sitemap(site: Site) -> Iterator[Plan]:
    """Yield every address that is to be found, with the day of its newest article (sitemaps.org, protocol 0.9)."""
    pages = [item.permalink for item in site.library.pages]
    editions = [(edition.slug, listed(edition.entries)) for edition in site.editions]
    key = site.key("sitemap", listed(site.library.entries), pages, editions)
    yield Plan(urls.output_path(urls.SITEMAP), key, partial(_sitemap, site))


def _sitemap(site: Site) -> bytes:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for permalink, entries in _listed(site):
        days = [entry.article.date for entry in entries if entry.article.date]
        changed = f"<lastmod>{max(days).isoformat()}</lastmod>" if days else ""
        lines.append(
            f"<url><loc>{escape(urls.absolute(site.config.base_url, permalink), quote=False)}</loc>{changed}</url>"
        )
    return "\n".join([*lines, "</urlset>", ""]).encode()


def _listed(site: Site) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    library = site.library
    yield from [(urls.HOME, library.entries), (urls.ARCHIVE, library.entries), (urls.FEEDS, ())]
    if site.config.search:
        yield urls.SEARCH, ()
    for section in library.sections:
        for part in parts(section.entries, partial(urls.topic, section.rubric.topic.slug)):
            yield part.permalink, part.entries
    if library.countries:
        yield urls.COUNTRIES, library.entries
    if site.editions:
        yield urls.EDITIONS, library.entries
    for country in library.countries:
        for part in parts(library.by_country[country.permalink], partial(urls.country, country.name)):
            yield part.permalink, part.entries
    yield from ((edition.permalink, edition.entries) for edition in site.editions)
    yield from ((entry.permalink, (entry,)) for entry in library.entries)
    yield from ((item.permalink, ()) for item in library.pages)


def robots(site: Site) -> Iterator[Plan]:
    """Yield robots.txt: everybody may read everything (RFC 9309)."""
    address = urls.absolute(site.config.base_url, urls.SITEMAP)
    data = f"User-agent: *\nAllow: /\n\nSitemap: {address}\n".encode()
    yield Plan(urls.output_path(urls.ROBOTS), site.key("robots"), lambda: data)
