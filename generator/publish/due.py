"""Articles -> those that are published on a day: no drafts, and none before its time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from generator.model import Article


def due(articles: Iterable[Article], today: dt.date) -> tuple[Article, ...]:
    """Return the articles whose day has come; undated ones have no day to wait for."""
    return tuple(
        article for article in articles if not article.draft and (article.date is None or article.date <= today)
    )
