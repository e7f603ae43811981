"""Stories: articles on one event, grouped by what they say and when; who belongs to one keeps belonging to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import chain

from generator.ingest.facts.kinship import VISITED_DAYS, Kin
from generator.ingest.sharing import Shelves
from generator.model import Article


def assign(fresh: Iterable[Article], settled: Iterable[Article], shelves: Shelves = dict) -> dict[str, str]:
    """Return the story of each fresh article by its id: that of its kin, or one of its own, named by its slug.

    `settled` have a story already, which nothing changes. The result does not depend on the order of the articles.
    `shelves` makes what holds that of them which takes room.
    """
    slugs: dict[str, str] = {}
    dates: dict[str, dt.date | None] = {}
    stories: dict[str, str] = {}

    def noted() -> Iterator[Article]:
        for article in fresh:
            slugs[article.id], dates[article.id] = article.slug, article.date
            yield article

    def near() -> Iterator[Article]:
        if not dates:
            return
        days = [day.toordinal() for day in dates.values() if day] or [1, dt.date.max.toordinal()]
        first, last = min(days) - VISITED_DAYS, max(days) + VISITED_DAYS
        for article in settled:
            if article.story and (not article.date or first <= article.date.toordinal() <= last):
                stories[article.id] = article.story
                yield article

    kin = Kin(chain(noted(), near()), shelves)  # one after the other, each article looked at once
    ordered = sorted(dates, key=lambda key: (dates[key] or dt.date.max, key))
    leader: dict[str, str] = {}  # of those that are not alone
    joined: dict[str, tuple[float, str]] = {}
    for key in ordered:
        if known := kin.of(key, stories):
            joined[key] = (known.likeness, stories[known.other])
        if fellow := kin.of(key, dates):
            leader[_lead(leader, fellow.other)] = _lead(leader, key)
    first: dict[str, str] = {}
    best: dict[str, tuple[float, str]] = {}
    for key in ordered:
        lead = _lead(leader, key)
        first.setdefault(lead, key)
        if key in joined:
            best[lead] = max(best.get(lead, (0.0, "")), joined[key])
    leads = ((key, _lead(leader, key)) for key in ordered)
    return {key: best[lead][1] if lead in best else slugs[first[lead]] for key, lead in leads}


def _lead(leader: dict[str, str], key: str) -> str:
    """Return who leads the group of an article, and shorten the way there."""
    while (above := leader.get(key, key)) != key:
        leader[key] = leader.get(above, above)
        key = leader[key]
    return key
