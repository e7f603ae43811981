"""XML that a feed may be: well-formed, in UTF-8, without a document type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any, TypeAlias

from lxml import etree

from generator.publish.feed_check.content import wrong_content
from generator.publish.feed_check.rules import Findings

ATOM = "{http://www.w3.org/2005/Atom}"
Element: TypeAlias = Any  # lxml comes without types


def root_of(data: bytes, found: Findings) -> Element | None:
    """Return the root of an XML document, or None where it is broken; then an error was added."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root: Element = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        reason = " ".join(error.msg.split()).partition(", line ")[0].lower()
        found.error(error.lineno, f"not well-formed: {reason}")
        return None
    tree = root.getroottree()
    if tree.docinfo.doctype:
        found.error(1, "a feed has no document type")
    if (tree.docinfo.encoding or "UTF-8").upper() != "UTF-8":
        found.warning(1, f"the encoding is {tree.docinfo.encoding}, not UTF-8")
    return root


def text_of(parent: Element, tag: str) -> str | None:
    """Return the text of the first child with a tag, None where there is none."""
    child = parent.find(tag)
    return None if child is None else (child.text or "").strip()


def required(parent: Element, tags: Iterable[str], found: Findings, parts: dict[str, str]) -> None:
    """Add an error for each child that is missing or empty; `parts` are the keys of the front matter behind tags."""
    for tag in tags:
        if not text_of(parent, tag):
            found.error(parent.sourceline, f"<{short(tag)}> is missing or empty", parts.get(tag, ""))


def once(parent: Element, tags: Collection[str], found: Findings) -> None:
    """Add an error for each tag of these that stands more than once."""
    there = [child.tag for child in parent]
    if len(set(there)) < len(there):
        counted = Counter(there)
        for tag in tags:
            if counted[tag] > 1:
                found.error(parent.sourceline, f"<{short(tag)}> stands there {counted[tag]} times")


def known(parent: Element, tags: Collection[str], found: Findings) -> None:
    """Add an error for each child of the format's own namespace that it does not know."""
    space = _space(parent.tag)
    for child in parent:
        tag = child.tag
        if tag not in tags and isinstance(tag, str) and _space(tag) == space:
            found.error(child.sourceline, f"<{short(tag)}> is not known in <{short(parent.tag)}>")


def content(element: Element | None, found: Findings) -> None:
    """Add an error for each thing that is wrong with the HTML in an element."""
    if element is not None:
        for problem in wrong_content(element.text or ""):
            found.error(element.sourceline, f"in the HTML: {problem}", "body")


def _space(tag: str) -> str:
    """Return the namespace of a tag as lxml writes it; empty where it has none."""
    return tag.rpartition("}")[0]


def short(tag: str) -> str:
    """Return a tag as people write it."""
    return tag.rpartition("}")[2]
