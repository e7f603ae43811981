"""A story -> what was kept and dropped of its document, for the page that shows what an article is made of."""

from __future__ import annotations

from generator.ingest.words import count_words
from generator.model import EDITOR_RULE, Block, Story
from generator.provenance import WORDS, Judged, written


def judged(story: Story) -> str:
    """Return the blocks of a story that one document tells, as they were judged: lines of an article's record."""
    return written(map(_judged, story.blocks))


def _judged(block: Block) -> Judged:
    rule = block.rule if not block.kept or block.rule == EDITOR_RULE else block.kind.value
    words = block.text.split(None, WORDS)
    beginning = " ".join(words[:WORDS]) + (" …" if len(words) > WORDS else "")
    return Judged(block.line, block.kept, rule, count_words(block.text), beginning)
