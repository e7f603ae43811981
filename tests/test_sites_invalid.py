"""What people get wrong, and exactly what they are told: tests/sites_invalid/<case>/stderr.txt."""

from pathlib import Path

import pytest

from generator.cli import main

CASES = Path(__file__).parent / "sites_invalid"


# Every problem is printed, one a line; nothing is written, and the exit code is 1.
@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_invalid_site(case, tmp_path, monkeypatch, capsys, rewrite):
    monkeypatch.chdir(CASES / case)
    assert main(["build", "--site", str(tmp_path / "site")]) == 1
    said, complained = capsys.readouterr()
    expected = CASES / case / "stderr.txt"
    if rewrite:
        expected.write_text(complained, "utf-8")
    assert complained == expected.read_text("utf-8")
    assert complained
    assert said == ""
    assert not (tmp_path / "site").exists()
