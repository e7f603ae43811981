"""Score what the cleaner makes of labelled documents. The labels say what a careful editor gets out of them."""

import difflib
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from generator.ingest import merge
from generator.ingest.article import distinct, to_article
from generator.ingest.facts.reading import FactReader
from generator.ingest.repair import fold
from generator.ingest.stories import harvest
from generator.ingest.topics import Tagger
from generator.model import Document


@dataclass
class Score:
    """Counts of what was found, by measure: (right, given, wanted)."""

    counts: dict[str, Counter] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)

    def add(self, measure, right=0, given=0, wanted=0):
        self.counts.setdefault(measure, Counter()).update(right=right, given=given, wanted=wanted)

    def precision(self, measure):
        count = self.counts[measure]
        return count["right"] / count["given"] if count["given"] else 1.0

    def recall(self, measure):
        count = self.counts[measure]
        return count["right"] / count["wanted"] if count["wanted"] else 1.0

    def f1(self, measure):
        precision, recall = self.precision(measure), self.recall(measure)
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def flat(text):
    text = re.sub(r"\\([\\`*_{}\[\]()#+\-.!|<>~$&\"'])", r"\1", text)
    text = text.replace("&lt;", "<").replace("&amp;", "&")
    text = re.sub(r"^(?:#+|>|-|\d+\.) ", "", text, flags=re.M)
    return fold(re.sub(r"\s*\|\s*(?:---\s*\|\s*)*", " | ", text))


def _bare_end(text):
    return re.sub(r"[\s,.…\"'|\[\]()!?;:-]+$", "", text)


def _where(harvests, phrase):
    for gathered in harvests:
        for block in gathered.blocks:
            if flat(phrase) in fold(block.text.replace("\t", " | ")):
                return f"line {block.line}: {block.rule or 'kept'}"
    return "in no block"


def load_labels(folder: Path):
    """Return the labels by document path: one YAML file beside each document."""
    labels = {}
    for label in sorted(folder.glob("*.yaml")):
        document = next(p for p in folder.glob(label.stem + ".*") if p.suffix != ".yaml")
        labels[document] = yaml.safe_load(label.read_text("utf-8"))
    return labels


def score(labels, topics):
    """Clean the labelled documents together, and compare."""
    result = Score()
    stories, harvests = [], {}
    for path in labels:
        document = Document(path.name, str(path), path.read_bytes(), "0" * 64)
        harvests[path] = harvest(document)
        stories += harvests[path].stories
    tagger = Tagger(topics)
    articles = tuple(distinct([to_article(story, tagger, FactReader(()), {}) for story in merge.merge(stories)]))
    wanted = {}
    for path, label in labels.items():
        for article in label["articles"]:
            entry = wanted.setdefault(article["id"], {"documents": set(), "labels": [], "drop": [], "harvests": []})
            entry["harvests"].append(harvests[path])
            entry["documents"].add(path.name)
            entry["labels"].append(article)
            entry["drop"] += label.get("drop", [])
    used = set()
    for key, entry in wanted.items():
        _score_article(result, key, entry, articles, used)
    for article in articles:
        result.add("articles", given=1)
        if article.id not in used:
            result.findings.append(f"{article.sources[0].document}: extra article {article.title!r}")
    for path, label in labels.items():
        titles = {fold(stub.title) for stub in harvests[path].stubs}
        for stub in label.get("stubs", []):
            found = fold(stub) in titles
            result.add("stubs", right=found, wanted=1)
    return result


def _score_article(result, key, entry, articles, used):
    label = max(entry["labels"], key=lambda a: (a.get("complete", True), a.get("title") is not None))
    titles = [a["title"] for a in entry["labels"] if a.get("title")] or [label["start"]]

    def likeness(given):
        return max(difflib.SequenceMatcher(None, fold(given), fold(title)).ratio() for title in titles)

    result.add("articles", wanted=1)
    candidates = [
        (likeness(a.title) + (fold(label["start"]) in flat(a.body)), n)
        for n, a in enumerate(articles)
        if {s.document for s in a.sources} & entry["documents"] and a.id not in used
    ]
    ratio, number = max(candidates, default=(0, -1))
    if ratio < 0.85:
        result.findings.append(f"{key} {sorted(entry['documents'])}: no article (best {ratio:.2f})")
        for _ in label.get("keep", []):
            result.add("kept", wanted=1)
        return
    article = articles[number]
    used.add(article.id)
    result.add("articles", right=1)

    def say(what):
        result.findings.append(f"{key} {sorted(entry['documents'])}: {what}")

    if likeness(article.title) < 0.9 and label.get("title"):
        say(f"title is {article.title!r}")
    else:
        result.add("titles", right=1)
    result.add("titles", given=1, wanted=1)
    sources = {s.document for s in article.sources}
    result.add("sources", right=sources == entry["documents"], given=1, wanted=1)
    if sources != entry["documents"]:
        say(f"sources are {sorted(sources)}")
    text = flat(article.body)
    right = fold(label["start"]) in text[: len(fold(label["start"])) + 60]
    result.add("start", right=right, given=1, wanted=1)
    if not right:
        say(f"starts {text[:70]!r}")
    right = _bare_end(text).endswith(_bare_end(fold(label["end"])))
    result.add("end", right=right, given=1, wanted=1)
    if not right:
        say(f"ends {text[-70:]!r}")
    for phrase in label.get("keep", []):
        there = flat(phrase) in text
        result.add("kept", right=there, wanted=1)
        if not there:
            say(f"lost {phrase!r}, {_where(entry['harvests'], phrase)}")
    for phrase in (phrase for phrase in entry["drop"] if len(flat(phrase)) > 2):
        gone = flat(phrase) not in text
        result.add("noise", right=not gone, wanted=1)
        if not gone:
            say(f"noise left {phrase!r}")
    headings = {fold(h) for h in re.findall(r"^#{2,6} +(.+)$", re.sub(r"\\(.)", r"\1", article.body), re.M)}
    expected = {fold(h) for h in label.get("headings", [])}
    result.add("headings", right=len(headings & expected), given=len(headings), wanted=len(expected))
    for heading in sorted(headings - expected):
        say(f"not a heading {heading!r}")
    for heading in sorted(expected - headings):
        say(f"heading missing {heading!r}")
    right = article.complete == label.get("complete", True)
    result.add("complete", right=right, given=1, wanted=1)
    if not right:
        say(f"complete is {article.complete}")
    dates = {a["date"] for a in entry["labels"] if a.get("date")}
    if dates:
        right = article.date in dates
        result.add("date", right=right, given=1, wanted=1)
        if not right:
            say(f"date {article.date} ({article.date_basis}), not {sorted(dates)}")
    elif article.date_basis and article.date_basis.value == "stated":
        say(f"date {article.date} passed off as stated")
        result.add("date", given=1)
    for measure in ("topics", "countries"):
        must = {x for a in entry["labels"] for x in a.get(measure) or []}
        may = must | {x for a in entry["labels"] for x in a.get(measure + "_optional") or []}
        got = set(getattr(article, measure))
        result.add(measure, right=len(got & must), given=len(got - (may - must)), wanted=len(must))
        if measure == "topics":
            for topic in must | (got - (may - must)):
                result.add(f"topic {topic}", right=topic in got & must, given=topic in got, wanted=topic in must)
        if must - got:
            say(f"{measure} missing {sorted(must - got)}")
        if got - may:
            say(f"{measure} wrong {sorted(got - may)}")
