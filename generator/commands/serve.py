"""`briefing serve`: builds the site, shows it on this machine, and rebuilds when something changes."""

from __future__ import annotations

import argparse

from generator.commands import build

HELP = "show the site on this machine and rebuild it on every change"
EXAMPLES = """\
examples:
  briefing serve
  briefing serve --port 8080
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `build`, and the port."""
    build.add_arguments(parser)
    parser.add_argument("--port", type=int, metavar="N", help="port on 127.0.0.1 (default: 8000, or the next that is free)")


def run(arguments: argparse.Namespace) -> int:
    """Serve until somebody stops it. Raises BriefingError where not even the settings can be read."""
    from generator.serve import serve

    return serve(arguments.config, arguments.content, arguments.site, arguments.base_url, arguments.port)
