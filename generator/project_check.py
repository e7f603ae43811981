"""A whole project, looked at as its editor would: what would stop the next clean or build, and what is not right.

Nothing is written. The cleaner and the build are asked what they would do, and the rules of publish/review.py are asked
of what stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from generator.cache import open_memo
from generator.documents import SOURCES, find_documents
from generator.errors import BriefingError, Location, Problem
from generator.fields import Fields, read_fields
from generator.ingest.reconcile import Outcome
from generator.intake import ingest
from generator.pipeline import build
from generator.progress import Progress
from generator.project import Project
from generator.publish.feed_check.finding import Level
from generator.publish.review import Subject, review
from generator.recall import Means
from generator.records import ARTICLES
from generator.store import read_content, read_text

Finding = tuple[Level, Problem]

_STALE = "`briefing clean` brings it up to date"
_SAID = {
    Outcome.NEW: ("an article that is not written yet", "`briefing clean` writes it"),
    Outcome.UPDATED: ("its document or the rules have changed since", _STALE),
    Outcome.MERGED: ("its document or the rules have changed since it was edited", _STALE),
    Outcome.CLASHED: ("its document or the rules have changed where it was edited", "see `briefing clean --diff`"),
    Outcome.KEPT: ("the cleaner would write it differently, and cannot merge that", "see content/.clean"),
}


def check_project(project: Project, rules: str, progress: Progress) -> tuple[Finding, ...]:
    """Return what is wrong and what is not right, in the order of places; `rules` is the digest of cache.rules_digest.

    Raises nothing for what is wrong with the project: that is what it returns.
    """
    found: set[Finding] = set()
    documents = None
    if project.seeds.is_dir():
        try:
            documents = find_documents([project.seeds])
            found.update(_documents(project, rules, progress))
            found.update((Level.WARNING, problem) for problem in _sources(path for path, _ in documents))
        except BriefingError as error:
            found.update((Level.ERROR, problem) for problem in error.problems)
    try:
        found.update((Level.WARNING, problem) for problem in build(project, progress, dry_run=True).warnings)
    except BriefingError as error:
        found.update((Level.ERROR, problem) for problem in error.problems)
    with suppress(BriefingError):  # said by the build already
        content = read_content(project.content)
        names = None if documents is None else {name for _, name in documents}
        subject = Subject(project.config, content, project.today, names, _topics(project))
        found.update((Level.WARNING, problem) for problem in review(subject))
    return tuple(sorted(found, key=lambda finding: (finding[1], finding[0].value)))


def _documents(project: Project, rules: str, progress: Progress) -> Iterator[Finding]:
    """Yield what the cleaner would say and do."""
    with open_memo(project.cache, rules) as memo:
        means = Means(memo, rules)
        intake = ingest([project.seeds], project.content, project.config, progress, dry_run=True, means=means)
    yield from ((Level.ERROR, problem) for problem in intake.problems)
    yield from ((Level.WARNING, problem) for problem in intake.warnings)
    for path, outcome in intake.changes.outcomes:
        if outcome in _SAID:
            yield Level.WARNING, Problem(Location((project.content / ARTICLES / path).as_posix()), *_SAID[outcome])
    for stub in intake.stubs:
        place = Location((project.seeds / stub.document).as_posix(), stub.line)
        yield Level.WARNING, Problem(place, f"a headline without a body: {stub.title}")


def _sources(paths: Iterable[Path]) -> Iterator[Problem]:
    """Yield the entries of each sources.yaml for which there is no document."""
    for folder in sorted({path.parent for path in paths}):
        file = folder / SOURCES
        if file.is_file():
            for name, place in _keys(read_fields(read_text(file), str(file), [])):
                if not (folder / name).exists():
                    yield Problem(place, f"there is no document '{name}' beside it", "nothing it says counts")


def _topics(project: Project) -> dict[str, Location]:
    if project.settings is None:
        return {}
    fields = read_fields(read_text(project.settings), str(project.settings), [])
    return dict(_keys(fields.mapping("topics"))) if fields else {}


def _keys(fields: Fields | None) -> Iterator[tuple[str, Location]]:
    """Yield the keys of a mapping, each with where it stands."""
    for name in fields or ():
        if fields:
            yield name, fields.key_at(name)
