"""Hard-wrapped text: which lines run on, and the paragraphs that they make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from msgspec.structs import replace

from generator.ingest.dates import is_date_line
from generator.ingest.shape import capital_share, ends_sentence, is_headline_like
from generator.ingest.words import count_words
from generator.model import Block, Kind

# Text that was wrapped by a mail program or a terminal: no line is longer than this many characters, and lines run on.
WRAP_LIMIT, _USUAL_WRAP = 110, 60
# What is longer than a line that breaks off by this factor is no line of the wrapped text: a headline.
_STICKS_OUT = 1.1
# A page may also break a single line. Where the first half ends in a small word, or the second begins with a small
# letter, the two are one; shorter halves are labels, and "by" opens a credit.
LEAST_TO_JOIN = 40
_LEAST_SPLIT = 3
# Words and share of capitals of a headline in title case, and the share of the width that its last line may have.
_LEAST_TITLE, _TITLED, _SHORT = 4, 0.8, 0.8
_LOOSE = re.compile(
    r" (?:a|an|the|of|and|to|in|for|with|by|at|on|from|that|will|would|has|have|had|was|were|been|which|who|than|their|"
    r"its|his|into|between|и|в|на|с|по|из|для|о|от|к|у|за|при|что|который|которая|которые|его|их|между)$",
    re.IGNORECASE,
)
# Title case writes these small: in the middle of a line they begin the text behind a heading.
_SENTENCE_IN = re.compile(r" (?:The|A|An|On|In|At|As) ")
_DATED = re.compile(r"\W?(?:\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d\d-\d\d)\b.{0,12}$")
# What opens a letter: a line each.
_HEADER = re.compile(r"(?:From|To|Cc|Subject|Date|Sender|Reply-To|Message-ID|X-[\w-]+|Content-[\w-]+): ")
_LABEL = re.compile(r"[A-ZА-ЯЁ][^.:]{0,30}:")
_SIGNED = re.compile(
    r"(?:(?:cover|main|header|featured) )?(?:by|via|photo|image|source|https?|www|фото|источник)\b", re.IGNORECASE
)


def unwrap(lines: list[Block]) -> list[Block]:
    """Return the lines of a text as paragraphs: those joined that a program or a page broke to its width."""
    lines = _close_up(lines)
    return list(_unwrap(lines)) if _is_wrapped([line.text for line in lines]) else list(_paragraphs(lines))


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
    if not LEAST_TO_JOIN <= len(line) <= WRAP_LIMIT or len(following) > WRAP_LIMIT or ends_sentence(line):
        return False
    return following[0].islower() or _is_loose(line)


def _is_wrapped(lines: Sequence[str]) -> bool:
    if len(lines) < 2 or max(map(len, lines)) > WRAP_LIMIT:
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
    for short, run in groupby(passage, lambda line: len(line.text) <= WRAP_LIMIT):
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
    if len(line) < LEAST_TO_JOIN or ends_sentence(line) or len(following) < LEAST_TO_JOIN // 2:
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
    following = [line.text for line in lines[1:]]
    for line, below in zip(lines, [*following, ""], strict=True):
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
            and not (ends_sentence(current.text) and _heads(line.text, below, width))
            and not (_heads(current.text, "", width) and _begins_text(current.text, line.text))
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


def _heads(line: str, below: str, width: int) -> bool:
    """Return whether a line below the end of a sentence is a headline in title case, with its end on the next line."""
    if (
        len(line) > 2 * WRAP_LIMIT
        or count_words(line) < _LEAST_TITLE
        or capital_share(line) <= _TITLED
        or not is_headline_like(line)
    ):
        return False
    return not _is_loose(line) or len(below) < _SHORT * width


def _begins_text(headline: str, line: str) -> bool:
    """Return whether a line below a full one in title case is no more of it, but the beginning of its text."""
    return (
        not _is_loose(headline)
        and not _SENTENCE_IN.search(headline)
        and line[0].isupper()
        and capital_share(line) <= _TITLED
    )
