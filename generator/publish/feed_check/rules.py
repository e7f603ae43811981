"""What collects the findings of a check, and the small questions that every format asks of its values."""

from __future__ import annotations

import datetime as dt
import functools
import re
from urllib.parse import urlsplit

from generator.publish.feed_check.finding import Finding, Level

# Before it there were no feeds: a date this early is a mistake, or one that readers sort as one (W3C validator).
EARLIEST = dt.date(1990, 1, 1)

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|<!--|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(?:\s*;.*)?")
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_RFC822 = re.compile(
    rf"(?:(?P<weekday>Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(?P<day>\d\d?) (?P<month>{'|'.join(_MONTHS)}) (?P<year>\d{{4}})"
    r" (?P<time>\d\d:\d\d(?::\d\d)?) (?P<zone>[+-]\d{4}|GMT|UT)"
)
_NOT_IN_AN_ADDRESS = re.compile(r"""[\x00-\x20"<>\\^`{|}]|%(?![0-9A-Fa-f]{2})""")


class Findings:
    """Collects findings; `item` is the id of the item that is being looked at."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.found: list[Finding] = []
        self.item = ""

    def error(self, line: int | None, message: str, part: str = "") -> None:
        """Add an error."""
        self.found.append(Finding(Level.ERROR, line or 0, message, self.item, part))

    def warning(self, line: int | None, message: str, part: str = "") -> None:
        """Add a warning."""
        self.found.append(Finding(Level.WARNING, line or 0, message, self.item, part))

    def address(self, line: int | None, name: str, address: str, part: str = "") -> None:
        """Add an error for an address that is not absolute, or that holds what no address may (RFC 3986)."""
        if problem := wrong_address(address):
            self.error(line, f"{name}: '{shortened(address)}' {problem}", part)

    def text(self, line: int | None, name: str, text: str, part: str = "") -> None:
        """Add a warning for a text in which a reader might see HTML."""
        if _MARKUP.search(text):
            self.warning(line, f"{name}: '{shortened(text)}' looks like HTML and should be text", part)

    def language(self, line: int | None, tag: str) -> None:
        """Add an error for what is not a language tag (RFC 5646)."""
        if not _LANGUAGE.fullmatch(tag):
            self.error(line, f"'{shortened(tag)}' is not a language tag")

    def media_type(self, line: int | None, kind: str) -> None:
        """Add an error for what is not a media type (RFC 6838)."""
        if not _MEDIA_TYPE.fullmatch(kind):
            self.error(line, f"'{shortened(kind)}' is not a media type")

    def rfc3339(self, line: int | None, name: str, text: str, part: str = "") -> dt.datetime | None:
        """Return a moment; add an error for what is none (RFC 3339), a warning for one that nobody would believe."""
        try:
            moment = dt.datetime.fromisoformat(text) if _RFC3339.fullmatch(text) else None
        except ValueError:
            moment = None
        return self._plausible(line, name, text, moment, "RFC 3339", part)

    def rfc822(self, line: int | None, name: str, text: str, part: str = "") -> dt.datetime | None:
        """Return a moment; add an error for what is none (RFC 822, years of four digits) or has the wrong weekday."""
        match = _RFC822.fullmatch(text)
        try:
            moment = match and _moment(**match.groupdict())
        except ValueError:
            moment = None
        if (
            match
            and moment
            and match["weekday"]
            and match["weekday"] != "Mon Tue Wed Thu Fri Sat Sun".split()[moment.weekday()]
        ):
            self.error(line, f"{name}: '{text}' was no {match['weekday']}", part)
        return self._plausible(line, name, text, moment, "RFC 822", part)

    def _plausible(
        self, line: int | None, name: str, text: str, moment: dt.datetime | None, rule: str, part: str
    ) -> dt.datetime | None:
        if moment is None:
            self.error(line, f"{name}: '{shortened(text)}' is not a date ({rule})", part)
        elif moment.date() < EARLIEST and self.item:
            # Said of the item, not of the feed that has it, and in the same words in every format: so it is said once.
            self.warning(line, f"{moment.date()} is before there were feeds", part)
        return moment


def _moment(year: str, month: str, day: str, time: str, zone: str, weekday: str | None) -> dt.datetime:
    """Return the moment of a date by its parts. Raises ValueError where there was none."""
    # email.utils reads them too, and loads sockets for it, which takes longer than all feeds of an edit.
    offset = zone if zone[0] in "+-" else "+0000"
    return dt.datetime.fromisoformat(f"{year}-{_MONTHS.index(month) + 1:02}-{day:0>2}T{time}{offset}")


@functools.lru_cache(maxsize=8192)  # the same ones stand in several feeds, and in every format of each
def wrong_address(address: str) -> str | None:
    """Return what is wrong with an address that has to be absolute, or None."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return "is not an address"
    if _NOT_IN_AN_ADDRESS.search(address):
        return "holds a character that no address may hold"
    if parts.scheme in ("http", "https"):
        return None if host else "names no host"
    return None if parts.scheme in ("mailto", "urn", "tag") else "is not absolute"


def shortened(text: str) -> str:
    """Return a text cut to what fits in a message."""
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"
