"""The Markdown engine that is always there: Python-Markdown with tables, and lists that do not run into one another."""

from __future__ import annotations

import functools
import re
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.extensions.tables import TableExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import STX, AtomicString

from generator.publish.easy_markdown import easy
from generator.safe_html import printable

_GAP = re.compile(r"\n(?: *\n)+")
# What may tie blocks together that stand apart: mark-up in HTML, and where a link leads that is named elsewhere.
_TIES = re.compile(r"[<\t\r]|\]:")
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
    """Return Markdown as HTML that is not safe yet."""
    text = printable(text)  # the engine marks its place holders with control characters: none of the author's for it
    if _TIES.search(text):
        return _whole(text)
    # The engine gets a word in place of each run of easy blocks.
    word = "x" * (1 + max(map(len, re.findall("x+", text)), default=0))
    starts, ends = [0], []
    for gap in _GAP.finditer(text):
        ends.append(gap.start())
        starts.append(gap.end())
    blocks = [text[start:end] for start, end in zip(starts, [*ends, len(text.rstrip("\n"))], strict=True)]
    kept: list[str] = []
    runs: list[list[str]] = []
    done = 0
    for start, end, before, block, after in zip(
        starts, [*starts[1:], len(text)], ["", *blocks], blocks, [*blocks[1:], ""], strict=False
    ):
        if made := easy(block, before, after):
            if start > done or not runs:
                kept += (text[done:start], word, "\n\n")
                runs.append([])
            runs[-1].append(made)
            done = end
    if len(kept) == 3 and not kept[0] and done == len(text):
        return "\n".join(runs[0])
    first, *others = _whole("".join([*kept, text[done:]])).split(f"<p>{word}</p>")
    return first + "".join("\n".join(run) + other for run, other in zip(runs, others, strict=True))


def _whole(text: str) -> str:
    return _engine().reset().convert(text)
