"""Every data type between content/ and the site folder: frozen, built whole, never half-filled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from enum import Enum

import msgspec
from msgspec.structs import replace

from generator.entry_model import Entry, PageEntry
from generator.errors import Location, Problem
from generator.model import Article, Topic


class Page(msgspec.Struct, frozen=True):
    """A page that an editor writes: content/pages/<slug>.md, or a topic's introduction in content/topics/."""

    slug: str
    title: str
    body: str
    origin: Location
    body_line: int = 0


class Content(msgspec.Struct, frozen=True):
    """Everything below content/, parsed."""

    articles: tuple[Article, ...]
    pages: tuple[Page, ...]
    introductions: tuple[Page, ...]


class Output(msgspec.Struct, frozen=True):
    """One file of the site: its path below the site folder, with forward slashes, and its bytes."""

    path: str
    data: bytes


class Did(Enum):
    """What a build does to a file of the site."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"


class Change(msgspec.Struct, frozen=True):
    """A file of the site that a build changes: its path, and of a page its title.

    `feed` is the address of the page whose feed it is, or empty. `piece` says that it is an article or another page
    that people write, and that its own words change; `diff` has their lines, if it was asked for.
    """

    path: str
    did: Did
    title: str = ""
    feed: str = ""
    piece: bool = False
    diff: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """The permalink at which the file answers."""
        return "/" + (self.path.removesuffix("index.html") if ("/" + self.path).endswith("/index.html") else self.path)


class Plan(msgspec.Struct, frozen=True):
    """An output that can be made: its path, the digest of all that decides its bytes, and what makes them."""

    path: str
    key: bytes
    make: Callable[[], bytes]


class WriteReport(msgspec.Struct, frozen=True):
    """What writing a site did: the paths, below the site folder, sorted; `changes` says it of each that differs.

    `note` says in a line what is missing, `warnings` what is not wrong but not right either. `search_is_behind` where
    the search index is that of an earlier build, because it was allowed to wait.
    """

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    note: str = ""
    warnings: tuple[Problem, ...] = ()
    changes: tuple[Change, ...] = ()
    search_is_behind: bool = False

    def settled(self) -> WriteReport:
        """Return what the next run does, if nothing changes until then."""
        same = tuple(sorted((*self.written, *self.unchanged)))
        return replace(self, written=(), unchanged=same, removed=(), changes=())


class Rubric(msgspec.Struct, frozen=True):
    """What every page knows of a topic. `number` counts the topics from 1: it tells apart their marks."""

    topic: Topic
    number: int
    permalink: str


class Section(msgspec.Struct, frozen=True):
    """A topic with its entries, newest first, and its introduction where somebody wrote one."""

    rubric: Rubric
    entries: tuple[Entry, ...]
    introduction: PageEntry | None


class Month(msgspec.Struct, frozen=True):
    """The entries of one month, newest first; `first` is its first day, or None for the undated ones."""

    first: dt.date | None
    entries: tuple[Entry, ...]


class Country(msgspec.Struct, frozen=True):
    """A country that articles are about, and how many there are.

    `counts` says how many of them each topic has, by slug in the order of the topics; topics without any are left out.
    """

    name: str
    permalink: str
    total: int
    counts: Mapping[str, int]


class Surroundings(msgspec.Struct, frozen=True):
    """Where a reader may go from an article.

    That is the next older and newer one in its first topic, the others on the same event, and related ones.
    """

    older: Entry | None
    newer: Entry | None
    same_story: tuple[Entry, ...]
    related: tuple[Entry, ...]


class Library(msgspec.Struct, frozen=True):
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


class ThemeFolder(msgspec.Struct, frozen=True):
    """The files of one theme: its folder, the text of each template, the bytes of each static file, by their paths."""

    path: str
    templates: Mapping[str, str]
    static: Mapping[str, bytes]
