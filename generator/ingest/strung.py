"""Items of a page strung together by the button behind each: "More" and the next headline stand on one line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.ingest.glued import TEXT_KINDS
from generator.ingest.memo import pieces_of
from generator.ingest.run_in import find_headings
from generator.ingest.shape import capital_share, ends_sentence, is_prose
from generator.ingest.vocabulary import STARTERS, is_ordinary
from generator.ingest.words import count_words
from generator.model import EDITOR_RULE, Block

# A headline behind a button, at the start of a line or behind a sentence.
_BUTTON = re.compile(
    r"(?:^|(?<=[.!?…][\s\"”»)]))\s*(?:(?:Read )?[Mm]ore|Full story|Read on|Подробнее|Далее|Читать далее)"
    r"[\s»›>→:…]{1,4}(?=[\"“«]?[A-ZА-ЯЁ])"
)
_WORDS = ("ore ", "Full story", "Read on", "Подробнее", "Далее", "далее")
_AT_END = (" More", " more", " далее", " Далее", " Подробнее")
# So many buttons are no chance, where headlines may begin with "More" too.
_LEAST = 3
_LEAST_HEADLINE, _LONGEST_HEADLINE = 4, 16  # words


def unstring(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with each cut at the buttons inside it, and what heads an item parted from its text."""
    cuts = {number: found for number, block in enumerate(blocks) if (found := _buttons(block))}
    # A button at the end of a line belongs to the same series.
    last = [number for number, block in enumerate(blocks) if block.kept and block.text.endswith(_AT_END)]
    if not cuts or sum(map(len, cuts.values())) + len(last) < _LEAST:
        return list(blocks)
    if any(found[-1].start() for found in cuts.values()):
        cuts = {number: [] for number in last} | cuts
    document = " ".join(blocks[number].text for number in cuts)
    result: list[Block] = []
    for number, block in enumerate(blocks):
        result.extend(_items(block, cuts[number], document) if number in cuts else (block,))
    return result


def _buttons(block: Block) -> list[re.Match[str]]:
    if not block.kept or block.kind not in TEXT_KINDS or block.rule == EDITOR_RULE:
        return []
    if not any(word in block.text for word in _WORDS):
        return []
    return list(_BUTTON.finditer(block.text))


def _items(block: Block, buttons: Sequence[re.Match[str]], document: str) -> Iterator[Block]:
    start = 0
    for button in buttons:
        yield from _item(block, block.text[start : button.start()].strip(), document)
        yield replace(block, text=button[0].strip(), gap=0).drop("continue-reading")
        start = button.end()
    yield from _item(block, block.text[start:].strip(), document)


def _item(block: Block, text: str, document: str) -> Iterator[Block]:
    if not text:
        return
    cut = _headline_end(text, document) if is_prose(text) or text.endswith(_AT_END) else 0
    if cut:
        yield replace(block, text=text[:cut].strip(), rule="")
        block, text = replace(block, gap=0), text[cut:].strip()
    yield replace(block, text=text, rule="")


def _begins(word: str, following: Sequence[str]) -> bool:
    """Return whether a word with a capital begins a sentence: no name, and no capital behind it."""
    if not word[:1].isupper() or not following or not following[0][:1].islower():
        return word in ("The", "A", "An")
    return word.lower() in STARTERS or is_ordinary(word)


def _headline_end(text: str, document: str) -> int:
    """Return where the text begins behind a headline that no mark parts from it, or 0.

    Behind a headline in title case the words change; in one set as a sentence is, an ordinary word with a capital
    begins the next sentence.
    """
    pieces = pieces_of(text[:300])
    if capital_share(" ".join(pieces[:8])) >= 0.7:  # noqa: PLR2004
        hit = find_headings([text], document).get(0)
        return hit.rest if hit and hit.rest < len(text) else 0
    place, before = 0, ""
    for number, piece in enumerate(pieces[:_LONGEST_HEADLINE]):
        place = text.index(piece, place)
        bare = piece.lstrip("“\"«‘")
        if number >= _LEAST_HEADLINE and not before[:1].isupper() and _begins(bare, pieces[number + 1 : number + 2]):
            return place if count_words(text[place:]) >= _LEAST_HEADLINE else 0
        place, before = place + len(piece), piece
        if number + 1 < len(pieces) and ends_sentence(piece):
            return 0
    return 0
