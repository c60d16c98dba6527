"""What pricing many targets costs against one run: whole seconds of both, and their ratio.

    python benchmarks/price_targets.py [--case ningxia-2030] [--hours 672] [--targets 10] [--method auto]

Reported targets that may be enforced are enforced until there are as many as asked.  One run is build, hand-over,
solve and proof; pricing is the same and then the plan without each target that has a price.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace

from gridplan.case.case import Case
from gridplan.case.load import load_case
from gridplan.case.schema import schema
from gridplan.library.paths import cases_dir
from gridplan.model.axis import TimeAxis
from gridplan.model.build import build_model
from gridplan.solve.highs import HighsSolver
from gridplan.solve.matrix import compile_problem
from gridplan.solve.price_targets import price_targets
from gridplan.solve.verify import certify


def with_targets(case: Case, count: int) -> Case:
    """The case with ``count`` targets enforced, reported ones that may be enforced added in their order.

    Raises:
        ValueError: if it has no more targets that may be enforced.
    """
    policies = case.tables["policies"].copy()
    metrics = schema().metrics
    for row in policies.index:
        metric = metrics[str(policies.at[row, "metric"])]
        if int(policies["enforce"].sum()) >= count:
            break
        if metric.enforceable and not policies.at[row, "enforce"]:
            policies.loc[row, ["enforce", "slack_price"]] = True, metric.slack_price
            policies.at[row, "sense"] = metric.sense
    if int(policies["enforce"].sum()) < count:
        raise ValueError(f"{case.settings.name} has only {int(policies['enforce'].sum())} targets to enforce")
    return replace(case, tables={**case.tables, "policies": policies})


def one_run(case: Case, hours: int, method: str) -> float:
    """Seconds of one build, hand-over, solve and proof."""
    start = time.perf_counter()
    problem = compile_problem(build_model(case, TimeAxis.shortened_year(hours)))
    found = HighsSolver(problem, method=method, threads=case.settings.solver.threads).solve()
    certify(problem, found.value, found.dual)
    return time.perf_counter() - start


def main() -> None:
    """Time both and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", default="ningxia-2030")
    parser.add_argument("--hours", type=int, default=672)
    parser.add_argument("--targets", type=int, default=10)
    parser.add_argument("--method", default="auto")
    options = parser.parse_args()
    case = with_targets(load_case(cases_dir() / options.case), options.targets)
    alone = one_run(case, options.hours, options.method)
    start = time.perf_counter()
    priced = price_targets(case, hours=options.hours, method=options.method)
    whole = time.perf_counter() - start
    heads = ["case", "hours", "targets", "solved again", "one run, s", "pricing, s", "ratio"]
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    print(f"| {options.case} | {options.hours} | {len(priced)} | {int(priced['solved_again'].sum())} | {alone:.1f} "
          f"| {whole:.1f} | {whole / alone:.1f} |")


if __name__ == "__main__":
    main()
