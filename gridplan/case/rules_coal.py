"""Rules of the coal levers: life extension, emergency reserve, replacement, co-firing, capture, captive regulation."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gridplan.case.problems import Problem, problem
from gridplan.case.rules_adequacy import in_force
from gridplan.case.spelling import closest
from gridplan.case.tables import TypedTable

Tables = Mapping[str, TypedTable]
REGULATION, CAPTURE = "captive_regulation", "ccus"
COFIRING = ("biomass_cofiring", "ammonia_cofiring")
YEAR_HOURS = 8760.0


def check_coal(tables: Tables, years: Sequence[int]) -> Iterator[Problem]:
    """Every fault of the coal levers' rows against their cohorts."""
    for year in years:
        cohorts = {str(cells["cohort"]): cells for _, cells in in_force(tables["cohorts"], year)}
        for name, check in (("life_extension", _life), ("emergency_reserve", _reserve), ("replacement", _replacement)):
            for row, cells in in_force(tables[name], year):
                cohort = cohorts.get(str(cells["cohort"]))
                if cohort is None:
                    continue
                if cohort["technology"] and not str(cohort["technology"]).startswith("coal"):
                    words = {"cohort": cohort["cohort"], "technology": cohort["technology"]}
                    yield problem("lever_not_coal", tables[name].place(row, "cohort"), cohort["cohort"], **words)
                else:
                    yield from check(tables[name], row, cells, cohort, cohorts)
        for row, cells in in_force(tables["retrofits"], year):
            cohort = cohorts.get(str(cells["cohort"]))
            if cohort is not None:
                yield from _retrofit(tables["retrofits"], row, cells, cohort)
    yield from _storage_price(tables["capacity_price"], years)
    yield from _marked_as_coal(tables)


def _marked_as_coal(tables: Tables) -> Iterator[Problem]:
    """A fuel that coal cohorts burn is coal, and one that only others burn is not."""
    fuels = tables["fuels"]
    own = {(str(cells["fuel"]), str(cells["region"])) for _, cells in fuels.records()}
    for row, cells in fuels.records():
        fuel, region = str(cells["fuel"]), str(cells["region"])
        burning = [(str(c["cohort"]), str(c["technology"])) for _, c in tables["cohorts"].records()
                   if c["fuel"] == fuel and c["technology"] and (
                       c["region"] == region if region else (fuel, str(c["region"])) not in own)]
        coal = [one for one in burning if one[1].startswith("coal")]
        if (row, "is_coal") in fuels.bad or not burning or bool(coal) == bool(cells["is_coal"]):
            continue
        cohort, technology = (coal or burning)[0]
        rule = "fuel_not_marked_coal" if coal else "fuel_marked_coal"
        yield problem(rule, fuels.place(row, "is_coal"), cohort=cohort, technology=technology)


def _life(result: TypedTable, row: int, cells: dict[str, Any], cohort: dict[str, Any],
          _cohorts: Mapping[str, dict[str, Any]]) -> Iterator[Problem]:
    if cells["expiring_gw"] > cohort["retire_max_gw"]:
        yield problem("expiring_above_retire", result.place(row, "expiring_gw"), float(cells["expiring_gw"]),
                      most=f"{cohort['retire_max_gw']:g}")
    if cells["extension_max_gw"] > cells["expiring_gw"]:
        yield problem("extension_above_expiring", result.place(row, "extension_max_gw"),
                      float(cells["extension_max_gw"]), expiring=f"{cells['expiring_gw']:g}")


def _reserve(result: TypedTable, row: int, cells: dict[str, Any], cohort: dict[str, Any],
             _cohorts: Mapping[str, dict[str, Any]]) -> Iterator[Problem]:
    if cohort["retire_max_gw"] == 0:
        yield problem("reserve_nothing_closes", result.place(row, "cohort"), str(cells["cohort"]))
    elif cells["max_gw"] > cohort["retire_max_gw"]:
        yield problem("reserve_above_retire", result.place(row, "max_gw"), float(cells["max_gw"]),
                      most=f"{cohort['retire_max_gw']:g}")


