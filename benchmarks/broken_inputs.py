"""How much wrong input is caught: the corpus of broken cases, each with the fault that must be named.

    python -m benchmarks.broken_inputs

Prints the first table of docs/input-checking.md and any fault that is not named or not seen on the screen; nothing is
solved.  Changes at random are in benchmarks/mutate_inputs.py.  Exits 1 where a fault is missed.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from gridplan.case.messages import MESSAGES
from gridplan.case.problems import Problem, render
from tests.case.support.corpus import Entry, broken, entries, found_in, series_read_once

RANKS = (
    "files and settings",
    "headings, rows and series",
    "single cells",
    "names that refer to others",
    "figures that contradict each other",
    "figures that look wrong",
    "reminders",
)
MOST_LINES = 10


def named(entry: Entry, found: list[Problem]) -> bool:
    """Whether the fault is among the problems found with its file, row and column."""
    wanted = entry.file, entry.row, entry.column, entry.rule
    return any((one.file, one.row, one.column, one.rule) == wanted for one in found)


def seen(entry: Entry, found: list[Problem], lang: str) -> bool:
    """Whether the fault stands in what the screen shows, which like faults share a line of and long lists cut short."""
    shown = render(found, lang).splitlines()
    messages = [one.message(lang) for one in found if (one.rule, one.file) == (entry.rule, entry.file)]
    return any(line.startswith(("warning ", "提醒 ", entry.file)) and message in line
               for line in shown for message in messages)


def corpus_table() -> tuple[list[str], list[str]]:
    """Broken cases by how fundamental their fault is, as a table: tried, named with file, row and column, seen on the
    screen in both languages, lines of the message; and what is missed."""
    tried, caught, on_screen = Counter[int](), Counter[int](), Counter[int]()
    lines, missed = defaultdict[int, list[int]](list), []
    with tempfile.TemporaryDirectory() as folder, series_read_once():
        for number, entry in enumerate(entries()):
            rank = MESSAGES[entry.rule].rank
            found = found_in(broken(entry, Path(folder) / str(number) / "case"))
            is_named, is_seen = named(entry, found), all(seen(entry, found, lang) for lang in ("zh", "en"))
            tried[rank] += 1
            caught[rank] += is_named
            on_screen[rank] += is_seen
            lines[rank] += [len(render(found, lang).splitlines()) for lang in ("zh", "en")]
            missed += [] if is_named and is_seen else [f"- missed: {entry.name} ({entry.rule})"]
    heads = "| fault in | tried | named with file, row, column | shown, zh and en | lines shown: usual | most |"
    table = [heads, "|---|---|---|---|---|---|"]
    table += [_line(name, tried[rank], caught[rank], on_screen[rank], lines[rank])
              for rank, name in enumerate(RANKS) if tried[rank]]
    every = [count for counts in lines.values() for count in counts]
    missed += [f"- a message of {max(every)} lines"] if max(every) > MOST_LINES else []
    return [*table, _line("all", tried.total(), caught.total(), on_screen.total(), every)], missed


def _line(name: str, tried: int, caught: int, on_screen: int, lines: list[int]) -> str:
    usual = sorted(lines)[len(lines) // 2]
    return f"| {name} | {tried} | {caught} | {on_screen} | {usual} | {max(lines)} |"


if __name__ == "__main__":
    table, missed = corpus_table()
    print("\n".join([*table, *missed]))
    sys.exit(1 if missed else 0)
