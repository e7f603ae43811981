"""Templates as Python's byte code, so that none is compiled twice: in this process, and where a store is given, ever.

Byte code of another version of Jinja or Python is not used, nor any that was damaged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from generator.packing import pack, unpack

T = TypeVar("T")
_DIGEST = 16


class Store(Protocol):
    """Where values are kept from run to run."""

    def get(self, key: str) -> bytes | None:
        """Return the value under a key, or None where there is none."""

    def put(self, values: Iterable[tuple[str, bytes]]) -> bool:
        """Keep values under their keys."""


class Nowhere:
    """A store that keeps nothing."""

    def get(self, key: str) -> bytes | None:
        """Return None."""
        return None

    def put(self, values: Iterable[tuple[str, bytes]]) -> bool:
        """Pass over the values."""
        return False


NOWHERE = Nowhere()
_here: dict[str, bytes] = {}  # what this process compiled or read


def _digest(*texts: str) -> str:
    found = hashlib.sha256()
    for text in texts:
        data = text.encode("utf-8", "replace")
        found.update(b"%d " % len(data) + data)
    return found.hexdigest()


class Compiled(BytecodeCache):
    """The byte code of templates, by their names and sources."""

    def __init__(self, store: Store, rules: str) -> None:
        """Take where it is kept, and what besides the template decides it."""
        self._store, self._rules = store, rules

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket, if there is something for it."""
        if (data := self._get(self._key(bucket))) is not None:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a bucket holds."""
        self._put(self._key(bucket), bucket.bytecode_to_string())

    def names(self, source: str, find: Callable[[], list[str | None]]) -> list[str | None]:
        """Return the names of the templates that one names, by its source; `find` finds them where that is new."""
        return self._known(f"names {_digest(source)}", list[str | None], find)

    def policy(self, sources: Iterable[str], find: Callable[[], str]) -> str:
        """Return what states the policy of a page, by the sources of all that decides it; `find` as above."""
        return self._known(f"policy {_digest(*sources)}", str, find)

    def _known(self, what: str, kind: type[T], find: Callable[[], T]) -> T:
        key = f"{what} {self._rules}"
        data = self._get(key)
        value = None if data is None else unpack(data, kind)
        if value is None:
            value = find()
            self._put(key, pack(value))
        return value

    def _key(self, bucket: Bucket) -> str:
        return f"template {self._rules} {bucket.key} {bucket.checksum}"

    def _get(self, key: str) -> bytes | None:
        if key not in _here:
            data = self._store.get(key) or b""
            if hashlib.blake2b(data[_DIGEST:], digest_size=_DIGEST).digest() != data[:_DIGEST]:
                return None
            _here[key] = data[_DIGEST:]
        return _here[key]

    def _put(self, key: str, data: bytes) -> None:
        _here[key] = data
        self._store.put([(key, hashlib.blake2b(data, digest_size=_DIGEST).digest() + data)])
