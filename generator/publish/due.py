"""Entries -> those that are published on a day: no drafts, none before its time, and none after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from generator.entry_model import Entry, Header, digest
from generator.errors import Location, Problem

# What `briefing new` puts where the text will be.
UNWRITTEN = "Write the article here, in Markdown."


def due(entries: Iterable[Entry], today: dt.date, preview: bool = False) -> Iterator[Entry]:
    """Yield the articles whose day has come and is not over; undated ones have no day to wait for.

    A preview also has the drafts and those whose day is still to come, each with the reason in `pending`.
    """
    for entry in entries:
        article = entry.article
        if article.expires is None or today < article.expires:
            if not article.draft and (article.date is None or article.date <= today):
                yield entry
            elif preview:
                why = _pending(article, today)
                yield replace(entry, article=replace(article, pending=why), listed=digest(entry.listed, why))


def _pending(article: Header, today: dt.date) -> str:
    """Return why an article is not published yet, in words."""
    if article.draft:
        return "Draft"
    return "Scheduled" if article.date and article.date > today else ""


def expired(entries: Iterable[Entry], today: dt.date) -> list[Header]:
    """Return the articles whose day is over; a draft was never published."""
    articles = (entry.article for entry in entries)
    return [article for article in articles if article.expires and article.expires <= today and not article.draft]


def unwritten(entries: Iterable[Entry]) -> Iterator[Problem]:
    """Yield a warning for each article that `briefing new` began and nobody has written yet."""
    for entry in entries:
        if entry.is_unwritten and not entry.article.draft:
            where = Location(entry.article.path, entry.article.body_line)
            yield Problem(where, "nothing is written here yet", "write it, or set `draft: true`")
