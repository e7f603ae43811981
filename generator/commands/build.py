"""`briefing build`: content into the site."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "make the site from the content"
EXAMPLES = """\
examples:
  briefing build
  briefing build --base-url https://example.org/briefing/
  briefing build --content other/content --site /srv/www/briefing
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments that `build` and `serve` share."""
    parser.add_argument("--content", type=Path, metavar="DIR", help="folder of the content (default: content)")
    parser.add_argument("--site", type=Path, metavar="DIR", help="folder to write the site to (default: site)")
    parser.add_argument(
        "--base-url", metavar="URL", help="where the site will stand, in place of the settings' base_url"
    )


def run(arguments: argparse.Namespace) -> int:
    """Build the site, say in one line what changed, and return the exit code. Raises BriefingError."""
    from generator.pipeline import build
    from generator.progress import bar
    from generator.project import find_project

    project = find_project(arguments.config, arguments.content, arguments.site, arguments.base_url)
    report = build(project, bar)
    print(report.summary(project.site.as_posix()))
    home = (project.site / "index.html").as_posix()
    print(f"The home page is {home}; `briefing serve` shows it as readers will see it")
    return 0
