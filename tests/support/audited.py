"""Written results for the auditor's tests, each solved once in a process: what `benchmarks/mutation_score.py` makes
before it forks, so that no mutant of the auditor waits for a solver.  Nothing of `gridplan.audit` is imported here."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from gridplan.case.load import load_case
from gridplan.library.paths import cases_dir
from gridplan.library.tables import table
from gridplan.results.types import Results
from gridplan.results.write import write_results
from gridplan.solve.run import solve
from tests.support.rich_case import rich_tables, rich_year

_PLACE = tempfile.TemporaryDirectory(prefix="audited-")


def _written(results: Results, name: str, lang: str) -> tuple[Results, Path]:
    return results, write_results(results, Path(_PLACE.name) / name, lang, report_writer=_no_report)


def _no_report(_results: object, path: Path, _lang: str) -> None:
    path.write_text("<html></html>", encoding="utf-8")


@cache
def shipped(name: str, hours: int, lang: str) -> tuple[Results, Path]:
    """Results of a shipped case, and where they are written; the report is left out."""
    return _written(solve(load_case(cases_dir() / name), hours=hours, threads=1), name, lang)


@cache
def rich(years: tuple[int, ...]) -> tuple[Results, Path]:
    """Results of a case with every subject, lever and metric, in one planning year or several; a day."""
    enforced = {row["metric"] for row in rich_tables()["policies"]}
    others = tuple(sorted(set(table("metrics")["metric"]) - enforced))
    return _written(solve(rich_year(years, others), hours=24, threads=1), f"rich-{len(years)}", "en")


def levers() -> tuple[Results, Path]:
    """A shipped case with every lever, a day."""
    return shipped("ningxia-2030-levers", 24, "zh")


def provinces() -> tuple[Results, Path]:
    """Two provinces and a supply base, with heat, three days."""
    return shipped("ningxia-hunan-2030", 72, "zh")


def path() -> tuple[Results, Path]:
    """Several planning years, a day of each."""
    return shipped("ningxia-path", 24, "en")


def prepare() -> None:
    """Make all of them."""
    levers()
    provinces()
    path()
    rich((2030,))
    rich((2030, 2035))
