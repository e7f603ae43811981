"""What a line looks like: prose, a headline, something in between. Small measures, no verdicts."""

from __future__ import annotations

import re
from functools import lru_cache

from generator.ingest.lookup import Lookup, pieces_of
from generator.ingest.page_words import tells
from generator.ingest.words import count_words, words
from generator.sentences import sentences

# How a text ends is looked for in its last characters only, so that no pattern can go astray in a long one.
_TAIL = 40
# A sentence's end: the mark, then quotes, brackets or a footnote's number.
_END = re.compile(r"[.!?…:;。](?:[\"”’'»)\]]|\[\d+\]|\d{1,2}(?!\S))*$|[.!?…][\"”’'»)\]]+[,.]?$")
# An agency may be named behind the full stop: "... were barred. – Valley Post".
_NAMED = re.compile(r"[.!?][\"”»]?\s[–—-]{1,2}\s?[A-ZА-ЯЁ][\w&./ ]{1,32}$")
_DASHES = (" –", " —", " -")
_MARKS = frozenset(".!?…:;。")
_QUESTION = re.compile(r"[?!][\"”’'»)\]]*$")
_COLON = re.compile(r"[:;][\"”’'»)\]]*$")
_CUT_OFF = re.compile(r"(?:\.{3,}|…|\[(?:\.{3}|…)\]|\((?:\.{3}|…)\)|\[&hellip;\])\s*[\"”»]?$")
_INNER_SENTENCE = re.compile(r"[a-zа-яё0-9)”\"’»][.!?…][\"”’»)]*\s+[\"“«(‘]?[A-ZА-ЯЁ0-9]")
# The point at the end of "... on the Q.T." ends no sentence in a headline.
_ABBREVIATED = re.compile(r"\b(?:[A-Z]\.){2,}[\"”’'»)]*$")
# "..., reports": whom it quotes was a link, and was lost with the full stop.
_REPORTS = re.compile(
    r", (?:(?:as )?(?:informs|reports|writes|(?:is )?reported by|according to)|"
    r"(?:как )?(?:сообща(?:ет|ют)|переда[её]т|передают|пишет|пишут|информирует))\s*$"
)
# Nor does the one of a shortened word at the end of a headline.
_SHORTENED = re.compile(r" (?:Min|Inc|Ltd|Gov|Govt|Dept|Co|Corp|Jr|Sr|Sec|Gen|Pres|Amb|Org)\.$")
_LONGEST_SHORTENED = 12  # words
_TITLED, _CAPITALISED, _LEAST_REPORT = 0.8, 0.85, 9
_LEAST_CUT, _HALF_TITLED, _LEAST_TOLD = 12, 0.6, 25  # words, share, words
_SMALL = frozenset(
    "a an and as at but by for from if in into nor of off on onto or over per so the to up via vs with yet is".split()
)


def ends_sentence(text: str) -> bool:
    """Return whether a text ends where a sentence ends."""
    last, tail = text[-1:], text[-_TAIL:]
    if last in _MARKS:
        return True
    if last.isalpha():
        return any(dash in tail for dash in _DASHES) and bool(_NAMED.search(tail))
    return bool(_END.search(tail))


def is_cut_off(text: str) -> bool:
    """Return whether a text breaks off at dots, as a teaser does."""
    tail = text[-_TAIL:]
    return ("..." in tail or "…" in tail or "&hellip;" in tail) and bool(_CUT_OFF.search(tail))


def without_cut(text: str) -> str:
    """Return a text without the dots at which it breaks off."""
    return (text[:-_TAIL] + _CUT_OFF.sub("", text[-_TAIL:])).rstrip(" ,;—–-")


def capital_share(text: str) -> float:
    """Return the share, 0 to 1, of the words that may be capitalised and are: 1.0 for a headline in title case."""
    longer, capitals = divmod(sum(map(_CAPITALS.__getitem__, pieces_of(text))), _MANY)
    return capitals / longer if longer else 0.0


