"""`briefing check`: what is wrong with a digest, and what is not right, with file and line.

It looks at the settings, the raw documents and what sources.yaml says of them, at the content as a build would, and at
the site where one was built. Nothing is written. What would stop a clean or a build, or break a reader, is an error,
and the exit code is then 1; all else is a warning. With a SITE only that is looked at: its feeds by the rules of the
W3C feed validator and of JSON Feed, and its links.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.errors import Problem
    from generator.project import Project
    from generator.project_check import Finding

HELP = "say what is wrong with the content, the settings and the site"
EXAMPLES = """\
examples:
  briefing check                                            the project, and the site in site/ if there is one
  briefing check --strict                                   the same, and a warning is enough for the exit code 1
  briefing check /srv/www/briefing                          a site elsewhere, and nothing but that
  briefing check --base-url https://example.org/briefing/   for another address
  briefing check --reproducible                             does it give the same bytes elsewhere?
"""
_SHOWN = 20  # files that differ


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `check`."""
    parser.add_argument("site", type=Path, nargs="?", metavar="SITE", help="folder of a site: look at nothing else")
    parser.add_argument("--content", type=Path, metavar="DIR", help="folder of the content (default: content)")
    parser.add_argument(
        "--base-url", metavar="URL", help="where the site will stand, in place of the settings' base_url"
    )
    parser.add_argument("--now", metavar="TIME", help="a day or a moment to look at it from (default: now)")
    parser.add_argument("--strict", action="store_true", help="end with 1 for warnings too")
    parser.add_argument("--json", action="store_true", help="print one JSON document, for programs")
    parser.add_argument(
        "--reproducible",
        action="store_true",
        help="clean and build twice, in different places, and compare the bytes",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print what is wrong, and return the exit code. Raises BriefingError for settings that cannot be used."""
    from generator.project import find_project

    # What is wrong with the settings is no reason to keep quiet of all else; elsewhere nothing can be done with them.
    wrong: list[Problem] | None = None if arguments.reproducible or arguments.site else []
    project = find_project(
        arguments.config, arguments.content, arguments.site, arguments.base_url, arguments.now, found=wrong
    )
    if arguments.reproducible:
        return _reproducible(arguments, project)
    found: tuple[Finding, ...] = ()
    said = []
    counts: dict[str, int] = {}
    if arguments.site is None:
        found, line = _project(project, wrong or ())
        said.append(line)
    if arguments.site is not None or (project.site / "index.html").is_file():
        more, line, counts = _site(project)
        found += more
        said.append(line)
    return _tell(arguments, found, said, {"site": project.site.as_posix(), "counts": counts})


def _project(project: Project, wrong: Sequence[Problem]) -> tuple[tuple[Finding, ...], str]:
    from generator.cache import rules_digest
    from generator.progress import bar
    from generator.project_check import check_project

    config = project.config
    rules = rules_digest(repr((config.topics, config.sources, config.limits)).encode())
    found = check_project(project, rules, bar, wrong)
    return found, f"{project.content.as_posix()}/ and its documents: {_counts(found)}"


def _site(project: Project) -> tuple[tuple[Finding, ...], str, dict[str, int]]:
    from msgspec.structs import replace

    from generator.counting import number_of
    from generator.errors import Location
    from generator.publish.feed_check import is_feed
    from generator.publish.site_check import check_site
    from generator.store import read_site

    files = read_site(project.site)
    found = tuple(
        (
            level,
            replace(
                problem,
                location=Location((project.site / problem.location.path).as_posix(), problem.location.line),
            ),
        )
        for level, problem in check_site(files, project.config.base_url)
    )
    feeds, pages = sum(map(is_feed, files)), sum(path.endswith(".html") for path in files)
    looked_at = f"{number_of(feeds, 'feed file')} and {number_of(pages, 'page')} checked"
    line = f"{project.site.as_posix()}/: {looked_at}; {_counts(found)}"
    return found, line, {"feed_files": feeds, "pages": pages}


def _counts(found: Sequence[Finding]) -> str:
    from generator.counting import number_of
    from generator.publish.feed_check.finding import Level

    errors = sum(level is Level.ERROR for level, _ in found)
    return f"{number_of(errors, 'error')}, {number_of(len(found) - errors, 'warning')}"


def _tell(
    arguments: argparse.Namespace, found: Sequence[Finding], said: Sequence[str], counts: Mapping[str, object]
) -> int:
    from msgspec.structs import replace

    from generator.console import print_problem
    from generator.machine import print_findings
    from generator.publish.feed_check.finding import Level

    failed = any(level is Level.ERROR or arguments.strict for level, _ in found)
    if arguments.json:
        print_findings(not failed, ((level.value, problem) for level, problem in found), **counts)
        return int(failed)
    for level, problem in found:
        message = problem.message if level is Level.ERROR else f"warning: {problem.message}"
        print_problem(replace(problem, message=message))
    for line in said:
        print(line)
    return int(failed)


def _reproducible(arguments: argparse.Namespace, project: Project) -> int:
    from generator.console import print_problem
    from generator.machine import print_findings
    from generator.reproduce import reproduce

    count, different = reproduce(project, arguments.base_url)
    if arguments.json:
        print_findings(not different, (("error", problem) for problem in different), files=count)
        return int(bool(different))
    for problem in different[:_SHOWN]:
        print_problem(problem)
    if different:
        print(f"{len(different)} of {count} files are not the same", file=sys.stderr)
        return 1
    print(
        f"the same {count} files from two runs in other folders, with other file orders and times, time zones, "
        "locales, hash seeds, masks, working folders and numbers of processes"
    )
    return 0
