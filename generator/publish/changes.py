"""What a build does to a site, as people count it: articles and pages that say something else, and feeds.

A page changes in many places when one article does: lists, neighbours, counts. Only the page's own words make it a
changed page here; all that follows from others is counted apart.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from generator import urls
from generator.counting import number_of
from generator.publish.feeds import FORMATS
from generator.publish.gone import ROBOTS
from generator.site_model import Change, Did, WriteReport

# A page that only leads to another one, or says that nothing is there any more.
_STAND_IN = (b'<meta http-equiv="refresh"', f'<meta name="robots" content="{ROBOTS}"'.encode())
_FEEDS = frozenset(f"feed.{form.ending}" for form in FORMATS)
_TITLE = re.compile(rb"<h1[^>]*>(.*?)</h1>", re.S)
# The element of HTML that holds a piece, and those which by their meaning are not part of it.
_WHOLE = (re.compile(rb"<article\b.*</article>", re.S), re.compile(rb"<main\b.*</main>", re.S))
_ASIDE = re.compile(rb"<(aside|nav|script|style|svg)\b.*?</\1>", re.S)
_BREAK = rb"</?(?:p|h[1-6]|li|tr|d[td]|div|ul|ol|table|blockquote|header|section|figure|br)\b[^>]*>"
_TAG = re.compile(rb"<[^>]*>")
_ARTICLE = re.compile(r"articles/([^/]+)/index\.html")
_GONE = 5  # articles that are gone, a line for each
_LINK = re.compile(rb"""<[^>]*?\s(?:href|src)="([^"]*)""")
_LINES, _LONGEST = 12, 200  # of a page's diff, and characters of a line


def compared(path: str, before: bytes | None, after: bytes | None, explain: bool = False) -> Change:
    """Return what becomes of a file of the site, None being no file; with `explain` also how its words change."""
    did = Did.NEW if before is None else Did.REMOVED if after is None else Did.CHANGED
    data = after if after is not None else before or b""
    if not path.endswith(".html"):
        return Change(path, did, "", _feed(path))
    piece = _is_piece(path, did)
    if piece:
        if before is not None and _stands_in(before):
            before = None
        if after is not None and _stands_in(after):
            after, data = None, before or data
        piece = (before or after) is not None and (before is None or after is None or _said(before) != _said(after))
        did = did if not piece else Did.NEW if before is None else Did.REMOVED if after is None else Did.CHANGED
    found = _TITLE.search(data)
    title = " ".join(_plain(found[1]).split()) if found else ""
    diff = tuple(_diff(before, after)) if explain and piece and did is Did.CHANGED else ()
    return Change(path, did, title, "", piece, diff)


def _is_piece(path: str, did: Did) -> bool:
    """Return whether a page is one that people write; all others are made of these. So is an edition that comes out."""
    *folders, name = path.split("/")
    if name != "index.html" or not folders:
        return False
    if len(folders) == 1:
        return folders[0] not in urls.RESERVED
    return len(folders) == 2 and (folders[0] == "articles" or (did is Did.NEW and folders[0] == "editions"))


def _stands_in(page: bytes) -> bool:
    return any(mark in page for mark in _STAND_IN)


def _feed(path: str) -> str:
    """Return the address of the page that a feed belongs to, in whatever format; empty where the file is no feed."""
    folder, _, name = path.rpartition("/")
    return f"/{folder}/".replace("//", "/") if name in _FEEDS else ""


def _said(page: bytes) -> bytes:
    """Return the words of a piece and where its links lead, without what stands beside it."""
    whole = _ASIDE.sub(b" ", next((found[0] for form in _WHOLE if (found := form.search(page))), page))
    return b" ".join([*_TAG.sub(b" ", whole).split(), *_LINK.findall(whole)])


def _plain(markup: bytes) -> str:
    return html.unescape(_TAG.sub(b"", markup).decode("utf-8", "replace"))


def _read(page: bytes) -> list[str]:
    """Return the words of a piece, sentence by sentence."""
    from generator.sentences import sentences  # noqa: PLC0415  (most builds need none of it)

    whole = next((found[0] for form in _WHOLE if (found := form.search(page))), page)
    blocks = (" ".join(_plain(block).split()) for block in re.sub(_BREAK, b"\0", _ASIDE.sub(b" ", whole)).split(b"\0"))
    return [sentence for block in blocks if block for sentence in sentences(block)]


def _diff(before: bytes | None, after: bytes | None) -> Iterator[str]:
    import difflib  # noqa: PLC0415  (most builds need none of it)

    lines = [
        line
        for line in difflib.unified_diff(_read(before or b""), _read(after or b""), lineterm="", n=0)
        if not line.startswith(("---", "+++", "@@"))
    ]
    for line in lines[:_LINES]:
        yield line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
    if not lines:
        yield "(only links or pictures are others)"
    if len(lines) > _LINES:
        yield f"… {len(lines) - _LINES} more lines"


def counted(report: WriteReport) -> Mapping[str, int]:
    """Return the numbers of a report: what happened to pieces and feeds, other pages and files, and what stands."""
    pieces = [change.did for change in report.changes if change.piece]
    pages = [change for change in report.changes if change.path.endswith(".html") and not change.piece]
    feeds = {change.feed for change in report.changes if change.feed}
    paths = (*report.written, *report.unchanged)
    others = [path for path in paths if not path.endswith(".html")]
    return {
        "new": pieces.count(Did.NEW),
        "changed": pieces.count(Did.CHANGED),
        "removed": pieces.count(Did.REMOVED),
        "feeds_updated": len(feeds),
        "other_pages": len(pages),
        "other_files": sum(not change.feed and not change.path.endswith(".html") for change in report.changes),
        "pages": len(paths) - len(others),
        "feeds": len({_feed(path) for path in others} - {""}),
    }


def summary(report: WriteReport, site: str) -> str:
    """Return for people what a build did to the site: the numbers in one line, below it the note and the warnings."""
    of = counted(report)
    others, updated = number_of(of["other_pages"], "other page"), number_of(of["feeds_updated"], "feed")
    if not report.changes:
        done = "nothing changed"
    elif of["new"] or of["changed"] or of["removed"]:
        done = f"{of['new']} new, {of['changed']} changed, {of['removed']} removed, {updated} updated"
        done += f"; {others} changed with them" if of["other_pages"] else ""
    elif of["other_pages"] or of["feeds_updated"]:
        parts = [others] if of["other_pages"] else []
        parts += [updated] if of["feeds_updated"] else []
        done = f"no article changed; {' and '.join(parts)} did"
    else:
        done = f"no page changed; {number_of(of['other_files'], 'other file')} did"
    warnings = [str(replace(warning, message=f"warning: {warning.message}")) for warning in report.warnings]
    first = f"{site}/: {done} ({number_of(of['pages'], 'page')} and {number_of(of['feeds'], 'feed')} in all)"
    return "\n".join([first, *([report.note] if report.note else ()), *warnings])


def listed(report: WriteReport) -> Iterator[str]:
    """Yield a line for each page and feed that changes, with its title, and below it how its words change."""
    for change in ordered(report):
        if change.path.endswith(".html"):
            with_others = "" if change.piece or change.did is not Did.CHANGED else " (with others)"
            yield f"{change.did.value:<8} {change.address}  {change.title}{with_others}".rstrip()
            yield from (f"  {line}" for line in change.diff)
    feeds: dict[tuple[str, Did], list[str]] = {}
    for change in ordered(report):
        if change.feed:
            feeds.setdefault((change.feed, change.did), []).append(change.path.rpartition("/")[2])
    for (page, did), names in feeds.items():
        yield f"{did.value:<8} {page}{', '.join(names)}"


def gone(report: WriteReport) -> Iterator[str]:
    """Yield what to do about articles that stand no longer where readers know them."""
    slugs = [found[1] for path in report.removed if (found := _ARTICLE.fullmatch(path))]
    for slug in slugs[:_GONE]:
        yield f"/articles/{slug}/ is gone: if its article has a new slug, add `aliases: [{slug}]` there for a redirect"
    if len(slugs) > _GONE:
        yield f"and {len(slugs) - _GONE} more"


def ordered(report: WriteReport) -> list[Change]:
    """Return the changes in the order in which people look at them: articles and pages, other pages, feeds, files."""
    return sorted(
        report.changes,
        key=lambda change: (not change.piece, not change.path.endswith(".html"), not change.feed, change.path),
    )
