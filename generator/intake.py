"""The first half of the heart: raw documents into content, and what there is to say of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from generator.documents import find_documents, missing_partner, read_document, read_sources
from generator.errors import DocumentError, Problem
from generator.ingest.article import distinct, to_article
from generator.ingest.facts.reading import FactReader
from generator.ingest.merge import merge
from generator.ingest.origins import origins
from generator.ingest.overrides import same_stories
from generator.ingest.reconcile import Changes, Outcome, reconcile
from generator.ingest.stories import Harvest, Stub, harvest
from generator.ingest.topics import Tagger
from generator.ingest.trace import Trace, locate, pair
from generator.model import Config, Story
from generator.progress import Progress
from generator.provenance import dump
from generator.records import apply, read_articles, read_records, write_origins

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Intake:
    """What one run of the cleaner did.

    `merged` counts the stories that told what another one tells; `dropped` the blocks of the documents that are no
    part of any story; `problems` are the documents that could not be used; `trace` is there if it was asked for;
    `warnings` are the overrides in sources.yaml that fit nothing.
    """

    documents: int
    changes: Changes
    merged: int
    stubs: tuple[Stub, ...]
    dropped: int
    problems: tuple[Problem, ...]
    trace: Trace | None = None
    warnings: tuple[Problem, ...] = ()

    def count(self, *outcomes: Outcome) -> int:
        """Return how many articles came out in one of the given ways."""
        return sum(outcome in outcomes for _, outcome in self.changes.outcomes)


def ingest(
    raw: Sequence[Path],
    content: Path,
    config: Config,
    progress: Progress,
    with_trace: bool = False,
    dry_run: bool = False,
) -> Intake:
    """Clean raw documents into articles below a content folder.

    A document that cannot be used is one of the problems of the result, and the others are cleaned all the same. Raises
    BriefingError, with nothing written, for raw paths that do not exist, a broken sources.yaml, or a content folder
    that cannot be read or written. A dry run writes nothing at all.
    """
    found = find_documents(raw)
    infos = read_sources((path for path, _ in found), [topic.slug for topic in config.topics])
    current, records = read_articles(content), read_records(content)
    stories: list[Story] = []
    stubs: list[Stub] = []
    problems: list[Problem] = []
    warnings: list[Problem] = []
    harvests: list[Harvest] = []
    dropped = 0
    for path, name in progress(found, "Reading documents", len(found)):
        if missing := missing_partner(path, infos):
            warnings.append(missing)
            continue
        try:
            gathered = harvest(read_document(path, name, infos[path]))
        except DocumentError as error:
            problems.extend(error.problems)
            continue
        if with_trace:
            harvests.append(gathered)
        stories.extend(gathered.stories)
        stubs.extend(gathered.stubs)
        warnings.extend(gathered.warnings)
        dropped += Counter(block.kept for block in gathered.blocks)[False]
    same, unknown = same_stories(stories)
    merged = merge(stories, same)
    tagger, reader = Tagger(config.topics), FactReader(config.topics)
    publishers = {publisher.name: publisher for publisher in config.sources}
    articles = [
        to_article(story, tagger, reader, publishers) for story in progress(merged, "Writing articles", len(merged))
    ]
    changes = reconcile(distinct(articles), current, records)
    if not dry_run:
        apply(changes, content)
        told = {
            changes.ids[article.id]: story for story, article in pair(merged, articles) if article.id in changes.ids
        }
        write_origins({name: dump(origins(story)) for name, story in told.items()}, content)
    trace = None
    if with_trace:
        made = locate(pair(merged, articles), current | changes.write, records | changes.record)
        trace = Trace(tuple(harvests), tuple(made))
    return Intake(
        documents=len(found) - len(problems),
        changes=changes,
        merged=len(stories) - len(merged),
        stubs=tuple(stubs),
        dropped=dropped,
        problems=tuple(problems),
        trace=trace,
        warnings=tuple(sorted((*warnings, *unknown))),
    )
