"""What there is to say of the facts of an article: the words and the lines behind each, and why stories are one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.explain.part import Part
from generator.explain.retrace import Subject
from generator.facts_model import Bound, Figure
from generator.ingest.article import Wording
from generator.ingest.facts.figures import Evidence
from generator.ingest.facts.kinship import Kin
from generator.ingest.facts.reading import FactReader
from generator.ingest.trace import Fate
from generator.model import Topic

_WORDS_SHOWN = 10


def explain_facts(subject: Subject, wording: Wording, used: Fate, topics: Sequence[Topic]) -> Iterator[Part]:
    """Yield the parts that tell where the facts of an article come from, as the rules read them now."""
    made = subject.made.article
    facts = FactReader(topics).read(wording.title, wording.body, subject.made.story.date, made.topics, made.countries)
    points = (
        line
        for candidate, point in zip(facts.chosen, facts.key_points, strict=True)
        for line in (
            f"{_place(candidate.sentence, wording, used)}, {candidate.points:g} points: {', '.join(candidate.reasons)}",
            f"  {point.text}{' (cut)' if point.sentence else ''}",
        )
    )
    yield Part("key points", tuple(points) or ("none: the text is short",))
    figures = (line for evidence in facts.found for line in _figure(evidence, wording, used))
    yield Part("figures", tuple(figures) or ("none",))
    events = (f"{event.when.text}: {event.text}: {_place(event.sentence, wording, used)}" for event in facts.events)
    yield Part("events", tuple(events) or ("none",))
    yield Part("story", tuple(_story(subject)))


def _place(sentence: str, wording: Wording, used: Fate) -> str:
    """Return the document and the line of the block that holds a sentence."""
    name = used.story.documents[0].name if used.story else ""
    line = next((block.line for block in wording.body if sentence in block.text), 0)
    return f"{name}:{line}"


def _figure(evidence: Evidence, wording: Wording, used: Fate) -> Iterator[str]:
    figure = evidence.figure
    yield f"{figure.measure}: {said(figure)}: {_place(figure.sentence, wording, used)}"
    counted = f"counts: {evidence.counted}; " if evidence.counted else ""
    yield f"  {counted}speaks of it: {', '.join(evidence.terms)}"


def said(figure: Figure) -> str:
    """Return a figure in one line, such as "around 2200 women, Kazakhstan, by 2024-03"."""
    value = f"{figure.low:.15g}" if figure.low == figure.high else f"{figure.low:.15g} to {figure.high:.15g}"
    bound = "" if figure.bound is Bound.EXACT else figure.bound.value
    number = " ".join(part for part in (bound, value, figure.unit, figure.of) if part)
    return ", ".join(part for part in (number, *figure.where, figure.when.text if figure.when else "") if part)


def _story(subject: Subject) -> Iterator[str]:
    article = subject.article
    yield article.story or "none"
    fellows = [other for other in subject.others if article.story and other.story == article.story]
    kin = Kin((article, *subject.others)) if fellows else None
    for other in sorted(fellows, key=lambda one: one.slug):
        kinship = kin.between(article.id, other.id) if kin else None
        if kinship is None:
            yield f"with {other.slug}: they are in one story through another article, or were put there before"
            continue
        apart = "" if kinship.days is None else f"; {kinship.days} day{'s' if kinship.days != 1 else ''} apart"
        yield f"with {other.slug}: alike by {kinship.likeness:.2f}{apart}"
        yield f"  rare words of both: {', '.join(kinship.words[:_WORDS_SHOWN])}"
    if not fellows:
        yield "no other article tells the same"
