"""What a run has made and needs again later: in a temporary file, so that memory does not grow with the documents."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from io import FileIO
from pathlib import Path
from typing import Generic, TypeVar, overload
from weakref import finalize

from generator.packing import pack, unpack
from generator.writing import writing_to

T = TypeVar("T")
# Bytes that wait in memory until they go to the file together; most runs are over before they need one.
_IN_MEMORY = 4_000_000


class Spool:
    """Bytes by number; what was put or got a moment ago has the same number again, and is not kept twice."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.gettempdir())
        self._file: FileIO | None = None
        self._written = 0
        self._waiting = bytearray()
        self._starts = array("q", [0])
        self._last = (-1, b"")

    def put(self, data: bytes) -> int:
        """Keep bytes and return their number. Raises OutputError where the disk is full."""
        if data == self._last[1] and self._last[0] >= 0:
            return self._last[0]
        number = len(self._starts) - 1
        self._waiting += data
        self._starts.append(self._starts[-1] + len(data))
        self._last = number, data
        if len(self._waiting) >= _IN_MEMORY:
            with writing_to(self._folder):
                self._write()
        return number

    def get(self, number: int) -> bytes:
        """Return the bytes with a number."""
        if number != self._last[0]:
            start, end = self._starts[number], self._starts[number + 1]
            if self._file is None or start >= self._written:
                data = bytes(self._waiting[start - self._written : end - self._written])
            else:
                self._file.seek(start)
                data = self._file.read(end - start)
                while len(data) < end - start:  # more than the system hands over at once
                    data += self._file.read(end - start - len(data)) or _missing()
            self._last = number, data
        return self._last[1]

    def _write(self) -> None:
        if self._file is None:
            # Closed when nobody refers to it any more: the texts of a result are asked for after the run. It has no
            # name where the system allows that, so a run that is killed leaves nothing behind.
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115
            finalize(self, self._file.close)
        self._file.seek(self._written)
        data = memoryview(self._waiting)
        while data:
            count = self._file.write(data) or 0
            self._written, data = self._written + count, data[count:]
        self._waiting = bytearray()


def _missing() -> bytes:
    raise ValueError("the file ends before what was put there")


class Shelf(Sequence[T], Generic[T]):
    """Values of one type in a spool; each is unpacked when it is asked for, and again the next time."""

    def __init__(self, spool: Spool, kind: type[T], numbers: Sequence[int] = ()) -> None:
        """Take the numbers of values that the spool has already, packed."""
        self._spool, self._kind, self._numbers = spool, kind, array("q", numbers)

    def append(self, value: T) -> None:
        """Put one more value at the end."""
        self._numbers.append(self._spool.put(pack(value)))

    def add(self, numbers: Iterable[int]) -> None:
        """Put values that the spool has already at the end, given their numbers."""
        self._numbers.extend(numbers)

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Shelf[T]: ...
    def __getitem__(self, place: int | slice) -> T | Shelf[T]:
        if isinstance(place, slice):
            return Shelf(self._spool, self._kind, self._numbers[place])
        value = unpack(self._spool.get(self._numbers[place]), self._kind)
        if value is None:
            raise ValueError(place)  # what was packed here is read back, or the disk is broken
        return value

    def __len__(self) -> int:
        return len(self._numbers)


class Texts(MutableMapping[str, str]):
    """Texts by path, in a spool."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._numbers: dict[str, int] = {}

    def __getitem__(self, path: str) -> str:
        return self._spool.get(self._numbers[path]).decode()

    def __setitem__(self, path: str, text: str) -> None:
        self._numbers[path] = self._spool.put(text.encode())

    def __delitem__(self, path: str) -> None:
        del self._numbers[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, path: object) -> bool:
        return path in self._numbers


class Shelves(MutableMapping[int, bytes]):
    """Bytes by any number, in a spool."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._numbers: dict[int, int] = {}

    def __getitem__(self, key: int) -> bytes:
        return self._spool.get(self._numbers[key])

    def __setitem__(self, key: int, data: bytes) -> None:
        self._numbers[key] = self._spool.put(data)

    def __delitem__(self, key: int) -> None:
        del self._numbers[key]

    def __iter__(self) -> Iterator[int]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)
