"""`briefing serve`: builds the site, shows it on this machine, and rebuilds when something changes."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from generator.commands import build

if TYPE_CHECKING:
    from generator.project import Project

HELP = "show the site on this machine and rebuild it on every change"
EXAMPLES = """\
examples:
  briefing serve
  briefing serve --port 8080
  briefing serve --drafts            with drafts and what is still to come, marked
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the places that `build` has too, the port, and what is shown."""
    build.add_places(parser)
    parser.add_argument("--drafts", action="store_true", help="show drafts and articles of days to come too, marked")
    parser.add_argument(
        "--port", type=_port, metavar="N", help="port on 127.0.0.1 (default: 8000, or the next that is free; 0: any)"
    )


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"'{text}' is not a port: give a number from 0 to 65535")
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl-C. Raises BriefingError where not even the settings can be read."""
    from generator.console import print_problems
    from generator.project import find_project
    from generator.serve import serve

    def find() -> Project:
        return find_project(
            arguments.config,
            arguments.content,
            arguments.site,
            arguments.base_url,
            arguments.now,
            arguments.drafts,
        )

    serve(find, lambda message: print(message, flush=True), print_problems, arguments.port)
    return 0
