"""`briefing build`: content into the site.

The last line counts what changed: articles and pages of your own whose words are others, and feeds. Lists and
neighbours that change with them are counted apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from generator.again import Watch
    from generator.project import Project
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
    from generator.again import Watch
    from generator.correction import corrected
    from generator.model import Config
    from generator.packing import pack, unpack
    from generator.project import find_project, settings_files
    from generator.publish.changes import gone, summary
    from generator.store import packaged

    # Whatever decides the site is looked at before it is read, so that a change meanwhile is seen by the next build.
    watch, last_run = Watch(arguments.words), arguments.last_run
    watch.arguments = _kept(arguments)
    config, content, folder = (one and Path(one) for one in (arguments.config, arguments.content, arguments.site))
    settings = settings_files(config)
    watch.look(settings)
    known = unpack(said, Config) if (said := last_run.settings(settings)) else None
    project = find_project(config, content, folder, arguments.base_url, arguments.now, known=known)
    watch.settings = pack(project.config)
    site, home = project.site.as_posix(), (project.site / "index.html").as_posix()
    last = f"The home page is {home}; `briefing serve` shows it as readers will see it"
    if report := corrected(project, last_run):
        _say([summary(report, site), last])
        return 0
    watch.look([project.themes, packaged("themes/default")])
    watch.look([project.content], files=False)
    report = _built(project, arguments.diff, watch)
    if arguments.json:
        _print_json(report, project.site, arguments.diff)
        return 0
    if arguments.diff:
        from generator.publish.changes import listed

        _say(listed(report))
        last = "Nothing was written: this is what `briefing build` would do"
    _say([summary(report, site), *gone(report), last])
    if not arguments.diff and not report.note:  # what the note misses may come without any file that we look at
        from generator.clock import end
        from generator.site_folder import MANIFEST

        watch.look([project.site / MANIFEST])
        until = end(project.today, project.config.time_zone) if arguments.now is None else inf
        watch.note(project.cache, until, [summary(report.settled(), site), last], 0)
    return 0


def _kept(arguments: argparse.Namespace) -> dict[str, object]:
    """Return what the command line says as it is kept for the next run: paths as texts."""
    said = {name: value for name, value in vars(arguments).items() if name not in ("words", "last_run")}
    return {name: str(value) if isinstance(value, Path) else value for name, value in said.items()}


def _built(project: Project, dry_run: bool, watch: Watch) -> WriteReport:
    from generator.pipeline import build
    from generator.progress import bar

    return build(project, bar, dry_run, watch=watch.end)


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


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
