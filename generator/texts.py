"""The texts of the articles, as HTML with anchors: kept in the cache, since all of them would take too much memory.

They save time only: a text that is missing or damaged there is made again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from generator.cache import Memo
from generator.entry_model import Entry, digest

_SPARE = 2  # times the texts that are needed may be kept
_OTHERS = 200  # values besides: templates as byte code


class Texts:
    """Texts by entry. Without a memo that keeps them they stay in memory."""

    def __init__(self, memo: Memo, make: Callable[[Entry], str]) -> None:
        """Take where the texts are kept, and what makes the text of an entry anew."""
        self._memo, self._make = memo, make
        self._here: dict[bytes, str] = {}

    def put(self, texts: Iterable[tuple[Entry, str]]) -> None:
        """Keep the texts of some entries."""
        kept = [(entry.text, text) for entry, text in texts]
        if kept and not self._memo.put((key.hex(), text.encode()) for key, text in kept):
            self._here.update(kept)

    def get(self, entry: Entry) -> str:
        """Return the text of an entry. Raises ContentError where it has to be made anew and its file is broken."""
        if entry.text in self._here:
            return self._here[entry.text]
        data = self._memo.get(entry.text.hex())
        text = data.decode("utf-8", "replace") if data is not None else ""
        if data is None or digest(text) != entry.text:
            text = self._make(entry)
            self.put([(entry, text)])
        return text

    def tidy(self, entries: Collection[Entry]) -> None:
        """Forget what belongs to no article any more, once there is as much of that as of the rest."""
        if self._memo.count() > _SPARE * len(entries) + _OTHERS:
            self._memo.keep({entry.text.hex() for entry in entries})
