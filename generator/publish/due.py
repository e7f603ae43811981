"""Articles -> those that are published on a day: no drafts, none before its time, and none after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.errors import Location, Problem
from generator.model import Article

# What `briefing new` puts where the text will be.
UNWRITTEN = "Write the article here, in Markdown."


def due(articles: Iterable[Article], today: dt.date, preview: bool = False) -> tuple[Article, ...]:
    """Return the articles whose day has come and is not over; undated ones have no day to wait for.

    A preview also has the drafts and those whose day is still to come, each with the reason in `pending`.
    """
    current = (article for article in articles if article.expires is None or today < article.expires)
    noted = [replace(article, pending=_pending(article, today)) for article in current]
    return tuple(article for article in noted if preview or not article.pending)


def _pending(article: Article, today: dt.date) -> str:
    """Return why an article is not published yet, in words."""
    if article.draft:
        return "Draft"
    return "Scheduled" if article.date and article.date > today else ""


def expired(articles: Iterable[Article], today: dt.date) -> tuple[Article, ...]:
    """Return the articles whose day is over; a draft was never published."""
    return tuple(article for article in articles if article.expires and article.expires <= today and not article.draft)


def unwritten(articles: Iterable[Article]) -> Iterator[Problem]:
    """Yield a warning for each article that `briefing new` began and nobody has written yet."""
    for article in articles:
        if not article.draft and article.body.strip() == UNWRITTEN:
            where = Location(article.origin.path, article.body_line)
            yield Problem(where, "nothing is written here yet", "write it, or set `draft: true`")
