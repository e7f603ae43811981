"""The measures of a topic in briefing.yaml, parsed with positions."""

from __future__ import annotations

import re
from collections.abc import Container

from generator.facts_model import UNITS_IN_TEXT, Measure
from generator.fields import Fields

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def parse_measures(topic: Fields, taken: Container[str]) -> tuple[Measure, ...]:
    """Return the measures of a topic, what is wrong with them being reported; `taken` are slugs of other topics."""
    measures = topic.mapping("measures")
    return tuple(_measure(measures, slug, taken) for slug in measures)


def _measure(measures: Fields, slug: str, taken: Container[str]) -> Measure:
    fields = measures.mapping(slug)
    if not _SLUG.fullmatch(slug):
        measures.report(slug, f"'{slug}' is not a slug", "use a-z, 0-9 and single hyphens")
    if slug in taken:
        measures.report(slug, f"another topic has the measure '{slug}' already", "give this one a name of its own")
    measure = Measure(
        slug=slug,
        title=fields.text("title", required=True),
        unit=fields.text("unit", required=True),
        counts=fields.texts("counts"),
        terms=fields.texts("terms"),
        parts=fields.texts("parts"),
        requires=fields.texts("requires"),
        unless=fields.texts("unless"),
        elsewhere=fields.texts("elsewhere"),
        total=fields.texts("total"),
        between=fields.flag("between", False),
    )
    if not measure.terms:
        fields.report("terms", f"the measure '{slug}' has no terms", "name the words that speak of it")
    if measure.unit and measure.unit not in UNITS_IN_TEXT and not (measure.counts or measure.parts):
        known = ", ".join(UNITS_IN_TEXT)
        fields.report("counts", f"what counts as {measure.unit} is missing", f"name the words, or use a unit: {known}")
    fields.finish()
    return measure
