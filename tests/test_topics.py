"""`briefing topics`: the rules of the sample settings on labelled texts, the near misses among them."""

from pathlib import Path

from running import briefing

CHECKOUT = Path(__file__).parent.parent
LABELLED = Path(__file__).parent / "fixtures" / "topics"


def topics(*arguments, folder=CHECKOUT):
    return briefing(folder, "topics", *arguments)


# Doctors Without Borders, repatriated profits, migrating data and cranes, a border collie, a company's CSTO: no topic.
def test_the_sample_rules_miss_nothing():
    done = topics("--test", LABELLED)
    assert done.stderr == ""
    micro = "micro         precision 1.000  recall 1.000  F1 1.000  (13 right, 13 given, 13 labelled)\n"
    assert done.stdout.endswith(micro + "macro         F1 1.000\n23 articles, 0 misses\n"), done.stdout


def test_every_miss_is_named_with_its_words(tmp_path):
    case = "---\ntitle: A border case\ntopics: []\n---\nThe state border, demarcated.\n"
    (tmp_path / "collie.md").write_text(case)
    (tmp_path / "plain.md").write_text("---\ntitle: A day out\ntopics: [csto]\n---\nNothing to see.\n")
    done = topics("--test", tmp_path)
    first, second, *_ = done.stdout.splitlines()
    assert first.startswith(f"{tmp_path}/collie.md: borders given, but not labelled: ")
    assert "(demarcat* 3.97, border* 3, state border 2.64)" in first
    assert second == (
        f"{tmp_path}/plain.md: csto labelled, but not given: 0 of 3 points "
        "(no term; none of the required phrases occurs)"
    )
    assert done.returncode == 0


def test_errors(tmp_path):
    done = topics("--test", tmp_path / "nowhere")
    assert (done.returncode, done.stderr) == (1, f"{tmp_path}/nowhere: no such folder\n")
    (tmp_path / "a.md").write_text("---\ntitle: A\ntopics: [boarders]\n---\nText.\n")
    (tmp_path / "b.md").write_text("Text.\n")
    done = topics("--test", tmp_path)
    assert done.returncode == 1
    assert done.stderr == (
        f"{tmp_path}/a.md:3:10: unknown topic 'boarders' (did you mean 'borders'?)\n"
        f"{tmp_path}/b.md:1:1: no front matter (start the file with a line `---`)\n"
    )


def test_the_list():
    done = topics()
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == ["repatriation", "borders", "migration", "csto"]
