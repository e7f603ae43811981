"""What each document gives: from the memo where it is known, and worked out where it is not."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from generator.cache import Memo, key_of
from generator.documents import read_document
from generator.errors import DocumentError, Problem
from generator.ingest.facts.reading import FactReader
from generator.ingest.glean import Gleaning, summed_up
from generator.ingest.known import try_to_parse
from generator.ingest.stories import Harvest, harvest
from generator.ingest.topics import Tagger
from generator.model import Article, Config, Document, SourceInfo
from generator.packing import pack, unpack
from generator.spool import Spool
from generator.workers import Rules, clean_all

# Documents whose results are written to the memo in one step: what a killed run has to do again.
_KEPT_AT_ONCE = 200


class Means(msgspec.Struct, frozen=True):
    """How a run does its work, which changes nothing in what comes out.

    `memo` is what was worked out before, by the rules with the digest `rules`; `jobs` and `scheduler` say where
    documents are cleaned (workers.py, cluster.py).
    """

    memo: Memo = msgspec.field(default_factory=Memo)
    rules: str = ""
    jobs: int | None = None
    scheduler: str | None = None


class Gathered(msgspec.Struct, frozen=True):
    """What one document gave: the numbers of what is in a spool, and what there is little of."""

    outlines: tuple[int, ...]
    drafts: tuple[int, ...]
    stories: tuple[int, ...]
    judged: tuple[int, ...]
    stubs: tuple[int, ...]
    dropped: int
    warnings: tuple[Problem, ...]
    problems: tuple[Problem, ...]

    @classmethod
    def of(cls, gleaning: Gleaning, spool: Spool) -> Gathered:
        """Return what a document gave, once all that takes room is in the spool."""
        return cls(
            tuple(spool.put(pack(outline)) for outline in gleaning.outlines),
            tuple(map(spool.put, gleaning.drafts)),
            tuple(map(spool.put, gleaning.stories)),
            tuple(spool.put(lines.encode()) for lines in gleaning.judged),
            tuple(spool.put(pack(stub)) for stub in gleaning.stubs),
            gleaning.dropped,
            gleaning.warnings,
            gleaning.problems,
        )


def traced(
    found: Sequence[tuple[Path, str]],
    infos: Mapping[Path, SourceInfo],
    config: Config,
    harvests: list[Harvest],
    spool: Spool,
) -> Iterator[Gathered]:
    """Yield what each document gave, and keep all that was seen of it in `harvests`."""
    tagger, reader = Tagger(config.topics), FactReader(config.topics)
    publishers = {publisher.name: publisher for publisher in config.sources}
    for path, name in found:
        try:
            gathered = harvest(read_document(path, name, infos[path], config.limits))
        except DocumentError as error:
            yield Gathered.of(Gleaning(problems=error.problems), spool)
            continue
        harvests.append(gathered)
        yield Gathered.of(summed_up(gathered, tagger, reader, publishers), spool)


def gleaned_from(
    found: Sequence[tuple[Path, str]],
    infos: Mapping[Path, SourceInfo],
    config: Config,
    means: Means,
    dry_run: bool,
    spool: Spool,
) -> Iterator[Gathered]:
    """Yield what each document gave, in order: from the memo where it is known, else cleaned and kept there."""
    done: dict[int, int] = {}
    underway: deque[tuple[int, str]] = deque()

    def put(number: int, gleaning: Gleaning) -> None:
        # A run in which all is known comes to this for every document before the first one is asked for.
        done[number] = spool.put(pack(Gathered.of(gleaning, spool)))

    def unknown() -> Iterator[Document]:
        for number, (path, name) in enumerate(found):
            try:
                document = read_document(path, name, infos[path], config.limits)
            except DocumentError as error:
                put(number, Gleaning(problems=error.problems))
                continue
            info, names = pack(document.info), (document.name.encode(), document.path.encode())
            key = key_of(means.rules.encode(), info, *names, document.data)
            known = means.memo.get(key)
            if known and (gleaning := unpack(known, Gleaning)):
                put(number, gleaning)
            else:
                underway.append((number, key))
                yield document

    def taken(number: int) -> Gathered:
        gathered = unpack(spool.get(done.pop(number)), Gathered)
        assert gathered
        return gathered

    rules = (config.topics, config.sources)
    fresh: list[tuple[str, bytes]] = []
    following = 0
    for packed in _cleaned(unknown(), rules, means):
        number, key = underway.popleft()
        put(number, unpack(packed, Gleaning) or Gleaning())
        fresh.append((key, packed))
        if len(fresh) >= _KEPT_AT_ONCE and not dry_run:
            means.memo.put(fresh)
            fresh = []
        while following in done:
            yield taken(following)
            following += 1
    if not dry_run:
        means.memo.put(fresh)
    while following in done:
        yield taken(following)
        following += 1


def _cleaned(documents: Iterator[Document], rules: Rules, means: Means) -> Iterator[bytes]:
    if means.scheduler is None:
        return clean_all(documents, rules, means.jobs)
    from generator.cluster import clean_on_cluster  # noqa: PLC0415  (an extra that few have installed)

    return clean_on_cluster(documents, rules, means.scheduler)


class Parser:
    """Parses content files, each text once in all runs."""

    def __init__(self, memo: Memo, spool: Spool) -> None:
        self._memo, self._spool = memo, spool
        self._fresh: dict[str, int] = {}

    def __call__(self, text: str, path: str) -> Article | None:
        """Return the article in a text, or None where it cannot be parsed."""
        key = key_of(b"article", text.encode())
        known = self._spool.get(self._fresh[key]) if key in self._fresh else self._memo.get(key)
        if known and (article := unpack(known, Article)):
            return article
        article = try_to_parse(text, path)
        if article:
            self._fresh[key] = self._spool.put(pack(article))
        return article

    def fresh(self) -> Iterator[tuple[str, bytes]]:
        """Yield what was parsed in this run, packed, each with its key in the memo."""
        return ((key, self._spool.get(number)) for key, number in self._fresh.items())
