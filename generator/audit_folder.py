"""The I/O edge of the audit: its pages, out, into a folder that may hold other things as well."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generator.errors import Location, OutputError, Problem
from generator.site_model import Output
from generator.writing import sweep, write_files, writing_to

_HEAD = 2000  # bytes of a page in which its mark stands


def write_audit(outputs: Sequence[Output], folder: Path, mark: str) -> None:
    """Make a folder hold these pages, each written in one step, and no page of an earlier audit.

    `mark` is what stands in the head of every page of an audit, and by which the earlier ones are known.
    Raises OutputError, with nothing written, where a file that no audit wrote is in the way or `folder` is none.
    """
    wanted = {output.path: output.data for output in outputs}
    with writing_to(folder):
        if folder.exists() and not folder.is_dir():
            raise OutputError([Problem(Location(str(folder)), "is not a folder", "name another with --audit")])
        there = {path.name: path for path in folder.glob("*.html")} if folder.exists() else {}
        strangers = [there[name] for name in wanted if name in there and not _is_ours(there[name], mark)]
        if strangers:
            hint = "move it, or name another folder with --audit"
            raise OutputError(
                Problem(Location(str(path)), "in the way, and no page of an audit", hint) for path in strangers
            )
        changed = {name: data for name, data in wanted.items() if name not in there or there[name].read_bytes() != data}
        sweep(folder)
        write_files(folder, changed)
        for name in there.keys() - wanted.keys():
            if _is_ours(there[name], mark):
                there[name].unlink()


def _is_ours(path: Path, mark: str) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return mark.encode() in file.read(_HEAD)
