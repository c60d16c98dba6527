"""What the policy metrics bring to the tests about all levers: the tables they need, and their rows."""

from __future__ import annotations

from typing import Any

from tests.support.effects import CARBON, DOWN, UP, Base, Effect
from tests.support.rows import coal, target, wind
from tests.support.small_case import small_case

LIKE_A_FLOOR = 200.0
"""Slack price of the rows added to the rich case, as its other targets of energy have."""

_TARGETS: list[tuple[str, float, dict[str, Any]]] = [
    ("capacity.total", 9.0, {}), ("capacity.clean", 5.0, {}), ("capacity.wind_added", 1.5, {}),
    ("capacity.wind_base", 2.5, {"subject": "wind"}), ("peaking.regulation_base", 0.6, {"subject": "pumped"}),
    ("capacity.gas_base_lingang", 0.6, {"subject": "gas"}),
    ("share.nonfossil_capacity", 60.0, {}), ("share.coal_capacity", 40.0, {"sense": "max"}),
    ("share.clean_capacity", 70.0, {}), ("share.clean_generation", 55.0, {}),
    ("share.local_renewable_consumption", 50.0, {}), ("share.renewable_consumption", 52.0, {}),
    ("share.green_electricity_consumption", 53.0, {}), ("intensity.co2_electricity", 500.0, {"sense": "max"}),
    ("intensity.electricity_co2_reduction", 5.0, {}), ("coal.consumption_growth", 5.0, {"sense": "max"}),
    ("coal.consumption_reduction", 5.0, {}), ("coal.min_output_share", 28.0, {"sense": "max"}),
    ("coal.fleet_min_output_share", 38.0, {"sense": "max"}),
    ("coal.peaking_depth", 72.0, {}), ("coal.new_units_flexible_share", 50.0, {}), ("retrofit.peaking_gain", 0.05, {}),
    ("retrofit.heating_supply_gain", 0.0, {}), ("retrofit.units.high_temp_subcritical", 1.0, {}),
    ("peaking.share_of_peak", 40.0, {}), ("peaking.dedicated_share_of_generation", 10.0, {}),
    ("reserve.margin_summer", 13.0, {}), ("reserve.margin_winter", 11.0, {}),
]

CLEAN = ("wind_onshore", "solar_utility", "hydro_ror", "hydro_reservoir", "biomass", "gas_ocgt")
BASES = {"capacity_wind_gw": 1.0, "capacity_solar_gw": 1.0, "capacity_hydro_gw": 0.3, "capacity_gas_gw": 0.2,
         "capacity_coal_gw": 3.5, "coal_burnt_mt": 0.02, "co2_g_per_generated_kwh": 600.0}

TABLES: dict[str, list[dict[str, Any]]] = {
    "clean_sources": [{"region": "r", "technology": technology} for technology in CLEAN],
    "base_year": [{"region": "r", "item": item, "value": value, "base": 2020} for item, value in BASES.items()],
    "import_emissions": [{"link": link, "co2_g_per_kwh": grams}
                         for link, grams in (("to_east", 600.0), ("export", 550.0), ("import", 400.0),
                                             ("base_out", 300.0), ("from_east", 600.0), ("curve", 500.0))],
    "carbon_market": [{"region": "r", "auction_share": 0.1}],
}

RICH: dict[str, list[dict[str, Any]]] = {
    **TABLES,
    "policies": [{"policy": metric, "metric": metric, "value": value, "slack_price": LIKE_A_FLOOR, **more}
                 for metric, value, more in _TARGETS],
}

RICH_COLUMNS = {("cohorts", "old"): {"steam_class": "subcritical"}}

_IMPORT = {"link": "line", "from": "outside", "to": "r", "capacity_gw": 0.3, "price_cny_per_mwh": 100.0}
INTENSE = Base({"cohorts": [coal(existing_gw=2.0)], "links": [_IMPORT],
                "policies": [target("intensity.co2_electricity", 300.0, sense="max")],
                "import_emissions": [{"link": "line", "co2_g_per_kwh": 500.0}]})
ADDED = Base({"cohorts": [coal()], "renewables": [wind(existing_gw=1.0)],
              "policies": [target("capacity.wind_added", 1.0)],
              "base_year": [{"region": "r", "item": "capacity_wind_gw", "value": 0.5}]})
CLEAN_FLOOR = Base({"cohorts": [coal()], "policies": [target("capacity.clean", 2.0)],
                    "clean_sources": [{"region": "r", "technology": "coal"}]})
AUCTIONED = Base({**CARBON.tables, "carbon_market": [{"region": "r", "auction_share": 0.0}]})
HEATING = Base({"cohorts": [coal()], "policies": [target("retrofit.heating_supply_gain", 1.0)],
                "retrofits": [{"cohort": "coal", "state": "heating", "heat_capability_gw_per_gw": 0.5}]})
OLD_STEAM = Base({"cohorts": [coal(steam_class="subcritical")],
                  "policies": [target("retrofit.units.high_temp_subcritical", 2.0)],
                  "retrofits": [{"cohort": "coal", "state": "efficiency"}]})

EFFECTS = {
    "clean_sources.technology": Effect(CLEAN_FLOOR, "coal", "nuclear", UP),
    "base_year.value": Effect(ADDED, 0.5, 0.8, UP),
    "import_emissions.co2_g_per_kwh": Effect(INTENSE, 500.0, 700.0, UP),
    "carbon_market.auction_share": Effect(AUCTIONED, 0.0, 0.2, UP),
    "retrofits.heat_capability_gw_per_gw": Effect(HEATING, 0.5, 0.8, DOWN),
    "cohorts.steam_class": Effect(OLD_STEAM, "subcritical", "supercritical", UP),
}

