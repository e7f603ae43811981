"""What all tests share."""

import signal

import pytest
from effort import THOROUGH
from hypothesis import settings

# The same examples in every run, however slow the machine: a test that fails has failed for a reason.
settings.register_profile("same", derandomize=True, deadline=None, database=None, max_examples=100 if THOROUGH else 30)
settings.load_profile("same")

# Shells let jobs in the background ignore Ctrl-C, and what these start would ignore it too.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser):
    parser.addoption(
        "--rewrite-golden", action="store_true", help="write what is made into tests/ as what is expected from now on"
    )


@pytest.fixture
def rewrite(request):
    return request.config.getoption("--rewrite-golden")


@pytest.fixture
def write(tmp_path):
    """A function that writes files below the test's own folder: write({"content/a.md": "text"}) -> the folder."""

    def write_files(files):
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path

    return write_files
