"""Limits and sums of a plan moved by little more than the auditor's tolerance: the check that holds them says so.

`test_audit.py` changes figures by a hundredth, which several checks see; here each check stands alone.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from gridplan.audit import balance, plants, stores, thermal
from gridplan.audit.evidence import Evidence
from gridplan.audit.findings import ENERGY_GWH, LEVEL_GWH, POWER_GW, Findings
from gridplan.audit.thermal import FUEL_KT
from gridplan.case.schema import schema
from tests.support import audited
from tests.support.tampering import COPIES

Check = Callable[[Evidence, Findings], None]
YEAR = 2030
BEYOND, WITHIN = 3.0, 0.3
"""Tolerances by which a figure is moved: seen, and passed over."""


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return Evidence(audited.levers()[1])


@pytest.fixture(scope="module")
def heated() -> Evidence:
    """Results with heat demand: a summer's day has none."""
    return Evidence(audited.provinces()[1])


@pytest.fixture
def holding(request: pytest.FixtureRequest) -> Callable[[str], Evidence]:
    """The evidence that holds a variable."""
    return lambda variable: request.getfixturevalue("heated" if variable.startswith("heat_") else "evidence")


def fresh(evidence: Evidence) -> Evidence:
    """A copy that remembers nothing worked out."""
    other = copy.copy(evidence)
    for name in COPIES:
        other.__dict__.pop(name, None)
    other._rows, other._loads = {}, {}
    return other


def failed(check: Check, evidence: Evidence) -> set[str]:
    findings = Findings()
    check(evidence, findings)
    return {one.name for one in findings.lines() if not one.ok}


def moved(evidence: Evidence, variable: str, by: float) -> Evidence:
    """The evidence with the largest value of a variable moved."""
    other = fresh(evidence)
    values = other.data[variable].values.copy()
    values.ravel()[np.nan_to_num(np.abs(values).ravel(), nan=-1.0).argmax()] += by
    other.data = other.data.assign({variable: (other.data[variable].dims, values)})
    return other


def stated(evidence: Evidence, table: str, key: str, column: str, value: float) -> Evidence:
    """The evidence with a figure of the case put in the place of what was stated."""
    other = fresh(evidence)
    frame = other.tables[table].copy()
    frame.loc[frame[schema().tables[table].key[0]] == key, column] = value
    other.tables = {**other.tables, table: frame}
    return other


@pytest.mark.parametrize("check", [balance.check, thermal.check, plants.check, stores.check])
@pytest.mark.parametrize("variable", ["demand_gw", "heat_demand_gw"])
def test_nothing_is_said_of_a_plan_as_it_is(holding: Callable[[str], Evidence], check: Check, variable: str) -> None:
    assert failed(check, holding(variable)) == set()


@pytest.mark.parametrize(("times", "seen"), [(BEYOND, True), (WITHIN, False)])
def test_a_store_holds_no_more_than_its_energy(evidence: Evidence, times: float, seen: bool) -> None:
    """The energy of the store that is fullest put right below its highest level."""
    level, energy = evidence.data["store_level_gwh"], evidence.data["store_energy_gwh"]
    highest: Any = level.max("time")
    key = str((highest / energy.where(energy > 0.1)).sel(year=YEAR).idxmax().values)
    other = fresh(evidence)
    changed = energy.copy(deep=True)
    changed.loc[{"store": key, "year": YEAR}] = float(highest.sel(store=key, year=YEAR)) - times * LEVEL_GWH
    other.data = other.data.assign(store_energy_gwh=changed)
    assert ("store_level_within_energy" in failed(stores.check, other)) is seen


