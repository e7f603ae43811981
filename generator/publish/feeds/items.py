"""Entry -> Item: an article as every format gives it."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from generator import urls
from generator.entry_model import Entry, Header
from generator.model import Config, Publisher
from generator.publish.entries import without_anchors
from generator.publish.feeds.form import Item, Outlet
from generator.safe_html import printable, relink


def to_item(entry: Entry, read: str, config: Config) -> Item:
    """Return an entry with its text as an item, with every address absolute.

    Its categories are its topics and countries. Outlets without a feed of their own, which no format can name as the
    source, are credited below the text.
    """
    article = entry.article
    topics = {topic.slug: topic.title for topic in config.topics}
    outlets = _outlets(article, {publisher.name: publisher for publisher in config.sources})
    updated = article.updated if article.date is None or article.updated != article.date else None
    retrieved = [source.retrieved for source in article.sources if source.retrieved]
    return Item(
        id=article.id,
        url=urls.absolute(config.base_url, entry.permalink),
        title=text(article.title),
        summary=text(article.summary),
        content=_content(entry, read, outlets, config),
        outlets=outlets,
        categories=tuple(
            dict.fromkeys(text(name) for name in (*(topics[t] for t in article.topics), *article.countries))
        ),
        published=midnight(article.date, config),
        updated=midnight(updated, config),
        seen=midnight(min(retrieved, default=None), config),
    )


def text(value: str) -> str:
    """Return a text on one line, without the characters that neither XML nor HTML may hold."""
    return " ".join(printable(value).split())


def midnight(day: dt.date | None, config: Config) -> dt.datetime | None:
    """Return the moment at which a day begins where the digest is made."""
    return dt.datetime.combine(day, dt.time(), ZoneInfo(config.time_zone)) if day else None


def _outlets(article: Header, known: Mapping[str, Publisher]) -> tuple[Outlet, ...]:
    outlets: dict[str, Outlet] = {}
    for source in article.sources:
        if source.publisher and (name := text(source.publisher)):
            publisher = known.get(source.publisher, Publisher(name))
            url = source.url or publisher.url
            # An address as somebody typed it may hold what no address may.
            url, feed = (urls.resolve(address, urls.HOME) if address else None for address in (url, publisher.feed))
            outlets.setdefault(name, Outlet(name, url, feed))
    return tuple(outlets.values())


def _content(entry: Entry, read: str, outlets: tuple[Outlet, ...], config: Config) -> str:
    content = relink(without_anchors(read), lambda address: _absolute(address, config)).rstrip()
    if not entry.article.complete:
        content += "\n<p><em>The source cuts this text off.</em></p>"
    if not content:  # a body of nothing that may be shown; a format may ask for some content all the same
        content = f"<p>{html.escape(text(entry.article.summary) or text(entry.article.title), quote=False)}</p>"
    credits = [_credit(outlet) for outlet in outlets if not outlet.feed]
    return (
        f"{content}\n<p>{'Source' if len(credits) == 1 else 'Sources'}: {', '.join(credits)}</p>"
        if credits
        else content
    )


def _credit(outlet: Outlet) -> str:
    name = html.escape(outlet.name, quote=False)
    return f'<a href="{html.escape(outlet.url)}">{name}</a>' if outlet.url else name


def _absolute(address: str, config: Config) -> str:
    return urls.absolute(config.base_url, address) if address.startswith("/") else address
