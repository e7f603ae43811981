"""Article -> Entry and its text: the body as safe HTML with its anchors, and the digests that say what changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar, cast
from urllib.parse import unquote, urlsplit

import msgspec
from msgspec.structs import replace

from generator import urls
from generator.entry_model import Details, Entry, Header, PageEntry, Places, digest
from generator.model import Article
from generator.packing import pack
from generator.publish.anchors import find
from generator.publish.due import UNWRITTEN
from generator.publish.related import kin_of
from generator.safe_html import printable, relink
from generator.site_model import Page

T = TypeVar("T")
Anchor = Callable[[str], tuple[str, Mapping[str, str]]]
_BEGINNING = 60  # characters by which a summary is known again in a text
_ANCHOR = re.compile(r'<span id="s-[0-9a-f]{10}">|</span>')


def to_entry(article: Article, front: bytes, render: Callable[[str], str], anchor: Anchor) -> tuple[Entry, str]:
    """Return an article as an entry, and its text: HTML with an anchor at each sentence.

    `front` is the digest of its front matter as it is written. `render` makes safe HTML of Markdown, and `anchor`
    returns that with the anchors, and the sentences by their names. In the text every internal link is a permalink.
    """
    try:
        pack(article)
    except UnicodeEncodeError:  # half a character, as YAML can write it; nothing that is shown may hold one
        article = _without_halves(article)
    permalink = urls.article(article.slug)
    html, named = _shown(article.body, permalink, render)
    text, sentences = anchor(html)
    evidence = (
        *(point.evidence for point in article.key_points),
        *(figure.sentence for figure in article.figures),
        *(event.sentence for event in article.events),
    )
    anchors = {words: name for words in dict.fromkeys(evidence) if (name := find(sentences, words))}
    beginning = " ".join(article.summary.split())[:_BEGINNING]
    details = Details(
        article.sources, article.key_points, article.figures, article.events, article.updated, anchors,
        beginning in " ".join(sentences.values()),
    )  # fmt: skip
    header = Header(
        article.id, article.slug, article.title, article.date, article.date_basis, article.topics, article.countries,
        article.summary, article.complete, article.story, article.draft, article.aliases, article.expires,
        article.origin.path, pack(details), pack(Places(dict(article.lines), article.body_line)), article.pending,
    )  # fmt: skip
    # Where it stands in which file is of no matter to the site.
    listed = digest(replace(header, path="", placed=b""), permalink)
    is_unwritten = article.body.strip() == UNWRITTEN
    kin = digest(kin_of(header))
    return Entry(header, permalink, listed, digest(text), kin, tuple(_links(named)), is_unwritten, front), text


def to_article(entry: Entry, body: str, body_line: int) -> Article:
    """Return the article of which an entry was made, with another body."""
    header = entry.article
    return Article(
        header.id, header.slug, header.title, header.date, header.date_basis, header.topics, header.countries,
        header.summary, header.complete, header.sources, body.strip("\n") + "\n", header.story, header.key_points,
        header.figures, header.events, header.draft, header.updated, header.aliases, header.expires, header.pending,
        header.origin, body_line, header.lines,
    )  # fmt: skip


def to_page(page: Page, permalink: str, render: Callable[[str], str]) -> PageEntry:
    """Return a page or introduction with the permalink on which it stands and its body as safe HTML."""
    page = _without_halves(page)
    html, named = _shown(page.body, permalink, render)
    return PageEntry(page.slug, page.title, permalink, html, page.origin.path, tuple(_links(named)))


def _without_halves(value: T) -> T:
    """Return a value with every text in it made printable."""
    made: object = value
    if isinstance(value, str):
        made = printable(value)
    elif isinstance(value, tuple):
        made = tuple(map(_without_halves, value))
    elif isinstance(value, msgspec.Struct):
        fields = {name: _without_halves(getattr(value, name)) for name in value.__struct_fields__}
        made = msgspec.structs.replace(value, **fields)
    return cast(T, made)


def _shown(body: str, permalink: str, render: Callable[[str], str]) -> tuple[str, list[str]]:
    """Return a body as HTML, and all the addresses that it names."""
    named: list[str] = []

    def resolved(link: str) -> str:
        named.append(urls.resolve(link, permalink))
        return named[-1]

    return relink(render(body), resolved), named


def _links(named: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield those of the addresses that are places on this site, each once: path of the output, part of the page."""
    for address in dict.fromkeys(named):
        if address.startswith("/"):
            parts = urlsplit(address)
            yield urls.output_path(unquote(parts.path)), unquote(parts.fragment)


def without_anchors(text: str) -> str:
    """Return a text without the anchors of its sentences, as feeds have it; nothing else in it is a span."""
    return _ANCHOR.sub("", text)
