"""Records of a dump or a mailbox: "Title: ...", "Date: ...", "Text: ..." on lines below each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from generator.ingest.dates import is_date_line
from generator.model import EDITOR_RULE, Block, Kind

# The rule of a line that a field calls the headline of its record.
HEADLINE_FIELD = "headline field"
_LEAST = 2  # fields of a record
_LONGEST_NAME = 30  # characters
_MARKS = r"[*_]{0,2}"
_TITLE = ("title", "headline", "subject", "заголовок", "тема")
_TEXT = ("text", "body", "content", "markdown content", "full text", "article", "story", "текст")
_OTHER = (
    "date published from to cc sender reply-to message-id source outlet publication publisher newspaper url link "
    "author byline section category language id list [xX]-[\\w-]+ content-[\\w-]+ "
    "дата источник автор ссылка рубрика от кому издание"
).split()
_OF_TWO_WORDS = ("url source", "published time")


def _pattern(names: Sequence[str], behind: str = "") -> re.Pattern[str]:
    return re.compile(rf"{_MARKS}(?:{'|'.join(names)}){_MARKS}\s?:{_MARKS}(?:\s+|$){behind}", re.IGNORECASE)


# A mailing list puts its name before the subject, and a reply what it is.
_TAG = r"(?:\[[^\[\]]{2,30}\]\s+)?(?:(?:re|fwd?)\s?:\s+)?"
_IS_TITLE, _IS_TEXT, _IS_FIELD = (
    _pattern(_TITLE, _TAG),
    _pattern(_TEXT),
    _pattern((*_TITLE, *_TEXT, *_OTHER, *_OF_TWO_WORDS)),
)


def part_records(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with the names of fields dropped, wherever several fields and a headline make a record."""
    result: list[Block] = []
    run: list[Block] = []
    for block in blocks:
        if run and (not _is_field(block) or (_IS_TITLE.match(block.text) and _has_title(run))):
            result.extend(_record(run))
            run = []
        if _is_field(block):
            run.append(block)
        else:
            result.append(block)
    result.extend(_record(run))
    return result


def _is_field(block: Block) -> bool:
    plain = block.kept and block.kind is Kind.PARAGRAPH and block.rule != EDITOR_RULE
    return plain and ":" in block.text[:_LONGEST_NAME] and _IS_FIELD.match(block.text) is not None


def _has_title(run: Sequence[Block]) -> bool:
    return any(_IS_TITLE.match(block.text) for block in run)


def _record(run: Sequence[Block]) -> Iterator[Block]:
    """Yield the parts of a record: what its fields hold, without their names."""
    if len(run) < _LEAST or not _has_title(run):
        yield from run
        return
    for block in run:
        name = next(match for kind in (_IS_TITLE, _IS_TEXT, _IS_FIELD) if (match := kind.match(block.text)))
        if not (_IS_TITLE.match(block.text) or _IS_TEXT.match(block.text) or is_date_line(block.text)):
            yield block.drop("field")
            continue
        held = block.text[name.end() :]
        yield replace(block, text=name[0].strip()).drop("field")
        if held:
            rule = HEADLINE_FIELD if _IS_TITLE.match(block.text) else block.rule
            yield replace(block, text=held, gap=0, rule=rule)
