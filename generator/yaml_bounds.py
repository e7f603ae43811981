"""What no YAML of ours may hold, found before PyYAML makes anything of it: in time that grows with the text alone."""

from __future__ import annotations

import re

import yaml

DEEPEST = 40
# What may be a tag, or an alias: looked at more closely.
_SPECIAL = re.compile(r"(?:^|[\s\[{,:?-])(?:!|\*[^\s*])", re.M)


def too_deep(text: str) -> tuple[int, int] | None:
    """Return the line and column, from 0, where a text nests deeper than anything of ours.

    PyYAML's C code would recurse until the process crashes.
    """
    # Each level takes a bracket, a mark before another one on the same line, or a column of indentation.
    marks = sum(text.count(mark) for mark in ("[", "{", "- -", "? ?", "- ?", "? -"))
    if marks <= DEEPEST and "\n" + " " * DEEPEST not in text:
        return None
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST and event.start_mark:
                return event.start_mark.line, event.start_mark.column
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


def out_of_place(text: str) -> tuple[int, int, str, str] | None:
    """Return line and column, from 0, of what has no place in our files, with what to say of it; None without any.

    A tag could only mean that something other than text is to be made of a text. An alias inside of what another one
    names could stand for more than any memory holds.
    """
    if ("!" not in text and "*" not in text) or not _SPECIAL.search(text):
        return None
    named = 0  # collections with an anchor that are open, and those inside them
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        mark = event.start_mark
        if isinstance(event, yaml.AliasEvent) and named and mark:
            return (
                mark.line,
                mark.column,
                f"the alias '*{event.anchor}' is inside of what has a name itself",
                "write it out",
            )
        tag = event.tag if isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) else None
        if tag not in (None, "!") and mark:
            return mark.line, mark.column, f"the tag '{tag}' means nothing here", "quote text that begins with !"
        if isinstance(event, yaml.CollectionStartEvent) and (named or event.anchor):
            named += 1
        elif isinstance(event, yaml.CollectionEndEvent) and named:
            named -= 1
    return None