@pytest.mark.parametrize(("check", "variable", "tolerance", "name"), [
    (balance.check, "demand_gw", POWER_GW, "load_follows_from_demand"),
    (balance.check, "demand_gw", POWER_GW, "power_balance_every_hour"),
    (balance.check, "thermal_output_gw", POWER_GW, "power_balance_every_hour"),
    (balance.check, "renewable_output_gw", POWER_GW, "power_balance_every_hour"),
    (balance.check, "store_charge_gw", POWER_GW, "power_balance_every_hour"),
    (balance.check, "unserved_gw", POWER_GW, "power_balance_every_hour"),
    (thermal.check, "thermal_fuel_kt_per_h", FUEL_KT, "thermal_fuel_follows"),
    (thermal.check, "thermal_capacity_gw", POWER_GW, "thermal_capacity_follows"),
    (thermal.check, "thermal_retired_gw", POWER_GW, "thermal_capacity_follows"),
    (plants.check, "renewable_capacity_gw", POWER_GW, "renewable_capacity_follows"),
    (plants.check, "renewable_available_gw", POWER_GW, "renewable_available_follows"),
    (plants.check, "connection_capacity_gw", POWER_GW, "connection_follows"),
    (plants.check, "reservoir_capacity_gw", POWER_GW, "reservoir_capacity_follows"),
    (plants.check, "reservoir_inflow_gw", POWER_GW, "reservoir_inflow_follows"),
    (plants.check, "reservoir_level_gwh", LEVEL_GWH, "reservoir_level_follows"),
    (plants.check, "link_capacity_gw", POWER_GW, "link_capacity_follows"),
    (stores.check, "store_power_gw", POWER_GW, "store_power_follows"),
    (stores.check, "store_energy_gwh", LEVEL_GWH, "store_energy_follows"),
    (stores.check, "store_level_gwh", LEVEL_GWH, "store_level_follows"),
    (stores.check, "load_baseline_gw", POWER_GW, "load_baseline_follows"),
    (stores.check, "electrolyser_capacity_gw", POWER_GW, "electrolyser_capacity_follows"),
    (stores.check, "heat_demand_gw", POWER_GW, "heat_demand_follows"),
    (stores.check, "heat_unserved_gw", POWER_GW, "heat_balance"),
    (stores.check, "heat_source_gw", POWER_GW, "heat_source_capacity_follows"),
    (stores.check, "heat_source_power_gw", POWER_GW, "heat_source_power_follows"),
    (stores.check, "heat_store_gw", POWER_GW, "heat_store_power_follows"),
    (stores.check, "heat_store_level_gwh", LEVEL_GWH, "heat_store_level_follows"),
    (stores.check, "response_level_gwh", LEVEL_GWH, "response_owed_follows"),
])
@pytest.mark.parametrize("way", [1.0, -1.0], ids=["more", "less"])
def test_a_figure_that_follows_from_others_is_held_to_its_tolerance(
        holding: Callable[[str], Evidence], check: Check, variable: str, tolerance: float, name: str,
        way: float) -> None:
    evidence = holding(variable)
    assert name in failed(check, moved(evidence, variable, way * BEYOND * tolerance))
    assert name not in failed(check, moved(evidence, variable, way * WITHIN * tolerance))


@pytest.mark.parametrize(("check", "table", "column", "variable", "name"), [
    (thermal.check, "cohorts", "build_max_gw", "thermal_built_gw", "thermal_built_within_limit"),
    (thermal.check, "cohorts", "retire_max_gw", "thermal_retired_gw", "thermal_closed_within_limit"),
    (plants.check, "connection", "build_max_gw", "connection_built_gw", "connection_within_limit"),
    (plants.check, "links", "build_max_gw", "link_built_gw", "link_within_limit"),
    (stores.check, "stores", "build_max_gw", "store_power_built_gw", "store_within_limit"),
    (stores.check, "electrolysers", "build_max_gw", "electrolyser_built_gw", "electrolyser_within_limit"),
    (stores.check, "heat_sources", "build_max_gwth", "heat_source_built_gw", "heat_source_within_limit"),
])
def test_what_may_be_built_or_closed_is_a_limit(holding: Callable[[str], Evidence], check: Check, table: str,
                                                column: str, variable: str, name: str) -> None:
    """The limit of the asset that uses most of it, put right below and right above what the plan uses."""
    evidence = holding(variable)
    values: Any = evidence.data[variable].sel(year=YEAR)
    key, used = str(values.idxmax().values), float(values.max())
    assert name in failed(check, stated(evidence, table, key, column, used - BEYOND * POWER_GW))
    assert name not in failed(check, stated(evidence, table, key, column, used + WITHIN * POWER_GW))


