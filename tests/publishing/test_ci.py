"""GitHub Actions and GitLab CI: the files are valid, ask for little, and their commands do what they are for."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from pushing import CHECKOUT, ENVIRONMENT, SETTINGS, article, ended, started
from running import tree

WORKFLOWS = CHECKOUT / ".github" / "workflows"
GITLAB = CHECKOUT / ".gitlab-ci.yml"
BIN = Path(sys.executable).parent
# Stands in for the real one: says that it ran, and leaves no .venv to make.
MAKEFILE = "test site fuzz .venv/.site:\n\t@echo make $@ >> ran\n.PHONY: test site fuzz .venv/.site\n"


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("github-workflows", WORKFLOWS / "check.yml"),
        ("github-workflows", WORKFLOWS / "publish.yml"),
        ("gitlab-ci", GITLAB),
    ],
)
def test_schemas(schema, path):
    command = [BIN / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_nothing_in_the_workflows_is_dangerous():
    command = [BIN / "zizmor", "--offline", "--quiet", "--no-progress", WORKFLOWS]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_gitlab_tests_whatever_is_no_content():
    [rule] = yaml.safe_load(GITLAB.read_text())["test"]["rules"]
    tested = {pattern.split("/")[0] for pattern in rule["changes"]}
    listed = subprocess.run(["git", "ls-files"], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    tops = {path.split("/")[0] for path in listed.stdout.split()}
    untested = {"content", "seeds", "site", "benchmarks", "tools", ".github", ".gitattributes", ".gitignore"}
    untested |= {".editorconfig", ".pre-commit-config.yaml", "LICENSE"}
    assert {top for top in tops - tested - untested if not top.endswith(".md")} == set()


class Clone:
    """A clone of a small digest in which the commands of a job are run, as its runner would."""

    def __init__(self, root):
        self.root, self.folder = root, root / "clone"
        self.folder.mkdir()
        self.git("init", "-q", "-b", "main")
        self.git("remote", "add", "origin", str(self.folder))
        shutil.copytree(CHECKOUT / ".ci", self.folder / ".ci")
        (self.folder / ".venv" / "bin").mkdir(parents=True)
        program = self.folder / ".venv" / "bin" / "briefing"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m generator "$@"\n')
        program.chmod(0o755)
        self.commit(
            {"Makefile": MAKEFILE, ".gitignore": ".venv\n.cache\nran\nsite\npublic\n*.next\n", "seeds/.keep": ""}
            | {"briefing.yaml": SETTINGS.format(title="Digest")}
            | {f"content/articles/{slug}.md": article(slug) for slug in "ab"}
        )

    def git(self, *arguments):
        return ended(started(["git", *arguments], self.folder)).strip()

    def commit(self, files):
        for name, text in files.items():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_text(text)
        self.git("add", "-A")
        self.git("commit", "-qm", "edit")
        return self.git("rev-parse", "HEAD")

    def run(self, command, environment):
        return ended(
            started(["bash", "-e", "-o", "pipefail", "-c", command], self.folder, env=ENVIRONMENT | environment)
        )

    def ran(self):
        ran = self.folder / "ran"
        lines = ran.read_text().splitlines() if ran.exists() else []
        ran.unlink(missing_ok=True)
        return lines

    def github(self, workflow, job, event, values, environment):
        """Run the commands of a job of GitHub's; `values` stand for the expressions."""
        said = ""
        for step in yaml.safe_load((WORKFLOWS / workflow).read_text())["jobs"][job]["steps"]:
            if "run" in step and step.get("if", f"github.event_name == '{event}'") == f"github.event_name == '{event}'":
                given = {
                    name: re.sub(r"\$\{\{ (\S+) \}\}", lambda found: values[found[1]], value)
                    for name, value in step.get("env", {}).items()
                }
                said += self.run(step["run"], environment | given)
        return said

    def gitlab(self, job, environment):
        return "".join(self.run(line, environment) for line in yaml.safe_load(GITLAB.read_text())[job]["script"])


