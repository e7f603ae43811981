"""Blocks of Markdown in which every mark means one thing only, which are most of them: read here, at once.

What comes out is what Python-Markdown makes of such a block, to the byte (tests/test_markup.py), in a hundredth of the
time. Whatever could mean anything else is left to it: a block is easy as a whole, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

# Of a character that has a meaning somewhere, the last two for Python-Markdown, nothing is easy but the forms below.
_MEANS = r"\\`*_\[<>&|#\t\r\x02\x03"
_WORDS = rf"[^\s\]{_MEANS}](?:[^\n\]{_MEANS}]*[^\s\]{_MEANS}])?"
_FORM = "|".join(
    (
        rf"(?<!\*)\*\*(?P<strong>{_WORDS})\*\*(?!\*)",
        rf"(?<!\*)\*(?P<em>{_WORDS})\*(?!\*)",
        rf"`(?P<code>{_WORDS})`(?!`)",
        rf"(?<!!)\[(?P<link>{_WORDS})\]\((?P<address>[A-Za-z0-9_:/.~?=%+,;@#-]+)\)",
        r"\\(?P<escaped>[*_{}\[\]()#+.!-])",
    )
)
_TOKEN = re.compile(rf"[^*`\[\\]+|{_FORM}")  # a pattern that begins with any form is tried at every character
_NAMELESS = re.sub(r"\?P<\w+>", "?:", _FORM)
# A line of words: with another beginning it could be something else. All of a block's lines are matched by one pattern,
# without their marks, since a pattern like this takes longer to make than a body to read.
_LINE = rf"(?![-+=:~]|\d+[.)])(?=\S)(?:[^\n{_MEANS}]++|{_NAMELESS})++(?<=\S)"
_LINES = re.compile(rf"(?:{_LINE}(?:\n\n?(?!\Z)|\Z))+")
_HEADING = re.compile(r"(#{1,6}) +(\S.*)")
# Of each kind of list its mark, what it is, its lines, and what it may go on with in a block beside it.
_LISTS = (
    ("ul", "- ", re.compile(r"- \S.*(?:\n\n?- \S.*)*"), re.compile(r"^[\s*+-]", re.MULTILINE)),
    ("ul", "* ", re.compile(r"\* \S.*(?:\n\n?\* \S.*)*"), re.compile(r"^[\s*+-]", re.MULTILINE)),
    ("ol", "1. ", re.compile(r"1\. \S.*(?:\n\n?\d{1,9}\. \S.*)*"), re.compile(r"^[\s\d]", re.MULTILINE)),
)
_MARK = re.compile(r"(?:[-*>]|\d{1,9}\.) ")
_ITEM = re.compile(r"^(?:[-*]|\d+\.) ", re.MULTILINE)
_QUOTATION = re.compile(r"> \S.*(?:\n>(?: \S.*|(?=\n> )))*")
_QUOTED = re.compile(r"^> ?", re.MULTILINE)

# A table of plain cells between bars, each row with as many as the first.
_CELL = rf"[^\n\]{_MEANS}]*\|"
_RULE = re.compile(r"\|(?: *:?-+:? *\|)+")
_ROW = re.compile(rf"\|(?:{_CELL})+")

_QUOTE_MARK = re.compile(r"^[\s>]", re.MULTILINE)


def joined(blocks: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield blocks, each with where it starts, lists and quotations that go on in the next block as one.

    A block has no empty line in it; the parts of such a list have one between them.
    """
    kind = ""
    start, text = 0, ""
    for at, block in blocks:
        found = _MARK.match(block)
        before, kind = kind, found[0].lstrip("0123456789") if found else ""
        if kind and kind == before:
            text += ("\n>\n" if kind == "> " else "\n\n") + block
            continue
        if text:
            yield start, text
        start, text = at, block
    if text:
        yield start, text


def easy(block: str, before: str = "", after: str = "") -> str | None:
    """Return an easy block as HTML, or None; it stands between two others, and may be several that were joined."""
    first = block[:1]
    if first == "#":
        heading = _HEADING.fullmatch(block)
        return _heading(*heading.groups()) if heading and _LINES.fullmatch(heading[2]) else None
    if first == ">":
        is_apart = _QUOTATION.fullmatch(block) and not _joins(_QUOTE_MARK, before, after)
        return _quotation(words) if is_apart and _LINES.fullmatch(words := _QUOTED.sub("", block)) else None
    if first == "|":
        return _table(block.split("\n"))
    for name, mark, lines, goes_on in _LISTS:
        if block.startswith(mark):
            is_apart = lines.fullmatch(block) and not _joins(goes_on, before, after)
            return _list(name, words) if is_apart and _LINES.fullmatch(words := _ITEM.sub("", block)) else None
    return f"<p>{_inline(block)}</p>" if _LINES.fullmatch(block) else None


def _joins(mark: re.Pattern[str], *others: str) -> bool:
    """Return whether a list or a quotation, which have such marks, might go on in a block beside it."""
    return any(map(mark.search, others))


def _heading(mark: str, words: str) -> str:
    return f"<h{len(mark)}>{_inline(words)}</h{len(mark)}>"


def _list(name: str, words: str) -> str:
    items = []
    parts = [part.split("\n") for part in words.split("\n\n")]
    for number, lines in enumerate(parts, 1):
        for at, line in enumerate(lines, 1):
            item = _inline(line)
            # Items beside an empty line are paragraphs.
            is_apart = (at == 1 and number > 1) or (at == len(lines) and number < len(parts))
            items.append(f"<li>\n<p>{item}</p>\n</li>" if is_apart else f"<li>{item}</li>")
    return "\n".join([f"<{name}>", *items, f"</{name}>"])


def _quotation(words: str) -> str:
    paragraphs = "\n".join(f"<p>{_inline(text)}</p>" for text in words.split("\n\n"))
    return f"<blockquote>\n{paragraphs}\n</blockquote>"


def _table(lines: list[str]) -> str | None:
    if len(lines) < 3 or not _RULE.fullmatch(lines[1]) or not all(map(_ROW.fullmatch, (lines[0], *lines[2:]))):
        return None
    rows = [[cell.strip(" ") for cell in line.split("|")[1:-1]] for line in lines]
    if len({*map(len, rows)}) > 1:
        return None
    head, rule, *body = rows
    sides = ["" if cell[-1] != ":" else ' class="center"' if cell[0] == ":" else ' class="right"' for cell in rule]
    return (
        f"<table>\n<thead>\n{_row('th', head, sides)}\n</thead>\n<tbody>\n"
        + "".join([f"{_row('td', row, sides)}\n" for row in body])
        + "</tbody>\n</table>"
    )


def _row(name: str, cells: list[str], sides: list[str]) -> str:
    made = "\n".join([f"<{name}{side}>{cell}</{name}>" for cell, side in zip(cells, sides, strict=True)])
    return f"<tr>\n{made}\n</tr>"


def _inline(text: str) -> str:
    return _TOKEN.sub(_element, text) if any(mark in text for mark in "*`[\\") else text


def _element(form: re.Match[str]) -> str:
    name, words = form.lastgroup, form[form.lastgroup or 0]
    if name is None or name == "escaped":
        return words
    if name == "address":
        return f'<a href="{words}">{form["link"]}</a>'
    return f"<{name}>{words}</{name}>"
