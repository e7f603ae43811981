"""The files in the site folder: which are ours, which are in the way, and how they are written one by one.

A manifest in the folder names every file that a build wrote, with its SHA-256. So the next build knows what it may
replace or remove; whatever is not in the manifest belongs to somebody else.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from json.encoder import encode_basestring
from pathlib import Path

import msgspec

from generator.errors import Location, OutputError, Problem
from generator.file_names import folded, wrong_name
from generator.writing import sweep, write_file

MANIFEST = ".briefing-manifest.json"
_CONTROLS = bytes((*range(32), 127))
_ESCAPED = bytes((*range(32), *b'"\\'))  # in JSON
_PARTS = re.compile(r"(?!\.{1,2}(?:/|$))[^/\\\x00-\x1f]+(?:/(?!\.{1,2}(?:/|$))[^/\\\x00-\x1f]+)*")


def write_in_place(site: Path, staged: Mapping[str, Path], earlier: Mapping[str, str], wanted: dict[str, str]) -> None:
    """Make a folder hold the wanted files, given with their digests; `staged` are those that differ. Raises OSError."""
    site.mkdir(parents=True, exist_ok=True)
    # Until the end both lists count: what a build wrote before it was stopped is still known as its own.
    write_file(site / MANIFEST, dumped({**earlier, **wanted}))
    stale = sorted(set(earlier) - set(wanted))
    folders = {folder for path in wanted for folder in _folders(path)}
    for folder in sorted(folders | {""}):
        sweep(site / folder)
    blocking = {path for path in stale if path in folders or not wanted.keys().isdisjoint(_folders(path))}
    for path in blocking:
        _remove(site, path)
    for path, file in staged.items():
        write_file(site / path, file.read_bytes())
    for path in stale:
        if path not in blocking:
            _remove(site, path)
    write_file(site / MANIFEST, dumped(wanted))


def is_inside(path: str) -> bool:
    """Return whether a path is one that an output may have: below the site folder, and not the manifest's."""
    return bool(_PARTS.fullmatch(path)) and folded(path) != MANIFEST


class Claims:
    """Which output wants which place in the folder: no two the same, and none a place in which another has files.

    Places are the same where any file system may take them for one (file_names.py).
    """

    def __init__(self, site: Path, settled: Collection[str] = ()) -> None:
        """Take the folder, and paths of which none clashes with another, as an earlier build found."""
        self._site, self._settled = site, settled
        # Those of the settled paths that are wanted: they need a second look only once there is another path.
        self._waiting: set[str] = set()
        # By what is the same for all paths of one place: the path, and a path in each folder.
        self._paths: dict[str, str] = {}
        self._folders: dict[str, str] = {}

    @property
    def paths(self) -> Collection[str]:
        """The paths that were claimed."""
        return {*self._paths.values(), *self._waiting}

    def claim(self, paths: Collection[str]) -> None:
        """Take in the paths of some outputs. Raises OutputError where they clash with each other or with others."""
        wanted = set(paths)
        is_new = len(wanted) == len(paths) and not self._paths and wanted.isdisjoint(self._waiting)
        if is_new and all(path in self._settled for path in wanted):
            self._waiting |= wanted
            return
        paths, self._waiting = [*self._waiting, *paths], set()
        problems = []
        are_plain = _are_plain(paths)
        for path in paths:
            place = folded(path)
            if not (are_plain or _PARTS.fullmatch(path)) or place == MANIFEST:
                problems.append(Problem(Location(path), "not a path inside the site folder"))
            elif wrong := wrong_name(path):
                problems.append(Problem(self._at(path), wrong, "rename it"))
            elif (other := self._paths.get(place)) is not None:
                message = "two pages want this address"
                if other != path:
                    message = f"the same place as {other}: case, or how letters are composed, does not count everywhere"
                problems.append(Problem(self._at(path), message, "rename one of them"))
            self._paths.setdefault(place, path)
            folder = place.rpartition("/")[0]
            while folder and folder not in self._folders:
                self._folders[folder] = path
                folder = folder.rpartition("/")[0]
        for place in self._paths.keys() & self._folders.keys():
            message = f"is both a file and the folder of {self._folders[place]}"
            problems.append(Problem(self._at(self._paths[place]), message))
        if problems:
            raise OutputError(problems)

    def _at(self, path: str) -> Location:
        return Location((self._site / path).as_posix())


