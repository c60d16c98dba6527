"""How much wrong input is caught: the corpus of broken cases, each with the fault that must be named.

    python -m benchmarks.broken_inputs

Prints the first table of docs/input-checking.md and any fault that is not named; nothing is solved.  Changes at random
are in benchmarks/mutate_inputs.py.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from gridplan.case.messages import MESSAGES
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


def corpus_table() -> list[str]:
    """Broken cases by how fundamental their fault is: tried, and named with file, row and column."""
    tried, caught, missed = Counter[int](), Counter[int](), []
    with tempfile.TemporaryDirectory() as folder, series_read_once():
        for number, entry in enumerate(entries()):
            rank = MESSAGES[entry.rule].rank
            found = found_in(broken(entry, Path(folder) / str(number) / "case"))
            named = any(
                (one.file, one.row, one.column, one.rule) == (entry.file, entry.row, entry.column, entry.rule)
                for one in found
            )
            tried[rank] += 1
            caught[rank] += named
            missed += [] if named else [f"not named: {entry.name} ({entry.rule})"]
    lines = ["| fault in | tried | named with its place |", "|---|---|---|"]
    lines += [f"| {name} | {tried[rank]} | {caught[rank]} |" for rank, name in enumerate(RANKS) if tried[rank]]
    return [*lines, f"| all | {tried.total()} | {caught.total()} |", *missed]


if __name__ == "__main__":
    print("\n".join(corpus_table()))
