"""What is made for search engines, not for readers: the sitemap and robots.txt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, partial
from html import escape

from generator import urls
from generator.entry_model import Entry
from generator.publish.archive import shown
from generator.publish.frame import Site, count_parts, listed, parts
from generator.site_model import Plan

# A sitemap may have 50,000 addresses and 50 MB (sitemaps.org): with half as many, addresses of 2,000 bytes fit too.
MOST_ADDRESSES = 25_000
_DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(site: Site) -> Iterator[Plan]:
    """Yield every address that is to be found, with the day of its newest article (sitemaps.org, protocol 0.9).

    More than fit into one file stand in several, the oldest articles first, so that a new one changes the last of them.
    """
    pages = [item.permalink for item in site.library.pages]
    editions = [(edition.slug, listed(edition.entries)) for edition in site.editions]
    key = site.key("sitemap", listed(site.library.entries), pages, editions)
    # Each page of the archive has an article: where as many more would fit, they need not be counted.
    total = _count(site)
    if total + len(site.library.entries) > MOST_ADDRESSES:
        total += sum(1 for _ in shown(site.library.entries))
    files = max(1, -(-total // MOST_ADDRESSES))
    if files == 1:
        yield Plan(urls.output_path(urls.SITEMAP), key, lambda: _sitemap(site, list(_listed(site))))
        return
    every = cache(lambda: list(_listed(site))[::-1])

    def make(number: int) -> bytes:
        return _sitemap(site, every()[(number - 1) * MOST_ADDRESSES : number * MOST_ADDRESSES])

    addresses = [urls.sitemap(number) for number in range(1, files + 1)]
    yield Plan(urls.output_path(urls.SITEMAP), key, lambda: _index(site, addresses))
    for number, address in enumerate(addresses, 1):
        yield Plan(urls.output_path(address), key, partial(make, number))


def _sitemap(site: Site, addresses: Iterable[tuple[str, tuple[Entry, ...]]]) -> bytes:
    lines = [_DECLARED, f'<urlset xmlns="{_NAMESPACE}">']
    for permalink, entries in addresses:
        days = [entry.article.date for entry in entries if entry.article.date]
        changed = f"<lastmod>{max(days).isoformat()}</lastmod>" if days else ""
        lines.append(f"<url>{_place(site, permalink)}{changed}</url>")
    return "\n".join([*lines, "</urlset>", ""]).encode()


def _index(site: Site, addresses: Iterable[str]) -> bytes:
    lines = [f"<sitemap>{_place(site, address)}</sitemap>" for address in addresses]
    return "\n".join([_DECLARED, f'<sitemapindex xmlns="{_NAMESPACE}">', *lines, "</sitemapindex>", ""]).encode()


def _place(site: Site, permalink: str) -> str:
    return f"<loc>{escape(urls.absolute(site.config.base_url, permalink), quote=False)}</loc>"


def _count(site: Site) -> int:
    """Return how many addresses `_listed` yields, without those of the archive."""
    library = site.library
    lists = [len(section.entries) for section in library.sections]
    lists += [len(entries) for entries in library.by_country.values()]
    single = len(library.entries) + len(library.pages) + len(site.editions)
    few = 2 + site.config.search + bool(library.countries) + bool(site.editions)
    return single + sum(map(count_parts, lists)) + few


def _listed(site: Site) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    library = site.library
    yield from [(urls.HOME, library.entries), *shown(library.entries), (urls.FEEDS, ())]
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
