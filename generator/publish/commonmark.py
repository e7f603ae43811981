"""The Markdown engine for large archives: CommonMark with tables, by pyromark, which is written in Rust.

What it returns is brought to the form of Python-Markdown's, so that on all that the cleaner writes the two agree to the
byte; a test holds them to it. Where CommonMark is another dialect, an author's Markdown may read differently: the
README says in what.
"""

from __future__ import annotations

import re

import pyromark

_FENCE = re.compile(r"^([ >*+\-\d.)]*)~(?=~~)", re.M)
_IMAGE = re.compile(r'<img( src="[^"]*")( alt="[^"]*")')
_CELLS = re.compile(r"(<(?:table|thead|tbody|tr)>|</(?:th|td|tr|thead|tbody)>)(?=<)")
_ALIGNED = re.compile(r'(<t[hd]) style="text-align: (right|center)"')


def convert(text: str) -> str:
    """Return Markdown as HTML that is not safe yet."""
    if "~~~" in text:  # a line of text for the other engine, and would swallow all that follows here
        text = _FENCE.sub(r"\1\\~", text)
    made = pyromark.html(text, options=pyromark.Options.ENABLE_TABLES)
    if "<table>" in made:
        made = _ALIGNED.sub(r'\1 class="\2"', _CELLS.sub("\\1\n", made))
    if "<img" in made:
        made = _IMAGE.sub(r"<img\2\1", made)
    # Quotations with nothing between them are one, as the cleaner writes those of several paragraphs.
    return made.replace("</blockquote>\n<blockquote>\n", "").rstrip("\n")
