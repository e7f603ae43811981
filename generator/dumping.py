"""The way to the seam: an Article or a front matter as the text of a content file, which front_matter.py reads back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from generator.facts_fields import dump_events, dump_figures, dump_key_points
from generator.model import Article, SourceRef


def dump(article: Article) -> str:
    """Return an article as the text of its content file, keys in the order of the contract."""
    header: dict[str, Any] = {
        "title": article.title,
        "slug": article.slug,
        "id": article.id,
        "date": article.date,
        "date_basis": article.date_basis.value if article.date_basis else None,
        **({"updated": article.updated} if article.updated else {}),
        "topics": list(article.topics),
        "countries": list(article.countries),
        "summary": article.summary,
        "complete": article.complete,
        "sources": [_dump_source(source) for source in article.sources],
    }
    facts = {
        "story": article.story,
        "key_points": dump_key_points(article.key_points),
        "figures": dump_figures(article.figures),
        "events": dump_events(article.events),
    }
    header |= {key: value for key, value in facts.items() if value}
    if article.aliases:
        header["aliases"] = list(article.aliases)
    if article.expires:
        header["expires"] = article.expires
    if article.draft:
        header["draft"] = True
    return f"---\n{dump_header(header)}---\n\n{article.body}"


def _dump_source(source: SourceRef) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "document": source.document,
        "publisher": source.publisher,
        "url": source.url,
        "retrieved": source.retrieved,
        "sha256": source.sha256,
    }
    if source.licence:
        entry["licence"] = source.licence
    return entry


def dump_header(header: Mapping[str, Any]) -> str:
    """Return a front matter as YAML: a mapping of words, lists of words and a list of such mappings.

    It is what PyYAML writes with the Dumper below; writing it here directly takes a small part of the time.
    """
    try:
        return "".join(_lines(header, ""))
    except _NotPlainError:
        return str(yaml.dump(header, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=2**31 - 1))


def _lines(mapping: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in mapping.items():
        if not isinstance(value, list):
            yield f"{indent}{key}: {_scalar(value, _NOT_BARE)}\n"
        elif value and isinstance(value[0], dict):
            yield f"{indent}{key}:\n"
            for entry in value:
                first, *others = _lines(entry, indent + "    ")
                yield f"{indent}  - {first.lstrip()}"
                yield from others
        else:
            yield f"{indent}{key}: [{', '.join(_scalar(item, _NOT_BARE_IN_LIST) for item in value)}]\n"


class _NotPlainError(ValueError):
    """A text with characters or line breaks that only PyYAML knows how to quote."""


# After PyYAML's Emitter.analyze_scalar: the characters that it prints as they are, and what needs quotes around it.
_PRINTED = re.compile("[ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010fffe]+")
_NOT_BARE = re.compile(r"""[ #,\[\]{}&*!|>'"%@`]|[?:-](?: |$)|---|\.\.\.|.*?(?:: |:$| #| $)""")
_NOT_BARE_IN_LIST = re.compile(_NOT_BARE.pattern + r"|.*?[,?\[\]{}:]")


def _scalar(value: Any, not_bare: re.Pattern[str]) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    if not value:
        return "''"
    if not _PRINTED.fullmatch(value):
        raise _NotPlainError(value)
    # A text that would be read as a number, a date or the like.
    means_else = any(form.match(value) for _, form in _Dumper.yaml_implicit_resolvers.get(value[0], ()))
    if means_else or not_bare.match(value):
        return "'" + value.replace("'", "''") + "'"
    return value


class _Dumper(yaml.SafeDumper):
    """Block style for mappings and for lists of mappings, flow style for lists of words; lists indented; no aliases."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_list(dumper: yaml.SafeDumper, data: list[Any]) -> yaml.Node:
    flow = not any(isinstance(item, dict) for item in data)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=flow)


_Dumper.add_representer(list, _represent_list)
