"""`briefing clean`: raw documents into articles below content/.

Articles that somebody edited or deleted since are left alone and reported. A document that cannot be used is reported,
and the others are cleaned all the same; the exit code is then 1.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HELP = "clean raw documents into articles"
EXAMPLES = """\
examples:
  briefing clean                              everything in seeds/ into content/
  briefing clean seeds/dump.txt page.html     these documents only
  briefing clean ~/scraped --content /tmp/x   from and to any folder
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `clean`."""
    parser.add_argument("raw", type=Path, nargs="*", metavar="RAW", help="raw files and folders (default: seeds)")
    parser.add_argument("--content", type=Path, metavar="DIR", help="folder of the content (default: content)")


def run(arguments: argparse.Namespace) -> int:
    """Clean, say what was done and what was left alone, and return the exit code. Raises BriefingError."""
    from generator.ingest.reconcile import Outcome
    from generator.intake import ingest
    from generator.progress import bar
    from generator.project import find_project

    project = find_project(arguments.config, arguments.content)
    intake = ingest(arguments.raw or [project.seeds], project.content, project.config, bar)
    for problem in intake.problems:
        print(problem, file=sys.stderr)
    said = {
        Outcome.EDITED: "edited since it was written: kept as it is",
        Outcome.KEPT: "edited since it was written: kept as it is (the cleaner would now write it differently)",
        Outcome.DELETED: "deleted since it was written: not written again",
        Outcome.PARTIAL: "also comes from documents that were not read this time: left as it is",
    }
    for path, outcome in intake.changes.outcomes:
        if outcome in said:
            print(f"{(project.content / 'articles' / path).as_posix()}: {said[outcome]}")
    for stub in intake.stubs:
        print(f"{stub.document}:{stub.line}: headline without a body: {stub.title}")
    print(
        f"{intake.documents} documents read; "
        f"{intake.count(Outcome.NEW, Outcome.UPDATED)} articles written, "
        f"{intake.count(Outcome.UNCHANGED, Outcome.PARTIAL)} unchanged, "
        f"{intake.count(Outcome.EDITED, Outcome.KEPT, Outcome.DELETED)} left to their editors; "
        f"{intake.merged} merged; {len(intake.stubs)} headlines without a body; {intake.dropped} blocks dropped"
    )
    return 1 if intake.problems else 0
