"""What an editor says in sources.yaml holds, whatever the rules think, and survives every later clean."""

import pytest
from cases import read_cases
from effort import examples
from hypothesis import given
from hypothesis import strategies as st
from test_clean import STORY, article, clean, tree
from test_ingest_properties import LINES

from generator.config import parse_sources
from generator.errors import BriefingError, Location
from generator.front_matter import parse_article
from generator.ingest.stories import harvest
from generator.model import Document, Kind, SourceInfo
from generator.overrides_model import Overrides, Said

SIGNS = {Kind.HEADING: "## ", Kind.ITEM: "* ", Kind.STANDFIRST: "^ ", Kind.TITLE: "# "}
MARKET = (
    "Covered Hall Opens Its Doors on the Square\n"
    "The covered hall on the main square opened on 3 March 2025 with sixty stalls, and the mayor cut a ribbon of plain "
    "linen. Traders from four districts had waited two years for it.\n"
)
AGAIN = (
    "Trade Moves Under One Roof\n"
    "Sixty traders have a roof over their goods since Monday: their new building stands where buses used to turn "
    "round, and cost less than had been planned for it at first.\n"
)


@pytest.fixture
def project(write):
    return write({"seeds/bridge.txt": STORY})


def short(text):
    words = text.split()
    return " ".join(words if len(words) <= 8 else [*words[:4], "...", *words[-3:]])


def told(document, said):
    """Return what comes of a document, line by line: `=` a story, `-` a block that was dropped, `!` a warning."""
    info = parse_sources("a.txt:\n" + "".join(f"  {line}\n" for line in said), "sources.yaml")["a.txt"]
    gathered = harvest(Document("a.txt", "a.txt", document.encode(), "0" * 64, info))
    stories = {story.blocks[0]: story for story in gathered.stories}
    for span in gathered.spans:
        story = stories.get(span.blocks[0])
        if story:
            facts = [story.date.day.isoformat(), story.date.basis.value] if story.date else ["undated"]
            facts += ["no topics" if not story.topics else " ".join(story.topics)] if story.topics is not None else []
            yield f"= {story.title or 'untitled'} ({', '.join(facts)})"
        else:
            yield "= no article"
        for block in span.blocks:
            rule = f"{block.rule}: " if block.rule in ("editor", "") or not block.kept else ""
            sign = SIGNS.get(block.kind, "") if block.kept else "- "
            yield f"{sign}{rule.removeprefix(': ')}{short(block.text)}"
    yield from (f"! {warning}" for warning in gathered.warnings)


@pytest.mark.parametrize("case", read_cases("overrides/lines.md"))
def test_lines(case):
    document, said = case.input.split("===\n")
    assert "\n".join(told(document, said.splitlines())) == case.expected


# Nothing is lost on the way: every word of the document is in a block, kept or dropped, as without overrides.
@pytest.mark.parametrize("case", read_cases("overrides/lines.md"))
def test_no_word_is_lost(case):
    document, said = case.input.split("===\n")
    info = parse_sources("a.txt:\n" + "".join(f"  {line}\n" for line in said.splitlines()), "s")["a.txt"]
    words = [
        sorted(
            " ".join(block.text for block in harvest(Document("a", "a", document.encode(), "0", one)).blocks).split()
        )
        for one in (info, parse_sources("a.txt: {}", "s")["a.txt"])
    ]
    assert words[0] == words[1]


@pytest.mark.parametrize("case", read_cases("overrides/mistakes.md"))
def test_mistakes(case):
    with pytest.raises(BriefingError) as caught:
        parse_sources(case.input + "\n", "seeds/sources.yaml", ["borders", "csto"])
    assert str(caught.value) == case.expected


def say(project, text):
    (project / "seeds" / "sources.yaml").write_text(text, "utf-8")


def test_the_words_of_the_editor_are_in_the_article_and_stay_there(project):
    clean(project)
    before = parse_article(article(project).read_text("utf-8"), "a")
    say(
        project,
        "bridge.txt:\n  title: A Bridge for Forty Families\n  topics: [borders, csto]\n"
        "  drop: [The district paid for]\n  stories:\n    - {line: 1, date: 2024-12-06}\n",
    )
    done = clean(project)
    assert (done.returncode, done.stderr) == (0, "")
    text = article(project).read_text("utf-8")
    made = parse_article(text, "a")
    assert (made.title, made.topics) == ("A Bridge for Forty Families", ("borders", "csto"))
    assert (str(made.date), made.date_basis.value) == ("2024-12-06", "editor")
    assert "The district paid" not in text
    # The article is the same one under a new headline.
    assert (made.id, made.slug) == (before.id, before.slug)
    after = tree(project)
    assert "0 articles written, 1 unchanged" in clean(project).stdout
    assert tree(project) == after
    (project / "seeds" / "bridge.txt").write_text(
        STORY + "A ferry runs until then, the mayor said on Friday.\n", "utf-8"
    )
    clean(project)
    changed = parse_article(article(project).read_text("utf-8"), "a")
    assert (changed.title, changed.topics, changed.date) == (made.title, made.topics, made.date)
    assert "A ferry runs until then" in changed.body


def test_a_name_that_matches_nothing_is_a_warning(project):
    say(project, "bridge.txt:\n  keep:\n    - 99\n    - The ferry was reopened\n  same_as: lorry.txt\n")
    done = clean(project)
    assert done.returncode == 0
    assert done.stderr == (
        "seeds/sources.yaml:3:7: '99' matches no line of bridge.txt\n"
        "seeds/sources.yaml:4:7: 'The ferry was reopened' matches no line of bridge.txt\n"
        "seeds/sources.yaml:5:12: no document 'lorry.txt' with a story was read\n"
    )
    assert "1 article written" in done.stdout


