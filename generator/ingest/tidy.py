"""One story, tidied: its standfirst marked, and what is said twice or stands at the foot of the page dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, chain

from msgspec.structs import replace

from generator.ingest.cohesion import points_back
from generator.ingest.dateline import has_dateline
from generator.ingest.foot import drop_appeal, drop_house, drop_notes
from generator.ingest.lookup import Lookup, pieces_of
from generator.ingest.odd_lines import drop_odd_lines
from generator.ingest.repair import fold
from generator.ingest.shape import ends_sentence, is_headline_like
from generator.ingest.words import count_words, least_words, words
from generator.model import EDITOR_RULE, Block, Kind

_FOOT_RULES = frozenset({"tags", "copyright", "footer", "author-bio", "below section-label", "below related", "share"})
# "Published in The Valley Post, May 3rd, 2024" stands below the last words, as in print.
_PRINTED = "Published in "
# How many places of a repeated text are looked at: a phrase in more of them is no repeat but a formula.
_FEW = 20
_SPEAKER, _LEAST_SPOKEN = 6, 18  # words
_BARE = Lookup(lambda piece: (piece.casefold(),) if piece.isalnum() else tuple(words(fold(piece))))
_LEAST_LINKS = 3
# "27 comments" below so many words heads so many of them.
_COMMENTS = re.compile(r"\(?(\d{1,4})\)? (?:comments?|комментари\w+)\b", re.IGNORECASE)
_LEAST_ABOVE, _LEAST_TALK = 60, 3
# What a text that begins so refers to stands right above it.
_SAYS_SO = re.compile(r"(?:Об этом|This was|That was|So (?:said|says)) ")
# A lead says who reported the news; a deck leaves that to the text.
_CITES = re.compile(
    r"\b(?:переда[её]т|передают|сообща(?:ет|ют)|сообщил[аио]?|пишет|информирует|по данным|со ссылкой)\b|"
    r"\b(?:citing|quoting|with reference to|reported by|according to)\b|"
    r", (?-i:[A-Z])[\w.’'& -]{1,40} (?:reports|reported|writes)\b",
    re.IGNORECASE,
)
# A headline printed again has so many words, and lacks so many of the first one's: the number or the date at its end.
_LEAST_TOLD, _FEWER = 5, 2


def finish(blocks: Sequence[Block], title: str | None) -> tuple[Block, ...]:
    """Return one story's blocks with its standfirst marked, and with what is said twice or follows the end dropped."""
    judged = list(blocks)
    _find_standfirst(judged, title)
    _keep_leads(judged)
    _drop_told_headline(judged, title)
    _drop_repeats(judged)
    _drop_comments(judged)
    _drop_foot(judged)
    _drop_links(judged)
    drop_house(judged)
    drop_appeal(judged)
    drop_notes(judged)
    drop_odd_lines(judged)
    _drop_last_headings(judged)
    return tuple(judged)


def _find_standfirst(judged: list[Block], title: str | None) -> None:
    """Mark a sentence between the headline and the lines that credit and date the story as its standfirst."""
    body = [index for index, block in enumerate(judged) if block.kept and block.kind is not Kind.TITLE]
    if title is None or len(body) < 3 or judged[body[0]].kind is not Kind.PARAGRAPH:
        return
    first, second = body[0], body[1]
    between = {judged[index].rule for index in range(first + 1, second)}
    short = count_words(judged[first].text) <= 45 and judged[first].rule != EDITOR_RULE
    if (
        short
        and not has_dateline(judged[first].text)
        and between & {"date line", "byline", "read-time", "repeated headline", "counts", "share"}
    ):
        judged[first] = replace(judged[first], kind=Kind.STANDFIRST, rule="standfirst")


def _keep_leads(judged: list[Block]) -> None:
    """Leave in the text what only looks like a standfirst: the lead that the text goes on from."""
    body = [index for index, block in enumerate(judged) if block.kept and block.kind is not Kind.TITLE]
    leads = [index for index in body if judged[index].kind is Kind.STANDFIRST]
    first = next((judged[index].text for index in body if judged[index].kind is not Kind.STANDFIRST), "")
    told = points_back(first) or _SAYS_SO.match(first) is not None
    for index in leads:
        if told or _CITES.search(judged[index].text):
            judged[index] = replace(judged[index], kind=Kind.PARAGRAPH, rule="lead")


