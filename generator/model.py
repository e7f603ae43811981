"""Every data type up to content/, the seam: frozen, built whole, never half-filled; site_model.py has the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import Enum

import msgspec
from msgspec.structs import replace

from generator.errors import Location
from generator.facts_model import Event, Figure, KeyPoint, Measure
from generator.overrides_model import Overrides

NOWHERE = Location("")
# The rule of every block on which an editor decided, in sources.yaml; it comes before all others.
EDITOR_RULE = "editor"


class DateBasis(Enum):
    """How an article's date is known."""

    STATED = "stated"  # the document or sources.yaml prints it as the publication date
    TEXT = "text"  # the newest day that the text speaks of
    RETRIEVED = "retrieved"  # the day on which the page was seen
    EDITOR = "editor"  # a person set it


class Kind(Enum):
    """What a block is, once it has been judged."""

    TITLE = "title"
    STANDFIRST = "standfirst"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    TABLE = "table"
    DATE = "date"
    NOISE = "noise"


class Block(msgspec.Struct, frozen=True):
    """A piece of a raw document, with the verdict on it.

    `line` is the line in the document on which it starts, counted from 1, and `gap` the number of blank lines before
    it; `rule` names the rule that decided; dropped blocks stay in the story, so that what was lost can be shown. A
    table's text holds a row a line, cells parted by tabs.
    """

    line: int
    kind: Kind
    text: str
    kept: bool = True
    rule: str = ""
    gap: int = 0

    def drop(self, rule: str) -> Block:
        """Return this block as dropped noise, with the rule that decided; what an editor keeps stays as it is."""
        if self.kept and self.rule == EDITOR_RULE:
            return self
        return replace(self, kind=Kind.NOISE, kept=False, rule=rule)


class SourceInfo(msgspec.Struct, frozen=True):
    """What sources.yaml says of one raw document; every part may be unknown."""

    publisher: str | None = None
    url: str | None = None
    date: dt.date | None = None
    retrieved: dt.date | None = None
    licence: str | None = None
    overrides: Overrides = Overrides()


class Limits(msgspec.Struct, frozen=True):
    """How much of what strangers wrote is taken: more than any honest document has, and less than would stall a run.

    `document_mb` and `article_mb` are the megabytes of a raw document and of a file in content/, `stories` those of one
    document, `line` the characters of a line or paragraph, `nesting` the levels of lists, quotations and elements in a
    body.
    """

    document_mb: float = 20.0
    article_mb: float = 2.0
    stories: int = 1_000
    line: int = 50_000
    nesting: int = 50


USUAL_LIMITS = Limits()


class Document(msgspec.Struct, frozen=True):
    """A raw document as it came: its file name, its bytes, their SHA-256 in hex, what is known of it, its limits."""

    name: str
    path: str
    data: bytes
    sha256: str
    info: SourceInfo = SourceInfo()
    limits: Limits = USUAL_LIMITS


class FoundDate(msgspec.Struct, frozen=True):
    """A date with how it is known and the words that say so."""

    day: dt.date
    basis: DateBasis
    evidence: str


class Likeness(msgspec.Struct, frozen=True):
    """Why the stories of two documents, given by name, count as one.

    `share` is how much of the shorter text, 0 to 1, stands in both; None for a teaser under the same headline, or where
    an editor says so.
    """

    first: str
    second: str
    share: float | None
    by_editor: bool = False

    def __str__(self) -> str:
        if self.by_editor:
            return "sources.yaml says that they are the same"
        if self.share is None:
            return "a teaser under the same headline"
        return f"{self.share:.0%} of the shorter text is in both"


class Story(msgspec.Struct, frozen=True):
    """One article inside one or more documents.

    `title` is None where no document prints one; `blocks` holds kept and dropped blocks in document order; `complete`
    is False for a teaser; `evidence` says why the story begins where it does. A story that several documents tell has
    what each of them tells in `members`, the one whose text is used first, and in `likenesses` why they are the same.
    `given_title` and `topics` are an editor's, None where the editor says nothing.
    """

    documents: tuple[Document, ...]
    title: str | None
    blocks: tuple[Block, ...]
    complete: bool
    date: FoundDate | None = None
    evidence: tuple[str, ...] = ()
    members: tuple[Story, ...] = ()
    likenesses: tuple[Likeness, ...] = ()
    given_title: str | None = None
    topics: tuple[str, ...] | None = None

    @property
    def kept(self) -> tuple[Block, ...]:
        """The blocks that make the body, the standfirst included."""
        return tuple(block for block in self.blocks if block.kept and block.kind not in (Kind.TITLE, Kind.DATE))

    @property
    def text(self) -> str:
        """The kept text, one block a line, without any mark-up."""
        return "\n".join(block.text for block in self.kept)


