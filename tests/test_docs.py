"""The documents say what the code does: commands, keys, paths, make targets, workflows."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from generator.cli import COMMANDS, main
from generator.config import parse_config, parse_sources
from generator.errors import BriefingError
from generator.facts_model import Bound
from generator.front_matter import parse_article
from generator.model import DateBasis
from generator.urls import RESERVED

CHECKOUT = Path(__file__).parent.parent
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
README = (CHECKOUT / "README.md").read_text("utf-8")
WORKFLOWS = sorted((CHECKOUT / ".github" / "workflows").glob("*.yml"))
UNKNOWN = "qqqq"  # near no key, so that the hint lists all of them


def section(title):
    """Return the README's text from a heading to the next heading."""
    match = re.search(rf"^#+ {re.escape(title)}.*?$(.*?)(?=^#+ |\Z)", README, re.M | re.S)
    assert match, f"README.md has no section {title!r}"
    return match[1]


def known_keys(parse, text):
    """Return the keys that a parser names when it meets an unknown one, a set for each place in the text."""
    with pytest.raises(BriefingError) as caught:
        parse(text, "a")
    hints = [problem.hint for problem in caught.value.problems if UNKNOWN in problem.message]
    assert len(hints) == text.count(UNKNOWN)
    return [set(hint.removeprefix("known: ").split(", ")) for hint in hints]


MEASURES = f"    measures:\n      m:\n        {UNKNOWN}: 1\n"
SETTINGS, MEASURE, TOPIC, OUTLET = known_keys(
    parse_config, f"{UNKNOWN}: 1\ntopics:\n  a:\n{MEASURES}    {UNKNOWN}: 1\nsources:\n  A:\n    {UNKNOWN}: 1\n"
)
ARTICLE, SOURCE, *FACTS = known_keys(
    parse_article,
    f"---\n{UNKNOWN}: 1\n"
    + "".join(
        f"{key}:\n  - {given}\n    {UNKNOWN}: 1\n"
        for key, given in (
            ("sources", "document: a"),
            ("key_points", "text: a"),
            ("figures", "value: 1"),
            ("events", "when: 1"),
        )
    )
    + "---\n\nText.\n",
)
DOCUMENT, STORY = known_keys(parse_sources, f"a.txt:\n  {UNKNOWN}: 1\n  stories:\n    - {UNKNOWN}: 1\n      line: 1\n")
OVERRIDES = set(re.findall(r"^\| `([a-z_]+)` \|", section("The editor's word: overrides"), re.M))


# Each table has a row for every key that the parser knows, and for no other.
@pytest.mark.parametrize(
    ("title", "keys"),
    [
        ("Settings: briefing.yaml", SETTINGS),
        ("Topics", TOPIC),
        ("Measures", MEASURE),
        ("Articles", ARTICLE),
        ("Facts: what the rules read out of an article", set().union(*FACTS)),
    ],
)
def test_tables_name_every_key(title, keys):
    rows = re.findall(r"^\| `([a-z_]+)` \|", section(title), re.M)
    assert sorted(rows) == sorted(keys)


@pytest.mark.parametrize("key", sorted(OUTLET))
def test_outlet_keys(key):
    assert re.search(rf"^\| `sources` .*`{key}`", section("Settings: briefing.yaml"), re.M)


@pytest.mark.parametrize("key", sorted(SOURCE))
def test_source_keys(key):
    assert re.search(rf"^\| `sources` .*`{key}`", section("Articles"), re.M)


def test_the_sources_example_holds_every_key_and_is_valid():
    example = re.search(r"```yaml\n(.*?)```", section("Raw documents"), re.S)[1]
    [entry] = yaml.safe_load(example).values()
    assert set(entry) == DOCUMENT - OVERRIDES
    assert parse_sources(example, "sources.yaml")


def test_the_overrides():
    assert OVERRIDES <= DOCUMENT
    text = section("The editor's word: overrides")
    for key in STORY:
        assert re.search(rf"^\| `stories` .*`{key}`", text, re.M)
    [info] = parse_sources(re.search(r"```yaml\n(.*?)```", text, re.S)[1], "sources.yaml").values()
    said = info.overrides
    assert (len(said.keep), len(said.drop), len(said.split), len(said.stories)) == (1, 2, 1, 1)


def test_the_topic_example_is_valid():
    example = re.search(r"```yaml\n(.*?)```", section("Topics"), re.S)[1]
    [topic] = parse_config(example, "briefing.yaml").topics
    assert (topic.slug, topic.threshold, len(topic.terms)) == ("water", 3, 3)


def test_the_measures_example_is_valid():
    example = re.search(r"```yaml\n(.*?)```", section("Measures"), re.S)[1]
    [topic] = parse_config(example, "briefing.yaml").topics
    assert [(measure.slug, measure.unit) for measure in topic.measures] == [
        ("displaced", "people"),
        ("storage", "percent"),
    ]


