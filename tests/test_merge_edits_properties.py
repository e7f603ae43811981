"""Whatever an editor and the cleaner did to an article, no line of either is lost, and nothing is invented."""

from collections import Counter

from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest.edits import merge_edits
from generator.ingest.edits_body import merge_bodies
from generator.ingest.edits_header import merge_headers

WORDS = st.sampled_from(
    "One. Two. Three. Four. - item|- other|> said.|| a | b |".replace(". ", ".|").split("|")
).filter(bool)
BODIES = st.lists(WORDS, min_size=1, max_size=8)
BLANKS = st.sampled_from(["\n\n", "\n\n\n", "\n"])


@st.composite
def edited(draw, lines):
    """Return lines after some edits: taken out, changed, added, moved."""
    result = list(lines)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(result)))
        what = draw(st.sampled_from(["add", "change", "remove", "move"]))
        text = draw(st.one_of(WORDS, st.text("xyz .", min_size=1, max_size=5).filter(str.strip)))
        if what == "add" or at >= len(result):
            result.insert(at, text)
        elif what == "change":
            result[at] = text
        elif len(result) > 1:
            line = result.pop(at)
            if what == "move":
                result.insert(draw(st.integers(0, len(result))), line)
    return result


@st.composite
def versions(draw):
    base = draw(BODIES)
    blank = draw(BLANKS)
    return "\n\n".join(base) + "\n", blank.join(draw(edited(base))) + "\n", "\n\n".join(draw(edited(base))) + "\n"


def counted(text):
    return Counter(line.rstrip() for line in text.splitlines() if line.strip())


# Whatever the editor wrote is there afterwards, in its order, and whatever the cleaner wrote is there or in a clash.
@examples(500)
@given(versions())
def test_no_line_is_lost(three):
    base, mine, theirs = three
    merged, clashes = merge_bodies(base, mine, theirs)
    assert not (counted(mine) - counted(base)) - counted(merged)
    told = " ".join(clash.wanted for clash in clashes)
    assert not [line for line in counted(theirs) - counted(base) - counted(merged) if line.strip() not in told]
    # Nothing is invented, and a second run has nothing to do.
    assert not counted(merged) - counted(mine) - counted(theirs)
    assert merge_bodies(theirs, merged, theirs) == (merged, ())
    assert merge_bodies(base, base, theirs)[0].split() == theirs.split()
    assert merge_bodies(base, mine, base) == (mine, ())


KEYS = "title summary topics countries complete".split()
VALUES = st.sampled_from(["A", "'B: C'", "[a, b]", "[]", "null", "true", "2024-12-04", '"x # y"', "Ж — «да»"])
COMMENTS = st.sampled_from(["", "  # mine", " # "])


@st.composite
def headers(draw):
    base = {key: draw(VALUES) for key in KEYS}
    mine = {key: draw(VALUES) if draw(st.booleans()) else value for key, value in base.items()}
    theirs = {key: draw(VALUES) if draw(st.booleans()) else value for key, value in base.items()}
    order = draw(st.permutations(KEYS))
    own = "".join(
        f"{draw(st.sampled_from(['', '# above' + chr(10), chr(10)]))}{key}: {mine[key]}{draw(COMMENTS)}\n"
        for key in order
    )
    return base, mine, theirs, order, own


# Every comment and the order of the keys stay, and each key has the value that it should.
@examples(500)
@given(headers())
def test_front_matter_keeps_its_comments_and_order(given_headers):
    base, mine, theirs, order, own = given_headers
    written = ["".join(f"{key}: {value}\n" for key, value in side.items()) for side in (base, theirs)]
    merged, clashes = merge_headers(written[0], own, written[1])
    assert own.count("#") - sum(v.count("#") for v in mine.values()) == merged.count("#") - sum(
        merged.count(f'{key}: "x # y"') for key in KEYS
    )
    assert [line.split(":")[0] for line in merged.splitlines() if line[:1].isalpha()] == list(order)
    clashing = {clash.key for clash in clashes}
    for key in KEYS:
        expected = theirs[key] if mine[key] == base[key] else mine[key]
        assert f"{key}: {expected}" in merged
        assert (key in clashing) == (theirs[key] not in (base[key], mine[key]) and mine[key] != base[key])
        for clash in clashes:
            assert merged.splitlines()[clash.line].startswith(clash.key + ":")


HEAD = "---\ntitle: A\nslug: a\nid: x\n---\n\n"


@examples(100)
@given(versions())
def test_no_line_of_a_file_is_lost(three):
    base, mine, theirs = (HEAD + text for text in three)
    merged, clashes = merge_edits(base, mine, theirs)
    assert merged.startswith(HEAD)
    assert not (counted(mine) - counted(base)) - counted(merged)
    assert all(0 < clash.line <= len(merged.splitlines()) for clash in clashes)
