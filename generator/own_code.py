"""Which version of the generator this is: what a build kept is of no use to another one."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
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
    found = hashlib.blake2b(sys.version.encode(), digest_size=16)
    for path in _files():
        data = path.read_bytes()
        found.update(f"{path.relative_to(_PACKAGE).as_posix()} {len(data)} ".encode() + data)
    for name in _libraries():
        found.update(name.encode())
    return found.digest()


@functools.cache
def code_state() -> str:
    """Return a digest, in hex, that is another one where code_digest is; it only looks at files' sizes and times."""
    found = hashlib.blake2b(sys.version.encode(), digest_size=16)
    for path in _files():
        state = path.stat()
        found.update(f"{path} {state.st_size} {state.st_mtime_ns} {state.st_ctime_ns} ".encode())
    for name in _libraries():
        found.update(name.encode())
    return found.hexdigest()


def _files() -> list[Path]:
    return sorted(path for path in _PACKAGE.rglob("*") if path.suffix in (".py", ".json"))


def _libraries() -> Iterator[str]:
    # The name of this folder has the version; importlib.metadata would read hundreds of files for it.
    for place in sys.path:
        with contextlib.suppress(OSError):
            for name in sorted(path.name for path in Path(place or ".").glob("*.dist-info")):
                if name.rpartition("-")[0].lower() in _LIBRARIES:
                    yield name
