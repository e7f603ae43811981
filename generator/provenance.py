"""What the cleaner kept and dropped of the documents of an article, as a text that stands beside content/.

A record has a line for each document, `=` and its name, and below it one for each block: its line in the document,
`kept` or `dropped`, the rule or what the block is, its number of words, and the first of them, parted by tabs. Never
the whole text: what was dropped may be somebody else's, and is not ours to publish.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from generator.errors import ContentError, Location, Problem

WORDS = 12  # of a block: enough to know it again
_VERDICTS = {"kept": True, "dropped": False}
_DIGITS = 9  # of a number; Python reads none of more than 4,300


class Judged(msgspec.Struct, frozen=True):
    """A block of a document: its line, the verdict, the rule or kind, how many words it has and the first ones."""

    line: int
    kept: bool
    rule: str
    words: int
    beginning: str


class Origin(msgspec.Struct, frozen=True):
    """One document of an article, by its name, with its blocks in order; `used` where the text is taken from it."""

    document: str
    used: bool
    blocks: tuple[Judged, ...]

    def count(self, kept: bool) -> int:
        """Return how many blocks were kept, or dropped."""
        return sum(block.kept is kept for block in self.blocks)


def heading(document: str, used: bool) -> str:
    """Return the line above the blocks of a document."""
    return f"=\t{'used' if used else 'the same story'}\t{document}\n"


def written(blocks: Iterable[Judged]) -> str:
    """Return the lines of the blocks of a document."""
    verdicts = ((block, "kept" if block.kept else "dropped") for block in blocks)
    return "".join(
        f"{block.line}\t{verdict}\t{block.rule}\t{block.words}\t{block.beginning}\n" for block, verdict in verdicts
    )


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= _DIGITS


def parse(text: str, path: str) -> tuple[Origin, ...]:
    """Return what a record says. Raises ContentError with the line that no cleaner wrote."""
    origins: list[tuple[str, bool, list[Judged]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = line.split("\t")
        if len(cells) == 3 and cells[0] == "=":
            origins.append((cells[2], cells[1] == "used", []))
        elif len(cells) == 5 and origins and _is_number(cells[0]) and cells[1] in _VERDICTS and _is_number(cells[3]):
            origins[-1][2].append(Judged(int(cells[0]), _VERDICTS[cells[1]], cells[2], int(cells[3]), cells[4]))
        else:
            hint = "remove the file and run `briefing clean`"
            raise ContentError([Problem(Location(path, number), "not a line of the cleaner's", hint)])
    return tuple(Origin(document, used, tuple(blocks)) for document, used, blocks in origins)
