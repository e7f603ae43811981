"""What every format of a feed is made of: plain values, addresses absolute, nothing that depends on a format."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable

import msgspec

from generator import urls

# Atom must give each entry a day. The W3C validator takes an earlier one than this for a mistake, so this is the one
# that says least of an article of which no day is known at all.
UNKNOWN_DAY = dt.datetime(1990, 1, 1, tzinfo=dt.UTC)

_MARKUP = re.compile(r"<(?=[a-zA-Z/!?])|&(?=#?\w+;)")


class Outlet(msgspec.Struct, frozen=True):
    """Who an article comes from: a name, the address of a page and that of a feed, where they are known."""

    name: str
    url: str | None = None
    feed: str | None = None


class Item(msgspec.Struct, frozen=True):
    """One item of a feed. `title` and `summary` are text, `content` is safe HTML.

    `updated` is there only if the text changed after it was published; `seen` is when the article was first known of,
    which counts where a format cannot do without a day.
    """

    id: str
    url: str
    title: str
    summary: str
    content: str
    outlets: tuple[Outlet, ...]
    categories: tuple[str, ...]
    published: dt.datetime | None
    updated: dt.datetime | None
    seen: dt.datetime | None = None

    @property
    def source(self) -> tuple[str, str] | None:
        """The name and the feed of the first outlet that has one: RSS and Atom have room for one source."""
        return next(((outlet.name, outlet.feed) for outlet in self.outlets if outlet.feed), None)

    @property
    def changed(self) -> dt.datetime | None:
        """When a reader last had something new of it."""
        return self.updated or self.published

    @property
    def stamp(self) -> dt.datetime:
        """The moment of `changed`, or the nearest to it that is known, with a fraction of a second of the item's own.

        Many articles have one day, and the W3C validator warns where two entries changed at the same moment. The
        fraction depends on the item's id only, so that no other article moves it.
        """
        fraction = int.from_bytes(hashlib.sha256(self.id.encode()).digest()[:8]) % 1_000_000
        return (self.changed or self.seen or UNKNOWN_DAY).replace(microsecond=fraction)


class Feed(msgspec.Struct, frozen=True):
    """One feed: what it holds, the page that shows the same, and its items, newest first.

    `name` is what it is called among the others, `title` what it is called anywhere; `id` never changes.
    """

    id: str
    name: str
    title: str
    description: str
    language: str
    base_url: str
    page: str
    items: tuple[Item, ...]

    @property
    def page_url(self) -> str:
        """The full URL of its page."""
        return urls.absolute(self.base_url, self.page)

    def url(self, ending: str) -> str:
        """Return the full URL of the feed in the format with the given ending."""
        return urls.absolute(self.base_url, urls.feed(self.page, ending))

    @property
    def changed(self) -> dt.datetime | None:
        """When a reader last had something new of it; never the time of a build."""
        return max((item.changed for item in self.items if item.changed), default=None)


def either_way(text: str) -> str:
    """Return a text for a place that some readers show as text and others as HTML: both then show the same.

    An invisible word joiner after `<` keeps it from starting a tag, and after `&` from starting a reference.
    """
    return _MARKUP.sub("\\g<0>\u2060", text)


class Format(msgspec.Struct, frozen=True):
    """A format of feeds: its name, the ending of its files, its media type, and what writes it."""

    name: str
    ending: str
    media_type: str
    write: Callable[[Feed], bytes]
