"""One document -> everything that the rest of the run needs of it, as a value that survives a process and a cache."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from generator.errors import DocumentError, Problem
from generator.ingest.article import to_article
from generator.ingest.facts.reading import FactReader
from generator.ingest.stories import Harvest, Stub, harvest
from generator.ingest.topics import Tagger
from generator.model import Article, Document, Publisher, Story


@dataclass(frozen=True, slots=True)
class Gleaning:
    """What one document gave.

    `stories` have their document without its bytes; `drafts` are the articles that they
    make, each as if no other document told the same. `dropped` counts the blocks that are no part of any story,
    `warnings` are overrides that fit nothing; a document with `problems` gave nothing at all.
    """

    stories: tuple[Story, ...] = ()
    drafts: tuple[Article, ...] = ()
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
    return Gleaning(
        stories=tuple(map(_light, gathered.stories)),
        drafts=tuple(to_article(story, tagger, reader, publishers) for story in gathered.stories),
        stubs=gathered.stubs,
        dropped=sum(not block.kept for block in gathered.blocks),
        warnings=gathered.warnings,
    )


def _light(story: Story) -> Story:
    documents = tuple(replace(document, data=b"") for document in story.documents)
    return replace(story, documents=documents)
