"""What the check of `gridplan check` says of a changed case, in its own words and as one of a few verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pandas as pd

from gridplan.case import load
from gridplan.case.load import Checked, check_raw
from gridplan.case.problems import CaseError, Problem, errors
from gridplan.case.read import read_raw
from gridplan.case.series_jobs import Plan, make_series
from tests.support.mutations.files import Change, table_of

VERDICTS = ("stopped, cell named", "stopped, elsewhere", "pointed out, cell named", "pointed out, elsewhere",
            "same meaning", "only a label", "library's figure, listed", "taken in silence", "traceback")
LABELS = ("name_zh", "name_en", "document", "page", "source", "size_class")
"""Columns that are shown and never reach the matrix."""


@dataclass
class Read:
    """A case as read and checked: its faults and, where there is no error, what it means."""

    found: list[Problem]
    checked: Checked | None
    _meanings: dict[bool, Any] = field(default_factory=dict)

    def own_meaning(self, labels: bool = True) -> Any:
        """What the case means, worked out once."""
        if labels not in self._meanings:
            self._meanings[labels] = meaning(self, {}, labels)
        return self._meanings[labels]

    def faults(self) -> Counter[tuple[str, ...]]:
        """Faults without their row, which a deleted row moves."""
        return Counter((one.rule, one.table, one.column, one.value, one.message_en) for one in self.found)


@dataclass
class Verdict:
    """One of `VERDICTS`, with the words that led to it."""

    what: str
    words: str = ""


@contextmanager
def series_kept() -> Iterator[None]:
    """Generated hourly series are made once per recipe, not again for every change that leaves them alone."""
    kept: dict[Any, np.ndarray] = {}

    def make(plan: Plan) -> tuple[pd.DataFrame, list[Problem]]:
        def once(recipe: Any, job: Any) -> np.ndarray:
            if recipe not in kept:
                if len(kept) > 400:
                    kept.clear()
                kept[recipe] = job.make()
            return kept[recipe]

        jobs = {name: replace(job, make=lambda job=job: once(_hashable(job.recipe), job))
                for name, job in plan.jobs.items()}
        return make_series(replace(plan, jobs=jobs))

    with mock.patch.object(load, "make_series", make):
        yield


def _hashable(recipe: Any) -> str:
    """A recipe as a key: recipes may hold arrays."""
    return repr(tuple(part.tobytes() if isinstance(part, np.ndarray) else part for part in recipe))


def read(path: Path, series: bool = True) -> Read:
    """Read and check a case as `gridplan check` does; its hourly series too where asked for."""
    try:
        raw, found = read_raw(path)
    except CaseError as fault:
        return Read(fault.problems, None)
    checked = check_raw(raw, found)
    if series and checked.settings is not None and not errors(checked.found):
        checked.found += load._series(checked, checked.settings)[1]
    return Read(checked.found, checked)


def judge(path: Path, change: Change, before: Read, screened: Callable[[], Read] | None = None) -> Verdict:
    """What the check says of a changed case that stands at `path`; `before` is the case unchanged, `screened` reads the
    same with its hourly series (without it none are made)."""
    try:
        after = read(path, series=False)
        new = _new(after, before)
        if not errors(new) and not new:
            if same_meaning(after, before, change):
                return Verdict("same meaning")
            if _labels_only(after, before, change):
                return Verdict("only a label")
            new = _new(read(path), screened()) if screened is not None else []
            if not new:
                return Verdict("library's figure, listed" if _listed(after, before) else "taken in silence")
    except Exception as fault:  # the very thing that is looked for
        return Verdict("traceback", f"{type(fault).__name__}: {fault}")
    return _named(change, new) or Verdict("taken in silence")


def _new(after: Read, before: Read) -> list[Problem]:
    known = before.faults()
    found = []
    for one in after.found:
        key = (one.rule, one.table, one.column, one.value, one.message_en)
        if known[key] > 0:
            known[key] -= 1
        else:
            found.append(one)
    return found


def _named(change: Change, new: list[Problem]) -> Verdict | None:
    """Stopped or pointed out, with the cell named or elsewhere."""
    if not new:
        return None
    wrong = errors(new)
    what = "stopped" if wrong else "pointed out"
    hits = [one for one in wrong or new if _at(change, one)]
    shown = (hits or wrong or new)[0]
    words = f"{shown.file} row {shown.row} {shown.column}: {shown.rule}"
    return Verdict(f"{what}, {'cell named' if hits else 'elsewhere'}", words)


def _at(change: Change, one: Problem) -> bool:
    """Whether a problem names a place of the change: file, and its row and column where the change has them."""
    table = table_of(one.file)
    for place in change.places:
        if table != place.table and one.table != place.table:
            continue
        row_fits = place.line is None or one.row is None or one.row == place.line
        column_fits = place.column is None or not one.column or one.column == place.column
        if row_fits and (column_fits or place.line is not None):
            return True
    return False


def meaning(result: Read, renamed: Mapping[str, str], labels: bool = True) -> tuple[Any, ...] | None:
    """Everything of a case that a plan depends on, the order of rows and the names of its rows aside."""
    checked = result.checked
    if checked is None or checked.settings is None:
        return None
    settings = checked.settings.model_dump(exclude={"notes", "name", "name_zh", "name_en"})
    tables = []
    for name, typed in checked.tables.items():
        columns = [c for c in sorted(typed.frame.columns) if labels or c not in LABELS]
        rows = zip(*(typed.frame[column].tolist() for column in columns), strict=True)
        tables.append((name, tuple(sorted(tuple(_plain(v, renamed) for v in row) for row in rows))))
    # Of a demand's curve only the shape counts.
    shapes = set(checked.tables["demand"].frame["profile"])
    given = sorted((name, np.round(values / values.sum(), 12).tobytes() if name in shapes else values.tobytes())
                   for name, values in checked.plan.given.items())
    jobs = sorted((_plain(name, renamed), _hashable(job.recipe)) for name, job in checked.plan.jobs.items())
    return (repr(settings), tuple(tables), tuple(given), tuple(jobs))


def _plain(value: Any, renamed: Mapping[str, str]) -> str:
    if value is None or value is pd.NA or value != value:
        return ""
    text = repr(float(value)) if isinstance(value, float) else str(value)
    return renamed.get(text, text)


def same_meaning(after: Read, before: Read, change: Change) -> bool:
    """Whether a plan of the changed case is the plan of the case."""
    return meaning(after, change.renamed) == before.own_meaning()


def _labels_only(after: Read, before: Read, change: Change) -> bool:
    return meaning(after, change.renamed, labels=False) == before.own_meaning(labels=False)


def _listed(after: Read, before: Read) -> bool:
    """Whether a figure of the library came in for the planner's: the report names it with its source."""
    if after.checked is None or before.checked is None:
        return False
    known = {(one["table"], one["key"], one["column"]) for one in before.checked.origins}
    return any((one["table"], one["key"], one["column"]) not in known for one in after.checked.origins)
