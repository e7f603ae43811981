"""`briefing explain`: where each part of an article's front matter comes from.

The raw documents that the article names are read and cleaned once more, and nothing is written. On a terminal lines are
wrapped to its width; into a pipe each statement is one line.
"""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "say where each part of an article's front matter comes from"
EXAMPLES = """\
examples:
  briefing explain border-deal                                     by its slug
  briefing explain content/articles/2024/border-deal.md --all      each dropped block as well
  briefing explain border-deal ~/scraped --content /tmp/x          documents and content elsewhere
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `explain`."""
    parser.add_argument("article", metavar="ARTICLE", help="path of its file, slug or id")
    parser.add_argument("raw", type=Path, nargs="*", metavar="RAW", help="raw files and folders (default: seeds)")
    parser.add_argument("--content", type=Path, metavar="DIR", help="folder of the content (default: content)")
    parser.add_argument("--all", action="store_true", help="list each dropped block with its line and rule")


def run(arguments: argparse.Namespace) -> int:
    """Print the explanation and return the exit code. Raises BriefingError."""
    import os
    import shutil
    import sys

    from generator.explain.layout import lay_out
    from generator.explain.parts import explain
    from generator.explain.retrace import retrace
    from generator.project import find_project

    project = find_project(arguments.config, arguments.content)
    subject = retrace(arguments.article, project.content, arguments.raw or [project.seeds], project.config)
    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else None
    print((project.content / "articles" / subject.path).as_posix())
    parts = explain(subject, project.config.topics, arguments.all)
    print(lay_out(parts, width, terminal and "NO_COLOR" not in os.environ), end="")
    return 0
