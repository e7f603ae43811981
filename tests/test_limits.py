"""What is beyond the limits: a clear line with its place, soon and in little memory, and the rest goes on."""

import os
import resource

import pytest
from running import briefing

from generator.config import parse_config, parse_sources
from generator.errors import BriefingError, Location, Problem
from generator.front_matter import parse_article
from generator.model import Limits
from generator.publish.bounds import wrong_size

SETTINGS = "topics: {x: {title: X}}\n"
PROSE = "The mayor said on Monday that the old bridge would be closed until the end of the year, and nobody minded it."
STORY = f"A Bridge Is Closed for Good\n4 December 2024\n\n{PROSE}\n\n{PROSE} It was old.\n"
LONG = "a " * 30_000


def article(body, slug="a"):
    return f"---\ntitle: A\nslug: {slug}\nid: {slug}\n---\n\n{body}\n"


def wrong(body, **limits):
    return [str(problem) for problem in wrong_size(body, "a.md", 7, Limits(**limits))]


# Each limit of a body, with the line that goes beyond it; what is as long in pieces, or written by the cleaner, is not.
@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            f"One.\n\nTwo [a](b)\n{'[' * 300}\n\nThree.",
            ["a.md:9: 300 brackets that are not closed, more than 200 in a paragraph (put a backslash before each)"],
        ),
        ("[a](b) [\n](c) " * 300 + "\\[" * 300 + "]" * 300, []),
        ("\n".join(["# a", "b", "---", "***"] * 100), ["a.md:7: 300 headings and rules without a blank line between"]),
        ("# a\n\n" * 300 + "- a\n" * 300, []),
        ("a\n" + "[](" * 300 + ")", ["a.md:7: 299 links that are not closed, more than 200 in a paragraph"]),
        ("*a* `b` " * 2_000, ["a.md:7: 8,000 marks of emphasis and code, more than 5,000 in a paragraph (part it)"]),
        ("*a* `b`\n\n" * 2_000 + "[a](b) " * 300, []),
        (f"One.\n\n{LONG}", ["a.md:9: a paragraph of 60,000 characters, more than the limit of 50,000"]),
        ("a b\n" * 6_000, ["a.md:7: a paragraph of 60,000 characters, more than the limit of 50,000"]),
        ("\n\n".join([LONG[:40_000]] * 5), []),
        ("\\<" * 40_000, []),
        ("One.\n\n" + "- " * 60 + "a", ["a.md:9: lists and quotations inside one another, more than 50 deep"]),
        ("> " * 60 + "a", ["a.md:7: lists and quotations inside one another, more than 50 deep"]),
        ("1. > - " * 20 + "a", ["a.md:7: lists and quotations inside one another, more than 50 deep"]),
        (
            "\n".join(" " * 4 * depth + "- a" for depth in range(60)),
            ["a.md:32: lists and quotations inside"],
        ),
        ("One.\n" + "<div>" * 60, ["a.md:8: HTML elements inside one another, more than 50 deep"]),
        ("<p><br>" * 500 + "<b>a</b>" * 500 + "- 5 - 6 - " * 60 + "a < b", []),
    ],
    ids=range(17),
)
def test_a_body(body, said):
    found = wrong(body)
    assert len(found) == len(said)
    for one, beginning in zip(found, said, strict=True):
        assert one.startswith(beginning)
        hints = (
            "see limits in briefing.yaml)",
            "(put a backslash before each)",
            "(put blank lines between them)",
            "(close each with a bracket)",
            "(part it)",
        )
        assert one.endswith(hints)


# An article within the limits that is as deep as they allow is rendered.
@pytest.mark.parametrize("engine", ["python-markdown", "commonmark"])
@pytest.mark.parametrize("mark", ["- ", "> ", "1. ", "> - ", "<div>", "<blockquote>", "<ul><li>", "<b>"])
def test_as_deep_as_is_allowed(mark, engine):
    if engine == "commonmark":
        pytest.importorskip("pyromark")
    from generator.publish.anchors import anchor  # noqa: PLC0415
    from generator.publish.markup import render  # noqa: PLC0415

    count = 50 // (2 if mark in ("> - ", "<ul><li>") else 1)
    text = mark * count + "The bridge is open."
    assert wrong(text) == []
    html, sentences = anchor(render(text, engine))
    assert "The bridge is open." in html
    assert list(sentences.values()) == ["The bridge is open."]


