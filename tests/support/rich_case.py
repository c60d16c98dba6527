"""A case in which every table has rows and every constraint family has members; for tests about the whole model."""

from __future__ import annotations

from typing import Any

import numpy as np

from gridplan.case.case import Case
from tests.support.levers import given, merged
from tests.support.small_case import small_case

HOURS = np.arange(24)
DAYS_OF_A_YEAR = 365


def rich_tables() -> dict[str, list[dict[str, Any]]]:
    """Two regions, "r" with everything and "east", which buys from it."""
    tables = {
        "regions": [
            {"region": "r", "line_loss_share": 0.05, "own_use_share_of_consumption": 0.04,
             "heating_months": "11 12 1 2", "certificate_cap_twh": 0.001, "certificate_price_cny_per_mwh": 5.0,
             "co2_price_cny_per_t": 80.0},
            {"region": "east"},
        ],
        "demand": [{"region": "r", "energy_twh": 43.8}, {"region": "east", "energy_twh": 8.76}],
        "fuels": [{"fuel": "coal", "is_coal": True, "price_cny_per_tce": 700.0},
                  {"fuel": "coal", "region": "r", "is_coal": True, "price_cny_per_tce": 600.0},
                  {"fuel": "gas", "price_cny_per_tce": 2000.0, "co2_t_per_tce": 1.63}],
        "cohorts": _cohorts(),
        "retrofits": [
            {"cohort": "old", "state": "efficiency", "max_gw": 1.0, "cost_cny_per_kw": 0.3,
             "net_rate_change_g_per_kwh": -8.0, "fixed_cost_change_cny_per_kw_a": 0.1},
            {"cohort": "old", "state": "flexibility", "max_gw": 1.5, "cost_cny_per_kw": 0.4, "min_output_share": 0.3,
             "min_output_heating_share": 0.35, "ramp_share_per_h": 0.4, "no_load_share": 0.1},
            {"cohort": "old", "state": "efficiency+flexibility", "cost_cny_per_kw": 0.8, "min_output_share": 0.3,
             "net_rate_change_g_per_kwh": -6.0},
        ],
        "renewables": _renewables(),
        "reservoirs": [{"reservoir": "dam", "existing_gw": 0.4, "potential_gw": 0.6, "annual_hours": 4000.0,
                        "storage_hours": 30.0, "min_output_share": 0.1, "capex_cny_per_kw": 5.0, "own_use_share": 0.01,
                        "availability_share": 0.95, "fixed_cost_cny_per_kw_a": 0.1}],
        "stores": _stores(),
        "links": _links(),
        "response": [
            {"response": "shift", "kind": "shift", "max_share_of_peak": 0.04, "fixed_cost_cny_per_kw_a": 0.02,
             "variable_cost_cny_per_mwh": 20.0},
            {"response": "shed", "kind": "shed", "max_share_of_peak": 0.03, "max_hours": 4.0,
             "fixed_cost_cny_per_kw_a": 0.05, "variable_cost_cny_per_mwh": 900.0},
        ],
        "policies": _policies(),
    }
    for part in given("RICH"):
        for table, rows in part.items():
            tables.setdefault(table, []).extend(dict(row) for row in rows)
    for (table, key), columns in merged("RICH_COLUMNS").items():
        row = next(row for row in tables[table] if key in row.values())
        row.update(columns)
    return tables


def _cohorts() -> list[dict[str, Any]]:
    coal = {"own_use_share": 0.06, "availability_share": 0.9, "variable_cost_cny_per_mwh": 20.0,
            "fixed_cost_cny_per_kw_a": 0.5, "no_load_share": 0.08, "min_output_share": 0.4, "ramp_share_per_h": 0.3,
            "start_cost_cny_per_kw": 0.05, "co2_benchmark_t_per_mwh": 0.7, "unit_mw": 300.0}
    return [
        {"cohort": "old", "existing_gw": 3.0, "retire_max_gw": 0.5, "net_rate_g_per_kwh": 315.0,
         "must_run_share": 0.3, "must_run_heating_share": 0.5, "min_output_heating_share": 0.5, **coal},
        {"cohort": "east_coal", "region": "east", "existing_gw": 0.7, "net_rate_g_per_kwh": 300.0,
         "must_run_heating_share": 0.2, **coal},
        {"cohort": "new", "technology": "coal_usc_new", "build_max_gw": 2.0, "capex_cny_per_kw": 5.0,
         "net_rate_g_per_kwh": 270.0, "max_full_load_hours": 30.0, **coal},
        {"cohort": "gas", "technology": "gas_ocgt", "fuel": "gas", "existing_gw": 0.5, "commitment": False,
         "net_rate_g_per_kwh": 200.0, "variable_cost_cny_per_mwh": 10.0, "max_full_load_hours": 20.0},
        {"cohort": "biomass", "technology": "biomass", "fuel": "gas", "existing_gw": 0.1, "commitment": False,
         "net_rate_g_per_kwh": 300.0, "own_use_share": 0.1},
    ]


