"""`briefing clean` as its users meet it: the command, the files that it leaves, and what it says."""

import shutil
from pathlib import Path

import pytest
from running import briefing

from generator.clean_report import report
from generator.front_matter import parse_article
from generator.ingest.reconcile import Changes
from generator.ingest.stories import Stub
from generator.intake import Intake

CHECKOUT = Path(__file__).parent.parent
STORY = (
    "Village Gets Its Bridge Back After Nine Years\n"
    "The wooden bridge over the Isfara was reopened on 4 December 2024, nine years after a flood took the old one. "
    "Some forty families live on the far bank in Tajikistan, and had to drive eleven kilometres to the nearest shop.\n"
    "The district paid for the planks, the villagers for the nails. Two engineers checked the work.\n"
)
OTHER = (
    STORY.replace("Village Gets Its Bridge", "Town Loses Its Ferry")
    .replace("bridge", "ferry")
    .replace("Some forty", "A few")
)


def clean(folder, *arguments):
    return briefing(folder, "clean", *arguments)


def tree(folder):
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not name.startswith(".cache/")}


@pytest.fixture
def project(tmp_path):
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "bridge.txt").write_text(STORY, "utf-8")
    return tmp_path


def article(project):
    [path] = (project / "content" / "articles").rglob("*.md")
    return path


def test_writes_the_contract(project):
    (project / "seeds" / "sources.yaml").write_text(
        "bridge.txt:\n  publisher: The Valley Post\n  url: https://example.org/bridge\n  retrieved: 2024-12-06\n",
        "utf-8",
    )
    done = clean(project)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "1 document read; 1 article written, 0 unchanged, 0 left to their editors; 0 merged; "
        "0 headlines without a body; 0 blocks dropped\n"
    )
    path = article(project)
    assert (
        path.relative_to(project).as_posix() == "content/articles/2024/village-gets-its-bridge-back-after-nine-years.md"
    )
    made = parse_article(path.read_text("utf-8"), str(path))
    assert (str(made.date), made.date_basis.value, made.countries) == ("2024-12-04", "text", ("Tajikistan",))
    assert (made.sources[0].publisher, made.sources[0].url) == ("The Valley Post", "https://example.org/bridge")
    keys = [line.split(":")[0] for line in path.read_text("utf-8").split("---")[1].splitlines() if line[:1].isalpha()]
    assert keys == "title slug id date date_basis topics countries summary complete sources story".split()


def test_a_second_run_changes_nothing(project):
    clean(project)
    before = tree(project)
    times = {path: path.stat().st_mtime_ns for path in (project / "content").rglob("*")}
    done = clean(project)
    assert "0 articles written, 1 unchanged" in done.stdout
    assert tree(project) == before
    assert {path: path.stat().st_mtime_ns for path in (project / "content").rglob("*")} == times


def test_the_order_of_files_does_not_matter(project):
    (project / "seeds" / "zz.txt").write_text(OTHER, "utf-8")
    clean(project, "seeds/bridge.txt", "seeds/zz.txt", "--content", "one")
    clean(project, "seeds/zz.txt", "seeds/bridge.txt", "--content", "two")
    assert tree(project / "one") == tree(project / "two")


def test_an_edit_is_kept_and_reported(project):
    clean(project)
    path = article(project)
    path.write_text(path.read_text("utf-8").replace("Two engineers", "Three engineers"), "utf-8")
    edited = tree(project)
    done = clean(project)
    name = path.relative_to(project).as_posix()
    assert done.stdout.startswith(f"{name}: edited since it was written: kept as it is\n")
    assert "0 unchanged, 1 left to their editors" in done.stdout
    assert tree(project) == edited


def test_an_unedited_article_follows_its_document(project):
    clean(project)
    first = parse_article(article(project).read_text("utf-8"), "a.md")
    changed = STORY.replace("Back After Nine Years", "Back After a Decade")
    (project / "seeds" / "bridge.txt").write_text(changed, "utf-8")
    done = clean(project)
    assert "1 article written" in done.stdout
    second = parse_article(article(project).read_text("utf-8"), "a.md")
    assert second.title == "Village Gets Its Bridge Back After a Decade"
    assert (second.id, second.slug) == (first.id, first.slug)


def test_a_deleted_article_stays_deleted(project):
    clean(project)
    article(project).unlink()
    done = clean(project)
    assert "deleted since it was written: not written again" in done.stdout
    assert not list((project / "content" / "articles").rglob("*.md"))


def test_a_moved_article_is_found(project):
    clean(project)
    path = article(project)
    (path.parent / "mine").mkdir()
    path.rename(path.parent / "mine" / "bridge.md")
    done = clean(project)
    assert "0 articles written, 1 unchanged" in done.stdout
    assert [p.name for p in (project / "content" / "articles").rglob("*.md")] == ["bridge.md"]


