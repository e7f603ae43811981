"""What a command loads before it does anything: counted, not timed, as time depends on the machine."""

import os
import subprocess
import sys
import time
from pathlib import Path

CHECKOUT = Path(__file__).parent.parent
# What `--help` itself needs of ours: every command says what it is, and imports the rest when it runs.
OURS = {
    "generator",
    "generator.cli",
    "generator.commands",
    "generator.console",
    "generator.errors",
    "generator.machine",
}
MOST = 120  # modules of Python's own, most of them argparse's and dataclasses'


def loaded(*arguments, folder=None):
    """Return the modules that a process of Python with these arguments loads."""
    listed = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments],
        cwd=folder, capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
    ).stderr  # fmt: skip
    return {line.rpartition("|")[2].strip() for line in listed.splitlines() if line.startswith("import time:")}


def test_help_loads_next_to_nothing():
    modules = loaded("-m", "generator", "--help") - loaded("-m", "timeit", "-n1", "-r1")
    ours = {name for name in modules if name.partition(".")[0] == "generator"}
    assert {name for name in ours - OURS if not name.startswith("generator.commands.")} == set()
    known = sys.stdlib_module_names | {"org"}  # Jython's, which Python asks for
    assert {name for name in modules - ours if name.partition(".")[0] not in known} == set()
    assert len(modules - ours) <= MOST


# What takes longer to load than to see that nothing has changed.
HEAVY = {"argparse", "dataclasses", "enum", "hashlib", "inspect", "msgspec", "pathlib", "re", "sqlite3", "typing"}


def test_a_build_that_finds_nothing_changed_loads_next_to_nothing(write):
    root = write({"briefing.yaml": "search: false\n", "content/pages/about.md": "---\ntitle: Us\n---\n\nWe.\n"})
    main = "import sys; from generator.cli import main; sys.exit(main(['build']))"
    for _ in range(3):
        modules = loaded("-c", main, folder=root)
        time.sleep(0.2)  # what was written within a tick of the clock is read once more
    assert modules & HEAVY == set()
    ours = {f"generator.{name}" for name in ("again", "aside", "cli", "own_code", "sight", "stamp")}
    assert {name for name in modules if name.startswith("generator.")} == ours
