"""One story, tidied: its standfirst marked, and what is said twice or stands at the foot of the page dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from generator.ingest.repair import fold
from generator.ingest.shape import is_headline_like
from generator.ingest.words import count_words, words
from generator.model import EDITOR_RULE, Block, Kind

_FOOT_RULES = frozenset({"tags", "copyright", "footer", "author-bio", "below section-label", "below related", "share"})
# How many places of a repeated text are looked at: a phrase in more of them is no repeat but a formula.
_FEW = 20
_LEAST_LINKS = 3
_NAME = re.compile(r"[A-ZА-ЯЁ][\w’'-]+(?: [A-ZА-ЯЁ]\.)?(?: [A-ZА-ЯЁ][\w’'-]+){1,2}")


def finish(blocks: Sequence[Block], title: str | None) -> tuple[Block, ...]:
    """Return one story's blocks with its standfirst marked, and with what is said twice or follows the end dropped."""
    judged = list(blocks)
    _find_standfirst(judged, title)
    _drop_repeats(judged)
    _drop_comments(judged)
    _drop_foot(judged)
    _drop_links(judged)
    _drop_biography(judged)
    return tuple(judged)


def _find_standfirst(judged: list[Block], title: str | None) -> None:
    """Mark a sentence between the headline and the lines that credit and date the story as its standfirst."""
    body = [index for index, block in enumerate(judged) if block.kept and block.kind is not Kind.TITLE]
    if title is None or len(body) < 3 or judged[body[0]].kind is not Kind.PARAGRAPH:
        return
    first, second = body[0], body[1]
    between = {judged[index].rule for index in range(first + 1, second)}
    short = count_words(judged[first].text) <= 45 and judged[first].rule != EDITOR_RULE
    if short and between & {"date line", "byline", "read-time", "repeated headline", "counts", "share"}:
        judged[first] = replace(judged[first], kind=Kind.STANDFIRST, rule="standfirst")


def _drop_repeats(judged: list[Block]) -> None:
    """Drop a pull quote, or a paragraph that stands there twice: its words are in a longer or an earlier block."""
    kept = [
        index
        for index, block in enumerate(judged)
        if block.kept and block.kind in (Kind.PARAGRAPH, Kind.QUOTE, Kind.HEADING)
    ]
    bare = {index: " ".join(words(fold(judged[index].text))) for index in kept}
    # A text that is part of another begins with words that the other has too: only those are compared.
    holders: dict[tuple[str, ...], list[int]] = {}
    for index in kept:
        tokens = bare[index].split()
        for run in {tuple(tokens[at : at + 4]) for at in range(len(tokens) - 3)}:
            holders.setdefault(run, []).append(index)
    for index in kept:
        text = bare[index]
        if not 5 <= count_words(text) <= 60 or judged[index].kind is Kind.STANDFIRST:
            continue
        for other in holders.get(tuple(text.split()[:4]), [])[:_FEW]:
            longer = len(bare[other]) > len(text) or (bare[other] == text and other < index)
            if other != index and longer and text in bare[other] and judged[other].kept:
                judged[index] = judged[index].drop("repeated text")
                break


def _drop_comments(judged: list[Block]) -> None:
    """Drop what follows the head of the comments, or a mark of the end, if that is the smaller part of the page."""
    for index, block in enumerate(judged):
        if block.rule not in ("comments", "end-mark", "footnotes"):
            continue
        before = sum(count_words(other.text) for other in judged[:index] if other.kept)
        after = sum(count_words(other.text) for other in judged[index:] if other.kept)
        if before and after * 2 < before:
            for later in range(index, len(judged)):
                if judged[later].kept:
                    judged[later] = judged[later].drop(f"below {block.rule}")
            return


def _drop_foot(judged: list[Block]) -> None:
    """Drop a few short lines of prose under the tags, the related articles or the copyright: the foot of the page."""
    total = sum(count_words(block.text) for block in judged if block.kept)
    ends = [index for index, block in enumerate(judged) if block.rule in _FOOT_RULES]
    for end in ends:
        below = [index for index in range(end, len(judged)) if judged[index].kept]
        sizes = [count_words(judged[index].text) for index in below]
        if below and max(sizes) <= 35 and sum(sizes) * 6 <= total:
            for index in below:
                judged[index] = judged[index].drop("foot of the page")
            return


def _drop_links(judged: list[Block]) -> None:
    """Drop a list of other headlines under the last paragraph, with its head; a list that is introduced stays."""
    kept = [index for index, block in enumerate(judged) if block.kept]
    foot = len(kept)
    while foot and judged[kept[foot - 1]].kind in (Kind.ITEM, Kind.HEADING):
        foot -= 1
    links = [judged[index] for index in kept[foot:] if judged[index].kind is Kind.ITEM]
    if not foot or len(links) < _LEAST_LINKS or judged[kept[foot - 1]].text.endswith(":"):
        return
    if all(is_headline_like(block.text) and block.rule != EDITOR_RULE for block in links):
        for index in kept[foot:]:
            judged[index] = judged[index].drop("foot of the page")


def _drop_biography(judged: list[Block]) -> None:
    """Drop a last paragraph that introduces the person whom the byline names."""
    names = [match for block in judged if block.rule == "byline" for match in _NAME.findall(block.text)]
    kept = [index for index, block in enumerate(judged) if block.kept]
    for index in kept[: len(kept) // 2 : -1]:
        block = judged[index]
        if block.kind in (Kind.PARAGRAPH, Kind.HEADING) and count_words(block.text) <= 80:
            if any(block.text.startswith(name) for name in names):
                judged[index] = block.drop("author-bio")
                return
            continue
        return
