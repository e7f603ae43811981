"""Payloads: what tests/fixtures/hostile/techniques.yaml lists, put together; and digests full of them."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import yaml
from running import addresses

from generator.publish.feed_check.content import wrong_content
from generator.publish.markup import render
from generator.safe_html import relink
from generator.urls import resolve

TECHNIQUES = Path(__file__).parent.parent / "fixtures" / "hostile" / "techniques.yaml"
HOST = "foreign.test"  # never resolved (RFC 6761)
BASE_URL = "https://digest.test/"
MEASURE = "people"
ALIAS = "/old'onload=hit({0})'/&lt;img+src=x+onerror=hit({0})&gt;/"
PERIODS = ("2024", "2024-03", "2024-03-05", "by 2024-03")


@dataclass(frozen=True)
class Payload:
    """A text that would call `hit(number)` or ask foreign.test for `/number`, if anything let it; and what it tries."""

    number: int
    text: str
    technique: str


def payloads(everything):
    """Return all payloads, or of the long products (way out by element, carrier by address) only every so many."""
    known = yaml.safe_load(TECHNIQUES.read_text("utf-8"))
    forms = [("text", "", text) for text in known["texts"]]
    for row, way in enumerate(known["ways_out"]):
        for column, element in enumerate(known["elements"]):
            if everything or row == 0 or (row + column) % len(known["ways_out"]) == 0:
                forms.append(("element", way, element))
    for row, carrier in enumerate(known["carriers"]):
        for column, address in enumerate(known["addresses"]):
            if everything or row == 0 or (row + column) % 12 == 0:
                forms.append(("carrier", address, carrier))
    made = []
    for number, (kind, first, second) in enumerate(forms, 1):
        plain = {"js": f"hit({number})", "spy": f"{HOST}/{number}", "n": str(number)}
        # Without a way out as it is, so that it is known whether the element runs anything; else in turn.
        calls = known["calls"] if everything and not first else [known["calls"][number % 6 if first else 0]]
        for call in calls if kind == "element" else [""]:
            filled = plain | {"call": filled_in(call, plain)}
            filled["url"] = filled_in(first, plain)
            text = filled_in(second, filled)
            technique = first if kind == "carrier" else second
            made.append(Payload(number, first + text if kind == "element" else text, technique))
    return made


def filled_in(text, values):
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text.replace("{{", "{").replace("}}", "}") if "<style>" in text else text


def groups(items, size):
    return [items[start : start + size] for start in range(0, len(items), size)]


def digest(made, size):
    """Return the files of a digest whose every text field holds payloads, `size` of them in each article."""
    files = {"briefing.yaml": yaml.safe_dump(settings(groups(made, size)[0]), allow_unicode=True)}
    for number, group in enumerate(groups(made, size)):
        files[f"content/articles/a{number}.md"] = article(number, group)
        files[f"content/.clean/origins/id-{number}.txt"] = origin(group)
        files[f"content/pages/page-{number}.md"] = page(group)
    expired = {"slug": "gone", "id": "gone", "expires": "2025-01-01", "aliases": [ALIAS.format("gone")]}
    files["content/articles/gone.md"] = article(0, made[:size], **expired)
    files["content/topics/topic.md"] = page(made[:size])
    return files


def settings(group):
    said = " ".join(one.text for one in group)
    measure = {"title": said, "unit": "people", "counts": ["people"], "terms": ["moved"]}
    topic = {"title": said, "description": said, "terms": {"bridge": 9}, "measures": {MEASURE: measure}}
    return {
        "title": said, "description": said, "base_url": BASE_URL, "id": said, "topics": {"topic": topic},
        "sources": {one.text.strip(): {"url": f"https://a.test/{one.text}", "licence": one.text} for one in group},
    }  # fmt: skip


def article(number, group, **more):
    texts = [one.text for one in group]
    said = " ".join(texts)
    # Each country and each week has pages of its own: few of either, and all payloads on them.
    header = {
        "title": said, "slug": f"a{number}", "id": f"id-{number}" if number % 4 else shown(said) + str(number),
        "date": f"2024-0{number % 2 + 1}-0{number // 9 % 9 + 1}", "topics": ["topic"], "story": f"s{number // 3}",
        "countries": ["Kenya", said], "summary": said, "aliases": [ALIAS.format(number)],
        "sources": [
            {"document": one, "publisher": one, "url": f"https://a.test/{one}", "licence": one} for one in texts
        ],
        "key_points": [{"text": one, "sentence": one} for one in texts],
        "figures": [
            {"measure": MEASURE, "value": 5 + at, "unit": one, "of": one, "where": [one], "said": one, "sentence": one}
            for at, one in enumerate(texts)
        ],
        "events": [
            {"when": PERIODS[at % 4], "text": one, "sentence": one} for at, one in enumerate(texts)
        ],
    } | more  # fmt: skip
    return f"---\n{yaml.safe_dump(header, allow_unicode=True)}---\n\n{body(fitting(texts))}"


def shown(text):
    """Return a text as an id can hold it."""
    return "".join(char for char in text if char.isprintable())


def body(texts):
    shapes = ("{}", "> {}", "- {}", "# {}", "    {}", "`{}`", "| a |\n|---|\n| {} |", "Words before, {} and after.")
    written = [text if at % 3 else shapes[at // 3 % 8].replace("{}", text) for at, text in enumerate(texts)]
    return "\n\n".join(["The bridge is open.", *written, ""])


def origin(group):
    said = [" ".join(one.text.split()).replace("\t", " ") for one in group]
    lines = [f"=\tused\t{said[0]}", *(f"{at}\tkept\t{one}\t3\t{one}" for at, one in enumerate(said, 1))]
    return "\n".join([*lines, ""])


def fitting(texts):
    return [fit(one) for one in texts if fit(one)]


def fit(text):
    """Return a payload as a body can hold it: a link that leads to no page and to no host is an error of the build."""
    text = re.sub(r"\b(src|href)(\s*=\s*)[xy]\b", r"\1\2/static/icon.svg", text)
    shown = relink(render(text), lambda address: resolve(address, "/a/"))
    lost = [one for one in addresses(shown) if one.startswith("/") and one != "/static/icon.svg"]
    return "" if lost or wrong_content(relink(shown, lambda address: urljoin(BASE_URL, address))) else text


def page(group):
    header = {"title": " ".join(one.text for one in group)}
    return f"---\n{yaml.safe_dump(header, allow_unicode=True)}---\n\n{body(fitting([one.text for one in group]))}"


def documents(made, size):
    """Return raw documents, as texts and as saved pages, with payloads among sentences that a story is made of."""
    files = {}
    sentence = "The mayor said on Monday that the bridge would be closed until the end of the year, for good reasons."
    listed = {}
    for number, group in enumerate(groups(made, size)):
        lines = [f"{one.text} {sentence}\n\n{sentence} {one.text}" for one in group]
        files[f"seeds/d{number}.txt"] = "\n\n".join([f"A Bridge Is Closed {group[0].text}", *lines, sentence])
        inner = "".join(f"<p>{sentence} {one.text}</p><p>{sentence}</p>" for one in group)
        head = f"<title>A Bridge in Town {number} {group[0].text}</title>"
        files[f"seeds/d{number}.html"] = f"<!DOCTYPE html><html><head>{head}</head><body><article>{inner}</article>"
        for ending in ("txt", "html"):
            listed[f"d{number}.{ending}"] = {
                "publisher": group[0].text, "url": f"https://a.test/{group[0].text}", "licence": group[-1].text,
            }  # fmt: skip
    files["seeds/sources.yaml"] = yaml.safe_dump(listed, allow_unicode=True)
    return files
