"""Library -> what the search index is made of: a bare page for each article, so that no theme can break the search."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from generator import urls
from generator.entry_model import Entry, Header, digest
from generator.model import Config
from generator.safe_html import printable
from generator.site_model import Output


def search_key(entries: Sequence[Entry], names: Mapping[str, str]) -> bytes:
    """Return the digest of what decides the index of some articles, besides the settings; `names` as below."""
    addresses = {urls.country(country) for entry in entries for country in entry.article.countries}
    named = sorted((address, names[address]) for address in addresses)
    return digest(named, b"".join(entry.whole for entry in entries))


def search_documents(
    entries: Iterable[Entry], names: Mapping[str, str], config: Config, text: Callable[[Entry], str]
) -> Iterator[Output]:
    """Yield for each article a page as Pagefind reads it: its text with the anchors, and what it can be filtered by.

    `names` are those of the countries, by their permalinks.
    """
    titles = {topic.slug: topic.title for topic in config.topics}
    for entry in entries:
        document = _document(entry.article, text(entry), titles, names, config.language)
        yield Output(urls.output_path(entry.permalink), document.encode())


def _document(article: Header, text: str, titles: Mapping[str, str], names: Mapping[str, str], language: str) -> str:
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
