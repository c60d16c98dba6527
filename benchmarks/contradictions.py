"""Cases whose hard limits contradict each other: is the culprit named, and does each change offered let a plan exist?

    python -m benchmarks.contradictions [--only WORDS ...]

Prints the table of docs/contradictions.md: one line a case of tests/support/contradictions.py, which is a coal fleet,
a flat load and the limits to blame.  Every change offered is made in the case, which is then asked again.  Exits 1
where a figure is not named, a figure worked out by hand is not offered, a change offered is not enough, or more than
ten lines are said.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from functools import reduce
from math import isclose, isfinite

from gridplan.case.case import Case
from gridplan.model.build import build_model
from gridplan.solve.explain import Change, Explanation, explain
from gridplan.solve.explain_lines import MOST_LINES, explained
from gridplan.solve.matrix import compile_problem
from tests.support.contradictions import CONTRADICTIONS, Contradictory
from tests.support.explained import case_of, changed, figure, no_plan, told
from tests.support.small_case import axis_of

HEADS = ("limits that contradict each other", "no plan", "figures to blame", "named", "figures by hand", "offered",
         "changes offered", "let a plan exist", "lines")
BY_HAND_REL = 1e-3


@dataclass(frozen=True)
class Told:
    """What is said of one case; counts of figures and changes, lines of the longer of both explanations."""

    name: str
    no_plan: bool
    blamed: int
    named: int
    by_hand: int
    offered: int
    changes: int
    enough: int
    lines: int

    @property
    def good(self) -> bool:
        """Whether everything that must be said is said, and holds."""
        told_all = (self.blamed, self.by_hand, self.changes) == (self.named, self.offered, self.enough)
        return self.no_plan and told_all and self.lines <= MOST_LINES


def changes(found: Explanation) -> Iterator[Sequence[Change]]:
    """What is offered: each change that is enough alone, or those that are so together; of several contradictions, the
    first change of each."""
    first: list[Change] = []
    for each in found.contradictions:
        ways = [(way,) for way in each.ways if isfinite(way.value)] or [tuple(each.together)]
        first += ways[0]
        if len(found.contradictions) == 1:
            yield from ways
    if len(found.contradictions) > 1:
        yield first


def enough(case: Case, made: Sequence[Change], hours: int) -> bool:
    """Whether nothing contradicts any more once the changes are made."""
    return bool(made) and not told(reduce(changed, made, case), hours).contradictions


def said_of(one: Contradictory) -> Told:
    """Explain a case and try what is offered."""
    case = case_of(one)
    model = build_model(case, axis_of(one.hours))
    problem = compile_problem(model)
    nothing = no_plan(problem)
    found = explain(model, problem)
    limits = {(limit.limit.table, " ".join(limit.key), limit.column)
              for each in found.contradictions for limit in each.limits}
    offers = {figure(way): way.value for each in found.contradictions for way in (*each.ways, *each.together)}
    offered = sum(isclose(offers.get(place, float("nan")), value, rel_tol=BY_HAND_REL)
                  for place, value in one.ways.items())
    tried = [enough(case, made, one.hours) for made in changes(found)]
    return Told(one.name, nothing, len(one.culprits), len(one.culprits & limits), len(one.ways), offered, len(tried),
                sum(tried), max(len(explained(case, found, lang)) for lang in ("zh", "en")))


def main() -> int:
    """Print the table; 1 where something is not as it must be."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--only", nargs="+", metavar="WORDS", help="cases whose name has one of these words")
    wanted = options.parse_args().only
    chosen = [one for one in CONTRADICTIONS if not wanted or any(word in one.name for word in wanted)]
    print(f"| {' | '.join(HEADS)} |\n{'|---' * len(HEADS)}|", flush=True)
    good = True
    totals = [0] * (len(HEADS) - 2)
    for one in map(said_of, chosen):
        name, nothing, *counts = astuple(one)
        totals = [whole + count for whole, count in zip(totals, counts, strict=True)]
        print(f"| {name} | {'yes' if nothing else '**NO**'} | {' | '.join(map(str, counts))} |", flush=True)
        good = good and one.good
    print(f"| all {len(chosen)} | | {' | '.join(map(str, totals[:-1]))} | |")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
