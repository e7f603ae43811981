"""The packaged list of countries with their names, demonyms and places: places.yaml, loaded once."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from itertools import chain

import msgspec
import yaml

from generator.ingest.phrases import Finders, PhraseFinder


class Gazetteer(msgspec.Struct, frozen=True):
    """Which country each phrase speaks of; a phrase under `unless` speaks of none."""

    finders: Finders
    country: dict[str, str]
    demonyms: frozenset[str]

    def find(self, text: str) -> list[tuple[str, int, str]]:
        """Return each mention of a country in a text: the country, the offset in characters, the words."""
        return sorted(
            (
                (self.country[hit.phrase], hit.start, text[hit.start : hit.end])
                for hit in chain.from_iterable(self.finders.find(text))
                if hit.phrase in self.country
            ),
            key=lambda mention: mention[1],
        )


@lru_cache(maxsize=1)
def load() -> Gazetteer:
    """Return the packaged gazetteer."""
    text = files("generator.ingest").joinpath("places.yaml").read_text("utf-8")
    entries: dict[str, dict[str, list[str]]] = yaml.load(text, Loader=yaml.CSafeLoader)
    country: dict[str, str] = {}
    english: set[str] = set()
    russian: set[str] = set()
    demonyms: set[str] = set()
    for name, entry in entries.items():
        for key in ("names", "demonyms", "places"):
            for phrase in entry.get(key) or ():
                country[phrase] = name
                english.add(phrase)
        for phrase in entry.get("ru") or ():
            country[phrase] = name
            russian.add(phrase)
        for phrase in entry.get("unless") or ():
            (english if phrase.isascii() else russian).add(phrase)
        demonyms.update(word.casefold() for word in entry.get("demonyms") or ())
    return Gazetteer(
        finders=Finders([PhraseFinder(english, ignore_case=False), PhraseFinder(russian, ignore_case=True)]),
        country=country,
        demonyms=frozenset(demonyms),
    )
