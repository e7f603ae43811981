"""Words as they are compared: tokens, stems, and the set of what a text speaks of."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain

import snowballstemmer

from generator.ingest.lookup import Lookup, pieces_of

WORD = re.compile(r"[^\W_]+(?:['’‑-][^\W_]+)*")
_CYRILLIC = re.compile("[а-яё]")
_STEMMERS = {"en": snowballstemmer.stemmer("english"), "ru": snowballstemmer.stemmer("russian")}

# Words that say nothing of the subject, in the two languages that the cleaner knows.
STOP = frozenset(
    """a about above after again against all also although am among an and any are around as at be because been before
    being below between both but by can could did do does doing down during each either else even ever every few for
    from further had has have having he her here hers herself him himself his how however if in including into is it
    its itself just last least less like made make many may me might more most much must my near need new no nor not
    now of off on once one only onto or other our out over own per said same say says she should since so some still
    such than that the their them then there these they this those through thus to too toward two under until up upon
    us very was we well were what when where which while who whom whose why will with within without would year years
    yet you your told according first percent people also
    а без более бы был была были было быть в вам вас во вот все всего всех вы где да даже для до его ее если есть еще
    же за здесь и из или им их к как ко когда кто ли либо между меня мне может мы на над надо наш не него нее нет ни
    них но ну о об однако он она они оно от очень по под после потому почти при про раз с сам свою себя со так также
    там те тем то того тоже той только том ты у уже хотя чего чей чем что чтобы чье эта эти это этого этой этом этот
    году год года лет который которые которая которых отметил сказал сообщил заявил""".split()
)


def words(text: str) -> list[str]:
    """Return the words of a text as they are written, in order."""
    return list(chain.from_iterable(map(_WORDS.__getitem__, pieces_of(text))))


@lru_cache(maxsize=4096)
def count_words(text: str) -> int:
    """Return how many words a text has."""
    return sum(map(_COUNTS.__getitem__, pieces_of(text)))


def least_words(text: str) -> int:
    """Return how many words a text has at least when its dashes and quotes are made plain: that can join two to one."""
    return count_words(text) - (0 if text.isascii() else sum(map(text.count, _JOINING)))


# Dashes and quotes that part words, and do not when they are plain.
_JOINING = "‘–—−\u2010"
# No word goes across white space: so the words of a text are those of its pieces between.
_WORDS = Lookup(lambda piece: (piece,) if piece.isalnum() else tuple(WORD.findall(piece)))
_COUNTS = Lookup(lambda piece: 1 if piece.isalnum() else len(WORD.findall(piece)))


@lru_cache(maxsize=60_000)
def stem(word: str) -> str:
    """Return the stem of a word: lower case, without possessive and ending."""
    low = word.casefold().replace("’", "'").removesuffix("'s")
    return str(_STEMMERS["ru" if _CYRILLIC.search(low) else "en"].stemWord(low))


@lru_cache(maxsize=1024)
def content_stems(text: str) -> frozenset[str]:
    """Return the stems of the words of a text that speak of its subject: no stop words, no short ones."""
    return frozenset(chain.from_iterable(map(_STEMS.__getitem__, pieces_of(text))))


_STEMS = Lookup(
    lambda piece: tuple(stem(word) for word in _WORDS[piece] if len(word) > 2 and word.casefold() not in STOP)
)
