"""When two texts are one story: a copy, an edit, one that lost its lead; and when they share the background alone."""

import pytest

from generator.ingest.merge import group, outline
from generator.model import Block, Document, Kind, Story

LEAD = "Forty herders of the lake district went home on Monday, after the water had gone back from their huts."
OTHER = "The council of the harbour will build houses of eighty planks for whoever lost a hut, its clerk has announced."
OWN = "Nine pumps of the harbour ran for eleven days and nights before the last of the boats could be taken away."
BACKGROUND = (
    "The lake rose in spring by two hands, which the elders of the far bank had seen once before. "
    "Ferrymen carried sheep and ovens up to the pass, and the school taught its three classes in one tent. "
    "The district has counted sixty huts under water, four mills, and the bridge that was mended last autumn."
)


def told(title, *paragraphs):
    blocks = tuple(Block(number, Kind.PARAGRAPH, text) for number, text in enumerate(paragraphs, 2))
    return Story((Document("a.txt", "a.txt", b"", "0" * 64),), title, blocks, True)


@pytest.mark.parametrize(
    "other, stories",
    [
        (told("Houses of Eighty Planks", OTHER, BACKGROUND), 2),
        (told("Houses of Eighty Planks", OTHER, OWN, BACKGROUND), 1),
        (told("A Lake Goes Back", LEAD, BACKGROUND), 1),
        (told("A Lake Goes Back", BACKGROUND), 1),
        (told("Herders Return Home", OTHER, BACKGROUND), 1),
    ],
    ids=["background alone", "most of it", "another headline", "its lead lost", "the very same headline"],
)
def test_background(other, stories):
    first = told("Herders Return Home", LEAD, OWN, BACKGROUND)
    assert len(list(group([outline(first), outline(other)]))) == stories
