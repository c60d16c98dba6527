"""How many small wrongs in the code the tests notice: one operator, comparison or constant changed at a time.

    python benchmarks/mutation_score.py gridplan/model/stores.py gridplan/solve/verify.py [--share 0.1] [--seed 1]
    python benchmarks/mutation_score.py gridplan/audit/*.py --tests tests/audit/test_fine.py

Each mutant lives in a forked process only: a module is compiled from the changed source, no file is touched.  The
tests nearest to the module are run until the first fails; where none does, the mutant survives and is listed.  Linux
and macOS (fork).
"""

from __future__ import annotations

import argparse
import ast
import importlib
import importlib.abc
import importlib.machinery
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import highspy  # noqa: F401  loaded once, here, and not in every mutant's process
import hypothesis  # noqa: F401
import pandas  # noqa: F401
import pvlib  # noqa: F401
import pydantic  # noqa: F401
import pyomo.environ  # noqa: F401
import pytest
import scipy.sparse  # noqa: F401
import xarray  # noqa: F401

TOP = Path(__file__).parents[1]
OPERATORS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}
EXCHANGED = {"min": "max", "max": "min", "minimum": "maximum", "maximum": "minimum", "any": "all", "all": "any"}
LEAST_PATIENCE_S = 60.0
"""Processor time any mutant is given: on a busy machine the clock says nothing."""
ASLEEP_S = 6 * 3600.0
"""By the clock, for a mutant that waits for what never comes."""
TOO_LONG = (-signal.SIGXCPU, -signal.SIGKILL)
NEAR = {
    "solve/verify": ["tests/solve/test_verify_limits.py", "tests/solve/test_verify.py"],
    "audit": ["tests/audit/test_findings.py", "tests/audit/test_fine.py", "tests/audit/test_audit.py"],
    "model": ["tests/model/test_golden.py"],
}
"""Tests of a whole folder or of one module; those whose file has the module's name come after these."""
WARM = {"audit": "tests.support.audited"}
"""What is made once, before the first fork, for the tests of a folder: results that take a solver, by a module that
imports nothing of the folder.  Mutants of other folders start without it."""
ALSO = {
    "accounts": ["model/test_energy_targets.py"], "assets": ["levers/test_capacity_mix.py"],
    "balance": ["model/test_demand.py", "model/test_objective.py"], "build": ["model/test_formulation.py"],
    "build_limits": ["model/test_paths.py"], "chp": ["levers/test_heat.py"], "heat_sources": ["levers/test_heat.py"],
    "heat_stores": ["levers/test_heat.py"], "cohort_coal_rate": ["levers/test_coal_targets.py"],
    "economics": ["model/test_objective.py", "model/test_thermal_capacity.py"],
    "excess_trade": ["levers/test_trade_rules.py"],
    "fleet": ["model/test_thermal_capacity.py"], "fleet_path": ["model/test_paths.py"],
    "flexible": ["levers/test_loads.py"], "frame": ["model/test_formulation.py", "model/test_templates.py"],
    "gap": ["levers/test_response_by_gap.py"], "green_use": ["levers/test_loads.py", "levers/test_electrolysers.py"],
    "metric_data": ["levers/test_policy_metric_rules.py"], "point": ["model/test_blocks.py", "model/test_objective.py"],
    "links": ["model/test_adequacy.py"],
    "renewables": ["model/test_adequacy.py", "model/test_energy_targets.py", "model/test_paths.py"],
    "reservoirs": ["model/test_adequacy.py"], "response": ["model/test_adequacy.py"],
    "risk": ["model/test_weather_years.py", "several/test_weather_path.py"],
    "stores": ["model/test_adequacy.py"],
    "shared": ["model/test_objective.py"], "stock": ["model/test_renewables.py", "model/test_stores.py"],
    "store_groups": ["levers/test_shared_storage.py"], "thermal": ["model/test_thermal_operation.py",
                                                                  "model/test_thermal_capacity.py",
                                                                  "model/test_adequacy.py"],
    "vehicle_to_grid": ["levers/test_loads.py"], "vintages": ["model/test_paths.py"],
}
"""Modules of the model whose nearest tests have another name."""


@dataclass(frozen=True)
class Mutant:
    """One change: where it is, what stood there and what stands there instead."""

    file: str
    line: int
    before: str
    after: str
    tree: ast.Module


@dataclass(frozen=True)
class Verdict:
    """What came of a mutant: "killed", "killed by the clock" (too much processor time) or "survived"."""

    mutant: Mutant
    end: str
    seconds: float


