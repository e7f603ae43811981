"""The text of an article that a person is about to write: valid as it stands, in the house's order, with hints."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from generator import urls
from generator.dumping import dump_header
from generator.errors import ContentError, Location, Problem, suggestion
from generator.publish.due import UNWRITTEN

# The two keys that no other article may have the same of; whether the rest of a file is right does not matter here.
_IDENTITY = re.compile(r"""^(slug|id):[ \t]*["']?([^\s"']+)""", re.M)


def new_article(
    title: str, slug: str | None, date: dt.date, topics: Sequence[str], draft: bool, known_topics: Collection[str]
) -> tuple[str, str, str]:
    """Return the slug of a new article, its path below content/articles, and its text without an id.

    Raises ContentError for a headline without a word, a slug that is none, and for unknown topics.
    """
    title = " ".join(title.split())
    problems = [
        Problem(Location("--topic"), f"unknown topic '{topic}'", suggestion(topic, known_topics))
        for topic in topics
        if topic not in known_topics
    ]
    if not re.search(r"\w", title):
        problems.append(Problem(Location("HEADLINE"), "is empty", 'such as "Border Deal Signed in Batken"'))
    if slug is not None and slug != urls.slug(slug):
        problems.append(Problem(Location("--slug"), f"'{slug}' is not a slug", f"such as {urls.slug(slug)}"))
    if problems:
        raise ContentError(problems)
    slug = slug or urls.slug(title)
    return slug, f"{date.year:04}/{slug}.md", "".join(_lines(title, slug, date, topics, draft, known_topics))


def _lines(
    title: str, slug: str, date: dt.date, topics: Sequence[str], draft: bool, known_topics: Collection[str]
) -> Iterator[str]:
    yield "---\n"
    yield dump_header({"title": title, "slug": slug})
    yield "id: {id}  # what feed readers know it by: never change it\n"
    yield dump_header({"date": date, "date_basis": "editor"})
    yield _hinted({"topics": list(dict.fromkeys(topics))}, f"some of: {', '.join(known_topics)}")
    yield _hinted({"countries": []}, "in English, such as [Kyrgyzstan, Tajikistan]")
    yield _hinted({"summary": ""}, "one or two sentences, for lists and feeds")
    yield _hinted({"complete": True}, "false: the source cuts the text off")
    yield _hinted({"sources": []}, "such as [{document: note.txt, publisher: The Post, url: https://example.org/}]")
    yield "# key_points:\n#   - text: A sentence of the text below, word for word.\n"
    yield "# expires: 2030-01-31  # the first day without it\n"
    yield (
        "draft: true  # take this line away to publish it\n" if draft else "# draft: true  # keeps it out of the site\n"
    )
    yield f"---\n\n{UNWRITTEN}\n"


def _hinted(header: Mapping[str, object], hint: str) -> str:
    return f"{dump_header(header).rstrip()}  # {hint}\n"


def identified(text: str, path: str, slug: str, existing: Mapping[str, str]) -> str:
    """Return the text of a new article with an id that no other one has.

    `existing` holds the texts of all articles by their paths. Raises ContentError naming the one that has the slug, or
    stands where the new one is to be.
    """
    ids = set()
    for other, found in sorted(existing.items()):
        keys = dict(_IDENTITY.findall(found.partition("\n---")[0]))
        ids.add(keys.get("id"))
        hint = "name another with --slug"
        if other == path:
            raise ContentError([Problem(Location(path), "is there already", hint)])
        if keys.get("slug") == slug:
            raise ContentError([Problem(Location(path), f"the slug '{slug}' is taken by {other}", hint)])
    number = 0
    while (identity := urls.new_id(path, slug, number)) in ids:
        number += 1
    return text.replace("{id}", identity, 1)
