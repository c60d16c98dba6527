"""Which way of HiGHS solves a province best: time and what our own proof says of the point each returns.

    python benchmarks/methods.py CASE [--hours 672] [--methods hipo ipx simplex pdlp] [--crossover on off]

The table behind the choice of ``auto`` (gridplan/solve/highs.py, docs/solving.md).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from gridplan.case.load import load_case
from gridplan.library.paths import cases_dir
from gridplan.model.axis import TimeAxis
from gridplan.model.build import build_model
from gridplan.solve.highs import HighsSolver, SolverError
from gridplan.solve.matrix import compile_problem
from gridplan.solve.verify import certify


def main() -> None:
    """Solve one matrix by each method and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case")
    parser.add_argument("--hours", type=int, default=672)
    parser.add_argument("--methods", nargs="+", default=["hipo", "ipx", "simplex"])
    parser.add_argument("--crossover", nargs="+", default=["off", "on"])
    parser.add_argument("--time-limit", type=float, default=1800.0)
    options = parser.parse_args()
    path = Path(options.case)
    case = load_case(path if path.exists() else cases_dir() / path.name)
    problem = compile_problem(build_model(case, TimeAxis.shortened_year(options.hours)))
    rows, columns = problem.shape
    size = f"{rows} rows, {columns} columns, {problem.matrix.nnz} nonzeros"
    print(f"{case.settings.name}, {options.hours} hours: {size}\n")
    heads = ["method", "crossover", "status", "seconds", "iterations", "cost, million CNY", "proven gap", "largest row"]
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for method in options.methods:
        for crossover in options.crossover if method in ("hipo", "ipx") else ["-"]:
            try:
                solver = HighsSolver(problem, method=method, time_limit_s=options.time_limit)
                if crossover != "-":
                    solver.set_option("run_crossover", crossover)
            except SolverError as error:
                print(f"| {method} | {crossover} | {error} | | | | | |")
                continue
            found = solver.solve()
            proof = certify(problem, found.value, found.dual)
            print(f"| {method} | {crossover} | {found.status} | {found.seconds:.1f} | {found.iterations} "
                  f"| {proof.cost:.3f} | {proof.gap:.1e} | {proof.max_row:.1e} |", flush=True)


if __name__ == "__main__":
    main()
