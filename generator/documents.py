"""The I/O edge of the raw documents: files and folders in, Documents out, with what sources.yaml says of each."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from generator.config import parse_sources
from generator.errors import ConfigError, DocumentError, Location, Problem, collecting, reason
from generator.model import USUAL_LIMITS, Document, Limits, SourceInfo
from generator.store import leads_out, read_text, too_large

SOURCES = "sources.yaml"


def find_documents(paths: Sequence[Path]) -> tuple[tuple[Path, str], ...]:
    """Return each raw document below the given files and folders, with its name: its path below the folder given.

    In the order of the paths; hidden files and sources.yaml are passed over, links to folders are not followed. Raises
    DocumentError naming every path that does not exist, or a folder that cannot be read.
    """
    # Path.exists raises where a folder above cannot be entered.
    gone = [path for path in paths if not os.path.exists(path)]  # noqa: PTH110
    missing = [Problem(Location(str(path)), "no such file or folder") for path in gone]
    if missing:
        raise DocumentError(missing)
    found: dict[Path, str] = {}
    for path in paths:
        if path.is_dir():
            found.update((file, file.relative_to(path).as_posix()) for file in _files(path))
        else:
            found.setdefault(path, path.name)
    return tuple(sorted(found.items(), key=lambda item: (item[1], str(item[0]))))


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder, onerror=_raise):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent, name) for name in sorted(names) if not name.startswith(".") and name != SOURCES)


def _raise(error: OSError) -> None:
    raise DocumentError([Problem(Location(str(error.filename)), f"cannot be read: {reason(error)}")]) from None


def read_sources(
    paths: Iterable[Path], topics: Collection[str] | None = None, found: list[Problem] | None = None
) -> dict[Path, SourceInfo]:
    """Return what the sources.yaml beside each raw document says of it.

    `topics` are the known topic slugs; None skips that check. Raises ConfigError with the problems of all of them;
    given a list, they go there instead, and what is right counts.
    """
    listed: dict[Path, dict[str, SourceInfo]] = {}
    problems: list[Problem] = []
    infos: dict[Path, SourceInfo] = {}
    for path in paths:
        if path.parent not in listed:
            listed[path.parent] = {}
            sources = path.parent / SOURCES
            if sources.is_file():
                try:
                    listed[path.parent] = parse_sources(read_text(sources), str(sources), topics, found)
                except ConfigError as error:
                    problems.extend(error.problems)
        infos[path] = listed[path.parent].get(path.name, SourceInfo())
    if problems:
        with collecting(found):
            raise ConfigError(problems)
    return infos


def missing_partner(path: Path, infos: Mapping[Path, SourceInfo]) -> Problem | None:
    """Return what to say of a document that is the same as another one which is there and was not asked for.

    Alone it would become a second article of the same story.
    """
    same_as = infos[path].overrides.same_as
    if same_as is None or path.with_name(same_as.text) in infos or not path.with_name(same_as.text).is_file():
        return None
    return Problem(same_as.location, f"'{same_as.text}' was not read this time", f"{path.name} is left as it is")


def read_document(path: Path, name: str, info: SourceInfo, limits: Limits = USUAL_LIMITS) -> Document:
    """Return a raw document.

    Raises DocumentError where the file cannot be read, is no ordinary file, leads out of its folder as a link, or is
    larger than the limits allow.
    """
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise DocumentError([Problem(Location(str(path)), "not an ordinary file", "passed over")])
        if problem := too_large(state.st_size, limits.document_mb, path):
            raise DocumentError([replace(problem, hint=f"passed over; {problem.hint}")])
        if leads_out(path, path.parents[name.count("/")]):
            hint = "passed over; put the file itself there"
            raise DocumentError([Problem(Location(str(path)), "a link that leads out of its folder", hint)])
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError([Problem(Location(str(path)), f"cannot be read: {reason(error)}", "passed over")]) from None
    return Document(name, str(path), data, hashlib.sha256(data).hexdigest(), info, limits)
