"""What a page may load and run: its Content-Security-Policy, made from the theme's templates and never from content.

Whatever an article smuggles onto a page, its policy does not allow: no page runs a script but those that the theme
brings, and none asks another host for anything. The policy stands in each page itself, first in its head, where a theme
of one's own cannot leave it out; `_headers` says the same to hosts that send headers (CSP, level 3).
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec
from msgspec.structs import replace

from generator.errors import Location, Problem

# Said of a page's own address to those whom its links lead to: nothing (Referrer Policy).
REFERRER = "no-referrer"
HEADERS_FILE = "_headers"

_NOTHING = {"default-src": ["'none'"], "base-uri": ["'none'"], "form-action": ["'none'"]}
_COMMENT = re.compile(r"\{#.*?#\}", re.S)
_ELEMENT = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1\s*>", re.I | re.S)
_DATA = re.compile(r"""\stype\s*=\s*["']?[\w.+-]*/(?:[\w.-]+\+)?json\b""", re.I)
_SOURCE = re.compile(r"\ssrc\s*=", re.I)
# What a page of ours cannot do, by the pattern of it in a template.
_BLOCKED = (
    (re.compile(r"""<[a-z][^<>]*?\son[a-z]+\s*=\s*["']""", re.I), "a handler in an attribute does not run"),
    (re.compile(r"""<[a-z][^<>]*?\sstyle\s*=\s*["']""", re.I), "a style attribute does not count"),
    (re.compile(r"""<[a-z][^<>]*?\ssrc\s*=\s*["'](?:https?:)?//""", re.I), "a page asks no other host for anything"),
    (re.compile(r"""<link\b[^<>]*?stylesheet[^<>]*?(?:https?:)?//""", re.I), "a page asks no other host for anything"),
    (re.compile(r"<(?:iframe|frame|object|embed|applet|base)\b", re.I), "this element is not allowed on a page"),
)
_HINT = "put it into a file in static/; see SECURITY.md"


class Policy(msgspec.Struct, frozen=True):
    """What a page may load and run beside the theme's own pictures, fonts and style sheets.

    `scripts` says whether it may run scripts of this site, which may then ask this site for data; `hashes` are those of
    the scripts and styles that stand in the templates, by `script` and `style`; `inline_images` whether pictures may
    stand in style sheets as data; `any_style` whether every style attribute counts, which only e-mails need.
    """

    scripts: bool = False
    hashes: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    inline_images: bool = False
    any_style: bool = False

    def __str__(self) -> str:
        """Return the policy as the value of the header; nothing is allowed that is not used."""
        allowed = {name: list(values) for name, values in _NOTHING.items()}
        allowed["img-src"] = ["'self'", *(["data:"] if self.inline_images else [])]
        allowed["font-src"] = ["'self'"]
        allowed["style-src"] = ["'self'", *self.hashes.get("style", ())]
        if self.any_style:  # a hash would make browsers pass over 'unsafe-inline'
            allowed["style-src"] = ["'self'", "'unsafe-inline'"]
        if self.hashes.get("script"):
            allowed["script-src"] = [*self.hashes["script"]]
        if self.scripts:
            # The search is WebAssembly; its form leads to the archive where the script has not come.
            allowed["script-src"] = ["'self'", "'wasm-unsafe-eval'", *self.hashes.get("script", ())]
            allowed |= {"connect-src": ["'self'"], "form-action": ["'self'"]}
        return "; ".join(" ".join([name, *values]) for name, values in allowed.items())


def to_policy(sources: Iterable[str], inline_images: bool = False) -> Policy:
    """Return the policy of a page from the source of each template that it is made of.

    `inline_images` says whether pictures stand in the theme's style sheets as data.
    """
    hashes: dict[str, set[str]] = {"script": set(), "style": set()}
    scripts = False
    for source in sources:
        for name, attributes, content in _ELEMENT.findall(source):
            if _SOURCE.search(attributes):
                scripts = True
            elif not _DATA.search(attributes):
                digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
                hashes[name.lower()].add(f"'sha256-{digest}'")
    found = {name: tuple(sorted(values)) for name, values in hashes.items() if values}
    return Policy(scripts, found, inline_images)


def blocked(path: str, source: str) -> Iterator[Problem]:
    """Yield what a template holds that no browser would run or load under the policy of its page."""
    source = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), source)
    for pattern, message in _BLOCKED:
        for match in pattern.finditer(source):
            yield Problem(Location(path, source.count("\n", 0, match.end()) + 1), message, _HINT)
    for match in _ELEMENT.finditer(source):
        name, attributes, content = match.groups()
        if re.search(r"\{[{%]", content) and not _DATA.search(attributes) and not _SOURCE.search(attributes):
            message = f"a {name.lower()} in a page cannot hold template code"
            yield Problem(Location(path, source.count("\n", 0, match.start()) + 1), message, _HINT)


def metas(policy: Policy) -> str:
    """Return the elements with which a page states its policy."""
    return (
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n<meta name="referrer" content="{REFERRER}">'
    )


def headers(policy: Policy) -> bytes:
    """Return `_headers`, which Netlify and Cloudflare Pages read: what every answer of the site's host should say.

    One policy for all pages, as wide as the widest of them needs, an e-mail among them; each narrows it by its own.
    """
    widest = replace(policy, scripts=True, any_style=True)
    values = {
        # Who may show a page in a frame cannot be said from within it.
        "Content-Security-Policy": f"{widest}; frame-ancestors 'none'",
        "Referrer-Policy": REFERRER,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }
    lines = [f"  {name}: {value}" for name, value in values.items()]
    return "\n".join(["/*", *lines, ""]).encode()
