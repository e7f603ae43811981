"""Figures and times in words, as the pages say them."""

from __future__ import annotations

import datetime as dt

from generator.facts_model import UNITS_IN_TEXT, Bound, Figure, Period

_MONTHS = "January February March April May June July August September October November December".split()
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}


def day(date: dt.date) -> str:
    """Return a day as people write it: 9 February 2024."""
    return f"{date.day} {month(date)}"


def month(date: dt.date) -> str:
    """Return the month of a day: February 2024."""
    return f"{_MONTHS[date.month - 1]} {date.year}"


def period(when: Period) -> str:
    """Return a time in words: `by 2024-03` as “by March 2024”, `2019 to 2024-12-05` as “2019 to 5 December 2024”."""
    words = []
    for part in when.text.split():
        pieces = [int(piece) for piece in part.split("-")] if part[0].isdigit() else []
        if len(pieces) == 3:
            words.append(day(dt.date(pieces[0], pieces[1], pieces[2])))
        elif len(pieces) == 2:
            words.append(month(dt.date(pieces[0], pieces[1], 1)))
        else:
            words.append(part)
    return " ".join(words)


def number(value: float) -> str:
    """Return a number with its thousands parted, and millions in words: 2,100 and 1.5 million."""
    for scale, word in _SCALES:
        if value >= scale:
            return f"{_plain(value / scale)} {word}"
    return _plain(value)


def _plain(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def amount(low: float, high: float, unit: str) -> str:
    """Return a number or a range with its unit: 754, 531–533, 4.5%, 972 km, $2 million."""
    said = number(low) if low == high else f"{number(low)}–{number(high)}"
    if unit in _SIGNS:
        return _SIGNS[unit] + said
    if unit == "percent":
        return said + "%"
    return f"{said} {unit}" if unit else said


def figure(one: Figure, unit: str) -> str:
    """Return the number of a figure with how the text limits it; `unit` is what `unit_of` says of it.

    A share that the text gives in words stays in words: “nearly half” says less than “nearly 50%”.
    """
    bound = "" if one.bound is Bound.EXACT else f"{one.bound.value} "
    in_words = unit == "percent" and one.said and not any(map(str.isdigit, one.said))
    return bound + (one.said if in_words else amount(one.low, one.high, unit))


def unit_of(currency: str, measured_in: str) -> str:
    """Return the unit that must stand with a number of a measure; what counts people or things needs none."""
    return measured_in if measured_in in UNITS_IN_TEXT and measured_in != "money" else currency
