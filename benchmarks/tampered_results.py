"""One number of written results changed at a time, and whether `gridplan audit` sees it.

    python -m benchmarks.tampered_results RESULTS [RESULTS ...] [--places 2] [--columns 2] [--cells 40] [--seed 1]

Every variable of results.nc in some places, every column of figures of tables.json, every number of run.json,
cells of every sheet of the workbook: made 1 % larger, what is nothing made 1.  The marks of the files are taken to
have been made to fit, so that only arithmetic can tell (otherwise the checksums tell every change, which is tried too).
Without RESULTS, three small runs are made: a province, several planning years, two provinces.
"""

from __future__ import annotations

import argparse
import copy
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from gridplan.audit import audit, workbook
from gridplan.audit.evidence import Evidence
from gridplan.audit.files import check_fingerprint, check_seal
from gridplan.audit.findings import Findings
from gridplan.case.load import load_case
from gridplan.library.paths import cases_dir
from gridplan.results.write import write_results
from gridplan.solve.run import solve
from tests.support import tampering
from tests.support.tampering import Change, caught

CASES = ("hunan-2030", "ningxia-path", "ningxia-hunan-2030")
HOURS = 24
DUST = 1e-3
"""What an interior point leaves of nothing: figures below it count as zero."""

def changed(value: float) -> float:
    """The number after the change: 1 % larger, nothing becomes 1."""
    return value * 1.01 if abs(value) > DUST else value + 1.0


@dataclass
class Tally:
    """What was tried in a part of the results, and what was not seen."""

    tried: int = 0
    unseen: list[str] = field(default_factory=list)


def in_evidence(evidence: Evidence, options: argparse.Namespace) -> Iterator[Change]:
    """Changes of the dataset, its axis, the tables and the record."""
    yield from tampering.dataset_changes(evidence, options.places, options.seed)
    yield from tampering.axis_changes(evidence)
    yield from tampering.table_changes(evidence, options.columns, options.seed)
    yield from tampering.record_changes(evidence)


def part_of(change: Change) -> str:
    """The line of the table a change belongs to."""
    if change.file == "tables.json":
        return f"tables.json: {change.name.split('.')[0]}"
    return change.file


