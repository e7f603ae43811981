"""The first half of the heart: raw documents into content, and what there is to say of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator import workers
from generator.cache import Memo, key_of
from generator.documents import find_documents, missing_partner, read_document, read_sources
from generator.errors import DocumentError, Problem
from generator.ingest.article import distinct, to_article
from generator.ingest.facts.reading import FactReader
from generator.ingest.glean import Gleaning, summed_up
from generator.ingest.merge import merge
from generator.ingest.origins import origins
from generator.ingest.overrides import same_stories
from generator.ingest.reconcile import Changes, Outcome, reconcile
from generator.ingest.stories import Harvest, Stub, harvest
from generator.ingest.topics import Tagger
from generator.ingest.trace import Trace, locate, pair
from generator.model import Config, Document, SourceInfo
from generator.progress import Progress
from generator.provenance import dump
from generator.records import apply, read_articles, read_records, write_origins

# Documents whose results are written to the memo in one step: what a killed run has to do again.
_KEPT_AT_ONCE = 200


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

    def settled(self) -> Intake:
        """Return what the next run does, if nothing changes until then."""
        return replace(self, changes=replace(self.changes, outcomes=self.changes.settled, clashes=()))


@dataclass(frozen=True, slots=True)
class Means:
    """How a run does its work, which changes nothing in what comes out.

    `memo` is what was worked out before, by the rules with the digest `rules`; `jobs` and `scheduler` say where
    documents are cleaned (workers.py).
    """

    memo: Memo = field(default_factory=Memo)
    rules: str = ""
    jobs: int | None = None
    scheduler: str | None = None


def ingest(
    raw: Sequence[Path],
    content: Path,
    config: Config,
    progress: Progress,
    with_trace: bool = False,
    dry_run: bool = False,
    means: Means | None = None,
) -> Intake:
    """Clean raw documents into articles below a content folder.

    A document that cannot be used is one of the problems of the result, and the others are cleaned all the same. Raises
    BriefingError, with nothing written, for raw paths that do not exist, a broken sources.yaml, or a content folder
    that cannot be read or written. A dry run writes nothing at all.
    """
    found = find_documents(raw)
    infos = read_sources((path for path, _ in found), [topic.slug for topic in config.topics])
    warnings = [missing for path, _ in found if (missing := missing_partner(path, infos))]
    whole = [(path, name) for path, name in found if not missing_partner(path, infos)]
    current, records = read_articles(content), read_records(content)
    harvests: list[Harvest] = []
    tagger, reader = Tagger(config.topics), FactReader(config.topics)
    publishers = {publisher.name: publisher for publisher in config.sources}
    if with_trace:
        gleanings = _traced(whole, infos, config, (tagger, reader), harvests)
    else:
        gleanings = _gleaned(whole, infos, config, means or Means(), dry_run)
    gleaned = list(progress(gleanings, "Cleaning documents", len(whole)))
    stories = [story for one in gleaned for story in one.stories]
    drafts = {id(story): draft for one in gleaned for story, draft in zip(one.stories, one.drafts, strict=True)}
    same, unknown = same_stories(stories)
    merged = merge(stories, same)
    # A story that only one document tells makes the article that was drafted from it.
    articles = [drafts.get(id(story)) or to_article(story, tagger, reader, publishers) for story in merged]
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
    problems = tuple(problem for one in gleaned for problem in one.problems)
    return Intake(
        documents=len(found) - sum(bool(one.problems) for one in gleaned),
        changes=changes,
        merged=len(stories) - len(merged),
        stubs=tuple(stub for one in gleaned for stub in one.stubs),
        dropped=sum(one.dropped for one in gleaned),
        problems=problems,
        trace=trace,
        warnings=tuple(sorted((*warnings, *unknown, *(problem for one in gleaned for problem in one.warnings)))),
    )


def _traced(
    found: Sequence[tuple[Path, str]],
    infos: Mapping[Path, SourceInfo],
    config: Config,
    tools: tuple[Tagger, FactReader],
    harvests: list[Harvest],
) -> Iterator[Gleaning]:
    """Yield what each document gave, and keep all that was seen of it in `harvests`."""
    publishers = {publisher.name: publisher for publisher in config.sources}
    for path, name in found:
        try:
            gathered = harvest(read_document(path, name, infos[path], config.document_mb))
        except DocumentError as error:
            yield Gleaning(problems=error.problems)
            continue
        harvests.append(gathered)
        # The stories themselves, since the trace knows them by their identity.
        yield replace(summed_up(gathered, *tools, publishers), stories=gathered.stories)


def _gleaned(
    found: Sequence[tuple[Path, str]], infos: Mapping[Path, SourceInfo], config: Config, means: Means, dry_run: bool
) -> Iterator[Gleaning]:
    """Yield what each document gave, in order: from the memo where it is known, else cleaned and kept there."""
    done: dict[int, Gleaning] = {}
    underway: deque[tuple[int, str]] = deque()

    def unknown() -> Iterator[Document]:
        for number, (path, name) in enumerate(found):
            try:
                document = read_document(path, name, infos[path], config.document_mb)
            except DocumentError as error:
                done[number] = Gleaning(problems=error.problems)
                continue
            info, names = workers.pack_info(document.info), (document.name.encode(), document.path.encode())
            key = key_of(means.rules.encode(), info, *names, document.data)
            known = means.memo.get(key)
            if known and (gleaning := workers.unpack(known)):
                done[number] = gleaning
            else:
                underway.append((number, key))
                yield document

    rules = (config.topics, config.sources)
    fresh: list[tuple[str, bytes]] = []
    following = 0
    for packed in workers.clean_all(unknown(), rules, means.jobs, means.scheduler):
        number, key = underway.popleft()
        done[number] = workers.unpack(packed) or Gleaning()
        fresh.append((key, packed))
        if len(fresh) >= _KEPT_AT_ONCE and not dry_run:
            means.memo.put(fresh)
            fresh = []
        while following in done:
            yield done.pop(following)
            following += 1
    if not dry_run:
        means.memo.put(fresh)
    while following in done:
        yield done.pop(following)
        following += 1