class Term(msgspec.Struct, frozen=True):
    """A word or phrase that speaks for a topic, or below zero against it: a trailing `*` stands for any ending."""

    phrase: str
    weight: float


class Topic(msgspec.Struct, frozen=True):
    """One entry of the taxonomy, with the rules that tag an article with it.

    An article carries the topic when the points of its terms reach `threshold`; a term in the title adds `title_bonus`
    times its weight; text inside one of the `unless` phrases does not count; where `requires` is not empty, one of
    its phrases must occur. `measures` are the figures that matter for it.
    """

    slug: str
    title: str
    description: str
    terms: tuple[Term, ...]
    unless: tuple[str, ...]
    requires: tuple[str, ...]
    threshold: float
    title_bonus: float
    measures: tuple[Measure, ...] = ()


class SourceRef(msgspec.Struct, frozen=True):
    """One raw document that an article comes from, as its front matter records it."""

    document: str
    publisher: str | None
    url: str | None
    retrieved: dt.date | None
    sha256: str
    licence: str | None = None


class Article(msgspec.Struct, frozen=True, eq=False):
    """One article of the digest: the front matter and the body in Markdown.

    `id` is frozen when the article is first made and is the guid in every feed. Articles on one event have the same
    `story`. `updated` is the day on which its text last changed, where it did after it was first published; `aliases`
    are addresses at which it stood before. From the day `expires` on it is not published any more. `pending` says in a
    preview why it is not published yet, and is empty elsewhere. `origin` is the file that it was read from, `lines` the
    lines of its keys there, and `body_line` the one on which the body starts.
    """

    id: str
    slug: str
    title: str
    date: dt.date | None
    date_basis: DateBasis | None
    topics: tuple[str, ...]
    countries: tuple[str, ...]
    summary: str
    complete: bool
    sources: tuple[SourceRef, ...]
    body: str
    story: str = ""
    key_points: tuple[KeyPoint, ...] = ()
    figures: tuple[Figure, ...] = ()
    events: tuple[Event, ...] = ()
    draft: bool = False
    updated: dt.date | None = None
    aliases: tuple[str, ...] = ()
    expires: dt.date | None = None
    pending: str = ""
    origin: Location = NOWHERE
    body_line: int = 0
    lines: Mapping[str, int] = {}

    def __eq__(self, other: object) -> bool:
        """Two articles are equal that say the same, whichever way their files are laid out."""
        if not isinstance(other, Article):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__struct_fields__ if name != "lines")

    __hash__ = None  # type: ignore[assignment]

    def at(self, key: str) -> Location:
        """Return where a key of the front matter stands; the file as a whole where it has none."""
        return Location(self.origin.path, self.lines.get(key, 0))


class Publisher(msgspec.Struct, frozen=True):
    """What briefing.yaml says of an outlet: used where sources.yaml names the publisher only; `feed` is its own."""

    name: str
    url: str | None = None
    licence: str | None = None
    feed: str | None = None


class Config(msgspec.Struct, frozen=True):
    """The settings of one digest, validated.

    `base_url` ends in a slash; `time_zone` is an IANA name; `id` names the digest in the ids of its feeds, wherever it
    stands; `edition` is the period of the editions, `week`, `month` or `none`, and `sender` the address that they come
    from; `search` says whether the site can be searched, and `markdown_engine` is the name of what reads the bodies.
    """

    title: str
    base_url: str
    description: str
    language: str
    time_zone: str
    theme: str
    feed_items: int
    topics: tuple[Topic, ...]
    sources: tuple[Publisher, ...] = ()
    limits: Limits = USUAL_LIMITS
    id: str = ""
    edition: str = "week"
    sender: str = ""
    search: bool = True
    markdown_engine: str = "python-markdown"
