"""The hard limits of the model: figures of the case that no plan may break, and where they stand in the programme.

Unserved load, excess power, heat not served and every target have a priced slack; what is listed here has none. 
Rows and bounds not listed are physics (balances, levels, output within capacity) or follow from what is listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
import pyomo.environ as pyo

from gridplan.model.fleet import AS_IS
from gridplan.model.frame import Model
from gridplan.solve.matrix import Problem

Side = Literal["row", "upper", "lower"]
Easing = Literal["raise", "lower", "grow", "shrink", "other"]
"""What makes a limit milder: a higher or lower figure, a curve scaled up or down, or a change that is no number."""

STATED, BUILD, EXISTING, MEANING = 1.0, 2.0, 20.0, 200.0
"""How unwillingly a figure is moved: what a document states, what may be built, what stands, what the model means."""


@dataclass(frozen=True)
class HardLimit:
    """One kind of hard limit.

    Attributes:
        component: constraint family, or variable of which the bound is the limit.
        side: the rows of the family, or the upper or lower bound of the variable.
        table, column: where the case states it ("" for a meaning of the model itself).
        easing: what makes it milder.
        keys: parts of the index that name the asset (2: with its retrofit state).
        factor: row units per unit of the column.
        per: variable by which the column's figure is multiplied ("" for none).
        share: parameter by which it is multiplied too.
        other: column of the same row by which it is multiplied.
        weight: how unwillingly it is moved.
        in_season: the column that holds instead in the heating months, where it has a figure.
    """

    component: str
    side: Side
    table: str
    column: str
    easing: Easing
    keys: int = 1
    factor: float = 1.0
    per: str = ""
    share: str = ""
    other: str = ""
    weight: float = STATED
    in_season: str = ""


CAPACITY, LINK = "design.thermal_capacity_gw", "design.link_capacity_gw"

HARD_LIMITS = (
    HardLimit("design.store_group_power_min", "row", "store_groups", "min_gw", "lower"),
    HardLimit("design.store_group_power_max", "row", "store_groups", "max_gw", "raise"),
    HardLimit("design.store_group_energy_min", "row", "store_groups", "min_gwh", "lower"),
    HardLimit("design.store_group_energy_max", "row", "store_groups", "max_gwh", "raise"),
    HardLimit("design.store_duration_min", "row", "stores", "hours_min", "lower", per="design.store_power_built_gw"),
    HardLimit("design.store_duration_max", "row", "stores", "hours_max", "raise", per="design.store_power_built_gw"),
    HardLimit("design.link_energy_min", "row", "links", "energy_min_twh", "lower", factor=1000.0),
    HardLimit("design.link_energy_max", "row", "links", "energy_max_twh", "raise", factor=1000.0),
    HardLimit("design.contract_hours_min", "row", "link_contracts", "hours_min", "lower", per=LINK),
    HardLimit("design.contract_hours_max", "row", "link_contracts", "hours_max", "raise", per=LINK),
    HardLimit(
        "design.contract_month_min",
        "row",
        "link_contracts",
        "month_min_share",
        "lower",
        per="design.link_energy_gwh",
        share="month_share_of_year",
    ),
    HardLimit(
        "design.contract_month_max",
        "row",
        "link_contracts",
        "month_max_share",
        "raise",
        per="design.link_energy_gwh",
        share="month_share_of_year",
    ),
    HardLimit("operation.contract_ramp_up", "row", "link_contracts", "ramp_share_per_h", "raise", per=LINK),
    HardLimit("operation.contract_ramp_down", "row", "link_contracts", "ramp_share_per_h", "raise", per=LINK),
    HardLimit("operation.link_floor", "row", "links", "min_flow_share", "lower", per=LINK),
    HardLimit("operation.link_curve_min", "row", "links", "profile_tolerance_share", "raise", per=LINK),
    HardLimit("operation.link_curve_max", "row", "links", "profile_tolerance_share", "raise", per=LINK),
    HardLimit("design.life_end", "row", "life_extension", "expiring_gw", "lower"),
    HardLimit("design.full_load_hours", "row", "cohorts", "max_full_load_hours", "raise", keys=2, per=CAPACITY),
    HardLimit(
        "operation.must_run",
        "row",
        "cohorts",
        "must_run_share",
        "lower",
        keys=2,
        per=CAPACITY,
        share="thermal_available",
        in_season="must_run_heating_share",
    ),
    HardLimit(
        "operation.minimum_flow",
        "row",
        "reservoirs",
        "min_output_share",
        "lower",
        per="design.reservoir_capacity_gw",
        share="reservoir_net_share",
    ),
    HardLimit(
        "operation.electrolyser_least",
        "row",
        "electrolysers",
        "min_load_share",
        "lower",
        per="design.electrolyser_capacity_gw",
    ),
    HardLimit("operation.chp_back_pressure", "row", "chp", "mode", "other", keys=2, weight=MEANING),
    HardLimit("operation.chp_idle", "row", "chp", "mode", "other", keys=2, weight=MEANING),
    HardLimit("operation.heat_balance", "row", "heat_demand", "energy_pj", "grow", weight=EXISTING),
    HardLimit("design.thermal_built_gw", "upper", "cohorts", "build_max_gw", "raise", weight=BUILD),
    HardLimit("design.thermal_retired_gw", "upper", "cohorts", "retire_max_gw", "raise", weight=BUILD),
    HardLimit("design.thermal_capacity_gw", "upper", "retrofits", "max_gw", "raise", keys=2, weight=BUILD),
    HardLimit("design.extended_gw", "upper", "life_extension", "extension_max_gw", "raise", weight=BUILD),
    HardLimit("design.renewable_built_gw", "upper", "renewables", "potential_gw", "raise", weight=BUILD),
    HardLimit("design.reservoir_built_gw", "upper", "reservoirs", "potential_gw", "raise", weight=BUILD),
    HardLimit("design.store_power_built_gw", "upper", "stores", "build_max_gw", "raise", weight=BUILD),
    HardLimit("design.link_built_gw", "upper", "links", "build_max_gw", "raise", weight=BUILD),
    HardLimit("design.electrolyser_built_gw", "upper", "electrolysers", "build_max_gw", "raise", weight=BUILD),
    HardLimit("design.hybrid_pump_built_gw", "upper", "hybrid_pumps", "build_max_gw", "raise", weight=BUILD),
    HardLimit("design.connection_built_gw", "upper", "connection", "build_max_gw", "raise", weight=BUILD),
    HardLimit("design.heat_source_built_gw", "upper", "heat_sources", "build_max_gwth", "raise", weight=BUILD),
    HardLimit("operation.link_flow_gw", "lower", "links", "energy_twh", "shrink"),
    HardLimit("operation.link_flow_gw", "upper", "links", "energy_twh", "grow"),
    HardLimit("operation.excess_gw", "upper", "", "excess_gw", "raise", weight=MEANING),
    HardLimit("design.capacity_split", "row", "cohorts", "existing_gw", "lower", weight=EXISTING),
    HardLimit("design.renewable_installed", "row", "renewables", "existing_gw", "lower", weight=EXISTING),
    HardLimit("design.reservoir_installed", "row", "reservoirs", "existing_gw", "lower", weight=EXISTING),
    HardLimit("design.store_power", "row", "stores", "existing_gw", "lower", weight=EXISTING),
    HardLimit("design.store_energy", "row", "stores", "existing_hours", "lower", other="existing_gw", weight=EXISTING),
    HardLimit("design.link_installed", "row", "links", "capacity_gw", "lower", weight=EXISTING),
    HardLimit("design.electrolyser_capacity", "row", "electrolysers", "existing_gw", "lower", weight=EXISTING),
    HardLimit("design.hybrid_pump_installed", "row", "hybrid_pumps", "existing_gw", "lower", weight=EXISTING),
)

DERIVED = (
    "design.thermal_capacity_gw",
    "design.emergency_reserve_gw",
    "design.emergency_gross_gwh",
    "design.replaced_gw",
    "design.renewable_capacity_gw",
    "design.reservoir_capacity_gw",
    "design.connection_capacity_gw",
    "design.hybrid_pump_gw",
    "design.store_energy_built_gwh",
    "design.store_power_gw",
    "design.store_energy_gwh",
    "design.store_firm_built_gw",
    "design.link_capacity_gw",
    "design.link_energy_gwh",
    "design.link_green_gwh",
    "design.link_green_nonhydro_gwh",
    "design.electrolyser_capacity_gw",
    "design.electrolyser_gwh",
    "design.electrolyser_matched_gwh",
    "design.electrolyser_green_gwh",
    "design.heat_source_gw",
    "design.heat_store_gw",
    "design.thermal_gross_gwh",
    "design.cohort_fuel_kt",
    "design.cohort_net_gwh",
    "operation.online_gw",
    "operation.above_minimum_gw",
    "operation.started_gw",
    "operation.free_output_gw",
    "operation.renewable_output_gw",
    "operation.reservoir_output_gw",
    "operation.reservoir_spill_gw",
    "operation.store_charge_gw",
    "operation.store_discharge_gw",
    "operation.store_level_gwh",
    "operation.chp_heat_gw",
    "operation.heat_source_output_gw",
    "operation.electrolyser_gw",
    "operation.link_flow_gw",
    "operation.unserved_gw",
)
"""Variables whose bounds follow from rows and from the limits above, and have to give way with them; annual accounts
too.  The flow of a channel on a curve is a limit of its own; what is not served may be all that is asked for."""


@dataclass(frozen=True)
class Stated:
    """One hard limit of one asset: a figure of the case with the rows or columns it rules.

    Attributes:
        limit: its kind.
        key: the row of the case table, by its key columns ("" where the model itself sets the limit).
        index: the asset's index in the model, with its year.
        year: planning year.
        column: column of the case table.
        value: the figure (NaN where it is no number).
        where: rows, or columns for a bound, of the programme.
        amount: how much one unit of easing moves each of them, in row units.
    """

    limit: HardLimit
    key: tuple[str, ...]
    index: tuple[Any, ...]
    year: int
    column: str
    value: float
    where: np.ndarray
    amount: np.ndarray

    @property
    def scale(self) -> float:
        """Size of the figure, so that changes of different figures can be compared."""
        return max(abs(self.value), 1e-3) if np.isfinite(self.value) and self.value else 1.0


def stated_limits(model: Model, programme: Problem) -> list[Stated]:
    """Every hard limit of the case, with its place in the programme."""
    found: list[Stated] = []
    for limit in HARD_LIMITS:
        component = model.pyomo.find_component(limit.component)
        if component is None:
            continue
        places = (programme.rows if limit.side == "row" else programme.columns)[id(component)]
        members: dict[tuple[Any, ...], list[tuple[tuple[Any, ...], int]]] = {}
        for index, place in zip(component.index_set(), places.tolist(), strict=True):
            if place >= 0:
                members.setdefault(index[: limit.keys + 1], []).append((index, place))
        for asset, entries in members.items():
            found += _of_asset(model, programme, limit, asset, entries)
    return [*found, *_of_policies(model, programme)]


def _of_policies(model: Model, programme: Problem) -> Iterator[Stated]:
    """The most a target may be missed by: a hard limit too, which only a target far out of reach meets."""
    for policy in model.policies:
        where = programme.columns[id(policy.slack)]
        value = float(_row(model, "policies", policy.key[:1], policy.key[1])["value"])
        limit = HardLimit(policy.slack.name, "upper", "policies", "value", "other", weight=MEANING)
        yield Stated(limit, policy.key[:1], policy.key, policy.key[1], "value", value, where[where >= 0], np.ones(1))


def _of_asset(
    model: Model, programme: Problem, limit: HardLimit, asset: tuple[Any, ...],
    entries: list[tuple[tuple[Any, ...], int]]
) -> Iterator[Stated]:
    """The limits of one asset: one, or one for the heating months and one for the others."""
    parts = {limit.column: entries}
    if limit.in_season:
        cohort, year = asset[0], asset[-1]
        season = model.data.heating_share.arrays[cohort, year]
        heated = [entry for entry in entries if season[entry[0][-1]] > 0.5]
        others = [entry for entry in entries if season[entry[0][-1]] <= 0.5]
        if np.isfinite(_row(model, "cohorts", asset[:1], year).get(limit.in_season, np.nan)):
            parts = {limit.in_season: heated, limit.column: others}
    for column, members in parts.items():
        if members:
            one = _stated(model, programme, limit, asset, column, np.array([place for _index, place in members]))
            if one is not None:
                yield one


def _stated(
    model: Model, programme: Problem, limit: HardLimit, asset: tuple[Any, ...], column: str, where: np.ndarray
) -> Stated | None:
    """A limit with its figure; None where it limits nothing (no capacity that exists, a bound that is open)."""
    key, year, table = tuple(str(part) for part in asset[:-1]), int(asset[-1]), limit.table
    if limit.component == CAPACITY and key[-1] == AS_IS:
        return None
    if limit.component == "operation.link_flow_gw":
        row = _row(model, table, key, year)
        if row.get("mode") != "profile" or float(row["build_max_gw"]) > 0:
            return None
        column = column if np.isfinite(float(row[column])) else "capacity_gw"
    if not table:
        sides = programme.column_upper[where]
        return Stated(limit, key, asset, year, column, float(sides.max()), where, np.ones(len(where)))
    if limit.keys == 2 and table == "cohorts":
        table, key, column = _of_state(model, key, year, column)
    row = _row(model, table, key, year)
    figure = row.get(column)
    value = float(figure) if isinstance(figure, (int, float, np.number)) else np.nan
    if limit.weight == EXISTING and limit.easing == "lower" and not value * float(row.get(limit.other, 1.0)) > 0:
        return None
    if limit.side == "upper" and limit.easing == "raise" and np.isnan(value):
        return None
    where_stated = limit if table == limit.table else HardLimit(**{**limit.__dict__, "table": table})
    return Stated(where_stated, key, asset, year, column, value, where, _amounts(programme, limit, where))


def _of_state(model: Model, key: tuple[str, ...], year: int, column: str) -> tuple[str, tuple[str, ...], str]:
    """Where the figure of a cohort's state stands: in its retrofit where that states one, else with the cohort."""
    cohort, state = key
    if state != AS_IS:
        retrofit = _row(model, "retrofits", key, year)
        figure = retrofit.get(column)
        if isinstance(figure, (int, float, np.number)) and np.isfinite(float(figure)):
            return "retrofits", key, column
    return "cohorts", (cohort,), column


