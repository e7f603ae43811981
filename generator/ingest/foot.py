"""What stands below the last words of a story and reads like prose: on the house, on the authors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from generator.ingest.shape import is_prose
from generator.ingest.spots import sign, signs
from generator.ingest.words import count_words, words
from generator.model import EDITOR_RULE, Block, Kind
from generator.sentences import sentences

_NAME = re.compile(r"[A-ZА-ЯЁ][\w’'-]+(?: [A-ZА-ЯЁ]\.)?(?: [A-ZА-ЯЁ][\w’'-]+){1,2}")
_BY = re.compile(r"^\W*(?:\w+ )?by:? ", re.IGNORECASE)
# What heads the parts of a press release that are the same in each of them.
_HOUSE = re.compile(
    r"(?:forward[- ]looking (?:statements?|information)|safe harbou?r(?: statement)?|boilerplate|"
    r"cautionary (?:statement|note).{0,60}|legal notice|"
    r"(?:for )?(?:media|press|investor)s? (?:contacts?|relations|inquiries|enquiries)|"
    r"notes? (?:to|for) editors?|"
    r"(?:about|о|об) (?:us|the (?:author|company|organi[sz]ation)s?|нас|компании|авторе))[.:]?",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"(?:About|О|Об) (?:the )?([A-ZА-ЯЁ“\"«][\w’&. -]{1,60})[:.]?")
_LEGAL = re.compile(
    r"\bforward[- ]looking statements?\b|\bactual results (?:may|could|might) differ\b|"
    r"\bundertakes? no (?:obligation|duty) to update\b",
    re.IGNORECASE,
)
# A note says in the present what somebody does for a living, or where they live.
_LIVES = re.compile(
    r",? (?:is|was) (?:an?|the|our|based|currently|also)\b.{0,60}\b(?:journalist|reporter|correspondent|editor|author|"
    r"(?:co-)?founder|intern|expert|developer|attorney|therapist|entrepreneur|blogger|podcaster|novelist|poet|broadcaster|"
    r"columnist|contributor|writer|fellow|researcher|scholar|lecturer|professor|photographer|historian|consultant|"
    r"analyst|specialist|filmmaker|student|freelance\w*|lives|based in)\b|"
    r",? (?:currently )?(?:lives|writes|covers|teaches|reports|specialises|specializes|edits|lectures|blogs|tweets) |"
    r",? has (?:been )?(?:written|writing|reported|reporting|covered|covering|worked as|working as) |"
    r"[,—– -]+(?:журналист|корреспондент|автор|"
    r"редактор|обозреватель|эксперт|научный сотрудник|политолог|аналитик)"
)
# What a paper says of itself: "is an online news source on ...".
_PAPER = re.compile(
    r"(?:[\w&’'-]+ ){1,4}?(?:is|was founded as) (?:an?|the) (?:[\w-]+,? ){0,5}?(?:news (?:source|site|website|agency|"
    r"outlet|portal|platform|service|organi[sz]ation)|newspaper|magazine|think[- ]tank)\b"
)
# What a house asks of its readers, in its own name.
_OWN = re.compile(r"\b(?:we|our|us|you|your|мы|наш\w{0,4}|нас|вас|ваш\w{0,4})\b", re.IGNORECASE)
_APPEAL = re.compile(
    r"\b(?:support(?:ing|ers?)?|donat\w+|contribut\w+|subscri\w+|readers?|journalis\w+|newsroom|newsletter|membership|"
    r"become a (?:member|patron)|поддерж\w+|подпис\w+|читател\w+|редакци\w+|журналист\w*)\b",
    re.IGNORECASE,
)
# To whom it speaks, or what it wants: those who report on their own work speak of "us" as well.
_ASKED = re.compile(
    r"\b(?:you|your|yours|readers?|donat\w+|subscri\w+|support (?:us|our)|contribut\w+|patrons?|members?(?:hip)?|"
    r"вы|вас|вам|ваш\w{0,4}|читател\w+|подпис\w+|поддерж\w+)\b",
    re.IGNORECASE,
)
_MAY_APPEAL, _MAY_ASK = sign(_APPEAL.pattern), sign(_ASKED.pattern)
_QUOTED = re.compile(r"[“\"«][^“”\"«»]{0,400}[”\"»]")
_LONGEST_NOTE, _LEAST_STORY, _LEAST_ABOVE = 80, 80, 40  # words
_LONGEST_APPEAL = 200  # words
_FAR = 600  # characters


def drop_house(judged: list[Block]) -> None:
    """Drop the parts at a story's foot that a house sets under all it sends out: about it, and what lawyers wrote."""
    kept = [index for index, block in enumerate(judged) if block.kept and block.kind is not Kind.TITLE]
    sizes = [count_words(judged[index].text) for index in kept]
    above, total = 0, sum(sizes)
    below = False
    for index, size in zip(kept, sizes, strict=True):
        block = judged[index]
        if above * 2 >= total and block.rule != EDITOR_RULE:
            if block.kind is Kind.HEADING:
                below = _heads_house(block.text, judged)
            if below or (block.kind is Kind.PARAGRAPH and _LEGAL.search(block.text)):
                judged[index] = block.drop("below about" if below else "disclaimer")
        above += size


