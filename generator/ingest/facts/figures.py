"""Figures: which measure a number is of, of whom, where and when. A wrong figure is worse than a missing one."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Collection, Container, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

import msgspec

from generator.facts_model import Figure, Measure, Period
from generator.ingest.facts.counting import counted, goes_on, has_unit
from generator.ingest.facts.lexicon import CURRENCIES
from generator.ingest.facts.marked import NUMBER, Marked
from generator.ingest.facts.numbers import may_hold_number
from generator.ingest.facts.timing import time_of
from generator.ingest.facts.where import Context, own_place, place_of
from generator.ingest.phrases import Finders, Hit, PhraseFinder

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
_TERM_WORD = re.compile(r"[^\W_]+\*?")
# No phrase goes across this.
_APART = "\n\n\n\n"
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


class _Reader:
    """A measure with its phrases ready to be found."""

    def __init__(self, measure: Measure) -> None:
        self.measure = measure
        self.terms = _finder(*measure.terms, *measure.unless)
        self.counts = _finder(*measure.counts, *measure.parts)
        self.required = PhraseFinder(measure.requires, ignore_case=True)
        # Of a term with a number only its first word can be found before the numbers are.
        numbered = (phrase for phrase in measure.terms if "#" in phrase)
        first = (next(word for word in _TERM_WORD.findall(phrase) if word) for phrase in numbered)
        self.speaking = _finder(*(phrase for phrase in measure.terms if "#" not in phrase), *first)


class Phrases:
    """The terms of some measures and then what they require, all of which are looked for at once."""

    def __init__(self, readers: Sequence[_Reader]) -> None:
        self.count = len(readers)
        self.finders = Finders([*(reader.speaking for reader in readers), *(reader.required for reader in readers)])


class SoFar:
    """How far an article has been read. The phrases of one set of measures are looked for, in all of it at once."""

    def __init__(self, title: str, sentences: Sequence[str]) -> None:
        pieces = (title, *sentences)
        self._text = _APART.join(pieces)
        self._ends = list(accumulate(len(piece) + len(_APART) for piece in pieces))
        self._at = 1
        self._found: tuple[list[set[int]], dict[int, int]] | None = None

    def go_on(self) -> None:
        """Step to the next sentence."""
        self._at += 1

    def speaking(self, phrases: Phrases) -> Collection[int]:
        """Return the numbers of the measures of which a term stands in the sentence."""
        return self._find(phrases)[0][self._at]

    def said(self, phrases: Phrases) -> Container[int]:
        """Return the numbers of the measures of which a required phrase was said up to the end of the sentence."""
        first = self._find(phrases)[1]
        return {number for number, start in first.items() if start < self._ends[self._at]}

    def _find(self, phrases: Phrases) -> tuple[list[set[int]], dict[int, int]]:
        """Return the measures of which each sentence has a term, and where something that they require stands first."""
        if self._found is None:
            hits = phrases.finders.find(self._text)
            speaking: list[set[int]] = [set() for _ in self._ends]
            for number, terms in enumerate(hits[: phrases.count]):
                for hit in terms:
                    speaking[bisect(self._ends, hit.start)].add(number)
            required = enumerate(hits[phrases.count :])
            self._found = speaking, {number: found[0].start for number, found in required if found}
        return self._found


def _finder(*phrases: str) -> PhraseFinder:
    return PhraseFinder((phrase.replace("#", NUMBER) for phrase in phrases), ignore_case=True)


class _Readers:
    """The readers of some measures, all of whose phrases are looked for at once."""

    def __init__(self, readers: Sequence[_Reader]) -> None:
        self._readers = readers
        self._phrases = Phrases(readers)

    def of(self, sentence: str, so_far: SoFar) -> list[_Reader]:
        """Return those whose measure a sentence can hold a figure of, as far as that shows without its numbers."""
        if not may_hold_number(sentence):
            return []
        speaking = sorted(so_far.speaking(self._phrases))
        required = [number for number in speaking if self._readers[number].measure.requires]
        said = so_far.said(self._phrases) if required else ()
        return [self._readers[number] for number in speaking if number not in required or number in said]


class FigureReader:
    """The measures of a taxonomy, ready to be looked for in article after article."""

    def __init__(self, measures: Sequence[Measure]) -> None:
        self._readers = tuple(map(_Reader, measures))
        self._of = lru_cache(maxsize=64)(self._readers_of)

    def _readers_of(self, only: frozenset[str]) -> _Readers:
        return _Readers([reader for reader in self._readers if reader.measure.slug in only])

    def read(self, marked: Marked, context: Context, so_far: SoFar, only: frozenset[str]) -> Iterator[Evidence]:
        """Yield the figures of a sentence. `so_far` stands at it, `only` are the slugs of the measures to look for."""
        readers = self._of(only).of(marked.sentence, so_far)
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
