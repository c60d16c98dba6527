"""Rules between cells: bounds that cross, rows that are missing, figures that cannot go together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from gridplan.case.problems import Problem, as_warning, problem
from gridplan.case.raw import RawSeries
from gridplan.case.rules_adequacy import check_adequacy, peaks_gw
from gridplan.case.rules_channels import check_channels, check_prices
from gridplan.case.rules_coal import check_coal
from gridplan.case.rules_energy import check_energy_account
from gridplan.case.rules_fleet import check_fleet
from gridplan.case.rules_heat import check_heat
from gridplan.case.rules_links import check_links
from gridplan.case.rules_loads import check_loads
from gridplan.case.rules_metrics import check_metrics
from gridplan.case.rules_policies import check_policies
from gridplan.case.rules_reserve import check_reserve
from gridplan.case.rules_store_groups import check_store_groups
from gridplan.case.rules_targets import check_targets
from gridplan.case.rules_trade import bases_of, check_trade
from gridplan.case.rules_usual import check_usual
from gridplan.case.rules_water_and_renewables import check_water_and_renewables
from gridplan.case.series_demand import grid_load_gwh, peak_to_mean
from gridplan.case.settings import Settings
from gridplan.case.tables import TypedTable, records_held

Tables = Mapping[str, TypedTable]

ORDERED = (
    ("stores", "hours_min", "hours_max"),
    ("links", "energy_min_twh", "energy_max_twh"),
    ("links", "energy_min_twh", "energy_twh"),
    ("links", "energy_twh", "energy_max_twh"),
    ("link_contracts", "hours_min", "hours_max"),
    ("energy_account", "other_nonfossil_mtce", "total_energy_mtce"),
    ("store_groups", "min_gw", "max_gw"),
    ("store_groups", "min_gwh", "max_gwh"),
)
"""Columns of which the first must not be above the second."""

BUILT = {
    "cohorts": ("existing_gw", "build_max_gw"),
    "stores": ("existing_gw", "build_max_gw"),
    "hybrid_pumps": ("existing_gw", "build_max_gw"),
    "links": ("capacity_gw", "build_max_gw"),
    "electrolysers": ("existing_gw", "build_max_gw"),
    "renewables": ("existing_gw", "potential_gw"),
    "reservoirs": ("existing_gw", "potential_gw"),
}
"""Columns of which at least one must be above 0 for a row to do anything."""

ONLY_WITH_COMMITMENT = (
    "min_output_share",
    "min_output_heating_share",
    "must_run_share",
    "must_run_heating_share",
)
UNITS_TOLERANCE = 0.05
UNITS_SLIP = 20.0
CAPACITY_TO_PEAK = {
    ("cohorts", "existing_gw"): 1.5,
    ("cohorts", "build_max_gw"): 2.0,
    ("renewables", "existing_gw"): 5.0,
    ("renewables", "potential_gw"): 12.0,
    ("reservoirs", "existing_gw"): 2.5,
    ("reservoirs", "potential_gw"): 3.0,
    ("stores", "existing_gw"): 1.5,
    ("stores", "build_max_gw"): 3.0,
    ("hybrid_pumps", "build_max_gw"): 1.0,
    ("electrolysers", "existing_gw"): 1.0,
    ("electrolysers", "build_max_gw"): 1.5,
    ("vehicle_to_grid", "power_max_gw"): 0.5,
    ("heat_sources", "existing_gwth"): 1.5,
    ("heat_sources", "build_max_gwth"): 1.5,
}
"""Capacity of one row over the region's peak load above which another unit is likely: some twice the highest of
any province, so that 10 MW (万千瓦) written for GW is seen; for new kinds of plant a judgement."""

UNDATED_ANYWAY = ("demand", "policies", "fuels", "heat_demand", "chp", "base_year", "build_limits")
"""Tables whose rows for some planning years only are no reason to remind the planner of the others."""

USUAL_LOAD_HOURS = (2500.0, 8300.0)
DEMAND_TIMES = 3.0


def check_rules(
    tables: Tables, settings: Settings, series: Mapping[str, RawSeries], provinces: Mapping[str, str]
) -> list[Problem]:
    """Every fault between the cells of typed and filled tables.  Cells that could not be read are NaN and are
    passed over, so that one fault is named once."""
    with records_held(tables):
        return _all_rules(tables, settings.years, series, provinces)


def _all_rules(
    tables: Tables, years: Sequence[int], series: Mapping[str, RawSeries], provinces: Mapping[str, str]
) -> list[Problem]:
    peaks = peaks_gw(tables, years, series, provinces)
    return [
        *_order(tables),
        *_regions(tables["regions"]),
        *_years(tables, years),
        *_demand(tables, years, provinces),
        *_fuels(tables, years),
        *_units(tables["cohorts"]),
        *_potential(tables),
        *_idle(tables),
        *_commitment(tables["cohorts"]),
        *_retrofits(tables),
        *_size(tables, peaks),
        *_stores(tables["stores"]),
        *check_water_and_renewables(tables, years),
        *check_store_groups(tables, years),
        *check_links(tables["links"], series),
        *check_channels(tables["links"]),
        *check_prices(tables),
        *check_trade(tables),
        *check_reserve(tables, years),
        *check_policies(tables, years),
        *check_targets(tables),
        *check_loads(tables, years),
        *check_metrics(tables, years),
        *check_coal(tables, years),
        *check_adequacy(tables, years, peaks),
        *check_heat(tables, series),
        *check_energy_account(tables, years),
        *check_fleet(tables, peaks, provinces),
        *check_usual(tables, series, provinces),
    ]


def _order(tables: Tables) -> Iterator[Problem]:
    for name, lower, upper in ORDERED:
        result = tables[name]
        for row, cells in result.records():
            if cells[lower] > cells[upper]:
                column = lower if (row, lower) in result.given else upper
                words = {
                    "lower": lower,
                    "low": f"{cells[lower]:g}",
                    "upper": upper,
                    "high": f"{cells[upper]:g}",
                }
                yield problem("lower_above_upper", result.place(row, column), float(cells[column]), **words)


def _regions(regions: TypedTable) -> Iterator[Problem]:
    for row, cells in regions.records():
        if cells["region"] == "outside":
            yield problem("reserved_name", regions.place(row, "region"), "outside")


def _years(tables: Tables, years: Sequence[int]) -> Iterator[Problem]:
    """Names with rows for some planning years only: a gap in a region is an error, in an asset a reminder."""
    for name, result in tables.items():
        if "year" not in result.frame or name in UNDATED_ANYWAY:
            continue
        dated: dict[tuple[str, ...], tuple[int, set[int | None]]] = {}
        for row, cells in result.records():
            key = tuple(str(cells[part]) for part in result.table.key)
            year = None if pd.isna(cells["year"]) else int(cells["year"])
            dated.setdefault(key, (row, set()))[1].add(year)
        for key, (row, given) in dated.items():
            if None in given:
                continue
            for year in [year for year in years if year not in given]:
                place = result.place(row, result.table.key[0])
                rule = "region_year_missing" if name == "regions" else "row_missing"
                yield problem(rule, place, key[0], key=" ".join(key), year=year)


def _demand(tables: Tables, years: Sequence[int], provinces: Mapping[str, str]) -> Iterator[Problem]:
    from gridplan.library.provinces import province, province_ids

    result = tables["demand"]
    given = {
        (str(cells["region"]), None if pd.isna(cells["year"]) else int(cells["year"]))
        for _, cells in result.records()
    }
    regions, bases = tables["regions"], bases_of(tables)
    for row, region in enumerate(regions.frame["region"].tolist()):
        for year in years if result.lines and region not in bases else []:
            if region and (region, year) not in given and (region, None) not in given:
                yield problem(
                    "demand_missing", regions.place(row, "region"), region, region=region, year=year
                )
    for row, cells in result.records():
        energy = float(cells["energy_twh"])
        ratio = peak_to_mean(result, row, regions)
        if ratio is not None and ratio > 1:
            hours = grid_load_gwh(result, row, regions) / float(cells["peak_gw"])
            if not USUAL_LOAD_HOURS[0] <= hours <= USUAL_LOAD_HOURS[1]:
                yield problem(
                    "demand_hours",
                    result.place(row, "peak_gw"),
                    float(cells["peak_gw"]),
                    hours=f"{hours:.0f}",
                )
        known = provinces.get(str(cells["region"]), "")
        if known in province_ids() and not math.isnan(energy):
            used = province(known).consumption_2024_twh
            if not 1 / DEMAND_TIMES <= energy / used <= DEMAND_TIMES:
                details = {"times": f"{energy / used:.3g}", "figure": f"{used:g}", "year": 2024}
                yield problem("demand_far", result.place(row, "energy_twh"), energy, **details)


def _fuels(tables: Tables, years: Sequence[int]) -> Iterator[Problem]:
    """A cohort's fuel needs a row for its region, or for every region, in each planning year."""
    rows = {
        (str(cells["fuel"]), str(cells["region"]), None if pd.isna(cells["year"]) else int(cells["year"]))
        for _, cells in tables["fuels"].records()
    }
    names = {fuel for fuel, _, _ in rows}
    regions = set(tables["regions"].frame["region"])
    cohorts = tables["cohorts"]
    for row, cells in cohorts.records():
        fuel, region = str(cells["fuel"]), str(cells["region"])
        if fuel not in names or region not in regions:
            continue
        for year in years if pd.isna(cells["year"]) else [int(cells["year"])]:
            if not any((fuel, place, when) in rows for place in (region, "") for when in (year, None)):
                yield problem("fuel_missing", cohorts.place(row, "fuel"), fuel, region=region, year=year)


