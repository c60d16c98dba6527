"""Data flows one way: no stage imports one that comes after it (docs/architecture.md)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import gridplan

PACKAGE = Path(gridplan.__file__).parent
STAGES = ["library", "profiles", "case", "model", "solve", "results", "scenarios", "cli"]
ALLOWED = {("solve/run.py", "results"), ("solve/without_retrofits.py", "results")}
BESIDE = {"audit": {"library", "case"}, "export": {"case", "model", "library"}}
"""What stands beside the stages, and all it may use of them."""


def imported(source: Path) -> Iterator[str]:
    """Stages a file imports from, but for what only its types name."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    for_types = {id(node) for block in ast.walk(tree) if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.dump(
        block.test) for line in block.body for node in ast.walk(line)}
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        modules = ([node.module or ""] if isinstance(node, ast.ImportFrom)
                   else [one.name for one in node.names] if isinstance(node, ast.Import) else [])
        yield from (name.split(".")[1] for name in modules if name.startswith("gridplan."))


def test_no_stage_imports_a_later_one():
    wrong, seen = set(), 0
    for source in sorted(PACKAGE.rglob("*.py")):
        where = source.relative_to(PACKAGE).as_posix()
        own = where.partition("/")[0]
        for other in imported(source):
            seen += 1
            if own == other or (where, other) in ALLOWED:
                continue
            if own in BESIDE:
                fine = other in BESIDE[own]
            elif own in STAGES and own != "cli":
                fine = other in STAGES and STAGES.index(other) < STAGES.index(own)
            else:
                fine = True
            if not fine:
                wrong.add(f"{where} imports {other}")
    assert seen > 1000 and not wrong
