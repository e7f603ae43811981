"""Items of a page strung together by the button behind each: "More" and the next headline stand on one line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from generator.ingest.glued import TEXT_KINDS
from generator.ingest.lookup import offsets, pieces_of
from generator.ingest.shape import capital_share, ends_sentence, is_prose
from generator.ingest.vocabulary import OFFICES, SMALL_WORDS, STARTERS, is_ordinary
from generator.ingest.words import count_words
from generator.model import EDITOR_RULE, Block

# A headline behind a button, at the start of a line or behind a sentence.
_BUTTON = re.compile(
    r"(?:^|(?<=[.!?…][\s\"”»)]))\s*(?:(?:Read )?[Mm]ore|Full story|Read on|Подробнее|Далее|Читать далее)"
    r"[\s»›>→:…]{1,4}(?=[\"“«]?[A-ZА-ЯЁ])"
)
# Nearly every text has the end of "more" or "before" in it: the first of these is looked at once more.
_WORDS = ("ore ", "Full story", "Read on", "Подробнее", "Далее", "далее")
_MORE = re.compile(r"ore[\s»›>→:…]{1,4}[\"“«]?[A-ZА-ЯЁ]")
# So many buttons are no chance, where headlines may begin with "More" too.
_LEAST = 3
_LEAST_HEADLINE, _LONGEST_HEADLINE, _LONGEST_NAME = 4, 16, 6  # words
_LONGEST_SOURCE, _MOSTLY = 3, 0.5  # words, share
# So far into a text a headline is looked for, and in title case so much of its beginning is capitalised.
_FAR, _TITLED = 300, 0.7  # characters, share
_ARTICLES = ("The", "A", "An")
_AROUND = "“”\"«»‘’'(),:;"


def unstring(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with each cut at the buttons inside it, and what heads an item parted from its text.

    The buttons at the ends of lines are blocks of their own already.
    """
    cuts = {number: found for number, block in enumerate(blocks) if (found := _buttons(block))}
    ended = [number - 1 for number, block in enumerate(blocks) if number and block.rule == "continue-reading"]
    if not cuts or sum(map(len, cuts.values())) + len(ended) < _LEAST:
        return list(blocks)
    if any(found[-1].start() for found in cuts.values()):
        cuts = {number: [] for number in ended if blocks[number].kept} | cuts
    texts = [text for number, found in cuts.items() for text in _texts(blocks[number].text, found) if is_prose(text)]
    # Where few items show a headline, none has one: a name in a sentence looks like the end of one.
    headed = sum(_is_headed(text) for text in texts) >= _MOSTLY * len(texts)
    result: list[Block] = []
    for number, block in enumerate(blocks):
        result.extend(_items(block, cuts[number], headed) if number in cuts else (block,))
    return result


def _texts(text: str, buttons: Sequence[re.Match[str]]) -> Iterator[str]:
    """Yield the texts between the buttons."""
    places = [0, *(place for button in buttons for place in button.span()), len(text)]
    for start, end in zip(places[::2], places[1::2], strict=True):
        if found := text[start:end].strip():
            yield found


def _is_headed(text: str) -> bool:
    cut = headline_end(text)
    return cut > 0 and not text[:cut].rstrip().endswith((",", ":"))


def _buttons(block: Block) -> list[re.Match[str]]:
    if not block.kept or block.kind not in TEXT_KINDS or block.rule == EDITOR_RULE:
        return []
    said = [word for word in _WORDS if word in block.text]
    if not said or (said == ["ore "] and not _MORE.search(block.text)):
        return []
    return list(_BUTTON.finditer(block.text))


def _items(block: Block, buttons: Sequence[re.Match[str]], headed: bool) -> Iterator[Block]:
    start = 0
    for button in buttons:
        yield from _item(block, block.text[start : button.start()].strip(), headed)
        yield replace(block, text=button[0].strip(), gap=0).drop("continue-reading")
        start = button.end()
    rest = block.text[start:].strip()
    if buttons and buttons[-1].start() and count_words(rest) <= _LONGEST_SOURCE:
        # Whose story the button leads to.
        yield replace(block, text=rest, gap=0).drop("continue-reading")
        return
    yield from _item(block, rest, headed)


def _item(block: Block, text: str, headed: bool) -> Iterator[Block]:
    if not text:
        return
    cut = headline_end(text) if headed and is_prose(text) else 0
    if cut:
        yield replace(block, text=text[:cut].strip(), rule="")
        block, text = replace(block, gap=0), text[cut:].strip()
    yield replace(block, text=text, rule="")


def headline_end(text: str) -> int:
    """Return where the text begins behind a headline that no mark parts from it, or 0.

    Behind a headline in title case small letters begin; in one set as a sentence is, an ordinary word with a capital
    begins the next sentence.
    """
    pieces = pieces_of(text[:_FAR])
    bare = [piece.strip(_AROUND) for piece in pieces]
    titled = capital_share(" ".join(pieces[:_LEAST_HEADLINE])) >= _TITLED
    start = _behind_title_case(bare) if titled else _behind_sentence_case(pieces, bare)
    if not start or any(map(ends_sentence, pieces[: start - 1])):
        return 0
    return offsets(text, pieces)[start]


def _behind_title_case(words: Sequence[str]) -> int:
    """Return the number of the word at which the sentence behind a headline in title case begins, or 0."""
    low = next((n for n, word in enumerate(words) if word[:1].islower() and word not in SMALL_WORDS), 0)
    # A sentence begins a word or more before its first one in small letters: at an article, or with a name.
    near = range(max(_LEAST_HEADLINE - 1, low - _LONGEST_NAME), low)
    articles = [n for n in near if words[n] in _ARTICLES]
    start = articles[-1] if articles else low - 1
    while not articles and start > 1 and words[start - 1] not in SMALL_WORDS:
        if is_ordinary(words[start - 1]) and words[start - 1] not in OFFICES:
            break
        start -= 1
    if start >= 1 and words[start - 1] in SMALL_WORDS:
        start += 1
    return start if _LEAST_HEADLINE - 1 <= start < low and start <= _LONGEST_HEADLINE else 0


def _behind_sentence_case(pieces: Sequence[str], words: Sequence[str]) -> int:
    """Return the number of the word at which a sentence begins behind a headline set like one, or 0."""
    for number in range(_LEAST_HEADLINE, min(_LONGEST_HEADLINE, len(pieces) - 1)):
        if words[number] in _ARTICLES:
            return number
        before = words[number - 1]
        if before[:1].isupper() or before in SMALL_WORDS or not words[number][:1].isupper():
            continue
        goes_on = words[number + 1][:1].islower()
        if goes_on and (words[number].lower() in STARTERS or is_ordinary(words[number])):
            return number
    return 0
