"""Does a project give the same bytes elsewhere? It is cleaned and built twice, as differently as one machine can.

The two runs have other folders, file orders and file times, time zones, locales, hash seeds, masks for new files,
working folders and numbers of processes. Only the day for which they build is the same. The project is not changed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import msgspec

from generator.errors import Location, OutputError, Problem
from generator.project import SETTINGS, Project

_LONGEST = 40  # characters of a line that are shown where two files differ


class _Setting(msgspec.Struct, frozen=True):
    """What is different in one of the two runs; `jobs` is the number of processes that clean."""

    folder: str
    zone: str
    language: str
    hash_seed: str
    umask: int
    time: int  # of every file, in seconds since the epoch
    backwards: bool  # the order in which files were made
    inside: bool  # the project's folder is the working folder
    jobs: int


_SETTINGS = (
    _Setting("one", "UTC", "C", "0", 0o022, 1_000_000_000, False, True, 1),
    _Setting("the other é", "Pacific/Kiritimati", "C.UTF-8", "4711", 0o077, 1_700_000_001, True, False, 2),
)


def reproduce(project: Project, base_url: str | None = None) -> tuple[int, tuple[Problem, ...]]:
    """Return how many files two runs made, and the first ones in which they differ, with the place.

    Raises OutputError where the project cannot be cleaned or built, with what was said.
    """
    with tempfile.TemporaryDirectory(prefix="briefing-reproduce-") as name:
        trees = [_run(project, base_url, Path(name), setting) for setting in _SETTINGS]
    return len(trees[0]), tuple(_differences(*trees))


def _run(project: Project, base_url: str | None, root: Path, setting: _Setting) -> Mapping[str, bytes]:
    copy = root / setting.folder
    places = {"seeds": project.seeds, "content": project.content, "themes": project.themes}
    for name, place in places.items():
        _copy(place, copy / name, setting)
    settings = ["--config", SETTINGS if setting.inside else str(copy / SETTINGS)]
    if project.settings is None:
        settings = []
    else:
        shutil.copy(project.settings, copy / SETTINGS)
    address = ["--base-url", base_url] if base_url else []
    # Without settings the folders are looked for in the working folder.
    folder = copy if setting.inside or not settings else root
    if project.seeds.is_dir():
        _briefing(
            ["clean", *settings, "--content", str(copy / "cleaned"), "--jobs", str(setting.jobs)], folder, setting
        )
    _briefing(["build", *settings, "--now", project.today.isoformat(), *address], folder, setting)
    return {
        path.relative_to(copy).as_posix(): path.read_bytes()
        for part in ("cleaned", "site")
        for path in (copy / part).rglob("*")
        if path.is_file()
    }


def _copy(source: Path, target: Path, setting: _Setting) -> None:
    files = sorted((path for path in source.rglob("*") if path.is_file()), reverse=setting.backwards)
    target.mkdir(parents=True)
    for path in files:
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
        os.utime(copy, (setting.time, setting.time))


def _briefing(arguments: list[str], folder: Path, setting: _Setting) -> None:
    environment = {
        **os.environ,
        "TZ": setting.zone,
        "LC_ALL": setting.language,
        "PYTHONHASHSEED": setting.hash_seed,
        "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
    }
    command = [sys.executable, "-m", "generator", *arguments]
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        umask=setting.umask,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    # A clean that passed over a document ends with 1 and has written all others.
    if done.returncode and not (arguments[0] == "clean" and done.stdout):
        said = (done.stderr.strip() or f"exit code {done.returncode}").splitlines()
        place = Location(f"briefing {arguments[0]}")
        raise OutputError([Problem(place, f"failed in a copy of the project: {said[-1]}")])


def _differences(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[Problem]:
    """Return a problem for each file that is not in both, or not the same."""
    found = []
    for path in sorted({*one, *other}):
        if path not in one or path not in other:
            found.append(Problem(Location(path), "made by only one of two runs"))
        elif one[path] != other[path]:
            found.append(_difference(path, one[path], other[path]))
    return found


def _difference(path: str, one: bytes, other: bytes) -> Problem:
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    line, start = one.count(b"\n", 0, at) + 1, one.rfind(b"\n", 0, at) + 1
    shown = [data[at : at + _LONGEST].split(b"\n")[0].decode("utf-8", "replace") for data in (one, other)]
    return Problem(Location(path, line, at - start + 1), f"not the same in two runs: '{shown[0]}' and '{shown[1]}'")