def test_two_documents_tell_the_same_when_the_editor_says_so(project):
    (project / "seeds" / "bridge.txt").unlink()
    (project / "seeds" / "market.txt").write_text(MARKET, "utf-8")
    (project / "seeds" / "roof.txt").write_text(AGAIN, "utf-8")
    assert "2 articles written" in clean(project, "--content", "apart").stdout
    say(project, "roof.txt:\n  same_as: market.txt\n  title: One Roof for Sixty Stalls\n  topics: []\n")
    done = clean(project)
    assert (done.stderr, "1 article written" in done.stdout) == ("", True)
    assert "; 1 merged;" in done.stdout
    made = parse_article(article(project).read_text("utf-8"), "a")
    assert [source.document for source in made.sources] == ["market.txt", "roof.txt"]
    assert (made.title, made.topics) == ("One Roof for Sixty Stalls", ())
    assert "the mayor cut a ribbon" in made.body
    assert "0 articles written, 1 unchanged" in clean(project).stdout
    # Alone, one of them makes no second article of the story.
    before = tree(project)
    done = clean(project, "seeds/roof.txt")
    assert (done.returncode, done.stderr) == (
        0,
        "seeds/sources.yaml:2:12: 'market.txt' was not read this time (roof.txt is left as it is)\n",
    )
    assert "0 articles written" in clean(project, "seeds/market.txt").stdout
    assert tree(project) == before


def test_what_is_for_one_story_says_so(project):
    (project / "seeds" / "two.txt").write_text(MARKET + "\n\n" + STORY.replace("bridge", "ferry"), "utf-8")
    say(
        project,
        "two.txt:\n  split: [Village Gets Its]\n  title: Two in One\n  same_as: bridge.txt\n"
        "bridge.txt:\n  same_as: two.txt\n",
    )
    done = clean(project)
    assert done.returncode == 0
    assert done.stderr == (
        "seeds/sources.yaml:3:10: 'title' is for one story, and two.txt holds 2\n"
        "seeds/sources.yaml:4:12: 'same_as' is for one story, and two.txt holds 2\n"
        "seeds/sources.yaml:6:12: 'same_as' is for one story, and two.txt holds 2\n"
    )


def test_a_mistake_writes_nothing(project):
    say(project, "bridge.txt:\n  topics: [boarders]\n  kep: [1]\n")
    done = clean(project)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "seeds/sources.yaml:2:12: unknown topic 'boarders' (did you mean 'borders'?)\n"
        "seeds/sources.yaml:3:3: unknown key 'kep' (did you mean 'keep'?)\n"
    )
    assert not (project / "content").exists()


PAGE = (
    "<html><head><title>Covered Hall Opens Its Doors</title></head><body><article><h1>Covered Hall Opens Its Doors</h1>"
    f"\n<p>{MARKET.splitlines()[1]}</p>\n<p>By Jane Roe</p>\n<h2>Village Gets Its Bridge Back</h2>"
    f"\n<p>{STORY.splitlines()[1]}</p>\n<p>{STORY.splitlines()[2]}</p></article></body></html>"
)


# A saved page is one story, unless an editor says otherwise; its lines can be named too.
def test_saved_pages(project):
    (project / "seeds" / "bridge.txt").unlink()
    (project / "seeds" / "page.html").write_text(PAGE, "utf-8")
    clean(project, "--content", "one")
    assert "## Village Gets Its Bridge Back" in next((project / "one").rglob("*.md")).read_text("utf-8")
    say(
        project,
        "page.html:\n  split: [Village Gets Its Bridge]\n  drop: [The district paid for]\n  keep: [By Jane Roe]\n",
    )
    done = clean(project)
    assert done.stderr == ""
    texts = {path.stem: path.read_text("utf-8") for path in (project / "content" / "articles").rglob("*.md")}
    assert sorted(texts) == ["covered-hall-opens-its-doors", "village-gets-its-bridge-back"]
    assert "Some forty families" in texts["village-gets-its-bridge-back"]
    assert "By Jane Roe" in texts["covered-hall-opens-its-doors"]
    assert not [text for text in texts.values() if "The district paid" in text or "## Village" in text]


NUMBERS = st.sets(st.integers(1, 12), max_size=4).map(
    lambda numbers: tuple(Said(str(n), Location("s", n)) for n in numbers)
)


# On any document: no word is lost, what is to stay stays, what is to go goes, and a story begins only once on a line.
@examples(150)
@given(st.lists(LINES, min_size=1, max_size=12), NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_any_document(lines, keep, drop, split, join):
    said = Overrides(keep=keep, drop=drop, split=split, join=join)
    data = "\n".join(["Words stand here.", *lines]).encode()
    plain = harvest(Document("a", "a", data, "0"))
    ruled = harvest(Document("a", "a", data, "0", SourceInfo(overrides=said)))
    spelled = [sorted(" ".join(b.text for b in one.blocks).split()) for one in (plain, ruled)]
    assert spelled[0] == spelled[1]
    starts = {block.line for block in plain.blocks}
    kept = {block.line for block in ruled.blocks if block.kept}
    numbers = {name: {int(one.text) for one in getattr(said, name)} & starts for name in ("keep", "drop")}
    assert numbers["keep"] <= kept
    assert not (numbers["drop"] - numbers["keep"] - {int(one.text) for one in (*split, *join)}) & kept