def _units(cohorts: TypedTable) -> Iterator[Problem]:
    for row, cells in cohorts.records():
        product, existing = cells["units"] * cells["unit_mw"] / 1000, cells["existing_gw"]
        if not product > 0 or math.isnan(existing) or abs(product - existing) <= UNITS_TOLERANCE * existing:
            continue
        # No capacity at all beside units that stand is no slip of a unit: two columns may have changed places.
        slip = existing > 0 and not 1 / UNITS_SLIP < product / existing < UNITS_SLIP
        details = {
            "units": f"{cells['units']:g}",
            "unit_mw": f"{cells['unit_mw']:g}",
            "product": f"{product:g}",
        }
        place = cohorts.place(row, "existing_gw")
        yield problem("units_mismatch" if slip else "units_differ", place, float(existing), **details)


def _potential(tables: Tables) -> Iterator[Problem]:
    for name in ("renewables", "reservoirs"):
        result = tables[name]
        for row, cells in result.records():
            if cells["existing_gw"] > cells["potential_gw"]:
                place = result.place(row, "existing_gw")
                shown = f"{cells['potential_gw']:g}"
                yield problem("existing_above_potential", place, float(cells["existing_gw"]), potential=shown)
    cohorts = tables["cohorts"]
    for row, cells in cohorts.records():
        if cells["retire_max_gw"] > cells["existing_gw"]:
            place = cohorts.place(row, "retire_max_gw")
            shown = f"{cells['existing_gw']:g}"
            yield problem("retire_above_existing", place, float(cells["retire_max_gw"]), existing=shown)


