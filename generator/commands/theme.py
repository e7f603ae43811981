"""`briefing theme new NAME`: begins a theme of your own.

It writes themes/NAME with one template, the frame of every page, and one style sheet, the colours. Each file stands in
for the default theme's file of the same path, or extends it; all that the folder does not have stays the default's.
"""

from __future__ import annotations

import argparse

HELP = "begin a theme of your own"
EXAMPLES = """\
examples:
  briefing theme new mine              writes themes/mine
  briefing serve                       after `theme: mine` in briefing.yaml: shows every change of it
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `theme`."""
    parser.add_argument("action", choices=["new"], help="what to do: begin a new theme")
    parser.add_argument("name", metavar="NAME", help="name of its folder below themes/")


def run(arguments: argparse.Namespace) -> int:
    """Write the files, say which, and return the exit code. Raises BriefingError."""
    from generator.project import find_project
    from generator.theme_folder import new_theme

    themes = find_project(arguments.config).themes
    for path in new_theme(arguments.name, themes):
        print((themes / arguments.name / path).as_posix())
    print(f"Set `theme: {arguments.name}` in briefing.yaml, then look at it with `briefing serve`")
    return 0
