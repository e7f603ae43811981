"""Which of the short lines above a story is its headline, and what the others are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

import msgspec
from msgspec.structs import replace

from generator.ingest.named_fields import HEADLINE_FIELD
from generator.ingest.repair import fold
from generator.ingest.shape import capital_share, ends_sentence, is_headline_like
from generator.ingest.words import content_stems, count_words, words
from generator.model import Block, Kind

_SIGNATURES = frozenset({"date line", "byline", "read-time"})
_SIGNATURE_WITHIN = 7
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$", re.IGNORECASE)
_HOUSE = re.compile(r" [-–—|] ")
_LEAST_TWICE = 12  # characters
_LEAST_OVER, _TITLED, _MUCH_MORE = 5, 0.7, 0.4  # words, shares
_IN_TEXT = 0.5  # of the words of a point that the text makes
# What stands between a headline and what belongs to it: the lower line is its deck, or the words of a picture.
_BETWEEN = _SIGNATURES | {"credit", "caption", "caption over a credit", "caption twice"}


class Choice(msgspec.Struct, frozen=True):
    """The headline, None where there is none, and each short line with its verdict, in order."""

    title: str | None
    verdicts: tuple[Block, ...]


def choose(blocks: Sequence[Block], positions: Sequence[int], body: str, repeated: Collection[str]) -> Choice:
    """Return which of a document's blocks, given by their positions, heads the story with the given body.

    `repeated` are folded texts that stand several times in the document: a page prints its own headline again and again
    (title, breadcrumb, share box), others once.
    """
    heads = [blocks[at] for at in positions]
    best = _best(blocks, positions, body, repeated)
    if best is None:
        return Choice(None, tuple(_leftover(head) for head in heads))
    title = heads[best]
    known = content_stems(body)
    verdicts = []
    for index, head in enumerate(heads):
        if index == best:
            verdicts.append(replace(head, kind=Kind.TITLE, rule="headline"))
        elif _says_again(head.text, title.text):
            verdicts.append(head.drop("repeated headline"))
        elif index > best and head.kind is Kind.ITEM and _shares(head.text, known) >= _IN_TEXT:
            verdicts.append(replace(head, rule="key point"))
        elif index > best and _is_deck(head, title):
            verdicts.append(replace(head, kind=Kind.STANDFIRST, rule="standfirst"))
        else:
            verdicts.append(_leftover(head))
    return Choice(_clean(_without_house(title.text, [head.text for head in heads])), tuple(verdicts))


def _best(blocks: Sequence[Block], positions: Sequence[int], body: str, repeated: Collection[str]) -> int | None:
    known = content_stems(body)
    times = Counter(fold(blocks[at].text) for at in positions)
    scores: dict[int, float] = {}
    for index, at in enumerate(positions):
        head = blocks[at]
        count = count_words(head.text)
        shared = _shares(head.text, known)
        signed = _is_signed(blocks, at)
        if (
            (count < 2 and not signed)
            or (count < 3 and not shared and len(positions) > 1)
            or head.text.endswith((":", ",", ";"))
            or not any(map(str.isalpha, head.text))
            or _ADDRESS.match(head.text)
        ):
            continue
        score = 1.2 * shared
        score += 0.5 if is_headline_like(head.text) and count >= 4 else 0.0
        score += 0.3 if 5 <= count <= 18 else 0.0
        score += 0.2 if capital_share(head.text) > 0.7 and count >= 4 else 0.0
        # What a page prints again and again without a word of the story is a label of the page.
        # Printed twice right above its story, round a label, it is the story's own.
        twice = at != positions[-1] and fold(blocks[positions[-1]].text) == fold(head.text)
        if fold(head.text) in repeated and (count >= 4 or (count > 1 and shared)):
            score += 0.8 * min(1.0, 3 * shared) if shared else 0.4 if twice else -0.8
        score += 0.6 if signed else 0.0
        if head.rule == HEADLINE_FIELD:
            score += -1.0 if _is_cut_short(blocks, positions, index) else 3.0
        # A word or two above a headline are a label, even where they fit the text.
        # A label may open the headline once more: "Lakes" over "Lakes: Water Is Counted".
        score -= 0.6 if count < 3 and _is_cut_short(blocks, positions, index) else 0.0
        again = count > 1 and times[fold(head.text)] > 1
        score -= 0.4 if count < 3 and len(positions) > 1 and not (signed or again) else 0.0
        aside = head.text[0] == "(" or (head.kind is Kind.ITEM and not head.text[0].isdigit())
        score -= 0.5 if index and aside else 0.0
        score -= 0.6 if _is_in_menu(blocks, at) else 0.0
        score -= 2.0 if _says_twice(head.text) else 0.0
        # Of two that fit and follow each other, the upper one is the headline and the lower one its deck or a caption;
        # with furniture between them, the upper one belongs to the page and the lower one to the story.
        if index - 1 in scores:
            # What a blank line parts from the line above, and none from the text, belongs to the text.
            apart = head.gap and at + 1 < len(blocks) and not blocks[at + 1].gap and blocks[at + 1].kept
            between = blocks[positions[index - 1] + 1 : at]
            adjacent = not apart and all(block.rule in _BETWEEN for block in between)
            upper = blocks[positions[index - 1]]
            # Two lines, each with a day or a name of its own, are two headlines: the upper one has no text.
            if signed and _is_titled(head) and any(block.rule in _SIGNATURES for block in between):
                score += 1.0 if shared >= _shares(upper.text, known) else 0.0
            score += (-0.5 if _is_set_over(upper, head, known) else -0.15) if adjacent else 0.3
        scores[index] = score
    if not scores:
        return None
    best = max(scores, key=lambda index: (scores[index], -index))
    return best if scores[best] >= 0.35 or len(positions) == 1 else None


def _is_signed(blocks: Sequence[Block], at: int) -> bool:
    """Return whether a date or a byline stands under a line, a deck and the share buttons between them at most."""
    lines = 0
    for block in blocks[at + 1 : at + _SIGNATURE_WITHIN]:
        if block.rule in _SIGNATURES:
            return True
        lines += block.kept
        if lines > 1:
            return False
    return False


def _is_titled(head: Block) -> bool:
    return capital_share(head.text) > _TITLED and is_headline_like(head.text)


def _is_set_over(upper: Block, lower: Block, known: frozenset[str]) -> bool:
    """Return whether the upper of two lines is the headline of the text with the words `known`, and the lower its deck.

    A headline is in title case, or has many of the text's words; a deck is set as a sentence is.
    """
    count = count_words(upper.text)
    if not is_headline_like(upper.text) or count < 4 or capital_share(lower.text) >= 0.6:
        return False
    shared = _shares(upper.text, known)
    if _shares(lower.text, known) > shared + _MUCH_MORE:
        return False
    longer = count >= _LEAST_OVER and count_words(lower.text) > count and shared > 0
    return capital_share(upper.text) > 0.75 or (count >= 6 and shared >= 0.5) or longer


def _is_in_menu(blocks: Sequence[Block], at: int) -> bool:
    """Return whether items of a menu stand right above and right below a line: it is one of them, if a longer one."""
    return 0 < at < len(blocks) - 1 and blocks[at - 1].rule == blocks[at + 1].rule == "menu"


def _says_twice(text: str) -> bool:
    """Return whether a line has several of its words twice, as the tags of a page may: no headline has."""
    said = [word.casefold() for word in words(text) if len(word) > 3]
    return len(said) - len(set(said)) >= 2 and not ends_sentence(text)


def _shares(text: str, known: frozenset[str]) -> float:
    stems = content_stems(text)
    return len(stems & known) / len(stems) if stems else 0.0


def _is_deck(head: Block, title: Block) -> bool:
    return count_words(head.text) >= max(8, count_words(title.text)) and capital_share(head.text) < 0.7


def _is_cut_short(blocks: Sequence[Block], positions: Sequence[int], index: int) -> bool:
    """Return whether one of the next lines says the same and more: the subject of a letter is as long as it may be."""
    said = fold(blocks[positions[index]].text)
    others = (fold(blocks[at].text) for at in positions[index + 1 : index + 6])
    return any(other.startswith(said) and len(other) > len(said) for other in others)


def _says_again(text: str, title: str) -> bool:
    """Return whether a line is the headline once more, or without its end."""
    said, head = fold(text).rstrip("."), fold(title)
    return said == head.rstrip(".") or (count_words(text) >= _LEAST_OVER and head.startswith(said))


def _without_house(title: str, heads: Sequence[str]) -> str:
    """Return a headline without the name of the house behind it, where the page prints it without that too."""
    for head in heads:
        behind = title[len(head) :]
        if count_words(head) >= _LEAST_OVER and title.startswith(head) and _HOUSE.match(behind):
            return head
    return title


def _leftover(head: Block) -> Block:
    return head.drop(
        "headline without a body" if is_headline_like(head.text) and count_words(head.text) >= 5 else "label"
    )


def _clean(title: str) -> str:
    """Return a headline without a list's number or the marks of emphasis around it, and once where it stands twice."""
    stripped = title.strip("*_ ")
    # The words of a link with a picture and of the same link without one, with nothing between.
    half = len(stripped) // 2
    if half >= _LEAST_TWICE and stripped[:half] == stripped[half:]:
        stripped = stripped[:half]
    head, dot, rest = stripped.partition(". ")
    if dot and head.isdigit() and len(head) <= 2:
        stripped = rest
    return stripped.rstrip(".") if stripped.count(".") == 1 and stripped.endswith(".") else stripped
