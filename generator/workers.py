"""Where documents are cleaned on this machine: in this process, or in several. The stage is the same everywhere."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial

from generator.aside import can_fork, processors
from generator.ingest.facts.reading import FactReader
from generator.ingest.glean import glean
from generator.ingest.topics import Tagger
from generator.model import Document, Publisher, Topic
from generator.packing import pack
from generator.processors import in_processes

# Bytes of documents in one batch: sending a batch then costs little beside cleaning it, and no worker idles for long.
BATCH_BYTES = 25_000
# Documents from which two processes are done sooner than one: copies of this one, and such as start in a second or two.
_WORTH_A_COPY, _WORTH_A_START = 8, 120

Rules = tuple[tuple[Topic, ...], tuple[Publisher, ...]]
Batch = tuple[Document, ...]


@lru_cache(maxsize=1)
def _tools(rules: Rules) -> tuple[Tagger, FactReader, dict[str, Publisher]]:
    topics, publishers = rules
    return Tagger(topics), FactReader(topics), {publisher.name: publisher for publisher in publishers}


def clean_batch(batch: Batch, rules: Rules) -> list[bytes]:
    """Return what each document of a batch gave, packed. This is all that a worker does."""
    tagger, reader, publishers = _tools(rules)
    return [pack(glean(document, tagger, reader, publishers)) for document in batch]


def batches(documents: Iterable[Document]) -> Iterator[Batch]:
    """Yield the documents in order, in batches of about BATCH_BYTES; a larger document is a batch of its own."""
    batch: list[Document] = []
    size = 0
    for document in documents:
        if batch and size + len(document.data) > BATCH_BYTES:
            yield tuple(batch)
            batch, size = [], 0
        batch.append(document)
        size += len(document.data)
    if batch:
        yield tuple(batch)


def clean_all(documents: Iterator[Document], rules: Rules, jobs: int | None = None) -> Iterator[bytes]:
    """Yield what each document gave, packed, in the order of the documents.

    `jobs` is how many processes clean them: by default as many as there are processors, where the work is worth it.
    """
    if jobs is None:
        enough = _WORTH_A_COPY if can_fork() else _WORTH_A_START
        first = list(itertools.islice(documents, enough))
        jobs = processors() if len(first) == enough else 1
        documents = itertools.chain(first, documents)
    if jobs == 1:
        tagger, reader, publishers = _tools(rules)
        for document in documents:
            yield pack(glean(document, tagger, reader, publishers))
    else:
        yield from in_processes(partial(clean_batch, rules=rules), batches(documents), jobs)
