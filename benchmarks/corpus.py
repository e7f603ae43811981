"""Raw documents for the benchmarks, as many as wanted: made of word lists by seeded dice, the same in every run.

`python benchmarks/corpus.py FOLDER COUNT` writes them. The mix is that of a newsroom's scrapes: dumps of one story with
the page's furniture around it, pages of three to eight stories, copies and teasers of a story that another document
tells, and one in eight in Russian; 2 to 12 KB each. A made-up language model would be more varied, but not the same.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from vocabulary import ENGLISH, FURNITURE_BELOW, FURNITURE_BETWEEN, FURNITURE_TOP, RUSSIAN, Language

MONTHS = (
    "January February March April May June July August September October November December".split(),
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
)
_ONSETS = "b d k l m n r s t z sh zh kh ch j".split()
_VOWELS = "a e i o u y aa ai".split()
_ENDINGS = "ov ev bek dar tan iev gul bay khan lik mar zod uly sen".split()
_BEFORE_VOWEL = re.compile(r"(?<=\b)([Aa])(?= [aeiou])")
# How far back a copy looks for the story that it copies, in documents.
_BACK = 40


@dataclass(frozen=True)
class Tale:
    """One story: its headline, its paragraphs, and the day and the place that they speak of."""

    title: str
    paragraphs: tuple[str, ...]
    day: str
    city: str
    language: Language


def made_up_name(dice: Random) -> str:
    """Return a name that no list holds: texts never run out of new names."""
    syllables = (dice.choice(_ONSETS) + dice.choice(_VOWELS) for _ in range(dice.randint(1, 2)))
    return ("".join(syllables) + dice.choice(_ENDINGS)).capitalize()


def fill(pattern: str, dice: Random, language: Language, known: dict[str, str]) -> str:
    """Return a pattern with each {slot} filled, as a sentence: from what is known of the story, or by the dice."""
    text = _fill(pattern, dice, language, known)
    return text[:1].upper() + _BEFORE_VOWEL.sub(r"\1n", text[1:])


def _fill(pattern: str, dice: Random, language: Language, known: dict[str, str]) -> str:
    first, *pieces = pattern.split("{")
    made = [first]
    for piece in pieces:
        slot, _, rest = piece.partition("}")
        made += (_word(slot, dice, language, known), rest)
    return "".join(made)


def _word(slot: str, dice: Random, language: Language, known: dict[str, str]) -> str:
    if slot in known:
        return known[slot]
    if slot == "number":
        return dice.choice((str(dice.randint(2, 900)), f"{dice.randint(1, 99)},{dice.randint(100, 999)}"))
    if slot == "day":
        return str(dice.randint(1, 28))
    if slot == "year":
        return str(dice.randint(2009, 2025))
    if slot in ("village", "surname"):
        return made_up_name(dice)
    return _fill(dice.choice(language.words[slot]), dice, language, known)


def tale(number: int, at: int, russian: bool, words: int) -> Tale:
    """Return the story with a number in a document: the same for every document that tells it."""
    dice = Random(f"tale {number} {at}")
    language = RUSSIAN if russian else ENGLISH
    month = dice.randrange(12)
    day = f"{dice.randint(1, 28)} {MONTHS[russian][month]} {dice.randint(2022, 2025)}"
    surname = made_up_name(dice)
    known = {
        "person": f"{dice.choice(language.words['first'])} {surname}",
        "surname": surname,
        "place": dice.choice(language.words["city"]),
        "theme": dice.choice(language.words["thing"]),
    }
    paragraphs: list[str] = []
    left = words
    while left > 0:
        sentences = [fill(dice.choice(language.sentences), dice, language, known) for _ in range(dice.randint(2, 5))]
        if len(paragraphs) == 1:
            sentences.insert(0, fill(language.introduction, dice, language, known))
        paragraphs.append(" ".join(sentences))
        left -= paragraphs[-1].count(" ") + 1
    title = fill(dice.choice(language.titles), dice, language, known)
    return Tale(title, tuple(paragraphs), day, known["place"], language)


def document(number: int) -> tuple[str, str]:
    """Return the name and the text of one document of the corpus; it depends on the number only."""
    dice = Random(f"document {number}")
    russian = number % 8 == 5
    kind = dice.choices(("dump", "composite", "copy", "teasers"), (45, 30, 17, 8))[0]
    if kind == "copy" and number:
        of = number - dice.randint(1, min(_BACK, number))
        lines = list(_dump(dice, _edited(first_tale(of), dice)))
    elif kind == "composite":
        lines = list(_composite(dice, number, russian))
    elif kind == "teasers" and number > _BACK:
        lines = list(_teasers(dice, number))
    else:
        lines = list(_dump(dice, first_tale(number)))
    return f"{number:06}-{kind}.txt", "\n".join(lines) + "\n"


def first_tale(number: int) -> Tale:
    """Return the story that a dump of this number tells."""
    dice = Random(f"length {number}")
    return tale(number, 0, number % 8 == 5, dice.randint(280, 1300))


def _edited(story: Tale, dice: Random) -> Tale:
    """Return a story as another outlet prints it: a paragraph lost or added, the headline new now and then."""
    paragraphs = [text for text in story.paragraphs if dice.random() > 0.1] or list(story.paragraphs)
    title = story.title if dice.random() < 0.6 else fill(dice.choice(story.language.titles), dice, story.language, {})
    return Tale(title, tuple(paragraphs), story.day, story.city, story.language)


def _furniture(lines: tuple[str, ...], dice: Random, least: int, most: int) -> Iterator[str]:
    for line in dice.sample(lines, dice.randint(least, min(most, len(lines)))):
        yield fill(line, dice, ENGLISH, {})


def _body(story: Tale, dice: Random) -> Iterator[str]:
    """Yield the text as scrapes have it: on one line, with its paragraphs, or with section headings."""
    form = dice.random()
    opening = f"{story.city.upper()} ({dice.choice(('TNA', 'Steppe Wire', 'KNB'))}) — " if dice.random() < 0.2 else ""
    if form < 0.45:
        yield opening + " ".join(story.paragraphs)
        return
    for number, paragraph in enumerate(story.paragraphs):
        if form > 0.8 and number % 4 == 3:
            yield fill(dice.choice(story.language.headings), dice, story.language, {})
        yield (opening if not number else "") + paragraph
        yield ""


def _dump(dice: Random, story: Tale) -> Iterator[str]:
    yield from _furniture(FURNITURE_TOP, dice, 2, 9)
    yield story.title
    if dice.random() < 0.7:
        yield f"By {dice.choice(ENGLISH.words['first'])} {made_up_name(dice)}"
    if dice.random() < 0.8:
        yield dice.choice(
            (story.day, f"Published: {story.day}", f"{story.day}, {dice.randint(8, 21)}:{dice.randint(10, 59)}")
        )
    yield from _furniture(FURNITURE_BETWEEN, dice, 0, 3)
    yield from _body(story, dice)
    yield from _furniture(FURNITURE_BELOW, dice, 3, 12)


def _composite(dice: Random, number: int, russian: bool) -> Iterator[str]:
    yield from _furniture(FURNITURE_TOP, dice, 1, 8)
    for at in range(1, 1 + dice.randint(3, 8)):
        story = tale(number, at, russian, dice.randint(90, 330))
        yield story.title
        if dice.random() < 0.4:
            yield story.day
        yield from _body(story, dice)
        yield from _furniture(FURNITURE_BETWEEN, dice, 0, 2)
    yield from _furniture(FURNITURE_BELOW, dice, 2, 8)


def _teasers(dice: Random, number: int) -> Iterator[str]:
    """Yield a front page: the beginnings of stories that other documents tell in full."""
    yield from _furniture(FURNITURE_TOP, dice, 4, 12)
    for back in dice.sample(range(1, _BACK), dice.randint(8, 14)):
        story = first_tale(number - back)
        yield story.title
        yield " ".join(story.paragraphs[0].split()[: dice.randint(30, 60)]) + "..."
        yield "Read more"
    yield from _furniture(FURNITURE_BELOW, dice, 4, 12)


def write(folder: Path, count: int) -> int:
    """Write a corpus below a folder, a thousand documents a folder, and return its size in bytes."""
    size = 0
    for number in range(count):
        name, text = document(number)
        place = folder / f"{number // 1000:03}"
        place.mkdir(parents=True, exist_ok=True)
        data = text.encode("utf-8")
        (place / name).write_bytes(data)
        size += len(data)
    return size


if __name__ == "__main__":
    print(f"{write(Path(sys.argv[1]), int(sys.argv[2])):,} bytes")
