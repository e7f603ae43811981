"""`briefing build`: content into the site.

The last line counts what changed: articles and pages of your own whose words are others, and feeds. Lists and
neighbours that change with them are counted apart.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.project import Project
    from generator.repeat import Repeat
    from generator.site_model import Change, WriteReport

HELP = "make the site from the content"
EXAMPLES = """\
examples:
  briefing build
  briefing build --diff                                  writes nothing, and says what would change
  briefing build --base-url https://example.org/briefing/
  briefing build --now 2024-12-24                        as the site will be on that day
  briefing build --content other/content --site /srv/www/briefing
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `build`."""
    add_places(parser)
    parser.add_argument("--diff", action="store_true", help="write nothing, and name every page that would change")
    parser.add_argument("--json", action="store_true", help="print one JSON document, for programs")


def add_places(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments that `build` and `serve` share."""
    parser.add_argument("--content", type=Path, metavar="DIR", help="folder of the content (default: content)")
    parser.add_argument("--site", type=Path, metavar="DIR", help="folder to write the site to (default: site)")
    parser.add_argument(
        "--base-url", metavar="URL", help="where the site will stand, in place of the settings' base_url"
    )
    parser.add_argument(
        "--now", metavar="TIME", help="a day or a moment to build for: what is dated later stays out (default: now)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Build the site, say in one line what changed, and return the exit code. Raises BriefingError."""
    from generator.cache import open_memo
    from generator.own_code import code_state
    from generator.project import find_project
    from generator.repeat import Repeat
    from generator.store import packaged

    project = find_project(arguments.config, arguments.content, arguments.site, arguments.base_url, arguments.now)
    if arguments.json or arguments.diff:
        return _build(arguments, project, None)
    # All that a build reads and writes; of the settings what they say, since an argument may say it too.
    names = ["build", str(project.content), str(project.site), str(project.today), repr(project.config)]
    places = [project.content, project.themes, packaged("themes/default"), project.site]
    with open_memo(project.cache, "", "runs") as memo:
        repeat = Repeat(memo, code_state(), names, places)
        before = repeat.find()
        if before is None:
            return _build(arguments, project, repeat)
        if before.hidden:  # time has passed, and the next run need not read those files
            repeat.note((), (), before.out, before.err, before.code)
        for line in before.out:
            print(line)
        return before.code


def _build(arguments: argparse.Namespace, project: Project, repeat: Repeat | None) -> int:
    from generator.pipeline import build
    from generator.progress import bar
    from generator.publish.changes import gone, listed, summary

    report = build(project, bar, arguments.diff)
    if arguments.json:
        _print_json(report, project.site, arguments.diff)
        return 0
    if arguments.diff:
        for line in listed(report):
            print(line)
    print(summary(report, project.site.as_posix()))
    for line in gone(report):
        print(line)
    home = (project.site / "index.html").as_posix()
    last = (
        "Nothing was written: this is what `briefing build` would do"
        if arguments.diff
        else f"The home page is {home}; `briefing serve` shows it as readers will see it"
    )
    print(last)
    if repeat is not None and not report.note:  # what the note misses may come without any file that we look at
        removed = [project.site / path for path in report.removed]
        repeat.note([project.site], removed, [summary(report.settled(), project.site.as_posix()), last], (), 0)
    return 0


def _print_json(report: WriteReport, site: Path, dry_run: bool) -> None:
    from generator.machine import print_document, problem
    from generator.publish.changes import counted, ordered

    print_document(
        True,
        (),
        site=site.as_posix(),
        written=not dry_run,
        counts=counted(report),
        changes=[_as_json(change) for change in ordered(report)],
        warnings=[problem(warning) for warning in report.warnings],
        note=report.note,
    )


def _as_json(change: Change) -> dict[str, object]:
    return {
        "kind": "page" if change.path.endswith(".html") else "feed" if change.feed else "file",
        "own": change.piece,
        "did": change.did.value,
        "address": change.address,
        "path": change.path,
        "title": change.title,
        "diff": list(change.diff),
    }
