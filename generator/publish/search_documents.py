"""Library -> what the search index is made of: a bare page for each article, so that no theme can break the search."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator

from generator import urls
from generator.entry_model import Entry, Header, digest
from generator.model import Config
from generator.safe_html import printable
from generator.site_model import Library, Output


def search_key(library: Library) -> bytes:
    """Return the digest of what decides the search index, besides the settings."""
    names = [(country.permalink, country.name) for country in library.countries]
    return digest(names, b"".join(entry.whole for entry in library.entries))


def search_documents(library: Library, config: Config, text: Callable[[Entry], str]) -> Iterator[Output]:
    """Yield for each article a page as Pagefind reads it: its text with the anchors, and what it can be filtered by."""
    titles = {topic.slug: topic.title for topic in config.topics}
    names = {country.permalink: country.name for country in library.countries}
    for entry in library.entries:
        document = _document(entry.article, text(entry), titles, names, config.language)
        yield Output(urls.output_path(entry.permalink), document.encode())


def _document(article: Header, text: str, titles: dict[str, str], names: dict[str, str], language: str) -> str:
    filters = [("topic", titles[topic]) for topic in article.topics]
    filters += [("country", names[urls.country(country)]) for country in article.countries]
    sort = ""
    metas = [("summary", article.summary), ("topics", ", ".join(titles[topic] for topic in article.topics))]
    if article.date:
        filters.append(("year", str(article.date.year)))
        metas.append(("date", article.date.isoformat()))
        sort = _tag("sort", "date", article.date.isoformat())
    tags = [_tag("filter", name, value) for name, value in dict.fromkeys(filters)]
    tags += [_tag("meta", name, value) for name, value in metas if value]
    title = html.escape(printable(article.title))
    head = (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head><title>{title}</title></head>\n<body data-pagefind-body>\n'
    )
    return f"{head}<h1>{title}</h1>\n{''.join(tags)}{sort}\n{text}\n</body>\n</html>\n"


def _tag(kind: str, name: str, value: str) -> str:
    return f'<meta data-pagefind-{kind}="{name}[content]" content="{html.escape(printable(value))}">'
