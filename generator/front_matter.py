"""The seam: content files as text, split and parsed. An Article survives dump (dumping.py) and parse unchanged."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection

from generator import urls
from generator.errors import ContentError, Location, Problem, suggestion
from generator.facts_fields import (
    parse_events,
    parse_figures,
    parse_key_points,
)
from generator.fences import split
from generator.fields import MOST_PROBLEMS, Fields, read_fields
from generator.model import Article, DateBasis, SourceRef
from generator.site_model import Page

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# An address on the site: no empty part, none that leads elsewhere, nothing that has to be encoded.
_ADDRESS = re.compile(r"(?:/(?!\.{1,2}(?:/|$))[\w.~+,=@()&;!*'-]+)+/?")


def parse_article(
    text: str, path: str, topics: Collection[str] | None = None, measures: Collection[str] | None = None
) -> Article:
    """Return the article that a content file holds.

    `topics` and `measures` are the known slugs; None skips that check. Raises ContentError with every problem of the
    file.
    """
    return parse_parts(split(text, path), path, topics, measures)


def parse_parts(
    parts: tuple[str, str, int],
    path: str,
    topics: Collection[str] | None = None,
    measures: Collection[str] | None = None,
) -> Article:
    """Return the article in a content file of which `split` returned the parts; see parse_article."""
    header, body, body_line = parts
    problems: list[Problem] = []
    fields = read_fields(header, path, problems, first_line=2)
    if fields is None:
        raise ContentError(problems)
    for topic, where in fields.located_texts("topics"):
        if topics is not None and topic not in topics and len(problems) < MOST_PROBLEMS:
            problems.append(Problem(where, f"unknown topic '{topic}'", suggestion(topic, topics)))
    if not body.strip():
        problems.append(Problem(Location(path, body_line), "the body is empty", "write it below the front matter"))
    date = fields.day("date")
    basis = fields.choice("date_basis", (basis.value for basis in DateBasis))
    article = Article(
        title=fields.text("title", required=True),
        slug=_slug(fields, "slug", required=True),
        id=_id(fields),
        date=date,
        # A date without a basis was typed by a person: the cleaner always says how it knows.
        date_basis=None if date is None else DateBasis(basis) if basis else DateBasis.EDITOR,
        topics=fields.texts("topics"),
        countries=fields.texts("countries"),
        summary=fields.text("summary"),
        complete=fields.flag("complete", True),
        sources=tuple(_source(entry) for entry in fields.mappings("sources")),
        story=_slug(fields, "story"),
        key_points=parse_key_points(fields),
        figures=parse_figures(fields, measures),
        events=parse_events(fields),
        draft=fields.flag("draft", False),
        expires=_expires(fields, date),
        updated=_updated(fields, date),
        aliases=_aliases(fields),
        body=body.strip("\n") + "\n",
        origin=Location(path),
        body_line=body_line,
        lines=fields.lines(),
    )
    fields.finish()
    if problems:
        raise ContentError(problems)
    return article


def _id(fields: Fields) -> str:
    """Return the id, which goes into every feed as it is: two ids may not become one by what XML cannot hold."""
    name = fields.text("id", required=True)
    if odd := next((char for char in name if not char.isprintable()), ""):
        fields.report("id", f"an id cannot hold U+{ord(odd):04X}", "letters, digits and hyphens do")
    return name


def _updated(fields: Fields, date: dt.date | None) -> dt.date | None:
    updated = fields.day("updated")
    if updated and date and updated < date:
        fields.report("updated", f"'{updated}' is before the article's date", "the day on which its text last changed")
    return updated


def _expires(fields: Fields, date: dt.date | None) -> dt.date | None:
    expires = fields.day("expires")
    if expires and date and expires <= date:
        fields.report("expires", f"'{expires}' is not after the article's date", "the first day without the article")
    return expires


def _aliases(fields: Fields) -> tuple[str, ...]:
    """Return the earlier addresses of an article as permalinks; each is written as one, or as a slug."""
    aliases = []
    for text, where in fields.located_texts("aliases"):
        if _SLUG.fullmatch(text):
            aliases.append(urls.article(text))
        elif _ADDRESS.fullmatch(text):
            # A file without an ending would be offered for download.
            aliases.append(text if text.endswith(("/", ".html", ".htm")) else text + "/")
        else:
            hint = "an earlier slug, or an address on this site such as /2019/border-deal/"
            fields.report_at(where, f"'{text}' is not an earlier address", hint)
    return tuple(dict.fromkeys(aliases))


def _slug(fields: Fields, key: str, required: bool = False) -> str:
    slug = fields.text(key, required=required)
    if slug and (not _SLUG.fullmatch(slug) or len(slug) > 200):
        fields.report(key, f"'{slug}' is not a slug", "use a-z, 0-9 and single hyphens, 200 characters at most")
    return slug


def _source(fields: Fields) -> SourceRef:
    url = fields.optional_text("url")
    if url and not url.startswith(("http://", "https://")):
        fields.report("url", f"'{url}' is not a web address", "start it with https://")
    source = SourceRef(
        document=fields.text("document", required=True),
        publisher=fields.optional_text("publisher"),
        url=url,
        retrieved=fields.day("retrieved"),
        sha256=fields.text("sha256"),
        licence=fields.optional_text("licence"),
    )
    fields.finish()
    return source


def parse_page(text: str, path: str, slug: str) -> Page:
    """Return a page of content/pages or a topic's introduction; `slug` comes from the file name.

    Raises ContentError with every problem of the file.
    """
    header, body, body_line = split(text, path)
    problems: list[Problem] = []
    fields = read_fields(header, path, problems, first_line=2)
    if fields is None:
        raise ContentError(problems)
    title = fields.text("title", required=True)
    if not _SLUG.fullmatch(slug):
        problems.append(Problem(Location(path), f"'{slug}' is not a slug", "rename the file: a-z, 0-9 and hyphens"))
    fields.finish()
    if problems:
        raise ContentError(problems)
    return Page(slug=slug, title=title, body=body.strip("\n") + "\n", origin=Location(path), body_line=body_line)
