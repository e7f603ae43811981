"""The `briefing` command: arguments, messages, exit codes."""

from __future__ import annotations

import errno
import os
import sys

from generator import __version__

TYPE_CHECKING = False  # typing takes longer to load than a build that finds nothing changed
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from typing import Any

    from generator.again import LastRun

# In the order in which `briefing --help` lists them. A command is a module of generator/commands with HELP, EXAMPLES,
# add_arguments(parser) and run(arguments) -> exit code.
COMMANDS = ("clean", "explain", "new", "build", "check", "serve", "topics", "theme", "hook")
# The one that notes what it said, and says it again where nothing has changed.
REPEATED = "build"

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
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        last_run = None
        if words[:1] == [REPEATED]:
            from generator.again import LastRun

            last_run = LastRun(words)
            code = last_run.say_again()
        if last_run is None or code is None:
            code = _run(words, last_run)
        if sys.stdout is not None:
            sys.stdout.flush()  # here, where it can be said what is wrong
        return code
    except KeyboardInterrupt as stopped:
        print("stopped", file=sys.stderr)
        return stopped.args[0] if stopped.args else 130
    except BrokenPipeError:
        # Whoever reads our output has read enough, as in `briefing build | head -1`; nothing may be flushed on exit.
        _close_output()
        return 0
    except OSError as error:
        if error.filename is not None or error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
            raise
        _close_output()
        print(f"standard output: {error.strerror} (what was to be written there is lost)", file=sys.stderr)
        return 1


def _close_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(words: list[str], last_run: LastRun | None) -> int:
    from importlib import import_module

    arguments: Any
    if last_run and (known := last_run.arguments):
        from types import SimpleNamespace

        arguments = SimpleNamespace(**known)  # what the same words said, which takes longer to read than to keep
    else:
        # All commands only for whoever asks for help, or mistypes.
        arguments = _parser(words[:1] if words and words[0] in COMMANDS else COMMANDS).parse_args(words)
    arguments.words, arguments.last_run = words, last_run
    from generator.errors import BriefingError

    try:
        return int(import_module(f"generator.commands.{arguments.command}").run(arguments))
    except BriefingError as error:
        if getattr(arguments, "json", False):
            from generator.machine import print_document

            print_document(False, error.problems)
        else:
            from generator.console import print_problems

            print_problems(error)
        return 1


def _parser(names: Sequence[str]) -> argparse.ArgumentParser:
    import argparse
    from importlib import import_module
    from pathlib import Path

    keep = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="briefing",
        description="Makes a news digest with topic pages and feeds from articles in Markdown.",
        epilog=EXAMPLES,
        formatter_class=keep,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    # It would work out its name from a usage line.
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, prog=parser.prog)
    for name in names:
        command = import_module(f"generator.commands.{name}")
        one = commands.add_parser(
            name, help=command.HELP, description=command.__doc__, epilog=command.EXAMPLES, formatter_class=keep
        )
        one.add_argument(
            "--config", type=Path, metavar="FILE", help="settings (default: briefing.yaml, if it is there)"
        )
        command.add_arguments(one)
        one.set_defaults(command=name)
    return parser
