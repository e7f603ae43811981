"""Every data type between content/ and the site folder: frozen, built whole, never half-filled.

What is kept of each article from build to build is a Struct of msgspec: thousands of them are read in a blink.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import msgspec

from generator.errors import Location, Problem
from generator.facts_model import Event, Figure, KeyPoint
from generator.model import Article, DateBasis, SourceRef, Topic
from generator.packing import pack
from generator.provenance import Origin


@dataclass(frozen=True, slots=True)
class Page:
    """A page that an editor writes: content/pages/<slug>.md, or a topic's introduction in content/topics/."""

    slug: str
    title: str
    body: str
    origin: Location
    body_line: int = 0


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the site: its path below the site folder, with forward slashes, and its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Plan:
    """An output that can be made: its path, the digest of all that decides its bytes, and what makes them."""

    path: str
    key: bytes
    make: Callable[[], bytes]


def digest(*parts: object) -> bytes:
    """Return the digest of values that msgspec can write; no two lists of values that differ have the same."""
    return hashlib.blake2b(pack(parts), digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What writing a site did: the paths, below the site folder, sorted.

    `note` says in a line what is missing, `warnings` what is not wrong but not right either.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    note: str = ""
    warnings: tuple[Problem, ...] = ()

    @property
    def written(self) -> tuple[str, ...]:
        """New and changed files."""
        return tuple(sorted((*self.added, *self.changed)))

    def summary(self, site: str) -> str:
        """Return a line for people: what the site holds, and what was done to its files; below it note and warnings."""
        paths = (*self.written, *self.unchanged)
        pages = sum(path.endswith(".html") for path in paths)
        feeds = sum(path.endswith("feed.xml") for path in paths)
        done = f"{len(self.written)} written, {len(self.unchanged)} unchanged, {len(self.removed)} removed"
        warnings = [f"{warning.location}: warning: {warning.message}" for warning in self.warnings]
        return "\n".join(
            [f"{site}/: {pages} pages, {feeds} feeds; {done}", *([self.note] if self.note else ()), *warnings]
        )


class Details(msgspec.Struct, frozen=True, array_like=True):
    """What is looked at of few articles at a time: sources and facts.

    `anchors` are the names of the anchors at the sentences that bear out a fact, by the words of these; those that the
    body does not hold are not among them.
    """

    sources: tuple[SourceRef, ...]
    key_points: tuple[KeyPoint, ...]
    figures: tuple[Figure, ...]
    events: tuple[Event, ...]
    updated: dt.date | None
    anchors: dict[str, str]


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
    path: str
    packed: bytes
    placed: bytes

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
    def origin(self) -> Location:
        """The file that it was read from."""
        return Location(self.path)

    @property
    def body_line(self) -> int:
        """The line on which its body starts."""
        return _places(self.placed).body_line

    def at(self, key: str) -> Location:
        """Return where a key of the front matter stands; the file as a whole where it has none."""
        return Location(self.path, _places(self.placed).lines.get(key, 0))


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An article as the site shows it; its text is read from the store when it is needed.

    `listed` is the digest of all that lists may show of it, `whole` that of the text besides, which is kept under it. `kin` is the digest of what makes it akin to others. `links` are the places on this site
    that its body names: path of the output, and the part of the page. `record` is the digest of what the cleaner noted
    of its documents; empty where that is nothing.
    """

    article: Header
    permalink: str
    listed: bytes
    whole: bytes
    kin: bytes
    links: tuple[tuple[str, str], ...]
    record: bytes = b""


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


@dataclass(frozen=True, slots=True)
class Rubric:
    """What every page knows of a topic. `number` counts the topics from 1: it tells apart their marks."""

    topic: Topic
    number: int
    permalink: str


@dataclass(frozen=True, slots=True)
class Section:
    """A topic with its entries, newest first, and its introduction where somebody wrote one."""

    rubric: Rubric
    entries: tuple[Entry, ...]
    introduction: PageEntry | None


@dataclass(frozen=True, slots=True)
class Month:
    """The entries of one month, newest first; `first` is its first day, or None for the undated ones."""

    first: dt.date | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """A country that articles are about, and how many there are.

    `counts` says how many of them each topic has, by slug in the order of the topics; topics without any are left out.
    """

    name: str
    permalink: str
    total: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a reader may go from an article.

    That is the next older and newer one in its first topic, the others on the same event, and related ones.
    """

    older: Entry | None
    newer: Entry | None
    same_story: tuple[Entry, ...]
    related: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that is published, in order: entries newest first, undated ones last, ties by id.

    `countries` come with the one of most articles first, by name where they have as many, and `by_country` holds their
    entries, newest first, by permalink. `surroundings` has one value for each article, by its id.
    """

    entries: tuple[Entry, ...]
    sections: tuple[Section, ...]
    countries: tuple[Country, ...]
    by_country: Mapping[str, tuple[Entry, ...]]
    pages: tuple[PageEntry, ...]
    surroundings: Mapping[str, Surroundings]


@dataclass(frozen=True, slots=True)
class ThemeFolder:
    """The files of one theme: its folder, the text of each template, the bytes of each static file, by their paths."""

    path: str
    templates: Mapping[str, str]
    static: Mapping[str, bytes]
