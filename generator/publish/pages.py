"""Library -> pages: a table of page types, each a function that yields the outputs of its type."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from markupsafe import Markup

from generator import urls
from generator.model import Config, Publisher, SourceRef
from generator.safe_html import plain, relink
from generator.site_model import Entry, Library, Output, Section

HOME_ITEMS = 5  # of each topic on the home page
PAGE_ITEMS = 20  # on one page of a topic
DESCRIPTION_LENGTH = 200  # characters of a meta description that is cut from a text


@dataclass(frozen=True, slots=True)
class Site:
    """What a page type works from. `render(template, values)` fills a template of the theme."""

    library: Library
    config: Config
    render: Callable[[str, dict[str, object]], bytes]


@dataclass(frozen=True, slots=True)
class _Group:
    """Entries of the home page under one heading, and where to find the others."""

    section: Section | None
    entries: tuple[Entry, ...]


def pages(site: Site) -> Iterator[Output]:
    """Yield every page of the site, and what search engines ask for."""
    return itertools.chain.from_iterable(page_type(site) for page_type in PAGE_TYPES)


def _page(
    site: Site,
    template: str,
    permalink: str,
    title: str,
    description: str,
    topics: tuple[str, ...] = (),
    **values: object,
) -> Output:
    """Fill a template with its values and with what every page has; `topics` are those whose feeds it names first."""
    library, config = site.library, site.config

    def link(address: str) -> str:
        if not address.startswith("/"):
            return address
        if permalink == urls.NOT_FOUND:  # shown at addresses of any depth
            return urls.base_path(config.base_url) + address[1:]
        return urls.relative(address, permalink)

    sections = {section.topic.slug: section for section in library.sections}
    feeds = [(sections[topic].topic.title, urls.topic_feed(topic)) for topic in topics]
    common: dict[str, object] = {
        "config": config,
        "sections": sections,
        "pages": library.pages,
        "permalink": permalink,
        "canonical": urls.absolute(config.base_url, permalink),
        "title": title,
        "description": description,
        "feeds": [*feeds, ("All articles", urls.MAIN_FEED)],
        "link": link,
        "absolute": lambda address: urls.absolute(config.base_url, address),
        "body": lambda html: _body(html, link),
        "topic_feed": urls.topic_feed,
    }
    return Output(urls.output_path(permalink), site.render(template, common | values))


def _body(html: str, link: Callable[[str], str]) -> Markup:
    # A table too wide for a phone scrolls inside a box, and a keyboard must be able to reach what scrolls.
    html = relink(html, link)
    html = html.replace("<table>", '<div class="table" role="group" aria-label="Table" tabindex="0"><table>')
    return Markup(html.replace("</table>", "</table></div>"))


def _cut(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    return text[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"


def _home(site: Site) -> Iterator[Output]:
    """Yield the home page: the newest article, then each topic with its newest, then articles without a topic."""
    library, config = site.library, site.config
    lead = library.entries[0] if library.entries else None

    def group(section: Section | None, entries: Iterator[Entry]) -> _Group:
        return _Group(section, tuple(itertools.islice((entry for entry in entries if entry is not lead), HOME_ITEMS)))

    groups = [group(section, iter(section.entries)) for section in library.sections]
    rest = group(None, (entry for entry in library.entries if not entry.article.topics))
    yield _page(
        site,
        "home.html",
        urls.HOME,
        config.title,
        _cut(config.description) or config.title,
        lead=lead,
        groups=[*groups, rest] if rest.entries else groups,
    )


def _topics(site: Site) -> Iterator[Output]:
    for section in site.library.sections:
        topic, entries = section.topic, section.entries
        last = max(1, -(-len(entries) // PAGE_ITEMS))
        for number in range(1, last + 1):
            suffix = f", page {number} of {last}" if number > 1 else ""
            yield _page(
                site,
                "topic.html",
                urls.topic(topic.slug, number),
                f"{topic.title}{suffix} – {site.config.title}",
                _cut(topic.description or f"Articles on {topic.title}") + suffix,
                (topic.slug,),
                section=section,
                entries=entries[(number - 1) * PAGE_ITEMS : number * PAGE_ITEMS],
                number=number,
                last=last,
                addresses=[urls.topic(topic.slug, other) for other in range(1, last + 1)],
            )


def _articles(site: Site) -> Iterator[Output]:
    titles = Counter(entry.article.title for entry in site.library.entries)
    publishers = {publisher.name: publisher for publisher in site.config.sources}
    for entry in site.library.entries:
        article = entry.article
        # Two reports may have one headline; their pages still need titles of their own.
        title = article.title if titles[article.title] == 1 else f"{article.title} ({article.slug})"
        yield _page(
            site,
            "article.html",
            entry.permalink,
            f"{title} – {site.config.title}",
            _cut(article.summary or plain(entry.html)) or article.title,
            article.topics,
            entry=entry,
            article=article,
            publishers=dict.fromkeys(source.publisher for source in article.sources if source.publisher),
            sources=[(source, _outlet(source, publishers)) for source in article.sources],
            surroundings=site.library.surroundings[article.id],
        )


def _outlet(source: SourceRef, publishers: dict[str, Publisher]) -> Publisher:
    """Return who published a source, with what briefing.yaml adds where the source itself says nothing."""
    known = publishers.get(source.publisher or "", Publisher(source.publisher or ""))
    url = source.url or known.url
    return Publisher(known.name, urls.resolve(url, urls.HOME) if url else None, source.licence or known.licence)


def _archive(site: Site) -> Iterator[Output]:
    title, count = f"Archive – {site.config.title}", len(site.library.entries)
    yield _page(
        site, "archive.html", urls.ARCHIVE, title, f"All {count} articles by month.", months=site.library.months
    )


def _content_pages(site: Site) -> Iterator[Output]:
    for item in site.library.pages:
        title = f"{item.page.title} – {site.config.title}"
        description = _cut(plain(item.html)) or item.page.title
        yield _page(site, "page.html", item.permalink, title, description, page=item.page, html=item.html)


def _feeds(site: Site) -> Iterator[Output]:
    description = f"How to follow {site.config.title} in a feed reader: one feed for everything, one for each topic."
    yield _page(site, "feeds.html", urls.FEEDS, f"Feeds – {site.config.title}", description, main_feed=urls.MAIN_FEED)


def _not_found(site: Site) -> Iterator[Output]:
    yield _page(site, "404.html", urls.NOT_FOUND, f"Page not found – {site.config.title}", "There is no page here.")


def _sitemap(site: Site) -> Iterator[Output]:
    """Every address but the 404 page's, with the day of the newest article on it (sitemaps.org, protocol 0.9)."""
    library = site.library
    listed = [(urls.HOME, library.entries), (urls.ARCHIVE, library.entries), (urls.FEEDS, ())]
    for section in library.sections:
        for start in range(0, max(1, len(section.entries)), PAGE_ITEMS):
            number = start // PAGE_ITEMS + 1
            listed.append((urls.topic(section.topic.slug, number), section.entries[start : start + PAGE_ITEMS]))
    listed += [(entry.permalink, (entry,)) for entry in library.entries]
    listed += [(item.permalink, ()) for item in library.pages]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for permalink, entries in listed:
        days = [entry.article.date for entry in entries if entry.article.date]
        changed = f"<lastmod>{max(days).isoformat()}</lastmod>" if days else ""
        lines.append(f"<url><loc>{escape(urls.absolute(site.config.base_url, permalink))}</loc>{changed}</url>")
    yield Output(urls.output_path(urls.SITEMAP), "\n".join([*lines, "</urlset>", ""]).encode())


def _robots(site: Site) -> Iterator[Output]:
    """Everybody may read everything (RFC 9309)."""
    sitemap = urls.absolute(site.config.base_url, urls.SITEMAP)
    yield Output(urls.output_path(urls.ROBOTS), f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n".encode())


PAGE_TYPES: tuple[Callable[[Site], Iterator[Output]], ...] = (
    _home,
    _topics,
    _articles,
    _archive,
    _content_pages,
    _feeds,
    _not_found,
    _sitemap,
    _robots,
)
