"""Library -> feeds: one for everything and one for each topic, in every format of FORMATS.

Nothing in a feed comes from the clock, from the order of files or from the title: readers know an item by its guid,
which is the article's id, and a feed that did not change stays the same byte for byte.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator

from generator import urls
from generator.model import Config
from generator.safe_html import printable, relink
from generator.site_model import Entry, Library, Output

_REFERENCE = re.compile(rb"<!\[CDATA\[.*?\]\]>|&(?:amp|lt|gt);", re.S)  # inside CDATA they are HTML's
_HEXADECIMAL = {b"&amp;": b"&#x26;", b"&lt;": b"&#x3C;", b"&gt;": b"&#x3E;"}


@dataclass(frozen=True, slots=True)
class _Feed:
    """What any format needs: whose feed it is, where it and its page stand, and the entries, newest first."""

    title: str
    description: str
    address: str
    page: str
    entries: tuple[Entry, ...]


def feeds(library: Library, config: Config) -> Iterator[Output]:
    """Yield the feeds of a digest: each with its newest `feed_items` entries, undated ones last."""
    every = [_Feed(config.title, config.description or config.title, urls.MAIN_FEED, urls.HOME, library.entries)]
    for section in library.sections:
        title = f"{section.topic.title} – {config.title}"
        description = section.topic.description or title
        address = urls.topic_feed(section.topic.slug)
        every.append(_Feed(title, description, address, section.permalink, section.entries))
    for feed in every:
        for render in FORMATS:
            yield Output(urls.output_path(feed.address), render(feed, config))


def _rss(feed: _Feed, config: Config) -> bytes:
    """Return a feed as RSS 2.0."""
    generator = FeedGenerator()
    generator.load_extension("dc", atom=False)
    generator.register_extension("build_date", _NoBuildDate, None, atom=False)
    generator.title(_text(feed.title))
    generator.description(_text(feed.description))
    generator.language(config.language)
    generator.generator("briefing-digest")
    # The link that is added last becomes the channel's own.
    generator.link(href=urls.absolute(config.base_url, feed.address), rel="self", type="application/rss+xml")
    generator.link(href=urls.absolute(config.base_url, feed.page), rel="alternate")
    entries = feed.entries[: config.feed_items]
    days = [entry.article.date for entry in entries if entry.article.date]
    if days:
        generator.lastBuildDate(_midnight(max(days), config))
    titles = {topic.slug: topic.title for topic in config.topics}
    for entry in entries:
        _add_item(generator, entry, titles, config)
    if not days:
        generator.build_date.remove = True
    return _in_hexadecimal(generator.rss_str(pretty=True))


def _add_item(generator: Any, entry: Entry, titles: dict[str, str], config: Config) -> None:
    article = entry.article
    item = generator.add_entry(order="append")
    item.guid(article.id, permalink=False)
    item.title(_text(article.title))
    item.link(href=urls.absolute(config.base_url, entry.permalink))
    # RSS readers take a description as HTML (RSS 2.0, item elements).
    item.description(html.escape(printable(article.summary or article.title), quote=False))
    item.content(relink(entry.html, lambda address: _absolute(address, config)), type="CDATA")
    for topic in article.topics:
        item.category(term=_text(titles[topic]))
    for publisher in dict.fromkeys(source.publisher for source in article.sources if source.publisher):
        item.dc.dc_creator(_text(publisher))
    if article.date:
        item.pubDate(_midnight(article.date, config))


def _text(text: str) -> str:
    """Return a text for an element that some readers show as text and others as HTML: both then show the same.

    An invisible word joiner after `<` keeps it from starting a tag.
    """
    return re.sub("<(?=[a-zA-Z/!?])", "<\u2060", printable(text))


def _in_hexadecimal(feed: bytes) -> bytes:
    """Return XML with & and < written as the RSS Advisory Board's profile asks for (data types, character data)."""
    return _REFERENCE.sub(lambda match: _HEXADECIMAL.get(match[0], match[0]), feed)


def _absolute(address: str, config: Config) -> str:
    return urls.absolute(config.base_url, address) if address.startswith("/") else address


def _midnight(day: dt.date, config: Config) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), ZoneInfo(config.time_zone))


class _NoBuildDate(BaseExtension):  # type: ignore[misc]
    """Takes out the build date that feedgen stamps on a feed that has none of its own."""

    remove = False

    def extend_rss(self, feed: Any) -> Any:
        if self.remove:
            for date in feed.iter("lastBuildDate"):
                date.getparent().remove(date)
        return feed


FORMATS: tuple[Callable[[_Feed, Config], bytes], ...] = (_rss,)
