"""What readers wrote under a text: lines that name and date each of them, and their words between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from generator.ingest.days import mentions
from generator.ingest.shape import is_headline_like, is_prose
from generator.ingest.words import count_words
from generator.model import EDITOR_RULE, Block, Kind

_LEAST_SIGNED, _LONGEST_NAME = 2, 4
_NUMBER = re.compile(r"\d{1,4}[.)] ")
# A comment is signed with the minute, and with nothing behind it but a button.
_MINUTE = re.compile(
    r",? ?(?:at |в )?\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?(?: ?[|·#-]? ?(?:reply|ответить|permalink|#\d+))?",
    re.IGNORECASE,
)
_AGO = re.compile(r"\b(?:ago|назад)$", re.IGNORECASE)
_PAGE = re.compile(
    r"\b(?:by|from|publish\w*|post\w*|updat\w*|dat(?:e|ed)|created|edit\w*|modified|автор\w*|опублик\w*|обновл\w*|дата)\b",
    re.IGNORECASE,
)


def drop_threads(judged: Sequence[Block]) -> list[Block]:
    """Drop the comments below a text, where each stands under the name of a reader with the day and the minute."""
    result = list(judged)
    for thread in _threads(judged):
        if len(thread) < _LEAST_SIGNED or any(second - first < 2 for first, second in pairwise(thread)):
            continue
        for index in range(thread[0], _end(judged, thread[-1])):
            if judged[index].kind is Kind.DATE:
                result[index] = replace(judged[index], kind=Kind.NOISE, rule="comments")
            elif judged[index].kept and judged[index].rule != EDITOR_RULE:
                result[index] = judged[index].drop("comment of a reader")
    return result


def _threads(judged: Sequence[Block]) -> Iterator[list[int]]:
    """Yield the lines that sign the comments of each thread."""
    run: list[int] = []
    aged = _aged(judged)
    for index, block in enumerate(judged):
        if index in aged:
            run.append(index)
        elif block.kind is Kind.DATE and (numbered := _signs(block.text)) is not None:
            if run and not (numbered or _only_talk(judged, run[-1], index)):
                yield run
                run = []
            if run or numbered or _follows_text(judged, index):
                run.append(index)
    yield run


def _aged(judged: Sequence[Block]) -> frozenset[int]:
    """Return the lines that say how old a comment is, "3 months ago", below the one line that heads comments.

    Where several lines head comments, each is of another story.
    """
    heads = [index for index, block in enumerate(judged) if block.rule == "comments"]
    if len(heads) != 1:
        return frozenset()
    below = range(heads[0] + 1, len(judged))
    return frozenset(at for at in below if judged[at].rule == "clock" and _AGO.search(judged[at].text))


def _signs(text: str) -> bool | None:
    """Return whether a line that signs a comment is numbered; None where it signs none."""
    number = _NUMBER.match(text)
    day = next(iter(mentions(text)), None)
    if day is None or not _MINUTE.fullmatch(text, day.end):
        return None
    name = text[number.end() if number else 0 : day.start]
    if not 1 <= count_words(name) <= _LONGEST_NAME or _PAGE.search(name):
        return None
    return number is not None


def _only_talk(judged: Sequence[Block], first: int, second: int) -> bool:
    """Return whether no line between two signatures could head a story."""
    between = [block.text for block in judged[first + 1 : second] if block.kept]
    return bool(between) and not any(map(is_headline_like, between))


def _follows_text(judged: Sequence[Block], index: int) -> bool:
    """Return whether the last text above a line is prose, so that the line stands under it and over none."""
    above = next((judged[at] for at in range(index - 1, -1, -1) if judged[at].kept), None)
    return above is not None and is_prose(above.text)


def _end(judged: Sequence[Block], last: int) -> int:
    """Return where the last comment of a thread ends: at what could head a story, or at a day."""
    for index in range(last + 1, len(judged)):
        block = judged[index]
        if block.kind in (Kind.DATE, Kind.HEADING) or (block.kept and is_headline_like(block.text)):
            return index
    return len(judged)
