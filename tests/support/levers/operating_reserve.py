"""Operating reserve, up and down."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.support.effects import DOWN, UP, Base, Effect
from tests.support.levers.heat import demand
from tests.support.rows import coal, wind
from tests.support.small_case import small_case

NEUTRAL = {"operating_reserve": {"region": "r", "minutes": 60.0, "hours": 1.0, "shortage_cny_per_mwh": 5000.0}}


def row(direction: str = "up", **columns: Any) -> dict[str, Any]:
    """A requirement of region r."""
    return {"operating_reserve": f"{direction}ward", "direction": direction, **columns}


RICH: dict[str, list[dict[str, Any]]] = {
    "operating_reserve": [
        {"operating_reserve": "more", "region": "r", "direction": "up", "load_share": 0.03, "wind_share": 0.1,
         "solar_share": 0.05, "minutes": 15.0, "hours": 1.0, "shortage_cny_per_mwh": 5000.0},
        {"operating_reserve": "less", "region": "r", "direction": "down", "load_share": 0.02, "wind_share": 0.05,
         "solar_share": 0.02, "minutes": 10.0, "hours": 2.0, "shortage_cny_per_mwh": 3000.0},
    ],
}

PLANT = coal(existing_gw=1.05)
"""0.05 GW above a load of 1 GW."""

SHORT = Base({"cohorts": [PLANT], "operating_reserve": [row(load_share=0.1)]})
WINDY = Base({"cohorts": [PLANT], "renewables": [wind(existing_gw=0.1)],
              "operating_reserve": [row(load_share=0.1)]})
SUNNY = Base({"cohorts": [PLANT], "renewables": [wind("sun", 0.1, technology="solar_utility")],
              "operating_reserve": [row(load_share=0.1)]})
SLOW = Base({"cohorts": [coal(existing_gw=2.0, ramp_share_per_h=0.2)], "operating_reserve": [row(load_share=0.1)]})
CELL = {"store": "cell", "existing_gw": 0.5, "existing_hours": 1.0}
HELD = Base({"cohorts": [coal(existing_gw=1.0)], "stores": [CELL], "operating_reserve": [row(load_share=0.4)]})
ELSEWHERE = Base({
    "regions": [{"region": "r"}, {"region": "east"}],
    "demand": [{"region": "r", "energy_twh": 8.76}, {"region": "east", "energy_twh": 8.76}],
    "cohorts": [PLANT, coal("there", 3.0, region="east")],
    "operating_reserve": [row(load_share=0.1)]})
FULL = Base({"cohorts": [coal(existing_gw=1.0, min_output_share=0.5)], "operating_reserve": [row(load_share=0.1)]})
"""Room below, none above."""

EFFECTS: dict[str, Effect] = {
    "operating_reserve.region": Effect(ELSEWHERE, "east", "r", UP),
    "operating_reserve.direction": Effect(FULL, "up", "down", DOWN),
    "operating_reserve.load_share": Effect(SHORT, 0.1, 0.2, UP),
    "operating_reserve.wind_share": Effect(WINDY, 0.5, 1.0, UP),
    "operating_reserve.solar_share": Effect(SUNNY, 0.5, 1.0, UP),
    "operating_reserve.minutes": Effect(SLOW, 5.0, 30.0, DOWN),
    "operating_reserve.hours": Effect(HELD, 1.0, 2.0, UP),
    "operating_reserve.shortage_cny_per_mwh": Effect(SHORT, 1000.0, 2000.0, UP),
}

NO_EFFECT = {
    "operating_reserve.year":
        "says which planning year the row is for; rows are chosen before the model is built (tests/case)",
    "operating_reserve.name_zh": "a name shown in results",
    "operating_reserve.name_en": "a name shown in results",
    "operating_reserve.operating_reserve": "a label by which results refer to the row",
}

GOLDEN = {
    "operating_reserve": lambda: small_case({
        "cohorts": [coal(existing_gw=1.5, ramp_share_per_h=0.5, min_output_share=0.4, own_use_share=0.05)],
        "renewables": [wind(existing_gw=0.5)], "stores": [CELL],
        "reservoirs": [{"reservoir": "dam", "region": "r", "existing_gw": 0.2, "min_output_share": 0.1}],
        "operating_reserve": [row(load_share=0.03, wind_share=0.1, minutes=15.0),
                              row("down", load_share=0.02, solar_share=0.05, hours=2.0)]}),
    "operating_reserve_heat": lambda: small_case({
        "cohorts": [coal("chp", 1.0)], "chp": [{"cohort": "chp"}], "heat_demand": [demand(0.5)],
        "operating_reserve": [row("down", load_share=0.02)]}, {"heat": np.full(8760, 0.5)}),
}
