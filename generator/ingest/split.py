"""One document -> the stories that it holds.

A short line between two stretches of prose is the headline of a new story, a section heading of the same one, or a
stray line. No single mark tells them apart, so each such line is weighed by several, and the ones that spoke are kept
as the story's evidence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace

from generator.ingest import bare
from generator.ingest.boundary import AT_FOOT, LEANING, Boundary, weigh
from generator.ingest.headline import Choice, choose
from generator.ingest.listed import is_signature, own_lines
from generator.ingest.named_fields import HEADLINE_FIELD
from generator.ingest.page_layout import Layout
from generator.ingest.parts import Part, begins_at, opens_page, parts_of
from generator.ingest.repair import fold
from generator.ingest.shape import ends_sentence, is_all_caps, is_cut_off, is_prose, is_short_sentence
from generator.ingest.sift import Span, sift
from generator.ingest.tidy import finish
from generator.ingest.vocabulary import is_ordinary
from generator.ingest.words import content_stems, count_words, words
from generator.model import EDITOR_RULE, Block, Kind

# Furniture that stands amid a story: what is parted by nothing else belongs together.
_AMID = frozenset({"related", "below related", "credit", "caption", "advertisement", "source-line"})
BY_EDITOR = ("the editor says so",)
# What an interviewer asks, in the middle of a story: it stays, but heads nothing.
_ASKED = re.compile(r"^(?:(?:and|but|so|then)\b.*|.*\b(?:you|your)\b.*)\?$", re.IGNORECASE)
# Who speaks in the words above, or is seen in the picture: whom the text around names.
_NAME_ALONE = re.compile(r"[A-ZА-ЯЁ][\w’'-]+(?:[ -][A-ZА-ЯЁ][\w’'-]+){1,2}")
_NEAR, _LEAST_HOUSE = 8, 3  # blocks, words
# Fewer words than this are no article, whatever stands above them: a label's explanation, a caption that was missed.
_LEAST_WORDS, _LEAST_TEASER_WORDS = 22, 9
# The points of a boundary that a few words below it do not put in doubt.
_SURE = 4.0
# A link among the paragraphs has so many words at least, and the text below it has few of them.
_LEAST_LINK, _LINK_SHARE = 7, 0.3
_GOES_ON = re.compile(
    r"(?:However|Moreover|Furthermore|Nevertheless|In addition|In turn|Однако|Кроме того|При этом),? "
)
# A headline under its text has so many words that say something, and the text most of them.
_LEAST_STEMS, _TITLE_SHARE = 4, 0.7


def split(blocks: Sequence[Block], begins: Collection[int] = (), joins: Collection[int] = ()) -> tuple[Span, ...]:
    """Return the stories in a document's judged blocks, in order; every block is in exactly one of them.

    A document without prose gives one span without a body, which makes no article. An editor says on which lines a
    story `begins`, and on which the story goes on (`joins`).
    """
    parts = parts_of(blocks, begins, joins)
    if not any(part.body for part in parts):
        return (Span(None, tuple(_strays(blocks)), ()),)
    layout = Layout.of(blocks, [(part.heads, part.body) for part in parts])
    starts: Mapping[int, bare.Start] = {}
    boundaries = _boundaries(blocks, parts, layout, starts, begins, joins)
    parts, starts = bare.cut(blocks, parts, [boundary.is_new for boundary in boundaries])
    if starts:
        boundaries = _boundaries(blocks, parts, layout, starts, begins, joins)
    groups: list[tuple[list[Part], tuple[str, ...]]] = []
    for part, following, boundary in zip(parts, [*parts[1:], None], boundaries, strict=True):
        is_new = boundary.is_new and part.body
        if groups and (not is_new or _is_scrap(blocks, groups[-1][0], part, following, boundary)):
            groups[-1][0].append(part)
        else:
            groups.append(([part], boundary.evidence))
    spans = [_span(blocks, group, evidence, layout, joins) for group, evidence in groups]
    listed = [any(part.start in starts and starts[part.start].listed for part in group) for group, _ in groups]
    # The first item of a list stands above the first place that shows that it is one.
    spans = [
        replace(span, listed=span.listed or listed[number] or listed[number + 1 : number + 2] == [True])
        for number, span in enumerate(spans)
    ]
    return sift(spans, BY_EDITOR)


def _goes_on(blocks: Sequence[Block], head: int, headed: Collection[str]) -> str | None:
    """Return what says that the line above a stretch of prose begins no story, or None."""
    if fold(blocks[head].text) in headed:
        return "it repeats the story's own headline"
    return "it says who speaks" if is_signature(blocks, head) else None


def _is_scrap(
    blocks: Sequence[Block], story: Sequence[Part], part: Part, following: Part | None, boundary: Boundary
) -> bool:
    """Return whether a piece is too small for a story and stands amid another one: the text goes on under a link.

    A deck under a headline is as small, where the page prints the headline again above the text.
    """
    heads = [{fold(blocks[index].text) for index in piece.heads} for piece in (part, following) if piece]
    if not heads[0].isdisjoint(heads[-1]) and following:
        return False
    last = next((other.body[-1] for other in reversed(story) if other.body), None)
    if boundary.evidence == BY_EDITOR or boundary.score >= _SURE or last is None or not part.heads:
        return False
    text = blocks[part.body[-1]].text
    if sum(count_words(blocks[index].text) for index in part.body) >= _LEAST_WORDS or is_cut_off(text):
        return False
    # The first paragraphs say whether the story is one, however long it is.
    first = [index for other in story[:3] for index in other.body[:5]]
    above = sum(count_words(blocks[index].text) for index in first)
    around = {block.rule for block in blocks[last + 1 : part.end] if not block.kept}
    return above >= 2 * _LEAST_WORDS and ends_sentence(text) and around <= _AMID


def _boundaries(
    blocks: Sequence[Block],
    parts: list[Part],
    layout: Layout,
    starts: Mapping[int, bare.Start],
    begins: Collection[int],
    joins: Collection[int],
) -> list[Boundary]:
    """Weigh each part's beginning three times: again, knowing how the document's other boundaries came out before."""
    boundaries = [Boundary(0.0, ())] * len(parts)
    # The marks of a part depend on where the story before it begins: later that is mostly as it was.
    marks: dict[tuple[int, int], tuple[tuple[str, float], ...]] = {}
    for again in (False, True, True):
        new = sum(boundary.is_new for boundary in boundaries[1:])
        before: list[int] = []
        headed: set[str] = set()
        for number, part in enumerate(parts):
            earlier = boundaries[number]
            if number and part.body and begins_at(blocks, part.start, begins):
                boundaries[number] = Boundary(1.0, BY_EDITOR)
            elif number and part.body and opens_page(blocks[part.start]):
                boundaries[number] = Boundary(1.0, ("the date of a page stands before it",))
            elif part.start in starts and not part.heads:
                boundaries[number] = Boundary(starts[part.start].score, starts[part.start].evidence)
            elif number and part.heads and part.body:
                if any(blocks[index].line in joins for index in part.heads):
                    boundaries[number] = Boundary(-1.0, BY_EDITOR)
                elif goes_on := _goes_on(blocks, part.heads[-1], headed):
                    boundaries[number] = Boundary(-9.0, (goes_on,))
                elif not before:
                    boundaries[number] = Boundary(1.0, ("nothing stands before it",))
                else:
                    place = number, before[0]
                    if place not in marks:
                        marks[place] = weigh(blocks, before, part.heads, part.body, layout)
                    foot = float(_headline_ends(blocks, part, before, headed))
                    others = len(parts) - 2
                    lean = (new - earlier.is_new) / others - 0.5 if again and others else 0.0
                    boundaries[number] = Boundary.of((*marks[place], (AT_FOOT, foot), (LEANING, lean)))
            if boundaries[number].is_new:
                before, headed = [], set()
            before.extend(part.body)
            headed.update({fold(blocks[index].text) for index in part.heads} - layout.contents)
    return boundaries


def _headline_ends(blocks: Sequence[Block], part: Part, before: Sequence[int], headed: Collection[str]) -> bool:
    """Return whether the headline of the story before stands once more at its foot, above that of the next one."""
    again = any(fold(blocks[index].text) in headed for index in part.heads[:-1])
    return again and sum(count_words(blocks[index].text) for index in before) >= 2 * _LEAST_WORDS


def _span(
    blocks: Sequence[Block], parts: list[Part], evidence: tuple[str, ...], layout: Layout, joins: Collection[int]
) -> Span:
    judged = list(blocks[parts[0].start : parts[-1].end])
    offset = parts[0].start
    body_text = " ".join(blocks[index].text for part in parts[:2] for index in part.body)[:4000]
    choice = choose(blocks, parts[0].heads, body_text, layout.repeated)
    for index, verdict in zip(parts[0].heads, choice.verdicts, strict=True):
        judged[index - offset] = verdict
    for part in parts[1:]:
        _judge_inner(judged, blocks, part, offset, choice, joins)
    title = choice.title or _title_below(judged, body_text)
    listed = layout.is_digest and len(parts) == 1
    listed = listed or any(blocks[index].rule == HEADLINE_FIELD for index in parts[0].heads)
    return Span(title, finish(judged, title), evidence, listed)


def _title_below(judged: list[Block], body: str) -> str | None:
    """Return the headline that stands under a text without one, most of its words the text's; it is marked as such."""
    known = content_stems(body)
    for index in range(len(judged) - 1, -1, -1):
        block = judged[index]
        if block.kept:
            return None
        stems = content_stems(block.text) if block.rule == "headline without a body" else frozenset()
        if len(stems) >= _LEAST_STEMS and len(stems & known) >= _TITLE_SHARE * len(stems):
            judged[index] = replace(block, kind=Kind.TITLE, kept=True, rule="headline")
            return block.text
    return None


