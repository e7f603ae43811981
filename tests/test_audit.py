"""`briefing clean --audit`: pages that show every line of a document, what became of it, and why."""

import re
from collections import Counter
from pathlib import Path

import lxml.html
import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st
from running import briefing
from test_ingest_properties import ANY_LINE

from generator.audit.pages import page_names, render
from generator.ingest.article import to_article
from generator.ingest.decode import UndecodableError, decode
from generator.ingest.facts.reading import FactReader
from generator.ingest.merge import merge
from generator.ingest.readers import READERS
from generator.ingest.repair import repair
from generator.ingest.stories import harvest
from generator.ingest.topics import Tagger
from generator.ingest.trace import Trace, by_story, fates, locate, pair
from generator.model import Document

CHECKOUT = Path(__file__).parent.parent
DOCUMENTS = sorted(
    path for path in (CHECKOUT / "tests" / "quality" / "documents").iterdir() if path.suffix in (".txt", ".html")
)
BRIDGE = (
    "Village Gets Its Bridge Back After Nine Years\n"
    "The wooden bridge over the Isfara was reopened on 4 December 2024, nine years after a flood took the old one. "
    "Some forty families live on the far bank in Tajikistan, and had to drive eleven kilometres to the nearest shop.\n"
    "The district paid for the planks, the villagers for the nails. Two engineers checked the work.\n"
)


def clean(folder, *arguments):
    return briefing(folder, "clean", *arguments)


def trace(documents):
    """Return the trace of a run over documents, given as bytes by name."""
    harvests = [harvest(Document(name, name, data, "0" * 64)) for name, data in documents.items()]
    merged = merge([story for one in harvests for story in one.stories])
    pairs = pair(merged, [to_article(story, Tagger(()), FactReader(()), {}) for story in merged])
    return Trace(tuple(harvests), tuple(locate(pairs, {}, {})))


def pages(documents):
    """Return the audit's pages by name, parsed."""
    return rendered(trace(documents))


def rendered(made):
    return {output.path: lxml.html.fromstring(output.data) for output in render(made, ())}


def page(text, name="a.txt"):
    data = text if isinstance(text, bytes) else text.encode()
    return next(made for path, made in pages({name: data}).items() if path != "index.html")


def rows(made):
    """Return the lines that a page shows: number, kept text, dropped text, notes."""
    found = []
    for row in made.xpath("//ol[@class='lines']/li"):
        text = row.xpath("div[@class='text']")[0]
        dropped = " ".join(piece.text_content() for piece in text.xpath("del"))
        kept = " ".join(piece for piece in text.xpath(".//text()[not(ancestor::del)]"))
        notes = row.xpath("ul/li/text()")
        found.append((int(row.get("value")), " ".join(kept.split()), " ".join(dropped.split()), notes))
    return found


def spelled(text):
    return Counter(re.findall(r"[^\W_]+", text))  # "_" is a mark of emphasis in Markdown


# Kept and dropped together are the document: every word of it is on the page once, and stands there as it was judged.
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_kept_and_dropped_are_the_document(path):
    made = trace({path.name: path.read_bytes()})
    [sheet] = (one for name, one in rendered(made).items() if name != "index.html")
    shown = rows(sheet)
    blocks = [block for fate in fates(made.harvests[0], by_story(made.made)) for block in fate.blocks]
    on_page = [spelled(" ".join(row[at] for row in shown)) for at in (1, 2)]
    judged = [spelled(" ".join(block.text for block in blocks if block.kept is kept)) for kept in (True, False)]
    if READERS[0].accepts(path.name, decode(path.read_bytes())):
        # A page's reader leaves out what is around the article; the audit shows that as well.
        assert not (judged[0] + judged[1]) - (on_page[0] + on_page[1])
        return
    document = spelled(" ".join(map(repair, re.split("[\n\r\x0b\x0c\x85\u2028\u2029]", decode(path.read_bytes())))))
    assert on_page[0] + on_page[1] == document
    totals = [int(row.xpath("td")[0].text) for row in sheet.xpath("//tfoot/tr")]
    assert totals == [sum(block.kept is kept for block in blocks) for kept in (True, False)]
    # The number of an item is the document's, and no word of the block.
    for expected, found in zip(judged, on_page, strict=True):
        assert not expected - found
        assert all(word.isdigit() for word in found - expected)
    numbers = [row[0] for row in shown]
    assert numbers == sorted(numbers)
    assert all(row[3] for row in shown if row[2]), "dropped without a rule"


