"""Badly scaled figures: refused, pointed out, or solved to the same plan; never quietly wrong."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gridplan.case.load import check_case
from gridplan.case.schema import schema
from gridplan.solve.run import solve
from gridplan.solve.scale import badly_scaled
from tests.case.support.tiny import cell, write_tiny
from tests.support.small_case import small_case

LOAD = np.array([0.6, 0.5, 0.5, 0.6, 0.8, 1.0, 1.0, 0.9, 0.9, 1.0, 1.0, 0.9])
MOST = 1e6
"""No figure of a case is larger: a million GW, TWh or yuan was meant in another unit."""


def scaled(size: float) -> Any:
    """A region of so many GW at its peak, with coal, wind and a battery that may be built."""
    return small_case(
        {"cohorts": [{"cohort": "c", "region": "r", "existing_gw": 0.7 * size, "min_output_share": 0.4,
                      "variable_cost_cny_per_mwh": 20.0}],
         "renewables": [{"renewable": "w", "region": "r", "existing_gw": 0.2 * size, "potential_gw": 2 * size,
                         "capex_cny_per_kw": 4000.0}],
         "stores": [{"store": "b", "region": "r", "build_max_gw": 0.5 * size, "capex_power_cny_per_kw": 300.0,
                     "capex_energy_cny_per_kwh": 800.0}]},
        {"wind": [0.3, 0.1, 1e-4, 0.7, 0.9, 0.2, 0.3]}, load_gw=LOAD * size)


@pytest.fixture(scope="module")
def reference() -> float:
    """Cost of a region of 1 GW, million CNY."""
    return float(solve(scaled(1.0), hours=24).run["cost_million_cny"])


@pytest.mark.parametrize("size", [2e-3, 400.0])
def test_the_plan_of_a_hamlet_or_a_continent_costs_in_proportion(size: float, reference: float) -> None:
    run = solve(scaled(size), hours=24).run
    assert run["cost_million_cny"] == pytest.approx(size * reference, rel=1e-4)
    assert run["badly_scaled"] == []


def test_a_matrix_of_ten_orders_of_magnitude_is_called_badly_scaled() -> None:
    assert badly_scaled({"matrix": (1e-7, 1e3), "cost": (1.0, 1e9)}) == ["matrix"]
    assert badly_scaled({"matrix": (1e-4, 1e4), "cost": (1e-7, 1e3)}) == ["cost"]
    assert badly_scaled({"matrix": (0.0, 0.0), "bounds": (1e-12, 1e9)}) == []


def test_every_number_of_a_case_has_bounds_that_no_slip_of_nine_digits_passes() -> None:
    for table in schema().tables.values():
        for column in table.columns.values():
            if column.is_number:
                assert column.minimum is not None and column.maximum is not None, f"{table.name}.{column.name}"
                assert math.isfinite(column.maximum) and -MOST <= column.minimum <= column.maximum <= MOST


@pytest.mark.parametrize(("file", "column", "value", "rule"), [
    ("renewables.csv", "capex_cny_per_kw", "1e9", "above_maximum"),
    ("links.csv", "price_cny_per_mwh", "1e9", "above_maximum"),
    ("reservoirs.csv", "storage_hours", "1e7", "above_maximum"),
    ("stores.csv", "existing_gw", "1e-7", "below_resolution"),
    ("links.csv", "capacity_gw", "1e-7", "below_resolution"),
    ("demand.csv", "energy_twh", "0.02", "below_resolution"),
])
def test_figures_that_spoil_the_scale_are_named(file: str, column: str, value: str, rule: str, tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "case")
    cell(file, 2, column, value)(folder)
    assert (file, 2, column, rule) in {(one.file, one.row, one.column, one.rule) for one in check_case(folder)}
