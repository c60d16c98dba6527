"""Figures the library has no default for, against what is usual of their column, and figures against each other.

All are reminders, with the figure that a slip of unit would explain.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np

from gridplan.case.problems import Problem, problem
from gridplan.case.raw import RawSeries
from gridplan.case.rules_energy import HEAT_CONTENT_G_PER_KWH
from gridplan.case.schema import schema
from gridplan.case.slips import allowed_range, slip_hint
from gridplan.case.tables import TypedTable
from gridplan.library.tables import table

Tables = Mapping[str, TypedTable]

HEAT_PJ_PER_TWH = (0.02, 4.0)
ENERGY_TIMES = (2.0, 12.0)
CURVE_HOURS = (0.45, 2.0)
"""Full-load hours of a planner's own series, in those of the province."""
FLAT, SPIKE_TIMES = 1e-6, 20.0
COHORT_TIMES = 5.0
LARGEST_LOAD = {"industry": 0.6, "ev": 0.25, "electric_heating": 0.25, "electrification": 0.25, "data_centre": 0.25}
"""Part of a region's electricity that a named load of a kind stays below."""
LARGEST_TRADE = 0.5
"""Part of the electricity a region uses that the excess consumption it takes over stays below: its whole quota."""
RESOLVED = {"GW": 1e-4, "GWth": 1e-4, "GWh": 1e-4, "TWh": 1e-4}
"""Least amount a plan tells from nothing: ten times what residuals may be (gridplan/solve/verify.py), an hour long."""
LEAST_DEMAND_TWH = 0.1
"""Energy of a region's year below which 10 kW is a thousandth of its load."""
SHARED_WITH_COHORT = ("min_output_share", "min_output_heating_share", "no_load_share", "ramp_share_per_h")
NAMED = {"cohorts": "technology", "renewables": "technology", "reservoirs": "technology", "stores": "technology",
         "response": "kind", "heat_sources": "kind"}
"""Tables whose rows are often named after their technology, and the column that says which it is."""

FLAGS = {"captive": ("captive", "自备"), "chp": ("chp", "热电", "heat and power", "cogeneration")}
"""Words in the name of a cohort that a column of yes and no should bear out."""


def check_usual(tables: Tables, series: Mapping[str, RawSeries], provinces: Mapping[str, str]) -> Iterator[Problem]:
    """A reminder for every figure far from the usual; `provinces` is the library's province of each region."""
    yield from _resolution(tables)
    yield from _ranges(tables)
    yield from _names(tables)
    yield from _flags(tables["cohorts"])
    yield from _retrofits(tables)
    yield from _against_demand(tables)
    yield from _curves(tables, series, provinces)


@cache
def usual_ranges() -> tuple[tuple[str, str, float, float], ...]:
    """Table, column, low and high of `usual_ranges.csv`, in the column's unit."""
    rows = table("usual_ranges").to_dict("records")
    return tuple((str(r["table"]), str(r["column"]), float(r["low"]), float(r["high"])) for r in rows)


def _ranges(tables: Tables) -> Iterator[Problem]:
    for name, column, low, high in usual_ranges():
        result = tables[name]
        unit = schema().tables[name].columns[column].unit
        for row, cells in result.records():
            value = float(cells[column])
            if value != 0 and (row, column) in result.given and not (math.isnan(value) or low <= value <= high):
                words = {**allowed_range(low, high, unit), **slip_hint(value, low, high, unit)}
                yield problem("unusual", result.place(row, column), value, **words)


def _resolution(tables: Tables) -> Iterator[Problem]:
    """Amounts so small that a plan cannot tell them from nothing, policy targets aside."""
    for name, result in tables.items():
        for column in result.table.columns.values() if result.lines else ():
            least = LEAST_DEMAND_TWH if name == "demand" and column.unit == "TWh" else RESOLVED.get(column.unit, 0.0)
            values = result.frame[column.name].tolist() if least else []
            for row, value in enumerate(values):
                if 0 < value < least:
                    yield problem("below_resolution", result.place(row, column.name), float(value), least=f"{least:g}",
                                  unit=column.unit, **slip_hint(float(value), least * 10, None, column.unit))


def _names(tables: Tables) -> Iterator[Problem]:
    """Rows named after a technology that they are not of."""
    for name, column in NAMED.items():
        result = tables[name]
        key, words = result.table.key[0], result.table.columns[column].choices
        for row, cells in result.records():
            own, technology = str(cells[key]).removeprefix(f"{cells['region']}_"), str(cells[column])
            named = max((word for word in words if own == word or own.startswith(f"{word}_")), key=len, default="")
            if named and technology and technology.split("_")[0] != named and not technology.startswith(named):
                yield problem("name_of_other_technology", result.place(row, column), technology,
                              other=named, technology=technology)


def _flags(cohorts: TypedTable) -> Iterator[Problem]:
    """Cohorts named after what their columns say they are not, and captive plants that count with the fleet."""
    for row, cells in cohorts.records():
        name = " ".join(str(cells[column]) for column in ("cohort", "name_en", "name_zh")).lower()
        for column, words in FLAGS.items():
            said = next((word for word in words if word in name), "")
            if said and not cells[column] and (row, column) not in cohorts.bad:
                yield problem("name_says_yes", cohorts.place(row, column), "no", said=said)
        if cells["captive"] and cells["in_coal_rate"] and (row, "in_coal_rate") not in cohorts.bad:
            yield problem("captive_in_coal_rate", cohorts.place(row, "in_coal_rate"), "yes")


