"""One number of written results changed at a time, as a hand or a fault would, and whether the auditor sees it.

The number becomes 1 % and a hundredth of its unit larger; nothing else is touched, and the marks of the files are made
to fit, so that only arithmetic can tell.
"""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from gridplan.audit import balance, money, operating_reserve, plants, prices, record, stores, targets, thermal
from gridplan.audit.evidence import Evidence
from gridplan.audit.findings import Findings

CHECKS = (balance.check, thermal.check, plants.check, stores.check, operating_reserve.check, money.check, targets.check,
          prices.check, record.check)
COPIES = ("_states", "_powers", "_holdings", "_achieved")
"""What the evidence remembers of figures worked out."""

FREE = {"seconds.read", "seconds.build", "seconds.solve", "seconds.verify", "seconds.write"}


@dataclass(frozen=True)
class Change:
    """One number changed: where it stands, and how to make and take back the change."""

    file: str
    name: str
    make: Callable[[Evidence], None]


def changed(value: float) -> float:
    """The number after the change."""
    return value * 1.01 + 0.01


def caught(evidence: Evidence, change: Change) -> bool:
    """Whether a copy of the evidence with the change made fails any check."""
    other = copy.copy(evidence)
    for name in COPIES:
        other.__dict__.pop(name, None)
    change.make(other)
    findings = Findings()
    try:
        for check in CHECKS:
            check(other, findings)
            if any(not one.ok for one in findings.lines()):
                return True
    except (KeyError, ValueError, IndexError):
        return True
    return False


def dataset_changes(evidence: Evidence, places: int, seed: int = 0) -> Iterator[Change]:
    """The largest value of every variable, and as many others by chance."""
    random = np.random.default_rng(seed)
    for name, values in evidence.data.data_vars.items():
        flat = values.values.ravel()
        there = np.flatnonzero(~np.isnan(flat))
        if not there.size:
            continue
        largest = there[np.abs(flat[there]).argmax()]
        for place in dict.fromkeys([int(largest), *(int(at) for at in random.choice(there, places - 1))]):
            yield Change("results.nc", f"{name}[{place}]", _in_dataset(str(name), place))


def _in_dataset(name: str, place: int) -> Callable[[Evidence], None]:
    def make(evidence: Evidence) -> None:
        values = evidence.data[name].values.copy()
        values.ravel()[place] = changed(float(values.ravel()[place]))
        evidence.data = evidence.data.assign({name: (evidence.data[name].dims, values)})

    return make


def axis_changes(evidence: Evidence) -> Iterator[Change]:
    """The weight, length, hour, month and day of a block."""
    for name in ("weight", "length", "first_hour", "month"):
        yield Change("results.nc", name, _in_axis(name))


def _in_axis(name: str) -> Callable[[Evidence], None]:
    def make(evidence: Evidence) -> None:
        values = getattr(evidence, name).copy()
        values[3] = values[3] + 1 if values.dtype.kind == "i" else changed(values[3])
        setattr(evidence, name, values)

    return make


def table_changes(evidence: Evidence, rows: int = 1, seed: int = 0) -> Iterator[Change]:
    """The largest number of every column of figures in the tables of results, and others of it by chance; a status,
    and one flag."""
    random = np.random.default_rng(seed)
    for table in ("costs", "policies", "why", "targets", "compared"):
        frame: pd.DataFrame = getattr(evidence, table)
        for column in frame.columns:
            if pd.api.types.is_bool_dtype(frame[column]) or column in ("status", "verdict"):
                yield Change("tables.json", f"{table}.{column}", _in_words(table, str(column)))
            elif pd.api.types.is_float_dtype(frame[column]) and frame[column].notna().any():
                there = frame.index[frame[column].notna()]
                chosen = [int(frame[column].abs().idxmax()), *(int(row) for row in random.choice(there, rows - 1))]
                for row in dict.fromkeys(chosen):
                    yield Change("tables.json", f"{table}.{column}[{row}]", _in_table(table, str(column), row))


def _in_table(table: str, column: str, row: int) -> Callable[[Evidence], None]:
    def make(evidence: Evidence) -> None:
        frame = getattr(evidence, table).copy()
        frame.loc[row, column] = changed(float(frame.loc[row, column]))
        setattr(evidence, table, frame)

    return make


def _in_words(table: str, column: str) -> Callable[[Evidence], None]:
    """A flag turned round; an outcome made another."""

    def make(evidence: Evidence) -> None:
        frame = getattr(evidence, table).copy()
        value = frame.loc[0, column]
        frame.loc[0, column] = (not value) if isinstance(value, bool | np.bool_) else _other(str(value))
        setattr(evidence, table, frame)

    return make


def _other(word: str) -> str:
    return {"met": "missed", "not_used": "used", "used": "not_used"}.get(word, "met")


def record_changes(evidence: Evidence) -> Iterator[Change]:
    """Every number of run.json that follows from something, and the status."""
    for path, value in _leaves(evidence.run):
        if isinstance(value, bool | str) and path != "status":
            continue
        yield Change("run.json", path, _in_record(path))


def _leaves(content: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(content, dict):
        for key, value in content.items():
            yield from _leaves(value, f"{path}.{key}" if path else str(key))
    elif isinstance(content, list):
        for number, value in enumerate(content):
            yield from _leaves(value, f"{path}.{number}")
    elif content is not None:
        yield path, content


def _in_record(path: str) -> Callable[[Evidence], None]:
    def make(evidence: Evidence) -> None:
        run = json.loads(json.dumps(evidence.run))
        *before, last = path.split(".")
        place = run
        for key in before:
            place = place[int(key) if isinstance(place, list) else key]
        at = int(last) if isinstance(place, list) else last
        place[at] = "solved_well" if isinstance(place[at], str) else changed(float(place[at]))
        evidence.run = run

    return make


def is_figure(value: object) -> bool:
    """Whether a cell holds a number to change."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(float(value))


def remark(folder: Path) -> None:
    """Make the mark of a results folder fit its files again."""
    import hashlib

    mark = json.loads((folder / "complete.json").read_text(encoding="utf-8"))
    for name, known in mark["files"].items():
        content = (folder / name).read_bytes()
        known["bytes"], known["sha256"] = len(content), hashlib.sha256(content).hexdigest()
    (folder / "complete.json").write_text(json.dumps(mark), encoding="utf-8")
