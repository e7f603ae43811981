"""`briefing clean`: raw documents into articles below content/.

What somebody edited stays, and what changed in the document goes into the rest of the article; what was deleted is not
written again. A document that cannot be used is reported, and the others are cleaned all the same; the exit code is
then 1.
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
  briefing clean --diff                       writes nothing, and shows what it would change
  briefing clean --audit audit                and pages in audit/ that show what was done, and why
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `clean`."""
    parser.add_argument("raw", type=Path, nargs="*", metavar="RAW", help="raw files and folders (default: seeds)")
    parser.add_argument("--content", type=Path, metavar="DIR", help="folder of the content (default: content)")
    parser.add_argument(
        "--audit", type=Path, metavar="DIR", help="write a page for each document: what was done and why"
    )
    parser.add_argument("--dry-run", action="store_true", help="write no content, and say what would be done")
    parser.add_argument("--diff", action="store_true", help="the same, and show what would change in content/")


def run(arguments: argparse.Namespace) -> int:
    """Clean, say what was done and what was left alone, and return the exit code. Raises BriefingError."""
    from generator.clean_report import report
    from generator.diff import diff, print_diff
    from generator.intake import ingest
    from generator.progress import bar
    from generator.project import find_project
    from generator.records import ARTICLES, read_articles

    project = find_project(arguments.config, arguments.content)
    raw = arguments.raw or [project.seeds]
    dry_run = arguments.dry_run or arguments.diff
    intake = ingest(raw, project.content, project.config, bar, with_trace=arguments.audit is not None, dry_run=dry_run)
    for problem in intake.problems:
        print(problem, file=sys.stderr)
    for warning in intake.warnings:
        print(warning, file=sys.stderr)
    folder = (project.content / ARTICLES).as_posix()
    if arguments.diff:
        print_diff(diff(intake.changes, read_articles(project.content), folder))
    for line in report(intake, folder, dry_run):
        print(line)
    if intake.trace is not None:
        from generator.audit.pages import INDEX, MARK, render
        from generator.audit_folder import write_audit

        write_audit(list(render(intake.trace, intake.problems)), arguments.audit, MARK)
        print(f"{(arguments.audit / INDEX).as_posix()}: what was done with each document, and why")
    return 1 if intake.problems else 0
