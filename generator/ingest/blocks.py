"""Blocks -> Markdown that renders to exactly their text, whatever marks the text has in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.model import Block, Kind

# What Python-Markdown takes for mark-up inside a line. An underscore inside a word is none.
_INLINE = re.compile(r"[\\`*\[]|(?<![^\W_])_|_(?![^\W_])")
_INLINE_MARKS = "\\`*[_"
_ENTITY = re.compile(r"&(?=#|\w{1,31};)")
_LINE_START = re.compile(r"^(?:[#>]|[-+](?=\s|$|-)|\d+(?=[.)](?:\s|$)))")
_NUMBERED = re.compile(r"^(\d{1,2})[.)]\s+")


def to_markdown(blocks: Iterable[Block]) -> str:
    """Return the body of an article: paragraphs, headings, lists, quotations and tables; ends in a line break."""
    pieces: list[str] = []
    previous = ""
    for block in blocks:
        text = _RENDERERS[block.kind](block.text)
        # Bullets and numbers side by side would be one list, in which the marks of the other kind are text.
        kind = ("- " if text.startswith("- ") else "1. ") if block.kind is Kind.ITEM else ""
        pieces.append(text if not pieces else ("\n" if kind and kind == previous else "\n\n") + text)
        previous = kind
    return "".join(pieces) + "\n"


def escape(text: str) -> str:
    """Return a line of text with everything escaped that Markdown would take for mark-up inside a line."""
    if any(mark in text for mark in _INLINE_MARKS):
        text = _INLINE.sub(lambda match: "\\" + match[0], text)
    if "&" in text:
        text = _ENTITY.sub("&amp;", text)
    return text.replace("<", "&lt;")


def _paragraph(text: str) -> str:
    escaped = escape(text)
    start = _LINE_START.match(escaped)
    if not start:
        return escaped
    # A number before a point would begin a list: there the point is escaped, elsewhere the mark itself.
    return f"{start[0]}\\{escaped[start.end() :]}" if start[0].isdigit() else "\\" + escaped


def _heading(text: str) -> str:
    return "## " + re.sub(r"(#+)$", lambda match: "\\#" * len(match[0]), escape(text))


def _item(text: str) -> str:
    numbered = _NUMBERED.match(text)
    return f"{numbered[1]}. {escape(text[numbered.end() :])}" if numbered else f"- {_paragraph(text)}"


def _quote(text: str) -> str:
    return "> " + _paragraph(text)


def _table(text: str) -> str:
    rows = [[escape(cell).replace("|", "\\|") for cell in row.split("\t")] for row in text.split("\n")]
    width = max(len(row) for row in rows)
    rows = [row + [""] * (width - len(row)) for row in rows]
    rule = ["---"] * width
    return "\n".join("| " + " | ".join(row) + " |" for row in [rows[0], rule, *rows[1:]])


_RENDERERS = {
    Kind.PARAGRAPH: _paragraph,
    Kind.STANDFIRST: _paragraph,
    Kind.HEADING: _heading,
    Kind.ITEM: _item,
    Kind.QUOTE: _quote,
    Kind.TABLE: _table,
}
