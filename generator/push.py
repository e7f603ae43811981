"""What happens on a push: the commit is checked out, the site is built of it, and whoever pushed reads how it went."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from generator.bare_repository import BareRepository
from generator.counting import number_of
from generator.errors import BriefingError
from generator.pipeline import build
from generator.progress import T
from generator.project import find_project
from generator.publish.changes import gone, ordered, summary
from generator.site_model import WriteReport

Say = Callable[[str], None]
_PATIENCE = 2.0  # seconds between two lines about the same work
_NAMES = 3  # branches and tags that are passed over, by name
_SHOWN = 10  # articles and pages that changed, a line for each


class Target(msgspec.Struct, frozen=True):
    """What the hook publishes where: the branch, the settings' path in the repository (None: at its top), the site."""

    branch: str
    settings: Path | None
    site: Path


class Update(msgspec.Struct, frozen=True):
    """One line of what git tells the hook: a branch or tag and its new commit, None where it was deleted."""

    name: str
    commit: str | None


def read_updates(lines: Iterable[str]) -> list[Update]:
    """Return what git says that a push changed: lines of `old new ref` (githooks(5), post-receive)."""
    words = [line.split(maxsplit=2) for line in lines if line.strip()]
    return [Update(ref.strip(), new if new.strip("0") else None) for _, new, ref in words]


def publish(repository: BareRepository, target: Target, updates: list[Update], say: Say) -> int:
    """Build the site if the push concerns it, say in lines what was done, and return the exit code.

    Without any update the branch is built as it stands. Raises RepositoryError.
    """
    ref = f"refs/heads/{target.branch}"
    ours = [update for update in updates if update.name == ref]
    if updates and not ours:
        say(f"briefing: {_names(updates)} passed over, the site is made of {target.branch}")
        return 0
    with repository.alone(lambda: say("briefing: another push is being published, this one waits for it")):
        tip = repository.tip(target.branch)
        if tip is None:
            say(f"briefing: there is no branch {target.branch}, and the site stays as it is")
            return 0
        if ours and ours[-1].commit != tip:
            say(f"briefing: overtaken: {target.branch} is at {tip[:7]} by now, and the push of that is published")
            return 0
        return _build(repository, target, tip, say)


def _build(repository: BareRepository, target: Target, commit: str, say: Say) -> int:
    start = time.monotonic()
    say(f"briefing: building the site of {target.branch} at {commit[:7]}")
    try:
        # From there, so that messages name files as the repository does.
        with contextlib.chdir(repository.check_out(commit)):
            project = find_project(target.settings, site=target.site)
            # The index of all articles takes longer than everything else: what was pushed need not wait for it.
            report = build(project, lambda items, label, total=None: _told(items, label, total, say), search_waits=True)
            _tell(report, target, say)
            say(f"briefing: published {target.branch} at {commit[:7]} in {time.monotonic() - start:.1f} s")
            if report.search_is_behind and repository.tip(target.branch) == commit:
                build(project)
                say(f"briefing: the search knows of it too, after {time.monotonic() - start:.1f} s")
    except BriefingError as error:
        for problem in error.problems:
            say(str(problem))
        count = number_of(len(error.problems), "problem")
        say(f"briefing: not published: {count}. The site is as it was; mend what is named above and push again")
        return 1
    return 0


def _tell(report: WriteReport, target: Target, say: Say) -> None:
    changed = [change for change in ordered(report) if change.piece]
    for change in changed[:_SHOWN]:
        say(f"{change.did.value:<8} {change.address}  {change.title}".rstrip())
    if len(changed) > _SHOWN:
        say(f"and {len(changed) - _SHOWN} more")
    for line in (summary(report, target.site.as_posix()), *gone(report)):
        say(line)


def _told(items: Iterable[T], label: str, total: int | None, say: Say) -> Iterator[T]:
    """Yield the items, and say every few seconds how many have passed."""
    last = time.monotonic()
    for done, item in enumerate(items, 1):
        yield item
        if time.monotonic() - last > _PATIENCE:
            say(f"{label}: {done}" if total is None else f"{label}: {done} of {total}")
            last = time.monotonic()


def _names(updates: list[Update]) -> str:
    names = [update.name.removeprefix("refs/").removeprefix("heads/") for update in updates]
    more = [f"{len(names) - _NAMES} more"] if len(names) > _NAMES else []
    return ", ".join([*names[:_NAMES], *more])
