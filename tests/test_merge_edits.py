"""What becomes of an article that an editor changed when its document changes too: nothing of the editor's is lost."""

import re
from collections import Counter

import pytest
from cases import read_cases
from test_clean import STORY, article, clean, tree

from generator.diff import print_diff
from generator.front_matter import parse_article
from generator.ingest.edits_body import merge_bodies
from generator.ingest.edits_header import merge_headers

LONGER = STORY + "A second bridge is planned for lorries next year, the governor of the district said on Friday.\n"
NAME = "content/articles/2024/village-gets-its-bridge-back-after-nine-years.md"


@pytest.fixture
def project(write):
    return write({"seeds/bridge.txt": STORY})


def three_versions(case):
    return ("\n".join(part.strip("\n").splitlines()) + "\n" for part in case.input.split("===\n"))


@pytest.mark.parametrize("case", read_cases("edits/bodies.md"))
def test_bodies(case):
    merged, clashes = merge_bodies(*three_versions(case))
    assert merged + "\n".join(f"! {clash.line + 1}: {clash.wanted}" for clash in clashes) == (
        case.expected if clashes else case.expected + "\n"
    )


@pytest.mark.parametrize("case", read_cases("edits/headers.md"))
def test_headers(case):
    base, mine, theirs = three_versions(case)
    merged, clashes = merge_headers(base, mine, theirs)
    assert merged + "\n".join(f"! {clash.line + 1}: {clash.key}: {clash.wanted}" for clash in clashes) == (
        case.expected if clashes else case.expected + "\n"
    )
    # A second run finds nothing more to do: the record holds what the cleaner wrote.
    assert merge_headers(theirs, merged, theirs) == (merged, ())


def edit(project, *pairs):
    path = article(project)
    text = path.read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    return path


def change(project, text):
    (project / "seeds" / "bridge.txt").write_text(text, "utf-8")


def check_settled(project):
    before = tree(project)
    done = clean(project)
    assert done.stdout.startswith(f"{NAME}: edited since it was written: kept as it is\n")
    assert "0 articles written" in done.stdout
    assert tree(project) == before


def test_a_change_of_the_document_goes_into_an_edited_article(project):
    clean(project)
    path = edit(
        project,
        ("Two engineers", "Three engineers"),
        ("title: ", "# Seen by R.\ntitle: "),
        ("topics: []", "topics: [borders] # by hand"),
    )
    change(project, LONGER)
    done = clean(project)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        f"{NAME}: edited since it was written: the cleaner's changes were merged into it\n"
        "1 document read; 1 article written, 0 unchanged, 0 left to their editors; 0 merged; "
        "0 headlines without a body; 0 blocks dropped\n"
    )
    text = path.read_text("utf-8")
    assert "Three engineers" in text
    assert "A second bridge is planned" in text
    assert text.startswith("---\n# Seen by R.\ntitle: Village Gets")
    assert "topics: [borders] # by hand\n" in text
    # The record is what the cleaner would have written, with nothing of the editor's.
    record = (project / "content" / ".clean" / "2024" / (path.name + ".base")).read_text("utf-8")
    assert "Two engineers" in record
    assert "A second bridge is planned" in record
    assert parse_article(text, "a").sources == parse_article(record, "b").sources
    check_settled(project)


