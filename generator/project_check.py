"""A whole project, looked at as its editor would: what would stop the next clean or build, and what is not right.

Nothing is written. The cleaner and the build are asked what they would do, and the rules of publish/review.py are asked
of what stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from generator.cache import open_memo
from generator.documents import SOURCES, find_documents
from generator.errors import ConfigError, Location, Problem, collecting
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


def check_project(
    project: Project, rules: str, progress: Progress, of_settings: Sequence[Problem] = ()
) -> tuple[Finding, ...]:
    """Return what is wrong and what is not right, in the order of places; `rules` is the digest of cache.rules_digest.

    `of_settings` is what is wrong with the settings. Raises nothing for what is wrong with the project: that is what it
    returns.
    """
    wrong = list(of_settings)
    weak: list[Problem] = []
    usable = project.settings is not None or not wrong
    documents = None
    with collecting(wrong):
        if project.seeds.is_dir():
            documents = find_documents([project.seeds])
            weak += _sources(path for path, _ in documents)
            # Without the settings nobody knows what the cleaner would make of them.
            weak += _documents(project, rules, progress, wrong) if usable else ()
    with collecting(wrong):
        if usable:
            weak += build(project, progress, dry_run=True, found=wrong).warnings
    content = read_content(project.content, wrong)
    names = None if documents is None else {name for _, name in documents}
    weak += review(Subject(project.config, content, project.today, names, _topics(project)))
    found = {(Level.ERROR, problem) for problem in wrong} | {(Level.WARNING, problem) for problem in weak}
    return tuple(sorted(found, key=lambda finding: (finding[1], finding[0].value)))


def _documents(project: Project, rules: str, progress: Progress, wrong: list[Problem]) -> Iterator[Problem]:
    """Yield what the cleaner would do and what it would warn of; what stops it goes into `wrong`."""
    of_sources: list[Problem] = []
    with open_memo(project.cache, rules) as memo:
        means = Means(memo, rules)
        intake = ingest(
            [project.seeds], project.content, project.config, progress, dry_run=True, means=means, wrong=of_sources
        )
    wrong += (*of_sources, *intake.problems)
    yield from intake.warnings
    # What is wrong there changes articles, and nobody changed the document or the rules.
    for path, outcome in intake.changes.outcomes if not of_sources else ():
        if outcome in _SAID:
            yield Problem(Location((project.content / ARTICLES / path).as_posix()), *_SAID[outcome])
    for stub in intake.stubs:
        place = Location((project.seeds / stub.document).as_posix(), stub.line)
        yield Problem(place, f"a headline without a body: {stub.title}")


def _sources(paths: Iterable[Path]) -> Iterator[Problem]:
    """Yield the entries of each sources.yaml for which there is no document."""
    for folder in sorted({path.parent for path in paths}):
        file = folder / SOURCES
        if file.is_file():
            fields = None
            with suppress(ConfigError):  # said by whoever uses it
                fields = read_fields(read_text(file), str(file), [])
            for name, place in _keys(fields):
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
