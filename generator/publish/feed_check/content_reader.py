"""A piece of HTML in a feed, read tag by tag: for all that is not plainly right (content.py)."""

from __future__ import annotations

from html.parser import HTMLParser

from generator.publish.feed_check.content import ADDRESSES, UNSAFE, VOID
from generator.publish.feed_check.rules import shortened, wrong_address

# Elements whose end HTML lets an author leave out.
_OPTIONAL = frozenset("p li dt dd tr td th thead tbody tfoot option".split())


def read(html: str) -> tuple[str, ...]:
    """Return what is wrong with a piece of HTML, each thing once."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.found += [f"<{tag}> is not closed" for tag in reader.open if tag not in _OPTIONAL]
    return tuple(dict.fromkeys(reader.found))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSAFE:
            self.found.append(f"<{tag}> is not safe")
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.found.append(f"{name}= is not safe")
            elif name in ADDRESSES and (problem := wrong_address((value or "").strip())):
                self.found.append(f"{name}= '{shortened(value or '')}' {problem}")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while (inner := self.open.pop()) != tag:
                if inner not in _OPTIONAL:
                    self.found.append(f"<{inner}> is not closed")
        elif tag not in VOID and tag != "p":
            self.found.append(f"</{tag}> closes nothing")

    def handle_decl(self, decl: str) -> None:
        self.found.append("a declaration does not belong into a text")

    def handle_comment(self, data: str) -> None:
        if data.startswith("["):
            self.found.append("a conditional comment is not safe")