def _amounts(programme: Problem, limit: HardLimit, where: np.ndarray) -> np.ndarray:
    """Row units that one unit of easing gives each row or bound: one, or the whole of a curve; with the sign of a
    row."""
    if limit.side != "row":
        curve = programme.column_lower if limit.side == "lower" else programme.column_upper
        return np.abs(curve[where]) if limit.easing in ("grow", "shrink") else np.ones(len(where))
    lower, upper = programme.row_lower[where], programme.row_upper[where]
    if limit.easing == "grow":
        return np.asarray(-lower)
    if limit.easing == "other":
        return np.full(len(where), -1.0)
    equal = lower == upper
    return np.where(equal, np.where(lower < 0, -1.0, 1.0), np.where(np.isfinite(lower), 1.0, -1.0))


def _row(model: Model, table: str, key: tuple[str, ...], year: int) -> dict[str, Any]:
    """A row of the case by its key columns; empty where there is none."""
    frame = model.rows(table, year)
    label = key if isinstance(frame.index, pd.MultiIndex) else key[0]
    if label not in frame.index:
        return {}
    row = frame.loc[label]
    return dict((row.iloc[0] if isinstance(row, pd.DataFrame) else row).to_dict())


def multiplier(model: Model, programme: Problem, stated: Stated, value: np.ndarray) -> float:
    """Row units per unit of the figure at a point of the programme (0: the figure moves nothing there)."""
    limit, index = stated.limit, stated.index
    factor = limit.factor
    if limit.other:
        factor *= float(_row(model, limit.table, stated.key, stated.year)[limit.other])
    if limit.per:
        variable = model.pyomo.find_component(limit.per)
        places = programme.columns[id(variable)]
        factor *= sum(
            float(value[place])
            for member, place in zip(variable.index_set(), places.tolist(), strict=True)
            if place >= 0 and member[: len(index)] == index
        )
    if limit.share:
        parameter: pyo.Param = getattr(model.data, limit.share)
        factor *= min(parameter.values()) if limit.share == "month_share_of_year" else float(parameter[index])
    return factor


def derived_columns(programme: Problem, names: dict[str, np.ndarray]) -> np.ndarray:
    """Columns whose bounds follow from rows, shape (n_columns,) of bool."""
    derived = np.zeros(programme.shape[1], dtype=bool)
    for name, places in names.items():
        if name in DERIVED or name.startswith("design.annual_"):
            derived[places[places >= 0]] = True
    return derived
