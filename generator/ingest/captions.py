"""Which lines describe a picture: what stands over a credit, twice, or under a label that says so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.ingest import patterns
from generator.ingest.apart import difference, opening
from generator.ingest.repair import fold
from generator.ingest.shape import capital_share, ends_sentence, is_headline_like, is_prose, sentence_breaks
from generator.ingest.words import content_stems, count_words, words
from generator.model import Block, Kind

# A caption describes what is seen; a sentence that quotes, looks back or looks ahead tells the story.
_TELLS = re.compile(
    r"[\"“”«»]|\b(?:said|says|told|will|would|have|has|had|was|were|however|due|expected|he|his|she|her|"
    r"сказал\w*|заявил\w*|сообщил\w*|будет|будут|однако|также)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r",? (?:where|who|whom|which|that|when|where|которы\w+|где|когда)\b")
# A headline has so many words, and in title case so much of it is capitalised; the text's opening tells its news.
_LEAST_TITLE, _TITLED, _OPENING = 5, 0.75, 300  # words, share, characters
_LEAST, _LONGEST = 6, 60  # words
_AROUND, _APART = 6, 1.0  # blocks, points
_ALIKE, _ANOTHER = 40, 0.1  # characters, share of the words
_FRONT = slice(2, 10)
# Printed twice, a sentence is a caption unless it reports: a lead may stand there twice too.
_REPORTS = re.compile(
    r"\b(?:said|says|told|will|would|has|have|had|was|were|reports?|reported|announced|according|suggests?|that|что|"
    r"сказал\w*|заявил\w*|сообщ\w+|переда\w+|состо\w+|будет|будут|по данным|по словам)\b",
    re.IGNORECASE,
)
_SMALL_AGAIN = re.compile(r"[a-zа-яё]{2}\. [a-zа-яё]")
# "A warbler on the reed by Ada Miller", and once more.
_SIGNED = re.compile(r"[^.!?:]{3,80} by [A-Z][\w’'-]+(?: [A-Z]\.)?(?: [A-Z][\w’'-]+){1,2}\.?")
_LABEL = re.compile(r"(?:media|image|video|photo|picture) caption[,:]?", re.IGNORECASE)
# Under the headline's own day or address stands no second headline.
_SIGNATURE_WITHIN = 3


def is_over_credit(blocks: Sequence[Block], index: int, first_prose: int, last_prose: int) -> bool:
    """Return whether a block is a caption: it describes, a credit stands right under it, and the story goes on."""
    block = blocks[index]
    if index + 1 >= len(blocks) or block.kind is not Kind.PARAGRAPH or not 4 <= count_words(block.text) <= 30:
        return False
    below = patterns.find(blocks[index + 1].text)
    if below is None or below.name not in ("caption", "credit"):
        return False
    if sentence_breaks(block.text) or _TELLS.search(_RELATIVE.split(block.text, maxsplit=1)[0]):
        return False
    if below.name == "caption" and _is_signed_above(blocks, index):
        return True
    # Above the text it may be the headline, but that has no full stop.
    if not first_prose < index < last_prose and not (index < last_prose and ends_sentence(block.text)):
        return False
    credited = below.name == "credit" and count_words(blocks[index + 1].text) > 1
    return credited and not _is_told_below(blocks, index)


def _is_signed_above(blocks: Sequence[Block], index: int) -> bool:
    """Return whether the address of the page stands right above a line: what it is of has been headed before."""
    above = (patterns.find(block.text) for block in blocks[max(0, index - _SIGNATURE_WITHIN) : index])
    return any(rule is not None and rule.name == "address-line" for rule in above)


def _is_told_below(blocks: Sequence[Block], index: int) -> bool:
    """Return whether a line is set as a headline, and the text right below it tells what it says, or is another's."""
    text = blocks[index].text
    if not is_headline_like(text) or count_words(text) < _LEAST_TITLE:
        return False
    if capital_share(text) > _TITLED:
        return True
    stems = content_stems(text)
    first = next((b.text for b in blocks[index + 1 : index + 5] if is_prose(b.text)), "")
    if len(stems & content_stems(first[:_OPENING])) * 2 >= len(stems) > 0:
        return True
    # Round a picture the story goes on.
    nearest = [block.text for block in blocks[max(0, index - _AROUND) : index] if block.kept][-2:]
    above = nearest if len(nearest) > 1 and all(map(is_prose, nearest)) else []
    below = [block.text for block in blocks[index + 2 : index + _AROUND] if block.kept and is_prose(block.text)]
    return bool(above and below) and difference(above, opening(below)) > _APART


def is_twice(blocks: Sequence[Block], index: int) -> bool:
    """Return whether a block describes what is seen and stands twice, once under the other: a picture and its text."""
    text = blocks[index].text
    # A quote or a capital at the front may differ; what follows it does not, and is compared at once.
    front = text[_FRONT]
    beside = [blocks[at].text for at in (index - 1, index + 1) if 0 <= at < len(blocks)]
    beside = [other for other in beside if other[_FRONT] == front]
    if any(_SIGNED.fullmatch(other) and other.rstrip(".") == text.rstrip(".") for other in beside):
        return True
    if not beside or not _LEAST <= count_words(text) <= _LONGEST or blocks[index].kind is not Kind.PARAGRAPH:
        return False
    opening = fold(text[:_ALIKE])
    alike = [other for other in beside if fold(other[:_ALIKE]) == opening]
    # What describes a picture to those who cannot see it says the same as its caption, which has the credit too.
    if any((rule := patterns.find(other)) and rule.name == "caption" and _says(other, text) for other in alike):
        return True
    # A question printed twice is a headline, and so is what opens the page.
    if fold(text) not in map(fold, alike) or not ends_sentence(text) or "?" in text[-2:] or index < 2:
        return False
    return not _REPORTS.search(text)


def _says(text: str, other: str) -> bool:
    """Return whether a text says what another one does: it has nearly all of its words."""
    said = words(fold(other))
    return len(set(said) - set(words(fold(text)))) <= _ANOTHER * len(said)


def is_alternative(blocks: Sequence[Block], index: int) -> bool:
    """Return whether a block describes a picture to those who cannot see it: no sentence of it begins with a capital.

    The caption of the picture stands beside it.
    """
    text = blocks[index].text
    if not text[:1].islower() or not _SMALL_AGAIN.search(text) or sentence_breaks(text):
        return False
    beside = (patterns.find(blocks[at].text) for at in (index - 1, index + 1) if 0 <= at < len(blocks))
    return any(rule is not None and rule.name in ("caption", "credit") for rule in beside)


def is_labelled(blocks: Sequence[Block], index: int) -> bool:
    """Return whether a block stands right under the words that it is a caption."""
    short = index > 0 and count_words(blocks[index].text) <= _LONGEST
    return short and _LABEL.fullmatch(blocks[index - 1].text) is not None
