"""The home page: the latest edition, the most important things first."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from functools import partial

import msgspec

from generator import urls
from generator.entry_model import Entry
from generator.publish.agreement import compare
from generator.publish.charts import disputes
from generator.publish.frame import Filling, Site, cut, listed, page
from generator.site_model import Plan, Rubric

HOME_ITEMS = 5  # of each topic
DISPUTES = 4  # figures on which the sources differ


class _Group(msgspec.Struct, frozen=True):
    """Entries under one heading, how many there are in all, and where to find the others."""

    section: Rubric | None
    entries: tuple[Entry, ...]
    total: int


def home(site: Site) -> Iterator[Plan]:
    """Yield the home page: the lead, then each topic with its newest, then articles without a topic."""
    yield page(site, "home.html", urls.HOME, (listed(site.library.entries),), partial(_fill, site))


def _fill(site: Site) -> Filling:
    library, config = site.library, site.config
    lead = _lead(library.entries)

    shown = {lead.article.id} if lead else set()

    def group(rubric: Rubric | None, entries: Sequence[Entry]) -> _Group:
        # A report on two topics stands under the first one only: nothing is printed twice on a front page.
        new = tuple(itertools.islice((entry for entry in entries if entry.article.id not in shown), HOME_ITEMS))
        shown.update(entry.article.id for entry in new)
        return _Group(rubric, new, len(entries))

    groups = [group(section.rubric, section.entries) for section in library.sections]
    by_id = {entry.article.id: entry for entry in library.entries}
    measures = [measure for topic in config.topics for measure in topic.measures]
    rows = compare(entry.article for entry in library.entries)
    rest = group(None, [entry for entry in library.entries if not entry.article.topics])
    return Filling(
        config.title,
        cut(config.description) or config.title,
        {
            "lead": lead,
            "disputes": tuple(itertools.islice(disputes(rows, measures, by_id), DISPUTES)),
            "groups": [*groups, rest] if rest.entries else groups,
        },
    )


def _lead(entries: tuple[Entry, ...]) -> Entry | None:
    """Return the entry of the newest day that most sources tell, and of those the one with most to say in short."""
    if not entries:
        return None
    day = entries[0].article.date
    newest = [entry for entry in entries if entry.article.date == day]
    return max(newest, key=lambda entry: (len(entry.article.sources), len(entry.article.key_points)))
