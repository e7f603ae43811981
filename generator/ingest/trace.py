"""What a run of the cleaner did with each document, kept for those who ask why: the audit and `briefing explain`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec

from generator.errors import ContentError
from generator.front_matter import parse_article
from generator.ingest.article import Wording, distinct, in_order
from generator.ingest.reconcile import Outcome, reconcile
from generator.ingest.sift import Span
from generator.ingest.stories import Harvest
from generator.model import Article, Block, Kind, Story

T = TypeVar("T")
TOO_LITTLE = "too little text for an article"


class Made(msgspec.Struct, frozen=True):
    """An article, with the story that it was made of and its path below content/articles."""

    story: Story
    article: Article
    path: str


class Trace(msgspec.Struct, frozen=True):
    """One run: what each document gave, and what was made of it."""

    harvests: tuple[Harvest, ...]
    made: tuple[Made, ...]


class Fate(msgspec.Struct, frozen=True):
    """One span of a document, its blocks as they went into an article, and which article that is.

    `story` is the span's own story and `made` what became of it, both None where the span makes none.
    """

    span: Span
    blocks: tuple[Block, ...]
    story: Story | None
    made: Made | None

    @property
    def is_used(self) -> bool:
        """Whether the article has its text from here, and not from another document that tells the same."""
        return self.made is not None and self.story is not None and _is_used(self.story, self.made.story)


def pair(stories: Sequence[T], articles: Sequence[Article]) -> Iterator[tuple[T, Article]]:
    """Yield each story, or what stands for one, with its article, given in the same order, as `distinct` makes it."""
    return zip((stories[place] for place in in_order(articles)), distinct(articles), strict=True)


def is_same(article: Article, path: str, current: str | None, record: str | None) -> bool:
    """Return whether the cleaner takes an article that it made for the one at a path below content/articles."""
    texts = {path: current} if current is not None else {}
    records = {path: record} if record is not None else {}
    return any(outcome is not Outcome.NEW for _, outcome in reconcile([article], texts, records).outcomes)


def locate(
    pairs: Iterable[tuple[Story, Article]], current: Mapping[str, str], records: Mapping[str, str]
) -> Iterator[Made]:
    """Yield each story with its article and the path of that; `current` and `records` are as they stand after the run.

    An article that an editor deleted has the path at which it stood.
    """
    by_id: dict[str, str] = {}
    by_document: dict[str, list[str]] = {}
    for path, text in (*current.items(), *records.items()):
        try:
            known = parse_article(text, path)
        except ContentError:  # an editor may be in the middle of something
            continue
        by_id.setdefault(known.id, path)
        for source in known.sources:
            by_document.setdefault(source.document, []).append(path)
    for story, article in pairs:
        path = by_id.get(article.id, "")
        if not path:
            near = dict.fromkeys(path for source in article.sources for path in by_document.get(source.document, ()))
            path = next((one for one in near if is_same(article, one, current.get(one), records.get(one))), "")
        yield Made(story, article, path)


def by_story(made: Iterable[Made]) -> dict[int, Made]:
    """Return what each story of each document became, by the identity of the story."""
    return {id(member): one for one in made for member in one.story.members or (one.story,)}


def fates(harvest: Harvest, became: Mapping[int, Made]) -> tuple[Fate, ...]:
    """Return what became of each span of a document, in order; together their blocks are the whole document.

    `became` is what `by_story` returns.
    """
    by_blocks = {id(story.blocks): story for story in harvest.stories}
    result = []
    for span in harvest.spans:
        story = by_blocks.get(id(span.blocks))
        one = became.get(id(story)) if story else None
        result.append(Fate(span, _blocks(span, story, one), story, one))
    return tuple(result)


def _is_used(story: Story, merged: Story) -> bool:
    return story is (merged.members[0] if merged.members else merged)


def _blocks(span: Span, story: Story | None, made: Made | None) -> tuple[Block, ...]:
    if story is None or made is None:
        return tuple(block.drop(_why_dropped(block)) if block.kept else block for block in span.blocks)
    if not _is_used(story, made.story):
        return story.blocks
    # A standfirst that only another document prints was put on top.
    borrowed = len(made.story.blocks) - len(story.blocks)
    return Wording.of(made.story).blocks[borrowed:]


def _why_dropped(block: Block) -> str:
    return "headline without a body" if block.kind is Kind.TITLE else TOO_LITTLE
