"""What there is to say of a run of the cleaner, line by line."""

from __future__ import annotations

from collections.abc import Iterator

from generator.counting import number_of
from generator.ingest.clash import Clash
from generator.ingest.reconcile import Outcome
from generator.intake import Intake
from generator.machine import problem

_LONGEST = 100
_STUBS = 50  # headlines without a body, a line for each: an archive has thousands
_EDITED = "edited since it was written: "
_SAID = {
    Outcome.EDITED: _EDITED + "kept as it is",
    Outcome.MERGED: _EDITED + "the cleaner's changes {were} merged into it",
    Outcome.CLASHED: _EDITED + "the cleaner's changes {were} merged into it, but not where they clash",
    Outcome.KEPT: _EDITED + "kept as it is (the cleaner would now write it differently)",
    Outcome.DELETED: "deleted since it was written: not written again",
    Outcome.OVERTAKEN: "saved while this ran: left as it is, for the next `briefing clean` to look at",
    Outcome.PARTIAL: "also comes from documents that were not read this time: left as it is",
}
_PLANNED = {Outcome.NEW: "would be written", Outcome.UPDATED: "would be written anew"}


def report(intake: Intake, folder: str, dry_run: bool) -> Iterator[str]:
    """Yield what needs a look, and last the counts; `folder` is where the articles are.

    Of a dry run, what would have been written is named as well.
    """
    said = _SAID | _PLANNED if dry_run else _SAID
    were = "would be" if dry_run else "were"
    clashes: dict[str, list[Clash]] = {}
    for path, clash in intake.changes.clashes:
        clashes.setdefault(path, []).append(clash)
    for path, outcome in intake.changes.outcomes:
        if outcome in said:
            yield f"{folder}/{path}: {said[outcome].format(were=were)}"
        yield from (f"{folder}/{path}:{clash.line}: {_clash(clash)}" for clash in clashes.get(path, ()))
    for stub in intake.stubs[:_STUBS]:
        yield f"{stub.document}:{stub.line}: headline without a body: {stub.title}"
    if (more := len(intake.stubs) - _STUBS) > 0:
        yield f"and {more:,} more headlines without a body (`briefing clean --json` names them all)"
    yield (
        f"{number_of(intake.documents, 'document')} read; "
        f"{number_of(intake.count(Outcome.NEW, Outcome.UPDATED, Outcome.MERGED, Outcome.CLASHED), 'article')} "
        f"{'would be ' if dry_run else ''}written, "
        f"{intake.count(Outcome.UNCHANGED, Outcome.PARTIAL)} unchanged, "
        f"{intake.count(Outcome.EDITED, Outcome.KEPT, Outcome.DELETED, Outcome.OVERTAKEN)} left to their editors; "
        f"{intake.merged} merged; {number_of(len(intake.stubs), 'headline')} without a body; "
        f"{number_of(intake.dropped, 'block')} dropped"
    )
    if dry_run:
        yield "nothing was written"


def as_values(intake: Intake, folder: str) -> dict[str, object]:
    """Return the same for programs, as JSON has it: counts, what became of each article, clashes and warnings."""
    return {
        "counts": {
            "documents": intake.documents,
            **{outcome.value: intake.count(outcome) for outcome in Outcome},
            "merged_stories": intake.merged,
            "dropped_blocks": intake.dropped,
        },
        "articles": [
            {"path": f"{folder}/{path}", "outcome": outcome.value} for path, outcome in intake.changes.outcomes
        ],
        "clashes": [
            {"path": f"{folder}/{path}", "line": clash.line, "key": clash.key, "wanted": clash.wanted}
            for path, clash in intake.changes.clashes
        ],
        "stubs": [{"document": stub.document, "line": stub.line, "title": stub.title} for stub in intake.stubs],
        "warnings": [problem(warning) for warning in intake.warnings],
    }


def _clash(clash: Clash) -> str:
    what = f"'{clash.key}' was edited" if clash.key else "edited"
    if not clash.wanted:
        return f"{what}; the cleaner would take it out"
    wanted = clash.wanted if len(clash.wanted) <= _LONGEST else clash.wanted[: _LONGEST - 1].rstrip() + "…"
    return f"{what}; the cleaner would write: {wanted}"
