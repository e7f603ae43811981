"""Where something is wrong, what, and how to mend it: one format for every message."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file; lines and columns count from 1, and 0 means the file (or the line) as a whole."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.path, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong, as one line: `file:line:column: problem (hint)`."""

    location: Location
    message: str
    hint: str = ""

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.location}: {self.message}{hint}"


class BriefingError(Exception):
    """Base of every error that we raise on purpose; it carries all problems that were found, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


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


def reason(error: OSError) -> str:
    """Return what the system says against reading or writing a file, as part of a message."""
    return (error.strerror or str(error)).lower()


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the known word nearest to a mistyped one, or lists all of them when none is near."""
    words = sorted(known)
    close = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    if close:
        return f"did you mean '{close[0]}'?"
    return f"known: {', '.join(words)}" if words else ""
