"""Where documents are cleaned: in this process, in several, or on a Dask cluster. The stage is the same everywhere.

What comes out does not depend on where the work was done, nor on how many did it: each batch carries its number.
"""

from __future__ import annotations

import itertools
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from multiprocessing import get_context

import msgspec

from generator.ingest.facts.reading import FactReader
from generator.ingest.glean import Gleaning, glean
from generator.ingest.topics import Tagger
from generator.model import Document, Publisher, SourceInfo, Topic

# Bytes of documents in one batch: sending a batch then costs little beside cleaning it, and no worker idles for long.
BATCH_BYTES = 400_000
# Batches on their way for each worker: one at work, one waiting, so that memory does not grow with the archive.
_AHEAD = 2
# Processes start in about a second, in which one alone cleans as many documents as this.
_WORTH_A_POOL = 200

Rules = tuple[tuple[Topic, ...], tuple[Publisher, ...]]
Batch = tuple[Document, ...]
_encode = msgspec.msgpack.Encoder().encode
_decoder = msgspec.msgpack.Decoder(Gleaning)


def pack_info(info: SourceInfo) -> bytes:
    """Return what sources.yaml says of a document as bytes, the same ones whenever it says the same."""
    return _encode(info)


def pack(gleaning: Gleaning) -> bytes:
    """Return what a document gave as bytes."""
    return _encode(gleaning)


def unpack(data: bytes) -> Gleaning | None:
    """Return what a document gave from what `pack` made of it, or None where the bytes are something else."""
    try:
        return _decoder.decode(data)
    except msgspec.MsgspecError:
        return None


@lru_cache(maxsize=1)
def _tools(rules: Rules) -> tuple[Tagger, FactReader, dict[str, Publisher]]:
    topics, publishers = rules
    return Tagger(topics), FactReader(topics), {publisher.name: publisher for publisher in publishers}


def clean_batch(batch: Batch, rules: Rules) -> list[bytes]:
    """Return what each document of a batch gave, packed. This is all that a worker does."""
    tools = _tools(rules)
    return [pack(glean(document, *tools)) for document in batch]


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


def clean_all(
    documents: Iterator[Document], rules: Rules, jobs: int | None = None, scheduler: str | None = None
) -> Iterator[bytes]:
    """Yield what each document gave, packed, in the order of the documents.

    `jobs` is how many processes clean them: by default as many as there are processors, where the work is worth it.
    With the address of a Dask `scheduler` its workers clean them; raises ClusterError where that cannot be reached, or
    where its workers have other rules.
    """
    if scheduler is not None:
        from generator.cluster import clean_on_cluster  # noqa: PLC0415  (an extra that few have installed)

        yield from clean_on_cluster(batches(documents), rules, scheduler)
        return
    if jobs is None:
        first = list(itertools.islice(documents, _WORTH_A_POOL))
        jobs = _processors() if len(first) == _WORTH_A_POOL else 1
        documents = itertools.chain(first, documents)
    if jobs == 1:
        for document in documents:
            yield from clean_batch((document,), rules)
    else:
        yield from _in_processes(batches(documents), rules, jobs)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _in_processes(work: Iterator[Batch], rules: Rules, jobs: int) -> Iterator[bytes]:
    # Fresh processes: a copy of this one would copy its threads' locks in whatever state they are.
    underway: deque[tuple[Batch, Future[list[bytes]] | None]] = deque()
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        try:
            while True:
                for batch in itertools.islice(work, jobs * _AHEAD - len(underway)):
                    underway.append((batch, None))
                    underway[-1] = (batch, pool.submit(clean_batch, batch, rules))
                if not underway:
                    return
                future = underway[0][1]
                assert future is not None
                results = future.result()
                underway.popleft()
                yield from results
        except BrokenProcessPool:
            pass
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
    # A worker was killed, for want of memory perhaps: what is left is done here, and nothing is lost.
    for batch in itertools.chain((batch for batch, _ in underway), work):
        yield from clean_batch(batch, rules)
