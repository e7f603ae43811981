"""Both edges: what is read from a content folder, and what is written into a site folder."""

import json
import os

import pytest

from generator.cache import Memo
from generator.catalogue import Catalogue, clashes, read_catalogue
from generator.entering import Taxonomy
from generator.errors import ContentError, OutputError, ThemeError
from generator.pipeline import quiet
from generator.site_folder import MANIFEST, write_outputs
from generator.site_model import Output
from generator.store import packaged, read_themes
from generator.texts import Texts

ARTICLE = "---\ntitle: A\nslug: {0}\nid: {0}\n---\n\nText.\n"
PAGE = "---\ntitle: P\n---\n\nText.\n"


@pytest.fixture(params=["one step", "file by file"], autouse=True)
def way(request, monkeypatch):
    """Write sites both ways: where folders can change places, and where they cannot."""
    if request.param == "file by file":
        monkeypatch.setattr("generator.two_trees.exchange", lambda one, two: False)
    return request.param


def read(root, topics=()):
    """Return what is read anew from a content folder, and what is wrong with it."""
    catalogue, problems = read_catalogue(root, Taxonomy(tuple(topics), ()), Catalogue(), Texts(Memo(), str), quiet)
    return catalogue, [*problems, *clashes(catalogue, root, topics)]


def outputs(**files):
    return [Output(name.replace("_", "/"), text.encode()) for name, text in files.items()]


def tree(folder):
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): path.read_text() for path in found}


def refused(files, site):
    """Return what is said of outputs that cannot be written; nothing may have been written then."""
    before = tree(site)
    with pytest.raises(OutputError) as caught:
        write_outputs(files, site)
    assert tree(site) == before
    return str(caught.value).replace(str(site), "site")


def test_content_is_read_in_the_order_of_its_paths(write):
    root = write(
        {
            "articles/2024/b.md": ARTICLE.format("b"), "articles/2023/deep/z.md": ARTICLE.format("z"),
            "articles/2024/a.md": ARTICLE.format("a"), "pages/about.md": PAGE, "topics/borders.md": PAGE,
        }
    )  # fmt: skip
    content, _ = read(root, ["borders"])
    assert [entry.article.slug for entry in content.entries()] == ["z", "a", "b"]
    assert [page.slug for page in content.pages(root / "pages")] == ["about"]
    assert [page.slug for page in content.pages(root / "topics")] == ["borders"]


def test_what_starts_with_a_dot_is_passed_over(write):
    hidden = {"articles/.2024/a.md": "x", "articles/.a.md": "x", ".clean/2024/a.md": "x", "articles/a.md.base": "x"}
    assert read(write(hidden | {"README.md": "# x"}))[0].articles == {}


def test_all_problems_of_all_files_come_at_once(write):
    root = write(
        {"articles/a.md": "x", "articles/b.md": b"\xff", "pages/c.md": "x", "topics/d.md": PAGE, "page/e.md": "x"}
    )
    assert len(read(root, ["borders"])[1]) == 5


def test_no_content_folder(tmp_path):
    with pytest.raises(ContentError, match="no such folder"):
        read(tmp_path / "content")


def test_only_what_differs_is_written(tmp_path):
    write_outputs(outputs(a="1", b_c="2"), tmp_path)
    stamps = {name: (tmp_path / name).stat().st_mtime_ns for name in ("a", "b/c", MANIFEST)}
    report = write_outputs(outputs(a="1", b_c="3", d="4"), tmp_path)
    assert (report.written, report.unchanged, report.removed) == (("b/c", "d"), ("a",), ())
    assert (tmp_path / "a").stat().st_mtime_ns == stamps["a"]
    assert (tmp_path / "b/c").stat().st_mtime_ns != stamps["b/c"]
    manifest = (tmp_path / MANIFEST).stat().st_mtime_ns
    assert write_outputs(outputs(a="1", b_c="3", d="4"), tmp_path).written == ()
    assert (tmp_path / MANIFEST).stat().st_mtime_ns == manifest


def test_what_is_no_longer_made_goes_with_its_folders(tmp_path):
    write_outputs(outputs(a_b_c="1", a_d="2", e="3"), tmp_path)
    report = write_outputs(outputs(a_d="2"), tmp_path)
    assert report.removed == ("a/b/c", "e")
    assert tree(tmp_path) == {"a/d": "2"}
    assert not (tmp_path / "a/b").exists()


def test_a_file_of_ours_that_changed_is_mended(tmp_path):
    write_outputs(outputs(a="1", b="2"), tmp_path)
    (tmp_path / "a").write_text("changed")
    (tmp_path / "b").unlink()
    assert write_outputs(outputs(a="1", b="2"), tmp_path).written == ("a", "b")
    assert tree(tmp_path) == {"a": "1", "b": "2"}


