"""Facts, by the cases of tests/fixtures/facts, with floors for precision and recall that only go up."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from cases import read_cases

from generator.config import parse_config
from generator.facts_model import Bound
from generator.ingest.facts.cuts import shorten
from generator.ingest.facts.events import find_event
from generator.ingest.facts.figures import FigureReader, SoFar
from generator.ingest.facts.marked import Marked
from generator.ingest.facts.when import Clock
from generator.ingest.facts.where import Context
from generator.ingest.structure import sentences

CHECKOUT = Path(__file__).parent.parent
CONFIG = parse_config((CHECKOUT / "briefing.yaml").read_text("utf-8"), "briefing.yaml")
MEASURES = [measure for topic in CONFIG.topics for measure in topic.measures]
SLUGS = {measure.slug for measure in MEASURES}
CLOCK = Clock(dt.date(2025, 2, 8))


def figure_lines(text):
    pieces = sentences(text)
    reader, so_far, context, lines = FigureReader(MEASURES), SoFar("", pieces), Context((), (), ()), []
    for sentence in pieces:
        marked = Marked(sentence, CLOCK)
        lines += [written(one.figure) for one in reader.read(marked, context, so_far, SLUGS)]
        context = context.after(marked)
        so_far.go_on()
    return lines


def written(figure):
    value = f"{figure.low:.15g}" if figure.low == figure.high else f"{figure.low:.15g}..{figure.high:.15g}"
    parts = [figure.measure, figure.bound.value if figure.bound is not Bound.EXACT else "", value, figure.unit]
    parts += [f"({figure.of})" if figure.of else "", f"@ {', '.join(figure.where)}" if figure.where else ""]
    return " ".join(part for part in (*parts, f"[{figure.when.text}]" if figure.when else "") if part)


def event_lines(text):
    found = (find_event(sentence, CLOCK) for sentence in sentences(text))
    return [f"{event.when.text} {event.text}" for event in found if event]


def cut_lines(text):
    return [shorten(text)]


KINDS = {"figures": figure_lines, "events": event_lines, "cuts": cut_lines}
# Precision and recall over all cases of a kind: raise them with the rules, never lower them.
FLOORS = {"figures": (0.95, 0.9), "events": (0.95, 0.8), "cuts": (0.95, 0.95)}


def score(kind):
    right = found = wanted = 0
    misses = []
    for param in read_cases(f"facts/{kind}.md"):
        [case] = param.values
        expected, given = Counter(case.expected.splitlines()), Counter(KINDS[kind](case.input))
        right += (expected & given).total()
        found += given.total()
        wanted += expected.total()
        if expected != given:
            misses.append(
                f"{case.place} {case.title}\n  {case.input}\n"
                + "\n".join(
                    [f"  - {line}" for line in (expected - given).elements()]
                    + [f"  + {line}" for line in (given - expected).elements()]
                )
            )
    return right / max(found, 1), right / max(wanted, 1), "\n".join(misses)


@pytest.mark.parametrize("kind", KINDS)
def test_floors(kind):
    precision, recall, misses = score(kind)
    print(f"{kind}: precision {precision:.3f}, recall {recall:.3f}\n{misses}")
    assert (precision, recall) >= FLOORS[kind] and recall >= FLOORS[kind][1]
