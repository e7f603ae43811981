"""`make faults`: real runs of `briefing clean` and `briefing build`, killed at random moments, and what they leave.

In each round the documents change, an editor perhaps changes an article, and then a clean and a build are killed. The
same is done undisturbed in a copy. After each kill visitors must see the whole old site or the whole new one, and each
file of the content must be the old one or the new one. The next run, which may be killed too, has to end well without
any repair, and leave what the undisturbed one left, and nothing else.

`python tests/killing.py --kills 100 --seed 1` says where a round went wrong; the same seed deals the same rounds.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent.parent / "benchmarks")]

from corpus import first_tale  # noqa: E402
from dying import COMMANDS, Run, load  # noqa: E402

SETTINGS = "title: Faults\nbase_url: https://example.org/repo/\ntopics: {x: {title: X, terms: {the: 9}}}\n"
DOCUMENTS = 4


# What a run keeps for itself, and what no reader or editor sees.
OWN = (".cache", ".site.next", "tmp")


def tree(folder, but=()):
    """Return the bytes of every file below a folder by its path; links count as what they say."""
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if not name.startswith(but) and not path.is_dir():
            found[name] = path.read_bytes()
    return found


class Project:
    """A digest whose documents change from round to round."""

    def __init__(self, folder, dice):
        self.folder, self.dice = folder, dice
        (folder / "seeds").mkdir(parents=True)
        (folder / "briefing.yaml").write_text(SETTINGS)
        self.numbers = list(range(0, DOCUMENTS))
        self.next = DOCUMENTS
        self.texts = {number: self.text(number) for number in self.numbers}
        self.save()

    @staticmethod
    def text(number):
        tale = first_tale(number * 8)  # every eighth one is in the same language
        return [tale.title, f"Published: {1 + number % 28} March {2020 + number % 5}", *tale.paragraphs[:3]]

    def save(self):
        for number, lines in self.texts.items():
            (self.folder / "seeds" / f"{number:04}.txt").write_text("\n\n".join(lines) + "\n", "utf-8")

    def change(self):
        """Change some documents: a sentence more, another day and so another folder, a new one, one that is gone."""
        for number in self.dice.sample(sorted(self.texts), 3):
            lines = self.texts[number]
            if self.dice.random() < 0.3:
                lines[1] = f"Published: {self.dice.randint(1, 28)} April {self.dice.randint(2020, 2025)}"
            extra = first_tale(self.dice.randrange(1, 500) * 8).paragraphs
            lines[2 + self.dice.randrange(2)] = self.dice.choice(lines[2:]) + " " + self.dice.choice(extra)
        if self.dice.random() < 0.4:
            self.texts[self.next] = self.text(self.next)
            self.next += 1
        if self.dice.random() < 0.3 and len(self.texts) > DOCUMENTS:
            gone = self.dice.choice(sorted(self.texts))
            del self.texts[gone]
            (self.folder / "seeds" / f"{gone:04}.txt").unlink()
        self.save()

    def edit(self, mark):
        """Change an article as its editor would, and remember the words."""
        articles = sorted((self.folder / "content" / "articles").rglob("*.md"))
        path = self.dice.choice(articles)
        path.write_text(path.read_text("utf-8") + f"\nThe editor adds {mark}.\n", "utf-8")
        if self.dice.random() < 0.2 and len(articles) > DOCUMENTS:
            self.dice.choice([other for other in articles if other != path]).unlink()


def kill(run, folder, command, dice, lasts):
    """Kill a run at a random moment, in half of the cases one after it has begun to write; return whether it was."""
    late = dice.random() < 0.5
    wait, tail = dice.uniform(0, lasts), dice.uniform(0, lasts / dice.choice((8, 100)))
    if late:
        signs = {"clean": ("content/.clean/.next", "content/.clean/.next/journal"), "build": (".site.next/tree",)}
        sign = folder / dice.choice(signs[command])
        before = stamp(sign)
        while stamp(sign) == before and not run.is_over():
            time.sleep(0.0005)
        time.sleep(tail)
    else:
        time.sleep(wait)
    os.kill(run.pid, signal.SIGKILL)
    return run.wait()[0] == -signal.SIGKILL


def stamp(path):
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return None


def mixed(now, old, new):
    """Return the paths at which neither the old nor the new file stands; an old one may have moved already."""
    return sorted(
        path
        for path in {*now, *old, *new}
        if now.get(path) not in (old.get(path), new.get(path)) and now.get(path) not in old.values()
    )


def one_round(project, command, dice, counts):
    """Kill a command, at most three times, and let it end; raise AssertionError for what should not be."""
    folder = project.folder
    copy = folder.with_name("undisturbed")
    shutil.copytree(folder, copy, symlinks=True)
    before = tree(folder, OWN)
    start = time.monotonic()
    code, err = Run(copy, command).wait()
    lasts = time.monotonic() - start
    assert (code, err) == (0, ""), f"undisturbed {command}: {code} {err}"
    after = tree(copy, OWN)
    for _ in range(dice.choice((1, 1, 2, 3))):
        if not kill(Run(folder, command), folder, command, dice, lasts):
            counts["over before"] += 1
            break
        counts[command] += 1
        # The cleaner's staging folder is its own, as the hidden tree is the build's.
        now = {path: data for path, data in tree(folder, OWN).items() if not path.startswith("content/.clean/.next/")}
        site = {path: data for path, data in now.items() if path.startswith("site/")}
        whole = [{path: data for path, data in all_.items() if path.startswith("site/")} for all_ in (before, after)]
        assert site in whole, "a mixed site: " + ", ".join(mixed(site, *whole)[:5] or ["old and new files"])
        counts["old" if now == before else "new" if now == after else "between"] += 1
        assert not mixed(now, before, after), f"neither old nor new: {mixed(now, before, after)}"
    code, err = Run(folder, command).wait()
    assert (code, err) == (0, ""), f"the run after the kill: {code} {err}"
    left = tree(folder, OWN)
    different = sorted(path for path in {*left, *after} if left.get(path) != after.get(path))
    assert not different, f"not what an undisturbed run leaves: {different}"
    assert not list((folder / "tmp").iterdir()), f"left lying about: {list((folder / 'tmp').iterdir())}"
    names = {path.name for path in folder.iterdir()}
    assert names <= {"briefing.yaml", "seeds", "content", "site", *OWN}, f"left lying about: {names}"
    shutil.rmtree(copy)


def every_step(base, dice, stride):
    """Kill a clean before each change that it makes to the content, or each stride-th; return how many there are."""
    project = Project(base / "steps", dice)
    assert Run(project.folder, "clean").wait() == (0, "")
    project.edit("a remark")
    project.change()
    project.texts[0][1] = "Published: 9 May 2019"  # into another folder
    project.texts[0][2] = "Somebody changed the first sentence of it all. " + project.texts[0][2]
    project.save()
    before = tree(project.folder, OWN)
    undisturbed = base / "undisturbed"
    shutil.copytree(project.folder, undisturbed)
    assert Run(undisturbed, "clean").wait() == (0, "")
    after = tree(undisturbed, OWN)
    step, code = 1, -signal.SIGKILL
    while code == -signal.SIGKILL:
        folder = base / "step"
        shutil.copytree(project.folder, folder)
        code, _ = Run(folder, "clean", step).wait()
        now = {path: data for path, data in tree(folder, OWN).items() if not path.startswith("content/.clean/.next/")}
        assert not mixed(now, before, after), f"step {step}: neither old nor new: {mixed(now, before, after)}"
        assert Run(folder, "clean").wait() == (0, "")
        assert tree(folder, OWN) == after, f"step {step}: not what an undisturbed run leaves"
        shutil.rmtree(folder)
        step += stride
    shutil.rmtree(undisturbed)
    return step


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stride", type=int, default=1, help="of the steps of a clean, kill it at each n-th one")
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)
    dice = random.Random(arguments.seed)
    load("\n\n".join(Project.text(0)))
    base = Path(tempfile.mkdtemp(prefix="faults-"))
    try:
        steps = every_step(base, dice, arguments.stride)
    except AssertionError as error:
        print(f"seed {arguments.seed}: {error}\nleft as it is in {base}")
        return 1
    print(f"a clean killed before each of its {steps} changes to the content", flush=True)
    counts = dict.fromkeys(("clean", "build", "old", "new", "between", "over before", "edits"), 0)
    project = Project(base / "project", dice)
    for command in COMMANDS:
        assert Run(project.folder, command).wait() == (0, "")
    while (done := counts["clean"] + counts["build"]) < arguments.kills:
        print(f"{done} kills so far", file=sys.stderr, flush=True)
        project.change()
        if dice.random() < 0.5:
            counts["edits"] += 1
            project.edit(f"remark {counts['edits']}")
        for command in COMMANDS:
            try:
                one_round(project, command, dice, counts)
            except AssertionError as error:
                print(f"seed {arguments.seed}, after {counts}: {command}: {error}\nleft as it is in {base}")
                return 1
    shutil.rmtree(base)
    print(
        f"{counts['clean'] + counts['build']} kills survived ({counts['clean']} of clean, {counts['build']} of build), "
        f"{counts['edits']} edits kept; found after a kill: {counts['old']} times all old, {counts['new']} all new, "
        f"{counts['between']} files of both, each whole"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
