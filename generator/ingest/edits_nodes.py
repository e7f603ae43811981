"""YAML as text with nodes in it: what a node says, and which characters say it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

_NULL = "tag:yaml.org,2002:null"

Node = yaml.Node
Pair = tuple[Node, Node]  # a key and its value; an entry of a list is both
Pairs = dict[str, Pair]


def compose(text: str) -> Node | None:
    """Return the top node of a YAML text. Raises YAMLError where it is broken."""
    node: Node | None = yaml.compose(text, Loader=yaml.CSafeLoader)
    return node


def pairs(node: Node | None) -> Pairs:
    """Return the keys of a mapping with their nodes; none of anything else."""
    return {key.value: (key, value) for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}


# What makes an entry of a list the one that it is, by the first key that it has; what else it says may change.
_IDENTITY = (
    ("document", ("document",)),
    ("measure", ("measure", "value", "of", "where")),
    ("when", ("when", "sentence|text")),
    ("text", ("sentence|text",)),
)


def entries(node: Node) -> dict[str, Node]:
    """Return the entries of a list by what makes each the one that it is; of two that are alike the second counts so.

    Empty where the list holds anything else than sources, key points, figures and events.
    """
    found: dict[str, Node] = {}
    for entry in node.value:
        keys = pairs(entry)
        parts = next((parts for first, parts in _IDENTITY if first in keys), None)
        if parts is None:
            return {}
        said = (next((plain(keys[key][1]) for key in part.split("|") if key in keys), None) for part in parts)
        name = " / ".join(map(str, said))
        number = 1 + sum(other == name or other.startswith(f"{name} #") for other in found)
        found[name if number == 1 else f"{name} #{number}"] = entry
    return found


def plain(node: Node) -> Any:
    """Return what a node says without how it is written; a list of sources or of facts by what its entries are."""
    if isinstance(node, yaml.MappingNode):
        return {key: plain(value) for key, (_, value) in pairs(node).items()}
    if isinstance(node, yaml.SequenceNode):
        if found := entries(node):
            return {name: plain(entry) for name, entry in found.items()}
        return [plain(entry) for entry in node.value]
    return None if node.tag == _NULL else node.value


def plain_text(text: str) -> Any:
    """Return what a YAML text says, None where it is broken."""
    try:
        node = compose(text)
    except yaml.YAMLError:
        return None
    return plain(node) if node else None


def end_of(text: str, node: Node) -> int:
    """Return where a node's own text ends: the marks of blocks lie behind the comments that follow them."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return end_of(text, last[1] if isinstance(last, tuple) else last)
    start, end = node.start_mark.index, node.end_mark.index
    return start + len(text[start:end].rstrip())


def text_of(text: str, pair: Pair) -> str:
    """Return a key and its value, or an entry, as they are written."""
    return text[pair[0].start_mark.index : end_of(text, pair[1])]


def line_end(text: str, position: int) -> int:
    """Return where the line of a position ends."""
    end = text.find("\n", position)
    return end if end >= 0 else len(text)


def has_comment(text: str, node: Node) -> bool:
    """Return whether a list or a mapping has a comment between its texts."""
    if isinstance(node, yaml.ScalarNode):
        return False
    position = node.start_mark.index
    for leaf in _leaves(node):
        if "#" in text[position : leaf.start_mark.index]:
            return True
        position = end_of(text, leaf)
    return "#" in text[position : end_of(text, node)]


def _leaves(node: Node) -> Iterator[Node]:
    if isinstance(node, yaml.ScalarNode):
        yield node
        return
    for child in node.value:
        for one in child if isinstance(child, tuple) else (child,):
            yield from _leaves(one)
