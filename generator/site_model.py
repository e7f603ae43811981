"""Every data type between content/ and the site folder: frozen, built whole, never half-filled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from generator.errors import Problem
from generator.model import Article, Page, Topic


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the site: its path below the site folder, with forward slashes, and its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What writing a site did: the paths, below the site folder, sorted; and what is not wrong but not right either."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    warnings: tuple[Problem, ...] = ()

    def summary(self, site: str) -> str:
        """Return a line for people: what the site holds, and what was done to its files; and one for each warning."""
        paths = (*self.written, *self.unchanged)
        pages = sum(path.endswith(".html") for path in paths)
        feeds = sum(path.endswith("feed.xml") for path in paths)
        done = f"{len(self.written)} written, {len(self.unchanged)} unchanged, {len(self.removed)} removed"
        warnings = "".join(f"\n{warning.location}: warning: {warning.message}" for warning in self.warnings)
        return f"{site}/: {pages} pages, {feeds} feeds; {done}{warnings}"


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as the site shows it. In `html`, which is safe, every internal link is a permalink from the root."""

    article: Article
    permalink: str
    html: str


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page or introduction that an editor wrote, as the site shows it; `html` as in Entry."""

    page: Page
    permalink: str
    html: str


@dataclass(frozen=True, slots=True)
class Section:
    """A topic with its entries, newest first, and its introduction where somebody wrote one."""

    topic: Topic
    permalink: str
    entries: tuple[Entry, ...]
    introduction: PageEntry | None


@dataclass(frozen=True, slots=True)
class Month:
    """The entries of one month, newest first; `first` is its first day, or None for the undated ones."""

    first: dt.date | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a reader may go from an article: the next older and newer one in its first topic, and related ones."""

    older: Entry | None
    newer: Entry | None
    related: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that is published, in order: entries newest first, undated ones last, ties by id.

    `surroundings` has one value for each article, by its id.
    """

    entries: tuple[Entry, ...]
    sections: tuple[Section, ...]
    pages: tuple[PageEntry, ...]
    months: tuple[Month, ...]
    surroundings: Mapping[str, Surroundings]


@dataclass(frozen=True, slots=True)
class ThemeFolder:
    """The files of one theme: its folder, the text of each template, the bytes of each static file, by their paths."""

    path: str
    templates: Mapping[str, str]
    static: Mapping[str, bytes]
