"""Where sentences begin and end, whatever the text is made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.sentences import sentence_spans

# Letters, marks and blanks of every kind, close together: what a splitter stumbles over.
CROWDED = st.text("aA1éБ中 .!?“”\"'()«»…\n\t\u00a0\u2003\u2009\u3000\u200d\u0301😀")


@given(CROWDED | st.text())
def test_spans_hold_every_word_and_nothing_else(text):
    spans = sentence_spans(text)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(start < end for start, end in spans)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)


# sentencex 1.0.32 panics on each of these, which no `except Exception` would stop.
@pytest.mark.parametrize("gap", ["\u00a0", "\u2003", " \u3000", "\u202f\u202f", "\x85"])
def test_a_wide_blank_before_a_full_stop(gap):
    text = f"He met A{gap}. Bek came late."
    assert " ".join(text[start:end] for start, end in sentence_spans(text)) == text
