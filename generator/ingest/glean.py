"""One document -> everything that the rest of the run needs of it, as a value that survives a process and a cache."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from generator.errors import DocumentError, Problem
from generator.ingest.article import to_article
from generator.ingest.facts.reading import FactReader
from generator.ingest.merge import Outline, outline
from generator.ingest.origins import judged
from generator.ingest.stories import Harvest, Stub, harvest
from generator.ingest.topics import Tagger
from generator.model import Document, Publisher, Story
from generator.packing import pack


class Gleaning(msgspec.Struct, frozen=True):
    """What one document gave.

    `outlines` tell which of its stories others tell too; `drafts` are the articles that the stories make, each as if no
    other document told the same; `stories` are without the bytes of the document. Drafts and stories are packed, since
    they are asked for later, one at a time. `judged` are the lines of each story in an article's record. `dropped`
    counts the blocks that are no part of any story, `warnings` are overrides that fit nothing; a document with
    `problems` gave nothing at all.
    """

    outlines: tuple[Outline, ...] = ()
    drafts: tuple[bytes, ...] = ()
    stories: tuple[bytes, ...] = ()
    judged: tuple[str, ...] = ()
    stubs: tuple[Stub, ...] = ()
    dropped: int = 0
    warnings: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()


def glean(document: Document, tagger: Tagger, reader: FactReader, publishers: Mapping[str, Publisher]) -> Gleaning:
    """Return what a raw document gives; one that cannot be used gives its problems."""
    try:
        gathered = harvest(document)
    except DocumentError as error:
        return Gleaning(problems=tuple(error.problems))
    return summed_up(gathered, tagger, reader, publishers)


def summed_up(gathered: Harvest, tagger: Tagger, reader: FactReader, publishers: Mapping[str, Publisher]) -> Gleaning:
    """Return what is needed further on of what a document gave."""
    stories = tuple(map(_light, gathered.stories))
    return Gleaning(
        outlines=tuple(map(outline, stories)),
        drafts=tuple(pack(to_article(story, tagger, reader, publishers)) for story in gathered.stories),
        stories=tuple(map(pack, stories)),
        judged=tuple(map(judged, stories)),
        stubs=gathered.stubs,
        dropped=sum(not block.kept for block in gathered.blocks),
        warnings=gathered.warnings,
    )


def _light(story: Story) -> Story:
    return replace(story, documents=tuple(replace(document, data=b"") for document in story.documents))