def is_appeal(texts: Sequence[str]) -> bool:
    """Return whether a text asks its readers for support: most sentences say "we" or "you", and some of them for what.

    It is short: a text in the first person that goes on and on is an essay.
    """
    if sum(map(count_words, texts)) > _LONGEST_APPEAL:
        return False
    # What is cut may end in another word than the text has.
    shown = [-1 if len(text) > _FAR else signs(text) for text in texts]
    if not (any(held & _MAY_ASK for held in shown) and any(held & _MAY_APPEAL for held in shown)):
        return False
    plain = [_QUOTED.sub(" ", text[:_FAR]) for text in texts]
    if not (any(map(_ASKED.search, plain)) and any(map(_APPEAL.search, plain))):
        return False
    spoken = list(chain.from_iterable(map(sentences, plain)))
    own = [sentence for sentence in spoken if _OWN.search(sentence)]
    return len(own) * 2 > len(spoken) and any(map(_APPEAL.search, own))


def drop_appeal(judged: list[Block]) -> None:
    """Drop what follows "Dear readers" at a story's foot, where it is an appeal in the name of the house."""
    letters = [index for index, block in enumerate(judged) if block.rule == "site-notice"]
    if not letters:
        return
    below = [index for index in range(letters[-1], len(judged)) if judged[index].kept]
    head = next((index for index in range(letters[-1] - 1, -1, -1) if judged[index].kept), 0)
    above = sum(count_words(block.text) for block in judged[: letters[-1]] if block.kept)
    if above >= _LEAST_ABOVE and below and is_appeal([judged[index].text for index in below]):
        for index in [head, *below] if judged[head].kind is Kind.HEADING else below:
            if judged[index].rule != EDITOR_RULE:
                judged[index] = judged[index].drop("appeal")


def _heads_house(text: str, judged: list[Block]) -> bool:
    """Return whether a heading is that of a part on the house: "About" it, and the part begins with its name."""
    if _HOUSE.fullmatch(text):
        return True
    about = _ABOUT.fullmatch(text)
    if about is None:
        return False
    name = words(about[1])[0]
    after = (later for number, later in enumerate(judged) if judged[number - 1].text == text and later.kept)
    return any(name in words(block.text)[:6] for block in after)


def drop_notes(judged: list[Block]) -> None:
    """Drop the last paragraphs that introduce those who wrote: whom a byline names, or the story does not know."""
    bylines = [_BY.sub("", block.text) for block in judged if block.rule == "byline"]
    signed = {name for byline in bylines for name in _NAME.findall(byline)}
    first_names = {name.split()[0] for name in signed}
    kept = [index for index, block in enumerate(judged) if block.kept and block.kind is not Kind.TITLE]
    for index in _under_signature(judged, kept):
        judged[index] = judged[index].drop("author-bio")
    kept = [index for index in kept if judged[index].kept]
    if kept and _is_about_paper(judged, kept):
        judged[kept[-1]] = judged[kept[-1]].drop("about the paper")
        kept.pop()
    found: list[int] = []
    for place in range(len(kept) - 1, len(kept) // 2, -1):
        block = judged[kept[place]]
        if count_words(block.text) > _LONGEST_NOTE or block.rule == EDITOR_RULE:
            break
        name = _NAME.match(block.text)
        first, _, rest = block.text.partition(" ")
        last = place == len(kept) - 1 - len(found)
        called = first in first_names and _LIVES.match(f" {rest}")
        if called or (name and (name[0] in signed or (last and _is_note(judged, kept[:place], name)))):
            found.append(place)
        elif is_prose(block.text) and place < len(kept) - 3:
            break
    if found:
        for index in kept[min(found) :]:
            judged[index] = judged[index].drop("author-bio")


def _under_signature(judged: list[Block], kept: list[int]) -> list[int]:
    """Return what little stands under the byline at the foot of a story: who it is."""
    sizes = {index: count_words(judged[index].text) for index in kept}
    total = sum(sizes.values())
    for at in range(len(judged) - 1, -1, -1):
        if judged[at].rule == "byline":
            below = [index for index in kept if index > at]
            size = sum(sizes[index] for index in below)
            short = 0 < size <= _LONGEST_NOTE and size * 2 <= total and len(below) <= 2
            return below if short and not any(judged[index].rule == EDITOR_RULE for index in below) else []
    return []


def _is_note(judged: list[Block], above: list[int], name: re.Match[str]) -> bool:
    """Return whether a paragraph that opens with a name tells of somebody whom a long enough story does not mention."""
    if not _LIVES.match(name.string, name.end()):
        return False
    text = " ".join(judged[index].text for index in above)
    return count_words(text) >= _LEAST_STORY and name[0].split()[-1] not in text


def _is_about_paper(judged: list[Block], kept: list[int]) -> bool:
    """Return whether the last paragraph says what paper this is, one that a long enough story does not mention."""
    last = judged[kept[-1]]
    if last.rule == EDITOR_RULE or not _PAPER.match(last.text):
        return False
    name = next((word for word in words(last.text) if word[0].isupper() and word not in ("The", "A", "An")), "")
    text = " ".join(judged[index].text for index in kept[:-1])
    return bool(name) and name not in text and count_words(text) >= _LEAST_STORY
