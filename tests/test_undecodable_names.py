"""Names of files that are no text, as archives from other systems leave them: one line each, and no traceback."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from running import briefing

ARTICLE = "---\ntitle: A\nslug: {0}\nid: {0}\n---\n\nText.\n"
NAME = os.fsdecode(b"caf\xe9")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such name")


@pytest.fixture
def root(write):
    return write({"briefing.yaml": "search: false\n", "content/articles/a.md": ARTICLE.format("a")})


def test_an_article(root):
    (root / f"content/articles/{NAME}.md").write_text(ARTICLE.format("b"))
    done = briefing(root, "build")
    assert (done.returncode, done.stderr) == (
        1,
        "content/articles/caf\\udce9.md: the name is not UTF-8 text (rename it)\n",
    )
    assert not (root / "site").exists()


def test_a_content_folder(root):
    shutil.move(root / "content", root / NAME)
    done = briefing(root, "build", f"--content={NAME}")
    assert (done.returncode, done.stderr) == (1, "caf\\udce9: the name is not UTF-8 text (rename it)\n")


def test_a_site_folder(root):
    for expected in ("1 new", "nothing changed"):
        done = briefing(root, "build", f"--site={NAME}")
        assert (done.returncode, done.stderr) == (0, "")
        assert expected in done.stdout
    assert (root / NAME / "index.html").exists()


def test_a_document(root):
    shutil.rmtree(root / "content")
    (root / "seeds").mkdir()
    Path(root / "seeds" / f"{NAME}.txt").write_text("The ferry waits\n\nThe ferry waits for its travellers today.\n")
    done = briefing(root, "clean")
    assert done.returncode == 1
    assert done.stderr == "seeds/caf\\udce9.txt: the name is not UTF-8 text (passed over; rename it)\n"