def _judge_inner(
    judged: list[Block], blocks: Sequence[Block], part: Part, offset: int, choice: Choice, joins: Collection[int]
) -> None:
    """Judge the short lines inside a story: the last one above prose is a section heading, others are strays.

    Where an editor says that the story goes on with a line, it stays.
    """
    around = blocks[max(offset, part.start - _NEAR) : min(part.end, part.start + _NEAR)]
    own = own_lines(blocks, part.heads)
    for position, index in enumerate(part.heads):
        block = blocks[index]
        last = position == len(part.heads) - 1
        if block.line in joins:
            heads = last and bool(part.body) and _can_head(block)
            judged[index - offset] = replace(block, kind=Kind.HEADING if heads else block.kind, rule=EDITOR_RULE)
        elif choice.title and fold(block.text) == fold(choice.title):
            judged[index - offset] = block.drop("repeated headline")
        elif index in own:
            judged[index - offset] = own[index]
        elif not part.body:
            judged[index - offset] = block.drop(
                "headline without a body" if count_words(block.text) >= 4 else "stray line"
            )
        elif _is_name_told(block.text, around):
            judged[index - offset] = block.drop("name beside a quotation or a picture")
        elif is_prose(block.text):
            judged[index - offset] = replace(block, rule="sentence")
        elif last and _ASKED.search(block.text):
            judged[index - offset] = replace(block, rule="question")
        elif last and is_short_sentence(block.text):
            judged[index - offset] = replace(block, rule="short sentence")
        elif last and block.text.endswith(":"):
            judged[index - offset] = replace(block, rule="announcement")
        elif last and _can_head(block) and not _leads_away(block, [blocks[at].text for at in part.body], choice.title):
            judged[index - offset] = replace(block, kind=Kind.HEADING, rule="section heading")
        else:
            judged[index - offset] = block.drop("stray line")


