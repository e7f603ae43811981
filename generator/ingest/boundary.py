"""Does a short line between two stretches of prose begin a new story? Marks, weighed together.

Positive points speak for a new story, negative ones for a section of the same. The weights in boundary.yaml were
fitted, as those of a logistic regression, to places in labelled documents, where many stories stand beside others on
the same event. Each mark names itself in the evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files

import msgspec
import yaml

from generator.ingest import page_marks, text_marks
from generator.ingest.page_layout import Layout
from generator.ingest.place import Place
from generator.model import Block

# How the document's other boundaries came out, and a headline once more at the foot of the story before.
LEANING, AT_FOOT = "how the document's other lines came out", "its headline ends the text before"
_LEAST_SAID = 0.05
_MARKS = {**page_marks.MARKS, **text_marks.MARKS}


class _Weights(msgspec.Struct, frozen=True):
    """The points of a whole mark, by its name, and those that each place begins with."""

    bias: float
    weights: dict[str, float]


@lru_cache(maxsize=1)
def _load() -> _Weights:
    text = files("generator.ingest").joinpath("boundary.yaml").read_text("utf-8")
    return msgspec.convert(yaml.load(text, Loader=yaml.CSafeLoader), _Weights)


class Boundary(msgspec.Struct, frozen=True):
    """The verdict on one place: the points, and the marks that gave them."""

    score: float
    evidence: tuple[str, ...]

    @property
    def is_new(self) -> bool:
        """Whether a new story begins here."""
        return self.score > 0

    @classmethod
    def of(cls, marks: Iterable[tuple[str, float]]) -> Boundary:
        """Return the verdict that the marks make, given as they were measured."""
        weighing = _load()
        points = [(name, weighing.weights.get(name, 0.0) * value) for name, value in marks]
        said = sorted(points, key=lambda item: -abs(item[1]))
        # What is rounded to nothing says nothing.
        evidence = tuple(f"{name} ({value:+.1f})" for name, value in said if abs(value) >= _LEAST_SAID)
        return cls(weighing.bias + sum(value for _, value in points), evidence)


def weigh(
    blocks: Sequence[Block], before: Sequence[int], heads: Sequence[int], body: Sequence[int], layout: Layout
) -> tuple[tuple[str, float], ...]:
    """Return each mark's measure for the short lines `heads` between the prose `before` and `body` (indexes)."""
    place = Place.of(blocks, before, heads, body, layout)
    return tuple((name, mark(place)) for name, mark in _MARKS.items())
