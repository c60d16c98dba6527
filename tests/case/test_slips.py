"""Slips drawn at random in shipped cases: never a traceback, and what says the same is taken as the same."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gridplan.library.paths import cases_dir
from tests.support.mutations.files import Change, Files, Folder, read_files
from tests.support.mutations.judge import Read, Verdict, judge, read
from tests.support.mutations.kinds import MUTATORS

CASE = "shanxi-2025"


class Bench:
    """One shipped case in a folder that takes changes; no hourly series is made."""

    def __init__(self, path: Path) -> None:
        self.files = read_files(cases_dir() / CASE)
        self.folder = Folder(path / "case", self.files)
        self.before: Read = read(self.folder.path, series=False)

    def judged(self, change: Change) -> Verdict:
        return judge(self.folder.hold(change.files), change, self.before)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    yield Bench(tmp_path_factory.mktemp("slips"))


@settings(max_examples=40, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
          suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(kind=st.sampled_from(sorted(MUTATORS)), seed=st.integers(0, 10**6))
def test_no_slip_ends_in_a_traceback(bench: Bench, kind: str, seed: int) -> None:
    change = MUTATORS[kind](bench.files, random.Random(seed))
    if change is not None:
        verdict = bench.judged(change)
        assert verdict.what != "traceback", f"{change.words}: {verdict.words}"
        if change.same:
            assert verdict.what in ("same meaning", "stopped, cell named", "pointed out, cell named"), change.words


def _changed(files: Files, table: str, column: str, turn: float, row: int) -> Change | None:
    """A figure of a row (first = 0) times a factor."""
    from tests.support.mutations.figures import changed
    from tests.support.mutations.files import Cell

    cell = Cell(table, row, files.tables[table][0].index(column))
    return changed("x", files, cell, f"{float(files.value(cell)) * turn:.10g}")


@pytest.mark.parametrize(("table", "column", "turn", "row"), [
    ("cohorts", "existing_gw", 10.0, 0), ("cohorts", "existing_gw", 0.1, 0), ("cohorts", "existing_gw", 1e-3, 0),
    ("cohorts", "net_rate_g_per_kwh", 0.1, 1), ("retrofits", "cost_cny_per_kw", 5.0, 0),
    ("retrofits", "cost_cny_per_kw", 0.2, 0), ("renewables", "existing_gw", 0.1, 0),
    ("renewables", "existing_gw", 1e-3, 1), ("renewables", "existing_gw", 10.0, 1), ("demand", "energy_twh", 10.0, 0),
    ("demand", "energy_twh", 0.1, 0), ("links", "capacity_gw", 10.0, 0), ("links", "capacity_gw", 0.1, 0),
    ("links", "capacity_gw", 0.1, 1), ("links", "energy_twh", 0.1, 1),
    ("links", "price_cny_per_mwh", 0.1, 0), ("stores", "existing_gw", 10.0, 0),
])
def test_a_slip_of_unit_is_named_with_its_cell(bench: Bench, table: str, column: str, turn: float, row: int) -> None:
    change = _changed(bench.files, table, column, turn, row)
    assert change is not None
    verdict = bench.judged(change)
    assert verdict.what in ("stopped, cell named", "pointed out, cell named"), f"{change.words}: {verdict}"


def test_excess_consumption_beyond_half_of_what_is_used_is_pointed_out(tmp_path: Path) -> None:
    # 31.45 TWh, a tenth of what Hunan uses, in 亿千瓦时.
    files = read_files(cases_dir() / "ningxia-hunan-2030")
    folder = Folder(tmp_path / "case", files)
    trade = folder.path / "excess_trade.csv"
    before = read(folder.path, series=False).faults()
    trade.write_text(trade.read_text(encoding="utf-8-sig").replace("31.45", "314.5"), encoding="utf-8")
    after = read(folder.path, series=False)
    (found,) = [one for one in after.found if one.rule == "traded_above_demand"]
    assert (found.table, found.row, found.column) == ("excess_trade", 2, "max_twh")
    assert "31.45" in found.message("en") and sum((after.faults() - before).values()) == 1
