"""Which version of the generator this is: what a build kept is of no use to another one."""

from __future__ import annotations

import functools
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterator

_PACKAGE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120  (pathlib takes longer than all of this)
# What decides, besides our own code, what the site is made of.
_LIBRARIES = frozenset(
    "css_inline feedgen jinja2 lxml markdown markupsafe msgspec nh3 pagefind pagefind_bin pyromark python_slugify "
    "pyyaml sentencex text_unidecode tzdata".split()
)


@functools.cache
def code_digest() -> bytes:
    """Return the digest of our own code and data, and of the versions of Python and the libraries.

    What a process has loaded stays what it was, so that it is read once in each.
    """
    import hashlib  # noqa: PLC0415  (what looks at the state does without)

    found = hashlib.blake2b(sys.version.encode(), digest_size=16)
    for path in _files():
        with open(path, "rb") as file:  # noqa: PTH123
            data = file.read()
        found.update(f"{os.path.relpath(path, _PACKAGE)} {len(data)} ".encode() + data)
    for name in installed(_LIBRARIES):
        found.update(name.encode())
    return found.digest()


@functools.cache
def code_state() -> str:
    """Return a text that is another one where code_digest is; it only looks at files' names, sizes and times."""
    found = [sys.version]
    for path in _files():
        state = os.stat(path)  # noqa: PTH116
        found.append(f"{path} {state.st_size} {state.st_mtime_ns} {state.st_ctime_ns}")
    return "\n".join((*found, *installed(_LIBRARIES)))


def _files() -> list[str]:
    found, folders = [], [_PACKAGE]
    for folder in folders:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith((".py", ".json")):
                    found.append(entry.path)
                elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                    folders.append(entry.path)
    return sorted(found)


def installed(libraries: Container[str]) -> Iterator[str]:
    """Yield the names and versions of those of some libraries that are installed, given with `_` for `-`."""
    # The name of this folder has the version; importlib.metadata would read hundreds of files for it.
    for place in sys.path:
        try:
            names = os.listdir(place or ".")  # noqa: PTH208
        except OSError:
            continue
        for name in sorted(names):
            what, end, _ = name.partition(".dist-info")
            if end and what.rpartition("-")[0].lower().replace("-", "_") in libraries:
                yield what
