"""An anchor for every sentence of a body, so that what is said of an article can lead to where it says so.

An anchor's name comes from the words of its sentence alone: an edit elsewhere changes no address. The text stays as it
is, and feeds get the body without anchors.
"""

from __future__ import annotations

import hashlib
import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from generator.sentences import sentence_spans

_MARKUP = re.compile(r"\]\([^)]*\)|\W+")
_TAG = re.compile(r"<[^>]*>")
_TOKEN = re.compile(r"<[^>]*>|[^<]+")
# What stands inside a sentence; any other element begins or ends a block.
_INLINE = "a abbr b br cite code del em i img ins q s small strong sub sup".split()
_BLOCK = re.compile(rf"(<(?!/?(?:{'|'.join(_INLINE)})[ >])[^>]*>)")
_VOID = ("<br>", "<img")
# Have no sentences; none of them may have an attribute.
_APART = {
    f"<{mark}{name}>": depth
    for name in ("h2", "h3", "h4", "h5", "h6", "pre", "table")
    for mark, depth in (("", 1), ("/", -1))
}


def find(sentences: Mapping[str, str], sentence: str) -> str | None:
    """Return the name of the anchor at a sentence, from what `anchor` returned; None where the body does not hold it.

    Of a part of a sentence it is that of the whole one, of several sentences that of the first.
    """
    wanted = " ".join(sentence.split())
    if (name := _name(wanted)) in sentences:
        return name
    # An editor may have given it emphasis or a link since.
    bare = _bare(wanted)
    if not bare:
        return None
    each = ((name, _bare(text)) for name, text in sentences.items())
    return next((name for name, text in each if f" {bare} " in f" {text} " or f"{bare} ".startswith(f"{text} ")), None)


def _bare(text: str) -> str:
    """Return the words of a text in Markdown, parted by single blanks."""
    return " ".join(_MARKUP.sub(" ", text).split())


def anchor(clean: str) -> tuple[str, Mapping[str, str]]:
    """Return sanitised HTML with each sentence in a `<span id>`, and the text of each by the name of its anchor."""
    sentences: dict[str, str] = {}
    pieces: list[str] = []
    apart = 0
    runs = _BLOCK.split(clean)  # at every second place stands a tag
    for at, piece in enumerate(runs):
        if at % 2:
            apart += _APART.get(piece, 0)
            pieces.append(piece)
        elif apart or not piece or piece.isspace():
            pieces.append(piece)
        else:
            pieces += _anchored(piece, sentences)
    return "".join(pieces), sentences


def _name(sentence: str) -> str:
    return "s-" + hashlib.sha256(sentence.encode()).hexdigest()[:10]


def _anchored(block: str, sentences: dict[str, str]) -> list[str]:
    """Return the tokens of one block with a span around each sentence, and note the sentences."""
    if "<" not in block:
        return _anchored_text(block, sentences)
    run = _TOKEN.findall(block)
    texts = ["" if token[0] == "<" else html.unescape(token) for token in run]
    text = "".join(texts)
    spans = sentence_spans(text)
    if spans == [(0, len(text))]:  # one sentence, and all tags of the block are inside it
        sentence = _collapsed(text)
        if (name := _name(sentence)) in sentences:
            return [block]
        sentences[name] = sentence
        return [f'<span id="{name}">', block, "</span>"]
    if "&" not in block and (pieces := _easily_anchored(block, run, spans, sentences)):
        return pieces
    tokens, starts = _cut(run, texts, sorted({edge for span in spans for edge in span}))
    partners = _partners(tokens)
    opening: dict[int, str] = {}  # by token
    closing: set[int] = set()
    at = 0
    for start, end in spans:
        sentence = _collapsed(text[start:end])
        name = _name(sentence)
        while starts[at] < start or tokens[at][0] == "<":
            at += 1
        first = at
        while at < len(tokens) and starts[at] < end:
            at += 1
        if name not in sentences:  # where the same words stand once more, the first place has the anchor
            sentences[name] = sentence
            first, last = _balanced(tokens, partners, first, at - 1)
            opening[first] = f'<span id="{name}">'
            closing.add(last)
    return list(_with_spans(tokens, opening, closing))


