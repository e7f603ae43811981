"""Paragraphs that follow each other and are the items of a list, each a story of its own.

A page that lists what an outlet wrote may lose all its headlines on the way. What is left looks like one article, but
its paragraphs do not lean on each other as those of an article do: none points back or goes on, nobody speaks in
them, each differs from those above it. The weights are those of a logistic regression over runs of at least four
paragraphs: of single articles, English and Russian, and of lists, many of them made of the first paragraphs of stories
on one subject. Of runs from single articles one in a hundred gets more than one point.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import mean

from generator.ingest.apart import difference, opens_like_news
from generator.ingest.cohesion import points_back, takes_names_for_granted
from generator.ingest.days import mentions
from generator.ingest.shape import is_cut_off, sentence_breaks
from generator.ingest.spots import Spots
from generator.ingest.words import count_words

LEAST, MOST = 4, 24  # paragraphs that say what all are like
# What a text is compared with, and where a paragraph begins.
_NEAR, _FRONT, _OPENING = 4, 80, 300  # paragraphs, characters, characters
_SHORT = 12  # words
# "The ministry said": which one has been told. "The United Nations" needs no telling, "the fate of Iraq" tells itself.
_GOES_ON = re.compile(
    r"(?:The(?= [a-z])(?! [\w-]+ (?:[\w-]+ )?(?:of|for|from)\b)|This|These|That|Those|It|He|She|They|His|Her|Their|Its|"
    r"But|And|So|Он|Она|Они|Это|Эти|Этот|По его|По её|По ее|По словам|Однако|Но|Также|При|Кроме|Ранее|Напомним|"
    r"Отмечается|Сообщается|Уточняется|Всего|Речь|В (?:сообщении|ведомстве|документе|результате)|На месте|Документ|"
    r"Инцидент|Закон|Стороны|Решение|Встреча)\b"
)
_LINK = Spots(
    r"\b(?:also|however|meanwhile|earlier|previously|later|then|that day|the same|moreover|instead|thus|"
    r"также|ранее|однако|при этом|позже|кроме того|напомним|поэтому|между тем)\b"
)
_I = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|[Яя]|[Мм]ы|[Мм]о[йяеё]|[Нн]аш\w{0,2})\b")
_SPOKEN = re.compile(r"[\"“«][^\"”»]{30}")
_QUOTES = '"“«‘—–-'
# Each paragraph, up to so many, says as much as the ones before it.
_MANY = 12
_BIAS, _EACH, _LEANS, _DIFFERS, _FROM_LAST = -2.7, 0.45, -0.95, 0.27, 0.105
# What the share of the paragraphs does that break off, have one sentence, have a few words, open as news does, or begin
# with "we".
_CUT, _ONE_SENTENCE, _FEW_WORDS, _NEWS, _FIRST_PERSON = 5.0, 0.6, -4.5, 1.2, -4.8
_LEAST_TEXT, _UNLIKE = 10, 1.5  # words, points
# What the words give at most, so that most articles need not be compared.
_MOST_DIFFERENT = 3.0


def leans(text: str, above: Sequence[str]) -> bool:
    """Return whether a paragraph goes on from those above it: a story of its own does not begin so."""
    if points_back(text) or _GOES_ON.match(text) or text[0] in _QUOTES or _I.search(text[:_FRONT]):
        return True
    opening = text[:_OPENING]
    if _LINK.search(opening) or _SPOKEN.search(opening):
        return True
    return takes_names_for_granted(" ".join(above), opening)


def points(texts: Sequence[str], least: float) -> float:
    """Return the points for paragraphs being the items of a list, where they have so many at least, or else 0."""
    if len(texts) < LEAST:
        return 0.0
    total = _BIAS + (
        _CUT * mean(map(is_cut_off, texts))
        + _ONE_SENTENCE * mean(not sentence_breaks(text) for text in texts)
        + _FEW_WORDS * mean(count_words(text) < _SHORT for text in texts)
        + _NEWS * mean(map(opens_like_news, texts))
        + _FIRST_PERSON * mean(bool(_I.search(text[:_FRONT])) for text in texts)
    )
    many = min(_MANY, len(texts))
    if total + many * (_EACH + (_DIFFERS + _FROM_LAST) * _MOST_DIFFERENT) < least:
        return 0.0
    # The entries of a chronicle are one text.
    if sum(any(day.start == 0 for day in mentions(text[:_FRONT])) for text in texts) * 2 > len(texts):
        return 0.0
    later = [(texts[number], texts[max(0, number - _NEAR) : number]) for number in range(1, len(texts))]
    total += many * (_EACH + _LEANS * mean(leans(text, above) for text, above in later))
    if total + many * (_DIFFERS + _FROM_LAST) * _MOST_DIFFERENT < least:
        return 0.0
    total += many * _DIFFERS * mean(difference(above, [text]) for text, above in later)
    total += many * _FROM_LAST * mean(difference(above[-1:], [text]) for text, above in later)
    return total if total >= least else 0.0


def have_nothing_in_common(texts: Sequence[str]) -> bool:
    """Return whether each of several texts differs from the one above it as stories do, and none opens by going on.

    Texts as long as stories lean on each other somewhere, each in itself: so do the items of such a list.
    """
    if len(texts) < LEAST or any(count_words(text) < _LEAST_TEXT for text in texts):
        return False
    if any(points_back(text) or _GOES_ON.match(text) for text in texts[1:]):
        return False
    if sum(bool(_I.search(text[:_FRONT])) for text in texts) > 1:
        return False
    return mean(difference([one], [two]) for one, two in pairwise(texts)) >= _UNLIKE
