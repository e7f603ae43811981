"""What `--json` prints, for programs: one document a run, whose keys stay; README.md explains them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping

from generator.errors import Problem


def problem(one: Problem) -> dict[str, object]:
    """Return a problem as JSON has it; a line or column of 0 means the file, or the line, as a whole."""
    return {
        "path": one.location.path,
        "line": one.location.line,
        "column": one.location.column,
        "problem": one.message,
        "hint": one.hint,
    }


def print_document(ok: bool, problems: Iterable[Problem], **values: object) -> None:
    """Print the document of a run to stdout: whether all went well, what did not, and what the command adds."""
    document: Mapping[str, object] = {"ok": ok, "problems": [problem(one) for one in problems], **values}
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2)
    print()


def print_findings(ok: bool, findings: Iterable[tuple[str, Problem]], **values: object) -> None:
    """Print the document of a check to stdout: as print_document, with warnings apart, and each with its severity."""
    said = [(severity, {**problem(one), "severity": severity}) for severity, one in findings]
    errors = [one for severity, one in said if severity == "error"]
    warnings = [one for severity, one in said if severity != "error"]
    json.dump({"ok": ok, "problems": errors, "warnings": warnings, **values}, sys.stdout, ensure_ascii=False, indent=2)
    print()