def _renewables() -> list[dict[str, Any]]:
    return [
        {"renewable": "wind", "existing_gw": 2.0, "potential_gw": 6.0, "capex_cny_per_kw": 6.0, "own_use_share": 0.01,
         "fixed_cost_cny_per_kw_a": 0.1, "credit_summer_share": 0.05, "credit_winter_share": 0.1},
        {"renewable": "sun", "technology": "solar_utility", "profile": "sun", "existing_gw": 2.0, "potential_gw": 8.0,
         "capex_cny_per_kw": 4.0, "credit_summer_share": 0.2, "variable_cost_cny_per_mwh": 1.0},
        {"renewable": "river", "technology": "hydro_ror", "profile": "river", "existing_gw": 0.3, "potential_gw": 0.3},
    ]


def _stores() -> list[dict[str, Any]]:
    return [
        {"store": "cell", "existing_gw": 0.2, "existing_hours": 2.0, "build_max_gw": 2.0, "hours_min": 2.0,
         "hours_max": 6.0, "capex_power_cny_per_kw": 1.0, "capex_energy_cny_per_kwh": 2.0,
         "charge_efficiency_share": 0.95, "discharge_efficiency_share": 0.93, "standing_loss_share_per_h": 0.001,
         "variable_cost_cny_per_mwh": 2.0, "fixed_cost_cny_per_kw_a": 0.1, "availability_share": 0.97},
        {"store": "pumped", "technology": "pumped_hydro", "existing_gw": 0.5, "existing_hours": 6.0,
         "charge_efficiency_share": 0.88, "discharge_efficiency_share": 0.89},
    ]


def _links() -> list[dict[str, Any]]:
    return [
        {"link": "to_east", "from": "r", "to": "east", "capacity_gw": 0.4, "build_max_gw": 0.5, "capex_cny_per_kw": 2.0,
         "loss_share": 0.05, "min_flow_share": 0.1, "firm_share": 0.9, "price_cny_per_mwh": 300.0},
        {"link": "export", "from": "r", "to": "outside", "capacity_gw": 1.0, "mode": "profile",
         "profile_tolerance_share": 0.2, "energy_twh": 4.38, "energy_max_twh": 0.023, "loss_share": 0.06,
         "price_cny_per_mwh": 320.0, "firm_share": 0.5},
        {"link": "import", "from": "outside", "to": "r", "capacity_gw": 0.3, "energy_min_twh": 0.004,
         "price_cny_per_mwh": 350.0, "green_share": 0.6, "green_hydro_share": 0.5, "loss_share": 0.04,
         "firm_share": 1.0},
    ]


def _policies() -> list[dict[str, Any]]:
    targets = [
        ("quota.renewable_consumption", 50.0, {}), ("quota.nonhydro_consumption", 45.0, {}),
        ("channel.renewable_share", 50.0, {"subject": "export"}), ("storage.share_of_new_energy", 10.0, {}),
        ("storage.min_duration", 3.0, {}), ("capacity.wind", 3.0, {}), ("capacity.coal", 6.0, {"sense": "max"}),
        ("retrofit.units.efficiency", 2.0, {}), ("retrofit.flexibility_capacity", 0.5, {}),
        ("coal.net_heat_rate", 300.0, {"sense": "max"}), ("coal.consumption_cap", 0.03, {"sense": "max"}),
        ("co2.cap", 0.08, {"sense": "max"}), ("utilisation.renewable", 90.0, {}), ("utilisation.wind", 92.0, {}),
        ("utilisation.solar", 88.0, {}), ("demand_response.share_of_peak", 5.0, {}), ("reserve.margin", 12.0, {}),
        ("share.nonfossil_generation", 55.0, {}), ("generation.new_energy_to_thermal_ratio", 0.5, {}),
        ("capacity.new_energy_to_thermal_ratio", 0.6, {}),
    ]
    return [{"policy": metric, "metric": metric, "value": value,
             "slack_price": 2.0 if metric.startswith("capacity") else 200.0, **more} for metric, value, more in targets]


def rich_case(tables: dict[str, list[dict[str, Any]]] | None = None, years: tuple[int, ...] = (2030,)) -> Case:
    """The rich case: load and weather with a daily shape; ``tables`` are its rows unless given."""
    load = 1.0 + 0.25 * np.sin((HOURS - 9) * np.pi / 12)
    sun = np.clip(np.sin((HOURS - 6) * np.pi / 12), 0.0, None) * 0.8
    blow = 0.4 + 0.3 * np.cos(HOURS * np.pi / 8)
    profiles: dict[str, Any] = {"load": load, "wind": blow, "sun": sun, "river": [0.5], "inflow": 1.2 + np.sin(HOURS),
                "delivery": np.where((HOURS > 7) & (HOURS < 22), 1.0, 0.5)}
    profiles |= merged("RICH_PROFILES")
    return small_case(tables or rich_tables(), profiles, discount_rate=0.06, years=years)


def rich_year(years: tuple[int, ...], more_metrics: tuple[str, ...] = ()) -> Case:
    """The rich case as ``solve`` takes it: energies and hours of a whole year, one or several planning years.

    ``more_metrics``: metrics that are only shown, asked to be 1, beside the targets of the rich case.
    """
    tables = rich_tables()
    for link in tables["links"]:
        if link["link"] == "export":
            link["energy_max_twh"] *= DAYS_OF_A_YEAR
    for cohort in tables["cohorts"]:
        if "max_full_load_hours" in cohort:
            cohort["max_full_load_hours"] *= DAYS_OF_A_YEAR
    tables["policies"] += [{"policy": metric, "metric": metric, "value": 1.0, "enforce": False}
                           for metric in more_metrics]
    return rich_case(tables, years)
