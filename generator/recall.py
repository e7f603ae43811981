"""What each document gives: from the memo where it is known, and worked out where it is not."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from generator import workers
from generator.cache import Memo, key_of
from generator.documents import read_document
from generator.errors import DocumentError
from generator.ingest.facts.reading import FactReader
from generator.ingest.glean import Gleaning, stories_of, summed_up
from generator.ingest.reconcile import try_to_parse
from generator.ingest.stories import Harvest, harvest
from generator.ingest.topics import Tagger
from generator.model import Article, Config, Document, SourceInfo, Story
from generator.packing import pack, unpack

# Documents whose results are written to the memo in one step: what a killed run has to do again.
_KEPT_AT_ONCE = 200


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


def traced(
    found: Sequence[tuple[Path, str]],
    infos: Mapping[Path, SourceInfo],
    config: Config,
    harvests: list[Harvest],
) -> Iterator[Gleaning]:
    """Yield what each document gave, and keep all that was seen of it in `harvests`."""
    tagger, reader = Tagger(config.topics), FactReader(config.topics)
    publishers = {publisher.name: publisher for publisher in config.sources}
    for path, name in found:
        try:
            gathered = harvest(read_document(path, name, infos[path], config.limits))
        except DocumentError as error:
            yield Gleaning(problems=error.problems)
            continue
        harvests.append(gathered)
        yield summed_up(gathered, tagger, reader, publishers)


def gleaned_from(
    found: Sequence[tuple[Path, str]], infos: Mapping[Path, SourceInfo], config: Config, means: Means, dry_run: bool
) -> Iterator[Gleaning]:
    """Yield what each document gave, in order: from the memo where it is known, else cleaned and kept there."""
    done: dict[int, Gleaning] = {}
    underway: deque[tuple[int, str]] = deque()

    def unknown() -> Iterator[Document]:
        for number, (path, name) in enumerate(found):
            try:
                document = read_document(path, name, infos[path], config.limits)
            except DocumentError as error:
                done[number] = Gleaning(problems=error.problems)
                continue
            info, names = pack(document.info), (document.name.encode(), document.path.encode())
            key = key_of(means.rules.encode(), info, *names, document.data)
            known = means.memo.get(key)
            if known and (gleaning := unpack(known, Gleaning)):
                done[number] = gleaning
            else:
                underway.append((number, key))
                yield document

    rules = (config.topics, config.sources)
    fresh: list[tuple[str, bytes]] = []
    following = 0
    for packed in workers.clean_all(unknown(), rules, means.jobs, means.scheduler):
        number, key = underway.popleft()
        done[number] = unpack(packed, Gleaning) or Gleaning()
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


class Shelf:
    """The stories of all documents by their places, unpacked when one is asked for."""

    def __init__(self, gleaned: Sequence[Gleaning]) -> None:
        self._gleaned = gleaned
        self._starts = list(accumulate((len(one.outlines) for one in gleaned), initial=0))

    def __getitem__(self, place: int) -> Story:
        at = bisect_right(self._starts, place) - 1
        return stories_of(self._gleaned[at])[place - self._starts[at]]


class Parser:
    """Parses content files, each text once in all runs."""

    def __init__(self, memo: Memo) -> None:
        self._memo = memo
        self.fresh: list[tuple[str, bytes]] = []

    def __call__(self, text: str, path: str) -> Article | None:
        """Return the article in a text, or None where it cannot be parsed."""
        key = key_of(b"article", text.encode())
        known = self._memo.get(key)
        if known and (article := unpack(known, Article)):
            return article
        article = try_to_parse(text, path)
        if article:
            self.fresh.append((key, pack(article)))
        return article
