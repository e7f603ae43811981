"""What was kept and dropped: written by clean, read by build, and never the whole of what was dropped."""

import pytest
from running import briefing

from generator.errors import ContentError
from generator.provenance import Judged, Origin, heading, parse, written

TEXT = (
    "Village Gets Its Bridge Back\n\nBy Ann Brook\n4 December 2024\n\n"
    "The bridge was reopened on Monday, nine years after a flood took the old one away, and many came to see it.\n\n"
    "Share this article with one two three four five six seven eight nine ten eleven twelve thirteen friends\n\n"
    "A second bridge is planned for lorries next year, the governor of the valley said at the opening ceremony.\n"
)


def test_written_and_parsed():
    blocks = (
        Judged(1, True, "title", 5, "Village Gets Its Bridge Back"),
        Judged(3, False, "byline", 3, "By Ann Brook"),
    )
    origins = (Origin("a b.txt", True, blocks), Origin("c.txt", False, ()))
    text = "".join(heading(origin.document, origin.used) + written(origin.blocks) for origin in origins)
    assert parse(text, "x") == origins
    assert (origins[0].count(True), origins[0].count(False)) == (1, 1)


@pytest.mark.parametrize("line", ["nonsense", "1\tkept\ttitle\t5\tNo document yet", "=\tused\ta\n1\tlost\tx\t5\tb"])
def test_not_of_the_cleaner(line):
    with pytest.raises(ContentError) as caught:
        parse(line + "\n", "origins/a.txt")
    number = line.count("\n") + 1
    hint = "remove the file and run `briefing clean`"
    assert str(caught.value) == f"origins/a.txt:{number}: not a line of the cleaner's ({hint})"


def test_from_clean_to_the_page(write):
    root = write({"seeds/bridge.txt": TEXT, "briefing.yaml": "topics: {x: {title: X}}\n"})
    assert briefing(root, "clean", "--dry-run").returncode == 0
    assert not (root / "content").exists()
    assert briefing(root, "clean").returncode == 0
    [record] = (root / "content/.clean/origins").iterdir()
    text = record.read_text("utf-8")
    assert "\tkept\tparagraph\t" in text
    assert "\tdropped\t" in text
    # Twelve words are enough to know a block again.
    assert "thirteen" not in text
    assert max(len(line.split("\t")[-1].split()) for line in text.splitlines()) <= 13
    [article] = (root / "content/articles").rglob("*.md")
    assert briefing(root, "build").returncode == 0
    page = root / "site/provenance" / article.stem / "index.html"
    assert "<del>By Ann Brook</del>" in page.read_text("utf-8")
    assert f"../../provenance/{article.stem}/" in (root / "site/articles" / article.stem / "index.html").read_text(
        "utf-8"
    )
    # Again, nothing is written; without the record there is no page and no link.
    before = record.stat().st_mtime_ns
    assert briefing(root, "clean").returncode == 0
    assert record.stat().st_mtime_ns == before
    record.unlink()
    assert briefing(root, "build").returncode == 0
    assert not page.exists()
    assert "provenance" not in (root / "site/articles" / article.stem / "index.html").read_text("utf-8")
