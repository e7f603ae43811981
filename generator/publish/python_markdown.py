"""The Markdown engine that is always there: Python-Markdown with tables, and lists that do not run into one another."""

from __future__ import annotations

import functools
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.extensions.tables import TableExtension
from markdown.treeprocessors import Treeprocessor


class _Alignment(Treeprocessor):
    """A column's alignment as a class: the style and align attributes that Python-Markdown knows are not allowed."""

    def run(self, root: Element) -> None:
        for cell in root.iter():
            if cell.tag in ("td", "th") and (side := cell.attrib.pop("align", "left")) != "left":
                cell.set("class", side)


class _AlignmentExtension(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        md.treeprocessors.register(_Alignment(md), "alignment", 5)


@functools.cache
def _engine() -> markdown.Markdown:
    tables = TableExtension(use_align_attribute=True)
    return markdown.Markdown(extensions=[tables, _AlignmentExtension(), "sane_lists"], output_format="html")


def convert(text: str) -> str:
    """Return Markdown as HTML that is not safe yet."""
    return _engine().reset().convert(text)
