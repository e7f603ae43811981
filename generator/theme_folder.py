"""The I/O edge of new themes: a folder below themes/, begun with the files that most themes change."""

from __future__ import annotations

import re
from pathlib import Path

from generator.errors import Location, OutputError, Problem
from generator.writing import write_files, writing_to

_STARTER = Path(__file__).resolve().parent / "starter_theme"
_DEFAULT = "default"


def new_theme(name: str, themes: Path) -> tuple[str, ...]:
    """Begin a theme and return the paths of its files below its folder, sorted.

    Raises OutputError, with nothing written, for a name that no folder of a theme can have, or one that is taken.
    """
    folder = themes / name
    problem = None
    if not re.fullmatch(r"[\w-]+", name):
        problem = Problem(Location(name), "is not the name of a theme", "letters, digits, - and _ only")
    elif name == _DEFAULT:
        problem = Problem(Location(folder.as_posix()), "is the theme that all others build on", "give it another name")
    elif folder.exists():
        problem = Problem(Location(folder.as_posix()), "is there already", "give another name, or remove it first")
    if problem:
        raise OutputError([problem])
    files = {path.relative_to(_STARTER).as_posix(): path.read_bytes() for path in _STARTER.rglob("*") if path.is_file()}
    with writing_to(folder):
        write_files(folder, files)
    return tuple(sorted(files))
