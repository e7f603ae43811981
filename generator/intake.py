"""The first half of the heart: raw documents into content, and what there is to say of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path

import msgspec
from msgspec.structs import replace

from generator.documents import find_documents, missing_partner, read_sources
from generator.errors import Problem
from generator.ingest.article import distinct, to_article
from generator.ingest.facts.reading import FactReader
from generator.ingest.merge import Group, group
from generator.ingest.overrides import same_stories
from generator.ingest.reconcile import Changes, Outcome, reconcile
from generator.ingest.stories import Harvest, Stub
from generator.ingest.topics import Tagger
from generator.ingest.trace import Trace, locate, pair
from generator.model import Article, Config
from generator.progress import Progress
from generator.recall import Means, Parser, gleaned_from, traced
from generator.records import apply, read_articles, read_records, unfinished
from generator.spool import Shelf, Shelves, Spool, Texts
from generator.tellings import Tellings


class Intake(msgspec.Struct, frozen=True):
    """What one run of the cleaner did.

    `merged` counts the stories that told what another one tells; `dropped` the blocks of the documents that are no
    part of any story; `problems` are the documents that could not be used; `trace` is there if it was asked for;
    `warnings` are the overrides in sources.yaml that fit nothing.
    """

    documents: int
    changes: Changes
    merged: int
    stubs: Sequence[Stub]
    dropped: int
    problems: tuple[Problem, ...]
    trace: Trace | None = None
    warnings: tuple[Problem, ...] = ()

    def count(self, *outcomes: Outcome) -> int:
        """Return how many articles came out in one of the given ways."""
        return sum(outcome in outcomes for _, outcome in self.changes.outcomes)

    def settled(self) -> Intake:
        """Return what the next run does, if nothing changes until then."""
        return replace(self, changes=replace(self.changes, outcomes=self.changes.settled, clashes=()))


def ingest(
    raw: Sequence[Path],
    content: Path,
    config: Config,
    progress: Progress,
    with_trace: bool = False,
    dry_run: bool = False,
    means: Means | None = None,
    wrong: list[Problem] | None = None,
) -> Intake:
    """Clean raw documents into articles below a content folder.

    A document that cannot be used is one of the problems of the result, and the others are cleaned all the same. Raises
    BriefingError, with nothing written, for raw paths that do not exist, a broken sources.yaml, or a content folder
    that cannot be read or written. A dry run writes nothing at all; any other is the only one (records.cleaning).
    Given a list `wrong`, what is wrong with a sources.yaml goes there, and the rest of it counts.
    """
    means = means or Means()
    found = find_documents(raw)
    infos = read_sources(found, [topic.slug for topic in config.topics], wrong)
    warnings = [missing for path, _ in found if (missing := missing_partner(path, infos))]
    whole = [(path, name) for path, name in found if not missing_partner(path, infos)] if warnings else found
    spool = Spool()
    current, records = read_articles(content, spool), read_records(content, spool)
    harvests: list[Harvest] = []
    tagger, reader = Tagger(config.topics), FactReader(config.topics)
    publishers = {publisher.name: publisher for publisher in config.sources}
    if with_trace:
        gleanings = traced(whole, infos, config, harvests, spool)
    else:
        gleanings = gleaned_from(whole, infos, config, means, dry_run, spool)
    tellings = Tellings(spool)
    tellings.add(progress(gleanings, "Cleaning documents", len(whole)))
    if with_trace:
        tellings.know([story for one in harvests for story in one.stories])
    same, unknown = same_stories(lambda: (outline.document for outline in tellings.outlines))
    groups, articles, made = Shelf(spool, Group), Shelf(spool, Article), Shelf(spool, Article)
    for one in group(tellings.outlines, same, lambda: Shelves(spool)):
        groups.append(one)
    write = partial(to_article, tagger=tagger, reader=reader, publishers=publishers)
    for one in progress(groups, "Merging stories", len(groups)):
        articles.append(tellings.article(one, write, publishers))
    for article in distinct(articles):
        made.append(article)
    parsed = Parser(means.memo, spool)
    changes = reconcile(made, current, records, parsed, lambda: Texts(spool), lambda: Shelves(spool))
    if not dry_run:
        named = ((one, changes.ids.get(article.id)) for one, article in pair(groups, articles))
        notes = ((name, tellings.record(one)) for one, name in named if name)
        changes = _without(changes, apply(changes, current, notes, content))
        means.memo.put(parsed.fresh())
    elif stopped := unfinished(content):
        warnings.append(stopped)
    trace = None
    if with_trace:
        paired = pair([tellings.story(one) for one in groups], articles)
        located = locate(paired, {**current, **changes.write}, {**records, **changes.record})
        trace = Trace(tuple(harvests), tuple(located))
    return Intake(
        documents=len(found) - len(whole) + tellings.documents,
        changes=changes,
        merged=len(tellings.outlines) - len(groups),
        stubs=tellings.stubs,
        dropped=tellings.dropped,
        problems=tuple(tellings.problems),
        trace=trace,
        warnings=tuple(sorted((*warnings, *unknown, *tellings.warnings))),
    )


def _without(changes: Changes, overtaken: Collection[str]) -> Changes:
    """Return what was done, given the articles that were left because somebody saved them meanwhile."""
    if not overtaken:
        return changes
    left = {*overtaken, *(path for path, article in changes.apart.items() if article in overtaken)}
    return replace(
        changes,
        write={path: text for path, text in changes.write.items() if path not in left},
        record={path: text for path, text in changes.record.items() if path not in left},
        moved={path: old for path, old in changes.moved.items() if path not in left},
        outcomes=tuple((path, Outcome.OVERTAKEN if path in left else how) for path, how in changes.outcomes),
        clashes=tuple((path, clash) for path, clash in changes.clashes if path not in left),
    )
