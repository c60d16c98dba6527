"""Growth ceilings and retirements by age; paths of several planning years as stored problems."""

from __future__ import annotations

from tests.support.effects import DOWN, UP, Base, Effect
from tests.support.rows import FUELS, coal, peaker, wind

_WIND = wind(existing_gw=0.2, potential_gw=1.0, capex_cny_per_kw=0.1)
LIMITED = Base({"fuels": FUELS, "cohorts": [peaker()], "renewables": [_WIND],
                "build_limits": [{"technology": "wind_onshore", "max_gw": 0.2}]})
PACED = Base({**LIMITED.tables, "build_limits": [
    {"technology": "wind_onshore", "max_gw_per_year": 0.1, "first_period_years": 2.0}]})
TWO = Base({"regions": [{"region": "r"}, {"region": "east"}], "fuels": FUELS, "cohorts": [peaker()],
            "demand": [{"region": "r", "energy_twh": 8.76}, {"region": "east", "energy_twh": 0.876}],
            "renewables": [_WIND], "build_limits": LIMITED.tables["build_limits"]})

EFFECTS = {
    "build_limits.technology": Effect(LIMITED, "wind_onshore", "solar_utility", DOWN),
    "build_limits.region": Effect(TWO, "r", "east", DOWN),
    "build_limits.max_gw": Effect(LIMITED, 0.2, 0.4, DOWN),
    "build_limits.max_gw_per_year": Effect(PACED, 0.1, 0.2, DOWN),
    "build_limits.first_period_years": Effect(PACED, 2.0, 1.0, UP),
}

_AGES = "taken off the existing capacity when a case is read (tests/case/test_paths_input.py)"
NO_EFFECT = {
    **{f"retirements.{column}": _AGES for column in (
        "retirement", "name_zh", "name_en", "table", "asset", "capacity_gw", "from_year", "start_year", "life_years",
        "source")},
    "build_limits.year": "says which planning year the row is for; chosen before the model is built (tests/case)",
    "build_limits.source": "a note",
}

YEARS = (2030, 2035)


def _path(**tables):
    from tests.support.small_case import small_case

    return small_case({"fuels": FUELS, **tables}, {"wind": [0.5, 0.2, 0.8]}, load_gw=[1.0, 2.0, 1.5], years=YEARS,
                      discount_rate=0.05)


def _aged(row, *existing):
    return [{**row, "year": year, "existing_gw": gw} for year, gw in zip(YEARS, existing, strict=True)]


_OLD = coal(retire_max_gw=0.5, build_max_gw=1.0, capex_cny_per_kw=5.0, fixed_cost_cny_per_kw_a=0.5)
GOLDEN = {
    "build_limit": lambda: _path(cohorts=[peaker()], renewables=[_WIND],
                                 build_limits=[{"technology": "wind_onshore", "max_gw_per_year": 0.1}]),
    "path_fleet": lambda: _path(
        cohorts=_aged(_OLD, 2.0, 1.4),
        retrofits=[{"cohort": "coal", "state": "efficiency", "cost_cny_per_kw": 0.3, "life_years": 7.0,
                    "net_rate_change_g_per_kwh": -8.0},
                   {"cohort": "coal", "state": "efficiency+flexibility", "cost_cny_per_kw": 0.5, "life_years": 7.0,
                    "net_rate_change_g_per_kwh": -8.0, "min_output_share": 0.0}],
        emergency_reserve=[{"cohort": "coal", "max_full_load_hours": 2.0}]),
    "path_builds": lambda: _path(
        cohorts=[peaker()],
        renewables=[{**row, "life_years": 5.0} for row in _aged({**_WIND, "potential_gw": 2.0}, 0.4, 0.1)]
        + [wind("new", 0.0, potential_gw=0.1)],
        repowering=[{"renewable": "wind", "to": "new", "max_gw": 0.2, "growth": 2.0, "capex_cny_per_kw": 3.0,
                     "life_years": 20.0}],
        loads=[{"load": "cars", "energy_twh": 0.1, "profile": "load"}],
        vehicle_to_grid=[{"vehicle_to_grid": "cars", "load": "cars", "power_max_gw": 0.3, "hours": 2.0}]),
}
