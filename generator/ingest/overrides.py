"""What an editor decided of a document in sources.yaml, carried out: their word comes before every rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath

import msgspec
from msgspec.structs import replace

from generator.errors import Problem
from generator.ingest.decode import decode
from generator.ingest.parts import FURNITURE
from generator.ingest.readers.reading import Reading
from generator.ingest.repair import fold, repair
from generator.ingest.shape import is_headline_like
from generator.ingest.sift import Span
from generator.model import EDITOR_RULE, Block, DateBasis, Document, FoundDate, Kind, Story
from generator.overrides_model import Overrides, Said

_BULLETS = "•●▪◦‣∙·*->_# "
# Verdicts that the first line of a story may well have: it stands above the headline, or has nothing below it.
_ABOVE_HEADLINES = frozenset((*FURNITURE, "label", "stray line", "headline without a body", "repeated headline"))


class Named(msgspec.Struct, frozen=True):
    """The lines of one document that its editor named: the numbers that each name means."""

    said: Overrides = msgspec.field(default_factory=Overrides)
    lines: Mapping[Said, frozenset[int]] = msgspec.field(default_factory=dict)

    def numbers(self, names: Iterable[Said]) -> frozenset[int]:
        """Return the lines that any of the names means."""
        return frozenset(number for name in names for number in self.lines[name])


class _Lines:
    """The lines of one document, to be found by number or beginning."""

    def __init__(self, document: Document, reading: Reading) -> None:
        self._blocks = reading.blocks
        self._raw = [] if reading.structured else re.split("\r\n|\r|\n", decode(document.data))

    def find(self, name: Said) -> frozenset[int]:
        """Return the lines on which the blocks begin that a name means; a line inside a wrapped paragraph means it."""
        if name.text.isdecimal():
            return frozenset(self._numbered(int(name.text)))
        wanted = _bare(name.text)
        found = frozenset(block.line for block in self._blocks if _bare(block.text).startswith(wanted))
        if found:
            return found
        numbers = (number for number, line in enumerate(self._raw, 1) if _bare(line).startswith(wanted))
        return frozenset(line for number in numbers for line in self._numbered(number))

    def _numbered(self, number: int) -> Iterator[int]:
        above = [block for block in self._blocks if block.line <= number]
        text = _bare(self._raw[number - 1]).rstrip("-") if 0 < number <= len(self._raw) else ""
        if above and (above[-1].line == number or (text and text in _bare(above[-1].text))):
            yield above[-1].line


def _bare(text: str) -> str:
    """Return a line as it is compared: without bullets and the lines of a table, quotes plain, spaces folded."""
    return fold(re.sub(r"[|\t]", " ", repair(text))).lstrip(_BULLETS)


def find_lines(document: Document, reading: Reading) -> Named:
    """Return which lines of a document its editor named."""
    said = document.info.overrides
    if said == Overrides():
        return Named()
    lines = _Lines(document, reading)
    names = (*said.keep, *said.drop, *said.split, *said.join, *(story.line for story in said.stories))
    return Named(said, {name: lines.find(name) for name in names})


def rule(blocks: Iterable[Block], named: Named, pinned: Collection[int]) -> tuple[Block, ...]:
    """Return the blocks of a document with the editor's verdicts, which no later rule changes."""
    if not named.lines:
        return tuple(blocks)
    dropped = named.numbers(named.said.drop) - named.numbers(named.said.keep)
    ruled = []
    for block in blocks:
        if block.line in pinned:
            kind = Kind.PARAGRAPH if block.kind is Kind.NOISE else block.kind
            ruled.append(replace(block, kind=kind, kept=True, rule=EDITOR_RULE))
        else:
            ruled.append(block.drop(EDITOR_RULE) if block.line in dropped else block)
    return tuple(ruled)


def lost(spans: Iterable[Span], named: Named) -> frozenset[int]:
    """Return the lines that an editor wants and the rules dropped: these are to be pinned.

    What the rules keep anyway, as a headline or as text, needs no word of the editor. A line at which a story begins or
    goes on is wanted where it can be a headline or a heading; a date or a byline there stays what it is.
    """
    if not named.lines:
        return frozenset()
    blocks = [block for span in spans for block in span.blocks]
    places = named.numbers((*named.said.split, *named.said.join))
    wanted = named.numbers(named.said.keep) | {
        block.line
        for block in blocks
        if block.line in places and block.rule not in _ABOVE_HEADLINES and is_headline_like(block.text)
    }
    return wanted - {block.line for block in blocks if block.kept}


def apply(document: Document, stories: Sequence[Story], named: Named) -> tuple[tuple[Story, ...], tuple[Problem, ...]]:
    """Return a document's stories with the titles, dates and topics that its editor gives.

    The problems are the names that mean no line, and what fits no story.
    """
    said = named.said
    problems = [
        Problem(name.location, f"'{name.text}' matches no line of {document.name}")
        for name, numbers in named.lines.items()
        if not numbers
    ]
    changed = [replace(story, topics=said.topics) if said.topics is not None else story for story in stories]
    for key, name in (("title", said.title), ("same_as", said.same_as)):
        if name and len(stories) != 1:
            problems.append(
                Problem(name.location, f"'{key}' is for one story, and {document.name} holds {len(stories)}")
            )
        elif name and key == "title":
            changed = [_titled(changed[0], name.text)]
    for override in said.stories:
        at = _story_at(changed, named.lines[override.line])
        if at is not None:
            story = _titled(changed[at], override.title) if override.title else changed[at]
            date = FoundDate(override.date, DateBasis.EDITOR, "sources.yaml") if override.date else story.date
            topics = story.topics if override.topics is None else override.topics
            changed[at] = replace(story, date=date, topics=topics)
    for name in (*said.keep, *(story.line for story in said.stories)):
        if named.lines[name] and _story_at(changed, named.lines[name]) is None:
            problems.append(Problem(name.location, f"'{name.text}' is in no story of {document.name}"))
    return tuple(changed), tuple(problems)


def _story_at(stories: Sequence[Story], lines: Collection[int]) -> int | None:
    """Return the place of the first story that has one of the lines as its headline or in its text."""
    held = (at for at, story in enumerate(stories) if any(block.kept and block.line in lines for block in story.blocks))
    return next(held, None)


def _titled(story: Story, title: str) -> Story:
    return replace(story, title=title, given_title=title)


def same_stories(
    documents: Callable[[], Iterable[Document]],
) -> tuple[tuple[tuple[int, int], ...], tuple[Problem, ...]]:
    """Return which stories, by their places, are the same as an editor says, and what was said in vain.

    `documents` gives the document of each story, in the order of the stories, each time it is asked.
    """
    named = {
        PurePath(document.path): document.info.overrides.same_as
        for document in documents()
        if document.info.overrides.same_as
    }
    if not named:
        return (), ()
    wanted = {*named, *(path.with_name(name.text) for path, name in named.items())}
    places: dict[PurePath, list[int]] = {}
    for place, document in enumerate(documents()):
        if (path := PurePath(document.path)) in wanted:
            places.setdefault(path, []).append(place)
    found: list[tuple[int, int]] = []
    problems: list[Problem] = []
    for path, name in named.items():
        own, other = places[path], places.get(path.with_name(name.text), [])
        if len(own) > 1:  # of several stories, which has been said before
            continue
        if len(other) == 1:
            found.append((own[0], other[0]))
        elif other:
            problems.append(Problem(name.location, f"'same_as' is for one story, and {name.text} holds {len(other)}"))
        else:
            problems.append(Problem(name.location, f"no document '{name.text}' with a story was read"))
    return tuple(found), tuple(problems)