def test_files_of_others_stay(tmp_path, write):
    write({"CNAME": "example.org", "a/own.txt": "mine", "b/.gitkeep": "", MANIFEST: "{}"})
    write_outputs(outputs(a_b="1", c="2"), tmp_path)
    write_outputs(outputs(c="2"), tmp_path)
    assert tree(tmp_path) == {"CNAME": "example.org", "a/own.txt": "mine", "b/.gitkeep": "", "c": "2"}


# A folder that holds something is somebody else's until a build has written to it, or a person says that it may.
def test_a_folder_of_somebody_else(tmp_path, write):
    write({"site/content/a.md": "theirs", "other/.git/config": "theirs"})
    assert refused(outputs(a="1"), tmp_path / "site") == (
        "site: holds files, and no build made it (empty it, or name another with --site; if a site belongs here, put a "
        "file .briefing-manifest.json with {} into it)"
    )
    assert not (tmp_path / ".site.next").exists()
    with pytest.raises(OutputError, match="no build made it"):
        write_outputs(outputs(a="1"), tmp_path / "site", dry_run=True)
    write({f"site/{MANIFEST}": "{}"})
    for site in ("site", "other"):
        write_outputs(outputs(a="1"), tmp_path / site)
        assert (tmp_path / site / "a").read_text() == "1"
    assert tree(tmp_path / "site") == {"a": "1", "content/a.md": "theirs"}
    assert (tmp_path / "other/.git/config").read_text() == "theirs"


# A file of somebody else is not overwritten; one that already is what we would write becomes ours.
def test_a_file_in_the_way(tmp_path, write):
    write({"a": "theirs", "b": "same", MANIFEST: "{}"})
    assert refused(outputs(a="ours", b="same", c="new"), tmp_path) == (
        "site/a: in the way, and not made by a build (move it, or build into another folder)"
    )
    (tmp_path / "a").unlink()
    assert write_outputs(outputs(a="ours", b="same"), tmp_path).unchanged == ("b",)
    assert write_outputs(outputs(a="ours"), tmp_path).removed == ("b",)


def test_folders_and_files_in_each_others_way(tmp_path, write):
    write({"a/own": "theirs", "b": "theirs", MANIFEST: "{}"})
    assert refused(outputs(a="ours", b_c="ours"), tmp_path).splitlines() == [
        "site/a: in the way, and not made by a build (move it, or build into another folder)",
        "site/b: in the way, and not made by a build (move it, or build into another folder)",
    ]


# What was a file may become a folder, and the other way round, when both are ours.
def test_files_become_folders_and_folders_files(tmp_path):
    write_outputs(outputs(a="1", b_c_d="2"), tmp_path)
    report = write_outputs(outputs(a_x="3", b="4"), tmp_path)
    assert (report.written, report.removed) == (("a/x", "b"), ("a", "b/c/d"))
    assert tree(tmp_path) == {"a/x": "3", "b": "4"}


@pytest.mark.parametrize("path", ["../x", "/x", "a/../x", "", "a//b", "./a", "a/", "..", "a\\b", "a\0b", MANIFEST])
def test_paths_that_leave_the_site(path, tmp_path):
    assert "not a path inside the site folder" in refused([Output(path, b"x")], tmp_path / "site")


CASE = "case, or how letters are composed, does not count everywhere (rename one of them)"


# What is one file on this system may be none, or another one, on the system that the site is copied to.
@pytest.mark.parametrize(
    ("paths", "said"),
    [
        (["CON"], "site/CON: 'CON' is a device on Windows, and no file (rename it)"),
        (["static/nul.css"], "site/static/nul.css: 'nul.css' is a device on Windows, and no file (rename it)"),
        (["com1/index.html"], "site/com1/index.html: 'com1' is a device on Windows, and no file (rename it)"),
        (["lpt¹.txt"], "site/lpt¹.txt: 'lpt¹.txt' is a device on Windows, and no file (rename it)"),
        (["aux .x/a"], "site/aux .x/a: 'aux .x' is a device on Windows, and no file (rename it)"),
        (["old./a"], "site/old./a: 'old.' ends in a dot, which Windows leaves out (rename it)"),
        (["a/b "], "site/a/b : 'b ' ends in a space, which Windows leaves out (rename it)"),
        (["a" * 256], f"site/{'a' * 256}: '{'a' * 20}…' has 256 bytes, and a file's name at most 255 (rename it)"),
        (["é" * 128], f"site/{'é' * 128}: '{'é' * 20}…' has 256 bytes, and a file's name at most 255 (rename it)"),
        (["a/x", "a/X"], f"site/a/X: the same place as a/x: {CASE}"),
        (["Old/index.html", "old/index.html"], f"site/old/index.html: the same place as Old/index.html: {CASE}"),
        (["caf\u00e9", "cafe\u0301"], f"site/cafe\u0301: the same place as caf\u00e9: {CASE}"),
        (["STRASSE", "straße"], f"site/straße: the same place as STRASSE: {CASE}"),
        (["A", "a/b"], "site/A: is both a file and the folder of a/b"),
        ([MANIFEST.upper()], f"{MANIFEST.upper()}: not a path inside the site folder"),
    ],
)
def test_names_that_mean_something_else_elsewhere(tmp_path, paths, said):
    assert refused([Output(path, b"x") for path in paths], tmp_path / "site") == said


