"""All facts of one article, read in one pass: a pure function of its text, its date and the settings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

import msgspec
from msgspec.structs import replace

from generator.facts_model import Event, Figure, KeyPoint
from generator.ingest.facts.events import find_event
from generator.ingest.facts.figures import Evidence, FigureReader, SoFar
from generator.ingest.facts.key_points import Candidate, choose, to_key_point
from generator.ingest.facts.marked import Marked, find_places
from generator.ingest.facts.when import Clock
from generator.ingest.facts.where import Context
from generator.ingest.words import content_stems
from generator.model import Block, DateBasis, FoundDate, Kind, Topic
from generator.sentences import sentences

# Words that occur more often than this in a text are what it is about.
_SUBJECT_COUNT = 3
_SUBJECT_WORDS = 12
# Longer than this no sentence is; a line without an end would make the rules slow.
_LONGEST = 1_000  # characters
# More than these in one article is a table, not a text.
_MOST_FIGURES, _MOST_EVENTS = 24, 12


class Facts(msgspec.Struct, frozen=True):
    """What an article says, with why: the sentences behind the key points, the words behind the figures."""

    chosen: tuple[Candidate, ...]
    found: tuple[Evidence, ...]
    events: tuple[Event, ...]

    @property
    def key_points(self) -> tuple[KeyPoint, ...]:
        """The key points as the front matter has them."""
        return tuple(to_key_point(candidate) for candidate in self.chosen)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures as the front matter has them."""
        return tuple(evidence.figure for evidence in self.found)


class FactReader:
    """The measures of a taxonomy, ready to be looked for in article after article."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._slugs = {topic.slug: [measure.slug for measure in topic.measures] for topic in topics}
        self._figures = FigureReader([measure for topic in topics for measure in topic.measures])

    def read(
        self,
        title: str,
        blocks: Sequence[Block],
        date: FoundDate | None,
        topics: Sequence[str],
        countries: Sequence[str],
    ) -> Facts:
        """Return the facts of an article whose body has the given blocks; figures are of its topics' measures only."""
        clock = clock_of(date)
        groups = list(_sentences(blocks))
        only = frozenset(slug for topic in topics for slug in self._slugs.get(topic, ()))
        so_far = SoFar(title, [sentence for group in groups for sentence in group])
        opening = Context((), find_places(title), tuple(countries))
        found: dict[tuple[object, ...], Evidence] = {}
        events: dict[tuple[str, str], Event] = {}
        for group in groups:
            context = opening
            told: list[Evidence] = []
            for sentence in group:
                if len(sentence) > _LONGEST:
                    so_far.go_on()
                    continue
                marked = Marked(sentence, clock)
                before, told = told, []
                if only:
                    read = self._figures.read(marked, context, so_far, only)
                    told = [_in_time(evidence, before) for evidence in read]
                for evidence in told:
                    found.setdefault(_same_figure(evidence.figure), evidence)
                if event := find_event(sentence, clock):
                    events.setdefault((event.when.text, event.text), event)
                context = context.after(marked)
                so_far.go_on()
        flat = [sentence for group in groups for sentence in group]
        with_figure = {evidence.figure.sentence for evidence in found.values()}
        with_event = {event.sentence for event in events.values()}
        chosen = choose(flat, title, _subject(flat), with_figure, with_event)
        ordered = sorted(events.values(), key=lambda event: event.when.sort_key)
        return Facts(chosen, tuple(found.values())[:_MOST_FIGURES], tuple(ordered[:_MOST_EVENTS]))


def _in_time(evidence: Evidence, before: Sequence[Evidence]) -> Evidence:
    """Return a figure with the time of the sentence before, where that gave a total by then and this goes into it."""
    figure = evidence.figure
    for other in (one.figure for one in before):
        is_part = figure.when is None and other.measure == figure.measure and other.where != figure.where
        if is_part and other.when and other.when.first is None:
            return replace(evidence, figure=replace(figure, when=other.when))
    return evidence


def clock_of(date: FoundDate | None) -> Clock:
    """Return the clock of an article: the day on which a page was seen does not say of which year its text speaks."""
    return Clock(date.day, date.basis is not DateBasis.RETRIEVED) if date else Clock()


def _sentences(blocks: Sequence[Block]) -> Iterator[list[str]]:
    """Yield the sentences of each block of prose; each stands in its block as it is."""
    for block in blocks:
        if block.kind in (Kind.PARAGRAPH, Kind.ITEM, Kind.QUOTE):
            yield [sentence for sentence in sentences(block.text) if sentence in block.text]


def _subject(flat: Sequence[str]) -> frozenset[str]:
    counts = Counter(chain.from_iterable(map(content_stems, flat)))
    often = ((-count, stem) for stem, count in counts.items() if count >= _SUBJECT_COUNT)
    return frozenset(stem for _, stem in sorted(often)[:_SUBJECT_WORDS])


def _same_figure(figure: Figure) -> tuple[object, ...]:
    return figure.measure, figure.low, figure.high, figure.unit, figure.of, figure.where, figure.when
