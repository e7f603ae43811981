"""YAML with positions: typed access to the keys of a mapping, every mistake collected with its line and column.

PyYAML's own constructors lose what an editor needs: the last duplicate key wins in silence, `yes` turns into True and
`12:30` into 750. So the nodes are read instead, and a key's expected type decides what its text means.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

import yaml

from generator.errors import Location, Problem, suggestion
from generator.yaml_bounds import DEEPEST, out_of_place, too_deep

_NULL, _TEXT, _MAPPING, _SEQUENCE = (f"tag:yaml.org,2002:{name}" for name in ("null", "str", "map", "seq"))
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))  # YAML 1.1, the null type
_QUOTE = "quote text that holds ': ' or ' #'"
MOST_PROBLEMS = 100  # of one file: more help nobody, and a file of nothing else takes no longer to read
_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,9})?")
_TRUE, _FALSE = ("true", "yes", "on"), ("false", "no", "off")


class _Loader(yaml.CSafeLoader):
    """Tells null from a text, and no more: what else a scalar means, the key decides under which it stands."""

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: tuple[bool, bool] | bool) -> str:
        """Return the tag of a node without one; `implicit` says of a scalar first whether it has no quotes."""
        if kind is not yaml.ScalarNode:
            return _MAPPING if kind is yaml.MappingNode else _SEQUENCE
        return _NULL if value in _NULLS and isinstance(implicit, tuple) and implicit[0] else _TEXT


def read_fields(text: str, path: str, problems: list[Problem], first_line: int = 1) -> Fields | None:
    """Return the top mapping of a YAML text, or None where the text is broken; then a problem was added.

    `first_line` is the line of the file on which the text starts, counted from 1.
    """
    node = _compose(text, path, problems, first_line)
    return Fields(node, path, problems, first_line) if node is not None or not problems else None


def _compose(text: str, path: str, problems: list[Problem], first_line: int) -> yaml.Node | None:
    loader = _Loader(text)
    try:
        if deep := too_deep(text):
            place = Location(path, deep[0] + first_line, deep[1] + 1)
            message = f"nested more than {DEEPEST} levels deep"
            problems.append(Problem(place, message, "quote text that holds brackets"))
            return None
        if special := out_of_place(text):
            line, column, message, hint = special
            problems.append(Problem(Location(path, line + first_line, column + 1), message, hint))
            return None
        return loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        problem = (error.problem or "cannot be read").removeprefix("found ")
        hint = "indent with spaces" if "tab character" in problem else _QUOTE
        mark = error.problem_mark or error.context_mark
        if problem == "unexpected end of stream" and error.context_mark:
            # What never ends is mended where it begins.
            mark, problem, hint = error.context_mark, "the quoted text that begins here never ends", "close the quote"
        line, column = (mark.line, mark.column) if mark else (0, 0)
        problems.append(Problem(Location(path, line + first_line, column + 1), f"not valid YAML: {problem}", hint))
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + first_line
        problems.append(Problem(Location(path, line), f"not valid YAML: {error.reason}", "remove the character"))
    finally:
        loader.dispose()
    return None


class Fields:
    """One YAML mapping that is being read. Call the typed methods for the keys, then `finish` for unknown keys."""

    def __init__(self, node: yaml.Node | None, path: str, problems: list[Problem], first_line: int = 1) -> None:
        self._path, self._first_line, self._problems = path, first_line, problems
        self._nodes: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        self._asked: set[str] = set()
        self._node = node
        if node is None or (isinstance(node, yaml.ScalarNode) and node.tag == _NULL):
            return
        if not isinstance(node, yaml.MappingNode):
            self._report(node, "expected keys with values", "write `key: value`")
            return
        for key, value in node.value:
            if len(problems) >= MOST_PROBLEMS:
                break
            if not isinstance(key, yaml.ScalarNode):
                self._report(key, "a key must be plain text")
            elif key.value in self._nodes:
                first = self.location(self._nodes[key.value][0])
                self._report(key, f"duplicate key '{key.value}'", f"first on line {first.line}")
            else:
                self._nodes[key.value] = (key, value)

    def location(self, node: yaml.Node | None = None) -> Location:
        """Return where a node stands, or the mapping itself."""
        node = node or self._node
        if node is None:
            return Location(self._path, self._first_line)
        return Location(self._path, node.start_mark.line + self._first_line, node.start_mark.column + 1)

    def at(self, key: str) -> Location:
        """Return where the value of a key stands, or the mapping when the key is missing."""
        return self.location(self._nodes[key][1] if key in self._nodes else None)

    def key_at(self, key: str) -> Location:
        """Return where a key itself stands, or the mapping when it is missing."""
        return self.location(self._nodes[key][0] if key in self._nodes else None)

    def _report(self, node: yaml.Node | None, message: str, hint: str = "") -> None:
        self.report_at(self.location(node), message, hint)

    def report(self, key: str, message: str, hint: str = "") -> None:
        """Add a problem at the value of a key."""
        self.report_at(self.at(key), message, hint)

    def report_at(self, location: Location, message: str, hint: str = "") -> None:
        """Add a problem at a place that was found before."""
        if len(self._problems) < MOST_PROBLEMS:
            self._problems.append(Problem(location, message, hint))

    def holds(self, key: str) -> bool:
        """Return whether a key is there with a value, an empty list for instance, and not just its name."""
        return key in self._nodes and self._nodes[key][1].tag != _NULL

    def lines(self) -> dict[str, int]:
        """Return on which line of the file each key stands."""
        return {key: self.location(node).line for key, (node, _) in self._nodes.items()}

    def __iter__(self) -> Iterator[str]:
        """Yield the keys in the order of the file."""
        return iter(tuple(self._nodes))

    def _value(self, key: str, required: bool = False) -> yaml.Node | None:
        self._asked.add(key)
        value = self._nodes.get(key, (None, None))[1]
        if value is None:
            if required:
                self._report(None, f"'{key}' is missing", f"add `{key}:`")
            return None
        if isinstance(value, yaml.ScalarNode) and value.tag == _NULL:
            if required:
                self._report(value, f"'{key}' is empty")
            return None
        return value

    def _scalar(self, key: str, wanted: str, required: bool = False) -> str | None:
        value = self._value(key, required)
        if value is None:
            return None
        if not isinstance(value, yaml.ScalarNode):
            self._report(value, f"'{key}' must be {wanted}, not a {_shape(value)}")
            return None
        return str(value.value)

    def text(self, key: str, default: str = "", required: bool = False) -> str:
        """Return a text; numbers and the like count as the text that they are written as."""
        value = self._scalar(key, "text", required)
        if value is not None and required and not value.strip():
            self.report(key, f"'{key}' is empty")
        return default if value is None else value.strip()

    def optional_text(self, key: str) -> str | None:
        """Return a text, or None where the key is missing, null or blank."""
        return self.text(key) or None

    def day(self, key: str) -> dt.date | None:
        """Return a calendar day written as YYYY-MM-DD (a time of day after it is passed over)."""
        value = self._scalar(key, "a date")
        if value is None:
            return None
        match = re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:[Tt ].*)?", value.strip())
        try:
            return dt.date.fromisoformat(match[1] if match else value)
        except ValueError:
            self.report(key, f"'{value}' is not a date", "write it as YYYY-MM-DD")
            return None

    def flag(self, key: str, default: bool) -> bool:
        """Return true or false."""
        value = self._scalar(key, "true or false")
        if value is None or value.lower() in _TRUE + _FALSE:
            return default if value is None else value.lower() in _TRUE
        self.report(key, f"'{key}' must be true or false, not '{value}'")
        return default

    def number(self, key: str, default: float, minimum: float = 0) -> float:
        """Return a number that is at least `minimum`."""
        value = self._scalar(key, "a number")
        if value is None:
            return default
        try:
            number = float(value)
        except ValueError:
            self.report(key, f"'{key}' must be a number, not '{value}'")
            return default
        if not minimum <= number < float("inf"):
            self.report(key, f"'{key}' must be at least {minimum:g}")
            return default
        return number

    def numbers(self, key: str, required: bool = False) -> tuple[float, ...]:
        """Return a number, or those of a list, each at least 0."""
        value = self._value(key, required)
        nodes = value.value if isinstance(value, yaml.SequenceNode) else [value] if value is not None else []
        found = []
        for node in nodes:
            text = node.value if isinstance(node, yaml.ScalarNode) else _shape(node)
            if not isinstance(node, yaml.ScalarNode) or not _NUMBER.fullmatch(text):
                self._report(node, f"'{key}' must be a number, not '{text}'", "write 2100 or 4.5, without separators")
            else:
                found.append(float(text))
        return tuple(found)

    def choice(self, key: str, choices: Iterable[str]) -> str | None:
        """Return one of the given words."""
        value = self.optional_text(key)
        known = tuple(choices)
        if value is None or value in known:
            return value
        self.report(key, f"'{key}' cannot be '{value}'", suggestion(value, known))
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, each once, in order."""
        return tuple(dict.fromkeys(text for text, _ in self.located_texts(key)))

    def located_texts(self, key: str) -> tuple[tuple[str, Location], ...]:
        """Return a list of texts, each with where it stands."""
        value = self._value(key)
        if value is None:
            return ()
        if not isinstance(value, yaml.SequenceNode):
            self._report(value, f"'{key}' must be a list", f"write `{key}: [one, two]`")
            return ()
        found = []
        for item in value.value:
            if isinstance(item, yaml.ScalarNode) and item.tag != _NULL and item.value.strip():
                found.append((item.value.strip(), self.location(item)))
            else:
                self._report(
                    item, f"'{key}' must hold texts only", _QUOTE if isinstance(item, yaml.MappingNode) else ""
                )
        return tuple(found)

    def mapping(self, key: str) -> Fields:
        """Return the mapping under a key; an empty one where it is missing."""
        return Fields(self._value(key), self._path, self._problems, self._first_line)

    def mappings(self, key: str) -> Iterator[Fields]:
        """Yield each mapping of the list under a key."""
        value = self._value(key)
        if value is not None and not isinstance(value, yaml.SequenceNode):
            self._report(value, f"'{key}' must be a list of entries", "start each entry with `- `")
        elif value is not None:
            for item in value.value:
                yield Fields(item, self._path, self._problems, self._first_line)

    def finish(self) -> None:
        """Report every key that no method was asked for."""
        for key, (node, _) in self._nodes.items():
            if key not in self._asked and len(self._problems) < MOST_PROBLEMS:
                self._report(node, f"unknown key '{key}'", suggestion(key, self._asked))


def _shape(node: yaml.Node) -> str:
    return "list" if isinstance(node, yaml.SequenceNode) else "mapping"