def _replacement(result: TypedTable, row: int, cells: dict[str, Any], cohort: dict[str, Any],
                 cohorts: Mapping[str, dict[str, Any]]) -> Iterator[Problem]:
    if cohort["build_max_gw"] == 0:
        yield problem("replacement_builds_nothing", result.place(row, "cohort"), str(cells["cohort"]))
    named = str(cells["from"]).split()
    coal = [name for name, c in cohorts.items() if str(c["technology"]).startswith("coal")
            and c["region"] == cohort["region"] and name != cohort["cohort"]]
    for name in named:
        if name not in coal:
            yield problem("replacement_unknown", result.place(row, "from"), name, **closest(name, coal))
    freed = sum(float(cohorts[name]["retire_max_gw"]) for name in (named or coal) if name in coal)
    if freed == 0 and all(name in coal for name in named):
        yield problem("replacement_nothing_closes", result.place(row, "from"), str(cells["from"]))


def _retrofit(result: TypedTable, row: int, cells: dict[str, Any], cohort: dict[str, Any]) -> Iterator[Problem]:
    """Figures that a state needs, and those that only make sense in it."""
    states = str(cells["state"]).split("+")
    if REGULATION in states:
        if not cohort["captive"]:
            yield problem("regulation_not_captive", result.place(row, "cohort"), str(cells["cohort"]))
        if math.isnan(cells["must_run_share"]) and math.isnan(cells["must_run_heating_share"]):
            yield problem("regulation_without_must_run", result.place(row, "must_run_share"))
        elif cells["must_run_share"] > cohort["must_run_share"]:
            yield problem("regulation_above_cohort", result.place(row, "must_run_share"),
                          float(cells["must_run_share"]), before=f"{cohort['must_run_share']:g}")
    cofiring = any(state in COFIRING for state in states)
    for column, needed in (("cofiring_fuel", cofiring), ("cofiring_share", cofiring),
                           ("capture_share", CAPTURE in states), ("capture_cost_cny_per_t", CAPTURE in states)):
        value, given = cells[column], (row, column) in result.given
        if needed and not given and (row, column) not in result.bad:
            yield problem("state_needs", result.place(row, column), state=cells["state"])
        elif given and not needed:
            shown = value if isinstance(value, str) else float(value)
            yield problem("state_without", result.place(row, column), shown, state=cells["state"])
    if cofiring and cells["cofiring_fuel"] == cohort["fuel"]:
        yield problem("cofiring_own_fuel", result.place(row, "cofiring_fuel"), str(cells["cofiring_fuel"]))
    yield from _own_use(result, row, cells, cohort)


def _own_use(result: TypedTable, row: int, cells: dict[str, Any], cohort: dict[str, Any]) -> Iterator[Problem]:
    """More own use at the same boiler means a higher net rate, else energy comes from nowhere."""
    change, before = cells["own_use_share_change"], cohort["own_use_share"]
    if not change > 0 or math.isnan(before + cohort["net_rate_g_per_kwh"] + cells["net_rate_change_g_per_kwh"]):
        return
    least = cohort["net_rate_g_per_kwh"] * ((1 - before) / (1 - before - change) - 1)
    if cells["net_rate_change_g_per_kwh"] < 0.9 * least:
        yield problem("own_use_without_rate", result.place(row, "net_rate_change_g_per_kwh"),
                      float(cells["net_rate_change_g_per_kwh"]), least=f"{least:.1f}")


def _storage_price(prices: TypedTable, years: Sequence[int]) -> Iterator[Problem]:
    """New storage without a price of its own takes that of coal, which must be there."""
    for year in years:
        rows = in_force(prices, year)
        coal = {str(cells["region"]) for _, cells in rows if cells["technology"] == "coal"}
        for row, cells in rows:
            if (cells["technology"] == "new_storage" and math.isnan(cells["cny_per_kw_a"])
                    and (row, "cny_per_kw_a") not in prices.bad and cells["region"] not in coal):
                yield problem("storage_price_without_coal", prices.place(row, "cny_per_kw_a"))