# A build says where, writes nothing, and the limits are the digest's own.
def test_a_build(write):
    root = write(
        {
            "briefing.yaml": SETTINGS,
            "content/articles/long.md": article(LONG, "long"),
            "content/articles/huge.md": article(f"{PROSE}\n\n" * 20_000, "huge"),
            "content/pages/deep.md": "---\ntitle: A\n---\n\n" + "> " * 60 + "a\n",
        }
    )
    done = briefing(root, "build")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "content/articles/huge.md: 2.2 MB, larger than the limit of 2 MB (see limits in briefing.yaml)",
        "content/articles/long.md:7: a paragraph of 60,000 characters, more than the limit of 50,000 "
        "(part it; see limits in briefing.yaml)",
        "content/pages/deep.md:5: lists and quotations inside one another, more than 50 deep "
        "(see limits in briefing.yaml)",
    ]
    assert not (root / "site").exists()
    (root / "content/articles/huge.md").unlink()
    write({"briefing.yaml": SETTINGS + "limits: {line: 70000, nesting: 70}\n"})
    assert briefing(root, "build").returncode == 0


# A document beyond the limits is passed over with a line, and the others become articles.
def test_a_clean(write):
    several = "\n\n".join(STORY.replace("for Good", f"for Good in {word}") for word in ("May", "June", "July"))
    root = write(
        {
            "briefing.yaml": SETTINGS + "limits: {stories: 2, line: 50000, article_mb: 0.02}\n",
            "seeds/line.txt": f"A Bridge Is Closed for Good\n\n{'word ' * 11_000}",
            "seeds/many.txt": several.replace("4 December 2024", "By Jane Roe, 4 December 2024"),
            "seeds/long.txt": STORY + "\n\n".join(f"{PROSE[:-1]} in {n} towns." for n in range(200)),
            "seeds/good.txt": STORY,
        }
    )
    done = briefing(root, "clean")
    assert done.returncode == 1
    said = done.stderr.splitlines()
    assert said[0] == (
        "seeds/line.txt:3: a line of 54,999 characters, more than the limit of 50,000 "
        "(passed over; see limits in briefing.yaml)"
    )
    assert said[1].startswith("seeds/long.txt:1: a story of 2")
    assert said[2] == "seeds/many.txt: 3 stories, more than the limit of 2 (passed over; see limits in briefing.yaml)"
    assert len(said) == 3
    assert [path.name for path in root.glob("content/articles/*/*.md")] == ["a-bridge-is-closed-for-good.md"]


def test_limits_that_limit_nothing():
    with pytest.raises(BriefingError) as caught:
        parse_config("limits:\n  line: 1e400\n  nesting: .nan\n  stories: -1\n  article_mb: x\n", "b")
    assert [str(problem) for problem in caught.value.problems] == [
        "b:2:9: 'line' must be at least 1000",
        "b:3:12: 'nesting' must be a number, not '.nan'",
        "b:4:12: 'stories' must be at least 1",
        "b:5:15: 'article_mb' must be a number, not 'x'",
    ]


FRONT_MATTER = {
    "bomb": "\n".join(
        ["a: &a [x, x, x, x, x, x, x, x, x]"]
        + [f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]" for n in range(9)]
    ),
    "recursive": "a: &a [*a]",
    "tag": "summary: !!python/object/apply:os.system ['true']",
    "tag on text": "summary: !!python/name:os.system ''",
    "own tag": "summary: !local x",
    "binary": "summary: !!binary aGk=",
    "many keys": "\n".join(f"k{n}: 1" for n in range(30_000)),
    "one key": "k: 1\n" * 30_000,
    "deep": "a: " + "[" * 100_000,
    "deep maps": "a: " + "{a: " * 100_000,
    "indented": "\n".join(" " * n + "a:" for n in range(2_000)),
    "huge word": "story: " + "A" * 1_500_000,
    "unclosed": "a: '" + "x" * 1_500_000,
    "escapes": 'a: "' + "\\x41" * 300_000,
    "NUL": "title: a\0b",
    "tab": "a:\n\tb: 1",
    "merge": "a: &a {b: c}\nd:\n  <<: *a",
    "key is a list": "? [a, b]\n: c",
    "two documents": "a: 1\n...\nb: 2",
}


# Bounded memory, and a few short lines: in front matter, settings and the list of sources alike. That the time grows
# with the text and no faster is counted in test_linear_work.py: a clock tells how busy the machine is.
@pytest.mark.parametrize("kind", FRONT_MATTER)
def test_yaml_that_nobody_writes(kind):
    text = FRONT_MATTER[kind]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for read in (
        lambda: parse_article(f"---\ntitle: A\n{text}\n---\n\nText.\n", "a.md", ["x"]),
        lambda: parse_config(text, "briefing.yaml"),
        lambda: parse_sources(text, "sources.yaml"),
    ):
        with pytest.raises(BriefingError) as caught:
            read()
        lines = str(caught.value).splitlines()
        assert 0 < len(lines) <= 110
        assert all(len(line) < 1_000 and line.isprintable() and line.count(":") >= 2 for line in lines)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # kilobytes


