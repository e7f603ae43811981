"""How many of something there are, as people read it."""

from __future__ import annotations


def number_of(number: int, noun: str) -> str:
    """Return a number with its noun, which takes an s where there is not just one: 1 page, 2 pages."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