@pytest.mark.parametrize(("check", "table", "dimension", "taken", "most", "name"), [
    (stores.check, "stores", "store", ("store_charge_gw", "store_discharge_gw"), "store_power_gw",
     "store_exchange_within_power"),
    (stores.check, "electrolysers", "electrolyser", ("electrolyser_gw",), "electrolyser_capacity_gw",
     "electrolyser_within_capacity"),
])
def test_power_stays_within_what_is_available(evidence: Evidence, check: Check, table: str, dimension: str,
                                              taken: tuple[str, ...], most: str, name: str) -> None:
    """The available share put right below and right above what the plan uses in its fullest hour."""
    power: Any = sum(evidence.data[variable].sel(year=YEAR) for variable in taken).max("time")
    stands: Any = evidence.data[most].sel(year=YEAR)
    key = str((power / stands.where(stands > 0.01)).idxmax().values)
    used, whole = float(power.sel({dimension: key})), float(stands.sel({dimension: key}))
    least = float(evidence.rows(table, YEAR).loc[key].get("min_load_share", 0.0) or 0.0)
    assert least < 0.5
    tight = stated(evidence, table, key, "availability_share", (used - BEYOND * POWER_GW) / whole)
    assert name in failed(check, tight)
    loose = stated(evidence, table, key, "availability_share", (used + WITHIN * POWER_GW) / whole)
    assert name not in failed(check, loose)


@pytest.mark.parametrize(("column", "way", "name"), [
    ("energy_max_twh", -1.0, "link_energy_most"), ("energy_min_twh", 1.0, "link_energy_least")])
def test_the_energy_of_a_channel_is_held_to_its_bounds(evidence: Evidence, column: str, way: float, name: str) -> None:
    link = str(evidence.data["link"].values[0])
    sent_twh = evidence.annual("link_flow_gw", link=link, year=YEAR) / 1000.0
    beyond, within = (sent_twh + way * times * ENERGY_GWH / 1000.0 for times in (BEYOND, WITHIN))
    assert name in failed(plants.check, stated(evidence, "links", link, column, beyond))
    assert name not in failed(plants.check, stated(evidence, "links", link, column, within))


@pytest.mark.parametrize(("column", "way", "tolerance"), [
    ("max_gw", -1.0, LEVEL_GWH), ("min_gw", 1.0, LEVEL_GWH), ("max_gwh", -1.0, LEVEL_GWH),
    ("min_gwh", 1.0, LEVEL_GWH)])
def test_a_group_of_stores_is_held_to_its_limits(evidence: Evidence, column: str, way: float, tolerance: float) -> None:
    groups = evidence.rows("store_groups", YEAR)
    group, row = str(groups.index[0]), groups.iloc[0]
    variable = "store_power_gw" if column.endswith("_gw") else "store_energy_gwh"
    held = sum(evidence.one(variable, store=store, year=YEAR) for store in str(row["stores"]).split())
    beyond, within = (held + way * times * tolerance for times in (BEYOND, WITHIN))
    assert "store_group_within_limits" in failed(stores.check, stated(evidence, "store_groups", group, column, beyond))
    assert "store_group_within_limits" not in failed(
        stores.check, stated(evidence, "store_groups", group, column, within))


def test_what_is_below_zero_or_missing_in_an_hour_is_seen(evidence: Evidence) -> None:
    other = fresh(evidence)
    values = other.data["excess_gw"].values.copy()
    values.ravel()[0] = -BEYOND * POWER_GW
    other.data = other.data.assign(excess_gw=(other.data["excess_gw"].dims, values))
    assert "nothing_below_zero" in failed(balance.check, other)
    gap = fresh(evidence)
    values = gap.data["store_level_gwh"].values.copy()
    values[0, 0, 3] = np.nan
    gap.data = gap.data.assign(store_level_gwh=(gap.data["store_level_gwh"].dims, values))
    assert "no_gaps_in_time" in failed(balance.check, gap)