@examples(100)
@given(st.lists(ANY_LINE, min_size=1, max_size=20))
def test_kept_and_dropped_are_any_document(lines):
    data = "\n".join(["Words stand here.", *lines]).encode("utf-8", "ignore")
    try:
        text = decode(data)
    except UndecodableError:
        return
    if not READERS[0].accepts("a.txt", text):
        document = spelled(" ".join(map(repair, re.split("[\n\r\x0b\x0c\x85\u2028\u2029]", text))))
        assert spelled(" ".join(f"{kept} {dropped}" for _, kept, dropped, _ in rows(page(data)))) == document


def test_what_a_page_shows():
    text = (
        "By Jane Roe\n\n" + BRIDGE + "\nASTANA (TCA) — Leaders met on Monday, and they agreed on a plan for the river "
        "that both of the states want to use for longer than one summer.\n"
        "[caption id='x']A road[/caption]Work begins in spring, when the snow is gone.... Read more\n"
    )
    shown = {number: rest for number, *rest in rows(page(text))}
    assert shown[1] == ["", "By Jane Roe", ["byline"]]
    assert shown[3] == ["Village Gets Its Bridge Back After Nine Years", "", ["headline"]]
    assert shown[5][1:] == ["", []]
    assert shown[8] == [
        "Work begins in spring, when the snow is gone....",
        "[caption id='x']A road[/caption] Read more",
        ["shortcode", "continue-reading"],
    ]
    made = page(text)
    assert [heading.text for heading in made.iter("h1")] == ["a.txt"]
    assert made.xpath("//section[@class='story']//h2")[0].text == "Village Gets Its Bridge Back After Nine Years"
    facts = {row.xpath("dt")[0].text: row.xpath("dd")[0].text_content() for row in made.xpath("//dl/div")}
    assert facts["Headline"] == "on line 3"
    assert facts["Date"].startswith("4 December 2024, the newest day that the text speaks of: ")


# Paragraphs and headings that were given back stand behind a mark, and the words stay those of the line.
def test_restored_breaks():
    sentences = " ".join(
        f"In {1990 + n} the town number {n} got a bridge of its own over the river." for n in range(30)
    )
    made = page(f"Towns Along the River Get Their Bridges\n{sentences}\n")
    line = made.xpath("//li[@value='2']/div")[0]
    assert " ".join(line.text_content().split()) == sentences
    breaks = len(line.xpath(".//span[@class='restored']"))
    assert breaks >= 2
    assert rows(made)[1][3] == [f"{breaks} paragraph breaks restored"]


def test_a_merge_is_shown_on_both_pages():
    shorter = BRIDGE.rsplit(". ", 1)[0].replace("Village Gets", "A Village Gets") + ".\n"
    made = pages({"one.txt": BRIDGE.encode(), "two.txt": shorter.encode()})
    facts = [
        {row.xpath("dt")[0].text: row.xpath("dd")[0] for row in made[name].xpath("//dl/div")}
        for name in ("one-txt.html", "two-txt.html")
    ]
    for fact, other in zip(facts, ("two-txt.html", "one-txt.html"), strict=True):
        assert re.fullmatch(
            r"one.txt and two.txt: \d+% of the shorter text is in both", fact["The same story"].text_content()
        )
        assert fact["The same story"].xpath("a/@href") == [other]
    assert [fact["Text used"].text_content() for fact in facts] == ["this one's", "that of one.txt"]


def test_headlines_without_a_body():
    made = page(BRIDGE + "\n\nA Town Upstream Wants a Bridge of Its Own as Well\n")
    assert rows(made)[-1][2:] == ("A Town Upstream Wants a Bridge of Its Own as Well", ["headline without a body"])


HOSTILE = """</li><script>alert(1)</script>
<img src=x onerror=alert(1)> "quoted' & <b>bold</b> text that goes on for a while
</style><style>*{display:none}</style> {{ 7 * 7 }} {% raw %} and one more sentence of some length here.
"""


