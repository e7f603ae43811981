"""What a build leaves for the next one: the content as it was read, and each file of the site with its plan's key.

One file in the cache for each site folder. It only saves time: where it is missing, damaged, or of another version of
the generator, everything is made again.
"""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

import msgspec

from generator.cache import mark
from generator.catalogue import Catalogue
from generator.packing import pack, unpack
from generator.publication import Made
from generator.publish.feed_check.finding import Finding
from generator.publish.related import Kinship

_DIGEST = 32  # bytes in front of the state, by which damage shows


class Bundle(msgspec.Struct, frozen=True, array_like=True):
    """The search index: the key of all that it is made of, and its paths."""

    key: bytes = b""
    paths: tuple[str, ...] = ()


class State(msgspec.Struct, frozen=True, array_like=True):
    """Everything that is kept. `rules` is the digest of the rules by which the content was read.

    `findings` are what is said about feeds, by their paths, and `parts` the parts of pages to which links lead, with
    the digest of the page that has them.
    """

    rules: bytes = b""
    catalogue: Catalogue = Catalogue()
    kinship: Kinship = Kinship()
    made: dict[str, Made] = {}
    bundle: Bundle = Bundle()
    findings: dict[str, tuple[Finding, ...]] = {}
    parts: dict[str, tuple[bytes, tuple[str, ...]]] = {}


def _file(cache: Path, site: Path) -> Path:
    return cache / "builds" / f"{hashlib.sha256(str(site.absolute()).encode()).hexdigest()[:16]}.state"


def read_state(cache: Path, site: Path) -> State:
    """Return what the last build of a site folder left; an empty state where there is none of use."""
    try:
        data = _file(cache, site).read_bytes()
    except OSError:
        return State()
    if hashlib.blake2b(data[_DIGEST:], digest_size=_DIGEST).digest() != data[:_DIGEST]:
        return State()
    return unpack(data[_DIGEST:], State) or State()


def write_state(cache: Path, site: Path, state: State) -> None:
    """Keep a state, if that is possible."""
    file = _file(cache, site)
    data = pack(state)
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        mark(cache)
        temporary = file.with_suffix(".tmp")
        temporary.write_bytes(hashlib.blake2b(data, digest_size=_DIGEST).digest() + data)
        temporary.replace(file)
