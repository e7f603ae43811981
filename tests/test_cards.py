"""The pictures beside a link: real PNGs that need no library, the same bytes everywhere, drawn from the content."""

import struct
import zlib

from hypothesis import given
from hypothesis import strategies as st
from making import article, site

from generator.publish.cards import cards
from generator.publish.png import png

PALETTE = [(number, 255 - number, 7) for number in range(256)]


def read(data):
    """Return the palette and the rows of a PNG as any reader would."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, at = {}, 8
    while at < len(data):
        [length] = struct.unpack(">I", data[at : at + 4])
        kind, content = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length]) == (zlib.crc32(kind + content),)
        chunks[kind] = content
        at += length + 12
    width, height, depth, colour = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    assert (depth, colour) == (8, 3)
    lines = zlib.decompress(chunks[b"IDAT"])
    assert len(lines) == height * (width + 1)
    rows = [lines[at + 1 : at + 1 + width] for at in range(0, len(lines), width + 1)]
    palette = [tuple(chunks[b"PLTE"][at : at + 3]) for at in range(0, len(chunks[b"PLTE"]), 3)]
    return palette, rows


# Runs of every length, of bytes of both code lengths, come back as they were.
@given(st.lists(st.tuples(st.sampled_from([0, 1, 3, 143, 144, 255]), st.integers(1, 700)), min_size=1, max_size=12))
def test_any_row_survives(runs):
    row = b"".join(bytes([colour]) * length for colour, length in runs)
    assert read(png([row, row[::-1]], PALETTE)) == (PALETTE, [row, row[::-1]])


def test_every_length_of_a_run():
    for length in range(1, 300):
        row = b"\1" + b"\2" * length + b"\1"
        assert read(png([row], PALETTE))[1] == [row], length


def made(*articles):
    return {plan.path: plan.make() for plan in cards(site(articles, ["one", "two"]))}


def test_one_for_the_site_and_one_for_each_topic():
    pictures = made(
        article("a", topics=["one"], countries=("Kenya",)), article("b", topics=["two"], countries=("Uganda",))
    )
    assert sorted(pictures) == ["static/cards/home.png", "static/cards/topics/one.png", "static/cards/topics/two.png"]
    for data in pictures.values():
        palette, rows = read(data)
        assert (len(rows[0]), len(rows)) == (1200, 630)
        assert set(b"".join(rows)) <= set(range(len(palette)))
        assert len(data) < 40_000
    one, two = (read(pictures[f"static/cards/topics/{slug}.png"]) for slug in ("one", "two"))
    assert one[1] != two[1]
    assert one[0] != two[0]


# Without a country that can be drawn there is still a picture, with the topic's mark.
def test_nothing_to_map():
    _, rows = read(made(article("a", topics=["one"]))["static/cards/topics/one.png"])
    assert set(b"".join(rows)) == {0, 2, 6}
