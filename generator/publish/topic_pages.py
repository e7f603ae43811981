"""The pages of the topics: what is counted, what happened when, which stories are told more than once, the articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from generator import urls
from generator.publish.agreement import compare, publishers_of, voices
from generator.publish.charts import charts
from generator.publish.frame import Site, cut, page, parts
from generator.publish.timeline import timeline
from generator.site_model import Entry, Output


@dataclass(frozen=True, slots=True)
class Told:
    """A story that more than one source tells: its articles, newest first, and how many sources speak on their own."""

    entries: tuple[Entry, ...]
    sources: int


def topics(site: Site) -> Iterator[Output]:
    """Yield the pages of each topic; all but the list of articles stands on the first of them only."""
    for section in site.library.sections:
        topic, entries = section.topic, section.entries
        by_id = {entry.article.id: entry for entry in entries}
        rows = compare(entry.article for entry in entries)
        for part in parts(entries, partial(urls.topic, topic.slug)):
            yield page(
                site,
                "topic.html",
                part.permalink,
                f"{topic.title}{part.suffix} – {site.config.title}",
                cut(topic.description or f"Articles on {topic.title}") + part.suffix,
                (topic.slug,),
                section=section,
                part=part,
                charts=charts(rows, topic.measures, by_id) if part.number == 1 else (),
                timeline=timeline(entries) if part.number == 1 else None,
                stories=tuple(_stories(entries)) if part.number == 1 else (),
            )


def _stories(entries: Sequence[Entry]) -> Iterator[Told]:
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.article.story or entry.article.id, []).append(entry)
    for group in groups.values():
        if (sources := voices(publishers_of(entry.article) for entry in group)) > 1 or len(group) > 1:
            yield Told(tuple(group), sources)
