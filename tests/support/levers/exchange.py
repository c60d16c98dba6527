"""Supply bases, contracts, emergency support, certificates sold, consumption traded, circuits, import targets."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.support.effects import DOWN, UP, Base, Effect
from tests.support.rows import coal, target, wind
from tests.support.small_case import small_case

TWO = {"regions": [{"region": "r"}, {"region": "east"}],
       "demand": [{"region": "r", "energy_twh": 8.76}, {"region": "east", "energy_twh": 8.76}]}
EXPORT = {"link": "out", "from": "base", "to": "outside", "capacity_gw": 1.0, "price_cny_per_mwh": 100.0}
WITH_BASE: dict[str, Any] = {
    "regions": [{"region": "r"}, {"region": "base"}],
    "bases": [{"region": "base", "link": "out", "counted_in": "r"}],
    "cohorts": [coal(existing_gw=2.0), coal("of_base", 1.0, region="base")],
}
QUOTA, NONHYDRO = "quota.renewable_consumption", "quota.nonhydro_consumption"

RICH: dict[str, list[dict[str, Any]]] = {
    "regions": [{"region": "base"}],
    "bases": [{"region": "base", "link": "base_out", "counted_in": "r"}],
    "cohorts": [coal("base_coal", 0.5, region="base", no_load_share=0.1, min_output_share=0.3)],
    "renewables": [wind("base_wind", 0.6, region="base", own_use_share=0.01)],
    "links": [
        {"link": "base_out", "from": "base", "to": "outside", "capacity_gw": 0.5, "build_max_gw": 0.3,
         "capex_cny_per_kw": 2.0, "price_cny_per_mwh": 300.0, "loss_share": 0.05},
        {"link": "from_east", "from": "east", "to": "r", "capacity_gw": 0.2, "loss_share": 0.04},
        {"link": "curve", "from": "outside", "to": "r", "capacity_gw": 0.1, "build_max_gw": 0.2, "mode": "profile",
         "profile_tolerance_share": 0.1, "price_cny_per_mwh": 280.0, "green_share": 0.5, "capex_cny_per_kw": 1.0},
    ],
    "link_contracts": [{"link": "base_out", "hours_min": 8.0, "hours_max": 20.0, "ramp_share_per_h": 0.2,
                        "month_min_share": 0.5, "month_max_share": 1.5}],
    "emergency_support": [
        {"support": "help", "from": "outside", "to": "r", "support_gw": 0.3, "max_hours": 2.0,
         "price_cny_per_mwh": 1500.0, "loss_share": 0.02},
        {"support": "aid", "from": "r", "to": "east", "support_gw": 0.1, "max_hours": 1.0},
    ],
    "certificates": [{"region": "east", "sell_price_cny_per_mwh": 4.0, "sell_cap_twh": 0.001},
                     {"region": "r", "sell_price_cny_per_mwh": 4.0, "sell_cap_twh": 0.0005}],
    "excess_trade": [{"trade": "excess", "from": "r", "to": "east", "max_twh": 0.002, "price_cny_per_mwh": 10.0}],
    "policies": [
        {"policy": "east_quota", "region": "east", "metric": QUOTA, "value": 5.0, "slack_price": 100.0},
        {"policy": "east_nonhydro", "region": "east", "metric": NONHYDRO, "value": 4.0, "slack_price": 100.0},
        {"policy": "base_share", "region": "base", "metric": "channel.renewable_share", "subject": "base_out",
         "value": 50.0, "slack_price": 200.0},
        *({"policy": metric, "metric": metric, "value": value, "slack_price": 100.0, **more}
          for metric, value, more in (
            ("import.share_of_consumption", 40.0, {"sense": "max"}), ("import.share_of_demand", 5.0, {}),
            ("import.energy", 0.004, {}), ("import.energy.green", 0.001, {}), ("import.green_share", 20.0, {}),
            ("import.capacity", 0.3, {"slack_price": 2.0}), ("export.energy", 0.01, {}),
            ("export.capacity", 1.0, {"slack_price": 2.0}))),
    ],
}

BASE = Base({**WITH_BASE, "links": [{**EXPORT, "min_flow_share": 0.5}]})
COUNTED = Base({**BASE.tables, "renewables": [wind(existing_gw=0.5, region="base")],
                "policies": [target("capacity.wind", 0.5)]})
SALE = {"link": "line", "from": "r", "to": "outside", "capacity_gw": 0.6}
FLOOR = Base({"cohorts": [coal(existing_gw=3.0)], "links": [SALE],
              "link_contracts": [{"link": "line", "hours_min": 2.0}]})
TWO_LINES = Base({**FLOOR.tables, "links": [SALE, {**SALE, "link": "large", "capacity_gw": 1.2}]})
CEILING = Base({"cohorts": [coal(existing_gw=3.0)], "links": [{**SALE, "price_cny_per_mwh": 400.0}],
                "link_contracts": [{"link": "line", "hours_max": 2.0}]})
GUST = {"wind": [1.0, 0.0, 0.0, 0.0]}
RAMPED = Base({"cohorts": [coal(existing_gw=0.0)], "renewables": [wind(existing_gw=3.0)],
               "links": [{**SALE, "price_cny_per_mwh": 400.0}], "stores": [{
                   "store": "cell", "existing_gw": 1.0, "existing_hours": 1.0}],
               "link_contracts": [{"link": "line", "ramp_share_per_h": 0.3}]}, profiles=GUST)
SEASONS = np.where(np.arange(8760) < 744, 1.0, 0.0)
SHORT = Base({"cohorts": [coal(existing_gw=0.8)], "emergency_support": [
    {"support": "help", "from": "outside", "to": "r", "support_gw": 0.1, "max_hours": 3.0,
     "price_cny_per_mwh": 1500.0}]})
BETWEEN = Base({**TWO, "cohorts": [coal(existing_gw=2.0), coal("there", 0.8, region="east")], "emergency_support": [
    {"support": "aid", "from": "r", "to": "east", "support_gw": 0.1, "max_hours": 4.0}]})
SOLD = Base({**TWO, "cohorts": [coal(existing_gw=2.0), coal("there", 2.0, region="east")],
             "renewables": [wind(existing_gw=1.0)],
             "certificates": [{"region": "r", "sell_price_cny_per_mwh": 5000.0, "sell_cap_twh": 0.001}]})
EXCESS = Base({**TWO, "cohorts": [coal(existing_gw=2.0), coal("there", 2.0, region="east")],
               "renewables": [wind(existing_gw=1.0)],
               "excess_trade": [{"trade": "excess", "from": "r", "to": "east", "max_twh": 0.001}],
               "policies": [{"policy": "r", "metric": QUOTA, "value": 10.0, "slack_price": 3000.0},
                            {"policy": "east", "region": "east", "metric": QUOTA, "value": 50.0,
                             "slack_price": 2000.0}]})

EFFECTS: dict[str, Effect] = {
    "bases.counted_in": Effect(COUNTED, "outside", "r", DOWN),
    "link_contracts.link": Effect(TWO_LINES, "line", "large", UP),
    "link_contracts.hours_min": Effect(FLOOR, 1.0, 2.0, UP),
    "link_contracts.hours_max": Effect(CEILING, 1.0, 2.0, DOWN),
    "link_contracts.ramp_share_per_h": Effect(RAMPED, 0.1, 1.0, DOWN),
    "emergency_support.from": Effect(Base({**TWO, **{key: SHORT.tables[key] for key in ("cohorts",)},
                                           "emergency_support": SHORT.tables["emergency_support"]}),
                                     "east", "outside", DOWN),
    "emergency_support.to": Effect(BETWEEN, "outside", "east", DOWN),
    "emergency_support.support_gw": Effect(SHORT, 0.05, 0.1, DOWN),
    "emergency_support.max_hours": Effect(SHORT, 1.0, 3.0, DOWN),
    "emergency_support.price_cny_per_mwh": Effect(SHORT, 1000.0, 1500.0, UP),
    "emergency_support.loss_share": Effect(SHORT, 0.0, 0.1, UP),
    "certificates.region": Effect(SOLD, "east", "r", DOWN),
    "certificates.sell_price_cny_per_mwh": Effect(SOLD, 100.0, 200.0, DOWN),
    "certificates.sell_cap_twh": Effect(SOLD, 0.0005, 0.001, DOWN),
    "excess_trade.from": Effect(EXCESS, "east", "r", DOWN),
    "excess_trade.to": Effect(EXCESS, "r", "east", DOWN),
    "excess_trade.max_twh": Effect(EXCESS, 0.0005, 0.001, DOWN),
}

_ROW = "says which planning year the row is for; rows are chosen before the model is built (tests/case)"
_NAME = "a name shown in results"
_MONTHS = "needs two months of the year; tests/levers/test_contracts.py"
NO_EFFECT = {
    **{f"{table}.year": _ROW for table in ("link_contracts", "emergency_support", "certificates", "excess_trade")},
    **{f"{table}.{column}": _NAME for table in ("emergency_support", "excess_trade")
       for column in ("name_zh", "name_en")},
    "emergency_support.support": "a label by which results refer to the row",
    "excess_trade.trade": "a label by which results refer to the row",
    "excess_trade.price_cny_per_mwh": "a transfer between two regions of the case; shown in results, never a cost",
    "bases.region": "lets the region do without demand (tests/levers/test_bases.py); the case is refused without it",
    "bases.link": "names the channel the base's page is about; checked to leave it (tests/levers/test_trade_rules.py)",
    "link_contracts.month_min_share": _MONTHS, "link_contracts.month_max_share": _MONTHS,
}

PLANT = coal(existing_gw=4.0)
GOLDEN = {
    "supply_base": lambda: small_case({
        **WITH_BASE, "links": [EXPORT], "renewables": [wind(existing_gw=1.0, region="base")],
        "policies": [target("capacity.wind", 2.0)]}),
    "link_contract": lambda: small_case({
        "cohorts": [PLANT], "links": [{**SALE, "build_max_gw": 0.4}], "link_contracts": [{
            "link": "line", "hours_min": 1.0, "hours_max": 2.0, "ramp_share_per_h": 0.3, "month_min_share": 0.5,
            "month_max_share": 1.5}]}),
    "links_growing_curve": lambda: small_case({"cohorts": [PLANT], "links": [
        {**SALE, "mode": "profile", "profile_tolerance_share": 0.1, "build_max_gw": 0.4, "capex_cny_per_kw": 1.0}]}),
    "emergency_support": lambda: small_case({**BETWEEN.tables, "emergency_support": [
        *BETWEEN.tables["emergency_support"], *SHORT.tables["emergency_support"]],
        "policies": [target("reserve.margin", 10.0)]}),
    "certificates_sold": lambda: small_case({**SOLD.tables, "links": [{**SALE}], "policies": [target(QUOTA, 10.0)]}),
    "excess_trade": lambda: small_case({**EXCESS.tables, "policies": [
        *EXCESS.tables["policies"], {"policy": "n", "metric": NONHYDRO, "value": 5.0}]}),
    "circulation": lambda: small_case({
        **TWO, "cohorts": [PLANT, coal("there", 4.0, region="east")], "renewables": [wind(existing_gw=1.0)],
        "links": [{"link": "there", "from": "r", "to": "east", "capacity_gw": 1.0, "loss_share": 0.1},
                  {"link": "back", "from": "east", "to": "r", "capacity_gw": 1.0, "loss_share": 0.1}],
        "policies": [target(QUOTA, 20.0), {"policy": "u", "metric": "utilisation.wind", "value": 90.0},
                     {"policy": "c", "metric": "channel.renewable_share", "subject": "there", "value": 10.0},
                     {"policy": "e", "metric": "import.energy", "value": 0.001}]}),
}
