"""An agency's dateline, "BISHKEK, Dec 4 (Agency) —", at the head of a story: found, read, taken off.

The form is that of the AP Stylebook, "datelines": place in capitals, or place and date, then a dash. Agencies of the
region name themselves behind it: "ALMATY, 4 May. /Agency/. ...".
"""

from __future__ import annotations

import re
from functools import lru_cache

from generator.ingest.days import mentions
from generator.model import DateBasis, FoundDate

# No dateline ends further into a text.
_LONGEST = 140  # characters
_CITY = r"[A-ZА-ЯЁ][\w’'-]*(?:[ -][A-ZА-ЯЁ][\w’'-]*){0,2}"
_DATE = (
    r"(?:\d{1,2}(?:st|nd|rd|th)? [A-Za-zа-яё]{3,9}\.?(?:,? \d{4})?(?: г\.| года)?|"
    r"[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?|\d{1,2}[./]\d{1,2}[./]\d{4})"
)
_AGENCY = r"[(\[/][\w .,’'/&–-]{2,40}[)\]/]"
# Agencies that follow the place without brackets: "ALMATY, 4 дек — Sputnik. ...", "ASTANA. KAZINFORM ...".
_BY = (
    r"(?:Sputnik|РИА Новости|ТАСС|TASS|Интерфакс[\w-]*|Interfax[\w-]*|(?i:казинформ|kazinform)|АКИpress|AKIpress|"
    r"Кабар|Kabar|БЕЛТА|BelTA|Trend|Xinhua|Ховар|Khovar|Азия-Плюс|Asia-Plus|УзА|UzA|Reuters|Anadolu)"
)
_CAPITALS = r"[A-ZА-ЯЁ]{3,}(?:[ -][A-ZА-ЯЁ]{2,}){0,2}"
_DASH = r"\s*(?:[–—]|--?|:)\s+"
_DATELINE = re.compile(
    rf"(?:(?:{_CITY}(?:[,/] ?{_CITY})?(?:[,.]? {_DATE})?[,.]? ?{_AGENCY}"
    rf"|{_CITY}(?:, {_CITY})?[,.]? {_DATE}[,.]?(?: ?{_AGENCY})?"
    rf"|[A-ZА-ЯЁ][A-ZА-ЯЁ’'-]{{3,}}(?:[ -][A-ZА-ЯЁ]{{2,}})?(?:, [A-ZА-ЯЁ][\w]+)?"
    rf"|{_DATE}[,.]? ?{_AGENCY})"
    rf"{_DASH}(?:{_BY}(?:, {_CITY})?[.,]\s+)?"
    rf"|{_CITY}(?:,? {_DATE}|\. {_DATE})?[,.]? ?/[^/]{{2,30}}/[.,:]?(?:{_DASH}|\s+)"
    rf"|{_CAPITALS}\. (?:{_DATE}\.? )?{_BY}(?: ?/[^/]{{2,30}}/)?(?:{_DASH}|\s+)"
    rf"|{_CITY}[.,] {_DATE}[.,] {_BY}{_DASH}"
    rf"|(?:{_AGENCY} )?{_CAPITALS}, {_CITY}, {_DATE}\.\s+"
    rf"|[A-Z0-9]{{3,12}}\.(?:COM|KG|KZ|RU|UZ|TJ|ORG|NET){_DASH}"
    rf"|{_DATE}\s*[–—]\s+"
    rf"|[(\[][A-Z][A-Z./]{{1,9}}[)\]](?:{_DASH}|\s+)"
    rf"|[А-ЯЁ]{{4,}}(?:[ -][А-ЯЁ]{{2,}})?\. )(?=[A-ZА-ЯЁ“\"«\d])"
)


def has_dateline(text: str) -> bool:
    """Return whether a text opens with a dateline."""
    return bool(_opening(text[:_LONGEST]))


def take_off(text: str) -> tuple[str, str]:
    """Return the dateline that opens a text and the text without it; the dateline is empty where there is none."""
    dateline = _opening(text[:_LONGEST])
    return dateline.strip(), text[len(dateline) :]


@lru_cache(maxsize=1024)
def _opening(text: str) -> str:
    match = _DATELINE.match(text)
    return match[0] if match else ""


def stated_date(dateline: str, year: int | None) -> FoundDate | None:
    """Return the date in a dateline; a year that it leaves out is the given one, and without any there is no date."""
    for mention in mentions(dateline):
        guess = mention.year or year
        day = mention.on(guess) if guess else None
        if day:
            # Without a year the line states the day, but the year is ours.
            return FoundDate(day, DateBasis.STATED if mention.year else DateBasis.TEXT, dateline)
    return None
