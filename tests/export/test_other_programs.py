"""PyPSA's own examples rebuilt as cases, and oemof-solph on the same systems: one cost to a millionth, one plan.

``python -m benchmarks.cross_checks`` asks all programs about all systems at length; here are the short ones.
"""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks import cross_checks
from benchmarks.cross.oemof_system import oemof_answer
from benchmarks.cross.provinces import capped
from benchmarks.cross.pypsa_examples import (
    DATA,
    POINTS,
    WEEKS,
    markets,
    model_energy,
    screening_curve,
    screening_curve_cost,
)
from benchmarks.cross.twins import Agreement, Answer, Twin, gridplan_answer, pypsa_answer
from benchmarks.cross_checks import SAME_CAPACITY_GW, SAME_COST

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    pypsa = pytest.importorskip("pypsa", reason="PyPSA is not installed: pip install 'gridplan[pypsa]'")

needs_oemof = pytest.mark.skipif(importlib.util.find_spec("oemof") is None,
                                 reason="oemof-solph is not installed: pip install 'gridplan[cross]'")
TWINS: dict[str, Callable[[], Twin]] = {
    "screening curve": screening_curve,
    **{name: lambda at=at: markets()[at] for at, name in enumerate(
        ("one zone", "one zone with storage", "two zones", "three zones"))},
    "model.energy": lambda: model_energy(WEEKS),
    "CO2 cap": lambda: capped("ningxia-2030", 48),
}
OURS: dict[str, Answer] = {}


def ours(name: str) -> Answer:
    """What gridplan finds, solved once."""
    if name not in OURS:
        OURS[name] = gridplan_answer(TWINS[name]())
    return OURS[name]


@pytest.mark.parametrize("ask", [pytest.param(pypsa_answer, id="pypsa"),
                                 pytest.param(oemof_answer, id="oemof", marks=needs_oemof)])
@pytest.mark.parametrize("name", TWINS)
def test_another_program_finds_the_same_cost_and_capacities(name: str, ask: Callable[[Twin], Answer]) -> None:
    found = Agreement(ours(name), ask(TWINS[name]()))
    assert found.cost_share <= SAME_COST and found.capacity_gw <= SAME_CAPACITY_GW, found


def test_the_screening_curve_is_met_by_what_is_cheapest_at_each_duration() -> None:
    # A GW of ours is a MW of theirs and each snapshot an hour rather than 1/1001: thousands of theirs times 1001.
    assert ours("screening curve").cost == pytest.approx(screening_curve_cost() * POINTS / 1000.0, rel=1e-9)
    # Gas beats shedding from 10 / 1000 of the time on, coal beats gas from half of it on.
    assert ours("screening curve").capacity == pytest.approx({"coal": 500.0, "gas": 490.0}, abs=1e-6)


@pytest.mark.parametrize(("name", "eur"), [
    # Coal is full in every period; gas gives 6.1, 6.2, 8 and 8 GWh, oil 0, 0, 0.8 and 1.5.
    ("one zone", 4 * 35000 * 30 + 28300 * 60 + 2300 * 80),
    # The store takes 1 GWh of gas in each of the first periods and saves 0.8 and 1 GWh of oil.
    ("one zone with storage", 4 * 35000 * 30 + (28300 + 1800) * 60 + 500 * 80),
    # 500 MW of hydro come from Mozambique, and with Eswatini 750 in all.
    ("two zones", 35000 * 30 + 3500 * 60), ("three zones", 35000 * 30 + 3250 * 60)])
def test_the_markets_clear_as_worked_out_by_hand(name: str, eur: float) -> None:
    assert ours(name).cost == pytest.approx(eur / 1e6, rel=1e-9)


def test_a_season_of_model_energy_builds_every_part() -> None:
    capacity = ours("model.energy").capacity
    assert min(capacity.values()) > 0.1, capacity
    assert capacity["hydrogen store, GWh"] > 24 * capacity["turbine"]


def test_the_series_of_model_energy_are_whole() -> None:
    series = pd.read_csv(DATA / "model_energy.csv", index_col="snapshot")
    assert series.shape == (2920, 3) and np.isfinite(series.to_numpy()).all()
    assert series["load_mw"].max() == 10901.16
    assert series[["wind_pu", "solar_pu"]].min().min() >= 0.0 and series[["wind_pu", "solar_pu"]].max().max() <= 1.0


@pytest.mark.parametrize(("allowed", "code"), [(SAME_COST, 0), (-1.0, 1)])
def test_the_command_prints_a_table_and_tells_by_its_code_whether_all_agree(
        allowed: float, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["cross_checks", "--only", "two zones", "--out", str(tmp_path / "table.md")])
    monkeypatch.setattr(cross_checks, "SAME_COST", allowed)
    assert cross_checks.main() == code
    said = capsys.readouterr()
    head, _, *lines = said.out.splitlines()
    assert "PyPSA" in head and len(lines) == 1
    assert lines[0].startswith("| PyPSA: market, two zones | 1 | 5 | 1.260000 |")
    assert (tmp_path / "table.md").read_text(encoding="utf-8") == said.out
    assert ("apart: PyPSA: market, two zones: PyPSA" in said.err) == bool(code)


@needs_oemof
@pytest.mark.parametrize(("part", "word"), [("Line", "lines"), ("committable", "commitment"), ("ramp", "ramps")])
def test_what_oemof_is_not_given_is_refused(part: str, word: str) -> None:
    def network() -> pypsa.Network:
        n = markets()[2].network()
        if part == "Line":
            n.add("Line", "line", bus0=n.buses.index[0], bus1=n.buses.index[1], x=0.1)
        else:
            column, value = ("committable", True) if part == "committable" else ("ramp_limit_up", 0.1)
            n.generators.loc[n.generators.index[0], column] = value
        return n

    twin = markets()[2]
    with pytest.raises(ValueError, match=word):
        oemof_answer(Twin(twin.name, twin.case, twin.axis, network, twin.sizes))