def _drop_told_headline(judged: list[Block], title: str | None) -> None:
    """Drop a first line that has no word that the headline has not, and most of those: a caption above the text."""
    first = next((index for index, block in enumerate(judged) if block.kept and block.kind is not Kind.TITLE), None)
    if title is None or first is None or judged[first].kind is not Kind.PARAGRAPH:
        return
    head = words(fold(title))
    if least_words(judged[first].text) > len(head):
        return
    said = words(fold(judged[first].text))
    alike = len(said) <= len(head) <= len(said) + _FEWER and head[: len(said)] == said
    if alike and len(said) >= _LEAST_TOLD and judged[first].rule != EDITOR_RULE:
        judged[first] = judged[first].drop("repeated headline")


def _drop_repeats(judged: list[Block]) -> None:
    """Drop a pull quote, or a paragraph that stands there twice: its words are in a longer or an earlier block."""
    kept = [
        index
        for index, block in enumerate(judged)
        if block.kept and block.kind in (Kind.PARAGRAPH, Kind.QUOTE, Kind.HEADING)
    ]
    bare = {index: list(chain.from_iterable(map(_BARE.__getitem__, pieces_of(judged[index].text)))) for index in kept}
    short = [index for index in kept if 5 <= len(bare[index]) <= 60 and judged[index].kind is not Kind.STANDFIRST]
    # A text that is part of another begins with words that the other has too: only those are compared.
    openings = {tuple(bare[index][:4]) for index in short}
    holders: dict[tuple[str, ...], list[int]] = {}
    for index in kept:
        tokens = bare[index]
        for run in openings.intersection(zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False)):
            holders.setdefault(run, []).append(index)
    for index in short:
        text = " ".join(bare[index])
        # A pull quote may have its speaker's name behind it.
        spoken = " ".join(bare[index][:-_SPEAKER]) if len(bare[index]) >= _LEAST_SPOKEN else text
        for other in holders[tuple(bare[index][:4])][:_FEW]:
            if other == index or not judged[other].kept:
                continue
            holder = " ".join(bare[other])
            if len(holder) <= len(text) and not (holder == text and other < index):
                continue
            if text in holder or (spoken in holder and not ends_sentence(judged[index].text)):
                judged[index] = judged[index].drop("repeated text")
                break


def _drop_comments(judged: list[Block]) -> None:
    """Drop what follows the head of the comments, or a mark of the end, if that is the smaller part of the page."""
    sums = list(accumulate((count_words(block.text) if block.kept else 0 for block in judged), initial=0))
    for index, block in enumerate(judged):
        printed = block.kind is Kind.DATE and block.text.startswith(_PRINTED)
        if not printed and block.rule not in ("comments", "end-mark", "footnotes"):
            continue
        before, after = sums[index], sums[-1] - sums[index]
        if before and (after * 2 < before or (before >= _LEAST_ABOVE and _is_talk(judged, index))):
            for later in range(index, len(judged)):
                if judged[later].kept:
                    judged[later] = judged[later].drop("below end-mark" if printed else f"below {block.rule}")
            return


def _is_talk(judged: Sequence[Block], head: int) -> bool:
    """Return whether a count of comments heads what its readers wrote: a list of items, none with a day or a byline."""
    count = _COMMENTS.match(judged[head].text)
    if judged[head].rule != "comments" or count is None or int(count[1]) < _LEAST_TALK:
        return False
    below = [block for block in judged[head + 1 :] if block.kept]
    items = sum(block.kind is Kind.ITEM for block in below)
    return len(below) >= _LEAST_TALK and items * 2 >= len(below)


def _drop_foot(judged: list[Block]) -> None:
    """Drop a few short lines of prose under the tags, the related articles or the copyright: the foot of the page."""
    sizes = [count_words(block.text) if block.kept else 0 for block in judged]
    total = below = sum(sizes)
    # The foot is the longest one that is short enough; nothing above the last long block is part of any.
    last_long = max((index for index, size in enumerate(sizes) if size > 35), default=-1)
    last_kept = max((index for index, block in enumerate(judged) if block.kept), default=-1)
    for end, block in enumerate(judged):
        if block.rule in _FOOT_RULES and last_long < end <= last_kept and below * 6 <= total:
            for index in range(end, len(judged)):
                if judged[index].kept:
                    judged[index] = judged[index].drop("foot of the page")
            return
        below -= sizes[end]


def _drop_last_headings(judged: list[Block]) -> None:
    """Drop the headings at the end: what stood under them is no part of the story."""
    for index in range(len(judged) - 1, -1, -1):
        block = judged[index]
        if block.kept and (block.kind is not Kind.HEADING or block.rule == EDITOR_RULE):
            return
        if block.kept:
            judged[index] = block.drop("heading without text")


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
