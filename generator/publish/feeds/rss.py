"""A feed as RSS 2.0, by feedgen, after the RSS Advisory Board's profile (rssboard.org/rss-profile)."""

from __future__ import annotations

import html
from typing import Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from generator.publish.feeds.form import Feed, Item, either_way

_TERMS = "http://purl.org/dc/terms/"
_HEXADECIMAL = ((b"&amp;", b"&#x26;"), (b"&lt;", b"&#x3C;"), (b"&gt;", b"&#x3E;"))


def rss(feed: Feed) -> bytes:
    """Return a feed as RSS 2.0."""
    generator = FeedGenerator()
    generator.load_extension("dc", atom=False)
    generator.register_extension("build_date", _BuildDate, None, atom=False)
    generator.register_extension("changes", _Terms, _Changed, atom=False)
    generator.title(either_way(feed.title))
    generator.description(either_way(feed.description))
    generator.language(feed.language)
    generator.generator("briefing-digest")
    # The link that is added last becomes the channel's own.
    generator.link(href=feed.url("xml"), rel="self", type="application/rss+xml")
    generator.link(href=feed.page_url, rel="alternate")
    if feed.changed:
        generator.lastBuildDate(feed.changed)
    for item in feed.items:
        _add(generator, item)
    generator.build_date.remove = feed.changed is None
    return _in_hexadecimal(generator.rss_str(pretty=True))


def _add(generator: Any, item: Item) -> None:
    entry = generator.add_entry(order="append")
    entry.guid(item.id, permalink=False)
    entry.title(either_way(item.title))
    entry.link(href=item.url)
    # RSS readers take a description as HTML (RSS 2.0, item elements).
    entry.description(html.escape(item.summary or item.title, quote=False))
    entry.content(item.content, type="CDATA")
    for category in item.categories:
        entry.category(term=either_way(category))
    for outlet in item.outlets:
        entry.dc.dc_creator(either_way(outlet.name))
    if item.source:
        name, address = item.source
        entry.source(address, either_way(name))
    if item.published:
        entry.pubDate(item.published)
    if item.updated:
        entry.changes.moment = item.updated.isoformat()


def _in_hexadecimal(feed: bytes) -> bytes:
    """Return XML with & and < written as the RSS Advisory Board's profile asks for (data types, character data)."""
    pieces = []
    for number, piece in enumerate(feed.split(b"<![CDATA[")):
        # Inside CDATA they are HTML's.
        inside, end, outside = piece.partition(b"]]>") if number else (b"", b"", piece)
        for usual, wanted in _HEXADECIMAL:
            outside = outside.replace(usual, wanted)
        pieces.append(inside + end + outside)
    return b"<![CDATA[".join(pieces)


class _BuildDate(BaseExtension):  # type: ignore[misc]
    """Takes out the build date that feedgen stamps on a feed that has none of its own."""

    remove = False

    def extend_rss(self, feed: Any) -> Any:
        if self.remove:
            for date in feed.iter("lastBuildDate"):
                date.getparent().remove(date)
        return feed


class _Terms(BaseExtension):  # type: ignore[misc]
    """Names the vocabulary of `_Changed`."""

    def extend_ns(self) -> dict[str, str]:
        return {"dcterms": _TERMS}


class _Changed(BaseEntryExtension):  # type: ignore[misc]
    """RSS has no element for when an item last changed; Dublin Core has (DCMI Metadata Terms, modified)."""

    moment = ""

    def extend_rss(self, entry: Any) -> Any:
        if self.moment:
            etree.SubElement(entry, f"{{{_TERMS}}}modified").text = self.moment
        return entry