_NOTE = "a note, shown with the case"
NO_EFFECT = {
    **{f"{table}.year": "says which planning year the row is for" for table in TABLES},
    "clean_sources.region": "a label: which region the set is of; regions are told apart in tests/levers",
    "base_year.region": "a label: which region the figure is of; regions are told apart in tests/levers",
    "base_year.item": "a label: each metric reads its own item (tests/levers)",
    "base_year.base": "says which year the figure is of; the rows are of the planning year",
    "import_emissions.link": "a label: which link the factor is of",
    "carbon_market.region": "a label: which region the share is of",
    **{f"{table}.source": _NOTE for table in TABLES},
}


def _plan(*policies: tuple[str, float, dict[str, Any]], **tables: Any) -> Any:
    numbered = [{"policy": f"target_{n}", "metric": metric, "value": value, **more}
                for n, (metric, value, more) in enumerate(policies)]
    return small_case({**tables, "policies": numbered}, {"wind": [0.5, 0.2, 0.8], "delivery": [1.0, 0.5, 0.5]},
                      load_gw=[1.0, 2.0, 1.5])


_COAL = coal(existing_gw=2.0, own_use_share=0.05, min_output_share=0.4, co2_benchmark_t_per_mwh=0.8)
_EXPORT = {"link": "line", "from": "r", "to": "outside", "capacity_gw": 0.6, "price_cny_per_mwh": 350.0}
_DAM = {"reservoir": "dam", "existing_gw": 0.5, "potential_gw": 0.8, "min_output_share": 0.1, "own_use_share": 0.01}
_CELL = {"store": "cell", "existing_gw": 0.2, "build_max_gw": 1.0, "charge_efficiency_share": 0.9}
_PLANTS: dict[str, Any] = {"cohorts": [_COAL], "renewables": [wind(own_use_share=0.02)], "stores": [_CELL],
                           "reservoirs": [_DAM], "links": [_EXPORT]}
_FACTORS = [{"link": "line", "co2_g_per_kwh": 500.0}]

GOLDEN = {
    "capacity_mix": lambda: _plan(
        ("share.nonfossil_capacity", 40.0, {}), ("share.coal_capacity", 50.0, {"sense": "max"}),
        ("share.clean_capacity", 45.0, {}), ("capacity.clean", 2.0, {}), ("capacity.wind_added", 0.8, {}),
        ("capacity.wind_base", 1.5, {"subject": "wind"}), ("capacity.total", 4.0, {}),
        **_PLANTS, clean_sources=[{"region": "r", "technology": "wind_onshore"}],
        base_year=[{"region": "r", "item": "capacity_wind_gw", "value": 0.5}]),
    "consumption_targets": lambda: _plan(
        ("share.local_renewable_consumption", 40.0, {}), ("share.renewable_consumption", 40.0, {}),
        ("share.green_electricity_consumption", 40.0, {}), ("share.clean_generation", 40.0, {}),
        ("intensity.co2_electricity", 300.0, {"sense": "max"}), ("intensity.electricity_co2_reduction", 5.0, {}),
        ("coal.consumption_growth", 2.0, {"sense": "max"}), ("coal.consumption_reduction", 3.0, {}),
        **_PLANTS, clean_sources=[{"region": "r", "technology": name} for name in ("wind_onshore", "coal")],
        import_emissions=_FACTORS,
        base_year=[{"region": "r", "item": "co2_g_per_generated_kwh", "value": 600.0},
                   {"region": "r", "item": "coal_burnt_mt", "value": 0.001}]),
    "flexibility_targets": lambda: _plan(
        ("peaking.share_of_peak", 40.0, {}), ("peaking.dedicated_share_of_generation", 10.0, {}),
        ("coal.min_output_share", 35.0, {"sense": "max"}), ("coal.peaking_depth", 65.0, {}),
        ("coal.fleet_min_output_share", 35.0, {"sense": "max"}),
        ("coal.new_units_flexible_share", 100.0, {}), ("retrofit.peaking_gain", 0.1, {}),
        ("retrofit.heating_supply_gain", 0.2, {}), ("retrofit.units.high_temp_subcritical", 1.0, {}),
        **{**_PLANTS, "cohorts": [{**_COAL, "steam_class": "subcritical"},
                                  coal("new", 0.0, build_max_gw=1.0, min_output_share=0.5)]},
        response=[{"response": "shed", "kind": "shed"}],
        retrofits=[{"cohort": "coal", "state": "efficiency"}, {"cohort": "coal", "state": "heating",
                                                               "heat_capability_gw_per_gw": 0.6},
                   {"cohort": "coal", "state": "flexibility", "min_output_share": 0.3},
                   {"cohort": "new", "state": "flexibility", "min_output_share": 0.2}]),
    "reserve_by_season": lambda: _plan(
        ("reserve.margin_summer", 12.0, {}), ("reserve.margin_winter", 15.0, {}), **_PLANTS),
    "carbon_market": lambda: small_case({
        "regions": [{"region": "r", "co2_price_cny_per_t": 80.0}], "cohorts": [_COAL],
        "carbon_market": [{"region": "r", "auction_share": 0.25}]}, load_gw=[1.0, 2.0, 1.5]),
}
