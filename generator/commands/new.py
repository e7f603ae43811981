"""`briefing new "Headline"`: begins an article.

It writes content/articles/YEAR/SLUG.md with all that an article needs, and prints its path. The file builds as it is;
until you write its text, `briefing build` reminds you.
"""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

HELP = "begin an article"
EXAMPLES = """\
examples:
  briefing new "Border Deal Signed in Batken"
  briefing new "Border Deal Signed in Batken" --topic borders --topic csto --edit
  briefing new "A Look Back" --date 2030-01-31      waits for that day
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `new`."""
    parser.add_argument("headline", metavar="HEADLINE", help="its title; the slug is made of it")
    parser.add_argument("--topic", action="append", default=[], metavar="SLUG", help="one of its topics")
    parser.add_argument("--date", type=_day, metavar="DAY", help="its day, as YYYY-MM-DD (default: today)")
    parser.add_argument("--slug", metavar="SLUG", help="another slug than the headline's")
    parser.add_argument("--draft", action="store_true", help="keep it out of the site for now")
    parser.add_argument("--edit", action="store_true", help="open it in $VISUAL or $EDITOR")
    parser.add_argument("--content", type=Path, metavar="DIR", help="folder of the content (default: content)")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a day: write it as YYYY-MM-DD") from None


def run(arguments: argparse.Namespace) -> int:
    """Write the article, print its path, and return the exit code. Raises BriefingError, with nothing written."""
    from generator.new_article import identified, new_article
    from generator.project import find_project
    from generator.records import ARTICLES, read_articles
    from generator.writing import write_file, writing_to

    editor = _editor() if arguments.edit else []
    project = find_project(arguments.config, arguments.content)
    topics = [topic.slug for topic in project.config.topics]
    date = arguments.date or project.today
    slug, name, text = new_article(arguments.headline, arguments.slug, date, arguments.topic, arguments.draft, topics)
    folder = project.content / ARTICLES
    existing = {(folder / other).as_posix(): found for other, found in read_articles(project.content).items()}
    path = folder / name
    text = identified(text, path.as_posix(), slug, existing)
    with writing_to(folder):
        write_file(path, text.encode())
    print(path.as_posix(), flush=True)
    return _edit(editor, path) if editor else 0


def _editor() -> list[str]:
    import os
    import shlex

    from generator.errors import ConfigError, Location, Problem

    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    if not named.strip():
        problem = Problem(Location("--edit"), "no editor is named", "set EDITOR, or open the file yourself")
        raise ConfigError([problem])
    return shlex.split(named)


def _edit(editor: list[str], path: Path) -> int:
    import subprocess

    from generator.errors import ConfigError, Location, Problem, reason

    try:
        return 1 if subprocess.run([*editor, str(path)], check=False).returncode else 0
    except OSError as error:
        raise ConfigError([Problem(Location("--edit"), f"'{editor[0]}' cannot be run: {reason(error)}")]) from None