@pytest.fixture
def clone(tmp_path):
    return Clone(tmp_path)


def test_a_request_tells_what_would_change(clone):
    clone.git("checkout", "-qb", "branch")
    clone.commit({"content/articles/a.md": article("a", body="Mended."), "content/articles/c.md": article("c")})
    clone.git("checkout", "-q", "main")
    clone.commit({"content/articles/z.md": article("z")})  # in the meantime: no change of the request's
    clone.git("merge", "-q", "--no-edit", "branch")
    summary = clone.root / "summary.md"
    clone.github("check.yml", "check", "pull_request", {}, {"GITHUB_STEP_SUMMARY": str(summary)})
    assert clone.ran() == ["make site", "make test", "make fuzz"]
    text = summary.read_text()
    assert text.startswith("### What changes on the site\n\n1 new, 1 changed, 0 removed, ")
    assert "\nnew      /articles/c/  Title of c\n" in text
    assert "\nchanged  /articles/a/  Title of a\n  -Text of a. Home.\n  +Mended.\n" in text
    assert text.endswith("feed.xml\n````\n\n</details>\n")
    # A base that is broken is said to be so, and the request is not to blame.
    base = clone.commit({"content/articles/a.md": article("a", topic="none")})
    clone.commit({"content/articles/a.md": article("a")})
    said = clone.gitlab("check", {"CI_MERGE_REQUEST_DIFF_BASE_SHA": base})
    assert clone.ran() == ["make site", "make test", "make fuzz"]
    assert "cannot be built: content/articles/a.md:6:10: unknown topic 'none'" in said
    assert clone.git("worktree", "list").count("\n") == 0


def test_publishing(clone):
    before = clone.git("rev-parse", "HEAD")
    values = {"steps.pages.outputs.base_url": "https://example.org/there", "github.event.before": before}
    clone.commit({"generator/new.py": "", "content/articles/c.md": article("c")})
    clone.github("publish.yml", "build", "push", values, {})
    assert clone.ran() == ["make test", "make .venv/.site"]
    assert "https://example.org/there/articles/c/" in (clone.folder / "site" / "sitemap.xml").read_text()
    stamps = {path: path.stat().st_mtime_ns for path in (clone.folder / "site").rglob("*.html")}
    # A push of content is not tested, and only the pages that it changes are written.
    values["github.event.before"] = clone.git("rev-parse", "HEAD")
    clone.commit({"content/articles/c.md": article("c", body="Mended.")})
    said = clone.github("publish.yml", "build", "push", values, {})
    assert clone.ran() == ["make .venv/.site"]
    assert "site/: 0 new, 1 changed, 0 removed, " in said
    written = {path.parent.name for path, stamp in stamps.items() if path.stat().st_mtime_ns != stamp}
    assert "c" in written and not written & {"a", "archive", "about"}
    # GitLab makes the same site.
    clone.gitlab("pages", {"CI_PAGES_URL": "https://example.org/there"})
    assert tree(clone.folder / "public") == {
        path: data for path, data in tree(clone.folder / "site").items() if path != ".gitignore"
    }


def test_the_site_is_kept_from_run_to_run():
    publish = yaml.safe_load((WORKFLOWS / "publish.yml").read_text())
    [cache] = [step for step in publish["jobs"]["build"]["steps"] if "actions/cache@" in step.get("uses", "")]
    assert cache["with"]["path"].split() == [".cache", "site"]
    # Each run keeps its own and takes the newest.
    assert cache["with"]["key"].startswith(cache["with"]["restore-keys"]) and "run_id" in cache["with"]["key"]
    assert yaml.safe_load(GITLAB.read_text())["pages"]["cache"]["paths"] == [".cache/", "public/"]
    assert os.access(CHECKOUT / ".ci" / "change", os.X_OK)
