"""How well two pieces of text hang together: by their words, and by how they name people."""

from __future__ import annotations

import re

from generator.ingest.words import content_stems

_NAME = re.compile(r"(?<![.!?…:] )(?<!^)\b[A-ZА-ЯЁ][\w’'-]+(?: [A-ZА-ЯЁ][\w’'-]+)*")
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


def overlap(first: str, second: str) -> float:
    """Return the share, 0 to 1, of the shorter text's content words that the other one has too."""
    one, two = content_stems(first), content_stems(second)
    smaller = min(len(one), len(two))
    return len(one & two) / smaller if smaller else 0.0


def points_back(text: str) -> bool:
    """Return whether a text opens with a word that needs something before it."""
    return bool(_BACKWARD.match(text))


def takes_names_for_granted(before: str, after: str) -> bool:
    """Return whether `after` calls people by surname whom only `before` introduces with their full names."""
    introduced = {words[-1]: match for match in _NAME.findall(before) if len(words := match.split()) >= 2}
    full_again = {words[-1] for match in _NAME.findall(after) if len(words := match.split()) >= 2}
    alone = set(re.findall(r"\b[A-ZА-ЯЁ][\w-]{3,}\b", after))
    # A last word that also stands in lower case, or heads a place, is no surname: "Border Service", "Central Asia".
    lower = set(re.findall(r"\b[a-zа-яё][\w-]{3,}\b", before.casefold() + " " + after))
    return any(
        name in alone and name not in full_again and name.casefold() not in lower
        for name in introduced
        if len(name) > 4
    )
