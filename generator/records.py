"""The I/O edge of the cleaner's side of content/: the articles as they stand, and a record of each as it was written.

A record is a copy of the article as `clean` last wrote it, at content/.clean/<same path>.base. An article that differs
from its record was edited, and one whose record stands alone was deleted, both by a person.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.errors import ContentError, Location, OutputError, Problem
from generator.ingest.reconcile import Changes
from generator.store import ORIGINS, RECORD_SUFFIX, RECORDS, read_text

ARTICLES = "articles"


def read_articles(content: Path) -> dict[str, str]:
    """Return the text of each article file by its path below content/articles.

    Raises ContentError naming every file that cannot be read.
    """
    return _read(content / ARTICLES, ".md")


def read_records(content: Path) -> dict[str, str]:
    """Return the text that `clean` last wrote, by the article's path below content/articles."""
    return {
        path.removesuffix(RECORD_SUFFIX): text for path, text in _read(content / RECORDS, ".md" + RECORD_SUFFIX).items()
    }


def _read(folder: Path, suffix: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*" + suffix)):
        try:
            texts[path.relative_to(folder).as_posix()] = read_text(path, ContentError)
        except ContentError as error:
            problems.extend(error.problems)
    if problems:
        raise ContentError(problems)
    return texts


def apply(changes: Changes, content: Path) -> None:
    """Write and remove the articles and records that changed, each file in one step.

    An article is written before its record: stopped in between, the article counts as edited, and is never lost.
    Raises OutputError where the folder cannot be written.
    """
    try:
        write_files(content / ARTICLES, {path: text.encode() for path, text in changes.write.items()})
        write_files(content / RECORDS, {path + RECORD_SUFFIX: text.encode() for path, text in changes.record.items()})
        for path in changes.remove:
            for file in (content / ARTICLES / path, content / RECORDS / (path + RECORD_SUFFIX)):
                file.unlink(missing_ok=True)
                _remove_empty(file.parent, content)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        place = Location(str(error.filename or content))
        raise OutputError([Problem(place, f"cannot be written: {reason}")]) from None


def touched(changes: Changes, content: Path) -> tuple[list[Path], list[Path]]:
    """Return the files that `apply` writes, and those that it removes."""
    written = [content / ARTICLES / path for path in changes.write]
    written += [content / RECORDS / (path + RECORD_SUFFIX) for path in changes.record]
    both = ((content / ARTICLES / path, content / RECORDS / (path + RECORD_SUFFIX)) for path in changes.remove)
    return written, [file for files in both for file in files]


def write_origins(texts: Iterable[tuple[str, str]], content: Path) -> None:
    """Write what was kept and dropped of the documents of each article, by its id, where it differs.

    Raises OutputError where the folder cannot be written.
    """
    folder = content / RECORDS / ORIGINS
    try:
        for name, text in texts:
            path, data = folder / f"{name}.txt", text.encode()
            if not path.exists() or path.read_bytes() != data:
                write_files(folder, {path.name: data})
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        place = Location(str(error.filename or folder))
        raise OutputError([Problem(place, f"cannot be written: {reason}")]) from None


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder, each in one step. Raises OSError."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            # mkstemp makes files for their owner only; these are for everybody that the umask lets in.
            mask = os.umask(0)
            os.umask(mask)
            Path(temporary).chmod(0o666 & ~mask)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
