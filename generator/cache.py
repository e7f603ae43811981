"""The memo: what was worked out before, by the digest of all that it was worked out from.

One SQLite file, so that a run that is killed leaves the state before or after it. The memo only saves time: whatever is
wrong with it (damaged, locked by another run, a folder that cannot be written), the work is done again, and a damaged
file is made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from generator.own_code import installed

# What decides, besides our own code, what the cleaner makes of a document.
_LIBRARIES = frozenset(
    "ahocorasick_rs charset_normalizer ftfy lxml pystemmer python_slugify pyyaml sentencex simplemma snowballstemmer "
    "trafilatura".split()
)
_PACKAGE = Path(__file__).resolve().parent
_WAIT = 2.0  # seconds for another run to let go of the file


def rules_digest(*settings: bytes) -> str:
    """Return the digest, in hex, of everything but the documents that decides what comes out.

    That is the code and the data of this package, the versions of the libraries, and the given settings.
    """
    digest = hashlib.sha256()
    for path in sorted(path for path in _PACKAGE.rglob("*") if path.suffix in (".py", ".yaml")):
        _add(digest, path.relative_to(_PACKAGE).as_posix().encode(), path.read_bytes())
    _add(digest, *(name.encode() for name in installed(_LIBRARIES)))
    _add(digest, *settings)
    return digest.hexdigest()


def key_of(*parts: bytes) -> str:
    """Return the key of what is worked out from some parts: the digest, in hex, of them all, in their order."""
    digest = hashlib.sha256()
    _add(digest, *parts)
    return digest.hexdigest()


def _add(digest: hashlib._Hash, *parts: bytes) -> None:
    for part in parts:
        # With its length, so that no two lists of parts run together into the same bytes.
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)


class Memo:
    """Values by key, kept from run to run; one that says no to nothing, and forgets when it must."""

    def __init__(self, file: Path | None = None, rules: str = "", read_only: bool = False) -> None:
        self._rules, self._read_only = rules, read_only
        self._file = file if file and (file.exists() or not read_only) else None
        self._process, self._connection = os.getpid(), self._open()

    def _open(self) -> sqlite3.Connection | None:
        return _connect(self._file.parent, self._file) if self._file else None

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def get(self, key: str) -> bytes | None:
        """Return the value under a key, or None where there is none."""
        return self._fetch("SELECT value FROM memo WHERE key = ?", key)

    def put(self, values: Iterable[tuple[str, bytes]]) -> bool:
        """Keep values under their keys until the rules change; return whether they are kept."""
        if self._read_only:
            return False
        rows = ((key, value, self._rules) for key, value in values)
        return self._run(lambda at: at.executemany("INSERT OR REPLACE INTO memo VALUES (?, ?, ?)", rows)) is not None

    def count(self) -> int:
        """Return how many values are kept."""
        row = self._run(lambda at: at.execute("SELECT count(*) FROM memo").fetchone())
        return row[0] if row else 0

    def keep(self, keys: Iterable[str]) -> None:
        """Forget all values but those under some keys."""
        wanted = set(keys)
        found = self._run(lambda at: at.execute("SELECT key FROM memo").fetchall()) or ()
        gone = [row for row in found if row[0] not in wanted]
        self._run(lambda at: at.executemany("DELETE FROM memo WHERE key = ?", gone))

    def get_run(self, key: str) -> bytes | None:
        """Return what was kept of the last run under a key, whatever the rules were."""
        return self._fetch("SELECT value FROM runs WHERE key = ?", key)

    def put_run(self, key: str, value: bytes) -> None:
        """Keep something of a run, and forget what was worked out by other rules."""
        self._run(lambda at: at.execute("INSERT OR REPLACE INTO runs VALUES (?, ?)", (key, value)))
        self._run(lambda at: at.execute("DELETE FROM memo WHERE rules <> ?", (self._rules,)))

    def _fetch(self, query: str, key: str) -> bytes | None:
        row = self._run(lambda at: at.execute(query, (key,)).fetchone())
        return row[0] if row and isinstance(row[0], bytes) else None

    def _run(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        if self._process != os.getpid():
            # A copy of the process that opened it (processors.py), which must not use that one's connection, nor close
            # it (SQLite, "How To Corrupt An SQLite Database File", 2.6).
            self._theirs = self._connection
            self._process, self._connection = os.getpid(), self._open()
        if self._connection is None:
            return None
        try:
            with self._connection:
                return work(self._connection)
        except sqlite3.Error:
            # Once is enough: a run that waited for every document would never end.
            self.close()
            return None


@contextmanager
def open_memo(folder: Path, rules: str, name: str = "memo", read_only: bool = False) -> Iterator[Memo]:
    """Open a memo in a folder, which is made where it is missing; `rules` is the digest of the rules.

    One that is only read keeps nothing, and is not made.
    """
    memo = Memo(folder / f"{name}.sqlite", rules, read_only)
    try:
        yield memo
    finally:
        memo.close()


def mark(folder: Path) -> None:
    """Let others pass over the folder: git, and backups that know the Cache Directory Tagging specification."""
    for name, text in ((".gitignore", "*\n"), ("CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n")):
        if not (folder / name).exists():
            (folder / name).write_text(text, "utf-8")


def _connect(folder: Path, file: Path) -> sqlite3.Connection | None:
    for _ in range(2):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            mark(folder)
            if not file.exists():
                file.touch()  # with the rights of any other file: SQLite's own would keep out who shares the folder
            return _opened(file)
        except sqlite3.OperationalError:  # locked, or no place to write to
            return None
        except sqlite3.DatabaseError:
            with contextlib.suppress(OSError):
                file.unlink()
        except OSError:
            return None
    return None


def _opened(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=_WAIT)
    try:
        connection.execute("PRAGMA synchronous = NORMAL")  # a power cut may cost the memo, which is no loss
        connection.execute("CREATE TABLE IF NOT EXISTS memo (key TEXT PRIMARY KEY, value BLOB, rules TEXT)")
        connection.execute("CREATE TABLE IF NOT EXISTS runs (key TEXT PRIMARY KEY, value BLOB)")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