def _is_mostly_small(text: str, count: int) -> bool:
    """Return whether the beginning of a text of so many words alone says that no more than _CAPITALISED have a capital.

    So it is with nearly all text, and the rest of it need not be looked at.
    """
    longer, capitals = divmod(sum(map(_CAPITALS.__getitem__, pieces_of(text)[: count // 3])), _MANY)
    return longer - capitals > (1 - _CAPITALISED) * count


# More words than any text has: two counts are added up at once, as one number.
_MANY = 2**40


def _capitals(piece: str) -> int:
    """Return how many words of a piece of text may be capitalised, times _MANY, and how many of them are."""
    longer = [word for word in words(piece) if word[0].isalpha() and word.lower() not in _SMALL]
    return len(longer) * _MANY + sum(word[0].isupper() for word in longer)


_CAPITALS = Lookup(_capitals)


def is_all_caps(text: str) -> bool:
    """Return whether a text is set in capitals throughout."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


@lru_cache(maxsize=1024)
def sentence_breaks(text: str) -> int:
    """Return how many sentences end inside a text, counted by their marks alone."""
    return len(_INNER_SENTENCE.findall(text))


@lru_cache(maxsize=4096)
def is_prose(text: str) -> bool:
    """Return whether a line reads as running text rather than as a headline, a label or a caption."""
    count = count_words(text)
    if is_cut_off(text):
        return count >= 8
    if count >= 30 and (_is_mostly_small(text, count) or capital_share(text) < _CAPITALISED):
        return True
    if _SHORTENED.search(text[-_TAIL:]) and count <= _LONGEST_SHORTENED:
        return False
    if sentence_breaks(text):
        if ends_sentence(text):
            # A headline may ask after it has said something.
            asked = count < _LEAST_TOLD and capital_share(text) >= _TITLED and _QUESTION.search(text[-_TAIL:])
            return count >= 5 and not asked
        # The page breaks off inside a sentence, and one that tells what happened stands before it.
        cut = count >= _LEAST_CUT and capital_share(text) < _HALF_TITLED and tells(text)
        if cut and len(list(sentences(text))) > 1:
            return True
    if _QUESTION.search(text[-_TAIL:]):
        titled = count < _LEAST_TOLD and capital_share(text) >= _TITLED
        return (count >= 16 and not titled) or (count >= 6 and text[0] in '"“«')
    if _COLON.search(text[-_TAIL:]):
        return count >= (3 if text.endswith(";") else 7)
    if ends_sentence(text):
        if _ABBREVIATED.search(text[-_TAIL:]) and capital_share(text) >= _TITLED:
            return False
        return count >= 9 or (count >= 3 and capital_share(text) < 0.75)
    if count >= _LEAST_REPORT and _REPORTS.search(text[-_TAIL:]):
        return capital_share(text) < _TITLED
    return count >= 22 and capital_share(text) < 0.6


def lacks_source(text: str) -> bool:
    """Return whether a sentence ends before the name of whom it quotes, which was a link: "..., reports"."""
    return _REPORTS.search(text[-_TAIL:]) is not None


def is_short_sentence(text: str) -> bool:
    """Return whether a line of a few words is set as a sentence is, with a full stop: no heading, no number of one."""
    return text.endswith((".", ".”", '."', ".»")) and text[:1].isalpha() and not _ABBREVIATED.search(text[-_TAIL:])


def is_headline_like(text: str) -> bool:
    """Return whether a line could head a story: some words, not too many, no sentence's end, starts like a title."""
    count = count_words(text)
    first = text.lstrip("“\"«‘'([—–- ")[:1]
    if not 3 <= count <= 30 or len(text) > 220 or not (first.isupper() or first.isdigit() or is_all_caps(text)):
        return False
    return not ends_sentence(text) or bool(_QUESTION.search(text)) or text.endswith(("”", '"', "»"))
