"""Files of content -> entries and their texts: in this process, or in several where there are many.

What comes out does not depend on where the work was done: each file is entered on its own, and their order stays.
"""

from __future__ import annotations

import functools
import itertools
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import PurePath

from generator import urls
from generator.entry_model import Entry, PageEntry
from generator.errors import ContentError, Problem
from generator.model import USUAL_LIMITS, Limits
from generator.processors import processors

# Processes start in about a second, and two of them save half of what each article takes.
_WORTH_A_POOL = 300
_BATCH = 40
_AHEAD = 2  # batches on their way for each process: one at work, one waiting


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """What decides, besides its file, what becomes of an article: the topics and measures that it may name, by slug.

    `engine` is the name of what reads Markdown, and `limits` say how much of it is taken.
    """

    topics: tuple[str, ...]
    measures: tuple[str, ...]
    engine: str = "python-markdown"
    limits: Limits = USUAL_LIMITS


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that waits to be entered: the folder of content/ that it stands in, its path, and its text."""

    folder: str
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of a file: an article with its text, or a page; or what is wrong with it."""

    path: str
    made: Entry | PageEntry | None = None
    text: str = ""
    problems: tuple[Problem, ...] = ()


def enter(draft: Draft, taxonomy: Taxonomy) -> Entered:
    """Return what becomes of one file."""
    # Not needed where nothing has changed, and half of all that a rebuild would import.
    from generator.front_matter import parse_article, parse_page  # noqa: PLC0415
    from generator.publish.anchors import anchor  # noqa: PLC0415
    from generator.publish.bounds import wrong_size  # noqa: PLC0415
    from generator.publish.entries import to_entry, to_page  # noqa: PLC0415
    from generator.publish.markup import render  # noqa: PLC0415

    markup = functools.partial(render, engine=taxonomy.engine)
    try:
        if draft.folder == "articles":
            article = parse_article(draft.text, draft.path, taxonomy.topics, taxonomy.measures)
            if problems := tuple(wrong_size(article.body, draft.path, article.body_line, taxonomy.limits)):
                return Entered(draft.path, problems=problems)
            return Entered(draft.path, *to_entry(article, markup, anchor))
        slug = PurePath(draft.path.partition(f"{draft.folder}/")[2]).with_suffix("").as_posix()
        page = parse_page(draft.text, draft.path, slug)
        if problems := tuple(wrong_size(page.body, draft.path, page.body_line, taxonomy.limits)):
            return Entered(draft.path, problems=problems)
        permalink = urls.page(slug) if draft.folder == "pages" else urls.topic(slug)
        return Entered(draft.path, to_page(page, permalink, markup))
    except ContentError as error:
        return Entered(draft.path, problems=error.problems)


def enter_all(drafts: Iterable[Draft], count: int, taxonomy: Taxonomy) -> Iterator[Entered]:
    """Yield what becomes of each of `count` files, in their order."""
    jobs = processors() if count >= _WORTH_A_POOL else 1
    if jobs == 1:
        yield from (enter(draft, taxonomy) for draft in drafts)
    else:
        yield from _in_processes(iter(drafts), taxonomy, jobs)


def _enter_batch(batch: Sequence[Draft], taxonomy: Taxonomy) -> list[Entered]:
    return [enter(draft, taxonomy) for draft in batch]


def _in_processes(drafts: Iterator[Draft], taxonomy: Taxonomy, jobs: int) -> Iterator[Entered]:
    from loky.process_executor import BrokenProcessPool, ProcessPoolExecutor  # noqa: PLC0415  (few builds need it)

    work = iter(lambda: list(itertools.islice(drafts, _BATCH)), [])
    underway: deque[tuple[list[Draft], Future[list[Entered]] | None]] = deque()
    pool = ProcessPoolExecutor(jobs)
    try:
        while True:
            for batch in itertools.islice(work, jobs * _AHEAD - len(underway)):
                underway.append((batch, None))
                underway[-1] = (batch, pool.submit(_enter_batch, batch, taxonomy))
            if not underway:
                return
            future = underway[0][1]
            results = future.result() if future else []
            underway.popleft()
            yield from results
    except BrokenProcessPool:
        pass
    finally:
        pool.shutdown(wait=True, kill_workers=True)
    # A process was killed, for want of memory perhaps: what is left is done here.
    for batch in itertools.chain((batch for batch, _ in underway), work):
        yield from _enter_batch(batch, taxonomy)