def _folders(path: str) -> Iterator[str]:
    """Yield the folders of a path below the site folder, the innermost first."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def read_manifest(site: Path) -> dict[str, str]:
    """Return what earlier builds wrote, by path. Raises OutputError where nobody can know that."""
    path = site / MANIFEST
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=dict[str, str])
        if _are_plain(manifest) or all(map(_PARTS.fullmatch, manifest)):
            return manifest
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError):
        pass
    hint = "without it nobody knows which files a build wrote: empty the site folder, or name another with --site"
    raise OutputError([Problem(Location(str(path)), "cannot be read", hint)])


def _are_plain(paths: Collection[str]) -> bool:
    """Return whether all paths are such as outputs have, where that shows without a look at each of thousands."""
    text = f"/{'/|/'.join(paths)}/"
    if "//" in text or "\\" in text or not (text.isprintable() if not text.isascii() else _is_without(text, _CONTROLS)):
        return False
    return "/." not in text or not ("/./" in text or "/../" in text)


def _is_without(text: str, characters: bytes) -> bool:
    """Return whether a text has none of some characters of ASCII."""
    data = text.encode("utf-8", "surrogatepass")
    return len(data.translate(None, characters)) == len(data)


def dumped(manifest: Mapping[str, str]) -> bytes:
    """Return a manifest as its file holds it."""
    # As json.dumps writes it with indent=0, in a thirtieth of the time where no path has a character that needs more.
    items = sorted(manifest.items())
    if not _is_without("".join(manifest), _ESCAPED):
        items = [(encode_basestring(path)[1:-1], sha256) for path, sha256 in items]
    lines = '",\n"'.join(map('": "'.join, items))
    return f'{{\n"{lines}"\n}}\n'.encode() if items else b"{\n\n}\n"


def not_ours(site: Path) -> Problem | None:
    """Return what is wrong with a folder that holds something and that no build ever wrote to."""
    if not site.is_dir() or (site / MANIFEST).exists():
        return None
    # What is hidden may stay: .git, .nojekyll, .well-known.
    if any(not path.name.startswith(".") for path in site.iterdir()):
        hint = f"empty it, or name another with --site; if a site belongs here, put a file {MANIFEST} with {{}} into it"
        return Problem(Location(site.as_posix()), "holds files, and no build made it", hint)
    return None


def in_the_way(changed: Iterable[str], earlier: Mapping[str, str], site: Path) -> Iterator[Problem]:
    """Yield a problem for each file or folder of somebody else that stands where a changed file is to be."""
    if not site.is_dir():
        return
    folders: dict[str, None] = {}
    for path in changed:
        folders.update(dict.fromkeys(_folders(path)))
        place = f"{site}/{path}"  # most often asked of every page, and a Path costs more than the question
        if not os.path.isdir(place) and (path in earlier or not os.path.lexists(place)):  # noqa: PTH112
            continue
        target = Path(place)
        if target.is_dir() and not target.is_symlink():
            strangers = [file for file in target.rglob("*") if file.relative_to(site).as_posix() not in earlier]
            foreign = any(not file.is_dir() for file in strangers) or not any(target.iterdir())
        else:
            foreign = path not in earlier and os.path.lexists(target)
        if foreign:
            yield _stranger(target)
    for folder in folders:
        target = site / folder
        if target.is_symlink() or (os.path.lexists(target) and not target.is_dir() and folder not in earlier):
            yield _stranger(target)


def no_ground(site: Path) -> Problem | None:
    """Return why nothing can be written in a folder, or None."""
    ground = next(folder for folder in (site, *site.absolute().parents) if folder.exists())
    if not ground.is_dir() or not os.access(ground, os.W_OK | os.X_OK):
        return Problem(Location(str(ground)), "is not a folder that can be written", "name another with --site")
    return None


def _stranger(path: Path) -> Problem:
    return Problem(
        Location(path.as_posix()), "in the way, and not made by a build", "move it, or build into another folder"
    )


def read(path: str | Path) -> bytes | None:
    """Return what a file holds, or None where there is none."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - asked of every page, and a Path costs as much as reading it
            return file.read()
    except OSError:
        return None


def _remove(site: Path, path: str) -> None:
    (site / path).unlink(missing_ok=True)
    for folder in _folders(path):
        try:
            (site / folder).rmdir()
        except OSError:  # not empty
            return
