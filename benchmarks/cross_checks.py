"""The same systems in gridplan, PyPSA and oemof-solph: a markdown table of how far their answers lie apart.

    python -m benchmarks.cross_checks [--only WORDS ...] [--hours 48] [--out FILE]

Inputs are PyPSA's own example networks rebuilt as gridplan cases, and shipped provinces without what the others cannot
state (benchmarks/cross).  Every program builds its own programme from its own statement of the system; all three use
HiGHS.  A program that is not installed has a dash.  Exits 1 where a cost differs by more than 1e-6 or a capacity by
more than 1 MW.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

from benchmarks.cross import provinces, pypsa_examples
from benchmarks.cross.oemof_system import oemof_answer
from benchmarks.cross.twins import Agreement, Answer, Twin, gridplan_answer, pypsa_answer

SAME_COST, SAME_CAPACITY_GW = 1e-6, 1e-3
OTHERS: dict[str, tuple[str, str, Callable[[Twin], Answer]]] = {
    "PyPSA": ("pypsa", "pypsa", pypsa_answer), "oemof-solph": ("oemof.solph", "oemof.solph", oemof_answer)}
"""Module, distribution and way to ask each of the other programs."""


def main() -> int:
    """Ask every program about every system and print the table."""
    options = _options()
    here = {name: ask for name, (module, _, ask) in OTHERS.items() if _is_here(module)}
    if "PyPSA" not in here:
        print("PyPSA is not installed: pip install 'gridplan[cross]'", file=sys.stderr)
        return 1
    lines, apart = [_head()], []
    for twin in _twins(options.hours):
        if options.only and not any(word.lower() in twin.name.lower() for word in options.only):
            continue
        agreements = _agreements(twin, here)
        lines.append(_line(twin, agreements))
        print(lines[-1], file=sys.stderr, flush=True)
        if options.out:
            options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
        apart += [f"{twin.name}: {program}" for program, found in agreements.items()
                  if not (found.cost_share <= SAME_COST and found.capacity_gw <= SAME_CAPACITY_GW)]
    print("\n".join(lines))
    for one in apart:
        print(f"apart: {one}", file=sys.stderr)
    return int(bool(apart))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", default=[], help="systems whose name has one of these words")
    parser.add_argument("--hours", type=int, default=48, help="hours of the provinces' shortened year")
    parser.add_argument("--out", type=Path, help="file the table is written to, line by line as they are found")
    return parser.parse_args()


def _is_here(module: str) -> bool:
    return importlib.util.find_spec(module.partition(".")[0]) is not None


def _twins(hours: int) -> Iterator[Twin]:
    yield pypsa_examples.screening_curve()
    yield from pypsa_examples.markets()
    yield pypsa_examples.model_energy(pypsa_examples.WEEKS)
    for name in provinces.CAPPED:
        yield provinces.capped(name, hours)
    for name in provinces.EXPORTED:
        yield provinces.exported(name, hours)
    yield pypsa_examples.model_energy()


def _agreements(twin: Twin, here: dict[str, Callable[[Twin], Answer]]) -> dict[str, Agreement]:
    ours = gridplan_answer(twin)
    return {name: Agreement(ours, ask(twin)) for name, ask in here.items()}


def _head() -> str:
    names = [f"{name} {version(package)}" if _is_here(module) else name
             for name, (module, package, _) in OTHERS.items()]
    columns = ["input", "steps", "capacities", "cost in gridplan, million",
               *(f"{name}: {what}" for name in names for what in ("cost", "capacity, GW"))]
    return f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}"


def _line(twin: Twin, agreements: dict[str, Agreement]) -> str:
    ours = next(iter(agreements.values())).ours
    cells = [twin.name, str(len(twin.axis)), str(len(ours.capacity)), f"{ours.cost:.6f}"]
    for name in OTHERS:
        found = agreements.get(name)
        cells += [f"{found.cost_share:.0e}", f"{found.capacity_gw:.0e}"] if found else ["-", "-"]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    raise SystemExit(main())
