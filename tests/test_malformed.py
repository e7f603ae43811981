"""Malformed inputs through the real commands: each gives the right outcome or clear errors, as tests/fixtures/malformed
holds them; never a traceback, never a hang.

In the fixtures `\\x0a` is a byte. What is expected is what the command says on stderr; nothing means that it is right.
"""

import re
import shutil

import pytest
from cases import FIXTURES, read_cases
from running import briefing

ARTICLE = "---\ntitle: A\nslug: a\nid: a\n---\n\nText.\n"
# The packaged settings, which hold where there are none, take longer to read than the rest.
SETTINGS = {
    "briefing.yaml": "topics: {borders: {title: Borders, measures: {border-length: "
    "{title: Length, unit: km, between: true, terms: ['border is #']}}}}\n"
}
# Where the input of each fixture file goes, what else there is, and the command.
KINDS = {
    "front_matter": ("content/articles/a.md", SETTINGS, ["build"]),
    "settings": ("briefing.yaml", {"content/articles/a.md": ARTICLE}, ["build"]),
    "sources": ("seeds/sources.yaml", {"seeds/a.txt": "Words.\n"}, ["clean"]),
    "documents": ("seeds/a.txt", {}, ["clean"]),
    "templates": (
        "themes/mine/templates/404.html",
        {"briefing.yaml": "theme: mine\n", "content/articles/a.md": ARTICLE},
        ["build"],
    ),
}
LINE = re.compile(r"[^:\n]+(:\d+){0,2}: .+")


def run(kind, text, write):
    name, others, command = KINDS[kind]
    data = re.sub(rb"\\x([0-9a-f]{2})", lambda match: bytes.fromhex(match[1].decode()), text.encode())
    root = write({**others, name: data})
    return root, briefing(root, *command)


@pytest.mark.parametrize("kind", KINDS)
def test_malformed(kind, write, rewrite):
    wrong = []
    # The last one first, so that what is rewritten moves none of the others.
    for param in reversed(read_cases(f"malformed/{kind}.md")):
        case = param.values[0]
        root, done = run(kind, case.input, write)
        if rewrite:
            _rewrite(kind, case, done.stderr)
        elif done.stderr.rstrip("\n") != case.expected:
            wrong.append(f"{case.place} {case.title}: {done.stderr}")
        # An error is one line with its place; then nothing was written. A document alone does not stop the others.
        assert all(LINE.fullmatch(line) for line in done.stderr.splitlines()), done.stderr
        assert done.returncode == bool(done.stderr), case.place
        if (root / "site").exists():
            assert not done.returncode
            shutil.rmtree(root / "site")
    assert not wrong, "\n".join(wrong)


def _rewrite(kind, case, said):
    path = FIXTURES / "malformed" / f"{kind}.md"
    lines = path.read_text("utf-8").splitlines()
    first = int(case.place.rpartition(":")[2]) - 1
    points = [at for at in range(first, len(lines)) if lines[at] == "."][:3]
    lines[points[1] + 1 : points[2]] = said.splitlines()
    path.write_text("\n".join(lines) + "\n", "utf-8")


def test_there_are_enough_of_them():
    assert sum(len(read_cases(f"malformed/{kind}.md")) for kind in KINDS) >= 150
