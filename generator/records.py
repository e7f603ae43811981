"""The I/O edge of the cleaner's side of content/: the articles as they stand, and a record of each as it was written.

A record is a copy of the article as `clean` last wrote it, at content/.clean/<same path>.base. An article that differs
from its record was edited, and one whose record stands alone was deleted, both by a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import ContentError, Location, Problem
from generator.lock import alone
from generator.spool import Spool, Texts
from generator.staging import STAGING, Put, finish, is_unfinished, put_all
from generator.store import ORIGINS, RECORD_SUFFIX, RECORDS, read_text
from generator.writing import writing_to

if TYPE_CHECKING:  # a run that finds nothing changed needs none of the stages
    from generator.ingest.reconcile import Changes

ARTICLES = "articles"


def read_articles(content: Path, spool: Spool | None = None) -> Texts:
    """Return the text of each article file by its path below content/articles, as it is now, kept in a spool.

    Raises ContentError naming every file that cannot be read.
    """
    return _read(content / ARTICLES, ".md", spool)


def read_records(content: Path, spool: Spool | None = None) -> Texts:
    """Return the text that `clean` last wrote, by the article's path below content/articles."""
    return _read(content / RECORDS, ".md", spool, RECORD_SUFFIX)


def _read(folder: Path, suffix: str, spool: Spool | None, added: str = "") -> Texts:
    texts = Texts(spool or Spool())
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*" + suffix + added)):
        try:
            texts[path.relative_to(folder).as_posix().removesuffix(added)] = read_text(path, ContentError)
        except ContentError as error:
            problems.extend(error.problems)
    if problems:
        raise ContentError(problems)
    return texts


def apply(changes: Changes, current: Mapping[str, str], origins: Iterable[tuple[str, str]], content: Path) -> set[str]:
    """Write the articles and records that changed, and return the articles that were left because somebody was faster.

    `current` are the articles as they were read: one that is different by now was saved meanwhile, and it stays, its
    record too. `origins` are texts by ids: what was kept and dropped of the documents of each article. All of it
    changes together (staging.py). Raises OutputError where the folder cannot be written.
    """
    removed = [(_record(old), _article(new)) for new, old in changes.moved.items()]
    with writing_to(content):
        left = put_all(content, content / RECORDS / STAGING, _puts(changes, current, origins, content), removed)
    return {path.removeprefix(ARTICLES + "/") for path in left}


def _puts(
    changes: Changes, current: Mapping[str, str], origins: Iterable[tuple[str, str]], content: Path
) -> Iterator[Put]:
    for path, text in changes.write.items():
        before = current.get(changes.moved.get(path, path))
        yield Put(
            _article(path),
            text.encode(),
            guarded=True,
            before=None if before is None else before.encode(),
            moved=_article(changes.moved[path]) if path in changes.moved else "",
            lasting=before is not None and text != changes.record.get(path),
        )
    for path, text in changes.record.items():
        yield Put(_record(path), text.encode(), follows=_article(changes.apart.get(path, path)))
    for name, text in origins:
        there, data = content / RECORDS / ORIGINS / f"{name}.txt", text.encode()
        if not there.exists() or there.read_bytes() != data:
            yield Put(f"{RECORDS}/{ORIGINS}/{name}.txt", data)


def _article(path: str) -> str:
    return f"{ARTICLES}/{path}"


def _record(path: str) -> str:
    return f"{RECORDS}/{path}{RECORD_SUFFIX}"


@contextmanager
def cleaning(content: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Be the only one who cleans into a content folder, and first finish what a run that was stopped had begun.

    `waiting` is called where another run is at work, which is then waited for. Raises OutputError where something is
    to be finished and cannot be.
    """
    with alone(content / RECORDS, waiting):
        with writing_to(content):
            finish(content, content / RECORDS / STAGING)
        yield


def unfinished(content: Path) -> Problem | None:
    """Return what to say where a run was stopped and no other one has finished it yet."""
    staging = content / RECORDS / STAGING
    if not is_unfinished(staging):
        return None
    return Problem(
        Location(staging.as_posix()), "a run was stopped before it was done", "`briefing clean` finishes it first"
    )


def touched(changes: Changes, content: Path) -> tuple[Iterator[Path], Iterator[Path]]:
    """Return the files that `apply` writes, and those that it removes."""
    names = chain(map(_article, changes.write), map(_record, changes.record))
    both = chain.from_iterable((_article(path), _record(path)) for path in changes.moved.values())
    return map(content.joinpath, names), map(content.joinpath, both)
