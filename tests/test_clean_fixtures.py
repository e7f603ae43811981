"""The cleaner's rules on cases that are data: tests/fixtures/clean."""

import pytest
from cases import read_cases

from generator.ingest.blocks import escape
from generator.ingest.boilerplate import judge
from generator.ingest.dateline import take_off
from generator.ingest.dates import is_date_line, mentions
from generator.ingest.readers import text as text_reader
from generator.ingest.run_in import find_headings
from generator.ingest.split import is_article, split
from generator.ingest.structure import restore
from generator.ingest.summary import summarise
from generator.model import Block, Kind
from generator.sentences import sentences


def flattened(case):
    return case.input.replace("␉", "\t").replace("␠", " ")


# Each line of a page alone: the rule that drops it, `date` for a date line, `kept` for what stays.
@pytest.mark.parametrize("case", read_cases("clean/noise.md"))
def test_noise(case):
    got = []
    for line in flattened(case).splitlines():
        verdicts = judge(text_reader.read(line).blocks)
        rules = {b.rule or "kept" for b in verdicts}
        got.append("date" if any(b.kind is Kind.DATE for b in verdicts) else " + ".join(sorted(rules)))
    assert "\n".join(got) == case.expected


# A whole document: its stories, and what becomes of every block.
@pytest.mark.parametrize("case", read_cases("clean/documents.md"))
def test_documents(case):
    signs = {Kind.HEADING: "## ", Kind.ITEM: "* ", Kind.STANDFIRST: "^ ", Kind.TABLE: "| ", Kind.QUOTE: "> "}
    lines = []
    for span in split(judge(text_reader.read(flattened(case)).blocks)):
        lines.append(f"= {span.title}" if is_article(span) else "= no article")
        for block in restore(span.blocks):
            if block.kind is Kind.TITLE:
                continue
            words = block.text.replace("\n", " / ").split()
            short = " ".join(words if len(words) <= 8 else [*words[:4], "...", *words[-3:]])
            lines.append(f"{signs.get(block.kind, '')}{short}" if block.kept else f"- {block.rule}: {short}")
    assert "\n".join(lines) == case.expected


# A flattened body: each sentence on a line, headings that were glued to one marked.
@pytest.mark.parametrize("case", read_cases("clean/run_in.md"))
def test_run_in_headings(case):
    pieces = sentences(case.input)
    found = find_headings(pieces, case.input)
    assert "\n".join(found[n].heading for n in sorted(found)) == case.expected


@pytest.mark.parametrize("case", read_cases("clean/dates.md"))
def test_dates(case):
    got = []
    for line in case.input.splitlines():
        days = ", ".join(f"{m.year or '?'}-{m.month:02}-{m.day:02}" for m in mentions(line)) or "none"
        got.append(f"{'line' if is_date_line(line) else 'text'}: {days}")
    assert "\n".join(got) == case.expected


@pytest.mark.parametrize("case", read_cases("clean/datelines.md"))
def test_datelines(case):
    assert "\n".join(take_off(line)[0] or "none" for line in case.input.splitlines()) == case.expected


@pytest.mark.parametrize("case", read_cases("clean/summaries.md"))
def test_summaries(case):
    blocks = [
        Block(1, Kind.STANDFIRST if line.startswith("^ ") else Kind.PARAGRAPH, line.removeprefix("^ "))
        for line in case.input.splitlines()
    ]
    assert summarise(blocks) == case.expected


@pytest.mark.parametrize("case", read_cases("clean/escapes.md"))
def test_escapes(case):
    assert "\n".join(escape(line) for line in case.input.splitlines()) == case.expected