def _idle(tables: Tables) -> Iterator[Problem]:
    for name, columns in BUILT.items():
        result = tables[name]
        for row, cells in result.records():
            amounts = [math.nan if (row, column) in result.bad else cells[column] for column in columns]
            if name == "reservoirs" and math.isnan(amounts[1]) and (row, columns[1]) not in result.bad:
                amounts = amounts[:1]
            if all(amount == 0 for amount in amounts):
                yield problem("nothing_to_use", result.place(row, columns[0]), 0)


def _commitment(cohorts: TypedTable) -> Iterator[Problem]:
    for row, cells in cohorts.records():
        for column in ONLY_WITH_COMMITMENT if not cells["commitment"] else ():
            if cells[column] > 0 and (row, column) in cohorts.given:
                yield problem("commitment_unused", cohorts.place(row, column), float(cells[column]))


def _retrofits(tables: Tables) -> Iterator[Problem]:
    result = tables["retrofits"]
    cohorts = {str(cells["cohort"]): cells for _, cells in tables["cohorts"].records()}
    for row, cells in result.records():
        cohort = cohorts.get(str(cells["cohort"]))
        if cohort is None:
            continue
        if cohort["technology"] and not str(cohort["technology"]).startswith("coal"):
            words = {"cohort": cohort["cohort"], "technology": cohort["technology"]}
            yield problem("retrofit_not_coal", result.place(row, "cohort"), cohort["cohort"], **words)
        yield from _retrofit_figures(result, row, cells, cohort)
    yield from _combinations(result)


