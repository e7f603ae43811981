"""The second I/O edge: the site folder. Everything is checked before the first write, and only what differs is written.

A manifest in the folder names every file that a build wrote, with its SHA-256. So the next build knows what it may
replace or remove; whatever is not in the manifest belongs to somebody else.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from generator.errors import Location, OutputError, Problem
from generator.publish.changes import compared
from generator.site_model import Output, WriteReport
from generator.two_trees import TwoTrees
from generator.writing import sweep, write_file, writing_to

MANIFEST = ".briefing-manifest.json"
_PARTS = re.compile(r"(?!\.{1,2}(?:/|$))[^/\\\x00-\x1f]+(?:/(?!\.{1,2}(?:/|$))[^/\\\x00-\x1f]+)*")


def write_outputs(outputs: Iterable[Output], site: Path) -> WriteReport:
    """Make the site folder hold these outputs, and of earlier builds nothing else; say what was written and removed.

    Files that no build wrote are never touched. Where two folders can change places, the new site takes the place of
    the old one in one step (two_trees.py); elsewhere each file is written in one step. Raises OutputError, before
    anything is written, for outputs that leave the folder or claim one path twice, and for files of somebody else in
    their way.
    """
    wanted = _by_path(outputs, site)
    if problem := _no_ground(site):
        raise OutputError([problem])
    trees = TwoTrees(site)
    with trees.alone() as can_exchange:
        earlier = _read_manifest(site)
        report = _compare(wanted, earlier, site)
        manifest = {path: hashlib.sha256(data).hexdigest() for path, data in wanted.items()}
        new = wanted | {MANIFEST: _dumped(manifest)}
        different = [*report.written, *([MANIFEST] if _read(site / MANIFEST) != new[MANIFEST] else [])]
        with writing_to(site):
            if different and can_exchange:
                trees.publish(new, set(different), {*earlier, MANIFEST})
            elif different:
                _write_in_place(site, wanted, report.written, earlier, manifest)
    return report


def compare_outputs(outputs: Iterable[Output], site: Path) -> WriteReport:
    """Return what write_outputs would do, with the words that change, and write nothing.

    Raises OutputError where write_outputs does.
    """
    return _compare(_by_path(outputs, site), _read_manifest(site), site, explain=True)


def _compare(wanted: Mapping[str, bytes], earlier: Mapping[str, str], site: Path, explain: bool = False) -> WriteReport:
    """Return what is to be written and removed.

    Raises OutputError for a folder that is somebody else's, and for files of somebody else that are in the way.
    """
    if problem := _not_ours(site):
        raise OutputError([problem])
    changes = {}
    for path, data in wanted.items():
        before = _read(site / path)
        if before != data:
            changes[path] = compared(path, before, data, explain)
    if problems := list(_in_the_way(changes, earlier, site)):
        raise OutputError(problems)
    stale = sorted(set(earlier) - set(wanted))
    gone = [compared(path, before, None) for path in stale if (before := _read(site / path)) is not None]
    return WriteReport(
        written=tuple(sorted(changes)),
        unchanged=tuple(sorted(set(wanted).difference(changes))),
        removed=tuple(stale),
        changes=(*changes.values(), *gone),
    )


def _write_in_place(
    site: Path,
    wanted: Mapping[str, bytes],
    changed: Iterable[str],
    earlier: Mapping[str, str],
    manifest: dict[str, str],
) -> None:
    site.mkdir(parents=True, exist_ok=True)
    # Until the end both lists count: what a build wrote before it was stopped is still known as its own.
    write_file(site / MANIFEST, _dumped({**earlier, **manifest}))
    stale = sorted(set(earlier) - set(wanted))
    folders = {folder for path in wanted for folder in _folders(path)}
    for folder in sorted(folders | {""}):
        sweep(site / folder)
    blocking = {path for path in stale if path in folders or not wanted.keys().isdisjoint(_folders(path))}
    for path in blocking:
        _remove(site, path)
    for path in changed:
        write_file(site / path, wanted[path])
    for path in stale:
        if path not in blocking:
            _remove(site, path)
    write_file(site / MANIFEST, _dumped(manifest))


def _by_path(outputs: Iterable[Output], site: Path) -> dict[str, bytes]:
    wanted: dict[str, bytes] = {}
    problems = []
    for output in outputs:
        where = Location((site / output.path).as_posix())
        if not _PARTS.fullmatch(output.path) or output.path == MANIFEST:
            problems.append(Problem(Location(output.path), "not a path inside the site folder"))
        elif output.path in wanted:
            problems.append(Problem(where, "two pages want this address", "rename one of them"))
        wanted[output.path] = output.data
    for path in wanted:
        for folder in _folders(path):
            if folder in wanted:
                problems.append(
                    Problem(Location((site / folder).as_posix()), f"is both a file and the folder of {path}")
                )
    if problems:
        raise OutputError(problems)
    return wanted


def _folders(path: str) -> Iterator[str]:
    """Yield the folders of a path below the site folder, the innermost first."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _read_manifest(site: Path) -> dict[str, str]:
    path = site / MANIFEST
    try:
        manifest = json.loads(path.read_bytes())
        if isinstance(manifest, dict) and all(_PARTS.fullmatch(name) for name in manifest):
            return manifest
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError):
        pass
    hint = "without it nobody knows which files a build wrote: empty the site folder, or name another with --site"
    raise OutputError([Problem(Location(str(path)), "cannot be read", hint)])


def _dumped(manifest: Mapping[str, str]) -> bytes:
    return (json.dumps(dict(sorted(manifest.items())), indent=0, ensure_ascii=False) + "\n").encode()


def _not_ours(site: Path) -> Problem | None:
    """Return what is wrong with a folder that holds something and that no build ever wrote to."""
    if not site.is_dir() or (site / MANIFEST).exists():
        return None
    # What is hidden may stay: .git, .nojekyll, .well-known.
    if any(not path.name.startswith(".") for path in site.iterdir()):
        hint = f"empty it, or name another with --site; if a site belongs here, put a file {MANIFEST} with {{}} into it"
        return Problem(Location(site.as_posix()), "holds files, and no build made it", hint)
    return None


def _in_the_way(changed: Iterable[str], earlier: Mapping[str, str], site: Path) -> Iterator[Problem]:
    folders: dict[str, None] = {}
    for path in changed:
        target = site / path
        folders.update(dict.fromkeys(_folders(path)))
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


def _no_ground(site: Path) -> Problem | None:
    ground = next(folder for folder in (site, *site.absolute().parents) if folder.exists())
    if not ground.is_dir() or not os.access(ground, os.W_OK | os.X_OK):
        return Problem(Location(str(ground)), "is not a folder that can be written", "name another with --site")
    return None


def _stranger(path: Path) -> Problem:
    return Problem(
        Location(path.as_posix()), "in the way, and not made by a build", "move it, or build into another folder"
    )


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _remove(site: Path, path: str) -> None:
    (site / path).unlink(missing_ok=True)
    for folder in _folders(path):
        try:
            (site / folder).rmdir()
        except OSError:  # not empty
            return
