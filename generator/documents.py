"""The I/O edge of the raw documents: files and folders in, Documents out, with what sources.yaml says of each."""

from __future__ import annotations

import hashlib
import os
import stat
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import overload

from msgspec.structs import replace

from generator.config import parse_sources
from generator.errors import ConfigError, DocumentError, Location, Problem, collecting, reason
from generator.model import USUAL_LIMITS, Document, Limits, SourceInfo
from generator.store import leads_out, read_text, too_large, undecodable_name

SOURCES = "sources.yaml"


class Found(Sequence[tuple[Path, str]]):
    """Raw documents, each with its name: its path below one of some folders. Of each little more than that is held."""

    def __init__(self, folders: Sequence[Path], named: Iterable[tuple[str, int]]) -> None:
        """Take names, each with the place of its folder."""
        self._folders, self._names, self._places = folders, list[str](), array("I")
        for name, place in named:
            self._names.append(name)
            self._places.append(place)

    @overload
    def __getitem__(self, place: int) -> tuple[Path, str]: ...
    @overload
    def __getitem__(self, place: slice) -> Found: ...
    def __getitem__(self, place: int | slice) -> tuple[Path, str] | Found:
        if isinstance(place, slice):
            return Found(self._folders, zip(self._names[place], self._places[place], strict=True))
        return self._folders[self._places[place]] / self._names[place], self._names[place]

    def __len__(self) -> int:
        return len(self._names)


def find_documents(paths: Sequence[Path]) -> Found:
    """Return each raw document below the given files and folders, with its name: its path below the folder given.

    In the order of the names; hidden files and sources.yaml are passed over, links to folders are not followed. Raises
    DocumentError naming every path that does not exist, or a folder that cannot be read.
    """
    # Path.exists raises where a folder above cannot be entered.
    gone = [path for path in paths if not os.path.exists(path)]  # noqa: PTH110
    missing = [Problem(Location(str(path)), "no such file or folder") for path in gone]
    if missing:
        raise DocumentError(missing)
    folders = [path if path.is_dir() else path.parent for path in paths]
    # The path decides where two of the folders hold the same document, the last of them where one holds another.
    found: dict[str, tuple[str, int]] = {}
    for place, path in enumerate(paths):
        if path.is_dir():
            base = "" if (prefix := str(path)) == "." else prefix.rstrip(os.sep) + os.sep
            found.update((base + name, (name.replace(os.sep, "/"), place)) for name in _files(path))
        else:
            found.setdefault(str(path), (path.name, place))
    return Found(folders, (found[path] for path in sorted(found, key=lambda path: (found[path][0], path))))


def _files(folder: Path) -> Iterator[str]:
    """Yield the documents below a folder, as paths below it in the manner of the system."""
    start = len(str(folder))
    for parent, folders, names in os.walk(str(folder), onerror=_raise):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        below = parent[start:].lstrip(os.sep)
        yield from (
            os.path.join(below, name)  # noqa: PTH118  (a Path takes ten times as much memory)
            for name in sorted(names)
            if not name.startswith(".") and name != SOURCES
        )


def _raise(error: OSError) -> None:
    raise DocumentError([Problem(Location(str(error.filename)), f"cannot be read: {reason(error)}")]) from None


class Infos(Mapping[Path, SourceInfo]):
    """What the sources.yaml beside each of some raw documents says of it; only what is said takes room."""

    def __init__(self, documents: Sequence[tuple[Path, str]], said: Mapping[Path, Mapping[str, SourceInfo]]) -> None:
        """Take the documents, and what is said in each folder by the files' names."""
        self._documents, self._said, self._unsaid = documents, said, SourceInfo()

    def __getitem__(self, path: Path) -> SourceInfo:
        return self._said[path.parent].get(path.name, self._unsaid)

    def __contains__(self, path: object) -> bool:
        return path in self._there

    def __iter__(self) -> Iterator[Path]:
        return (path for path, _ in self._documents)

    def __len__(self) -> int:
        return len(self._documents)

    @cached_property
    def _there(self) -> set[Path]:
        # Few ask for it: only a document that an editor calls the same as another one.
        return set(self)


def read_sources(
    documents: Sequence[tuple[Path, str]], topics: Collection[str] | None = None, found: list[Problem] | None = None
) -> Infos:
    """Return what the sources.yaml beside each raw document says of it.

    `topics` are the known topic slugs; None skips that check. Raises ConfigError with the problems of all of them;
    given a list, they go there instead, and what is right counts.
    """
    listed: dict[Path, Mapping[str, SourceInfo]] = {}
    problems: list[Problem] = []
    for path, _ in documents:
        if path.parent not in listed:
            listed[path.parent] = {}
            sources = path.parent / SOURCES
            if sources.is_file():
                try:
                    listed[path.parent] = parse_sources(read_text(sources), str(sources), topics, found)
                except ConfigError as error:
                    problems.extend(error.problems)
    if problems:
        with collecting(found):
            raise ConfigError(problems)
    return Infos(documents, listed)


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
    larger than the limits allow, or for a name that is no text.
    """
    if problem := undecodable_name(path):
        raise DocumentError([replace(problem, hint=f"passed over; {problem.hint}")])
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