def _retrofit_figures(
    result: TypedTable, row: int, cells: dict[str, Any], cohort: dict[str, Any]
) -> Iterator[Problem]:
    """Figures of one retrofit against those of its cohort."""
    states = str(cells["state"]).split("+")
    for column in ("min_output_share", "min_output_heating_share") if "flexibility" in states else ():
        before = cohort[column]
        if math.isnan(before):
            before = cohort["min_output_share"]
        if cells[column] > before:
            place = result.place(row, column)
            found = problem("retrofit_above_cohort", place, float(cells[column]), before=f"{before:g}")
            yield found if (row, column) in result.given else as_warning(found)
    if states == ["efficiency"] and cells["net_rate_change_g_per_kwh"] >= 0:
        place = result.place(row, "net_rate_change_g_per_kwh")
        yield problem("retrofit_saves_nothing", place, float(cells["net_rate_change_g_per_kwh"]))
    if cells["max_gw"] > cohort["existing_gw"]:
        place, shown = result.place(row, "max_gw"), f"{cohort['existing_gw']:g}"
        yield problem("retrofit_more_than_exists", place, float(cells["max_gw"]), existing=shown)


def _combinations(result: TypedTable) -> Iterator[Problem]:
    """A combination of retrofits costs at least as much as the dearest of them alone."""
    costs = {
        (str(c["cohort"]), str(c["state"]), str(c["year"])): c["cost_cny_per_kw"] for _, c in result.records()
    }
    for row, cells in result.records():
        for part in str(cells["state"]).split("+") if "+" in str(cells["state"]) else ():
            alone = costs.get((str(cells["cohort"]), part, str(cells["year"])), math.nan)
            if cells["cost_cny_per_kw"] < alone:
                place = result.place(row, "cost_cny_per_kw")
                yield problem(
                    "combination_cheap", place, float(cells["cost_cny_per_kw"]), part=part, cost=f"{alone:g}"
                )


def _size(tables: Tables, peaks: Mapping[tuple[str, int], float]) -> Iterator[Problem]:
    """Capacities several times the region's peak are likely in another unit."""
    highest: dict[str, float] = {}
    for (region, _), gw in peaks.items():
        highest[region] = max(gw, highest.get(region, 0.0))
    for (name, column), limit in CAPACITY_TO_PEAK.items():
        result = tables[name]
        for row, cells in result.records():
            peak, capacity = highest.get(str(cells["region"]), math.nan), float(cells[column])
            if capacity > limit * peak:
                details = {"times": f"{capacity / peak:.3g}", "peak": f"{peak:.3g}"}
                yield problem("capacity_above_peak", result.place(row, column), capacity, **details)


def _stores(stores: TypedTable) -> Iterator[Problem]:
    for row, cells in stores.records():
        if cells["charge_efficiency_share"] * cells["discharge_efficiency_share"] >= 1:
            place = stores.place(row, "charge_efficiency_share")
            yield problem("store_gains", place, float(cells["charge_efficiency_share"]))
