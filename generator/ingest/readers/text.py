"""Plain-text dumps: lines -> blocks. Shortcodes cut out, hard-wrapped lines joined, lists and tables recognised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from msgspec.structs import replace

from generator.ingest.dates import is_date_line
from generator.ingest.readers.reading import Reading
from generator.ingest.readers.shortcodes import cut_shortcodes
from generator.ingest.repair import repair
from generator.ingest.shape import ends_sentence
from generator.ingest.words import count_words
from generator.model import Block, Kind

_BULLET = re.compile(r"(?:[•●▪◦‣∙·*–—]|-(?!-))\s+(?=\S)")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s+(?=\S)")
_QUOTED = re.compile(r">\s*(?=\S)")
_CELLS = re.compile(r"\s*\|\s*|\s*\t\s*|\s{3,}")
_WIDE = re.compile(r"[^\S\t]{3,}")
_APART = re.compile(r"\S {3,}\S")
_RULER = re.compile(r"[\s|+:=_-]+")
_BOLD_LEAD = re.compile(r"\s*(?:\*\*|__)([^*_]{5,140}?)[.:]?(?:\*\*|__)[.:]?\s+(\S.{40,})")
_ODD_BREAKS = "\x0b\x0c\x85\u2028\u2029"
_LINE_BREAKS = re.compile(f"[{_ODD_BREAKS}]")

# Text that was wrapped by a mail program or a terminal: no line is longer than this many characters, and lines run on.
_WRAP_LIMIT, _USUAL_WRAP = 110, 60
# What is longer than a line that breaks off by this factor is no line of the wrapped text: a headline.
_STICKS_OUT = 1.1
# A page may also break a single line. Where the first half ends in a small word, or the second begins with a small
# letter, the two are one; shorter halves are labels, and "by" opens a credit.
_LEAST_TO_JOIN = 40
_LEAST_SPLIT = 3
_LOOSE = re.compile(
    r" (?:a|an|the|of|and|to|in|for|with|by|at|on|from|that|will|would|has|have|had|was|were|been|which|who|than|their|"
    r"its|his|into|between|и|в|на|с|по|из|для|о|от|к|у|за|при|что|который|которая|которые|его|их|между)$",
    re.IGNORECASE,
)
_DATED = re.compile(r"\W?(?:\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d\d-\d\d)\b.{0,12}$")
# What opens a letter: a line each.
_HEADER = re.compile(r"(?:From|To|Cc|Subject|Date|Sender|Reply-To|Message-ID|X-[\w-]+|Content-[\w-]+): ")
_LABEL = re.compile(r"[A-ZА-ЯЁ][^.:]{0,30}:")
_SIGNED = re.compile(
    r"(?:(?:cover|main|header|featured) )?(?:by|via|photo|image|source|https?|www|фото|источник)\b", re.IGNORECASE
)


def read(data: str, *, is_whole: bool = False) -> Reading:
    """Return the blocks of a plain text, one a line, table, or paragraph that was hard-wrapped.

    Each line `is_whole` where something else than the text says where they end.
    """
    lines = list(_lines(data))
    if not is_whole:
        lines = _close_up(lines)
        lines = list(_unwrap(lines)) if _is_wrapped([line.text for line in lines]) else list(_paragraphs(lines))
    return Reading(blocks=tuple(_join_tables(lines)))


def _lines(data: str) -> Iterator[Block]:
    gap = 0
    has_breaks = any(sign in data for sign in _ODD_BREAKS)
    rows = data.replace("\r\n", "\n").replace("\r", "\n").split("\n")
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
                yield _block(number, part, gap)
                gap = 0


def _is_visible(piece: str) -> bool:
    """Return whether a line holds anything but white space and what nobody can see."""
    return bool(piece.strip()) and (piece.isprintable() or bool(repair(piece).strip()))


def _block(number: int, raw: str, gap: int) -> Block:
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
        if match := pattern.match(text):
            return Block(number, kind, text[match.end() :], gap=gap)
    kind = Kind.ITEM if _NUMBERED.match(text) else Kind.PARAGRAPH
    return Block(number, kind, text if kind is Kind.ITEM else text.replace("\t", " "), gap=gap)


def _close_up(lines: list[Block]) -> list[Block]:
    """Return the lines without the blank ones inside sentences, in a document that was set with one after each line."""
    split = {
        number
        for number, (line, following) in enumerate(pairwise(lines), 1)
        if following.gap == 1 and following.kind is Kind.PARAGRAPH and _breaks_off(line.text, following.text)
    }
    if len(split) < _LEAST_SPLIT:
        return lines
    joined: list[Block] = []
    for number, line in enumerate(lines):
        if number in split:
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {line.text}")
        else:
            joined.append(line)
    return joined


def _breaks_off(line: str, following: str) -> bool:
    """Return whether a line, as long as lines are set, breaks off in a sentence that the following one takes up."""
    if not _LEAST_TO_JOIN <= len(line) <= _WRAP_LIMIT or len(following) > _WRAP_LIMIT or ends_sentence(line):
        return False
    return following[0].islower() or _is_loose(line)


def _is_wrapped(lines: Sequence[str]) -> bool:
    if len(lines) < 2 or max(map(len, lines)) > _WRAP_LIMIT:
        return False
    running_on = _running_on(lines)
    longest = max(running_on, default=0)
    full = sum(0.7 * longest <= len(line) <= longest * _STICKS_OUT for line in lines)
    enough = sum(length >= 0.6 * longest for length in running_on)
    # A short passage of a text that is not wrapped elsewhere is wrapped where its lines are as long as such lines are.
    short = enough == 2 and len(lines) <= 5 and longest >= _USUAL_WRAP
    return longest >= 40 and (enough >= 3 or short) and enough * 4 >= full


def _running_on(lines: Sequence[str]) -> list[int]:
    """Return the lengths of the lines that break off in the middle of a sentence: how far the text was set."""
    return [
        len(first)
        for first, second in pairwise(lines)
        if not ends_sentence(first) and (second[:1].islower() or _is_loose(first))
    ]


def _paragraphs(lines: list[Block]) -> Iterator[Block]:
    """Join what is wrapped in one passage between blank lines, and a line with what can only be its end."""
    for passage in _passages(lines):
        if _is_wrapped([line.text for line in passage]):
            yield from _unwrap(passage)
        else:
            yield from _join_ends(list(_unwrap_among(passage)))


def _passages(lines: list[Block]) -> Iterator[list[Block]]:
    passage: list[Block] = []
    for line in lines:
        if passage and line.gap:
            yield passage
            passage = []
        passage.append(line)
    if passage:
        yield passage


def _unwrap_among(passage: list[Block]) -> Iterator[Block]:
    """Join what is wrapped among lines that are too long for it: a text that was set between others."""
    for short, run in groupby(passage, lambda line: len(line.text) <= _WRAP_LIMIT):
        lines = list(run)
        yield from _unwrap(lines) if short and _is_wrapped([line.text for line in lines]) else lines


def _join_ends(passage: list[Block]) -> Iterator[Block]:
    current = passage[0]
    for line in passage[1:]:
        if line.kind is Kind.PARAGRAPH and current.kind is not Kind.TABLE and _goes_on(current.text, line.text):
            current = replace(current, text=f"{current.text} {line.text}")
        else:
            yield current
            current = line
    yield current


def _goes_on(line: str, following: str) -> bool:
    """Return whether a line breaks off in the middle of a sentence that the following one takes up."""
    if len(line) < _LEAST_TO_JOIN or ends_sentence(line) or len(following) < _LEAST_TO_JOIN // 2:
        return False
    if _is_loose(line):
        return not _SIGNED.match(following)
    # "daniyar 5 May 2020, 14:46": who wrote it, and when.
    return following[0].islower() and not _SIGNED.match(following) and not is_date_line(following)


def _is_loose(line: str) -> bool:
    """Return whether a line ends in a small word, at which neither a sentence nor a headline ends."""
    return line[-1:].isalpha() and _LOOSE.search(line[-14:]) is not None


def _unwrap(lines: list[Block]) -> Iterator[Block]:
    """Join each full line with what follows it, up to a blank line, a list item or a line that ends early."""
    width = max(_running_on([line.text for line in lines]))
    current: Block | None = None
    room = 0
    for line in lines:
        first_word = len(line.text.split(" ", 1)[0])
        # The line before was full when the first word of this one would not have fitted on it any more.
        if (
            current is not None
            and not line.gap
            and line.kind in (Kind.PARAGRAPH, Kind.QUOTE)
            and (line.kind is Kind.PARAGRAPH or current.kind is line.kind)
            and not (_LABEL.fullmatch(line.text) and ends_sentence(current.text))
            and not _DATED.match(line.text)
            and not _HEADER.match(line.text)
            and (-width // 12 <= room <= first_word + width // 12 or line.text[:1].islower())
        ):
            joint = "" if re.search(r"\w-$", current.text) and line.text[:1].islower() else " "
            current = replace(current, text=current.text + joint + line.text)
        else:
            if current is not None:
                yield current
            current = line
        room = width - len(line.text)
    if current is not None:
        yield current


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