def test_clashes_are_reported_and_the_edit_stays(project):
    clean(project)
    path = edit(project, ("Two engineers", "Three engineers"), ("title: Village Gets", "title: Hamlet Gets"))
    changed = STORY.replace("Two engineers", "Four engineers").replace(
        "Its Bridge Back After Nine", "Its Bridge After Nine"
    )
    change(project, changed)
    done = clean(project)
    line = (
        path.read_text("utf-8")
        .splitlines()
        .index("The district paid for the planks, the villagers for the nails. Three engineers checked the work.")
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[:-1] == [
        f"{NAME}: edited since it was written: the cleaner's changes were merged into it, but not where they clash",
        f"{NAME}:2: 'title' was edited; the cleaner would write: title: Village Gets Its Bridge After Nine Years",
        f"{NAME}:{line + 1}: edited; the cleaner would write: The district paid for the planks, the villagers for "
        "the nails. Four engineers checked the work.",
    ]
    text = path.read_text("utf-8")
    assert "Three engineers" in text
    assert "Four" not in text
    assert not any(mark in text for mark in ("<<<<", "====", ">>>>"))
    assert "Four engineers" in (project / "content" / ".clean" / "2024" / (path.name + ".base")).read_text("utf-8")
    check_settled(project)


def test_a_long_clash_is_told_in_short_and_a_removal_in_words(project):
    clean(project)
    edit(project, ("Two engineers", "Three engineers"))
    change(
        project, STORY.replace("Two engineers", "Two engineers from the capital of the region, both of them retired,")
    )
    assert done_line(clean(project), 1).endswith(
        "edited; the cleaner would write: The district paid for the planks, the villagers for the nails. "
        "Two engineers from the capital of th…"
    )
    change(project, "\n".join(STORY.splitlines()[:2]) + "\n")
    assert done_line(clean(project), 1).endswith(":22: edited; the cleaner would take it out")


def done_line(done, number):
    return done.stdout.splitlines()[number]


# Without a record nobody knows what the editor changed, and a text that cannot be read cannot be merged.
@pytest.mark.parametrize("how", ["no record", "broken"])
def test_what_cannot_be_merged_is_kept(project, how):
    clean(project)
    path = edit(project, ("Two engineers", "Three engineers"))
    if how == "broken":
        path.write_text("---\ntitle: [half\n", "utf-8")
    else:
        (project / "content" / ".clean" / "2024" / (path.name + ".base")).unlink()
    change(project, LONGER)
    before = tree(project)
    for _ in range(2):
        done = clean(project)
        assert done.stdout.startswith(
            f"{NAME}: edited since it was written: kept as it is (the cleaner would now write it differently)\n"
        )
        assert tree(project) == before


def test_a_moved_article_is_merged_and_written_where_it_is(project):
    clean(project)
    path = edit(project, ("Two engineers", "Three engineers"))
    (path.parent / "mine").mkdir()
    path = path.rename(path.parent / "mine" / "bridge.md")
    change(project, LONGER)
    clean(project)
    assert [p.name for p in (project / "content" / "articles").rglob("*.md")] == ["bridge.md"]
    assert len(list((project / "content" / ".clean").rglob("*.base"))) == 1
    assert "Three engineers" in path.read_text("utf-8")
    assert "A second bridge" in path.read_text("utf-8")


# An article that was moved and not edited follows its document where it is.
def test_a_moved_article_stays_where_it_was_put(project):
    clean(project)
    path = article(project)
    (path.parent / "mine").mkdir()
    path = path.rename(path.parent / "mine" / "bridge.md")
    change(project, LONGER)
    assert "1 article written" in clean(project).stdout
    assert "A second bridge" in path.read_text("utf-8")
    assert [p.name for p in (project / "content" / "articles").rglob("*.md")] == ["bridge.md"]
    assert "0 articles written, 1 unchanged" in clean(project).stdout


def test_a_file_keeps_its_line_breaks(project):
    clean(project)
    path = edit(project, ("Two engineers", "Three engineers"))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    change(project, LONGER)
    clean(project)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf---\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert b"A second bridge" in data
    check_settled(project)


@pytest.mark.parametrize("option", ["--dry-run", "--diff"])
def test_nothing_is_written_on_request(project, option):
    done = clean(project, option)
    assert done.returncode == 0
    assert f"{NAME}: would be written\n" in done.stdout
    assert "1 article would be written, 0 unchanged" in done.stdout
    assert done.stdout.endswith("\nnothing was written\n")
    assert not (project / "content").exists()
    clean(project)
    edit(project, ("Two engineers", "Three engineers"))
    change(project, LONGER)
    before = tree(project)
    done = clean(project, option)
    assert f"{NAME}: edited since it was written: the cleaner's changes would be merged into it\n" in done.stdout
    assert tree(project) == before
    (project / "seeds" / "empty.txt").write_bytes(b"")
    assert clean(project, option).returncode == 1


def test_the_diff_is_what_clean_then_does(project):
    clean(project)
    path = edit(project, ("Two engineers", "Three engineers"))
    change(project, LONGER)
    before = path.read_text("utf-8").splitlines()
    shown = clean(project, "--diff").stdout
    assert "\x1b" not in shown
    clean(project)
    after = path.read_text("utf-8").splitlines()
    lines = shown.splitlines()
    assert lines[:2] == [f"--- {NAME}", f"+++ {NAME}"]
    body = lines[2 : lines.index(f"{NAME}: edited since it was written: the cleaner's changes would be merged into it")]
    assert Counter(line[1:] for line in body if line[0] == "+") == Counter(after) - Counter(before)
    assert Counter(line[1:] for line in body if line[0] == "-") == Counter(before) - Counter(after)


def test_the_diff_of_a_new_article(project):
    lines = clean(project, "--diff").stdout.splitlines()
    assert lines[:3] == ["--- /dev/null", f"+++ {NAME}", "@@ -0,0 +1,22 @@"]
    assert lines[3:5] == ["+---", "+title: Village Gets Its Bridge Back After Nine Years"]


# Colours are for eyes: on a terminal, unless NO_COLOR is set.
@pytest.mark.parametrize(
    ("terminal", "no_color", "coloured"), [(True, None, True), (True, "1", False), (False, None, False)]
)
def test_colours(terminal, no_color, coloured, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal)
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_color:
        monkeypatch.setenv("NO_COLOR", no_color)
    print_diff(iter(["--- a", "+++ b", "@@ -1 +1 @@", "-old", "+new", " same"]))
    plain = "--- a\n+++ b\n@@ -1 +1 @@\n-old\n+new\n same\n"
    printed = capsys.readouterr().out
    assert (printed == plain) is not coloured
    assert re.sub("\x1b\\[[0-9;]*m", "", printed) == plain
