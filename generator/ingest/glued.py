"""What is glued to a text on a scraped page: tags round it, a date before it, a button behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from generator.ingest.days import mentions
from generator.ingest.shape import ends_sentence, is_headline_like, is_prose
from generator.ingest.words import count_words
from generator.model import EDITOR_RULE, Block, Kind

TEXT_KINDS = (Kind.PARAGRAPH, Kind.ITEM, Kind.QUOTE, Kind.HEADING)
# "... the regional governor said… Read full story »": the end of the line is a button.
_BUTTON = re.compile(
    r"(?<=[.…\]!?\"”’])\s*[\[(]?(?:continue reading|read (?:the )?(?:more|full|rest|on|article)|"
    r"read full (?:story|article)|more|full (?:story|text|article)|learn more|see more|"
    r"details|подробнее|читать (?:далее|полностью|дальше)|далее)"
    r"(?: (?:story|article|text))?(?: ?:? ?https?://\S{1,200})?[\s»›>→.…:\])]*$",
    re.IGNORECASE,
)
# How a text ends that has one, but for what may stand behind the last word.
_AFTER_BUTTON = " \t\n»›>→.…:])"
_BUTTON_ENDS = tuple("reading more full rest on article story text details подробнее далее полностью дальше".split())
# Markdown that a scraper left: images, and links whose words are text.
_MARKDOWN = re.compile(r"!\[[^\]\[]{0,200}\]\([^()\s]{0,400}\)")
_LONGEST_BUTTON = 240  # characters, with an address
_LONGEST_DATE, _BEFORE_DATE = 30, " \t|–—-,"  # characters
_LEAST_TWICE = 24  # characters
_LEAST_DATED = 6  # words behind a date, for them to be more than a place or a section
# "date 2025-02-05 The ministry ...", "05.02.2025 14:30 Headline": a date is glued to what it dates.
_DATE_LABEL = re.compile(
    r"(?:(?:date|published|posted|опубликовано|дата)(?: on)?:? )?(?=\d{4}-\d\d-\d\d|\d{1,2}[./]\d\d[./]\d{4})",
    re.IGNORECASE,
)
_TIME = re.compile(r"(?:[ ,|-]*\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?)?[ ,|-]*", re.IGNORECASE)
_ITEM_TAG = re.compile(r"^\s*<li\b[^<>]{0,200}>", re.IGNORECASE)
_TAG = re.compile(r"<!--.{0,300}?-->|</?[a-z][a-z0-9]{0,12}(?:\s[^<>]{0,400})?/?>", re.IGNORECASE)


def part(block: Block) -> Iterator[Block]:
    """Yield a block without remains of mark-up, a date glued to its beginning and the button at its end.

    What was taken off comes as blocks of its own, dropped where nothing has to be judged any more.
    """
    if not block.kept or block.kind not in TEXT_KINDS:
        yield block
        return
    text, kind = block.text, block.kind
    if half := _said_twice(text):
        yield from part(replace(block, text=text[:half].rstrip()))
        yield replace(block, text=text[half:].lstrip(), gap=0).drop("repeated text")
        return
    if "<" in text and _TAG.search(text):
        kind = Kind.ITEM if _ITEM_TAG.match(text) else kind
        tags = " ".join(_TAG.findall(text))
        text = " ".join(_TAG.sub(" ", text).split())
        yield replace(block, text=tags, rule="").drop("markup")
    if (glued := _glued_date(text)) and block.rule != EDITOR_RULE:
        yield replace(block, text=text[:glued].strip(" ,|-"), kind=kind)
        block, text = replace(block, gap=0), text[glued:]
    if "](" in text and (images := _MARKDOWN.findall(text)):
        yield replace(block, text=" ".join(images), rule="").drop("markup")
        block, text = replace(block, gap=0), " ".join(_MARKDOWN.sub(" ", text).split())
    dated = _date_at_end(text) if block.rule != EDITOR_RULE else 0
    if dated:
        yield from part(replace(block, text=text[:dated].rstrip(_BEFORE_DATE), kind=kind))
        yield replace(block, text=text[dated:].strip(_BEFORE_DATE), gap=0)
        return
    button = _button(text) if block.rule != EDITOR_RULE else None
    if button and text[: button.start()].strip():
        yield replace(block, text=text[: button.start()].rstrip(), kind=kind)
        yield replace(block, text=button[0].strip(), gap=0).drop("continue-reading")
    elif text:
        yield block if text is block.text else replace(block, text=text, kind=kind)


def _said_twice(text: str) -> int:
    """Return where a line begins anew that is one headline twice, as a link with a picture leaves it, or 0."""
    half = len(text) // 2
    if len(text) < _LEAST_TWICE or text[half] != " " or " " not in text[:half]:
        return 0
    return half + 1 if text[:half] == text[half + 1 :] else 0


def _button(text: str) -> re.Match[str] | None:
    """Return the button at the end of a text: it is short, and its last word one of few."""
    end = text[-_LONGEST_BUTTON:]
    if not (end.rstrip(_AFTER_BUTTON).lower().endswith(_BUTTON_ENDS) or "://" in end):
        return None
    return _BUTTON.search(text, max(0, len(text) - _LONGEST_BUTTON))


def _date_at_end(text: str) -> int:
    """Return where a date starts that is glued to the end of a text, behind its last sentence or a button; or 0."""
    if not text[-1:].isdigit() or " " not in text:
        return 0
    # Of a year, two digits may do where nothing else stands beside them.
    for start in (text.rindex(" ") + 1, max(0, len(text) - _LONGEST_DATE)):
        last = next((day for day in mentions(text[start:]) if start + day.end == len(text) and day.year), None)
        if last:
            break
    above = text[: start + last.start].rstrip(_BEFORE_DATE) if last else ""
    glued = count_words(above) >= _LEAST_DATED and (ends_sentence(above) or _button(above))
    return len(above) if glued else 0


def _glued_date(text: str) -> int:
    """Return where a sentence or a headline starts behind a date that is glued to it, or 0."""
    label = _DATE_LABEL.match(text)
    day = next(iter(mentions(text[:60])), None) if label else None
    if label is None or day is None or day.start != label.end():
        return 0
    end = _TIME.match(text, day.end).end()  # type: ignore[union-attr]
    rest = text[end:]
    # "05.02.2025 года ..." opens a sentence, and dates none.
    if rest[:1].islower():
        return 0
    return end if count_words(rest) >= _LEAST_DATED and (is_prose(rest) or is_headline_like(rest)) else 0
