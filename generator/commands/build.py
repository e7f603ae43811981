"""`briefing build`: content into the site."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

HELP = "make the site from the content"
EXAMPLES = """\
examples:
  briefing build
  briefing build --base-url https://example.org/briefing/
  briefing build --now 2024-12-24                        as the site will be on that day
  briefing build --content other/content --site /srv/www/briefing
"""

_SHOWN = 5  # articles that are gone, a line for each


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments that `build` and `serve` share."""
    parser.add_argument("--content", type=Path, metavar="DIR", help="folder of the content (default: content)")
    parser.add_argument("--site", type=Path, metavar="DIR", help="folder to write the site to (default: site)")
    parser.add_argument(
        "--base-url", metavar="URL", help="where the site will stand, in place of the settings' base_url"
    )
    parser.add_argument(
        "--now", metavar="TIME", help="a day or a moment to build for: what is dated later stays out (default: now)"
    )


def _gone(removed: Sequence[str]) -> Iterator[str]:
    """Yield what to do about articles that stand no longer where readers know them."""
    slugs = [path.split("/")[1] for path in removed if re.fullmatch(r"articles/[^/]+/index\.html", path)]
    for slug in slugs[:_SHOWN]:
        yield f"/articles/{slug}/ is gone: if its article has a new slug, add `aliases: [{slug}]` there for a redirect"
    if len(slugs) > _SHOWN:
        yield f"and {len(slugs) - _SHOWN} more"


def run(arguments: argparse.Namespace) -> int:
    """Build the site, say in one line what changed, and return the exit code. Raises BriefingError."""
    from generator.pipeline import build
    from generator.progress import bar
    from generator.project import find_project

    project = find_project(arguments.config, arguments.content, arguments.site, arguments.base_url, arguments.now)
    report = build(project, bar)
    print(report.summary(project.site.as_posix()))
    home = (project.site / "index.html").as_posix()
    for line in _gone(report.removed):
        print(line)
    print(f"The home page is {home}; `briefing serve` shows it as readers will see it")
    return 0