def _retrofits(tables: Tables) -> Iterator[Problem]:
    """Shares of a retrofit against those of its cohort."""
    cohorts = {str(cells["cohort"]): cells for _row, cells in tables["cohorts"].records()}
    result = tables["retrofits"]
    for row, cells in result.records():
        cohort = cohorts.get(str(cells["cohort"]), {})
        for column in SHARED_WITH_COHORT:
            own, value = float(cohort.get(column, math.nan)), float(cells[column])
            if own > 0 and value > 0 and not 1 / COHORT_TIMES <= value / own <= COHORT_TIMES:
                fix = slip_hint(value, own / COHORT_TIMES, own * COHORT_TIMES, schema().tables["retrofits"]
                                .columns[column].unit)
                yield problem("retrofit_far_from_cohort", result.place(row, column), value, own=f"{own:g}",
                              times=f"{value / own:.3g}", **fix)


def _against_demand(tables: Tables) -> Iterator[Problem]:
    """Heat, all energy and what is traded, against the electricity the region uses."""
    demand = _demand(tables["demand"])
    for row, cells in tables["heat_demand"].records():
        used = demand.get(str(cells["region"]), math.nan)
        yield from _ratio("heat_far", tables["heat_demand"], (row, "energy_pj"), float(cells["energy_pj"]), used,
                          HEAT_PJ_PER_TWH, "share")
    for row, cells in tables["energy_account"].records():
        used = demand.get(str(cells["region"]), math.nan) * HEAT_CONTENT_G_PER_KWH / 1000.0
        total = float(cells["total_energy_mtce"])
        # Less than the electricity in it is an error of its own.
        if total >= used:
            yield from _ratio("energy_total_far", tables["energy_account"], (row, "total_energy_mtce"), total, used,
                              ENERGY_TIMES, "times", rate=HEAT_CONTENT_G_PER_KWH)
    for name, end, column, most in (
            ("regions", "region", "certificate_cap_twh", 1.0), ("excess_trade", "to", "max_twh", LARGEST_TRADE),
            ("certificates", "region", "sell_cap_twh", 1.0), ("loads", "region", "energy_twh", 1.0)):
        result = tables[name]
        for row, cells in result.records():
            used, value = demand.get(str(cells[end]), math.nan), float(cells[column])
            part = LARGEST_LOAD.get(str(cells["kind"]), most) if name == "loads" else most
            if value > part * used:
                fix = slip_hint(value, used / 1000.0, part * used / 2.0, "TWh")
                yield problem("traded_above_demand", result.place(row, column), value, region=cells[end],
                              part=f"{100.0 * part:g}", demand=f"{used:g}", **fix)


def _demand(result: TypedTable) -> dict[str, float]:
    """Largest energy of a region over the planning years, TWh."""
    most: dict[str, float] = {}
    for _row, cells in result.records():
        most[str(cells["region"])] = max(float(cells["energy_twh"]), most.get(str(cells["region"]), 0.0))
    return most


def _ratio(
    rule: str, result: TypedTable, cell: tuple[int, str], value: float, per: float, usual: tuple[float, float],
    blank: str, **words: Any,
) -> Iterator[Problem]:
    """A figure whose ratio to another lies outside the usual; NaN is passed over."""
    low, high = (bound * per for bound in usual)
    if value < low or value > high:
        fix = slip_hint(value, low, high, result.table.columns[cell[1]].unit)
        words = {blank: f"{value / per:.3g}", **words}
        yield problem(rule, result.place(*cell), value, **words, **fix)


def _curves(tables: Tables, series: Mapping[str, RawSeries], provinces: Mapping[str, str]) -> Iterator[Problem]:
    """The planner's own series: flat, with a spike, or far from the province's full-load hours."""
    from gridplan.profiles.statistics import resource

    for name in ("demand", "renewables"):
        result = tables[name]
        for row, cells in result.records():
            one = series.get(str(cells["profile"])) if (row, "profile") in result.given else None
            if one is None:
                continue
            mean, place = float(one.values.mean()), result.place(row, "profile")
            if mean > 0 and float(np.ptp(one.values)) <= FLAT * mean:
                yield problem("curve_flat", place, one.name)
            elif mean > 0 and float(one.values.max()) > SPIKE_TIMES * mean:
                yield problem("curve_spike", one.place(int(one.values.argmax())), one.name,
                              times=f"{one.values.max() / mean:.3g}")
            technology = str(cells.get("technology", ""))
            if technology.startswith(("wind", "solar")):
                kind = "solar" if technology.startswith("solar") else technology
                try:
                    usual = resource(provinces.get(str(cells["region"]), ""), kind).annual_hours
                except ValueError:
                    continue
                if not CURVE_HOURS[0] * usual <= 8760.0 * mean <= CURVE_HOURS[1] * usual:
                    yield problem("curve_hours_far", place, one.name, kind=technology, hours=f"{8760.0 * mean:.0f}",
                                  usual=f"{usual:.0f}")


__all__ = ["check_usual", "usual_ranges"]
