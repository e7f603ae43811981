"""`make fuzz`: looks for inputs that break something, guided by which code they reach (Atheris, on libFuzzer).

`python tests/fuzz/fuzzing.py --seconds 60 markup slug` fuzzes some targets one after the other, without names all.
Inputs are begun from the fixtures, and what reaches new code goes into .cache/fuzz for the next time. A finding is
printed with the file that holds it: mend it, and put that file into tests/fuzz/found/<target>/.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parent.parent
ROOT = TESTS.parent
sys.path[:0] = [str(ROOT), str(TESTS), str(TESTS / "fuzz")]

# Where the inputs of a target begin.
SEEDS = {
    "front_matter": ["tests/fixtures/front_matter/*/*.md", "content/articles/*/*.md"],
    "settings": ["briefing.yaml", "tests/sites*/*/briefing.yaml"],
    "sources": ["seeds/sources.yaml", "tests/quality/documents/*.yaml"],
    "document": ["tests/quality/documents/*.txt", "seeds/*.html", "tests/quality/documents/*.html"],
    "overruled": ["tests/fixtures/overrides/*.md"],
    "markup": ["tests/fixtures/markup/*", "content/pages/*.md"],
    "feed": ["content/pages/*.md", "tests/fixtures/markup/*"],
    "slug": ["tests/fixtures/topics/*.md"],
    "dates": ["tests/fixtures/facts/events.md", "tests/fixtures/clean/dates.md"],
    "edits": ["content/articles/*/*.md", "tests/fixtures/front_matter/valid/*.md"],
    "origins": ["content/.clean/origins/*.txt"],
}
LONGEST = 4096  # bytes of an input
SLOWEST = 20  # seconds for one input, before it counts as a hang


def fuzz(name):
    """Fuzz one target in this process, which ends with it."""
    import atheris  # noqa: PLC0415 - what comes after it is watched

    with atheris.instrument_imports(include=["generator"]):
        import targets  # noqa: PLC0415
    atheris.Setup(sys.argv, targets.TARGETS[name])
    atheris.Fuzz()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", choices=[[], *SEEDS], metavar="TARGET", help=", ".join(SEEDS))
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    arguments = parser.parse_args()
    failed = 0
    for name in arguments.targets or SEEDS:
        corpus = ROOT / ".cache" / "fuzz" / name
        corpus.mkdir(parents=True, exist_ok=True)
        for at, path in enumerate(sorted(path for glob in SEEDS[name] for path in ROOT.glob(glob))):
            data = path.read_bytes()
            if len(data) <= LONGEST:
                (corpus / f"seed-{at}").write_bytes(data)
        command = [sys.executable, __file__, "--fuzz", name, str(corpus), f"-max_total_time={arguments.seconds}"]
        command += [f"-max_len={LONGEST}", f"-timeout={SLOWEST}", f"-artifact_prefix={corpus}-", "-rss_limit_mb=4096"]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        said = done.stdout + done.stderr
        counts = re.findall(r"^#(\d+)\t", said, re.MULTILINE) or re.findall(r"Done (\d+) runs", said)
        print(
            f"{name}: {counts[-1] if counts else 0} executions, {'finding' if done.returncode else 'no finding'}",
            flush=True,
        )
        if done.returncode:
            failed += 1
            print("    " + "\n    ".join(said.splitlines()[-25:]), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--fuzz"]:
        name = sys.argv[2]
        del sys.argv[1:3]
        fuzz(name)
    else:
        sys.exit(main())
