"""How well two pieces of text hang together: by their words, and by how they name people."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.ingest import gazetteer

_MEMORY = 6000  # characters
# What comes before a capital is looked at behind it: a pattern that begins with a letter is found many times faster.
_NAME = re.compile(r"[A-ZА-ЯЁ](?<=\b.)(?<![.!?…:] .)(?<!^.)[\w’'-]+(?: [A-ZА-ЯЁ][\w’'-]+)+")
_FULL_NAME = re.compile(r"[A-ZА-ЯЁ](?<=\b.)[a-zа-яё’-]+ [A-ZА-ЯЁ][a-zа-яё’-]+")
# A name alone, or behind "Mr"; "the Security Council" is none.
_RUN = re.compile(r"[A-ZА-ЯЁ](?<=\b.)[\w’'-]+(?: [A-ZА-ЯЁ][\w’'-]+)*")
_LEAST_NAME = 5  # letters
_LOWER = re.compile(r"\b[a-zа-яё][\w-]{3,}\b")
# Openings that point back to what was said before; a story of its own cannot begin like this.
_BACKWARD = re.compile(
    r"[\"“«]?(?:he|she|they|it (?:also|is|was|has|had|said)|"
    r"this|these|that|those|his|her|their|its|however|but|also|moreover|furthermore|yet|and|still|"
    r"instead|such|another|the latter|in addition|additionally|at the same time|for (?:his|her|its|their) part|besides|"
    r"therefore|thus|as a result|in turn|nevertheless|by contrast|on the other hand|meanwhile|earlier|similarly|"
    r"likewise|both|он|она|они|оно|это|эти|этот|эта|однако|но|также|кроме того|при этом|между тем|тем временем|"
    r"по его словам|по ее словам|по её словам|по их словам|поэтому|таким образом|так|в свою очередь|вместе с тем)\b",
    re.IGNORECASE,
)


def overlap(first: frozenset[str], second: frozenset[str]) -> float:
    """Return the share, 0 to 1, of the content words of the text with fewer of them that the other one has too."""
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0


def points_back(text: str) -> bool:
    """Return whether a text opens with a word that needs something before it."""
    return bool(_BACKWARD.match(text))


def takes_names_for_granted(before: str, after: str) -> bool:
    """Return whether `after` calls people by surname whom only `before` introduces with their full names."""
    surnames = {name for name in _surnames(before) if len(name) >= _LEAST_NAME}
    surnames.intersection_update(_alone(after) if surnames else ())
    if not surnames or not (surnames := surnames - _surnames(after)):
        return False
    # A last word that also stands in lower case, or is a place, is no surname: "Border Service", "Central Asia".
    lower = set(_LOWER.findall(before + " " + after))
    places = gazetteer.load()
    return any(name.casefold() not in lower and not places.find(name) for name in surnames)


def _alone(text: str) -> set[str]:
    """Return the words with a capital that have no other beside them, but for "Mr" and the like."""
    runs = (
        run.removeprefix(title)
        for run in _RUN.findall(text)
        for title in ("Mr ", "Mrs ", "Ms ", "")
        if run.startswith(title)
    )
    return {run.removesuffix("’s").removesuffix("'s") for run in runs if " " not in run}


def _surnames(text: str) -> set[str]:
    return {name.rsplit(" ", 1)[-1] for name in _NAME.findall(text)}


def introduces(before: str, after: str) -> int:
    """Return how many names of two words a text has that the one before it has not."""
    return sum(name not in before for name in set(_FULL_NAME.findall(after)))


def end_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the last texts, given backwards, that together reach back so many characters; the first of them is cut."""
    pieces: list[str] = []
    room = _MEMORY
    for text in texts:
        pieces.append(text[-room:])
        room -= len(pieces[-1])
        if room <= 0:
            break
    return tuple(reversed(pieces))


def beginning_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the first texts that together, with a space between them, have so many characters; the last one is cut."""
    pieces: list[str] = []
    room = _MEMORY
    for text in texts:
        pieces.append(text[:room])
        room -= len(pieces[-1]) + 1
        if room <= 0:
            break
    return tuple(pieces)
