"""The wheel: what is packaged is enough to clean and build in any folder, without a checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The wheel of this checkout, unpacked: what `pip install` puts among the packages."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, check=True, cwd=CHECKOUT, capture_output=True)
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "packages")
    return folder / "packages"


def briefing(installed, folder, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(installed)},
    )


def test_packaged_defaults(installed, tmp_path):
    raw = CHECKOUT / "seeds"
    cleaned = briefing(installed, tmp_path, "clean", raw, "--content", tmp_path / "content")
    assert (cleaned.returncode, cleaned.stderr) == (0, "")
    built = briefing(
        installed, tmp_path, "build", "--content", tmp_path / "content", "--site", tmp_path / "site",
        "--base-url", "https://example.org/x/",
    )  # fmt: skip
    assert (built.returncode, built.stderr) == (0, "")
    home = (tmp_path / "site" / "index.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://example.org/x/">' in home
    topics = {path.name for path in (tmp_path / "site" / "topics").iterdir()}
    assert topics == {"repatriation", "borders", "migration", "csto"}
    assert (tmp_path / "site" / "static" / "style.css").stat().st_size > 1000


def test_version(installed, tmp_path):
    shown = briefing(installed, tmp_path, "--version")
    assert shown.stdout.startswith("briefing ")
    assert shown.returncode == 0


def test_a_new_theme(installed, tmp_path):
    done = briefing(installed, tmp_path, "theme", "new", "mine")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "themes/mine/templates/base.html").exists()
