"""Word lists that tell ordinary words from names: English function words, offices, kinds of bodies."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from generator.ingest.gazetteer import load as load_gazetteer

if TYPE_CHECKING:
    from simplemma.strategies import DictionaryLookupStrategy

# Lower case inside a headline in title case, by every style guide.
SMALL_WORDS = frozenset(
    "a an and as at but by for from in into nor of off on onto or over per the to up via vs with".split()
)

# Words that begin sentences. Set with a capital behind a run of title case, they begin the sentence after a heading.
STARTERS = frozenset(
    """a about above according across after against all along although amid among an and another any as at because
    before behind below beneath beside besides between beyond both but by citing commenting concerning contrary despite
    during each earlier either even every few following for from furthermore given he her here his how however if in
    instead into it its last later many meanwhile moreover most much near nearly no none nor not now of on once one only
    or other others our out over overall prior recently regarding several she similarly since so some speaking still
    such that the their then there these they this those though through throughout thus to today together under
    unlike until upon we what when where whereas whether which while who with within without
    yesterday yet you""".split()
)

# A line that opens with one of these is a sentence, not a heading.
PREPOSITIONS = frozenset(
    """about according across after against along amid among around at because before between by despite during for from
    in inside into of on outside over since through throughout to toward under until upon with within without""".split()
)

# What a person is called before the name: part of the name, as capitals go, and never the end of a heading.
OFFICES = frozenset(
    """Academician Acting Adviser Advisor Aide Ambassador Analyst Archbishop Attorney Captain Chairman Chairperson
    Chairwoman Chancellor Chief Colonel Commander Commissioner Consul Correspondent Councillor Deputy Director Doctor Dr
    Economist Editor Envoy Expert Father First Foreign Former General Governor Head Imam Inspector Interior Journalist
    Judge Justice King Lawyer Leader Lieutenant Major Mayor Minister Mr Mrs Ms Mufti Officer Ombudsman Patriarch Police
    Pope President Presidential Prime Prince Princess Professor Prosecutor Queen Rector Representative Researcher
    Scholar Scientist Secretary Secretary-General Senator Sergeant Sheikh Speaker Special Spokesman Spokesperson
    Spokeswoman State Sultan Vice""".split()
)

# What bodies are called: a run of capitals that ends in one is the body's name, and the subject of its sentence.
BODIES = frozenset(
    """Academy Administration Affairs Agency Airlines Alliance Army Assembly Association Authority Bank Battalion Board
    Brigade Bureau Cabinet Center Centre Chamber Chronicle College Commission Commissariat Committee Company
     Congress Corporation Corps Council Court Customs Department Directorate Division Duma Embassy Federation
    Force Forces Forum Foundation Fund Government Group Guard Guards Herald House Institute Institution
      Journal League Ministry Monitor Museum Nations News Office Observatory
    Organisation Organization Parliament Partnership Party Police Post Radio Region Republic
      Senate Service Services Society Staff States Street Television Times Troops
    Tribunal Trust Union University Watch""".split()
)

# Words that begin a longer name: a heading cannot end in one and leave the rest of the name to the sentence.
QUALIFIERS = frozenset(
    """American Asian Black Central East Eastern European Far Free General Grand Great High Holy Inner Islamic Little
    Lower Middle National New North Northeastern Northern Northwestern Old Outer Red Royal Saint San South Southeastern
    Southern Southwestern Soviet Supreme United Upper West Western White World""".split()
)
# Countries' adjectives and the calendar are capitalised wherever they stand.
_ALWAYS_CAPITAL = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday""".split()
)


@lru_cache(maxsize=50_000)
def is_ordinary(word: str) -> bool:
    """Return whether a word, however it is set, is an ordinary English word and not a name.

    Looked up in the English word list of simplemma, in which names keep their capital.
    """
    low = word.lower().replace("’", "'").removesuffix("'s").rstrip("'")
    if len(low) < 3 or low in _ALWAYS_CAPITAL or low in load_gazetteer().demonyms or not low.replace("-", "").isalpha():
        return False
    look_up = _word_list().get_lemma
    lemmas = (look_up(part, "en") for part in low.split("-") if part)
    return all(lemma is not None and lemma[:1].islower() for lemma in lemmas)


@lru_cache(maxsize=1)
def _word_list() -> DictionaryLookupStrategy:
    from simplemma.strategies import DictionaryLookupStrategy  # noqa: PLC0415 (half a second, and few texts need it)

    return DictionaryLookupStrategy()
