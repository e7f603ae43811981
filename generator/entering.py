"""Files of content -> entries and their texts: in this process, or in several where there are many.

What comes out does not depend on where the work was done: each file is entered on its own, and their order stays.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath

import msgspec

from generator import urls
from generator.aside import can_fork, processors
from generator.entry_model import Entry, PageEntry, digest
from generator.errors import ContentError, Problem
from generator.fences import split
from generator.model import USUAL_LIMITS, Config, Limits
from generator.store import read_text

# Files from which two processes are done sooner than one: copies of this one, and such as start in a second.
_WORTH_A_COPY, _WORTH_A_START = 40, 300
_BATCH = 20


class Taxonomy(msgspec.Struct, frozen=True):
    """What decides, besides its file, what becomes of an article: the topics and measures that it may name, by slug.

    `engine` is the name of what reads Markdown, and `limits` say how much of it is taken.
    """

    topics: tuple[str, ...]
    measures: tuple[str, ...]
    engine: str = "python-markdown"
    limits: Limits = USUAL_LIMITS


def to_taxonomy(config: Config) -> Taxonomy:
    """Return what the settings say of it."""
    return Taxonomy(
        tuple(topic.slug for topic in config.topics),
        tuple(measure.slug for topic in config.topics for measure in topic.measures),
        config.markdown_engine,
        config.limits,
    )


class Draft(msgspec.Struct, frozen=True):
    """A file that waits to be entered: the folder of content/ that it stands in, its path, and its text."""

    folder: str
    path: str
    text: str


class Entered(msgspec.Struct, frozen=True):
    """What became of a file: an article with its text, or a page; or what is wrong with it."""

    path: str
    made: Entry | PageEntry | None = None
    text: str = ""
    problems: tuple[Problem, ...] = ()


def enter(draft: Draft, taxonomy: Taxonomy) -> Entered:
    """Return what becomes of one file."""
    # Not needed where nothing has changed, and half of all that a rebuild would import.
    from generator.front_matter import parse_page, parse_parts  # noqa: PLC0415
    from generator.publish.anchors import anchor  # noqa: PLC0415
    from generator.publish.bounds import wrong_size  # noqa: PLC0415
    from generator.publish.entries import to_entry, to_page  # noqa: PLC0415
    from generator.publish.markup import render  # noqa: PLC0415

    markup = functools.partial(render, engine=taxonomy.engine)
    try:
        if draft.folder == "articles":
            parts = split(draft.text, draft.path)
            article = parse_parts(parts, draft.path, taxonomy.topics, taxonomy.measures)
            if problems := tuple(wrong_size(article.body, draft.path, article.body_line, taxonomy.limits)):
                return Entered(draft.path, problems=problems)
            return Entered(draft.path, *to_entry(article, digest(parts[0]), markup, anchor))
        slug = PurePath(draft.path.partition(f"{draft.folder}/")[2]).with_suffix("").as_posix()
        page = parse_page(draft.text, draft.path, slug)
        if problems := tuple(wrong_size(page.body, draft.path, page.body_line, taxonomy.limits)):
            return Entered(draft.path, problems=problems)
        permalink = urls.page(slug) if draft.folder == "pages" else urls.topic(slug)
        return Entered(draft.path, to_page(page, permalink, markup))
    except ContentError as error:
        return Entered(draft.path, problems=error.problems)


def enter_body(draft: Draft, before: Entry, taxonomy: Taxonomy) -> tuple[Entry, str] | None:
    """Return an article of which only the body may be another, and its text; None where more is, or it is wrong.

    Its front matter is not read again: what it says is known from the article as it was.
    """
    from generator.publish.anchors import anchor  # noqa: PLC0415
    from generator.publish.bounds import wrong_size  # noqa: PLC0415
    from generator.publish.entries import to_article, to_entry  # noqa: PLC0415
    from generator.publish.markup import render  # noqa: PLC0415

    front, body, line = split(draft.text, draft.path)
    if digest(front) != before.front or not body.strip():
        return None
    article = to_article(before, body, line)
    if any(wrong_size(article.body, draft.path, line, taxonomy.limits)):
        return None
    return to_entry(article, before.front, functools.partial(render, engine=taxonomy.engine), anchor)


def enter_anew(taxonomy: Taxonomy, entry: Entry) -> str:
    """Return the text of an article from its file. Raises ContentError where that is broken by now."""
    path = entry.article.path
    return enter(Draft("articles", path, read_text(Path(path), ContentError)), taxonomy).text


def enter_all(drafts: Iterable[Draft], count: int, taxonomy: Taxonomy) -> Iterator[Entered]:
    """Yield what becomes of each of `count` files, in their order."""
    if count < _WORTH_A_COPY:
        yield from (enter(draft, taxonomy) for draft in drafts)
        return
    from generator.processors import in_processes  # noqa: PLC0415  (most builds need none of it)

    jobs = processors() if can_fork() or count >= _WORTH_A_START else 1
    if jobs == 1:
        yield from (enter(draft, taxonomy) for draft in drafts)
    else:
        drafts = iter(drafts)
        yield from (enter(draft, taxonomy) for draft in itertools.islice(drafts, 1))  # copies have what that loads
        batches = iter(lambda: list(itertools.islice(drafts, _BATCH)), [])
        yield from in_processes(functools.partial(_enter_batch, taxonomy=taxonomy), batches, jobs)


def _enter_batch(batch: Sequence[Draft], taxonomy: Taxonomy) -> list[Entered]:
    return [enter(draft, taxonomy) for draft in batch]
