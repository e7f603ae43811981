"""The `briefing` command: arguments, messages, exit codes."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from generator import __version__
from generator.commands import build, check, clean, explain, hook, new, serve, theme, topics
from generator.console import print_problems
from generator.errors import BriefingError
from generator.machine import print_document

# In the order in which `briefing --help` lists them. A command is a module of generator/commands with HELP, EXAMPLES,
# add_arguments(parser) and run(arguments) -> exit code.
COMMANDS: dict[str, ModuleType] = {
    "clean": clean,
    "explain": explain,
    "new": new,
    "build": build,
    "check": check,
    "serve": serve,
    "topics": topics,
    "theme": theme,
    "hook": hook,
}

EXAMPLES = """\
examples:
  briefing clean            make articles of the raw documents in seeds/
  briefing new "Headline"   begin an article of your own
  briefing build            make the site in site/
  briefing serve            look at it, and go on editing
  briefing build --help     all that `build` takes
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    That is 0, 1 for problems that were printed, 2 for usage, and 128 and the signal's number for whoever was stopped:
    130 for Ctrl-C.
    """
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except BriefingError as error:
        if getattr(arguments, "json", False):
            print_document(False, error.problems)
        else:
            print_problems(error)
        return 1
    except KeyboardInterrupt as stopped:
        print("stopped", file=sys.stderr)
        return stopped.args[0] if stopped.args else 130
    except BrokenPipeError:
        # Whoever reads our output has read enough, as in `briefing build | head -1`; nothing may be flushed on exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    keep = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="briefing",
        description="Makes a news digest with topic pages and feeds from articles in Markdown.",
        epilog=EXAMPLES,
        formatter_class=keep,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, command in COMMANDS.items():
        one = commands.add_parser(
            name, help=command.HELP, description=command.__doc__, epilog=command.EXAMPLES, formatter_class=keep
        )
        one.add_argument(
            "--config", type=Path, metavar="FILE", help="settings (default: briefing.yaml, if it is there)"
        )
        command.add_arguments(one)
        one.set_defaults(run=command.run)
    return parser
