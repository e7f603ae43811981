"""Plain-text dumps: lines -> blocks. Shortcodes cut out, hard-wrapped lines joined, lists and tables recognised."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec.structs import replace

from generator.ingest.named_fields import HEADLINE_FIELD
from generator.ingest.readers.markdown import Plain, is_markdown, make_plain
from generator.ingest.readers.reading import Reading
from generator.ingest.readers.shortcodes import cut_shortcodes
from generator.ingest.readers.wrapping import LEAST_TO_JOIN, WRAP_LIMIT, unwrap
from generator.ingest.repair import repair
from generator.ingest.shape import ends_sentence
from generator.ingest.words import count_words
from generator.model import Block, Kind

_BULLET = re.compile(r"(?:[•●▪◦‣∙·*–—]|-(?!-))\s+(?=\S)")
_DASHES = ("—", "–", "-")
_DASHED = re.compile(r"\s*[—–-]\s+[a-zа-яё]")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s+(?=\S)")
_QUOTED = re.compile(r">\s*(?=\S)")
_QUOTED_ROW = re.compile(r"^\s*> ?")
_WHOLE, _DOUBLED = 0.9, 0.5  # of the lines
_CELLS = re.compile(r"\s*\|\s*|\s*\t\s*|\s{3,}")
_WIDE = re.compile(r"[^\S\t]{3,}")
_APART = re.compile(r"\S {3,}\S")
_RULER = re.compile(r"[\s|+:=_-]+")
_BOLD_LEAD = re.compile(r"\s*(?:\*\*|__)([^*_]{5,140}?)[.:]?(?:\*\*|__)[.:]?\s+(\S.{40,})")
_ODD_BREAKS = "\x0b\x0c\x85\u2028\u2029"
_LINE_BREAKS = re.compile(f"[{_ODD_BREAKS}]")


def read(data: str, *, is_whole: bool = False) -> Reading:
    """Return the blocks of a plain text or of Markdown, one a line, table, or paragraph that was hard-wrapped.

    Each line `is_whole` where something else than the text says where they end.
    """
    rows = _unquoted(data.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    plain = make_plain(rows) if is_markdown(rows) else None
    lines = _single_spaced(list(_lines(plain.rows if plain else rows)))
    if not is_whole:
        lines = unwrap(lines)
    blocks = _join_tables(lines)
    return Reading(blocks=tuple(_marked(list(blocks), plain) if plain else blocks))


def _unquoted(rows: list[str]) -> list[str]:
    """Return the rows of a text without the marks of a quotation, if it is one as a whole."""
    visible = [row for row in rows if row.strip()]
    quoted = sum(row.lstrip()[:1] == ">" for row in visible)
    return [_QUOTED_ROW.sub("", row) for row in rows] if quoted > _WHOLE * len(visible) else rows


def _single_spaced(lines: list[Block]) -> list[Block]:
    """Return the lines of a text that was set with every line break twice, with the blank lines that it had before."""
    gaps = [line.gap for line in lines[1:]]
    if not gaps or not all(gap % 2 for gap in gaps) or sum(gap > 1 for gap in gaps) < _DOUBLED * len(gaps):
        return lines
    return [lines[0], *(replace(line, gap=line.gap // 2) for line in lines[1:])]


def headed(blocks: Iterable[Block], lines: Collection[int]) -> Iterator[Block]:
    """Yield blocks, the first one on each of some lines named a headline by its document."""
    above = 0
    for block in blocks:
        is_head = block.line in lines and block.line != above and block.kept
        yield replace(block, rule=HEADLINE_FIELD) if is_head else block
        above = block.line


def _marked(blocks: list[Block], plain: Plain) -> Iterator[Block]:
    """Yield the blocks of a page in Markdown, its marks as dropped blocks before them and its headlines named."""
    marks = sorted(plain.marks.items())
    ends = [*(block.line for block in blocks[1:]), math.inf]
    at = 0
    for block, end in zip(headed(blocks, plain.headlines), ends, strict=True):
        while at < len(marks) and marks[at][0] < end:
            yield Block(block.line, Kind.PARAGRAPH, marks[at][1]).drop("markup")
            at += 1
        yield block


def _lines(rows: Sequence[str]) -> Iterator[Block]:
    gap, above = 0, ""
    has_breaks = any(sign in row for row in rows for sign in _ODD_BREAKS)
    for number, raw in cut_shortcodes(rows):
        if isinstance(raw, Block):
            yield raw
            continue
        pieces = [piece for piece in (_LINE_BREAKS.split(raw) if has_breaks else (raw,)) if _is_visible(piece)]
        if not pieces:
            gap += 1
        for piece in pieces:
            # "**Headline.** And the text goes on": a lead in bold is a headline above its text.
            lead = _BOLD_LEAD.match(piece)
            for part in lead.groups() if lead else (piece,):
                yield _block(number, part, gap, is_item=gap > 0 or not _runs_on(above, part))
                gap = 0
            above = piece


def _is_visible(piece: str) -> bool:
    """Return whether a line holds anything but white space and what nobody can see."""
    return bool(piece.strip()) and (piece.isprintable() or bool(repair(piece).strip()))


def _runs_on(above: str, row: str) -> bool:
    """Return whether a dash at the beginning of a line belongs to the sentence that the line above breaks off in."""
    if row.lstrip()[:1] not in _DASHES or not _DASHED.match(row) or not LEAST_TO_JOIN <= len(above) <= WRAP_LIMIT:
        return False
    return not _DASHED.match(above) and not ends_sentence(above.rstrip())


def _block(number: int, raw: str, gap: int, is_item: bool) -> Block:
    # A line without odd white space and without two spaces in a row has no cells parted by it.
    if not raw.isprintable() or "  " in raw:
        raw = _WIDE.sub("   ", raw)
    text = repair(raw).strip("\n \t")
    marked = "|" in raw or "\t" in raw.strip()
    if marked or ("   " in raw and _APART.search(raw)):
        cells = [cell for cell in _CELLS.split(raw.strip()) if cell.strip()]
        # Wide gaps between sentences part no cells.
        if len(cells) >= 2 and (marked or not any(map(ends_sentence, cells[:-1]))):
            return Block(number, Kind.TABLE, "\t".join(repair(cell).strip() for cell in cells), gap=gap)
    for pattern, kind in ((_BULLET, Kind.ITEM), (_QUOTED, Kind.QUOTE)):
        if (is_item or kind is Kind.QUOTE) and (match := pattern.match(text)):
            return Block(number, kind, text[match.end() :], gap=gap)
    kind = Kind.ITEM if _NUMBERED.match(text) else Kind.PARAGRAPH
    return Block(number, kind, text if kind is Kind.ITEM else text.replace("\t", " "), gap=gap)


def _join_tables(lines: Iterable[Block]) -> Iterator[Block]:
    """Join rows that follow each other into one table; a row alone is a line of text after all."""
    rows: list[Block] = []
    for line in [*lines, None]:
        if line is not None and line.kind is Kind.TABLE and (not rows or not line.gap):
            rows.append(line)
            continue
        if rows:
            yield from _table(rows)
            rows = []
        if line is not None and line.kind is Kind.TABLE:
            rows.append(line)
        elif line is not None:
            yield line


def _table(rows: list[Block]) -> Iterator[Block]:
    body = [row for row in rows if not _RULER.fullmatch(row.text)]
    widths = {row.text.count("\t") for row in body}
    figures = sum(bool(re.search(r"\d", cell)) for row in body for cell in row.text.split("\t"))
    is_table = len(body) >= 3 and len(widths) == 1 and figures >= len(body) - 1
    prose = sum(count_words(cell) > 14 for row in body for cell in row.text.split("\t"))
    if is_table and not prose:
        yield replace(rows[0], text="\n".join(row.text for row in body))
    else:
        for row in rows:
            yield replace(row, kind=Kind.PARAGRAPH, text=row.text.replace("\t", " | "))
