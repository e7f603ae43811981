"""Which blocks of a document are page furniture: an ordered table of small rules, each a name and a verdict.

The first rule that says yes decides, and an editor's word comes before the first. Every rule sees the whole document,
since furniture shows by what repeats and by what stands beside it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from msgspec.structs import replace

from generator.ingest import patterns
from generator.ingest.captions import is_alternative, is_labelled, is_over_credit, is_twice
from generator.ingest.dates import is_date_line
from generator.ingest.glued import TEXT_KINDS, part
from generator.ingest.language import has_few_small, is_foreign, lacks_small, small_share
from generator.ingest.link_lists import drop_lists, is_dated_link
from generator.ingest.named_fields import HEADLINE_FIELD, part_records
from generator.ingest.page_words import others, speaks_of_page
from generator.ingest.repair import fold
from generator.ingest.shape import capital_share, ends_sentence, is_headline_like, is_prose
from generator.ingest.strung import unstring
from generator.ingest.tail_heads import cut_tails
from generator.ingest.threads import drop_threads
from generator.ingest.vocabulary import is_ordinary
from generator.ingest.words import content_stems, count_words, words
from generator.model import EDITOR_RULE, Block, Kind

_LEAST_BULLETS, _LEAST_UNMARKED, _LONGEST_TICKER = 3, 45, 5000
# Of a text that breaks off without a mark so many words are small ones; of headlines strung together fewer are.
_SMALL_IN_TEXT = 0.35
_MARK = re.compile(r"[.!?…;:,](?:[\"”’»)\]]*\s|[\"”’»)\]]*$)")
# The text's opening tells its news; a headline in title case, of so many words, may be that of another story.
_OPENING, _LEAST_TITLE, _TITLED = 300, 5, 0.75  # characters, words, share
_CYRILLIC = re.compile("[а-яё]")
_HANDLE_AT_END = re.compile(r"@\w{2,25}\)?$")

# The clock of a page: the day and the minute of the visit, and where it is so late.
_PAGE_CLOCK = re.compile(r"\d{4}.{0,4}\b(?:[А-ЯЁ][а-яё]+ское время|[А-ЯЁ]\w+ (?:убактысы|уақыты)) \d{1,2}:\d\d$")

# What a page of a messenger prints over the posts of a channel: "849 links", a text on itself, a button.
_COUNTER = re.compile(r"\d[\d., ]{0,9}[KMkmкм]? (?:photos|videos|files|links|subscribers|members|подписчик\w*)")
_CHANNEL = re.compile(r"(?:Download|View in|Open in|Join on) Telegram|View (?:channel|in app)", re.IGNORECASE)

_LONGEST_WAY = 60  # characters

# No label is longer; counting how often each line stands there, longer ones are passed over.
_LONGEST_LABEL = 400  # characters


@dataclass
class _Page:
    """What the rules look at: the blocks, and what is known of the document as a whole."""

    blocks: list[Block]
    times: Counter[str] = field(init=False)
    in_menu: frozenset[int] = field(init=False)
    first_prose: int = field(init=False)
    last_prose: int = field(init=False)

    def __post_init__(self) -> None:
        self.times = Counter(fold(block.text) for block in self.blocks if len(block.text) <= _LONGEST_LABEL)
        prose = [index for index, block in enumerate(self.blocks) if block.kept and is_prose(block.text)]
        self.first_prose, self.last_prose = (prose[0], prose[-1]) if prose else (len(self.blocks), -1)
        self.in_menu = frozenset(_menu_items(self.blocks))

    # Asked for by few pages, and by those that ask, for each line.
    @cached_property
    def is_foreign(self) -> bool:
        """Whether at least half of the texts are in a foreign script."""
        return self._mostly(is_foreign)

    @cached_property
    def lacks_small(self) -> bool:
        """Whether at least half of the texts have no small words."""
        return self._mostly(lacks_small)

    def _mostly(self, holds: Callable[[str], bool]) -> bool:
        prose = [block.text for block in self.blocks if block.kept and is_prose(block.text)]
        return sum(map(holds, prose)) * 2 >= len(prose)


Rule = Callable[[_Page, int], bool]


def _menu_items(blocks: list[Block]) -> Iterator[int]:
    """Yield the lines of menus: at least four of at most three words that follow each other."""
    run: list[int] = []
    for index in range(len(blocks) + 1):
        if index < len(blocks) and _could_be_menu_item(blocks[index]):
            run.append(index)
            continue
        # A list of terms that a sentence announces is text.
        above = blocks[run[0] - 1] if run and run[0] else None
        announced = above is not None and above.kept and above.text.endswith(":") and is_prose(above.text)
        if len(run) >= 4 and not (announced and all(blocks[at].kind is Kind.ITEM for at in run)):
            # The last line may be the headline of what comes next, if it stands apart from the others.
            yield from run[:-1] if _heads_text(blocks, run[-1]) else run
        run = []


def _heads_text(blocks: list[Block], index: int) -> bool:
    """Return whether a short line, set apart, stands right above long prose or above a date or a byline."""
    block, below = blocks[index], blocks[index + 1 : index + 3]
    if count_words(block.text) < 2 or not below or block.kind is Kind.ITEM:
        return False
    if block.gap > blocks[index - 1].gap and is_prose(below[0].text) and count_words(below[0].text) >= 20:
        return patterns.find(below[0].text) is None
    return any(is_date_line(b.text) or ((rule := patterns.find(b.text)) and rule.name == "byline") for b in below)


def _could_be_menu_item(block: Block) -> bool:
    return (
        block.kind in (Kind.PARAGRAPH, Kind.ITEM)
        and block.kept
        and count_words(block.text) <= 3
        and len(block.text) <= 40
        and not re.search(r"[.!?…]$|\d{2}", block.text)
    )


def _is_ticker(page: _Page, index: int) -> bool:
    """Return whether a line strings headlines together, with bullets between them or with nothing: no text does."""
    text = page.blocks[index].text
    if page.blocks[index].kind is not Kind.PARAGRAPH or len(text) > _LONGEST_TICKER:
        return False
    if text.count(" • ") >= _LEAST_BULLETS:
        return all(is_headline_like(piece.strip()) for piece in text.split(" • ") if piece.strip())
    count = count_words(text)
    if count < _LEAST_UNMARKED or ends_sentence(text) or len(_MARK.findall(text)) * _LEAST_UNMARKED > count:
        return False
    return small_share(text) < _SMALL_IN_TEXT


def _is_menu(page: _Page, index: int) -> bool:
    return index in page.in_menu


def _is_repeated_label(page: _Page, index: int) -> bool:
    """Return whether a short line stands there three times: a button under every teaser, a label."""
    block = page.blocks[index]
    if count_words(block.text) > 4 or len(block.text) > _LONGEST_LABEL:
        return False
    return page.times[fold(block.text)] >= 3 and not is_prose(block.text)


def _is_embedded_post(page: _Page, index: int) -> bool:
    """Return whether a block is the text of a post: its author's handle stands above it."""
    above, text = page.blocks[index - 1].text, page.blocks[index].text
    # Over a headline it is that of whose picture stood there.
    over = above[:1] == "@" and not is_prose(text) and any(is_prose(b.text) for b in page.blocks[index + 1 : index + 2])
    if index == 0 or count_words(text) > 70 or over:
        return False
    # "Name (@handle) 5 May 2024" closes a post that stands above it; a handle alone opens one.
    rule = patterns.find(above) if _HANDLE_AT_END.search(above) else None
    return rule is not None and rule.name == "embedded-post"


