"""Thousands of slips in the shipped cases, and what the check says of each: nothing wrong gets through unseen.

    python -m benchmarks.mutate_inputs [CASE ...] [--count 3000] [--seed 1] [--kind "x 10" ...] [--minutes 60]
    python -m benchmarks.mutate_inputs --count 3000 --record slips.jsonl --part 1/10     # a tenth: one case of ten
    python -m benchmarks.mutate_inputs --count 3000 --record slips.jsonl --again         # only what was silent before

Every change is made in the files of a whole case (every sixth in a workbook), which is then read and checked as
`gridplan check` does, in this process; nothing is solved.  Prints the table of docs/input-checking.md, then every
change that was taken in silence.  With a record each outcome is kept as it comes, and what is in it is not tried again:
a run that was stopped goes on, parts may run side by side (the table then is of all of them), and after a new rule
only the silent ones need another look.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
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


@dataclass(frozen=True)
class Outcome:
    """What came of one change; `number` and `seed` make it anew."""

    number: int
    seed: int
    kind: str
    subject: str
    words: str
    same: bool
    verdict: str
    said: str


SILENT = ("taken in silence", "library's figure, listed")


@dataclass
class Tally:
    """Verdicts by kind of change, and the changes taken in silence or met with a traceback."""

    counted: dict[str, Counter[str]] = field(default_factory=dict)
    silent: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def add(self, one: Outcome) -> None:
        """Count one change."""
        self.counted.setdefault(one.kind, Counter())[one.verdict] += 1
        line = f"{one.kind}: {one.subject}: {one.words}"
        if one.verdict == SILENT[0] or (one.same and one.verdict == SILENT[1]):
            self.silent.append(line)
        elif one.verdict == "traceback":
            self.faults.append(f"{line}: {one.said}")
        elif one.same and one.verdict.startswith("stopped"):
            self.refused.append(f"{line}: {one.said}")

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


class Record:
    """Outcomes kept as lines of JSON; a later line of the same change goes before an earlier."""

    def __init__(self, file: Path | None, kinds: list[str]) -> None:
        self._file = file
        lines = file.read_text(encoding="utf-8").splitlines() if file is not None and file.exists() else []
        found = [Outcome(**json.loads(line)) for line in lines]
        self.outcomes = {(one.seed, one.number): one for one in found if one.kind in kinds}

    def add(self, one: Outcome) -> None:
        """Keep one outcome."""
        self.outcomes[one.seed, one.number] = one
        if self._file is not None:
            with self._file.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(one), ensure_ascii=False) + "\n")


@dataclass(frozen=True)
class Wanted:
    """Which changes to make: so many, the kinds and the cases in turn; of them one part of so many, and only those
    that were silent before where asked for."""

    count: int
    seed: int
    kinds: list[str]
    part: tuple[int, int] = (1, 1)
    again: bool = False

    def numbers(self, record: Record) -> list[int]:
        """Numbers of the changes that are due."""
        part, parts = self.part
        mine = [n for n in range(self.count) if n // len(self.kinds) % parts == part - 1]
        known = {number: one for (seed, number), one in record.outcomes.items() if seed == self.seed}
        if self.again:
            return [n for n in mine if n in known and known[n].verdict in SILENT]
        return [n for n in mine if n not in known]


def run(cases: list[Path], wanted: Wanted, minutes: float, record: Record) -> None:
    """Make the changes that are due, or as many as the minutes allow, and record them."""
    started, kinds, due = time.monotonic(), wanted.kinds, wanted.numbers(record)
    with tempfile.TemporaryDirectory() as place, series_kept():
        subjects: dict[Path | None, Subject] = {}
        for done, number in enumerate(due):
            if time.monotonic() - started > 60.0 * minutes:
                print(f"stopped after {done} of {len(due)}", file=sys.stderr)
                break
            kind, turn = kinds[number % len(kinds)], number // len(kinds)
            path = None if is_hourly(kind) else cases[turn % len(cases)]
            if path not in subjects:
                own = "plain" if path else "curves"
                subjects[path] = subject_of(path or cases[0], Path(place) / own, curves=path is None)
            subject = subjects[path]
            workbook = kind not in FILES_ONLY and turn % WORKBOOK_EVERY == WORKBOOK_EVERY - 1
            outcome = tried(subject, kind, f"{wanted.seed} {number}", workbook)
            if outcome is not None:
                change, verdict = outcome
                name = subject.files.name + (" (workbook)" if workbook else "")
                one = Outcome(number, wanted.seed, kind, name, change.words, change.same, verdict.what, verdict.words)
                record.add(one)
                if one.verdict in (SILENT[0], "traceback"):
                    print(f"{one.verdict}: {kind}: {name}: {one.words} {one.said}", file=sys.stderr, flush=True)
            if done % 200 == 199:
                print(f"{done + 1} of {len(due)}, {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)


def main() -> None:
    """Print the table, then what was taken in silence, refused though it says the same, or met with a traceback."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("cases", nargs="*", help="names of shipped cases, or folders; all shipped ones by default")
    options.add_argument("--count", type=int, default=3000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--minutes", type=float, default=600.0)
    options.add_argument("--kind", nargs="*", default=list(MUTATORS), choices=list(MUTATORS), metavar="KIND")
    options.add_argument("--record", type=Path, help="keep each outcome in this file, and go on from it")
    options.add_argument("--part", default="1/1", metavar="K/N", help="only the K-th of N parts")
    options.add_argument("--again", action="store_true", help="of the record, judge the silent ones again")
    asked = options.parse_args()
    cases = [Path(name) if Path(name).is_dir() else cases_dir() / name for name in asked.cases]
    part, parts = map(int, asked.part.split("/"))
    record = Record(asked.record, asked.kind)
    wanted = Wanted(asked.count, asked.seed, asked.kind, (part, parts), asked.again)
    run(cases or sorted(cases_dir().iterdir()), wanted, asked.minutes, record)
    tally = Tally()
    for one in Record(asked.record, asked.kind).outcomes.values() if asked.record else record.outcomes.values():
        tally.add(one)
    print("\n".join(tally.table()))
    for title, lines in (("Taken in silence", tally.silent), ("Refused though it says the same", tally.refused),
                         ("Tracebacks", tally.faults)):
        print(f"\n{title}: {len(lines)}\n")
        print("\n".join(f"- {line}" for line in sorted(lines)))


if __name__ == "__main__":
    main()
