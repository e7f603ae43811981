"""Markdown -> safe HTML, through Python-Markdown and then the one sanitiser."""

from __future__ import annotations

import functools
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.extensions.tables import TableExtension
from markdown.treeprocessors import Treeprocessor

from generator.safe_html import printable, sanitise


class _Alignment(Treeprocessor):
    """A column's alignment as a class: the style and align attributes that Python-Markdown knows are not allowed."""

    def run(self, root: Element) -> None:
        for cell in root.iter():
            if cell.tag in ("td", "th") and (side := cell.attrib.pop("align", "")):
                cell.set("class", side)


class _AlignmentExtension(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        md.treeprocessors.register(_Alignment(md), "alignment", 5)


@functools.cache
def _engine() -> markdown.Markdown:
    tables = TableExtension(use_align_attribute=True)
    return markdown.Markdown(extensions=[tables, _AlignmentExtension(), "sane_lists"], output_format="html")


def render(text: str) -> str:
    """Return Markdown as safe HTML: paragraphs, headings from h2, lists, quotes, tables, links, images of this site."""
    # Python-Markdown marks its place holders with control characters, so none of the author's may reach it.
    return sanitise(_engine().reset().convert(printable(text)))
