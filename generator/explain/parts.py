"""What there is to say of each part of an article's front matter, as plain lines under a label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from generator.audit.facts import BASIS, SOURCES
from generator.dumping import dump
from generator.errors import ContentError
from generator.explain.facts import explain_facts
from generator.explain.part import Part
from generator.explain.retrace import Subject
from generator.front_matter import parse_article
from generator.ingest.article import Wording
from generator.ingest.places import find_countries
from generator.ingest.topics import Tagger, TopicEvidence
from generator.ingest.trace import Fate, by_story, fates
from generator.model import Block, DateBasis, FoundDate, Kind, Story, Topic
from generator.sentences import sentences

_KEYS = (
    "title", "date", "date_basis", "topics", "countries", "summary", "complete", "sources", "story", "key_points",
    "figures", "events", "body", "draft",
)  # fmt: skip


def explain(subject: Subject, topics: Sequence[Topic], every: bool) -> Iterator[Part]:
    """Yield each part of an article's front matter with where it comes from; `every` lists each dropped block."""
    made = subject.made
    wording = Wording.of(made.story)
    told = [fate for one in subject.harvests for fate in fates(one, by_story([made])) if fate.made is made]
    used = next(fate for fate in told if fate.is_used)
    yield Part("title", tuple(_title(made.story, wording, told, used)))
    yield Part("sources", tuple(line for fate in told for line in _source(subject, fate, every)))
    if made.story.likenesses:
        lines = (f"{one.first} and {one.second}: {one}" for one in made.story.likenesses)
        yield Part("merged", tuple(lines))
    yield Part("headings", tuple(_headings(wording, used)))
    evidence = Tagger(topics).weigh(wording.title, wording.text)
    given = made.story.topics
    said = () if given is None else (f"given by an editor, in {SOURCES}: {', '.join(given) or 'none'}; by the rules:",)
    yield Part("topics", (*said, *(line for one in evidence for line in _topic(one))) or ("none in the settings",))
    yield Part("countries", tuple(_countries(wording)))
    yield Part("date", tuple(_date(subject, told)))
    yield Part("summary", tuple(_summary(made.article.summary, wording, used)))
    yield from explain_facts(subject, wording, used, topics)
    complete = "yes" if made.story.complete else "no: the text breaks off where its documents lead on to more"
    yield Part("complete", (complete,))
    yield Part("edited", tuple(_edited(subject)))


def _name(fate: Fate) -> str:
    return fate.story.documents[0].name if fate.story else ""


def _title(story: Story, wording: Wording, told: Sequence[Fate], used: Fate) -> Iterator[str]:
    yield f"“{wording.title}”"
    if story.given_title:
        yield f"given by an editor, in {SOURCES}"
        return
    if story.title is None:
        yield f"no document prints a headline: the first words of {_name(used)}:{wording.body[0].line}"
        return
    fate = next(fate for fate in (used, *told) if fate.story and fate.story.title == story.title)
    line = next((block.line for block in fate.blocks if block.kind is Kind.TITLE and block.kept), None)
    yield f"{_name(fate)}:{line}, headline" if line else f"{_name(fate)}, the page's own title"


def _source(subject: Subject, fate: Fate, every: bool) -> Iterator[str]:
    name = _name(fate)
    lines = [block.line for block in fate.blocks if block.kept]
    use = "text used" if fate.is_used else "tells the same, its text is not used"
    yield f"{name}, lines {min(lines)} to {max(lines)}: {use}"
    evidence = fate.story.evidence if fate.story else ()
    yield f"  begins there because: {'; '.join(evidence) or 'it is the first story in the document'}"
    dropped = [block for block in fate.blocks if not block.kept]
    rules = Counter(block.rule for block in dropped)
    said = ", ".join(f"{rule} {count}" for rule, count in sorted(rules.items(), key=lambda item: (-item[1], item[0])))
    yield f"  {len(dropped)} block{'s' if len(dropped) != 1 else ''} dropped{': ' if said else ''}{said}"
    if every:
        yield from (f"    {name}:{block.line}, {block.rule}: {' '.join(block.text.split())}" for block in dropped)
    hashes = {source.document: source.sha256 for source in subject.article.sources}
    if fate.story and hashes.get(name) != fate.story.documents[0].sha256:
        yield "  changed since the article was written"


