"""How much wrong input is caught: the corpus of broken cases, and figures of the shipped cases changed at random.

    python -m benchmarks.broken_inputs [--mutations 200] [--seed 1] [--case ningxia-2030 ...]

Prints the tables of docs/input-checking.md.  Only checks; nothing is solved, no series is generated for mutations.
"""

from __future__ import annotations

import argparse
import copy
import random
import tempfile
from collections import Counter
from pathlib import Path

from gridplan.case import load
from gridplan.case.messages import MESSAGES
from gridplan.case.problems import Problem, errors
from gridplan.case.raw import RawCase
from gridplan.case.read import read_raw
from gridplan.library.paths import cases_dir
from tests.case.support.corpus import broken, entries, found_in, series_read_once

RANKS = (
    "files and settings",
    "headings, rows and series",
    "single cells",
    "names that refer to others",
    "figures that contradict each other",
    "figures that look wrong",
    "reminders",
)
FACTORS = {"x 1000": 1000.0, "/ 1000": 1e-3, "x 100": 100.0, "/ 100": 1e-2, "x 10": 10.0, "/ 10": 0.1, "sign": -1.0}
OTHERS = (
    "cell deleted",
    "text for a number",
    "two cells swapped",
    "row twice",
    "row deleted",
    "rows in another order",
    "name misspelt",
)
HARMLESS = {"rows in another order"}
"""Changes that leave the meaning as it was, and so must be taken without a word."""


def corpus_table() -> list[str]:
    """Broken cases by how fundamental their fault is: tried, and named with file, row and column."""
    tried, caught = Counter[int](), Counter[int]()
    with tempfile.TemporaryDirectory() as folder, series_read_once():
        for number, entry in enumerate(entries()):
            rank = MESSAGES[entry.rule].rank
            found = found_in(broken(entry, Path(folder) / str(number) / "case"))
            tried[rank] += 1
            caught[rank] += any(
                (one.file, one.row, one.column, one.rule) == (entry.file, entry.row, entry.column, entry.rule)
                for one in found
            )
    lines = ["| fault in | tried | named with its place |", "|---|---|---|"]
    lines += [f"| {name} | {tried[rank]} | {caught[rank]} |" for rank, name in enumerate(RANKS) if tried[rank]]
    return [*lines, f"| all | {tried.total()} | {caught.total()} |"]


def numbers_of(raw: RawCase) -> list[tuple[str, int, int]]:
    """Every cell that holds a number other than 0: table, row, position."""
    found = []
    for name, table in raw.tables.items():
        for place, column in enumerate(table.columns):
            if table.table.columns[column].is_number:
                found += [(name, row, place) for row, cells in enumerate(table.cells) if _is_number(cells[place])]
    return found


def _is_number(text: str) -> bool:
    try:
        return float(text) != 0
    except ValueError:
        return False


def mutated(raw: RawCase, kind: str, dice: random.Random) -> RawCase | None:
    """The case with one change of a kind; None where there is nothing to change."""
    case = copy.copy(raw)
    case.tables = copy.deepcopy(raw.tables)
    name, row, place = dice.choice(numbers_of(case))
    table = case.tables[name]
    cells = table.cells[row]
    if kind in FACTORS:
        cells[place] = f"{float(cells[place]) * FACTORS[kind]:.10g}"
    elif kind == "cell deleted":
        cells[place] = ""
    elif kind == "text for a number":
        cells[place] = "about " + cells[place]
    elif kind == "two cells swapped":
        others = [
            other
            for other, column in enumerate(table.columns)
            if other != place and table.table.columns[column].is_number and cells[other] not in ("", cells[place])
        ]
        if not others:
            return None
        other = dice.choice(others)
        cells[place], cells[other] = cells[other], cells[place]
    elif kind == "name misspelt":
        if not cells[0]:
            return None
        cells[0] += "x"
    elif kind == "rows in another order":
        table.cells.reverse()
        table.lines.reverse()
    else:
        _rows(case, name, row, kind)
    return case


def _rows(case: RawCase, name: str, row: int, kind: str) -> None:
    table = case.tables[name]
    if kind == "row twice":
        table.cells.append(list(table.cells[row]))
        table.lines.append(max(table.lines) + 1)
    else:
        del table.cells[row], table.lines[row]


def judged(raw: RawCase, known: list[Problem], before: int) -> str:
    """What the check says of a changed case: "error", "reminder", "nothing", or "traceback"."""
    try:
        found = load._checked(raw, list(known)).found
    except Exception as fault:  # the very thing that is looked for
        print(f"<!-- {type(fault).__name__}: {fault} -->")
        return "traceback"
    return "error" if errors(found) else "reminder" if len(found) > before else "nothing"


def mutation_table(cases: list[str], count: int, seed: int) -> list[str]:
    """Changes by kind: tried, stopped, pointed out, taken, and tracebacks."""
    dice = random.Random(seed)
    tally: dict[str, Counter[str]] = {kind: Counter() for kind in (*FACTORS, *OTHERS)}
    for name in cases:
        raw, known = read_raw(cases_dir() / name)
        before = len(load._checked(raw, list(known)).found)
        for kind, counted in tally.items():
            for _ in range(max(1, count // len(tally) // len(cases))):
                changed = mutated(raw, kind, dice)
                if changed is not None:
                    counted[judged(changed, known, before)] += 1
    lines = [
        "| change of one figure, cell or row | tried | stopped | pointed out | taken as it is | traceback |",
        "|---|---|---|---|---|---|",
    ]
    for kind, counted in tally.items():
        note = " (same meaning)" if kind in HARMLESS else ""
        lines.append(
            f"| {kind}{note} | {counted.total()} | {counted['error']} | {counted['reminder']} | "
            f"{counted['nothing']} | {counted['traceback']} |"
        )
    return lines


def main() -> None:
    """Print both tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mutations", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--case", nargs="*", default=["ningxia-2030", "hunan-2030", "shanxi-2025"])
    options.add_argument("--without-corpus", action="store_true")
    asked = options.parse_args()
    if not asked.without_corpus:
        print("\n".join([*corpus_table(), ""]))
    print("\n".join(mutation_table(asked.case, asked.mutations, asked.seed)))


if __name__ == "__main__":
    main()
