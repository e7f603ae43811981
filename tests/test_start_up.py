"""What a command loads before it does anything: counted, not timed, as time depends on the machine."""

import os
import subprocess
import sys
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


def loaded(*arguments):
    listed = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", *arguments],
        capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
    ).stderr  # fmt: skip
    return {line.rpartition("|")[2].strip() for line in listed.splitlines() if line.startswith("import time:")}


def test_help_loads_next_to_nothing():
    modules = loaded("generator", "--help") - loaded("timeit", "-n1", "-r1")
    ours = {name for name in modules if name.partition(".")[0] == "generator"}
    assert {name for name in ours - OURS if not name.startswith("generator.commands.")} == set()
    known = sys.stdlib_module_names | {"org"}  # Jython's, which Python asks for
    assert {name for name in modules - ours if name.partition(".")[0] not in known} == set()
    assert len(modules - ours) <= MOST