def mutants_of(file: Path, share: float = 1.0, draw: random.Random | None = None) -> list[Mutant]:
    """Mutants of a file, all or a share of them; texts, annotations and what raises an error stay as they are."""
    text = file.read_text(encoding="utf-8")
    places = list(_places(ast.parse(text)))
    wanted = min(len(places), max(1, round(share * len(places))))
    numbers = range(len(places)) if draw is None else sorted(draw.sample(range(len(places)), wanted))
    found = []
    for number in numbers:
        changed = ast.parse(text)
        target = list(_places(changed))[number]
        before = ast.unparse(target)
        _change(target)
        found.append(Mutant(_name(file), target.lineno, before, ast.unparse(target), changed))
    return found


def _name(file: Path) -> str:
    return file.resolve().relative_to(TOP).as_posix()


def _places(node: ast.AST) -> Iterator[ast.expr]:
    """Expressions that can be changed, in the order of the text."""
    if isinstance(node, ast.Raise) or (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
        return
    if isinstance(node, ast.expr) and _changeable(node):
        yield node
    annotation = getattr(node, "returns" if isinstance(node, ast.FunctionDef) else "annotation", None)
    for child in ast.iter_child_nodes(node):
        if child is not annotation:
            yield from _places(child)


def _changeable(node: ast.expr) -> bool:
    match node:
        case ast.BinOp(left=ast.Constant(value=str())) | ast.BinOp(right=ast.Constant(value=str())):
            return False
        case ast.BinOp(op=operator) | ast.BoolOp(op=operator) | ast.Compare(ops=[operator]):
            return type(operator) in OPERATORS
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return not isinstance(operand, ast.Constant)
        case ast.UnaryOp() | ast.Constant(value=bool() | int() | float()):
            return True
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in EXCHANGED
    return False


def _change(node: ast.expr) -> None:
    match node:
        case ast.BinOp() | ast.BoolOp():
            node.op = OPERATORS[type(node.op)]()  # type: ignore[assignment]
        case ast.Compare():
            node.ops = [OPERATORS[type(node.ops[0])]()]  # type: ignore[list-item]
        case ast.UnaryOp(op=ast.USub()):
            node.op = ast.UAdd()
        case ast.UnaryOp():  # said twice, it is taken back
            node.operand = ast.UnaryOp(node.op, node.operand, lineno=node.lineno, col_offset=0)
        case ast.Constant(value=bool()):
            node.value = not node.value
        case ast.Constant(value=int() | float() as value):
            node.value = value + 1
        case ast.Call(func=ast.Name() as function):
            function.id = EXCHANGED[function.id]
        case ast.Call(func=ast.Attribute() as method):
            method.attr = EXCHANGED[method.attr]


def tests_near(file: str) -> list[str]:
    """Test files to run for a module, the quickest to notice first.  ``file``: its path from the top."""
    package, stem = Path(file).parent.name, Path(file).stem
    first = NEAR.get(f"{package}/{stem}", NEAR.get(package, []))
    own = sorted(path for folder in ("model", "levers") for path in (TOP / "tests" / folder).glob(f"test_{stem}.py"))
    found = [*(TOP / path for path in first), *(own if package == "model" else [])]
    if package == "model":
        found += [TOP / "tests" / path for path in ALSO.get(stem, [])]
    return [str(path) for path in dict.fromkeys(found)]


_KEPT: list[ModuleType] = []
"""Modules that hold what was made before the first fork: a process that forgets one would take its folder of results
away from all that follow, and every mutant after it would seem to be noticed."""


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module from a mutant's source; all others come as always."""

    def __init__(self, mutant: Mutant) -> None:
        self._name = mutant.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        self._code = compile(ast.fix_missing_locations(mutant.tree), str(TOP / mutant.file), "exec")

    def find_spec(self, name: str, path: object = None, target: object = None) -> importlib.machinery.ModuleSpec | None:
        if name != self._name:
            return None
        return importlib.machinery.ModuleSpec(name, self, origin=self._code.co_filename)

    def exec_module(self, module: object) -> None:
        exec(self._code, vars(module))


def _forget(mutant: Mutant) -> None:
    """Take away what was loaded in the parent, so that the mutant is what is imported: all of the project, or of a
    folder with results made for it only the folder itself."""
    own = Path(mutant.file).parent.name
    for name in list(sys.modules):
        first, *rest = name.split(".")
        if first in ("gridplan", "tests") and (own not in WARM or own in rest[:1]):
            del sys.modules[name]


def run_tests(tests: Sequence[str], mutant: Mutant | None, patience_s: float) -> tuple[str, float]:
    """Run tests in a forked process, of a mutant or of the code as it is: "passed", "failed" or "late" (more processor
    time than its patience), and seconds of processor time."""
    begun = time.monotonic()
    child = os.fork()
    if not child:
        os.setsid()
        code = 2
        try:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
            resource.setrlimit(resource.RLIMIT_CPU, (int(patience_s), int(patience_s) + 1))
            if mutant is not None:
                _forget(mutant)
                sys.meta_path.insert(0, _Changed(mutant))
            code = pytest.main(["-x", "-q", "-n", "0", "-p", "no:cacheprovider", "-p", "no:warnings", *tests])
        finally:
            os._exit(int(code))
    while True:
        ended, status, used = os.wait4(child, os.WNOHANG)
        if ended:
            code, seconds = os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime
            return ("passed" if code == 0 else "late" if code in TOO_LONG else "failed"), seconds
        if time.monotonic() - begun > ASLEEP_S:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return "late", patience_s
        time.sleep(0.02)


def sample(files: Sequence[Path], share: float, seed: int) -> list[Mutant]:
    """A share of the mutants of each file, at least one where it has any, drawn with a seed."""
    draw = random.Random(seed)
    return [mutant for file in files for mutant in mutants_of(file, share, draw)]


def judged(mutants: Sequence[Mutant], minutes: float, tests: Sequence[str] = ()) -> Iterator[Verdict]:
    """Run the nearest tests of each mutant, or those given, file after file, until one fails or the minutes are over.
    """
    for folder in {Path(mutant.file).parent.name for mutant in mutants} & set(WARM):
        made = importlib.import_module(WARM[folder])
        made.prepare()
        _KEPT.append(made)
    ends, usual = time.monotonic() + 60.0 * minutes, {}
    for mutant in mutants:
        end, seconds = "survived", 0.0
        for test in tests or tests_near(mutant.file):
            if test not in usual:
                said, usual[test] = run_tests([test], None, 3600.0)
                _require_passed(test, said)
            said, took = run_tests([test], mutant, LEAST_PATIENCE_S + 5.0 * usual[test])
            seconds += took
            if said != "passed":
                end = "killed" if said == "failed" else "killed by the clock"
                break
        yield Verdict(mutant, end, seconds)
        if time.monotonic() > ends:
            print(f"stopped after {minutes:g} minutes", file=sys.stderr)
            return


def _require_passed(test: str, said: str) -> None:
    if said != "passed":
        raise SystemExit(f"{test} fails on the code as it is: whatever was noticed by it says nothing")


def report(verdicts: Sequence[Verdict]) -> str:
    """Killed and survived by module, and what each survivor changes, as Markdown."""
    lines = ["| module | mutants | killed | survived | score |", "|---|---|---|---|---|"]
    files = list(dict.fromkeys(verdict.mutant.file for verdict in verdicts))
    for file in [*files, ""]:
        own = [verdict for verdict in verdicts if file in ("", verdict.mutant.file)]
        survived = sum(verdict.end == "survived" for verdict in own)
        lines.append(f"| {file or 'all'} | {len(own)} | {len(own) - survived} | {survived} "
                     f"| {1 - survived / max(1, len(own)):.0%} |")
    left = [verdict.mutant for verdict in verdicts if verdict.end == "survived"]
    return "\n".join([*lines, "", *(f"- {one.file}:{one.line}: `{one.before}` -> `{one.after}`" for one in left)])


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("files", nargs="+", type=Path)
    asked.add_argument("--share", type=float, default=0.1, help="share of each file's mutants that is tried")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--minutes", type=float, default=600.0, help="stop after this long with what there is")
    asked.add_argument("--tests", nargs="+", default=[], help="test files to run instead of the nearest")
    asked.add_argument("--out", type=Path, help="keep what has come out so far in this file")
    options = asked.parse_args()
    os.chdir(TOP)
    chosen = sample(options.files, options.share, options.seed)
    random.Random(options.seed).shuffle(chosen)
    verdicts: list[Verdict] = []
    for verdict in judged(chosen, options.minutes, options.tests):
        verdicts.append(verdict)
        mutant = verdict.mutant
        print(f"{len(verdicts)}/{len(chosen)} {mutant.file}:{mutant.line} {mutant.before} -> {mutant.after}: "
              f"{verdict.end}, {verdict.seconds:.0f} s", file=sys.stderr, flush=True)
        if options.out:
            options.out.write_text(report(sorted(verdicts, key=lambda one: one.mutant.file)), encoding="utf-8")
    # A test that has come to fail by itself meanwhile would have noticed everything.
    for test in dict.fromkeys(test for one in verdicts for test in options.tests or tests_near(one.mutant.file)):
        _require_passed(test, run_tests([test], None, 3600.0)[0])
    print(report(sorted(verdicts, key=lambda one: one.mutant.file)))


if __name__ == "__main__":
    main()
