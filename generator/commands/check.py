"""`briefing check`: the feeds and the links of a site that stands.

Feeds are held to the rules of the W3C feed validator and of JSON Feed. What breaks a reader is an error, and the exit
code is then 1; what only some readers mind is a warning.
"""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "check the feeds and the links of a site that was built"
EXAMPLES = """\
examples:
  briefing check                                            the site in site/
  briefing check /srv/www/briefing                          a site elsewhere
  briefing check --base-url https://example.org/briefing/   one that was built for another address
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `check`."""
    parser.add_argument("site", type=Path, nargs="?", metavar="SITE", help="folder of the site (default: site)")
    parser.add_argument(
        "--base-url", metavar="URL", help="where the site will stand, in place of the settings' base_url"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document, for programs")


def run(arguments: argparse.Namespace) -> int:
    """Print what is wrong, and return the exit code. Raises BriefingError where there is no site."""
    from dataclasses import replace

    from generator.console import print_problem
    from generator.errors import Location, Problem
    from generator.machine import print_document
    from generator.machine import problem as as_json
    from generator.project import find_project
    from generator.publish.feed_check import is_feed
    from generator.publish.feed_check.finding import Level
    from generator.publish.site_check import check_site
    from generator.store import read_site

    project = find_project(arguments.config, site=arguments.site, base_url=arguments.base_url)
    files = read_site(project.site)
    found: dict[Level, list[Problem]] = {level: [] for level in Level}
    for level, problem in check_site(files, project.config.base_url):
        where = Location((project.site / problem.location.path).as_posix(), problem.location.line)
        found[level].append(replace(problem, location=where))
        if not arguments.json:
            message = problem.message if level is Level.ERROR else f"warning: {problem.message}"
            print_problem(replace(problem, location=where, message=message))
    errors, warnings = found[Level.ERROR], found[Level.WARNING]
    feeds, pages = sum(map(is_feed, files)), sum(path.endswith(".html") for path in files)
    if arguments.json:
        print_document(
            not errors,
            errors,
            site=project.site.as_posix(),
            counts={"feed_files": feeds, "pages": pages},
            warnings=[as_json(warning) for warning in warnings],
        )
    else:
        counted = f"{len(errors)} errors, {len(warnings)} warnings"
        print(f"{project.site.as_posix()}/: {feeds} feed files and {pages} pages checked; {counted}")
    return 1 if errors else 0
