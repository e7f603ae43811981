"""HTML that may be shown: the only door through which a body reaches a page or a feed, and what can be read from it.

Everything after `sanitise` relies on how nh3 writes: lower-case names, attributes in double quotes, quotes and angle
brackets escaped inside them. So the small patterns below are exact, and no second parser is needed.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Callable

import nh3

from generator.plain_html import is_plain

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TAGS = {
    *_HEADINGS,
    *("p", "br", "hr", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "code", "figure", "figcaption"),
    *("em", "strong", "i", "b", "s", "del", "ins", "sub", "sup", "small", "abbr", "cite", "q", "a", "img"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "abbr": {"title"}, "ol": {"start"}}
_ALIGNED = {"right", "center"}

# Of a link that leads to another site: whom it leads to learns nothing of the page, may not reach into its window, and
# gets no better place in a search engine for words that somebody else wrote (HTML, link types).
OUTSIDE = "nofollow noopener noreferrer"
_REL = f' rel="{OUTSIDE}"'

# An address on this site only: no scheme, no host, nothing that a browser would drop while it reads an address
# (WHATWG URL, basic URL parser: tabs and line ends vanish, and a backslash counts as a slash).
_SAME_SITE = re.compile(r"(?!//)[\w./~%+,=@()&;?!*'#-]+")

# Not allowed in XML 1.0 (production 2), or never meant in text: C0 and C1 controls, surrogates, noncharacters.
# Few texts hold any, so it is compiled for the first that does.
_UNPRINTABLE = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
_CONTROLS = bytes(byte not in (*range(9), 11, 12, *range(14, 32), 127) for byte in range(256))
_ODD = tuple(
    (form[:1], re.compile(form))
    for form in (b"\xc2[\x80-\x9f]", b"\xed[\xa0-\xbf]", b"\xef\xb7[\x90-\xaf]", b"\xef\xbf[\xbe\xbf]")
)
_TAG = re.compile(r"<[^>]*>")
# While nh3 writes out a text, it looks through the rest of it at each `&` and each character from U+0080 to U+00BF. An
# element that is not allowed leaves nothing behind but two texts in place of one.
_STRETCH = 5_000  # characters
_TEXT = re.compile("[^<>]+")
_BREAK = "<wbr>"
_WHOLE = re.compile(r"[&#\w]{0,40}")  # what may be the middle of a character reference
_IMAGE = re.compile(r'<img((?: [a-z]+="[^"]*")*)>')
_LINK = re.compile(r'<a((?: [a-z]+="[^"]*")*)>(.*?)</a>', re.S)
_OUTWARD = re.compile(r'(<a href="http[^"]*")')
_ADDRESS = re.compile(r'(<(?:a|img)(?: [a-z]+="[^"]*")*? (?:href|src)=")([^"]*)(?=")')
_EMPTY = re.compile(r"<(p|h[1-6])>\s*</\1>\n?")
_HEADING = re.compile(r"<(/?)h([1-6])>")


def printable(text: str) -> str:
    """Return a text without the characters that neither XML nor HTML may hold."""
    return text if is_printable(text) else re.sub(_UNPRINTABLE, "", text)


def is_printable(text: str) -> bool:
    """Return whether `printable` leaves a text as it is."""
    return text.isprintable() or _may_be_written(text.encode("utf-8", "surrogatepass"))


def encoded(text: str) -> bytes:
    """Return what `printable` leaves of a text, as UTF-8."""
    data = text.encode("utf-8", "surrogatepass")
    return data if _may_be_written(data) else re.sub(_UNPRINTABLE, "", text).encode()


def _may_be_written(data: bytes) -> bool:
    # As _UNPRINTABLE, in a tenth of the time: bytes are looked for much faster than characters of many ranges.
    if b"\0" in data.translate(_CONTROLS):
        return False
    return data.isascii() or not any(first in data and form.search(data) for first, form in _ODD)


def sanitise(unsafe: str) -> str:
    """Return any HTML as HTML that can neither run nor load anything: a list of allowed tags and attributes.

    Links keep http, https, mailto and relative addresses. An image with an address on another host is left out, so
    that no page asks anybody else for anything. Headings start at h2 and skip no level.
    """
    unsafe = printable(unsafe)
    clean = _nest_headings(_as_it_is(unsafe) if is_plain(unsafe) else _cleaned(unsafe))
    return _EMPTY.sub("", clean) if _ends_empty(clean) else clean


def _as_it_is(plain: str) -> str:
    """Return what `_cleaned` makes of plain HTML."""
    plain = plain.replace("&quot;", '"')
    return _OUTWARD.sub(rf"\1{_REL}", plain) if '"http' in plain else plain


def _cleaned(unsafe: str) -> str:
    if _has_stretch(unsafe):
        unsafe = _TEXT.sub(_broken_up, unsafe)
    clean = _cleaner().clean(unsafe)
    # Character references have become characters. Replaced, not taken out: what stood on both sides of one would join.
    if "&#" in unsafe and not is_printable(clean):
        clean = re.sub(_UNPRINTABLE, "\ufffd", clean)
    if "<a" in clean:
        clean = _LINK.sub(_keep_link, clean)
    if "<img" in clean:
        clean = _IMAGE.sub(_keep_image, clean)
    return clean


def _ends_empty(clean: str) -> bool:
    """Return whether a paragraph or heading may hold nothing: what stands before its end is no text."""
    return any(piece[-1:].isspace() or piece[-1:] == ">" for end in ("</p>", "</h") for piece in clean.split(end)[:-1])


def _has_stretch(html: str) -> bool:
    half = _STRETCH // 2
    if all("<" in html[at : at + half] for at in range(0, len(html) - half, half)):
        return False  # as mostly: a stretch without a tag would hold one of these pieces whole
    return max(map(len, html.split("<"))) > _STRETCH


@functools.cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_filter,
        allowed_classes={"td": _ALIGNED, "th": _ALIGNED},
        url_schemes={"http", "https", "mailto"},
        link_rel=OUTSIDE,
    )


def _broken_up(match: re.Match[str]) -> str:
    text, pieces, start = match[0], [], 0
    while len(text) - start > _STRETCH:
        at = start + _STRETCH
        if whole := _WHOLE.match(text, at):
            at = whole.end()
        pieces.append(text[start:at])
        start = at
    return _BREAK.join([*pieces, text[start:]])


def _filter(tag: str, attribute: str, value: str) -> str | None:
    if tag == "img" and attribute == "src":
        return value.strip() if _SAME_SITE.fullmatch(value.strip()) else None
    if tag == "ol" and attribute == "start":
        return value if re.fullmatch(r"-?\d{1,9}", value) else None
    return value


def _keep_link(match: re.Match[str]) -> str:
    attributes, content = match.groups()
    if ' href="' not in attributes:  # its address was refused: what is left is text
        return content
    address = html.unescape(attributes.partition(' href="')[2].partition('"')[0])
    return f"<a{attributes.replace(_REL, '')}>{content}</a>" if _SAME_SITE.fullmatch(address) else match[0]


def _keep_image(match: re.Match[str]) -> str:
    attributes = match[1]
    if ' src="' not in attributes:
        return ""
    # An image without a text is decoration, as far as anybody can tell (HTML, the img element's alt attribute).
    return match[0] if ' alt="' in attributes else f'<img{attributes} alt="">'


def _nest_headings(clean: str) -> str:
    """Give each heading the level of its depth, below the page's only h1, whatever levels the author wrote."""
    if clean.count("<h") == clean.count("<h2>") + clean.count("<hr>"):
        return clean  # as mostly: there are no others than those that come first
    open_levels: list[int] = []

    def renumber(match: re.Match[str]) -> str:
        level = int(match[2])
        if not match[1]:
            while open_levels and open_levels[-1] >= level:
                open_levels.pop()
            open_levels.append(level)
        return f"<{match[1]}h{min(len(open_levels) + 1, 6)}>"

    return _HEADING.sub(renumber, clean)


def relink(clean: str, change: Callable[[str], str]) -> str:
    """Return sanitised HTML with each address of a link or image replaced by what `change` makes of it."""
    if '="' not in clean:
        return clean
    return _ADDRESS.sub(lambda match: match[1] + html.escape(change(html.unescape(match[2]))), clean)


def plain(clean: str) -> str:
    """Return the text of sanitised HTML, white space collapsed."""
    return " ".join(html.unescape(_TAG.sub(" ", clean)).split())
