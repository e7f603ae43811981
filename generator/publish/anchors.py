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
_TOKEN = re.compile(r"<[^>]*>|[^<]+")
_NAME = re.compile(r"</?([a-z0-9]+)")
# What stands inside a sentence; any other element begins or ends a block.
_INLINE = frozenset("a abbr b br cite code del em i img ins q s small strong sub sup".split())
_VOID = frozenset({"br", "img", "hr"})
_APART = frozenset("h2 h3 h4 h5 h6 pre table".split())  # have no sentences


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
    run: list[str] = []
    apart = 0
    for token in _TOKEN.findall(clean):
        name = _tag(token)
        if name is None or name in _INLINE:
            run.append(token)
            continue
        if run:
            pieces += run if apart else _anchored(run, sentences)
            run = []
        if name in _APART:
            apart += -1 if token.startswith("</") else 1
        pieces.append(token)
    return "".join([*pieces, *_anchored(run, sentences)]), sentences


def _tag(token: str) -> str | None:
    if not token.startswith("<"):
        return None
    match = _NAME.match(token)
    return match[1] if match else None


def _name(sentence: str) -> str:
    return "s-" + hashlib.sha256(sentence.encode()).hexdigest()[:10]


def _anchored(run: Sequence[str], sentences: dict[str, str]) -> list[str]:
    """Return the tokens of one block with a span around each sentence, and note the sentences."""
    if len(run) == 1:
        return _anchored_text(run[0], sentences) if _tag(run[0]) is None else list(run)
    texts = [html.unescape(token) if _tag(token) is None else "" for token in run]
    text = "".join(texts)
    spans = list(sentence_spans(text))
    tokens, starts = _cut(run, texts, sorted({edge for span in spans for edge in span}))
    partners = _partners(tokens)
    opening: dict[int, str] = {}  # by token
    closing: set[int] = set()
    at = 0
    for start, end in spans:
        sentence = " ".join(text[start:end].split())
        name = _name(sentence)
        while starts[at] < start or _tag(tokens[at]) is not None:
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


def _anchored_text(token: str, sentences: dict[str, str]) -> list[str]:
    """Return what `_anchored` does for a block without a tag in it, as most are."""
    text = html.unescape(token)
    if not text or text.isspace():
        return [token]
    pieces: list[str] = []
    position = 0
    for start, end in sentence_spans(text):
        whole = start == 0 and end == len(text)
        shown = token if whole else html.escape(text[start:end], quote=False)
        if start > position:
            pieces.append(html.escape(text[position:start], quote=False))
        sentence = " ".join(text[start:end].split())
        if (name := _name(sentence)) in sentences:
            pieces.append(shown)
        else:
            sentences[name] = sentence
            pieces += (f'<span id="{name}">', shown, "</span>")
        position = end
    if position < len(text):
        pieces.append(html.escape(text[position:], quote=False))
    return pieces


def _cut(run: Sequence[str], texts: Sequence[str], edges: Sequence[int]) -> tuple[list[str], list[int]]:
    """Return the tokens cut at the edges of sentences, and where in the text each of them starts."""
    tokens: list[str] = []
    starts: list[int] = []
    position = 0
    for token, text in zip(run, texts, strict=True):
        end = position + len(text)
        inside = edges[bisect_right(edges, position) : bisect_left(edges, end)]
        cuts = [position, *inside, end]
        starts += cuts[:-1]
        if inside:
            tokens += [html.escape(text[a - position : b - position], quote=False) for a, b in pairwise(cuts)]
        else:
            tokens.append(token)
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
        name = _tag(token)
        if name is None or name in _VOID:
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
