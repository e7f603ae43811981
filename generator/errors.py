"""Where something is wrong, what, and how to mend it: one format for every message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import msgspec

# What a terminal would take for a command, what would end the line, and what turns the direction of writing: said in
# words that a stranger may have chosen, and so shown as what it is (Unicode, general categories Cc and Cf; UAX 9).
# It is compiled for the first message: most runs have none.
_UNSHOWN = "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
_LONGEST = 400  # characters of a message; more is a text that somebody gave, not what is wrong with it


def _shown(text: str) -> str:
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 2 :]}"
    return re.sub(_UNSHOWN, lambda match: match[0].encode("unicode_escape").decode(), text)


class Location(msgspec.Struct, frozen=True, order=True):
    """A place in a file; lines and columns count from 1, and 0 means the file (or the line) as a whole."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.path, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing that is wrong, as one line: `file:line:column: problem (hint)`."""

    location: Location
    message: str
    hint: str = ""

    def __str__(self) -> str:
        hint = f" ({_shown(self.hint)})" if self.hint else ""
        return f"{_shown(str(self.location))}: {_shown(self.message)}{hint}"


class BriefingError(Exception):
    """Base of every error that we raise on purpose; it carries all problems that were found, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[BriefingError], tuple[tuple[Problem, ...]]]:
        """Return how another process makes the same error."""
        return type(self), (self.problems,)


class ConfigError(BriefingError):
    """`briefing.yaml` or `sources.yaml` cannot be used."""


class ContentError(BriefingError):
    """A file below `content/` cannot be used."""


class DocumentError(BriefingError):
    """A raw document cannot be used; the others still can."""


class ThemeError(BriefingError):
    """A theme is missing, or one of its templates fails."""


class OutputError(BriefingError):
    """The site cannot be written where it should be."""


class RepositoryError(BriefingError):
    """A git repository cannot be used, or its hook is somebody else's."""


class ClusterError(BriefingError):
    """The machines that were to do the work cannot be reached, or would not do the same as this one."""


@contextmanager
def collecting(found: list[Problem] | None) -> Iterator[None]:
    """Add the problems of an error that is raised inside to a list, and go on after it; without a list it is raised."""
    try:
        yield
    except BriefingError as error:
        if found is None:
            raise
        found.extend(error.problems)


def reason(error: OSError) -> str:
    """Return what the system says against reading or writing a file, as part of a message."""
    return (error.strerror or str(error)).lower()


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the known word nearest to a mistyped one, or lists all of them when none is near."""
    import difflib  # noqa: PLC0415  (most runs have nothing to suggest)

    words = sorted(known)
    close = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    if close:
        return f"did you mean '{close[0]}'?"
    return f"known: {', '.join(words)}" if words else ""
