"""The pages of the topics: what is counted, what happened when, which stories are told more than once, the articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import msgspec

from generator import urls
from generator.entry_model import Entry
from generator.publish.agreement import compare, publishers_of, voices
from generator.publish.charts import charts
from generator.publish.frame import Filling, Part, Site, cut, listed, page, parts
from generator.publish.timeline import timeline
from generator.site_model import Plan, Section


class Told(msgspec.Struct, frozen=True):
    """A story that more than one source tells: its articles, newest first, and how many sources speak on their own."""

    entries: tuple[Entry, ...]
    sources: int


def topics(site: Site) -> Iterator[Plan]:
    """Yield the pages of each topic; all but the list of articles stands on the first of them only."""
    for section in site.library.sections:
        for part in parts(section.entries, partial(urls.topic, section.rubric.topic.slug)):
            shown = (section.introduction, listed(section.entries)) if part.number == 1 else listed(part.entries)
            decided = section.rubric.number, part.number, part.addresses, shown
            yield page(site, "topic.html", part.permalink, decided, partial(_fill, site, section, part))


def _fill(site: Site, section: Section, part: Part) -> Filling:
    topic = section.rubric.topic
    entries = section.entries if part.number == 1 else ()
    by_id = {entry.article.id: entry for entry in entries}
    return Filling(
        f"{topic.title}{part.suffix} – {site.config.title}",
        cut(topic.description or f"Articles on {topic.title}") + part.suffix,
        {
            "section": section.rubric,
            "introduction": section.introduction if part.number == 1 else None,
            "total": len(entries),
            "part": part,
            "charts": charts(compare(entry.article for entry in entries), topic.measures, by_id),
            "timeline": timeline(entries),
            "stories": tuple(_stories(entries)),
        },
        (topic.slug,),
    )


def _stories(entries: Sequence[Entry]) -> Iterator[Told]:
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.article.story or entry.article.id, []).append(entry)
    for group in groups.values():
        if (sources := voices(publishers_of(entry.article) for entry in group)) > 1 or len(group) > 1:
            yield Told(tuple(group), sources)
