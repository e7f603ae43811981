"""The audit as pages: one for each document and one that lists them, each a file of its own that opens from disk."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from importlib.resources import files

import jinja2

from generator import urls
from generator.audit.sheet import audit
from generator.errors import Problem
from generator.ingest.trace import Trace, by_story
from generator.safe_html import printable
from generator.site_model import Output

INDEX = "index.html"
# By this the edge that writes the pages knows a page of an earlier audit.
MARK = '<meta name="generator" content="briefing clean --audit">'


def render(trace: Trace, problems: Sequence[Problem]) -> Iterator[Output]:
    """Yield a page for each document of a run and the index; `problems` are the documents that could not be used."""
    environment = _environment()
    names = page_names([harvest.document.name for harvest in trace.harvests])
    links = {harvest.document.name: name for harvest, name in zip(trace.harvests, names, strict=True)}
    became = by_story(trace.made)
    sheets = []
    for harvest, name in zip(trace.harvests, names, strict=True):
        sheet = audit(harvest, became, links)
        sheets.append((name, sheet.document.name, sheet.stories, sheet.pieces(True), sheet.pieces(False)))
        yield Output(name, environment.get_template("page.html").render(sheet=sheet).encode())
    yield Output(INDEX, environment.get_template("index.html").render(sheets=sheets, problems=problems).encode())


def page_names(documents: Sequence[str]) -> list[str]:
    """Return a file name for the page of each document: short, plain, and none of them twice."""
    taken = {INDEX.removesuffix(".html")}
    names = []
    for document in documents:
        slug = urls.unique_slug(urls.slug(document.replace("/", "-")), taken)
        taken.add(slug)
        names.append(slug + ".html")
    return names


def _environment() -> jinja2.Environment:
    folder = files("generator.audit")
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: folder.joinpath(name).read_text("utf-8")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: value.__class__(printable(value)) if isinstance(value, str) else value,
    )
    style = folder.joinpath("style.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    # The policy lets this one style in, and nothing else: whatever a document holds, its page can load and run nothing.
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    environment.globals.update(style=style, policy=policy, mark=MARK, index=INDEX)
    return environment
