"""A story -> what was kept and dropped of each of its documents, for the page that shows what an article is made of."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ingest.words import count_words
from generator.model import EDITOR_RULE, Block, Story
from generator.provenance import WORDS, Judged, Origin


def origins(story: Story) -> Iterator[Origin]:
    """Yield each document of a story with its blocks as they were judged; the one whose text is used comes first."""
    members = story.members or (story,)
    for number, member in enumerate(members):
        yield Origin(member.documents[0].name, number == 0, tuple(map(_judged, member.blocks)))


def _judged(block: Block) -> Judged:
    rule = block.rule if not block.kept or block.rule == EDITOR_RULE else block.kind.value
    words = block.text.split()
    beginning = " ".join(words[:WORDS]) + (" …" if len(words) > WORDS else "")
    return Judged(block.line, block.kept, rule, count_words(block.text), beginning)
