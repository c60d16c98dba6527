"""Thousands of slips in the shipped cases, and what the check says of each: nothing wrong gets through unseen.

    python -m benchmarks.mutate_inputs [CASE ...] [--count 3000] [--seed 1] [--kind "x 10" ...] [--minutes 60]

Every change is made in the files of a whole case (every sixth in a workbook), which is then read and checked as
`gridplan check` does, in this process; nothing is solved.  Prints the table of docs/input-checking.md, then every
change that was taken in silence.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from gridplan.case.load import load_case
from gridplan.library.paths import cases_dir
from tests.support.mutations.files import Change, Files, Folder, read_files, with_curves, write_workbook
from tests.support.mutations.judge import VERDICTS, Read, Verdict, judge, read, series_kept
from tests.support.mutations.kinds import GROUPS, MUTATORS

WORKBOOK_EVERY = 6
FILES_ONLY = {"saved as GBK", "saved as UTF-16", "Chinese read as Latin", "byte order mark and CRLF", "semicolons",
              "file cut in the middle", "file misnamed", "two files exchanged", "setting x 100", "setting negative",
              "setting misspelt", "setting deleted", "setting is text", "cells moved left"}
"""Changes that a workbook cannot have."""


@dataclass
class Subject:
    """A shipped case as files, as folder and as workbook, and what the check says of each unchanged."""

    files: Files
    folder: Folder
    book: Path
    before: dict[bool, Read] = field(default_factory=dict)
    screened: dict[bool, Read] = field(default_factory=dict)

    def at(self, files: Files, workbook: bool) -> Path:
        """The files as a folder or as a workbook."""
        return write_workbook(files, self.book) if workbook else self.folder.hold(files)

    def judged(self, change: Change, workbook: bool) -> Verdict:
        """What the check says of a change; the unchanged case is checked once in each form, and once more with its
        hourly series when they are first asked for."""
        if workbook not in self.before:
            self.before[workbook] = read(self.at(self.files, workbook), series=False)

        def screened() -> Read:
            if workbook not in self.screened:
                self.screened[workbook] = read(self.at(self.files, workbook))
                self.at(change.files, workbook)
            return self.screened[workbook]

        return judge(self.at(change.files, workbook), change, self.before[workbook], screened)


@dataclass
class Tally:
    """Verdicts by kind of change, and the changes taken in silence or met with a traceback."""

    counted: dict[str, Counter[str]] = field(default_factory=dict)
    silent: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def add(self, subject: str, change: Change, verdict: Verdict) -> None:
        """Count one change."""
        self.counted.setdefault(change.kind, Counter())[verdict.what] += 1
        line = f"{change.kind}: {subject}: {change.words}"
        if verdict.what == "taken in silence" or (change.same and verdict.what == "library's figure, listed"):
            self.silent.append(line)
        elif verdict.what == "traceback":
            self.faults.append(f"{line}: {verdict.words}")
        elif change.same and verdict.what.startswith("stopped"):
            self.refused.append(f"{line}: {verdict.words}")

    def table(self) -> list[str]:
        """The counts as a markdown table, by group and kind."""
        lines = ["| change | tried | " + " | ".join(VERDICTS) + " |", "|---" * (len(VERDICTS) + 2) + "|"]
        for group, mutators in GROUPS.items():
            kinds = [kind for kind in mutators if kind in self.counted]
            lines += [self._line(kind, self.counted[kind]) for kind in kinds]
            total = sum((self.counted[kind] for kind in kinds), Counter[str]())
            if kinds:
                lines.append(self._line(f"**{group}**", total))
        return [*lines, self._line("**all**", sum(self.counted.values(), Counter[str]()))]

    @staticmethod
    def _line(name: str, counts: Counter[str]) -> str:
        return f"| {name} | {counts.total()} | " + " | ".join(str(counts[verdict]) for verdict in VERDICTS) + " |"


def subject_of(path: Path, place: Path, curves: bool) -> Subject:
    """A case to change; with hourly curves of its own for its demand and its wind and sun where asked for."""
    files = read_files(path)
    if curves:
        case = load_case(path)
        own = {("demand", str(row["region"])): case.profiles[row["profile"]].to_numpy()
               for _, row in case.tables["demand"].iterrows()}
        own |= {("renewables", str(row["renewable"])): case.profiles[row["profile"]].to_numpy()
                for _, row in case.tables["renewables"].head(2).iterrows()}
        files = with_curves(files, own)
    return Subject(files, Folder(place / path.name, files), place / f"{path.name}.xlsx")


def is_hourly(kind: str) -> bool:
    """Whether a kind of change is one of hourly curves, which the first case is given."""
    return kind.startswith(("curve", "hour", "leap"))


def tried(subject: Subject, kind: str, seed: str, workbook: bool) -> tuple[Change, Verdict] | None:
    """One change of a kind, the seed deciding where; None where the case has nothing to change so."""
    change = MUTATORS[kind](subject.files, random.Random(seed))
    if change is None:
        return None
    return change, subject.judged(change, workbook)


def run(cases: list[Path], count: int, seed: int, kinds: list[str], minutes: float) -> Tally:
    """So many changes, or as many as the minutes allow, the kinds and the cases in turn."""
    tally, started = Tally(), time.monotonic()
    with tempfile.TemporaryDirectory() as place, series_kept():
        subjects = [subject_of(path, Path(place) / "plain", curves=False) for path in cases]
        with_own = subject_of(cases[0], Path(place) / "curves", curves=any(map(is_hourly, kinds)))
        for number in range(count):
            if time.monotonic() - started > 60.0 * minutes:
                print(f"stopped after {number} of {count}", file=sys.stderr)
                break
            kind = kinds[number % len(kinds)]
            turn = number // len(kinds)
            subject = with_own if is_hourly(kind) else subjects[turn % len(subjects)]
            workbook = kind not in FILES_ONLY and turn % WORKBOOK_EVERY == WORKBOOK_EVERY - 1
            outcome = tried(subject, kind, f"{seed} {number}", workbook)
            if outcome is not None:
                if outcome[1].what in ("taken in silence", "traceback"):
                    print(f"{outcome[1].what}: {outcome[0].kind}: {subject.files.name}: {outcome[0].words} "
                          f"{outcome[1].words}", file=sys.stderr, flush=True)
                tally.add(subject.files.name + (" (workbook)" if workbook else ""), *outcome)
            if number % 200 == 199:
                print(f"{number + 1} of {count}, {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    return tally


def main() -> None:
    """Print the table, then what was taken in silence, refused though it says the same, or met with a traceback."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("cases", nargs="*", help="names of shipped cases, or folders; all shipped ones by default")
    options.add_argument("--count", type=int, default=3000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--minutes", type=float, default=600.0)
    options.add_argument("--kind", nargs="*", default=list(MUTATORS), choices=list(MUTATORS), metavar="KIND")
    asked = options.parse_args()
    cases = [Path(name) if Path(name).is_dir() else cases_dir() / name for name in asked.cases]
    tally = run(cases or sorted(cases_dir().iterdir()), asked.count, asked.seed, asked.kind, asked.minutes)
    print("\n".join(tally.table()))
    for title, lines in (("Taken in silence", tally.silent), ("Refused though it says the same", tally.refused),
                         ("Tracebacks", tally.faults)):
        print(f"\n{title}: {len(lines)}\n")
        print("\n".join(f"- {line}" for line in sorted(lines)))


if __name__ == "__main__":
    main()
