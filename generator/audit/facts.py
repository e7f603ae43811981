"""What there is to say of a story above its lines: which article it made, why it begins there, its date, its merges."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec

from generator.ingest.trace import TOO_LITTLE, Fate, Made
from generator.model import Block, DateBasis, FoundDate, Kind, Story

BASIS = {
    DateBasis.STATED: "stated",
    DateBasis.TEXT: "the newest day that the text speaks of",
    DateBasis.RETRIEVED: "the day on which the page was seen",
    DateBasis.EDITOR: "set by an editor",
}
SOURCES = "sources.yaml"
_MONTHS = "January February March April May June July August September October November December".split()


class Value(msgspec.Struct, frozen=True):
    """A statement, with words of the document that support it, and the audit's page that it leads to, if any."""

    text: str
    quote: str = ""
    link: str = ""


class Fact(msgspec.Struct, frozen=True):
    """What is stated, and the statements."""

    label: str
    values: tuple[Value, ...]


def day(date: dt.date) -> str:
    """Return a day as people write it: 4 December 2024."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def of_story(fate: Fate, story: Story, made: Made, number: int, links: Mapping[str, str]) -> tuple[Fact, ...]:
    """Return what is known of the story that a span made; `number` counts the document's stories from 1.

    `links` leads from a document's name to its page in the audit.
    """
    evidence = story.evidence or ("it is the first one in the document" if number == 1 else "nothing stands before it",)
    facts = [
        Fact("Article", _article(made)),
        Fact("Begins here", tuple(Value(reason) for reason in evidence)),
        Fact("Headline", (_headline(fate.blocks, story),)),
        Fact("Text", (Value("complete" if story.complete else "breaks off: only a teaser stands here"),)),
        Fact("Date", _dates(story, made)),
    ]
    if len(made.story.members) > 1:
        facts += _merge(fate, made, links)
    given = "" if made.story.topics is None else f", given by an editor in {SOURCES}"
    facts.append(Fact("Topics", (Value((", ".join(made.article.topics) or "none") + given),)))
    facts.append(Fact("Countries", (Value(", ".join(made.article.countries) or "none"),)))
    return tuple(facts)


def of_rest(blocks: Sequence[Block]) -> tuple[Fact, ...]:
    """Return why a span made no story."""
    rules = {block.rule for block in blocks}
    if TOO_LITTLE in rules:
        reason = "too little text for an article"
    elif "headline without a body" in rules:
        reason = "headlines, and no text below them"
    else:
        reason = "nothing here is part of a story"
    return (Fact("Article", (Value(f"none: {reason}"),)),)


def _article(made: Made) -> tuple[Value, ...]:
    where = f"articles/{made.path}" if made.path else "not written"
    return (Value(where),)


def _headline(blocks: Sequence[Block], story: Story) -> Value:
    if story.given_title:
        return Value(f"given by an editor, in {SOURCES}")
    line = next((block.line for block in blocks if block.kind is Kind.TITLE and block.kept), None)
    if line is not None:
        return Value(f"on line {line}")
    return Value("stated by the page itself" if story.title else "none is printed here")


def _dates(story: Story, made: Made) -> tuple[Value, ...]:
    values = [_date(made.story.date)]
    if story.date != made.story.date and story.date:
        here = _date(story.date)
        values.append(Value(f"by this document alone: {here.text}", here.quote))
    return tuple(values)


def _date(found: FoundDate | None) -> Value:
    if found is None:
        return Value("none: no document says when")
    known = f"{day(found.day)}, {BASIS[found.basis]}"
    return Value(f"{known}, noted in {SOURCES}") if found.evidence == SOURCES else Value(known, found.evidence)


def _merge(fate: Fate, made: Made, links: Mapping[str, str]) -> list[Fact]:
    used = made.story.members[0].documents[0].name
    told = []
    for likeness in made.story.likenesses:
        both = f"{likeness.first} and {likeness.second}"
        other = likeness.second if fate.story and likeness.first == fate.story.documents[0].name else likeness.first
        told.append(Value(f"{both}: {likeness}", link=links.get(other, "")))
    text = Value("this one's" if fate.is_used else f"that of {used}", link="" if fate.is_used else links.get(used, ""))
    return [Fact("The same story", tuple(told)), Fact("Text used", (text,))]
