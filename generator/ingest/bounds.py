"""Is a raw document one that can become articles? One beyond the limits is passed over as a whole, with a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.errors import DocumentError, Location, Problem
from generator.model import Block, Document, Story

_HINT = "passed over; see limits in briefing.yaml"


def check_lines(document: Document, blocks: Iterable[Block]) -> None:
    """Raise DocumentError for a line, or a paragraph put together of lines, that is longer than the limit."""
    most = document.limits.line
    for block in blocks:
        if len(block.text) > most and (longest := max(map(len, block.text.split("\n")))) > most:
            message = f"a line of {longest:,} characters, more than the limit of {most:,}"
            raise DocumentError([Problem(Location(document.path, block.line), message, _HINT)])


def check_stories(document: Document, stories: Sequence[Story]) -> None:
    """Raise DocumentError for more stories in one document than the limit, or a story longer than an article may be."""
    limits = document.limits
    if len(stories) > limits.stories:
        message = f"{len(stories):,} stories, more than the limit of {limits.stories:,}"
        raise DocumentError([Problem(Location(document.path), message, _HINT)])
    for story in stories:
        check_lines(document, (block for block in story.blocks if block.kept))
        # In UTF-8 a character has up to four bytes, and the front matter tells some of it again.
        size = sum(len(block.text) for block in story.blocks if block.kept)
        if size * 2 > limits.article_mb * 1_000_000:
            message = f"a story of {size:,} characters, which makes an article of more than {limits.article_mb:g} MB"
            line = story.blocks[0].line if story.blocks else 0
            raise DocumentError([Problem(Location(document.path, line), message, _HINT)])
