"""The I/O edge of labelled articles: Markdown files whose front matter says which topics they carry."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from generator.errors import ContentError, Location, Problem, suggestion
from generator.fences import split
from generator.fields import read_fields
from generator.ingest.topic_score import Labelled
from generator.store import read_text


def read_labelled(folder: Path, topics: Collection[str]) -> list[Labelled]:
    """Return the labelled articles below a folder, in the order of their paths.

    Of the front matter only `title` and `topics` are looked at. Raises ContentError with every problem found: no such
    folder, no Markdown file in it, front matter that cannot be read, an unknown topic.
    """
    problems: list[Problem] = []
    labelled: list[Labelled] = []
    paths = sorted(path for path in folder.rglob("*.md") if path.is_file())
    if not paths:
        message = "holds no Markdown file" if folder.is_dir() else "no such folder"
        raise ContentError([Problem(Location(str(folder)), message)])
    for path in paths:
        try:
            header, body, _ = split(read_text(path, ContentError), str(path))
        except ContentError as error:
            problems.extend(error.problems)
            continue
        fields = read_fields(header, str(path), problems, first_line=2)
        if fields is None:
            continue
        for topic, where in fields.located_texts("topics"):
            if topic not in topics:
                problems.append(Problem(where, f"unknown topic '{topic}'", suggestion(topic, topics)))
        title = fields.text("title", required=True)
        labelled.append(Labelled(str(path), title, body, frozenset(fields.texts("topics"))))
    if problems:
        raise ContentError(problems)
    return labelled
