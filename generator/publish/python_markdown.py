"""The Markdown engine that is always there: Python-Markdown, which is asked only for what is not easy to read."""

from __future__ import annotations

import itertools
import re

from generator.publish.easy_markdown import easy, joined
from generator.safe_html import printable

_GAP = re.compile(r"\n(?: *\n)+")
# What may tie blocks together that stand apart: mark-up in HTML, and where a link leads that is named elsewhere.
_TIES = ("<", "\t", "\r", "]:")


def convert(text: str) -> str:
    """Return Markdown as HTML that is not safe yet."""
    text = printable(text)  # the engine marks its place holders with control characters: none of the author's for it
    if any(tie in text for tie in _TIES):
        return _whole(text)
    # The engine gets a word in place of each run of easy blocks.
    word = next(word for power in itertools.count() if (word := "x" * (1 << power)) not in text)
    starts, ends = [0], []
    for gap in _GAP.finditer(text):
        ends.append(gap.start())
        starts.append(gap.end())
    pieces = [text[start:end] for start, end in zip(starts, [*ends, len(text.rstrip("\n"))], strict=True)]
    places = list(joined(list(zip(starts, pieces, strict=True))))
    starts, blocks = [start for start, _ in places], [block for _, block in places]
    kept: list[str] = []
    runs: list[list[str]] = []
    done = 0
    for start, end, before, block, after in zip(
        starts, [*starts[1:], len(text)], ["", *blocks], blocks, [*blocks[1:], ""], strict=False
    ):
        if made := easy(block, before, after):
            if start > done or not runs:
                kept += (text[done:start], word, "\n\n")
                runs.append([])
            runs[-1].append(made)
            done = end
    if len(kept) == 3 and not kept[0] and done == len(text):
        return "\n".join(runs[0])
    first, *others = _whole("".join([*kept, text[done:]])).split(f"<p>{word}</p>")
    return first + "".join("\n".join(run) + other for run, other in zip(runs, others, strict=True))


def _whole(text: str) -> str:
    from generator.publish.whole_markdown import convert as whole  # noqa: PLC0415  (loads a lot, and few builds need it)

    return whole(text)
