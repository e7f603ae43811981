"""Stories: articles on one event, grouped by what they say and when; who belongs to one keeps belonging to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import chain

from generator.ingest.facts.kinship import VISITED_DAYS, Kin
from generator.ingest.sharing import Shelves
from generator.model import Article


def assign(fresh: Iterable[Article], settled: Iterable[Article], shelves: Shelves = dict) -> list[str]:
    """Return the story of each fresh article, in their order: that of its kin, or one of its own, named by its slug.

    `settled` have a story already, which nothing changes. What is one story does not depend on the order of the
    articles. `shelves` makes what holds that of them which takes room.
    """
    slugs: list[str] = []
    stories: list[str] = []  # of the settled ones
    days: set[int] = set()

    def noted() -> Iterator[Article]:
        for article in fresh:
            slugs.append(article.slug)
            if article.date:
                days.add(article.date.toordinal())
            yield article

    def near() -> Iterator[Article]:
        if not slugs:
            return
        seen: set[str] = set()
        first, last = min(days, default=1) - VISITED_DAYS, max(days, default=dt.date.max.toordinal()) + VISITED_DAYS
        for article in settled:
            is_near = not article.date or first <= article.date.toordinal() <= last
            if article.story and is_near and article.id not in seen:
                seen.add(article.id)
                stories.append(article.story)
                yield article

    kin = Kin(chain(noted(), near()), shelves)  # one after the other, each article looked at once
    own, others = range(len(slugs)), range(len(slugs), len(kin))
    ordered = kin.in_time(own)
    leader: dict[int, int] = {}  # of those that are not alone
    joined: dict[int, tuple[float, str]] = {}
    for place in ordered:
        if others and (known := kin.of(place, others)):
            joined[place] = (known.likeness, stories[known.place - len(slugs)])
        if fellow := kin.of(place, own):
            leader[_lead(leader, fellow.place)] = _lead(leader, place)
    first_of: dict[int, int] = {}
    best: dict[int, tuple[float, str]] = {}
    for place in ordered:
        lead = _lead(leader, place)
        first_of.setdefault(lead, place)
        if place in joined:
            best[lead] = max(best.get(lead, (0.0, "")), joined[place])
    leads = (_lead(leader, place) for place in own)
    return [best[lead][1] if lead in best else slugs[first_of[lead]] for lead in leads]


def _lead(leader: dict[int, int], place: int) -> int:
    """Return who leads the group of an article, and shorten the way there."""
    while (above := leader.get(place, place)) != place:
        leader[place] = leader.get(above, above)
        place = leader[place]
    return place
