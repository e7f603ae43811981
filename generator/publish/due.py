"""Entries -> those that are published on a day: no drafts, and none before its time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from generator.site_model import Entry


def due(entries: Iterable[Entry], today: dt.date) -> list[Entry]:
    """Return the articles whose day has come; undated ones have no day to wait for."""
    return [one for one in entries if not one.article.draft and (one.article.date is None or one.article.date <= today)]
