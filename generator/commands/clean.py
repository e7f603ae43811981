"""`briefing clean`: raw documents into articles below content/.

What somebody edited stays, and what changed in the document goes into the rest of the article; what was deleted is not
written again. A document that cannot be used is reported, and the others are cleaned all the same; the exit code is
then 1.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.cache import Memo
    from generator.project import Project
    from generator.repeat import Repeat

HELP = "clean raw documents into articles"
EXAMPLES = """\
examples:
  briefing clean                              everything in seeds/ into content/
  briefing clean seeds/dump.txt page.html     these documents only
  briefing clean ~/scraped --content /tmp/x   from and to any folder
  briefing clean --diff                       writes nothing, and shows what it would change
  briefing clean archive --jobs 4             a large archive, in four processes
  briefing clean --audit audit                and pages in audit/ that show what was done, and why
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `clean`."""
    parser.add_argument("raw", type=Path, nargs="*", metavar="RAW", help="raw files and folders (default: seeds)")
    parser.add_argument("--content", type=Path, metavar="DIR", help="folder of the content (default: content)")
    parser.add_argument(
        "--audit", type=Path, metavar="DIR", help="write a page for each document: what was done and why"
    )
    parser.add_argument(
        "--jobs", type=_at_least_one, metavar="N", help="processes that clean (default: one for each processor)"
    )
    parser.add_argument(
        "--scheduler", metavar="URL", help="address of a Dask scheduler whose workers clean, as tcp://10.0.0.1:8786"
    )
    parser.add_argument("--dry-run", action="store_true", help="write no content, and say what would be done")
    parser.add_argument("--diff", action="store_true", help="the same, and show what would change in content/")
    parser.add_argument("--json", action="store_true", help="print one JSON document, for programs")


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of processes")
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    """Clean, say what was done and what was left alone, and return the exit code. Raises BriefingError."""
    import os
    from contextlib import nullcontext

    from generator.cache import open_memo, rules_digest
    from generator.project import find_project
    from generator.records import ARTICLES, cleaning
    from generator.repeat import Repeat
    from generator.store import ORIGINS, RECORDS

    def waiting() -> None:
        print(f"another clean is at work on {project.content.as_posix()}/: waiting for it", file=sys.stderr, flush=True)

    project = find_project(arguments.config, arguments.content)
    raw = arguments.raw or [project.seeds]
    config = project.config
    rules = rules_digest(repr((config.topics, config.sources, config.limits)).encode())
    # Path.is_dir raises where a folder above cannot be entered.
    folders = all(os.path.isdir(path) for path in raw)  # noqa: PTH112
    dry_run = arguments.dry_run or arguments.diff
    with nullcontext() if dry_run else cleaning(project.content, waiting), open_memo(project.cache, rules) as memo:
        if arguments.audit or dry_run or arguments.json or not folders:
            return _clean(arguments, project, raw, memo, rules, None)
        names = ["clean", *map(str, raw), str(project.content)]
        records = project.content / RECORDS
        repeat = Repeat(memo, rules, names, [*raw, project.content / ARTICLES, records], but=records / ORIGINS)
        if before := repeat.find():
            return _say(before.out, before.err, before.code)
        return _clean(arguments, project, raw, memo, rules, repeat)


def _say(out: Iterable[str], err: Iterable[str], code: int) -> int:
    for line in err:
        print(line, file=sys.stderr)
    for line in out:
        print(line)
    return code


def _clean(
    arguments: argparse.Namespace, project: Project, raw: list[Path], memo: Memo, rules: str, repeat: Repeat | None
) -> int:
    from generator.clean_report import as_values, report
    from generator.diff import diff, print_diff
    from generator.intake import ingest
    from generator.machine import print_document
    from generator.progress import bar
    from generator.recall import Means
    from generator.records import ARTICLES, read_articles, touched

    dry_run = arguments.dry_run or arguments.diff
    means = Means(memo, rules, arguments.jobs, arguments.scheduler)
    intake = ingest(raw, project.content, project.config, bar, arguments.audit is not None, dry_run, means)
    folder = (project.content / ARTICLES).as_posix()
    # After the run that writes there is no difference left.
    lines = diff(intake.changes, read_articles(project.content), folder) if arguments.diff else iter(())
    err = [str(problem) for problem in (*intake.problems, *intake.warnings)]
    code = 1 if intake.problems else 0
    if arguments.json:
        print_document(
            not intake.problems, intake.problems, written=not dry_run, **as_values(intake, folder), diff=list(lines)
        )
    else:
        print_diff(lines)
        _say(report(intake, folder, dry_run), err, code)
    if intake.trace is not None:
        from generator.audit.pages import INDEX, MARK, render
        from generator.audit_folder import write_audit

        write_audit(list(render(intake.trace, intake.problems)), arguments.audit, MARK)
        if not arguments.json:
            print(f"{(arguments.audit / INDEX).as_posix()}: what was done with each document, and why")
    if repeat is not None:
        next_time = list(report(intake.settled(), folder, dry_run))
        written, removed = touched(intake.changes, project.content)
        repeat.note(written, removed, next_time, err, code)
    return code
