"""Lists of links: the short lines under "Related articles" or "Most read", and where a list ends and a text begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from generator.ingest import patterns
from generator.ingest.dateline import has_dateline
from generator.ingest.days import mentions
from generator.ingest.named_fields import HEADLINE_FIELD
from generator.ingest.shape import is_cut_off, is_headline_like, is_prose, sentence_breaks
from generator.ingest.words import count_words
from generator.model import Block, Kind

_DAY_AT_END = re.compile(r"\w.* [-–—|] (?:[A-Z][a-z]{2,8} \d{1,2}, \d{4}|\d{1,2}[. ][^\W_]{2,9}[. ]\d{4})$")
_LEAST_DATED, _LONGEST_DATED = 3, 200  # words, characters
_LONGEST_LINK, _LONGEST_NEWS = 22, 32  # words
# A headline with its deck, and the date and buttons under them, before a text of so many words.
_HEADLINES, _SIGNATURE_WITHIN, _LEAST_TEXT = 3, 14, 20
_PACKED = (1, 0)  # blank lines over the first and the second of a list
_LABELS = 2  # lines between a headline and its text


def is_dated_link(blocks: Sequence[Block], index: int) -> bool:
    """Return whether a line is a headline with its day behind it or in front of it, and so is the one beside it."""
    if not _is_dated_headline(blocks[index]):
        return False
    return any(_is_dated_headline(blocks[at]) for at in (index - 1, index + 1) if at < len(blocks))


def _is_dated_headline(block: Block) -> bool:
    text = block.text
    if block.kind is Kind.ITEM and _DAY_AT_END.search(text):
        return True
    if not text[:1].isdigit() or text.endswith((".", "!", "?")) or len(text) > _LONGEST_DATED:
        return False
    day = next(iter(mentions(text)), None)
    if day is None or day.start or day.year is None:
        return False
    said = text[day.end :].lstrip(" ,–—-|:")
    return said[:1].isupper() and text[day.end] in " ,|" and count_words(said) >= _LEAST_DATED


def drop_lists(judged: list[Block]) -> list[Block]:
    """Drop the short lines below the head of a list ("Related articles", "Most read")."""
    heads = {pattern.name: pattern for pattern in patterns.load() if pattern.heads}
    result = list(judged)
    head: patterns.Pattern | None = None
    listed: list[int] = []
    dates: list[int] = []
    begun = False
    # Where blank lines part the paragraphs, lines without one between them belong together.
    texts = [block for block in judged if block.kept and count_words(block.text) >= _LEAST_TEXT]
    spaced = sum(block.gap > 0 for block in texts) * 2 > len(texts)
    for index, block in enumerate(judged):
        row = index - 1 in listed[-1:] and spaced and _is_in_row(block)
        if block.kept and head and (_is_listed(block) or row):
            result[index] = block.drop(f"below {head.name}")
            listed.append(index)
        elif block.kept:
            _drop_days(result, dates, index - _SIGNATURE_WITHIN, head if begun else None)
            if head and listed and _begins_story(judged, listed[-1], index, begun):
                # Under the first date or byline the text begins: what stands above is its headline, and no link.
                for number in listed[-_HEADLINES:]:
                    if is_headline_like(judged[number].text):
                        result[number] = judged[number]
            elif head and _is_set_apart(judged, listed, index):
                result[listed[-1]] = judged[listed[-1]]
            elif head and head.opens and listed:
                last = next((n for n in listed[: -_LABELS - 1 : -1] if is_headline_like(judged[n].text)), None)
                if last is not None:
                    result[last] = judged[last]
            head, listed, dates = None, [], []
            begun = begun or count_words(block.text) >= _LEAST_TEXT
        elif named := heads.get("related" if _leads_on(judged, index) else block.rule or ""):
            # "Read also: A headline" brings its one item along; "Read also:" and "Related articles" head a list.
            label, _, item = block.text.partition(":")
            head, above = (named if not item.strip() and count_words(label) <= 5 else None), head
            if not (head and above and above.opens):
                listed = []
            dates = []
        elif head and block.kind is Kind.DATE:
            dates.append(index)
    _drop_days(result, dates, len(judged), head if begun else None)
    return result


def _leads_on(judged: list[Block], index: int) -> bool:
    """Return whether "Read more:" heads a list: two headlines at least stand right under it, packed."""
    block, below = judged[index], judged[index + 1 : index + 3]
    if block.rule != "continue-reading" or not block.text.endswith(":") or len(below) < len(_PACKED):
        return False
    return all(
        other.kept and other.gap <= gap and is_headline_like(other.text) and not is_prose(other.text)
        for other, gap in zip(below, _PACKED, strict=True)
    )


def _drop_days(result: list[Block], days: list[int], before: int, head: patterns.Pattern | None) -> None:
    """Drop the days among the links of a list below a text; what stands near to the next text may be its day."""
    for at in days:
        if head and at < before:
            result[at] = replace(result[at], kind=Kind.NOISE, rule=f"below {head.name}")


def _is_in_row(block: Block) -> bool:
    """Return whether a block is one sentence of news that no blank line parts from the item above it."""
    return not block.gap and count_words(block.text) <= _LONGEST_NEWS and not sentence_breaks(block.text)


def _is_set_apart(judged: list[Block], listed: list[int], prose: int) -> bool:
    """Return whether a blank line parts the last line of a list from the packed ones above: it heads what follows."""
    if len(listed) < _HEADLINES or listed[-1] + 1 != prose or count_words(judged[prose].text) < _LEAST_TEXT:
        return False
    last = judged[listed[-1]]
    return is_headline_like(last.text) and last.gap > max(judged[at].gap for at in listed[1:-1])


def _begins_story(judged: list[Block], last: int, prose: int, begun: bool) -> bool:
    """Return whether a line of a list heads the prose below it after all, on a page that has `begun` its text or not.

    A dateline opens a text of its own wherever it stands.
    """
    if has_dateline(judged[prose].text):
        return True
    return not begun and _is_signed(judged, last, prose)


def _is_signed(judged: list[Block], last: int, prose: int) -> bool:
    """Return whether a date or a byline stands between the last line of a list and long prose."""
    if prose - last > _SIGNATURE_WITHIN or count_words(judged[prose].text) < _LEAST_TEXT:
        return False
    return any(block.rule in ("date line", "byline") for block in judged[last + 1 : prose])


def _is_listed(block: Block) -> bool:
    """Return whether a block can be an item of a list of links: a headline, or a short line."""
    if block.kind is Kind.HEADING or block.rule == HEADLINE_FIELD or block.text.endswith(":"):
        return False
    count = count_words(block.text)
    if count <= _LONGEST_LINK and (block.kind is Kind.ITEM or is_cut_off(block.text)):
        return not sentence_breaks(block.text)
    return (is_headline_like(block.text) and count <= _LONGEST_LINK) or not is_prose(block.text)
