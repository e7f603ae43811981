"""Markdown -> safe HTML, through one of the engines and then the one sanitiser."""

from __future__ import annotations

import functools
from collections.abc import Callable
from importlib import import_module

from generator.safe_html import sanitise

# By the names of `markdown_engine` in briefing.yaml. Each is a module with convert(text) -> HTML, imported when it is
# asked for: what is not used need not be installed.
ENGINES = {"python-markdown": "python_markdown", "commonmark": "commonmark"}


def render(text: str, engine: str = "python-markdown") -> str:
    """Return Markdown as safe HTML: paragraphs, headings from h2, lists, quotes, tables, links, images of this site."""
    return sanitise(_convert(engine)(text))


@functools.cache
def _convert(engine: str) -> Callable[[str], str]:
    convert: Callable[[str], str] = import_module(f"generator.publish.{ENGINES[engine]}").convert
    return convert
