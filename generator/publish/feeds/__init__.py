"""Library -> feeds of everything, the editions, topics and countries, in every format of FORMATS, and a list of them.

Nothing in a feed comes from the clock, from the order of files or from the title: readers know an item by its guid,
which is the article's id, and a feed that did not change stays the same byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator import urls
from generator.model import Config
from generator.publish.feeds.atom import atom
from generator.publish.feeds.form import Feed, Format, Item
from generator.publish.feeds.items import text, to_item
from generator.publish.feeds.json_feed import json_feed
from generator.publish.feeds.opml import opml
from generator.publish.feeds.rss import rss
from generator.site_model import Entry, Library, Output

FORMATS = (
    Format("RSS", "xml", "application/rss+xml", rss),
    Format("Atom", "atom", "application/atom+xml", atom),
    Format("JSON Feed", "json", "application/feed+json", json_feed),
)


def feeds(library: Library, config: Config, editions: Iterable[Item] = ()) -> Iterator[Output]:
    """Yield the feeds of a digest: each with its newest `feed_items` entries, undated ones last.

    `editions` are the items of a feed of their own, where there are any.
    """
    every = all_feeds(library, config, tuple(editions))
    for feed in every:
        for form in FORMATS:
            yield Output(urls.output_path(urls.feed(feed.page, form.ending)), form.write(feed))
    yield Output(urls.output_path(urls.FEED_LIST), opml(every, text(config.title)))


def all_feeds(library: Library, config: Config, editions: tuple[Item, ...] = ()) -> tuple[Feed, ...]:
    """Return every feed of a digest, the one for everything first."""
    items: dict[str, Item] = {}

    def of_entries(name: str, description: str, page: str, entries: tuple[Entry, ...]) -> Feed:
        for entry in (newest := entries[: config.feed_items]):
            if entry.article.id not in items:  # most of them stand in several feeds
                items[entry.article.id] = to_item(entry, config)
        return to_feed(name, description, page, tuple(items[entry.article.id] for entry in newest))

    def to_feed(name: str, description: str, page: str, items: tuple[Item, ...]) -> Feed:
        title = text(config.title if page == urls.HOME else f"{name} – {config.title}")
        return Feed(
            id=f"{config.id}\n{page}",
            name=text(name),
            title=title,
            description=text(description) or title,
            language=config.language,
            base_url=config.base_url,
            page=page,
            items=items[: config.feed_items],
        )

    return (
        of_entries("Everything", config.description, urls.HOME, library.entries),
        *([to_feed("Editions", f"One item a {config.edition}.", urls.EDITIONS, editions)] if editions else ()),
        *(
            of_entries(section.topic.title, section.topic.description, section.permalink, section.entries)
            for section in library.sections
        ),
        *(
            of_entries(country.name, f"Articles on {country.name}.", country.permalink, country.entries)
            for country in sorted(library.countries, key=lambda country: country.name)
        ),
    )
