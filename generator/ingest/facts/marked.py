"""A sentence made ready for the rules: its numbers replaced by one word, its places and times found, each once."""

from __future__ import annotations

import re
from functools import cached_property

import msgspec

from generator.ingest import gazetteer
from generator.ingest.facts.numbers import Number, find_numbers
from generator.ingest.facts.when import Clock, Time, find_times

# The word that takes the place of a number; the `#` of a phrase in briefing.yaml becomes it too.
NUMBER = "Qnumberq"
_AND = re.compile(r"\s?(?:-|–|,? and |,? и |,| & |/)\s?", re.IGNORECASE)
# Names that hold a country's name and mean no place.
NOT_PLACES = ("Times of Central Asia", "Central Asia Times")


class Place(msgspec.Struct, frozen=True):
    """One country, or several that are named in one breath, at characters `start` to `end`."""

    start: int
    end: int
    names: tuple[str, ...]


class Slot(msgspec.Struct, frozen=True):
    """A number, and where the word stands that took its place."""

    start: int
    end: int
    number: Number


class Marked:
    """A sentence whose numbers are marked; numbers, places and times are looked for when they are first asked for."""

    def __init__(self, sentence: str, clock: Clock) -> None:
        self.sentence, self.clock = sentence, clock

    @cached_property
    def _marked(self) -> tuple[str, tuple[Slot, ...]]:
        pieces: list[str] = []
        slots: list[Slot] = []
        at = length = 0
        for number in find_numbers(self.sentence):
            pieces += [self.sentence[at : number.start], NUMBER]
            start = length + number.start - at
            slots.append(Slot(start, start + len(NUMBER), number))
            length, at = slots[-1].end, number.end
        return "".join((*pieces, self.sentence[at:])), tuple(slots)

    @property
    def text(self) -> str:
        """The sentence with a word in the place of each number."""
        return self._marked[0]

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The numbers, in order, with where they stand in `text`."""
        return self._marked[1]

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The countries that the sentence names, those named in one breath together."""
        return find_places(self.text)

    @cached_property
    def times(self) -> tuple[Time, ...]:
        """The times that the sentence names."""
        return find_times(self.text, self.clock)


def find_places(text: str) -> tuple[Place, ...]:
    """Return the countries that a text names, in order, those named in one breath together."""
    places: list[Place] = []
    listed: list[Place] = []  # what stands between commas, until an "and" closes the list
    for name, start, words in gazetteer.load().find(text):
        place = Place(start, start + len(words), (name,))
        join = _AND.fullmatch(text, listed[-1].end, start) if listed else None
        if join is None:
            places += listed
            listed = [place]
        elif "," in join[0] and join[0].strip() == ",":
            listed.append(place)
        else:
            names = dict.fromkeys(name for one in (*listed, place) for name in one.names)
            listed = [Place(listed[0].start, place.end, tuple(names))]
    return (*places, *listed)