def test_the_facts_example_is_valid():
    example = re.search(r"```yaml\n(.*?)```", section("Facts"), re.S)[1]
    article = parse_article(f"---\ntitle: A\nslug: a\nid: a\n{example}---\n\nText.\n", "a.md")
    assert article.story and article.key_points and article.figures and article.events
    assert all(f"`{bound.value}`" in section("Facts") for bound in Bound if bound is not Bound.EXACT)


# The defaults in the tables are those that an empty file gets.
def test_defaults():
    config = parse_config("topics: {a: {title: A}}", "briefing.yaml")
    rows = dict(re.findall(r"^\| `([a-z_]+)` \| `?([^`|]*)`? \|", section("Settings: briefing.yaml"), re.M))
    for key in ("title", "base_url", "language", "time_zone", "theme", "feed_items"):
        assert rows[key] == str(getattr(config, key))
    rows = dict(re.findall(r"^\| `([a-z_]+)` \| `?([^`|]*)`? \|", section("Topics"), re.M))
    for key in ("threshold", "title_bonus"):
        assert float(rows[key]) == getattr(config.topics[0], key)


def test_words_with_a_meaning():
    for basis in DateBasis:
        assert f"`{basis.value}`" in section("Articles")
    for slug in RESERVED:
        assert f"`{slug}`" in section("Pages and introductions")


@pytest.mark.parametrize("command", COMMANDS)
def test_commands(command, capsys):
    assert re.search(rf"^\| `briefing {command}[ `]", section("Commands"), re.M)
    with pytest.raises(SystemExit):
        main([command, "--help"])
    table = section("Commands")
    for option in re.findall(r"--[a-z-]+", capsys.readouterr().out.split("options:")[1].split("examples:")[0]):
        assert option in table, f"{command} {option}"


def test_help_names_every_command():
    helped = subprocess.run(
        [sys.executable, "-m", "generator", "--help"], capture_output=True, text=True, check=True, cwd=CHECKOUT
    )
    for command in COMMANDS:
        assert re.search(rf"^ +{command} +\w", helped.stdout, re.M)


# The example of an error is one that the parser really prints.
def test_the_error_example():
    text = "---\ntitle: A\nslug: a\nid: a\ndate: null\ncomplete: true\ntopics: [boarders]\n---\n\nText.\n"
    with pytest.raises(BriefingError) as caught:
        parse_article(text, "content/articles/2024/border-deal.md", ["borders", "csto"])
    assert str(caught.value) in section("Errors")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_paths_exist(name):
    text = re.sub(r"^```.*?^```$", "", (CHECKOUT / name).read_text("utf-8"), flags=re.M | re.S)
    tops = "|".join(map(re.escape, ("generator/", "tests/", "themes/default", "seeds/", "content/", ".github/")))
    named = re.findall(rf"`((?:{tops})[\w./-]*|[\w.-]+\.(?:md|toml|yaml)|LICENSE|Makefile)`", text)
    linked = re.findall(r"\]\((?!https?:|#)([^)\s]+)\)", text)
    paths = {path for path in (*named, *linked) if "<" not in path}
    # sources.yaml is named without its folder: it stands beside the documents.
    places = (CHECKOUT, CHECKOUT / "seeds")
    missing = sorted(path for path in paths if not any((place / path).exists() for place in places))
    assert not missing


def test_the_first_screen():
    screen = README.splitlines()[:20]
    targets = re.findall(r"^make (\w+)", "\n".join(screen), re.M)
    assert targets == ["site", "test"]
    makefile = (CHECKOUT / "Makefile").read_text("utf-8")
    for target in {*targets, *re.findall(r"`make (\w+)`", README + (CHECKOUT / "CONTRIBUTING.md").read_text("utf-8"))}:
        assert re.search(rf"^{target}:", makefile, re.M), target
    picture = CHECKOUT / re.search(r"!\[[^\]]+\]\(([^)]+)\)", "\n".join(screen))[1]
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size < 200_000


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_pin_every_action_and_ask_for_little(path):
    text = path.read_text("utf-8")
    workflow = yaml.safe_load(text)
    # YAML 1.1 reads the key `on` as true.
    assert {"name", True, "permissions", "jobs"} <= set(workflow)
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    for used in (step["uses"] for step in steps if "uses" in step):
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", used), used
        assert re.search(rf"{re.escape(used)} # v\d+\.\d+\.\d+$", text, re.M), f"{used}: which version is it?"
    # What a build prints never becomes part of a shell command: it goes through the environment.
    assert not [step["run"] for step in steps if "${{" in step.get("run", "")]
    assert "write-all" not in text
    assert any(step.get("run", "").endswith("make test") for step in steps)


def test_both_workflows_are_there():
    assert [path.name for path in WORKFLOWS] == ["check.yml", "publish.yml"]


def test_hooks_run_what_ci_runs_and_download_nothing():
    settings = yaml.safe_load((CHECKOUT / ".pre-commit-config.yaml").read_text("utf-8"))
    assert [repo["repo"] for repo in settings["repos"]] == ["local"]
    hooks = settings["repos"][0]["hooks"]
    assert [(hook["entry"], hook["language"]) for hook in hooks] == [("make lint", "system"), ("make test", "system")]