def stored_inputs(evidence: Evidence, dice: random.Random, count: int) -> Iterator[tuple[str, bool]]:
    """Figures of the stored case tables, settings and series changed; whether the fingerprint tells."""
    names = [(table, column) for table, frame in evidence.tables.items() for column in frame.columns
             if pd.api.types.is_float_dtype(frame[column]) and frame[column].notna().any()]
    for table, column in dice.sample(names, min(count, len(names))):
        frame = evidence.tables[table].copy()
        row = dice.choice(list(frame.index[frame[column].notna()]))
        frame.loc[row, column] = changed(float(frame.loc[row, column]))
        other = copy.copy(evidence)
        other.tables = {**evidence.tables, table: frame}
        yield f"{table}.{column}", _fails(lambda findings, other=other: check_fingerprint(other, findings))
    for name in dice.sample(list(evidence.profiles), min(count // 4, len(evidence.profiles))):
        values = evidence.profiles[name].copy()
        place = dice.randrange(len(values))
        values[place] = changed(float(values[place]))
        other = copy.copy(evidence)
        other.profiles = {**evidence.profiles, name: values}
        yield f"series {name}", _fails(lambda findings, other=other: check_fingerprint(other, findings))


def _fails(check: Callable[[Findings], object]) -> bool:
    findings = Findings()
    try:
        check(findings)
    except (KeyError, ValueError, IndexError, TypeError):
        return True
    return any(not one.ok for one in findings.lines())


def sealed(folder: Path, dice: random.Random, count: int) -> Iterator[tuple[str, bool]]:
    """Figures of run.json changed, and another byte in each other file, with the mark made to fit; whether the seals of
    the files tell."""
    evidence = Evidence(folder)
    changes = list(tampering.record_changes(evidence))
    for change in dice.sample(changes, min(count, len(changes))):
        other = copy.copy(evidence)
        change.make(other)
        yield f"run.json {change.name}", _fails(lambda findings, other=other: check_seal(other, findings))
    for name in ("tables.json", "results.nc", "results.xlsx", "report.html"):
        with tempfile.TemporaryDirectory() as place:
            other_folder = Path(shutil.copytree(folder, Path(place) / "copy"))
            content = bytearray((other_folder / name).read_bytes())
            content[len(content) // 2] ^= 1
            (other_folder / name).write_bytes(bytes(content))
            other = copy.copy(evidence)
            other.folder = other_folder
            yield name, _fails(lambda findings, other=other: check_seal(other, findings))


class Workbooks:
    """The workbook's sheets, read once, with one cell changed at a time."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.sheets = workbook.Sheets(evidence)
        self.read = set(self.sheets.rows)
        self.all = self._all()

    def _all(self) -> dict[str, int]:
        """Figures of every sheet."""
        import openpyxl

        book = openpyxl.load_workbook(self.evidence.folder / "results.xlsx", read_only=True, data_only=True)
        return {name: sum(tampering.is_figure(value) for row in book[name].iter_rows(values_only=True) for value in row)
                for name in book.sheetnames}

    def changes(self, dice: random.Random, count: int) -> Iterator[tuple[str, str, bool]]:
        """Sheet, place and whether it was seen, of figures chosen by chance in the sheets the auditor reads."""
        real = workbook.Sheets
        for sheet, rows in self.sheets.rows.items():
            places = [(at, column) for at, row in enumerate(rows) for column, value in enumerate(row)
                      if tampering.is_figure(value)]
            for at, column in dice.sample(places, min(count, len(places))):
                row = list(rows[at])
                row[column] = changed(float(row[column]))
                other = copy.copy(self.sheets)
                other.rows = {**self.sheets.rows, sheet: [*rows[:at], tuple(row), *rows[at + 1:]]}
                workbook.Sheets = lambda _evidence, other=other: other  # type: ignore[assignment,misc]
                try:
                    seen = _fails(lambda findings: workbook.check(self.evidence, findings))
                finally:
                    workbook.Sheets = real  # type: ignore[misc]
                yield sheet, f"{sheet} row {at + 1} column {column + 1} ({rows[at][0]})", seen


def checksums(folder: Path) -> Iterator[tuple[str, bool]]:
    """A byte of each file changed with the mark as it was."""
    with tempfile.TemporaryDirectory() as place:
        for name in ("run.json", "tables.json", "results.nc", "results.xlsx", "report.html"):
            other = Path(shutil.copytree(folder, Path(place) / name))
            content = bytearray((other / name).read_bytes())
            content[len(content) // 2] ^= 1
            (other / name).write_bytes(bytes(content))
            try:
                seen = any(not one.ok for one in audit(other))
            except Exception:  # whatever a damaged file makes reading stumble over is seen
                seen = True
            yield name, seen


def tried(folder: Path, options: argparse.Namespace) -> dict[str, Tally]:
    """Everything changed in a results folder, by part."""
    failing = [one.name for one in audit(folder) if not one.ok]
    if failing:
        raise SystemExit(f"{folder} does not pass the audit as it is: {', '.join(failing)}")
    evidence, dice = Evidence(folder), random.Random(options.seed)
    found: dict[str, Tally] = {}

    def note(part: str, name: str, seen: bool) -> None:
        tally = found.setdefault(part, Tally())
        tally.tried += 1
        if not seen:
            tally.unseen.append(name)
            print(folder.name, part, name, "NOT SEEN", file=sys.stderr, flush=True)

    tampering.changed = changed  # type: ignore[assignment]
    for change in in_evidence(evidence, options):
        note(part_of(change), change.name, caught(evidence, change))
    for name, seen in stored_inputs(evidence, dice, options.inputs):
        note("tables.json, results.nc: inputs", name, seen)
    books = Workbooks(evidence)
    for _sheet, name, seen in books.changes(dice, options.cells):
        note("results.xlsx: sheets that are compared", name, seen)
    left = {name: count for name, count in books.all.items() if name not in books.read and count}
    found["results.xlsx: sheets drawn up for reading"] = Tally(0, [f"{name} ({count})" for name, count in left.items()])
    for name, seen in sealed(folder, dice, 1000):
        note("by the seals alone: every figure of run.json, a byte of every other file", name, seen)
    for name, seen in checksums(folder):
        note("any file, its mark left as it was", name, seen)
    return found


def table(results: dict[str, dict[str, Tally]]) -> list[str]:
    """A line a part of each results folder: changed, seen, and what was not."""
    lines = ["| results | part | numbers changed | seen | not seen |", "|---|---|---|---|---|"]
    for name, parts in results.items():
        for part, tally in parts.items():
            seen = tally.tried - len(tally.unseen) if tally.tried else "-"
            lines.append(f"| {name} | {part} | {tally.tried or 'none'} | {seen} | {_grouped(tally.unseen)} |")
    return lines


def _grouped(names: list[str]) -> str:
    """Names without what numbers them, each once with how often."""
    plain = Counter("".join(letter for letter in name if not letter.isdigit()).replace("[]", "").replace("..", ".*.")
                    for name in names)
    return ", ".join(f"{name} x {count}" if count > 1 else name for name, count in plain.items())


def made(folder: Path) -> list[Path]:
    """Small runs of every kind of case."""
    return [write_results(solve(load_case(cases_dir() / name), hours=HOURS, threads=1), folder / name, "en")
            for name in CASES]


def main() -> int:
    """Change, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results", nargs="*", type=Path)
    parser.add_argument("--places", type=int, default=2, help="places in each variable of results.nc")
    parser.add_argument("--columns", type=int, default=2, help="rows in each column of tables.json")
    parser.add_argument("--cells", type=int, default=5, help="cells in each sheet")
    parser.add_argument("--inputs", type=int, default=40, help="figures of the stored inputs")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folders = options.results or made(Path(place))
        found = {folder.name: tried(folder, options) for folder in folders}
    print("\n".join(table(found)))
    total = [tally for parts in found.values() for tally in parts.values() if tally.tried]
    count, unseen = sum(one.tried for one in total), sum(len(one.unseen) for one in total)
    print(f"\n{count} numbers changed, {count - unseen} seen; seed {options.seed}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