def test_names_that_mean_the_same_everywhere(tmp_path):
    names = {"console", "con-a", "a.con", "com", "com10", "nulls.css", "😀" * 63, "a" * 255, ".x", "a b"}
    assert set(write_outputs([Output(name, b"x") for name in names], tmp_path / "site").written) == names


def test_a_link_that_leaves_the_site(tmp_path, write):
    write({"elsewhere/index.html": "theirs", "site/x": "", "site/" + MANIFEST: "{}"})
    (tmp_path / "site/a").symlink_to(tmp_path / "elsewhere")
    assert "site/a: in the way" in refused(outputs(**{"a_index.html": "ours"}), tmp_path / "site")


def test_two_outputs_for_one_path(tmp_path):
    assert (
        refused([*outputs(a="1"), *outputs(a="1")], tmp_path)
        == "site/a: two pages want this address (rename one of them)"
    )
    assert "is both a file and the folder of a/b" in refused(outputs(a="1", a_b="2"), tmp_path)


@pytest.mark.parametrize("text", ["{", "[]", '{"../x": ""}', '{"/etc/passwd": ""}'])
def test_a_manifest_that_cannot_be_trusted(text, tmp_path, write):
    write({"site/" + MANIFEST: text, "x": "theirs"})
    assert "cannot be read" in refused(outputs(a="1"), tmp_path / "site")
    assert (tmp_path / "x").exists()


def test_a_site_folder_that_is_a_file(tmp_path, write):
    write({"site": "theirs"})
    with pytest.raises(OutputError, match="not a folder that can be written"):
        write_outputs(outputs(a="1"), tmp_path / "site")
    assert (tmp_path / "site").read_text() == "theirs"


# Written file by file, a build that is stopped half-way leaves whole files that the next one knows for its own.
@pytest.mark.parametrize("way", ["file by file"], indirect=True)
def test_a_build_that_stops(tmp_path, monkeypatch, way):
    write_outputs(outputs(a="1", b="1"), tmp_path)
    replace, left = os.replace, [3]

    def stop(*paths):
        left[0] -= 1
        if not left[0]:
            raise OSError(28, "No space left on device", str(paths[1]))
        replace(*paths)

    monkeypatch.setattr("os.replace", stop)
    with pytest.raises(OutputError, match="cannot be written: no space left"):
        write_outputs(outputs(a="2", b="2", c="2"), tmp_path)
    monkeypatch.setattr("os.replace", replace)
    assert tree(tmp_path) == {"a": "2", "b": "1"}
    assert write_outputs(outputs(a="2", b="3", d="4"), tmp_path).written == ("b", "d")
    assert tree(tmp_path) == {"a": "2", "b": "3", "d": "4"}
    assert sorted(json.loads((tmp_path / MANIFEST).read_text())) == ["a", "b", "d"]


def test_packaged_files():
    assert packaged("briefing.yaml").is_file()
    assert (packaged("themes/default") / "templates" / "base.html").is_file()


# A theme's own folder comes first, then the default: the project's, else the packaged one.
def test_themes(write):
    root = write({"themes/mine/templates/a.html": "own", "themes/mine/static/b.css": "x", "themes/mine/.git/c": "x"})
    own, default = read_themes("mine", root / "themes")
    assert (dict(own.templates), dict(own.static)) == ({"a.html": "own"}, {"b.css": b"x"})
    assert "base.html" in default.templates
    [alone] = read_themes("default", root / "themes")
    assert alone == default


def test_a_theme_that_is_not_there_or_not_text(write):
    themes = write({"themes/mine/templates/a.html": b"\xff"}) / "themes"
    with pytest.raises(ThemeError, match="did you mean 'mine'"):
        read_themes("mina", themes)
    with pytest.raises(ThemeError, match=r"a\.html:1: not UTF-8"):
        read_themes("mine", themes)