def _headings(wording: Wording, used: Fate) -> Iterator[str]:
    headings = [block for block in wording.kept if block.kind is Kind.HEADING]
    for block in headings:
        yield f"“{block.text}”: {_name(used)}:{block.line}, {block.rule or 'heading of the page'}"
    if not headings:
        yield "none"
    restored = sum(block.rule == "paragraph restored" for block in wording.kept)
    if restored:
        yield f"{restored} paragraphs restored where the document had lost its breaks"


def _topic(found: TopicEvidence) -> Iterator[str]:
    verdict = "carried"
    if not found.carried:
        short = found.threshold - found.points
        reasons = [f"{short:.2f} short" if short > 0 else "", found.missing]
        verdict = "not carried, " + " and ".join(reason for reason in reasons if reason)
    yield f"{found.slug}: {found.points:g} of {found.threshold:g} points, {verdict}"
    words = ", ".join(f"{term} {points:g} ({count} ×)" for term, count, points in found.terms)
    total = round(sum(points for *_, points in found.terms), 2)
    if words:
        length = f"; together {total:g}, less for the length of the text" if total - found.points > 0.05 else ""
        yield f"  {words}{length}"


def _countries(wording: Wording) -> Iterator[str]:
    found = find_countries(wording.title, wording.text, wording.place)
    for country in found:
        words = ", ".join(f"{word} {count} ×" for word, count in country.words)
        yield f"{country.name}: {country.points:g} points, {words}"
    if not found:
        yield "none"


def _date(subject: Subject, told: Sequence[Fate]) -> Iterator[str]:
    date = subject.made.story.date
    if date is None:
        yield "none: no document says when"
        return
    known = "" if date.basis is DateBasis.STATED else f": {BASIS[date.basis]}"
    yield f"{date.day.isoformat()}, {date.basis.value}{known}"
    if date.evidence == SOURCES:
        yield f"noted in {SOURCES}"
        return
    place = next((place for fate in told if (place := _stands(subject, fate, date))), "")
    yield f"“{' '.join(date.evidence.split())}”{place}"


def _stands(subject: Subject, fate: Fate, date: FoundDate) -> str:
    """Return where the words stand that give a date: in the story, or anywhere in its document."""
    if fate.story is None or fate.story.date != date:
        return ""
    blocks = next(one.blocks for one in subject.harvests if one.document is fate.story.documents[0])
    piece = max(date.evidence.split("\n"), key=len)
    line = next((block.line for block in (*fate.blocks, *blocks) if piece in block.text), None)
    return f": {_name(fate)}:{line}" if line else f": {_name(fate)}"


def _summary(summary: str, wording: Wording, used: Fate) -> Iterator[str]:
    blocks = [block for block in wording.kept if block.kind is Kind.STANDFIRST] or [
        block for block in wording.kept if block.kind is Kind.PARAGRAPH
    ]
    rest = summary.rstrip("…")
    for block in blocks:
        for sentence in _pieces(block):
            if not rest or not (rest.startswith(sentence) or sentence.startswith(rest)):
                return
            cut = "" if rest.startswith(sentence) else ", cut"
            what = "standfirst" if block.kind is Kind.STANDFIRST else "sentence"
            inside = block in used.blocks
            yield f"{_name(used)}:{block.line}, {what}{cut}: {sentence}" if inside else f"{what}{cut}: {sentence}"
            rest = rest[len(sentence) :].lstrip()


def _pieces(block: Block) -> list[str]:
    return [block.text] if block.kind is Kind.STANDFIRST else list(sentences(block.text))


def _edited(subject: Subject) -> Iterator[str]:
    if subject.record is None:
        yield "unknown: there is no record of it as it was written"
        return
    if subject.current == subject.record:
        yield "no: it stands as it was written"
    else:
        try:
            recorded = parse_article(subject.record, subject.path)
            keys = [key for key in _KEYS if getattr(recorded, key) != getattr(subject.article, key)]
        except ContentError:
            keys = []
        yield f"yes: {', '.join(keys) or 'comments or white space'}"
    now = replace(subject.made.article, id=subject.article.id, slug=subject.article.slug, story=subject.article.story)
    if dump(now) != subject.record:
        yield "`briefing clean` would now write it differently: this is what it would say"
