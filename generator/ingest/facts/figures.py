"""Figures: which measure a number is of, of whom, where and when. A wrong figure is worse than a missing one."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

import msgspec

from generator.facts_model import Figure, Measure, Period
from generator.ingest.facts.counting import counted, goes_on, has_unit
from generator.ingest.facts.lexicon import CURRENCIES
from generator.ingest.facts.marked import NUMBER, Marked
from generator.ingest.facts.numbers import may_hold_number
from generator.ingest.facts.timing import time_of
from generator.ingest.facts.where import Context, own_place, place_of
from generator.ingest.lookup import Lookup, pieces_of
from generator.ingest.phrases import Hit, PhraseFinder

# What has not happened, or is only asked: before the number or the term of its clause.
_UNREAL = re.compile(
    r"\b(?:not|never|n't|if|whether|unless|plan(?:s|ned|ning)?|will|would|could|should|(?-i:may)|might|intend\w*|"
    r"hop(?:es?|ed|ing) to|aims? to|expect\w* to|want\w* to|refus\w*|target\w*|не|если|план\w*|будет|будут|намерен\w*|"
    r"может|могут|хо(?:чет|тят))\b",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[;:—–]|,\s(?:but|while|whereas|and|а|но|и)\b", re.IGNORECASE)
_CLAUSE = re.compile(r";|,?\s(?:while|whereas|although|though|тогда как)\s|,\s(?:but|а|но)\s", re.IGNORECASE)
# A question says nothing; and which of two numbers is whose, "respectively", is for a reader to find out.
_UNCLEAR = re.compile(r"\?[\"'”»)]*$|\b(?:respectively|соответственно)\b", re.IGNORECASE)
# "Of those deported, 30 people had criminal records": the number is of something else.
_OUT_OF = re.compile(rf"(?:of|out of|among|из|среди)\s(?:(?!{NUMBER})[^,:;])*,", re.IGNORECASE)
# "Of the 50,000 people in the camp, 334 were repatriated": the first number is of something else.
_IS_WHOLE = re.compile(r"^(?:of|out of|из)\s(?:the\s|these\s|those\s)?$", re.IGNORECASE)
# What begins so has its own subject: "1,200 residents, and many of them fled".
_ALSO = re.compile(
    r",\s(?:and|и)\s(?:many|most|some|several|all|they|it|he|she|others|многие|они|все|некоторые)\b", re.IGNORECASE
)
# One or two, in words, is a person in the story rather than a count.
_FEW = 2
_FAR = 160  # characters between a number and the word that says what is told of it


class Evidence(msgspec.Struct, frozen=True):
    """Why a figure is one: the words for what is counted, and those that speak of the measure."""

    figure: Figure
    counted: str
    terms: tuple[str, ...]


class _Found(msgspec.Struct, frozen=True):
    index: int
    measure: Measure
    counted: str
    of: str
    terms: tuple[Hit, ...]
    closeness: int


@dataclass(slots=True)
class _Reader:
    """A measure with its phrases ready to be found."""

    measure: Measure
    bit: int
    terms: PhraseFinder = field(init=False)
    counts: PhraseFinder = field(init=False)
    required: PhraseFinder = field(init=False)
    hint: re.Pattern[str] = field(init=False)
    required_hint: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        one = self.measure
        self.terms, self.counts = _finder(*one.terms, *one.unless), _finder(*one.counts, *one.parts)
        self.required = PhraseFinder(one.requires, ignore_case=True)
        self.hint, self.required_hint = _hint(one.terms), _hint(one.requires)

    def may_speak(self, sentence: str) -> bool:
        """Return whether a sentence has a term, as far as that can be said before its numbers are found."""
        return any("#" in term for term in self.measure.terms) or bool(self.terms.find(sentence))


class SoFar:
    """How far an article has been read, for phrases that must have been said by then. Each is looked for once."""

    def __init__(self, title: str, sentences: Sequence[str]) -> None:
        self._pieces = (title, *sentences)
        self._at = 1
        self._first: dict[str, int] = {}
        self._hinted: list[int] | None = None

    def go_on(self) -> None:
        """Step to the next sentence."""
        self._at += 1

    def has(self, reader: _Reader, hinted: Lookup[int]) -> bool:
        """Return whether one of the phrases that a measure requires was said up to the end of the sentence.

        `hinted` gives the bits of the readers for which a required phrase may begin in a piece of text.
        """
        name = reader.measure.slug
        if self._hinted is None:
            self._hinted = [reduce(or_, map(hinted.__getitem__, pieces_of(piece)), 0) for piece in self._pieces]
        if name not in self._first:
            numbers = (
                number
                for number, piece in enumerate(self._pieces)
                if self._hinted[number] & reader.bit and reader.required.find(piece)
            )
            self._first[name] = next(numbers, len(self._pieces))
        return self._first[name] <= self._at


def _finder(*phrases: str) -> PhraseFinder:
    return PhraseFinder((phrase.replace("#", NUMBER) for phrase in phrases), ignore_case=True)


def _hint(phrases: Sequence[str]) -> re.Pattern[str]:
    """Return a pattern that finds the first word of some phrase: most sentences have none, and are done with."""
    words = (re.findall(r"[^\W_]+", phrase.casefold().replace("#", "")) for phrase in phrases)
    return re.compile("|".join(sorted({re.escape(first) for first, *_ in words})) or "(?!)")


class FigureReader:
    """The measures of a taxonomy, ready to be looked for in article after article."""

    def __init__(self, measures: Sequence[Measure]) -> None:
        self._readers = tuple(_Reader(measure, 1 << number) for number, measure in enumerate(measures))
        # The readers, by their bits, of which a piece of text may begin a term, or a phrase that they require.
        self._hinted = Lookup(lambda piece: self._bits(piece, [reader.hint for reader in self._readers]))
        self._required = Lookup(lambda piece: self._bits(piece, [reader.required_hint for reader in self._readers]))

    def _bits(self, piece: str, hints: Sequence[re.Pattern[str]]) -> int:
        folded = piece.casefold()
        return sum(reader.bit for reader, hint in zip(self._readers, hints, strict=True) if hint.search(folded))

    def _hinted_at(self, sentence: str) -> Iterator[_Reader]:
        """Yield those whose measure a sentence can hold a figure of; quick, for passing over the rest."""
        if may_hold_number(sentence):
            hinted = reduce(or_, map(self._hinted.__getitem__, pieces_of(sentence)), 0)
            yield from (reader for reader in self._readers if hinted & reader.bit)

    def read(self, marked: Marked, context: Context, so_far: SoFar, only: Container[str]) -> Iterator[Evidence]:
        """Yield the figures of a sentence. `so_far` stands at it, `only` are the slugs of the measures to look for."""
        readers = [
            reader
            for reader in self._hinted_at(marked.sentence)
            if reader.measure.slug in only
            and (not reader.measure.requires or so_far.has(reader, self._required))
            and reader.may_speak(marked.sentence)
        ]
        if not readers or not marked.slots or _UNCLEAR.search(marked.sentence):
            return
        best: dict[int, _Found] = {}
        for reader in readers:
            for found in _find(reader, marked):
                if found.index not in best or found.closeness < best[found.index].closeness:
                    best[found.index] = found
        places: dict[int, tuple[str, ...]] = {}
        times: dict[int, Period | None] = {}
        for index in sorted(best):
            found = best[index]
            earlier = [one for one in sorted(places) if best[one].measure is found.measure]
            if earlier and own_place(marked, index, found.measure) is None:
                places[index] = places[earlier[-1]]
            else:
                places[index] = place_of(marked, index, found.measure, context)
            # What is said with the number in the middle, "the 972-kilometre border", holds at all times.
            before = times.get(earlier[-1]) if earlier else None
            times[index] = time_of(marked, index, found.terms, before) if found.closeness >= 0 else None
            yield _evidence(found, marked, places[index], times[index])


def _evidence(found: _Found, marked: Marked, where: tuple[str, ...], when: Period | None) -> Evidence:
    number = marked.slots[found.index].number
    plain = re.sub(r"[,\s]", "", number.said) if number.low == number.high else ""
    figure = Figure(
        measure=found.measure.slug,
        low=number.low,
        high=number.high,
        bound=number.bound,
        unit=number.unit if number.unit in CURRENCIES else "",
        of=found.of,
        where=where,
        when=when,
        said="" if plain == f"{number.low:.15g}" else number.said,
        sentence=marked.sentence,
    )
    terms = tuple(dict.fromkeys(marked.text[hit.start : hit.end].replace(NUMBER, "#") for hit in found.terms))
    return Evidence(figure, found.counted, terms)


def _find(reader: _Reader, marked: Marked) -> Iterator[_Found]:
    measure, text = reader.measure, marked.text
    wanted = [index for index, slot in enumerate(marked.slots) if has_unit(measure, slot.number.unit)]
    if not wanted:
        return
    said = reader.terms.find(text)
    terms = [hit for hit in said if hit.phrase.replace(NUMBER, "#") in measure.terms]
    if not terms or any(hit not in terms and NUMBER not in hit.phrase for hit in said):
        return
    counts = reader.counts.find(text)
    opening = _OUT_OF.match(text)
    last = -1
    for index in wanted:
        slot = marked.slots[index]
        if slot.number.high <= _FEW and not slot.number.unit and slot.number.said.isalpha():
            continue
        if _IS_WHOLE.search(text, 0, slot.start) and index + 1 < len(marked.slots):
            continue
        around = [hit for hit in said if hit.start <= slot.start < hit.end]
        if any(hit not in terms for hit in around):
            continue
        # A phrase with a number in it speaks of that number only.
        near = around or [hit for hit in terms if NUMBER not in hit.phrase and _is_one_clause(text, slot.start, hit)]
        if opening and slot.start >= opening.end():
            near = [hit for hit in near if hit.start >= opening.end()]
        near.sort(key=lambda hit: (_distance(slot.start, slot.end, hit), hit.start))
        if not near or _distance(slot.start, slot.end, near[0]) > _FAR or _is_unreal(text, slot.start, near[0]):
            continue
        closeness = -1 if around else _distance(slot.start, slot.end, near[0])
        words = counted(measure, marked, index, counts, terms)
        if words is not None and (around or _ALSO.search(text, *sorted((slot.end, near[0].start))) is None):
            yield _Found(index, measure, *words, tuple(near), closeness)
            last = index
        elif last == index - 1 and last >= 0 and goes_on(marked, index, measure):
            yield _Found(index, measure, "", "", tuple(near), closeness)
            last = index


def _distance(start: int, end: int, hit: Hit) -> int:
    return max(hit.start - end, start - hit.end, 0)


def _is_one_clause(text: str, at: int, term: Hit) -> bool:
    first, last = sorted((at, term.start))
    return _CLAUSE.search(text, first, last) is None


def _is_unreal(text: str, at: int, term: Hit) -> bool:
    """Return whether a number is only planned, denied or asked for, in the clause that holds it and its term."""
    first, last = sorted((at, term.start))
    breaks = [match.end() for match in _BREAK.finditer(text, 0, first)]
    return _UNREAL.search(text, breaks[-1] if breaks else 0, last) is not None
