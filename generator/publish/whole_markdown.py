"""Python-Markdown with tables, lists that do not run into one another, and columns aligned by classes."""

from __future__ import annotations

import functools
import re
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.extensions.tables import TableExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import STX, AtomicString

# All that a pattern inside a line begins with; where nothing of it stands, none has to look.
_MARKS = re.compile(rf"[\\`*_\[<&{STX}]|  \n")


class _Alignment(Treeprocessor):
    """A column's alignment as a class: the style and align attributes that Python-Markdown knows are not allowed."""

    def run(self, root: Element) -> None:
        for cell in root.iter():
            if cell.tag in ("td", "th") and (side := cell.attrib.pop("align", "left")) != "left":
                cell.set("class", side)


class _Plain(Treeprocessor):
    """Text without any mark, which is most of it, is spared the search for each pattern."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.text and not _MARKS.search(element.text):
                element.text = AtomicString(element.text)


class _Ours(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        md.treeprocessors.register(_Plain(md), "plain", 25)  # before the patterns, at 20
        md.treeprocessors.register(_Alignment(md), "alignment", 5)


@functools.cache
def _engine() -> markdown.Markdown:
    tables = TableExtension(use_align_attribute=True)
    return markdown.Markdown(extensions=[tables, _Ours(), "sane_lists"], output_format="html")


def convert(text: str) -> str:
    """Return any Markdown as HTML that is not safe yet."""
    return _engine().reset().convert(text)
