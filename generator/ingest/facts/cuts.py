"""Sentences made shorter by cutting alone: openings that lead over, who said it, brackets. No word is added."""

from __future__ import annotations

import re

from generator.ingest.facts.marked import find_places
from generator.ingest.spots import Spots, sign, signs

_LEAD = re.compile(
    r"(?:however|meanwhile|in addition|additionally|moreover|furthermore|notably|besides|at the same time|likewise|"
    r"similarly|nevertheless|nonetheless|in particular|in turn|also|thus|as a result|"
    r"между тем|тем временем|кроме того|при этом|вместе с тем|в частности|в свою очередь),\s",
    re.IGNORECASE,
)
# Whose word may be left out: a body or an officer that says what is the case. An opinion is nothing without the one who
# holds it, and what the officials of a named country say may be one side's view.
_OFFICIAL = (
    r"(?:ministr|ministe|agenc|service|government|official|authorit|department|spokes|office\b|mayor|committee|commission|"
    r"embassy|police|cabinet|bureau|report\b)"
)
_OFFICIAL_RU = r"(?:министерств|ведомств|агентств|служб|правительств|кабмин|МИД|администрац|комитет|посольств)"
_SAYS = r"(?:said|says|reported|reports|announced|confirmed|noted|told (?:reporters|journalists))"
_SPEAKER = re.compile(
    rf",\s(?:(?=[^,;]*{_OFFICIAL})[^,;:“”\"]{{3,70}}\s{_SAYS}|according to\s(?=[^,;]*{_OFFICIAL})[^,;:“”\"]{{3,70}}|"
    rf"(?:сообщил[аи]?|сообщает|заявил[аи]?|передает|передаёт|отметил[аи]?)\s(?=[^,;]*{_OFFICIAL_RU})[^,;:«»]{{3,70}})"
    r"(?:\son\s\w+)?\.$",
    re.IGNORECASE,
)
_MAY_NAME_SPEAKER = sign(_SPEAKER.pattern)
_ACCORDING = re.compile(
    rf"(?:according to\s(?=[^,;]*{_OFFICIAL})[^,;:“”\"]{{3,70}}|по (?:данным|сообщению)\s(?=[^,;]*{_OFFICIAL_RU})"
    r"[^,;:«»]{3,70}),\s",
    re.IGNORECASE,
)
_CLAIM = Spots(
    r"\b(?:should|must|need\w*|best|worst|important|attack\w*|fire[ds]?|shot|shell\w*|kill\w*|tortur\w*|accus\w*|blam\w*|"
    r"terror\w*|guilt\w*|illegal\w*|violat\w*|would|could|(?-i:may)|might|долж\w*|нужно|обстрел\w*|уби\w*|напа\w*|обвин\w*|"
    r"террор\w*|незаконн\w*|наруш\w*)\b"
)
# An abbreviation, or a length in miles beside one in kilometres.
_BRACKET = re.compile(r"\s\((?:[A-ZА-ЯЁ][A-Za-zА-Яа-яё-]{1,9}|[\d,.]+[\s-]miles?)\)(?=[\s,.;:])")
_QUOTES = re.compile(r"[“”«»\"]")


def without_lead(sentence: str) -> str:
    """Return a sentence without a first word that only leads over from the one before."""
    return capitalised(sentence[match.end() :]) if (match := _LEAD.match(sentence)) else sentence


def shorten(sentence: str) -> str:
    """Return a sentence cut to what it says: a quotation keeps its words and its speaker."""
    text = without_lead(sentence)
    if _QUOTES.search(text):
        return text
    text = _BRACKET.sub("", text)
    if _CLAIM.search(text):
        return text
    if (match := _ACCORDING.match(text)) and not find_places(match[0]):
        return capitalised(text[match.end() :])
    return without_speaker(text)


def without_speaker(text: str) -> str:
    """Return a sentence without an official speaker at its end: ", the ministry said"."""
    if not signs(text) & _MAY_NAME_SPEAKER or _CLAIM.search(text):
        return text
    match = _SPEAKER.search(text)
    return text[: match.start()] + "." if match and not find_places(match[0]) else text


def capitalised(text: str) -> str:
    """Return a text with a capital in front, as a sentence that was cut begins."""
    return text[:1].upper() + text[1:]
