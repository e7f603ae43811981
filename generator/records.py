"""The I/O edge of the cleaner's side of content/: the articles as they stand, and a record of each as it was written.

A record is a copy of the article as `clean` last wrote it, at content/.clean/<same path>.base. An article that differs
from its record was edited, and one whose record stands alone was deleted, both by a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from generator.errors import ContentError, Problem
from generator.ingest.reconcile import Changes
from generator.store import ORIGINS, RECORD_SUFFIX, RECORDS, read_text
from generator.writing import write_file, write_files, writing_to

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
    with writing_to(content):
        write_files(content / ARTICLES, {path: text.encode() for path, text in changes.write.items()})
        write_files(content / RECORDS, {path + RECORD_SUFFIX: text.encode() for path, text in changes.record.items()})
        for path in changes.remove:
            for file in (content / ARTICLES / path, content / RECORDS / (path + RECORD_SUFFIX)):
                file.unlink(missing_ok=True)
                _remove_empty(file.parent, content)


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
    with writing_to(folder):
        for name, text in texts:
            path, data = folder / f"{name}.txt", text.encode()
            if not path.exists() or path.read_bytes() != data:
                write_file(path, data)


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