# Names that point to one text, and ordinary texts with such signs, are no matter.
def test_what_only_looks_like_it():
    text = "a.txt: &post {publisher: The Post}\nb.txt: *post\nc.txt: {publisher: 'Go! *Now* & so', licence: What! *}\n"
    assert parse_sources(text, "s")["b.txt"].publisher == "The Post"


# A message is one line that a terminal shows as it is, whatever a file holds.
def test_what_a_message_shows():
    problem = Problem(Location("a\x1b[2J.md", 1), "'\x1b]0;x\x07\n\u202eabc'", "x" * 1_000)
    assert str(problem).startswith("a\\x1b[2J.md:1: '\\x1b]0;x\\x07\\n\\u202eabc' (xxx")
    assert len(str(problem)) < 500


def test_files_that_are_none(write):
    root = write({"briefing.yaml": SETTINGS})
    (root / "content/articles").mkdir(parents=True)
    os.mkfifo(root / "content/articles/pipe.md")
    done = briefing(root, "build")
    assert (done.returncode, done.stderr) == (1, "content/articles/pipe.md: not an ordinary file\n")


# A link to a file outside shows nobody's file to the world: in content, in a theme, among the documents.
def test_links_that_lead_out(write, tmp_path_factory):
    secret = tmp_path_factory.mktemp("secret") / "secret.txt"
    secret.write_text(article(PROSE) + STORY, "utf-8")
    root = write({"briefing.yaml": SETTINGS, "content/articles/good.md": article("A.", "good"), "seeds/a.txt": STORY})
    (root / "seeds/link.txt").symlink_to(secret)
    (root / "seeds/inside.txt").symlink_to("a.txt")
    done = briefing(root, "clean")
    assert done.stderr == (
        "seeds/link.txt: a link that leads out of its folder (passed over; put the file itself there)\n"
    )
    (root / "content/articles/link.md").symlink_to(secret)
    (root / "content/articles/inside.md").symlink_to("good.md")
    done = briefing(root, "build")
    assert "content/articles/link.md: a link that leads out of the project (put the file itself there)" in done.stderr
    (root / "content/articles/link.md").unlink()
    (root / "content/articles/inside.md").unlink()
    write({"briefing.yaml": SETTINGS + "theme: mine\n", "themes/mine/static/a.css": "a{}"})
    (root / "themes/mine/static/secret.txt").symlink_to(secret)
    done = briefing(root, "build")
    assert done.stderr.startswith("themes/mine/static/secret.txt: a link that leads out of the project")
    assert not (root / "site").exists()


# Names that one file system tells apart and another does not.
def test_ids_that_are_one_somewhere(write):
    root = write(
        {
            "briefing.yaml": SETTINGS,
            "content/articles/a.md": article("Text.").replace("id: a", "id: Café"),
            "content/articles/b.md": article("Text.", "b").replace("id: b", "id: cafe\u0301"),
        }
    )
    done = briefing(root, "build")
    assert done.returncode == 1
    assert "content/articles/b.md:4:1: the id" in done.stderr
    assert "is taken by content/articles/a.md" in done.stderr


# The parser of saved pages compares each attribute of an element with all others: 20,000 of them took it 12 seconds.
@pytest.mark.parametrize("attribute", ["a{}=1 ", "a{} ", "a{}='x y' ", 'a{}="<p>"', "a{}/"])
def test_an_element_of_countless_attributes(write, attribute):
    crowd = "".join(attribute.format(number) for number in range(20_000))
    page = "<!DOCTYPE html><html><title>A Bridge</title>\n<body><div {}><p>" + f"{PROSE} {PROSE}</p></body></html>"
    few = "".join(attribute.format(number) for number in range(100))
    files = {"seeds/crowd.html": page.format(crowd), "seeds/few.html": page.format(few), "seeds/story.txt": STORY}
    done = briefing(write(files | {"briefing.yaml": SETTINGS}), "clean", "--jobs", "1")
    assert done.returncode == 1
    assert done.stderr == "seeds/crowd.html:2: an element with more than 200 attributes (passed over)\n"
    assert done.stdout.startswith("2 documents read; 1 article written")
