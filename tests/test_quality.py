"""How well the cleaner does on labelled documents, with floors that only go up."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from quality.scoring import load_labels, score

from generator.config import parse_config

HERE = Path(__file__).parent
CHECKOUT = HERE.parent
SHARED = CHECKOUT.parent / "shared"

# Measured figures, rounded down: raise them with the cleaner, never lower them.
FLOORS = {
    "articles precision": 0.997,
    "articles recall": 1.0,
    "titles recall": 0.994,
    "start recall": 0.994,
    "end recall": 0.994,
    "kept recall": 0.9987,
    "complete recall": 0.997,
    "headings precision": 0.989,
    "headings recall": 0.882,
    "sources recall": 1.0,
    "stubs recall": 0.962,
    "date precision": 1.0,
    "date recall": 1.0,
    "topics precision": 0.984,
    "topics recall": 0.984,
    "countries precision": 0.966,
    "countries recall": 0.988,
}
NOISE_CEILING = 0.0025


@pytest.fixture(scope="module")
def topics():
    return parse_config((CHECKOUT / "briefing.yaml").read_text("utf-8"), "briefing.yaml").topics


def test_floors(topics):
    result = score(load_labels(HERE / "quality" / "documents"), topics)
    measured = {name: getattr(result, name.split()[1])(name.split()[0]) for name in FLOORS}
    below = {name: round(measured[name], 4) for name, floor in FLOORS.items() if measured[name] < floor}
    assert not below, "\n".join(result.findings)
    assert result.recall("noise") <= NOISE_CEILING, "\n".join(result.findings)


# Our own raw documents come out as their labels say, with nothing lost and nothing left.
def test_seeds(topics):
    labels = yaml.safe_load((HERE / "quality" / "seeds.yaml").read_text("utf-8"))["documents"]
    result = score({CHECKOUT / "seeds" / name: label for name, label in labels.items()}, topics)
    exact = ("articles", "titles", "start", "end", "kept", "complete", "sources", "topics", "date")
    assert {name: result.f1(name) for name in exact if name != "kept"} == {n: 1.0 for n in exact if n != "kept"}
    assert result.recall("kept") == 1.0
    assert result.recall("noise") == 0.0
    assert result.precision("headings") == 1.0
    assert result.f1("countries") >= 0.98


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the real documents are not part of the project")
def test_gold_score(tmp_path):
    clean = [sys.executable, "-m", "generator", "clean", str(SHARED / "seeds"), "--content", str(tmp_path)]
    subprocess.run(clean, check=True, cwd=CHECKOUT, capture_output=True)
    found = subprocess.run(
        [sys.executable, str(SHARED / "gold" / "score.py"), str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert found.stdout.endswith("0 findings\n"), found.stdout


@pytest.mark.skipif(not (SHARED / "tools").is_dir(), reason="the real documents are not part of the project")
def test_nothing_is_borrowed():
    found = subprocess.run(
        [sys.executable, str(SHARED / "tools" / "borrowed.py"), str(CHECKOUT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout
