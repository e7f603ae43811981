"""The site changes in one step: no visitor sees a mixture, no build that dies leaves one, nothing of others is lost."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from versions import PAGES, version

from generator.errors import OutputError
from generator.exchange import exchange
from generator.site_folder import MANIFEST, write_outputs
from generator.site_model import Output

CHECKOUT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _possible(tmp_path):
    (tmp_path / "x").mkdir()
    (tmp_path / "y").mkdir()
    if not exchange(tmp_path / "x", tmp_path / "y"):
        pytest.skip("folders cannot change places on this file system")
    (tmp_path / "x").rmdir()
    (tmp_path / "y").rmdir()


def seen(site):
    """Return the versions that a visitor sees who opens the site once and reads every page."""
    handle = os.open(site, os.O_RDONLY)
    try:
        found = set()
        for at in range(PAGES):
            file = os.open(f"{at % 7}/{at}/index.html", os.O_RDONLY, dir_fd=handle)
            found.add(os.read(file, 100))
            os.close(file)
        return found
    finally:
        os.close(handle)


def litter(site):
    kept = {f".{site.name}.next", site.name}
    strange = [path for path in site.parent.iterdir() if path.name not in kept]
    return strange + [path for path in site.rglob("*") if path.name.endswith(".tmp")]


# The old tree is not touched before the next build, so who has opened the site goes on seeing one version.
def test_no_visitor_sees_a_mixture(tmp_path):
    site = tmp_path / "site"
    write_outputs(version(0), site)
    done = threading.Event()
    mixtures, visits = [], []

    def visit():
        while not done.is_set():
            found = seen(site)
            visits.append(found)
            if len(found) != 1:
                mixtures.append(found)

    visitor = threading.Thread(target=visit)
    visitor.start()
    for number in range(1, 20):
        write_outputs(version(number), site)
        time.sleep(0.02)  # a visit takes less than the time between two builds
    done.set()
    visitor.join()
    assert not mixtures
    assert len({next(iter(found)) for found in visits}) > 5
    assert not litter(site)


def test_what_did_not_change_is_the_same_file(tmp_path):
    site = tmp_path / "site"
    write_outputs(version(0), site)
    first = (site / "same.css").stat()
    for number in range(1, 4):
        write_outputs(version(number), site)
        now = (site / "same.css").stat()
        assert (now.st_ino, now.st_mtime_ns) == (first.st_ino, first.st_mtime_ns)
    assert not (site / "extra/2.html").exists()


def test_what_others_put_there_stays(tmp_path):
    site = tmp_path / "site"
    write_outputs(version(0), site)
    (site / "CNAME").write_text("example.org")
    (site / "0" / "notes.txt").write_text("mine")
    (site / "empty").mkdir()
    (site / "link").symlink_to("CNAME")
    site.chmod(0o750)
    for number in range(1, 4):
        write_outputs(version(number), site)
        assert (site / "CNAME").read_text() == "example.org"
        assert (site / "0" / "notes.txt").read_text() == "mine"
        assert (site / "empty").is_dir()
        assert (site / "link").readlink() == Path("CNAME")
        assert site.stat().st_mode & 0o777 == 0o750
    (site / "CNAME").unlink()
    (site / "0" / "notes.txt").write_text("changed")
    for number in range(4, 7):
        write_outputs(version(number), site)
        assert not (site / "CNAME").exists()
        assert (site / "0" / "notes.txt").read_text() == "changed"


# A site folder may be a link, as /srv/www/current often is; the link stays.
def test_a_site_behind_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "site").symlink_to("real")
    write_outputs(version(1), tmp_path / "site")
    write_outputs(version(2), tmp_path / "site")
    assert (tmp_path / "site").is_symlink()
    assert seen(tmp_path / "real") == {b"version 2"}


def builder(site, start, count):
    command = [sys.executable, str(CHECKOUT / "tests" / "versions.py"), str(site), str(start), str(count)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(CHECKOUT)}
    )
    process.stdout.readline()
    return process


# Killed at any moment: the visible site is whole, the next build needs no repair, and nothing is left lying about.
def test_killed_at_any_moment(tmp_path):
    site = tmp_path / "site"
    dice = random.Random(7)
    for attempt in range(8):
        process = builder(site, attempt * 1000, 1000)
        time.sleep(dice.uniform(0, 0.25))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        if site.exists():
            assert len(seen(site)) == 1
            assert (site / MANIFEST).exists()
    write_outputs(version(5), site)
    assert seen(site) == {b"version 5"}
    assert len(list(site.rglob("*.html"))) == PAGES + 1
    assert not litter(site)


# A disk that is full half-way through, as the system says it: no file may grow beyond 20 kB here.
def test_a_full_disk(tmp_path):
    site = tmp_path / "site"
    write_outputs(version(0), site)
    large = [*version(1), Output("z.html", b"x" * 30_000)]
    limit, signalled = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limit[1]))
    try:
        with pytest.raises(OutputError, match="cannot be written: file too large"):
            write_outputs(large, site)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, signalled)
    assert seen(site) == {b"version 0"}
    assert not (site / "z.html").exists()
    write_outputs(large, site)
    assert seen(site) == {b"version 1"}
    assert (site / "z.html").stat().st_size == 30_000


def test_two_builds_at_once_wait_for_each_other(tmp_path):
    site = tmp_path / "site"
    processes = [builder(site, start, 20) for start in (0, 1000)]
    while any(process.poll() is None for process in processes):
        if site.exists():
            assert len(seen(site)) == 1
        time.sleep(0.005)
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    assert seen(site) <= {b"version 19", b"version 1019"}
    assert not litter(site)


# Files of one inode are links; what cannot be linked is copied with its time.
def test_where_links_are_not_possible(tmp_path, monkeypatch):
    def refuse(*paths, **options):
        raise OSError(1, "Operation not permitted")

    site = tmp_path / "site"
    monkeypatch.setattr("os.link", refuse)
    write_outputs(version(0), site)
    first = (site / "same.css").stat().st_mtime_ns
    write_outputs(version(1), site)
    write_outputs(version(2), site)
    assert (site / "same.css").stat().st_mtime_ns == first
    assert seen(site) == {b"version 2"}


def test_nothing_is_done_where_nothing_changed(tmp_path):
    site = tmp_path / "site"
    write_outputs(version(0), site)
    write_outputs(version(1), site)
    shutil.rmtree(tmp_path / ".site.next")
    before = site.stat().st_ino
    write_outputs(version(1), site)
    assert site.stat().st_ino == before
    assert not (tmp_path / ".site.next").exists()
