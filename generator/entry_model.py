"""What is kept of each article from build to build, and handed to the pages: thousands of them are read in a blink."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from collections.abc import Mapping

import msgspec

from generator.errors import Location
from generator.facts_model import Event, Figure, KeyPoint
from generator.model import DateBasis, SourceRef
from generator.packing import pack


def digest(*parts: object) -> bytes:
    """Return the digest of values that msgspec can write; no two lists of values that differ have the same."""
    try:
        data = pack(parts)
    except UnicodeEncodeError:  # half a character, as YAML can write it
        data = repr(parts).encode("utf-8", "backslashreplace")
    return hashlib.sha256(data).digest()[:16]


class Details(msgspec.Struct, frozen=True, array_like=True):
    """What is looked at of few articles at a time: sources and facts.

    `anchors` are the names of the anchors at the sentences that bear out a fact, by the words of these; those that the
    body does not hold are not among them. `repeats` says that the summary stands in the text too.
    """

    sources: tuple[SourceRef, ...]
    key_points: tuple[KeyPoint, ...]
    figures: tuple[Figure, ...]
    events: tuple[Event, ...]
    updated: dt.date | None
    anchors: dict[str, str]
    repeats: bool


class Places(msgspec.Struct, frozen=True, array_like=True):
    """Where in the file of an article its keys and its body stand, for what is said about them."""

    lines: dict[str, int]
    body_line: int


_details = functools.lru_cache(maxsize=512)(msgspec.msgpack.Decoder(Details).decode)
_places = msgspec.msgpack.Decoder(Places).decode


class Header(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An article without its body: all that other pages than its own show of it; the fields are those of Article.

    `packed` holds its Details and `placed` its Places, which are unpacked when they are asked for.
    """

    id: str
    slug: str
    title: str
    date: dt.date | None
    date_basis: DateBasis | None
    topics: tuple[str, ...]
    countries: tuple[str, ...]
    summary: str
    complete: bool
    story: str
    draft: bool
    aliases: tuple[str, ...]
    expires: dt.date | None
    path: str
    packed: bytes
    placed: bytes
    pending: str = ""

    @property
    def sources(self) -> tuple[SourceRef, ...]:
        """The documents that it comes from."""
        return _details(self.packed).sources

    @property
    def key_points(self) -> tuple[KeyPoint, ...]:
        """What it says in short."""
        return _details(self.packed).key_points

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Its numbers."""
        return _details(self.packed).figures

    @property
    def events(self) -> tuple[Event, ...]:
        """Its dated happenings."""
        return _details(self.packed).events

    @property
    def updated(self) -> dt.date | None:
        """The day on which its text last changed."""
        return _details(self.packed).updated

    @property
    def anchors(self) -> Mapping[str, str]:
        """The anchors of its facts, by the words of their sentences."""
        return _details(self.packed).anchors

    @property
    def repeats(self) -> bool:
        """Whether its summary is made of sentences of its text."""
        return _details(self.packed).repeats

    @property
    def origin(self) -> Location:
        """The file that it was read from."""
        return Location(self.path)

    @property
    def lines(self) -> Mapping[str, int]:
        """The lines of its keys in that file."""
        return _places(self.placed).lines

    @property
    def body_line(self) -> int:
        """The line on which its body starts."""
        return _places(self.placed).body_line

    def at(self, key: str) -> Location:
        """Return where a key of the front matter stands; the file as a whole where it has none."""
        line = _places(self.placed).lines.get(key, 0)
        return Location(self.path, line, min(line, 1))


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An article as the site shows it; its text is read from the store when it is needed.

    `listed` is the digest of all that lists may show of it, and `text` that of its text, which is kept under it. `kin`
    is the digest of what makes it akin to others. `links` are the places on this site that its body names: path of the
    output, and the part of the page. `is_unwritten` says that nobody has written it yet. `front` is the digest of its
    front matter. `record` is the digest of what the cleaner noted of its documents; empty where that is nothing.
    """

    article: Header
    permalink: str
    listed: bytes
    text: bytes
    kin: bytes
    links: tuple[tuple[str, str], ...]
    is_unwritten: bool
    front: bytes = b""
    record: bytes = b""

    @property
    def whole(self) -> bytes:
        """What decides all that its own page and its feeds show of it."""
        return self.listed + self.text


class PageEntry(msgspec.Struct, frozen=True, array_like=True):
    """A page or introduction that an editor wrote, as the site shows it, with its links as in Entry.

    In `html`, which is safe, every internal link is a permalink from the root.
    """

    slug: str
    title: str
    permalink: str
    html: str
    path: str
    links: tuple[tuple[str, str], ...]
