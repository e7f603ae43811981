"""What is skipped or done in a quicker way gives what the long way gives."""

from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from effort import examples
from ftfy import fix_text
from hypothesis import given
from hypothesis import strategies as st

from generator.dumping import _Dumper, dump_header
from generator.ingest import patterns, repair
from generator.ingest.lookup import offsets, pieces_of
from generator.ingest.phrases import Finders, PhraseFinder
from generator.ingest.repair import replaced
from generator.ingest.sharing import sharing
from generator.ingest.shingles import containment, shingles
from generator.ingest.words import WORD, count_words, words

DOCUMENTS = Path(__file__).parent / "quality" / "documents"
NOISE = Path(__file__).parent / "fixtures" / "clean" / "noise.md"
SOUND = st.text("abcXYZ 019.,;:!?-–—‘’“”«»…()[]<>#\t'\"АБВГРСУабврстуЁё", max_size=60)
ANY = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


# The text that a repair passes over is text that it would not change, runs of spaces aside.
@examples(500)
@given(SOUND)
def test_sound_text_needs_no_repair(text):
    if not repair._DOUBTFUL.search(text):
        assert fix_text(text, repair._CONFIG) == text
        assert repair.repair(text) == repair._repair_once(text)


# No word goes across white space, whatever counts as such.
@examples(300)
@given(st.one_of(ANY, st.text("ab_'’-\u2011 \t\u00a0\u2028éЯ1²", max_size=40)))
def test_words_are_found_piece_by_piece(text):
    assert words(text) == WORD.findall(text)
    assert count_words(text) == len(WORD.findall(text))
    pieces = pieces_of(text)
    assert [text[at : at + len(piece)] for at, piece in zip(offsets(text, pieces), pieces, strict=True)] == pieces


# YAML that is written directly is what PyYAML writes.
VALUES = st.one_of(
    st.text("aбZ019 ?:-#,[]{}&*!|>'\"%@`.~=<+_\u00a0\n\t“—", max_size=9),
    st.sampled_from("true no null 2024-12-04 12:30 0x1f 1e5 1.5 --- ... - a:b a:_b =".replace("_", " ").split(" ")),
    st.none(),
    st.booleans(),
)
TEXTS = VALUES.filter(lambda value: isinstance(value, str))


@examples(150)
@given(VALUES, st.lists(TEXTS, max_size=3), st.lists(st.fixed_dictionaries({"x": VALUES, "y": VALUES}), max_size=2))
def test_front_matter_is_written_as_pyyaml_writes_it(value, items, entries):
    header = {"a": value, "b": items, "c": entries}
    written = yaml.dump(header, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=2**31 - 1)
    assert dump_header(header) == written


# The forms that are tried on a line are all that could match it: as if all had been tried, in the order of the file.
@pytest.mark.parametrize("part", range(4))
def test_no_noise_pattern_is_passed_over(part):
    texts = [NOISE, *sorted(DOCUMENTS.glob("*.txt"))]
    lines = {line for path in texts for line in path.read_bytes().decode("utf-8", "replace").split("\n")}
    for line in sorted(line.strip() for line in lines if len(line) < 200)[part::8]:
        plain = replaced(line, patterns._PLAIN)
        count = count_words(plain)
        forms = (form for form in patterns._read() if count <= form.rule.words and form.matches(plain))
        assert patterns.find(line) == next((form.rule for form in forms), None), line


# Phrases are found in one go as each finder finds them alone; the longest wins, and none overlaps another.
@examples(60)
@given(st.lists(st.sampled_from("South Sudan sudan Sudanese New York's New-York , . north".split()), max_size=12))
def test_finders_together_find_what_each_finds_alone(pieces):
    text = " ".join(pieces)
    finders = [
        PhraseFinder(["Sudan", "South Sudan", "New York"], ignore_case=False),
        PhraseFinder(["sudan*", "york", "new york*"], ignore_case=True),
    ]
    assert list(Finders(finders).find(text)) == [finder.find(text) for finder in finders]
    for hits in Finders(finders).find(text):
        assert all(first.end <= second.start for first, second in pairwise(hits))


# The pairs that the sketches give are those that comparing all with all gives, where no shingle is common.
@examples(100)
@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=14), max_size=8))
def test_sharing_pairs_all_that_share_enough(texts):
    sketches = [shingles(" ".join(letters)) for letters in texts]
    pairs = {
        (one, two)
        for two in range(len(sketches))
        for one in range(two)
        if min(len(sketches[one]), len(sketches[two])) and containment(sketches[one], sketches[two]) >= 0.5
    }
    assert set(sharing(sketches, 0.5)) == pairs
