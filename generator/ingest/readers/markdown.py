"""A page that a scraper saved as Markdown: its marks taken off, so that the rules for lines see lines.

The syntax is that of CommonMark (https://spec.commonmark.org/): headings, links, images, emphasis, lists, fences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from generator.ingest.words import count_words

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(?=\S)")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_FENCE = re.compile(r" {0,3}(?:`{3,}|~{3,})[\w-]{0,20}[ \t]*$")
_DEFINITION = re.compile(r" {0,3}\[[^\[\]^]{1,100}\]:[ \t]+\S+(?:[ \t]+[\"'(].{0,200})?$")
_ITEM = re.compile(r"([ \t]*)[*+-][ \t]+(?=\S)")
_NUMBER = re.compile(r"([ \t]*\d{1,2}[.)])[ \t]+(?=\S)")
_SIGNS = ("#", "*", "_")
_BOLD_LINE = re.compile(r"[ \t]*(\*\*|__)([^*_]{2,200})\1[ \t]*$")

_ADDRESS = r"\((?:[^()\s]|\([^()\s]{0,200}\)){0,1000}(?:\s+(?:\"[^\"]{0,300}\"|'[^']{0,300}'))?\)"
_IMAGE = re.compile(rf"!\[[^\[\]]{{0,300}}\]{_ADDRESS}")
_LINK = re.compile(rf"\[([^\[\]]{{0,400}})\]({_ADDRESS}|\[[^\[\]]{{0,100}}\](?!\())")
_AUTOLINK = re.compile(r"<https?://[^<>\s]{1,1000}>")
_EMPHASIS = re.compile(r"(?<![\w*_])(\*{1,3}|_{1,3})(?=[^\s*_])([^*_]{1,400}?)(?<=[^\s*_])\1(?![\w*_])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~$&\"'-])")

_LEAST_LINKS, _LEAST_HEADS = 2, 2
_STORY_LEVELS = 4  # levels of headings
_LEAST_TEXT, _OWN_TEXT = 15, 30  # words below a headline that is a link; below that of an article
_NESTED = 3  # an image in a link in a link


class Plain(msgspec.Struct, frozen=True):
    """The rows of a page without marks, as many as before; what was taken off each; the numbers of its headlines."""

    rows: tuple[str, ...]
    marks: dict[int, str]
    headlines: frozenset[int]


def is_markdown(rows: Sequence[str]) -> bool:
    """Return whether rows of text are written in Markdown: they have links, or headings, as it writes them."""
    links = sum("](" in row and _LINK.search(row) is not None for row in rows)
    signs = (row for row in rows if row.lstrip()[:1] in _SIGNS)
    heads = sum(bool(_HEADING.match(row) or _BOLD_LINE.match(row)) for row in signs)
    return links >= _LEAST_LINKS or heads >= _LEAST_HEADS


def make_plain(rows: Sequence[str]) -> Plain:
    """Return the rows of a page in Markdown as plain text. Numbers of rows count from 1."""
    plain: list[str] = []
    marks: dict[int, str] = {}
    heads: list[tuple[int, int, bool]] = []
    for number, row in enumerate(rows, 1):
        above = plain[-1].strip() if plain else ""
        underline = _UNDERLINE.match(row)
        if _FENCE.match(row) or _DEFINITION.match(row) or (underline and above and count_words(rows[number - 2])):
            plain.append("")
            marks[number] = row.strip()
            if underline and not _HEADING.match(rows[number - 2]):
                heads.append((1 if underline[1][0] == "=" else 2, number - 1, _leads_on(rows[number - 2], above)))
            continue
        heading = _HEADING.match(row)
        text, taken = _without_links(_headed(row[heading.end() :]) if heading else row)
        if item := _ITEM.match(text):
            text = f"{item[1]}• {text[item.end() :]}"
        elif item := _NUMBER.match(text):
            text = f"{item[1]} {text[item.end() :]}"
        if heading or _BOLD_LINE.match(text):
            heads.append((len(heading[1]) if heading else _STORY_LEVELS + 1, number, _leads_on(row, text)))
        plain.append(_without_emphasis(text))
        if taken := [*([heading[1]] if heading else []), *taken]:
            marks[number] = " ".join(taken)
    return Plain(tuple(plain), marks, frozenset(_headlines(plain, heads)))


def _headed(row: str) -> str:
    """Return the words of a heading without the signs that may close it."""
    text = row.rstrip()
    open_end = text.rstrip("#")
    return open_end.rstrip() if open_end[-1:].isspace() else text


def _without_links(row: str) -> tuple[str, list[str]]:
    """Return a row with the words of its links only, and what was taken off it, in order of kinds."""
    taken: list[str] = []
    if "[" not in row and "<" not in row:
        return row, taken
    for pattern in (_IMAGE, _AUTOLINK):
        taken += pattern.findall(row)
        row = pattern.sub("", row)
    for _ in range(_NESTED):
        found = list(_LINK.finditer(row))
        taken += [f"]{link[2]}" for link in found]
        row = _LINK.sub(r"\1", row)
        if not found:
            break
    return row, taken


def _without_emphasis(row: str) -> str:
    bold = _BOLD_LINE.match(row)
    if bold:
        row = bold[2]
    elif not row.lstrip().startswith(("**", "__")):  # a lead in bold is a headline, as the reader of texts knows
        row = _EMPHASIS.sub(r"\2", row)
    return _ESCAPE.sub(r"\1", row)


def _leads_on(row: str, text: str) -> bool:
    """Return whether a heading is a link as a whole."""
    link = _LINK.search(row)
    return link is not None and count_words(link[1]) * 2 > count_words(text)


def _headlines(rows: Sequence[str], heads: Sequence[tuple[int, int, bool]]) -> Iterator[int]:
    """Yield the numbers of the headings that are headlines: several links with a text each, or the one on top."""
    ends = [*(number for _, number, _ in heads[1:]), len(rows) + 1][: len(heads)]
    below = [sum(map(count_words, rows[number : end - 1])) for (_, number, _), end in zip(heads, ends, strict=True)]
    linked = [
        number
        for (level, number, is_link), words in zip(heads, below, strict=True)
        if is_link and level <= _STORY_LEVELS and words >= _LEAST_TEXT
    ]
    top = [(number, words) for (level, number, _), words in zip(heads, below, strict=True) if level == 1]
    if len(linked) > 1 and not (len(top) == 1 and top[0][1] >= _OWN_TEXT):
        yield from linked
    elif len(top) == 1:
        yield top[0][0]
