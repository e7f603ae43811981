"""Number expressions: how much a text says there is, without dates, ages, times and names, which count nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import reduce

import msgspec

from generator.facts_model import Bound
from generator.ingest.days import mentions
from generator.ingest.facts import lexicon
from generator.ingest.spots import Spots, sign, signs


class Number(msgspec.Struct, frozen=True):
    """A number in a text: characters `start` to `end`, its unit included, and the value between `low` and `high`.

    `unit` is `percent`, `km`, `hectares`, a currency's code, or empty; `said` the words of the number, its unit not
    among them; `bare` is where these begin, behind what limits them.
    """

    start: int
    bare: int
    end: int
    low: float
    high: float
    bound: Bound
    unit: str
    said: str


def _either(pairs: tuple[tuple[str, object], ...], name: str) -> str:
    return "|".join(f"(?P<{name}{number}>{pattern})" for number, (pattern, _) in enumerate(pairs))


_ONE = "|".join(sorted(lexicon.ONES, key=len, reverse=True))
_POWER = "|".join(lexicon.POWERS)
_WORDS = rf"(?:{_ONE})(?:-(?:{_ONE}))?(?:\s(?:{_POWER})(?:\s(?:and\s)?(?:{_ONE})(?:-(?:{_ONE}))?)?){{0,3}}|an?\sdozen"
_DIGITS = r"\d{1,3}(?:[,\u0020\u00a0\u202f\u2009]\d{3})+(?![\d])(?:\.\d+)?|\d{1,15}(?:\.\d{1,9}|,\d{1,2}(?!\d))?"
_SCALE = _either(lexicon.SCALES, "s")
_FRACTION = "|".join(lexicon.FRACTIONS)
_SIGN = r"US\$|[$€£₽]"

_PLAIN = Spots(
    rf"(?<![\w.,/:+#\[№])(?<!\D-)(?:(?P<sign>{_SIGN})\s?)?(?:(?P<digits>{_DIGITS})|(?P<words>{_WORDS}))"
    rf"(?:(?:{_SCALE})(?!\w))?"
)
_FRACTIONS = re.compile(
    rf"\b(?:(?:(?P<top>{_ONE}|an?)[\s-])?(?P<part>{_FRACTION})s?\sof|(?P<half>half)\s(?:the|its|their|all))\b", re.I
)
_UNIT = re.compile(rf"(?:{_either(lexicon.UNITS, 'u')})(?!\w)", re.IGNORECASE)
_AFTER = re.compile(_either(lexicon.BOUNDS_AFTER, "a"), re.IGNORECASE)
_BEFORE = re.compile(rf"(?<!\w)(?:{_either(lexicon.BOUNDS_BEFORE, 'b')})\s(?:US)?$", re.IGNORECASE)
_PARTICLE = re.compile(
    r"\b(?:hand|turn|tak|took|bring|brought|gav|giv|mov|pass|carr|cross|fl[ey]w?|sent|took)\w*\s$", re.IGNORECASE
)
_UP_TO = re.compile(r"(?:^|[.:;]\s)до\s$", re.IGNORECASE)
_JOIN = re.compile(r"\s?[-–—]\s?|\s(?:to|до)\s|\s(?P<or>or|или|либо)\s|\s(?P<and>and|и)\s", re.IGNORECASE)
_HALF_RANGE = re.compile(r"[-–]\d")
_TIMES = re.compile(lexicon.TIMES, re.IGNORECASE)
_NAMES = re.compile(rf"(?<!\w)(?:{lexicon.NAMES})\s(?:\d+(?:,| and| or| и)\s)*$", re.IGNORECASE)
_PART, _NUMBER = sign(_FRACTION), sign(rf"\d|\b(?:{_ONE}|dozen|{_FRACTION})")
_YEAR = re.compile(r"(?:19|20)\d\d")
# "The two sides" are spoken of, not counted; "(604 miles)" says again what stands before it.
_DEFINITE = re.compile(r"\b(?:the|these|those|all|its|their|both)\s$", re.IGNORECASE)
_AGAIN = re.compile(r"\([^()]{0,12}$")
_CONVERTED = re.compile(r"[\s-]?(?:miles?|feet|acres?|миль)\b", re.IGNORECASE)
# What is smaller or larger is a code or a mistake, and no figure of the news.
_SMALLEST, _LARGEST = 0.001, 1e15
_LIMIT = 28  # characters before a number in which its limit stands


def may_hold_number(text: str) -> bool:
    """Return whether a text has any digit or number word; quick, for passing over the rest."""
    return bool(signs(text) & _NUMBER)


def find_numbers(text: str) -> tuple[Number, ...]:
    """Return what a text counts, in order, none overlapping another."""
    if not may_hold_number(text):
        return ()
    found = sorted((*_fractions(text), *_joined(text, list(_plain(text)))), key=lambda number: number.start)
    result: list[Number] = []
    for number in found:
        if not result or number.start >= result[-1].end:
            result.append(number)
    return tuple(result)


def _fractions(text: str) -> Iterator[Number]:
    if not signs(text) & _PART:
        return
    for match in _FRACTIONS.finditer(text):
        top = (match["top"] or "a").lower()
        share = 100 * lexicon.ONES.get(top, 1) / lexicon.FRACTIONS[(match["part"] or match["half"]).lower()]
        if share > 100 or (match["part"] and not match["top"] and match["part"].lower() != "half"):
            continue
        said = match[0].rsplit(None, 1)[0]
        bound, start = _limit(text, match.start())
        if share != round(share) and bound is Bound.EXACT:
            bound = Bound.AROUND
        end = match.start() + len(said)
        yield Number(start, match.start(), end, round(share, 1), round(share, 1), bound, "percent", said)


def _plain(text: str) -> Iterator[Number]:
    """Yield the single numbers of a text, those that count nothing left out."""
    days = [(day.start, day.end) for day in mentions(text)]
    for match in _PLAIN.finditer(text):
        end = match.end()
        value = _value(match)
        if value is None or any(first < end and match.start() < last for first, last in days):
            continue
        unit, unit_end = _unit(text, match)
        bound, start = _limit(text, match.start())
        if after := _AFTER.match(text, unit_end):
            bound, unit_end = lexicon.BOUNDS_AFTER[int((after.lastgroup or "a0")[1:])][1], after.end()
        if _counts_nothing(text, match, unit_end, unit, bound):
            continue
        said = match[0] if unit not in lexicon.CURRENCIES else text[match.start() : unit_end]
        yield Number(start, match.start(), unit_end, value, value, bound, unit, said)


def _value(match: re.Match[str]) -> float | None:
    scale = next((factor for number, (_, factor) in enumerate(lexicon.SCALES) if match[f"s{number}"]), 1)
    if match["digits"]:
        digits = re.sub(r"[,\s](?=\d{3}(?!\d))", "", match["digits"]).replace(",", ".")
        value = round(float(digits) * scale, 6)
        return value if _SMALLEST <= value < _LARGEST else None
    words = re.split(r"[\s-]+(?:and\s)?", match["words"].lower())
    if words[-1] == "dozen":
        return 12.0
    if words == ["one"] and scale == 1:
        return None  # as often as not a pronoun
    return float(reduce(_add, words, 0) * scale)


def _add(total: int, word: str) -> int:
    return total * lexicon.POWERS[word] if word in lexicon.POWERS else total + lexicon.ONES[word]


def _unit(text: str, match: re.Match[str]) -> tuple[str, int]:
    end = match.end()
    if match["sign"]:
        return lexicon.SIGNS[match["sign"].upper()], end
    if unit := _UNIT.match(text, end):
        return lexicon.UNITS[int((unit.lastgroup or "u0")[1:])][1], unit.end()
    return "", end


def _limit(text: str, start: int) -> tuple[Bound, int]:
    """Return what limits a number, and where the words for that begin."""
    before = text[max(0, start - _LIMIT) : start]
    offset = start - len(before)
    match = _BEFORE.search(before)
    # "handed over 146": the word belongs to the verb.
    if match and not (match[0].casefold().startswith("over") and _PARTICLE.search(before, 0, match.start())):
        return lexicon.BOUNDS_BEFORE[int((match.lastgroup or "b0")[1:])][1], offset + match.start()
    if (match := _UP_TO.search(before)) and (offset == 0 or match.start()):
        return Bound.UP_TO, offset + match.start()
    return Bound.EXACT, start


def _counts_nothing(text: str, match: re.Match[str], end: int, unit: str, bound: Bound) -> bool:
    before = text[max(0, match.start() - 40) : match.start()]
    digits = match["digits"] or ""
    follows = text[end : end + 1]
    if re.match(r"\w|[/°\]]|[.,:]\d|\s\d", text[end : end + 2]) or re.search(r"\d\s$", before):
        return True
    if _AGAIN.search(before) and _CONVERTED.match(text, end):
        return True
    if match["words"] and _DEFINITE.search(before):
        return True
    if not unit and _TIMES.match(text, end):
        return True
    if unit or match["sign"]:
        return False
    if _YEAR.fullmatch(digits) and bound in (Bound.EXACT, Bound.OVER):
        return True
    # "his wife, 33, were found": an age
    is_age = 0 < len(digits) <= 3 and re.search(r"[^\W\d],\s$", before) and (follows in ",;)" or end == len(text) - 1)
    return bool(is_age or _NAMES.search(before))


def _joined(text: str, found: Sequence[Number]) -> Iterator[Number]:
    """Yield numbers, two that are the ends of one range or alternatives as one."""
    index = 0
    while index < len(found):
        first = found[index]
        joined = _range(text, first, found[index + 1]) if index + 1 < len(found) else None
        if joined:
            yield joined
            index += 1
        elif not _HALF_RANGE.match(text, first.end):
            yield first
        index += 1


def _range(text: str, first: Number, second: Number) -> Number | None:
    join = _JOIN.fullmatch(text, first.end, second.bare) if second.start - first.end < 8 else None
    before = text[max(0, first.start - 10) : first.start].casefold()
    if join is None or (join["and"] and not re.search(r"(?:between|между)\s$", before)):
        return None
    if join[0].strip() == "to" and before.endswith("from "):
        return None  # a change: from 14 to 23
    if first.unit not in ("", second.unit):
        return None
    low, high = first.low, second.high
    # "2 to 3 million"
    for factor in (1_000_000_000, 1_000_000, 1_000):
        if second.high >= factor and low < 1_000 <= factor and low * factor < high:
            low *= factor
            break
    if low >= high and not join["or"]:
        return None
    said = text[first.bare : second.bare + len(second.said)]
    return Number(first.start, first.bare, second.end, min(low, high), max(low, high), first.bound, second.unit, said)
