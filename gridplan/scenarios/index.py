"""`sweep.json`: what became of each scenario, kept while a sweep runs and read by the next one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from gridplan import __version__
from gridplan.library.hold import Taken, hold
from gridplan.library.text import writable
from gridplan.library.whole import whole_file
from gridplan.results.folder import RUN, ResultsError, check_whole, is_results

INDEX = "sweep.json"
LOCK = ".sweep.lock"
OUTDATED = "outdated"
WITH_RESULTS = ("solved", "missed_targets")
SETTLED = (*WITH_RESULTS, "infeasible")
"""Outcomes that the same input has again: they are not solved anew."""

TOLD = ("name_zh", "name_en", "note_zh", "note_en")
"""What a case says of a scenario; another wording is no reason to solve it again."""


@dataclass(frozen=True)
class Entry:
    """What became of a scenario, and what its case calls it and says of it.

    `status`: waiting, running, solved, missed_targets, infeasible, stopped, unproven or failed; `kept`: known from
    an earlier sweep.  `why_en`, `why_zh`: the reason where there are no results.  `missed`: targets missed.
    """

    name: str
    name_zh: str = ""
    name_en: str = ""
    note_zh: str = ""
    note_en: str = ""
    status: str = "waiting"
    kept: bool = False
    key: dict[str, Any] = field(default_factory=dict)
    cost_million_cny: float | None = None
    gap: float | None = None
    missed: int = 0
    seconds: float = 0.0
    tries: int = 0
    why_en: str = ""
    why_zh: str = ""

    def title(self, lang: str) -> str:
        """Its name in a language."""
        return (self.name_zh if lang == "zh" else self.name_en) or self.name

    @property
    def has_results(self) -> bool:
        return self.status in WITH_RESULTS


class SweepTaken(Exception):
    """Another sweep is writing to the same folder; `process` is its number, `machine` where it runs."""

    def __init__(self, process: str, machine: str) -> None:
        super().__init__(f"process {process} on {machine}")
        self.process, self.machine = process, machine


class Index:
    """The entries of a sweep in their order, written to the disk whenever one changes, whole or not at all.  What an
    earlier sweep knows of scenarios that are not among them (`others`) stays on record."""

    def __init__(self, out: Path, case: Path, entries: list[Entry], others: Iterable[Entry] = ()) -> None:
        self.out, self._case = out, case
        self.entries = {entry.name: entry for entry in entries}
        self._others = [entry for entry in others if entry.name not in self.entries]

    def update(self, name: str, **changes: Any) -> Entry:
        """Change an entry and write the index."""
        self.entries[name] = replace(self.entries[name], **changes)
        self.write()
        return self.entries[name]

    def write(self) -> None:
        """Write the index beside the target and give it its name."""
        content = {"gridplan": __version__, "case": str(self._case),
                   "scenarios": [asdict(entry) for entry in (*self.entries.values(), *self._others)]}
        with whole_file(self.out / INDEX) as hidden:
            hidden.write_text(writable(json.dumps(content, ensure_ascii=False, indent=1)), encoding="utf-8")


def read_entries(out: Path) -> dict[str, Entry]:
    """The entries of the last sweep into a folder; none where there was none or its index cannot be read."""
    names = {each.name for each in fields(Entry)}
    try:
        listed = json.loads((out / INDEX).read_text(encoding="utf-8"))["scenarios"]
        entries = [Entry(**{key: value for key, value in one.items() if key in names}) for one in listed]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    return {entry.name: entry for entry in entries}


def read_run(folder: Path) -> dict[str, Any]:
    """run.json of a complete results folder of this version.

    Raises:
        ResultsError, OSError, ValueError: if it is not one.
    """
    check_whole(folder)
    return dict(json.loads((folder / RUN).read_text(encoding="utf-8")))


def stored_run(folder: Path) -> dict[str, Any] | None:
    """As ``read_run``, None where there is none."""
    try:
        return read_run(folder)
    except (ResultsError, OSError, ValueError):
        return None


def known_entry(out: Path, entry: Entry, before: dict[str, Entry]) -> Entry | None:
    """What is known of a scenario with the same key: from its results, or from the index where it had none."""
    run = stored_run(out / entry.name)
    if run is not None and run.get("sweep") == entry.key:
        return replace(entry, kept=True, **figures(run))
    old = before.get(entry.name)
    if old is not None and old.key == entry.key and old.status in SETTLED and not old.has_results:
        return replace(old, kept=True, **{key: getattr(entry, key) for key in TOLD})
    return None


def figures(run: dict[str, Any]) -> dict[str, Any]:
    """What the index says of a run."""
    return {"status": run["status"], "cost_million_cny": run["cost_million_cny"], "gap": run["gap"],
            "missed": len(run.get("missed_targets", [])), "seconds": run["seconds"]["total"]}


def set_aside(out: Path, name: str) -> Path | None:
    """Move what stands under a scenario's name but is not its result to `outdated`, where nobody takes it for one.

    Raises FileExistsError where it is no folder.
    """
    folder = out / name
    if not folder.exists() and not folder.is_symlink():
        return None
    if folder.is_symlink() or not folder.is_dir():
        raise FileExistsError(17, "no folder, and not the sweep's own", str(folder))
    (out / OUTDATED).mkdir(exist_ok=True)
    number = 1
    while (out / OUTDATED / f"{name}-{number}").exists():
        number += 1
    return folder.rename(out / OUTDATED / f"{name}-{number}")


def half_written(out: Path, name: str) -> bool:
    """Whether a folder stands under the name that no results writer finished."""
    return (out / name).exists() and not is_results(out / name)


@contextmanager
def only_one(out: Path) -> Iterator[str]:
    """Hold the folder for one sweep; gives the text of the lock, by which workers see that they share the disk.

    Raises SweepTaken where a living sweep of this machine, or one of another, holds it.
    """
    try:
        with hold(out / LOCK) as text:
            yield text
    except Taken as taken:
        raise SweepTaken(taken.process, taken.machine) from None