def _easily_anchored(
    block: str, run: Sequence[str], spans: Sequence[tuple[int, int]], sentences: dict[str, str]
) -> list[str]:
    """Return what `_anchored` does where each tag has its partner in the same sentence, and none stands at its edge.

    Nothing where that is not so. The text of the block has to be the block without its tags.
    """
    shifts, starts = [0], [0]  # how far on in the block a text is, and from where
    position = shift = 0
    for token in run:
        if token[0] == "<":
            shift += len(token)
        else:
            shifts.append(shift)
            starts.append(position)
            position += len(token)
    edges = []
    for start, end in spans:
        first = start + shifts[bisect_right(starts, start) - 1]
        last = end + shifts[bisect_left(starts, end) - 1]
        part = block[first:last]
        if block[first - 1 : first] == ">" or block[last : last + 1] == "<" or ("<" in part and not _is_balanced(part)):
            return []
        edges.append((first, last))
    pieces = []
    done = 0
    for first, last in edges:
        part = block[first:last]
        sentence = _collapsed(_TAG.sub("", part) if "<" in part else part)
        pieces.append(block[done:first])
        if (name := _name(sentence)) in sentences:
            pieces.append(part)
        else:
            sentences[name] = sentence
            pieces += (f'<span id="{name}">', part, "</span>")
        done = last
    return [*pieces, block[done:]]


def _is_balanced(part: str) -> bool:
    depth = 0
    for tag in _TAG.findall(part):
        if not tag.startswith(_VOID):
            depth += -1 if tag.startswith("</") else 1
            if depth < 0:
                return False
    return depth == 0


def _anchored_text(block: str, sentences: dict[str, str]) -> list[str]:
    """Return what `_anchored` does for a block without a tag in it, as most are."""
    # Without a reference there is nothing to escape either, since `<` and `>` could only stand there as one.
    text, shown = (html.unescape(block), _escaped) if "&" in block else (block, str)
    even = _is_even(text)
    pieces: list[str] = []
    position = 0
    for start, end in sentence_spans(text):
        if start > position:
            pieces.append(shown(text[position:start]))
        part = text[start:end]
        sentence = part if even else " ".join(part.split())
        if (name := _name(sentence)) in sentences:
            pieces.append(shown(part))
        else:
            sentences[name] = sentence
            pieces += (f'<span id="{name}">', shown(part), "</span>")
        position = end
    if position < len(text):
        pieces.append(shown(text[position:]))
    return pieces


def _collapsed(text: str) -> str:
    """Return a text with single blanks for all white space."""
    return text if _is_even(text) else " ".join(text.split())


def _is_even(text: str) -> bool:
    """Return whether a text has single blanks for all white space, as most have."""
    if "  " in text or "\n" in text or "\t" in text:
        return False
    return text.isascii() or text.isprintable()


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _cut(run: Sequence[str], texts: Sequence[str], edges: Sequence[int]) -> tuple[list[str], list[int]]:
    """Return the tokens cut at the edges of sentences, and where in the text each of them starts."""
    tokens: list[str] = []
    starts: list[int] = []
    position = passed = 0
    for token, text in zip(run, texts, strict=True):
        end = position + len(text)
        while passed < len(edges) and edges[passed] <= position:
            passed += 1
        if passed == len(edges) or edges[passed] >= end:
            tokens.append(token)
            starts.append(position)
        else:
            inside = edges[passed : bisect_left(edges, end)]
            starts += (position, *inside)
            cuts = pairwise((position, *inside, end))
            tokens += [html.escape(text[a - position : b - position], quote=False) for a, b in cuts]
        position = end
    return tokens, starts


def _balanced(tokens: Sequence[str], partners: Mapping[int, int], first: int, last: int) -> tuple[int, int]:
    """Return a sentence's first and last token, so that every tag between them has its partner between them.

    Tags right beside the sentence are drawn in. Where that is not enough, as for a sentence that ends inside a link,
    the sentence counts up to the first tag that parts it.
    """
    while first <= partners.get(first - 1, -1) <= last or first <= partners.get(last + 1, -1) <= last:
        if first <= partners.get(first - 1, -1) <= last:
            first -= 1
        else:
            last += 1
    for at in range(first, last + 1):
        if not first <= partners.get(at, at) <= last:
            return first, at - 1
    return first, last


def _partners(tokens: Sequence[str]) -> dict[int, int]:
    """Return the number of each tag's other tag, which closes it or which it closes."""
    open_tags: list[int] = []
    partners: dict[int, int] = {}
    for at, token in enumerate(tokens):
        if token[0] != "<" or token.startswith(_VOID):
            continue
        if not token.startswith("</"):
            open_tags.append(at)
        elif open_tags:
            partners[at] = open_tags.pop()
            partners[partners[at]] = at
    return partners


def _with_spans(tokens: Sequence[str], opening: dict[int, str], closing: set[int]) -> Iterator[str]:
    for at, token in enumerate(tokens):
        if at in opening:
            yield opening[at]
        yield token
        if at in closing:
            yield "</span>"