# Nothing in a document or in its name is mark-up: it all comes back as text.
def test_everything_is_escaped():
    name = '"><script>alert(2)</script>.txt'
    outputs = list(render(trace({name: (BRIDGE + HOSTILE).encode()}), ()))
    for output in outputs:
        text = output.data.decode()
        assert text.count("<script") == 0
        assert text.count("<style>") == text.count("</style>") == 1
        assert "<img" not in text
    assert [output.path for output in outputs] == ["script-alert-2-script-txt.html", "index.html"]
    shown = " ".join(" ".join(row[1:3]) for row in rows(lxml.html.fromstring(outputs[0].data)))
    for piece in ("alert(1)", "{{ 7 * 7 }}", "*{display:none}", "onerror=alert(1)"):
        assert piece in shown


def test_names_of_pages():
    assert page_names(["a.txt", "A.txt", "sub/a.txt", "index", "Новости.txt", "…", "x" * 300]) == [
        "a-txt.html", "a-txt-2.html", "sub-a-txt.html", "index-2.html", "novosti-txt.html", "untitled.html",
        f"{'x' * 80}.html",
    ]  # fmt: skip


def test_the_command_writes_pages_and_an_index(write):
    folder = write(
        {"seeds/bridge.txt": BRIDGE, "seeds/empty.txt": "", "audit/mine.html": "mine", "audit/notes": "mine"}
    )
    done = clean(folder, "--audit", "audit")
    assert done.returncode == 1
    assert done.stderr == "seeds/empty.txt: the file is empty (passed over)\n"
    assert sorted(path.name for path in (folder / "audit").iterdir()) == [
        "bridge-txt.html", "index.html", "mine.html", "notes",
    ]  # fmt: skip
    index = lxml.html.fromstring((folder / "audit" / "index.html").read_bytes())
    assert index.xpath("//tbody//a/@href") == ["bridge-txt.html"]
    assert [cell.text_content() for cell in index.xpath("//tbody/tr/*")] == ["bridge.txt", "1", "3", "0"]
    assert index.xpath("//ul/li")[0].text == "seeds/empty.txt: the file is empty (passed over)"
    made = (folder / "audit" / "bridge-txt.html").read_text("utf-8")
    assert "articles/2024/village-gets-its-bridge-back-after-nine-years.md" in made
    assert "default-src 'none'" in lxml.html.fromstring(made).xpath("//meta[@http-equiv]/@content")[0]


# A second run changes no file; a page whose document is gone goes too, and nothing else does.
def test_an_audit_is_kept_up_to_date(write):
    folder = write(
        {"seeds/bridge.txt": BRIDGE, "seeds/other.txt": BRIDGE.replace("bridge", "ferry"), "audit/a.html": ""}
    )
    clean(folder, "--audit", "audit")
    before = {path.name: path.stat().st_mtime_ns for path in (folder / "audit").iterdir()}
    clean(folder, "--audit", "audit")
    assert {path.name: path.stat().st_mtime_ns for path in (folder / "audit").iterdir()} == before
    (folder / "seeds" / "other.txt").unlink()
    clean(folder, "--audit", "audit")
    assert sorted(path.name for path in (folder / "audit").iterdir()) == ["a.html", "bridge-txt.html", "index.html"]


def test_what_is_in_the_way_stays(write):
    folder = write({"seeds/bridge.txt": BRIDGE, "audit/index.html": "My own page.\n", "file": ""})
    done = clean(folder, "--audit", "audit")
    assert done.returncode == 1
    assert done.stderr == (
        "audit/index.html: in the way, and no page of an audit (move it, or name another folder with --audit)\n"
    )
    assert [path.name for path in (folder / "audit").iterdir()] == ["index.html"]
    assert (folder / "audit" / "index.html").read_text() == "My own page.\n"
    done = clean(folder, "--audit", "file")
    assert (done.returncode, done.stderr) == (1, "file: is not a folder (name another with --audit)\n")


# An article that an editor has changed, and so renamed, is still the one that a story became.
def test_the_path_of_an_edited_article(write):
    folder = write({"seeds/bridge.txt": BRIDGE})
    clean(folder)
    [path] = (folder / "content" / "articles").rglob("*.md")
    path.write_text(path.read_text("utf-8").replace("Two engineers", "Three engineers"), "utf-8")
    path.rename(path.with_name("mine.md"))
    (folder / "seeds" / "bridge.txt").write_text(BRIDGE.replace("Back After Nine", "Back, After Ten"), "utf-8")
    clean(folder, "--audit", "audit")
    assert "articles/2024/mine.md" in (folder / "audit" / "bridge-txt.html").read_text("utf-8")