_NAME_ALONE = re.compile(r"[A-ZА-ЯЁ][\w’'-]*(?: [A-ZА-ЯЁ]\.)?(?: [A-ZА-ЯЁ][\w’'-]+){1,2}")


def _is_author_alone(page: _Page, index: int) -> bool:
    """Return whether a line is a name and nothing else, where authors stand: over a date, or under a headline."""
    text = page.blocks[index].text
    if not _NAME_ALONE.fullmatch(text) or not _stands_like_author(page, index):
        return False
    return not any(map(is_ordinary, words(text)))  # last, since it takes longest to know the first time


def _stands_like_author(page: _Page, index: int) -> bool:
    below = page.blocks[index + 1 : index + 3]
    text = next((b.text for b in page.blocks[index + 1 : index + 5] if is_prose(b.text)), "")
    if page.blocks[index].text in text:
        return False
    if any(is_date_line(b.text) or ((rule := patterns.find(b.text)) and rule.name == "read-time") for b in below):
        return True
    # Between a headline and a text that does not speak of this person.
    above = page.blocks[index - 1] if index else None
    if above is None or not below or not is_headline_like(above.text):
        return False
    return is_prose(below[0].text) and not is_prose(above.text)


def _is_in_other_script(page: _Page, index: int) -> bool:
    """Return whether a short line is in a script that the page's texts are not in: its buttons were not translated."""
    text = page.blocks[index].text
    return len(text) <= _LONGEST_LABEL and is_foreign(text) and not page.is_foreign


