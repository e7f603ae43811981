"""The house's arrows, read from the imports: no layer reaches up, no stage reaches across."""

import ast
import functools
from pathlib import Path

GENERATOR = Path(__file__).parent.parent / "generator"
MODULES = {
    "generator." + path.relative_to(GENERATOR).with_suffix("").as_posix().replace("/", "."): path
    for path in GENERATOR.rglob("*.py")
}
EDGES = (
    "generator.clock",
    "generator.store",
    "generator.site_folder",
    "generator.documents",
    "generator.records",
    "generator.labels",
    "generator.audit_folder",
    "generator.cache",
    "generator.exchange",
    "generator.two_trees",
    "generator.tree_record",
    "generator.site_files",
    "generator.publication",
    "generator.texts",
    "generator.stamp",
    "generator.seen",
    "generator.again",
    "generator.sight",
    "generator.aside",
    "generator.own_code",
    "generator.processors",
    "generator.several",
    "generator.writing",
    "generator.lock",
    "generator.staging",
    "generator.spool",
    "generator.search_index",
    "generator.theme_folder",
    "generator.bare_repository",
)
LOWEST = (
    *("machine", "model", "overrides_model", "facts_model", "provenance", "site_model", "entry_model"),
    *("fields", "fences", "packing", "yaml_bounds", "file_names", "counting"),
)
# What leads the stages and the edges.
HEARTS = (
    *(
        "pipeline",
        "searching",
        "catalogue",
        "entering",
        "build_state",
        "intake",
        "recall",
        "tellings",
        "workers",
        "cluster",
        "repeat",
        "project",
        "progress",
    ),
    *("serve", "site_server", "live", "push", "project_check", "reproduce"),
)
# What touches files, processes or the network; only the edges do, and what runs the commands.
INPUT_AND_OUTPUT = {"os", "shutil", "socket", "subprocess", "tempfile", "http", "urllib.request", "watchfiles"}


@functools.cache
def imports(name):
    found = set()
    for node in ast.walk(ast.parse(MODULES[name].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def level(name):
    """Return how high a module stands: it may import what stands lower, and its own kind where that is allowed."""
    if name in ("generator.errors", "generator", "generator.__init__"):
        return 0
    if name.removeprefix("generator.") in LOWEST:
        return 1
    if name in (
        "generator.urls",
        "generator.front_matter",
        "generator.dumping",
        "generator.config",
        "generator.plain_html",
        "generator.safe_html",
        "generator.sentences",
    ):
        return 2
    if name in ("generator.facts_fields", "generator.measure_fields"):
        return 2
    if name.startswith(("generator.ingest", "generator.publish")):
        return 3
    if name in EDGES:
        return 4
    if name.removeprefix("generator.") in HEARTS:
        return 5
    return 6


def wrong(names, allowed):
    """Return what the modules import that they may not, for messages."""
    return [f"{name} imports {one}" for name in names for one in sorted(imports(name)) if not allowed(name, one)]


def test_no_layer_reaches_up():
    assert len(MODULES) > 200
    assert wrong(MODULES, lambda name, one: one not in MODULES or level(one) <= level(name)) == []


def test_the_halves_do_not_know_each_other_nor_any_file():
    def allowed(name, one):
        other = "generator.publish" if name.startswith("generator.ingest") else "generator.ingest"
        return not one.startswith((other, *EDGES)) and one not in INPUT_AND_OUTPUT

    assert wrong([name for name in MODULES if level(name) == 3], allowed) == []


# The audit is made of what the stages say, and reads and writes nothing itself.
def test_the_audit_knows_no_file():
    def allowed(_, one):
        return not one.startswith((*EDGES, "generator.publish")) and one not in INPUT_AND_OUTPUT

    names = [name for name in MODULES if name.startswith("generator.audit.")]
    assert names and wrong(names, allowed) == []


def test_no_module_is_two_subjects():
    assert [name for name, path in MODULES.items() if len(path.read_text("utf-8").splitlines()) > 300] == []