def test_a_broken_edit_is_kept(project):
    clean(project)
    path = article(project)
    path.write_text("---\ntitle: [half\n", "utf-8")
    done = clean(project)
    assert "edited since it was written" in done.stdout
    assert path.read_text("utf-8") == "---\ntitle: [half\n"


def test_a_handwritten_article_is_not_overwritten(project):
    folder = project / "content" / "articles" / "2024"
    folder.mkdir(parents=True)
    mine = folder / "village-gets-its-bridge-back-after-nine-years.md"
    mine.write_text("My notes.\n", "utf-8")
    clean(project)
    assert mine.read_text("utf-8") == "My notes.\n"
    assert {p.name for p in folder.iterdir()} == {mine.name, mine.name.replace(".md", "-2.md")}


# Cleaning one of two documents must not cut the other one out of the article that both tell.
def test_part_of_the_documents(project):
    (project / "seeds" / "copy.txt").write_text(STORY.replace("Two engineers checked the work.", ""), "utf-8")
    clean(project)
    before = tree(project / "content")
    done = clean(project, "seeds/copy.txt")
    assert "0 articles written, 1 unchanged" in done.stdout
    assert tree(project / "content") == before


BAD = {
    "empty.txt": (b"", "the file is empty (passed over)"),
    "blank.txt": (b" \n\n", "the file is empty (passed over)"),
    "image.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "this is a PNG image, not text (passed over)"),
    "paper.pdf": (b"%PDF-1.7 ...", "this is a PDF, not text (passed over)"),
    "binary.txt": (bytes(range(256)) * 20, "the file is binary, not text (passed over)"),
    "bytes.txt": (bytes([0xC3, 0x28, 0xFE, 0xFD]) * 40, "the encoding is unknown (passed over)"),
    "numbers.txt": (b"12345 --- 678", "the file holds no words (passed over)"),
    "utf16.txt": (
        b"\xff\xfe\x00\xd8\x00\xd8",
        "the file is not the utf-16 that it says it is: illegal UTF-16 surrogate (passed over)",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_documents_are_one_line_and_the_rest_goes_on(project, name):
    data, message = BAD[name]
    (project / "seeds" / name).write_bytes(data)
    done = clean(project)
    assert done.returncode == 1
    assert done.stderr == f"seeds/{name}: {message}\n"
    assert "1 document read; 1 article written" in done.stdout
    assert (project / "seeds" / name).read_bytes() == data


def test_unreadable_document(project):
    (project / "seeds" / "gone.txt").symlink_to("nowhere")
    done = clean(project)
    assert done.returncode == 1
    assert done.stderr == "seeds/gone.txt: cannot be read: no such file or directory (passed over)\n"
    assert "1 article written" in done.stdout


def test_missing_paths_and_broken_sources_write_nothing(project):
    done = clean(project, "seeds", "nothing", "nowhere.txt")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "nothing: no such file or folder\nnowhere.txt: no such file or folder\n"
    (project / "seeds" / "sources.yaml").write_text("bridge.txt:\n  publsher: A\n  date: 2024-13-01\n", "utf-8")
    done = clean(project)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "seeds/sources.yaml:2:3: unknown key 'publsher' (did you mean 'publisher'?)\n"
        "seeds/sources.yaml:3:9: '2024-13-01' is not a date (write it as YYYY-MM-DD)\n"
    )
    assert not (project / "content").exists()


# The contract: with explicit paths the command works in any folder, without a briefing.yaml.
def test_any_folder_on_packaged_defaults(project, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    done = clean(elsewhere, project / "seeds", "--content", elsewhere / "out")
    assert done.returncode == 0
    assert len(list((elsewhere / "out" / "articles").rglob("*.md"))) == 1


def test_the_sample_content_is_what_clean_makes(tmp_path):
    shutil.copytree(CHECKOUT / "seeds", tmp_path / "seeds")
    shutil.copy(CHECKOUT / "briefing.yaml", tmp_path)
    clean(tmp_path)
    assert tree(tmp_path / "content" / "articles") == tree(CHECKOUT / "content" / "articles")
    assert tree(tmp_path / "content" / ".clean") == tree(CHECKOUT / "content" / ".clean")


# Whoever cleans an archive reads the end of what is said, and need not scroll over thousands of headlines for it.
def test_many_headlines_without_a_body():
    stubs = tuple(Stub("a.txt", line, f"Headline {line}") for line in range(1, 1201))
    lines = list(report(Intake(1, Changes(), 0, stubs, 0, ()), "content/articles", dry_run=False))
    assert lines[49:51] == [
        "a.txt:50: headline without a body: Headline 50",
        "and 1,150 more headlines without a body (`briefing clean --json` names them all)",
    ]
    assert "1200 headlines without a body" in lines[-1]
