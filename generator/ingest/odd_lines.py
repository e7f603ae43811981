"""Which of a story's lines no named rule judged and are still none of its own: many small signs, weighed together.

The weights in odd_lines.yaml are those of a logistic regression over the lines of saved pages, kept and dropped. Tried
on pages that had no part in it, they find 47 of 100 lines of furniture that the named rules had left, and take 9 of
1,845 lines of stories that they were asked about for such.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate, chain

import yaml

from generator.ingest.lookup import Lookup, pieces_of
from generator.ingest.page_words import is_of_page
from generator.ingest.shape import ends_sentence, is_prose, sentence_breaks
from generator.ingest.words import STOP, content_stems, count_words, words
from generator.model import EDITOR_RULE, Block, Kind

# Only lines of so many words are asked, of stories whose other paragraphs have so many.
_LONGEST, _LEAST_STORY, _LEAST_PARAGRAPH = 60, 45, 20
# A sentence longer than this that tells something is a story's; so is a first line that tells, or has so many of the
# headline's words.
_TELLING, _OPENING = 25, 0.25
# In a story of fewer words few of them come again.
_TELLING_STORY = 80
_AROUND = 5  # lines before and after
# What was taken off a line says nothing of what is left of it.
_TAKEN_OFF = frozenset({"markup", "shortcode", "continue-reading"})
# What is known to be the story's, whatever it looks like.
_SETTLED = frozenset({EDITOR_RULE, "list", "who speaks"})
_FLAGS = {
    "said": "said says told tells according reported reports announced announces",
    "verb": (
        "has have had will would is are was were could can should may must do does did not будет будут является не"
    ),
    "back": "he she it they his her their its this these that those он она они его ее её их тот также однако",
    "we": "we our us мы нас наш наши нашем нашей нашего",
    "I": "i my me я мне мой",
    "picture": "photo photos photograph picture pictured pictures image images caption фото снимке",
    "you": "you your yours please вы вас вам ваш ваши ваше вашей пожалуйста",
}
# How the house speaks of what it has made, and what it bids its readers do.
_OURS = re.compile(
    r"\b(?:this|our|your|these|the (?:full|original|latest|entire)) (?:\w+ )?(?:article|story|report|page|site|website|"
    r"video|post|piece|series|newsletter|interview|content|column|essay|browser|photo|gallery|podcast|app|text|"
    r"coverage|publication|version|translation)s?\b|"
    r"\b(?:эт(?:а|у|ой|от|ого|ом)|наш\w{0,3}|ваш\w{0,3}) (?:\w+ )?"
    r"(?:стать|материал|сайт|страниц|видео|публикаци|текст|канал)",
    re.IGNORECASE,
)
_BIDS = frozenset(
    """read see watch click tap follow subscribe join get sign share listen visit check find learn download send support
    help contact report view add make enter please choose select try submit want have register log start discover
    explore stay читайте смотрите подписывайтесь подпишитесь слушайте узнайте присоединяйтесь оставьте поддержите
    напишите нажмите отправьте скачайте введите выберите следите""".split()
)
_HOUR = re.compile(r"\d:\d\d")
# What stands beside a line and is none of the story says more where it is known what it is.
_BESIDE = {
    **dict.fromkeys(("credit", "caption", "caption over a credit", "caption twice", "player"), "credit"),
    **dict.fromkeys(("byline", "read-time", "dateline", "author-bio"), "signature"),
    **dict.fromkeys(
        ("stray line", "label", "headline without a body", "repeated headline", "repeated text"), "leftover"
    ),
}
_NOT_DOING = frozenset("during according including morning evening meeting building being following".split())
_TOLD = re.compile(r"[a-z]{3,}ed|[а-яё]{3,}(?:л|ла|ло|ли|лся|лась|лись)")
_SAID = re.compile(r"(?:сообщ|заявил|рассказал|отметил)[а-яё]*")
# What is counted of each word, and how many of them a line may have.
_COUNTED = (*_FLAGS, "told", "doing", "page", "small", "capital")
_ROOM = 10  # bits

_MONEY = re.compile(r"[$€£₽]\s?\d")
_YEAR_AT_END = re.compile(r"(?:19|20)\d\d\.?$")
_CYRILLIC = re.compile("[а-яё]")
_TAIL = 40


@lru_cache(maxsize=1)
def _load() -> tuple[dict[str, float], float]:
    """Return the weight of each sign, and the points from which a line is dropped."""
    text = files("generator.ingest").joinpath("odd_lines.yaml").read_text("utf-8")
    data = yaml.load(text, Loader=yaml.CSafeLoader)
    return data["weights"], data["threshold"] - data["bias"]


def _flags(piece: str) -> int:
    """Return how many words of a piece of text are of each kind in _COUNTED, as the digits of one number."""
    total = 0
    for word in words(piece):
        low = word.casefold()
        kinds = _KINDS.get(low, 0)
        if _SAID.fullmatch(low):
            kinds |= _DIGITS["said"]
        if _TOLD.fullmatch(low):
            kinds |= _DIGITS["told"]
        if len(low) > 5 and low.endswith("ing") and low not in _NOT_DOING:
            kinds |= _DIGITS["doing"]
        if is_of_page(word):
            kinds |= _DIGITS["page"]
        if word[0].isupper():
            kinds |= _DIGITS["capital"]
        total += kinds
    return total


_DIGITS = {name: 1 << _ROOM * at for at, name in enumerate(_COUNTED)}
_LISTS = {**{name: listed.split() for name, listed in _FLAGS.items()}, "small": STOP}
_KINDS = {
    word: sum(_DIGITS[name] for name, listed in _LISTS.items() if word in listed)
    for word in chain.from_iterable(_LISTS.values())
}
_BY_PIECE = Lookup(_flags)


def _count(text: str) -> dict[str, int]:
    total = sum(map(_BY_PIECE.__getitem__, pieces_of(text)))
    return {name: (total >> (_ROOM * at)) & ((1 << _ROOM) - 1) for at, name in enumerate(_COUNTED)}


def drop_odd_lines(judged: list[Block]) -> None:
    """Drop the lines of a story that are unlike it, each with the strongest sign of that."""
    page = Signs(judged)
    weights, least = _load()
    for index in [index for index in page.kept if page.is_asked(index)]:
        points = {name: weights.get(name, 0.0) * value for name, value in page.of(index)}
        if sum(points.values()) > least:
            strongest = max(points, key=lambda name: (points[name], name))
            judged[index] = judged[index].drop(f"unlike the story: {strongest}")


class Signs:
    """The signs that lines of one story give, by what stands around them and what the story speaks of."""

    def __init__(self, judged: Sequence[Block]) -> None:
        self.blocks = list(judged)
        self.sizes = [count_words(block.text) for block in judged]
        self.kept = [index for index, block in enumerate(judged) if block.kept and block.kind is not Kind.TITLE]
        self.states = [self._state(index) for index in range(len(judged))]
        self.long = [index for index, state in enumerate(self.states) if state == "long"]
        self.stems = Counter(chain.from_iterable(content_stems(judged[index].text) for index in self.long))
        self.title = frozenset[str]().union(
            *(content_stems(block.text) for block in judged if block.kind is Kind.TITLE and block.kept)
        )
        self.words = sum(self.sizes[index] for index in self.long)
        self.dropped = list(accumulate((not block.kept for block in judged), initial=0))
        self.short = list(accumulate((size < 12 for size in self.sizes), initial=0))

    def _state(self, index: int) -> str:
        block = self.blocks[index]
        if block.kind is Kind.DATE:
            return "date"
        if not block.kept:
            return _BESIDE.get(block.rule or "", "dropped")
        if block.kind is Kind.TITLE:
            return "title"
        return "long" if self.sizes[index] >= _LEAST_PARAGRAPH and is_prose(block.text) else "short"

    def is_asked(self, index: int) -> bool:
        """Return whether a line may be dropped: it is short, does not tell, and enough is left without it."""
        block, size = self.blocks[index], self.sizes[index]
        if block.kind not in (Kind.PARAGRAPH, Kind.QUOTE) or block.rule in _SETTLED or size > _LONGEST:
            return False
        if any(
            near.line == block.line and near.rule in _TAKEN_OFF for near in self.blocks[max(0, index - 1) : index + 2]
        ):
            return False
        if self.words - size * (self.states[index] == "long") < _LEAST_STORY:
            return False
        if (size > _TELLING or index == self.kept[0]) and ends_sentence(block.text):
            counts = _count(block.text)
            if counts["verb"] or counts["told"]:
                return False
        return index != self.kept[0] or self._shared(index) < _OPENING

    def _shared(self, index: int) -> float:
        """Return the share of the words of a line that the headline has too."""
        own = content_stems(self.blocks[index].text)
        return len(own & self.title) / len(own) if own else 0.0

    def of(self, index: int) -> Iterator[tuple[str, float]]:
        """Yield the signs of a line, each with its strength."""
        yield from _of_text(self.blocks[index].text, self.sizes[index])
        yield from self._of_place(index)
        own = content_stems(self.blocks[index].text)
        if own:
            yield "words of the headline", len(own & self.title) / len(own)
            once = self.states[index] == "long"
            known = sum(self.stems[word] > once for word in own)
            yield "words of the story", known / len(own)
            if not known and self.words >= _TELLING_STORY:
                yield "no word of the story", 1.0

    def _of_place(self, index: int) -> Iterator[tuple[str, float]]:
        first, last = (self.long[0], self.long[-1]) if self.long else (len(self.blocks), -1)
        if index < first:
            yield "above the text", 1.0
        if index > last:
            yield "below the text", 1.0
        if index == self.kept[-1]:
            yield "last line", 1.0
        for step in (-2, -1, 1, 2):
            at = index + step
            state = self.states[at] if 0 <= at < len(self.states) else "nothing"
            yield f"{state}, {abs(step)} {'above' if step < 0 else 'below'}", 1.0
        start, end = max(0, index - _AROUND), min(len(self.blocks), index + _AROUND + 1)
        others = max(1, end - start - 1)
        yield "among dropped lines", (self.dropped[end] - self.dropped[start] - (not self.blocks[index].kept)) / others
        yield "among short lines", (self.short[end] - self.short[start] - (self.sizes[index] < 12)) / others
        yield "far down", index / len(self.blocks)


def _of_text(text: str, size: int) -> Iterator[tuple[str, float]]:
    counts = _count(text)
    ends = ends_sentence(text)
    breaks = sentence_breaks(text)
    small = counts["small"] / max(1, size)
    plain = not (counts["verb"] or counts["told"] or counts["said"])
    middle = 11 <= size <= 18
    signs = {
        "words of pages": min(1.0, 2 * counts["page"] / max(1, size)),
        "two words of pages": counts["page"] > 1,
        "speaks of us": counts["we"] > 0,
        "speaks of us and of pages": counts["we"] > 0 and counts["page"] > 0,
        "speaks of a picture": counts["picture"] > 0,
        "names": counts["capital"] / max(1, size),
        "length": min(1.0, size / _LONGEST),
        "some words": middle,
        "one or two words": size <= 2,
        "ends a sentence": ends,
        "one sentence": ends and not breaks,
        "several sentences": breaks > 1,
        "ends in a colon": text.endswith(":"),
        "in Russian": _CYRILLIC.search(text) is not None,
        "money": _MONEY.search(text) is not None,
        "says who said it": counts["said"] > 0,
        "tells": counts["told"] > 0,
        "does not tell": plain,
        "one sentence that does not tell": plain and ends and not breaks and size > 4,
        "a few words that do not tell": plain and ends and size <= 8,
        "a sentence that tells": ends and size > 4 and counts["told"] > 0 and not counts["page"],
        "is doing": counts["doing"] > 0,
        "looks back": counts["back"] > 0,
        "speaks of me": counts["I"] > 0,
        "few small words": 0 < small < 0.15,
        "no small words": not small,
        "many small words": small > 0.35,
        "quotes": any(mark in text for mark in '"“«'),
        "opens with a quote": text[0] in '"“«',
        "brackets": "(" in text,
        "ends in brackets": text.rstrip(" .").endswith((")", "]")),
        "ends in a year": _YEAR_AT_END.search(text[-_TAIL:]) is not None,
        "bars": "|" in text or " • " in text,
        "speaks to you": counts["you"] > 0,
        "speaks of what is ours": _OURS.search(text) is not None,
        "bids": text.split(maxsplit=1)[0].strip('"“«:,.!').casefold() in _BIDS,
        "an hour": _HOUR.search(text) is not None,
        "a question": text.rstrip('"”»').endswith("?"),
        "a cry": text.rstrip('"”»').endswith("!"),
        "opens small": text[0].islower(),
        "an address": "@" in text or "www." in text or "://" in text,
    }
    for name, value in signs.items():
        if value:
            yield name, float(value)
