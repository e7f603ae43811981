"""The lines of a document as they are shown: each stretch with its role, beside it the rules that decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from generator.audit.lines import Line, Piece
from generator.ingest.trace import Fate
from generator.model import EDITOR_RULE, Block, Kind

OUTSIDE = "outside the article"
_RESTORED = ("paragraph restored", "run-in heading")
_KINDS = {Kind.ITEM: "list item", Kind.QUOTE: "quotation", Kind.TABLE: "table", Kind.PARAGRAPH: "paragraph"}


class Shown(msgspec.Struct, frozen=True):
    """A stretch of a line as it is shown: `role` is dropped, headline, heading, standfirst or text.

    `breaks` says that a paragraph break was restored before it; `after` is the white space behind it.
    """

    text: str
    role: str
    breaks: bool
    after: str


class Row(msgspec.Struct, frozen=True):
    """A line: its number, an anchor where it starts here, what is shown, and the notes beside it (text, is a rule).

    `gap` says that blank lines stand before it.
    """

    number: int
    anchor: str
    shown: tuple[Shown, ...]
    notes: tuple[tuple[str, bool], ...]
    gap: bool

    @property
    def classes(self) -> str:
        """The classes of the row's element: after a gap, and with cells of a table parted by tabs."""
        named = {"gap": self.gap, "cells": any("\t" in one.text for one in self.shown)}
        return " ".join(name for name, holds in named.items() if holds)


def draw(lines: Sequence[Line], laid: Sequence[Sequence[Piece]], parts: Sequence[Fate]) -> list[list[Row]]:
    """Return the rows of each part of a document, given the pieces of each of its lines."""
    blocks = [block for part in parts for block in part.blocks]
    owners = _owners(parts)
    drawn: list[list[Row]] = [[] for _ in parts]
    anchored: set[int] = set()
    current, gap = 0, False
    for line, pieces in zip(lines, laid, strict=True):
        groups: list[tuple[int, list[Piece]]] = []
        for piece in pieces:
            current = max(current, owners[piece.block]) if piece.block is not None else current
            if not groups or groups[-1][0] != current:
                groups.append((current, []))
            groups[-1][1].append(piece)
        for number, group in groups:
            anchor = f"L{line.number}" if line.number not in anchored else ""
            anchored.add(line.number)
            shown = tuple(_shown(piece, group[at - 1] if at else None, blocks) for at, piece in enumerate(group))
            drawn[number].append(Row(line.number, anchor, shown, _notes(line, group, shown, blocks), gap))
            gap = False
        gap = gap or not pieces
    return drawn


def _owners(parts: Sequence[Fate]) -> list[int]:
    """Return the number of the section of each block; markup goes with the text that it stands in."""
    owners = [(number, block) for number, fate in enumerate(parts) for block in fate.blocks]
    result = [number for number, _ in owners]
    for at in range(len(owners) - 2, -1, -1):
        if owners[at][1].rule == "markup" and owners[at + 1][1].line == owners[at][1].line:
            result[at] = result[at + 1]
    return result


def is_kept(piece: Piece, blocks: Sequence[Block]) -> bool:
    """Return whether a piece belongs to a block that was kept."""
    return piece.block is not None and blocks[piece.block].kept


def _shown(piece: Piece, before: Piece | None, blocks: Sequence[Block]) -> Shown:
    block = blocks[piece.block] if piece.block is not None else None
    role = "dropped"
    if block and block.kept:
        roles = {Kind.TITLE: "headline", Kind.HEADING: "heading", Kind.STANDFIRST: "standfirst"}
        role = roles.get(block.kind, "text")
    restored = block is not None and block.kept and block.rule in _RESTORED
    text = piece.text.rstrip()
    breaks = restored and piece.starts and before is not None and is_kept(before, blocks)
    return Shown(text, role, breaks, piece.text[len(text) :])


def _notes(
    line: Line, pieces: Sequence[Piece], shown: Sequence[Shown], blocks: Sequence[Block]
) -> tuple[tuple[str, bool], ...]:
    notes: Counter[tuple[str, bool]] = Counter()
    for piece in pieces:
        block = blocks[piece.block] if piece.block is not None else None
        if block is None or not block.kept:
            notes[(block.rule if block else OUTSIDE, True)] += 1
        elif piece.starts and (label := label_of(block)) not in ("paragraph", "paragraph restored"):
            notes[(label, False)] += 1
    said = [(f"{text} × {count}" if count > 1 else text, rule) for (text, rule), count in notes.items()]
    breaks = sum(one.breaks and one.role != "heading" for one in shown)
    if breaks:
        said.append((f"{breaks} paragraph break{'s' if breaks > 1 else ''} restored", False))
    if any(piece.lost for piece in pieces):
        said.append(("these words stand elsewhere on the page", False))
    if line.repaired:
        said.append(("characters repaired", False))
    return tuple(said)


def label_of(block: Block) -> str:
    """Return what a kept block is, in words: the rule that made it so, or its kind."""
    if block.rule == EDITOR_RULE:
        return "kept by an editor"
    if block.kind is Kind.HEADING:
        return block.rule or "heading of the page"
    if block.kind is Kind.STANDFIRST:
        return "standfirst"
    return block.rule or _KINDS.get(block.kind, block.kind.value)