def _is_name_told(text: str, around: Sequence[Block]) -> bool:
    """Return whether a line is somebody's name and nothing else, whom the prose around it names."""
    said = words(text)
    # Three capitals and more are a house, where the prose has all of them so.
    house = len(said) >= _LEAST_HOUSE and all(word[0].isupper() for word in said) and not is_all_caps(text)
    if not house and (not _NAME_ALONE.fullmatch(text) or any(map(is_ordinary, said))):
        return False
    return any(text in block.text and is_prose(block.text) for block in around)


def _can_head(block: Block) -> bool:
    first = block.text.lstrip("“\"«‘'([0123456789.) ")[:1]
    return first.isupper() and count_words(block.text) <= 16 and not block.text.endswith((",", ";", ")"))


def _leads_away(block: Block, body: Sequence[str], title: str | None) -> bool:
    """Return whether a line in the middle of a story is a link to another: long, and in capitals or of other words."""
    count = count_words(block.text)
    if count < _LEAST_LINK:
        return False
    if is_all_caps(block.text) and not is_all_caps(title or ""):
        return True
    # No section begins with "However": the text goes on from above the line.
    if _GOES_ON.match(body[0]):
        return True
    stems = content_stems(block.text)
    return count > _LEAST_LINK and len(stems & content_stems(" ".join(body)[:4000])) < _LINK_SHARE * len(stems)


def _strays(blocks: Sequence[Block]) -> list[Block]:
    return [
        block.drop("headline without a body" if count_words(block.text) >= 4 else "stray line") if block.kept else block
        for block in blocks
    ]


def is_article(span: Span) -> bool:
    """Return whether a span has enough text for an article, or is a teaser under a headline."""
    body = [block for block in span.blocks if block.kept and block.kind is not Kind.TITLE]
    words = sum(count_words(block.text) for block in body)
    if words >= _LEAST_WORDS:
        return True
    if not body or words < _LEAST_TEASER_WORDS:
        return False
    if span.title is None:
        return span.listed and ends_sentence(body[-1].text)
    # A teaser breaks off, leads on to the whole story, is dated like one, or one item of a list.
    marks = {block.rule for block in span.blocks} & {"continue-reading", "date line", "byline"}
    return is_cut_off(body[-1].text) or ((span.listed or bool(marks)) and ends_sentence(body[-1].text))
