"""Library -> feeds of everything, the editions, topics and countries, in every format of FORMATS, and a list of them.

Nothing in a feed comes from the clock, from the order of files or from the title: readers know an item by its guid,
which is the article's id, and a feed that did not change stays the same byte for byte.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module

import msgspec
from msgspec.structs import replace

from generator import urls
from generator.entry_model import Entry, digest
from generator.model import Config
from generator.publish.feeds.form import Feed, Format, Item
from generator.publish.feeds.items import text, to_item
from generator.site_model import Library, Plan


def _writer(name: str) -> Callable[[Feed], bytes]:
    """Return what writes a format; its module is imported when it writes, since most builds change few feeds."""

    def write(feed: Feed) -> bytes:
        made: bytes = getattr(import_module(f"generator.publish.feeds.{name}"), name)(feed)
        return made

    return write


FORMATS = (
    Format("RSS", "xml", "application/rss+xml", _writer("rss")),
    Format("Atom", "atom", "application/atom+xml", _writer("atom")),
    Format("JSON Feed", "json", "application/feed+json", _writer("json_feed")),
)


class Channel(msgspec.Struct, frozen=True):
    """A feed that can be made: what it is called, the page that shows the same, what it holds and what makes that."""

    name: str
    description: str
    page: str
    decided: bytes
    items: Callable[[], tuple[Item, ...]]


def feeds(channels: Iterable[Channel], config: Config, rules: bytes) -> Iterator[Plan]:
    """Yield the plans of the feeds of a digest, in every format, and of their list; `rules` decide all of them."""
    every = tuple(channels)
    for channel in every:
        made = functools.cache(functools.partial(to_feed, channel, config))
        key = digest(rules, channel.name, channel.description, channel.page, channel.decided)
        for form in FORMATS:
            path = urls.output_path(urls.feed(channel.page, form.ending))
            yield Plan(path, digest(key, form.name), functools.partial(_written, form, made))
    key = digest(rules, "opml", [(channel.name, channel.description, channel.page) for channel in every])
    yield Plan(urls.output_path(urls.FEED_LIST), key, functools.partial(_listed, every, config))


def _written(form: Format, made: Callable[[], Feed]) -> bytes:
    return form.write(made())


def _listed(channels: Iterable[Channel], config: Config) -> bytes:
    from generator.publish.feeds.opml import opml  # noqa: PLC0415  (most builds need none of it)

    bare = (replace(channel, items=tuple) for channel in channels)
    return opml((to_feed(channel, config) for channel in bare), text(config.title))


def to_feed(channel: Channel, config: Config) -> Feed:
    """Return the feed of a channel."""
    title = text(config.title if channel.page == urls.HOME else f"{channel.name} – {config.title}")
    return Feed(
        id=f"{config.id}\n{channel.page}",
        name=text(channel.name),
        title=title,
        description=text(channel.description) or title,
        language=config.language,
        base_url=config.base_url,
        page=channel.page,
        items=channel.items(),
    )


def channels(
    library: Library, config: Config, read: Callable[[Entry], str], editions: Iterable[Channel] = ()
) -> Iterator[Channel]:
    """Yield every channel of a digest, the one for everything first: each has its newest `feed_items` entries.

    `read` returns the text of an entry; `editions` is the channel of the editions, where there are any.
    """
    items: dict[str, Item] = {}

    def item(entry: Entry) -> Item:
        if entry.article.id not in items:  # most of them stand in several feeds
            items[entry.article.id] = to_item(entry, read(entry), config)
        return items[entry.article.id]

    def of_entries(name: str, description: str, page: str, entries: tuple[Entry, ...]) -> Channel:
        newest = entries[: config.feed_items]
        decided = b"".join(entry.whole for entry in newest)
        return Channel(name, description, page, decided, lambda: tuple(map(item, newest)))

    yield of_entries("Everything", config.description, urls.HOME, library.entries)
    yield from editions
    for section in library.sections:
        topic = section.rubric.topic
        yield of_entries(topic.title, topic.description, section.rubric.permalink, section.entries)
    for country in sorted(library.countries, key=lambda country: country.name):
        entries = library.by_country[country.permalink]
        yield of_entries(country.name, f"Articles on {country.name}.", country.permalink, entries)