def _has_no_small_words(page: _Page, index: int) -> bool:
    """Return whether a paragraph has hardly a small word of English or Russian, and the page's others have.

    It is in another language, or a list of names and keywords.
    """
    block = page.blocks[index]
    return block.kind is Kind.PARAGRAPH and has_few_small(block.text) and not page.lacks_small


def _is_about_channel(page: _Page, index: int) -> bool:
    """Return whether a block says what a channel is about: its counters stand above it, its button below."""
    if not index or not _COUNTER.fullmatch(page.blocks[index - 1].text):
        return False
    return any(_CHANNEL.fullmatch(block.text) for block in page.blocks[index + 1 : index + 5])


def _is_page_talk(page: _Page, index: int) -> bool:
    """Return whether a line speaks of the page or to its readers; what heads a text has words of that text."""
    text = page.blocks[index].text
    if not speaks_of_page(text):
        return False
    # No Russian headline is set in title case: what is, is a row of links.
    if count_words(text) >= _LEAST_TITLE and capital_share(text) > _TITLED and not _CYRILLIC.search(text):
        return False
    below = next((block.text for block in page.blocks[index + 1 : index + 4] if is_prose(block.text)), "")
    return not (others(text) & content_stems(below[:_OPENING]))


def _leads_to_headline(page: _Page, index: int) -> bool:
    """Return whether a line ends in the headline that stands below it: the way to it is glued to its front."""
    text = page.blocks[index].text
    for block in page.blocks[index + 1 : index + 4]:
        if 0 < len(text) - len(block.text) <= _LONGEST_WAY and text.endswith(block.text):
            return count_words(block.text) >= _LEAST_TITLE
    return False


RULES: tuple[tuple[str, Rule], ...] = (
    ("menu", _is_menu),
    ("ticker", _is_ticker),
    ("repeated label", _is_repeated_label),
    (
        "caption over a credit",
        lambda page, index: is_over_credit(page.blocks, index, page.first_prose, page.last_prose),
    ),
    ("caption twice", lambda page, index: is_twice(page.blocks, index)),
    ("caption", lambda page, index: is_alternative(page.blocks, index)),
    ("caption under its label", lambda page, index: is_labelled(page.blocks, index)),
    ("embedded post", _is_embedded_post),
    ("byline", _is_author_alone),
    ("other script", _is_in_other_script),
    ("no small words", _has_no_small_words),
    ("about the channel", _is_about_channel),
    ("words of the page", _is_page_talk),
    ("breadcrumb", _leads_to_headline),
)


def judge(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks with each piece of furniture dropped, and the rule that decided; nothing is taken out.

    A block that is part text, part furniture (a tag, a button at its end) comes back as several.
    """
    page = _Page(cut_tails(unstring([piece for block in part_records(list(blocks)) for piece in part(block)])))
    judged = [_verdict(page, index) for index in range(len(page.blocks))]
    return tuple(drop_threads(drop_lists(judged)))


def _text_follows(page: _Page, index: int) -> bool:
    """Return whether long prose comes right after a block: then it introduces somebody in the story, not its author."""
    below = (block.text for block in page.blocks[index + 1 : index + 3])
    return any(is_prose(text) and count_words(text) >= 25 and patterns.find(text) is None for text in below)


def _verdict(page: _Page, index: int) -> Block:
    block = page.blocks[index]
    if not block.kept or block.kind not in TEXT_KINDS or block.rule in (EDITOR_RULE, HEADLINE_FIELD):
        return block
    if page.first_prose < index and is_dated_link(page.blocks, index):
        return block.drop("dated link")
    if len(block.text) <= _LONGEST_LABEL and _PAGE_CLOCK.search(block.text):
        return block.drop("clock")
    if is_date_line(block.text):
        return replace(block, kind=Kind.DATE, kept=False, rule="date line")
    pattern = patterns.find(block.text) if block.kind is not Kind.HEADING else None
    if pattern and not (pattern.name == "author-bio" and _text_follows(page, index)):
        # The last line of a menu may head the list of news below it.
        in_menu = pattern.heads and _is_menu(page, index) and _is_menu(page, index + 1)
        return block.drop("menu" if in_menu else pattern.name)
    for name, rule in RULES:
        if rule(page, index):
            return block.drop(name)
    return block
