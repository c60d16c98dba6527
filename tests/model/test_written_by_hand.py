"""What PyPSA lacks, against matrices written here from docs/formulation.md: retrofits with commitment, and the quota
with certificates and green energy attributed to a link.  The matrices take nothing from the model: figures stand here
twice, in the units of a case and in those of the formulation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.support.by_hand import Programme, plus
from tests.support.rows import coal, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small

LOST = 10.0
"""Unserved and excess energy, million CNY per GWh."""


def same(ours: float, by_hand: float) -> None:
    assert ours == pytest.approx(by_hand, rel=1e-6)


# Retrofits with commitment: two states, six hours

LOAD = np.array([0.8, 0.6, 0.9, 1.2, 1.0, 0.7])
WIND = np.array([0.9, 0.8, 0.5, 0.1, 0.2, 0.7])
WIND_GW, COAL_GW = 0.9, 1.3
AVAILABLE, OWN_USE, MUST_RUN, NO_LOAD = 0.9, 0.06, 0.4, 0.08
PRICE, CO2, CO2_PRICE, BENCHMARK = 1.0, 2.66, 0.06, 0.8
START, VARIABLE, FIXED = 0.05, 0.005, 0.03
DISCOUNT, LIFE = 0.08, 15.0
STATES = {"as_is": {"least": 0.5, "ramp": 0.2, "rate": 0.300, "fixed": FIXED},
          "flexibility": {"least": 0.3, "ramp": 0.3, "rate": 0.305, "fixed": FIXED + 0.001}}


def annuity(capex: float) -> float:
    return capex * DISCOUNT / (1.0 - (1.0 + DISCOUNT) ** -LIFE)


def retrofit_case(cost_cny_per_kw: float) -> Any:
    return small_case({
        "regions": [{"region": "r", "co2_price_cny_per_t": 60.0}],
        "cohorts": [coal(
            existing_gw=COAL_GW, availability_share=AVAILABLE, own_use_share=OWN_USE, must_run_share=MUST_RUN,
            no_load_share=NO_LOAD, min_output_share=0.5, ramp_share_per_h=0.2, start_cost_cny_per_kw=START,
            variable_cost_cny_per_mwh=5.0, fixed_cost_cny_per_kw_a=FIXED, co2_benchmark_t_per_mwh=BENCHMARK,
            remaining_life_years=LIFE)],
        "retrofits": [{
            "cohort": "coal", "state": "flexibility", "cost_cny_per_kw": cost_cny_per_kw, "min_output_share": 0.3,
            "ramp_share_per_h": 0.3, "net_rate_change_g_per_kwh": 5.0, "fixed_cost_change_cny_per_kw_a": 0.001}],
        "renewables": [wind(existing_gw=WIND_GW)],
    }, {"wind": np.resize(WIND, 8760)}, load_gw=np.resize(LOAD, 8760), discount_rate=DISCOUNT)


def retrofit_by_hand(cost_cny_per_kw: float) -> tuple[float, dict[str, float]]:
    lp, hours, net = Programme(), range(len(LOAD)), 1.0 - OWN_USE
    for state, data in STATES.items():
        capital = annuity(cost_cny_per_kw) if state != "as_is" else 0.0
        lp.column(f"x {state}", cost=capital + data["fixed"])
    lp.row({f"x {state}": 1.0 for state in STATES}, "==", COAL_GW)
    supply: list[dict[str, float]] = []
    for t in hours:
        lp.column(f"wind {t}", WIND_GW * WIND[t])
        supply.append({f"wind {t}": 1.0, lp.column(f"unserved {t}", cost=LOST): 1.0,
                       lp.column(f"excess {t}", cost=LOST): -1.0})
    for state, data in STATES.items():
        least = data["least"]
        # A kt of fuel costs its price and the CO2 it emits; a gross GWh is given its allowance.
        fuel = PRICE + CO2_PRICE * CO2
        per_net = data["rate"] * (1.0 - NO_LOAD) * fuel + VARIABLE - CO2_PRICE * BENCHMARK / net
        idle = data["rate"] * NO_LOAD * net * fuel
        for t in hours:
            lp.column(f"u {state} {t}", cost=idle + per_net * net * least)
            lp.column(f"z {state} {t}", cost=per_net)
            lp.column(f"v {state} {t}", cost=START)
        for t in hours:
            u, z, v, x = f"u {state} {t}", f"z {state} {t}", f"v {state} {t}", f"x {state}"
            before_u, before_z = f"u {state} {(t - 1) % len(LOAD)}", f"z {state} {(t - 1) % len(LOAD)}"
            lp.row({u: 1.0, x: -AVAILABLE}, "<=")
            lp.row({u: 1.0, x: -MUST_RUN * AVAILABLE}, ">=")
            lp.row({z: 1.0, u: -net * (1.0 - least)}, "<=")
            lp.row({v: 1.0, u: -1.0, before_u: 1.0}, ">=")
            reach = data["ramp"] * net
            lp.row({z: 1.0, before_z: -1.0, u: -reach, v: reach}, "<=")
            lp.row({z: -1.0, before_z: 1.0, u: -reach, v: reach}, "<=")
            supply[t] |= {u: net * least, z: 1.0}
    for t in hours:
        lp.row(supply[t], "==", LOAD[t])
    return lp.solve()


@pytest.mark.parametrize(("cost_cny_per_kw", "retrofitted"), [(0.1, "all"), (0.3, "some"), (3.0, "none")])
def test_the_retrofit_choice_with_commitment(cost_cny_per_kw: float, retrofitted: str) -> None:
    cost, by_hand = retrofit_by_hand(cost_cny_per_kw)
    solved = solve_small(retrofit_case(cost_cny_per_kw), len(LOAD))
    same(solved.cost, cost)
    for state in STATES:
        assert solved.value("thermal_capacity_gw", "coal", state) == pytest.approx(by_hand[f"x {state}"], abs=1e-6)
    share = by_hand["x flexibility"] / COAL_GW
    assert ("all" if share > 0.999 else "none" if share < 0.001 else "some") == retrofitted


# The quota in two regions over four hours: certificates in the east, green energy sent there over a link

DEMAND = {"r": np.array([1.0, 1.2, 0.9, 1.1]), "east": np.array([1.5, 1.4, 1.6, 1.7])}
GUST = np.array([0.7, 0.2, 0.6, 0.3])
RIVER_GW, RIVER = 0.15, 0.8
COAL_OWN_USE, WIND_OWN_USE = 0.05, 0.02
WIND_COST, EAST_WIND_COST, POTENTIAL, EAST_POTENTIAL = 1.1, 1.6, 3.0, 0.5
KEPT, LINK_GW = 0.95, 0.8
CELL_GW, CELL_H, CHARGED, DISCHARGED = 0.2, 2.0, 0.95, 0.9
FUEL = {"r": 0.3, "east": 0.36}
SLACK = 2.0
QUOTA = {("r", "total"): 0.30, ("r", "nonhydro"): 0.20, ("east", "total"): 0.32, ("east", "nonhydro"): 0.25}
METRIC = {"total": "quota.renewable_consumption", "nonhydro": "quota.nonhydro_consumption"}


def quota_case(cap_gwh: float, price: float, strict: float) -> Any:
    return small_case({
        "regions": [{"region": "r", "certificate_cap_twh": 0.0},
                    {"region": "east", "certificate_cap_twh": cap_gwh / 1000.0,
                     "certificate_price_cny_per_mwh": 1000.0 * price}],
        "demand": [{"region": region, "profile": region, "energy_twh": 2190.0 * load.sum() / 1000.0}
                   for region, load in DEMAND.items()],
        "cohorts": [coal(region, 3.0, region=region, own_use_share=COAL_OWN_USE, commitment=False,
                         net_rate_g_per_kwh=1000.0 * fuel) for region, fuel in FUEL.items()],
        "renewables": [
            wind("wind", 0.0, capex_cny_per_kw=10.0 * WIND_COST, own_use_share=WIND_OWN_USE) | {
                "potential_gw": POTENTIAL},
            wind("east_wind", 0.0, region="east", capex_cny_per_kw=10.0 * EAST_WIND_COST,
                 own_use_share=WIND_OWN_USE) | {"potential_gw": EAST_POTENTIAL},
            wind("river", RIVER_GW, technology="hydro_ror", profile="river")],
        "stores": [{"store": "cell", "region": "east", "existing_gw": CELL_GW, "existing_hours": CELL_H,
                    "charge_efficiency_share": CHARGED, "discharge_efficiency_share": DISCHARGED}],
        "links": [{"link": "line", "from": "r", "to": "east", "capacity_gw": LINK_GW, "loss_share": 1.0 - KEPT}],
        "policies": [{"policy": f"{region}_{row}", "region": region, "metric": METRIC[row],
                      "value": 100.0 * strict * share, "slack_price": 1000.0 * SLACK}
                     for (region, row), share in QUOTA.items()],
    }, {"wind": np.resize(GUST, 8760), "river": [RIVER],
        **{region: np.resize(load, 8760) for region, load in DEMAND.items()}})


PLANTS = {"r": {"coal r": COAL_OWN_USE, "wind": WIND_OWN_USE, "river": 0.0},
          "east": {"coal east": COAL_OWN_USE, "east_wind": WIND_OWN_USE}}
"""Own use of the plants of each region."""

T = range(4)


def operation_by_hand(lp: Programme) -> None:
    """Columns of the hours; availability of wind, the store, the balances."""
    for t in T:
        for region in DEMAND:
            lp.column(f"coal {region} {t}", 3.0 * (1.0 - COAL_OWN_USE), cost=FUEL[region])
            lp.column(f"unserved {region} {t}", cost=LOST)
            lp.column(f"excess {region} {t}", cost=LOST)
        lp.column(f"river {t}", RIVER_GW * RIVER)
        lp.column(f"flow {t}", LINK_GW)
        lp.column(f"level {t}", CELL_GW * CELL_H)
        for name in ("charge", "discharge"):
            lp.column(f"{name} {t}")
        for name in ("wind", "east_wind"):
            lp.row({lp.column(f"{name} {t}"): 1.0, f"x {name}": -(1.0 - WIND_OWN_USE) * GUST[t]}, "<=")
    for t in T:
        moved = {"r": {f"flow {t}": -1.0}, "east": {f"flow {t}": KEPT, f"discharge {t}": 1.0, f"charge {t}": -1.0}}
        for region, names in PLANTS.items():
            lp.row({f"{name} {t}": 1.0 for name in names} | moved[region]
                   | {f"unserved {region} {t}": 1.0, f"excess {region} {t}": -1.0}, "==", DEMAND[region][t])
        lp.row({f"charge {t}": 1.0, f"discharge {t}": 1.0}, "<=", CELL_GW)
        lp.row({f"level {t}": 1.0, f"level {(t - 1) % 4}": -1.0, f"charge {t}": -CHARGED,
                f"discharge {t}": 1.0 / DISCHARGED}, "==")


def gross(*names: str) -> dict[str, float]:
    """Gross generation of plants, GWh."""
    shares = {name: share for plants in PLANTS.values() for name, share in plants.items()}
    return {f"{name} {t}": 1.0 / (1.0 - shares[name]) for name in names for t in T}


def quota_by_hand(cap_gwh: float, price: float, strict: float) -> tuple[float, dict[str, float]]:
    lp = Programme()
    lp.column("x wind", POTENTIAL, cost=WIND_COST)
    lp.column("x east_wind", EAST_POTENTIAL, cost=EAST_WIND_COST)
    lp.column("certificates", cap_gwh, cost=price)
    lp.column("green")
    lp.column("green nonhydro")
    operation_by_hand(lp)
    loss = {f"charge {t}": 1.0 for t in T} | {f"discharge {t}": -1.0 for t in T}
    renewable = {("r", "total"): gross("wind", "river"), ("r", "nonhydro"): gross("wind"),
                 ("east", "total"): gross("east_wind"), ("east", "nonhydro"): gross("east_wind")}
    for (region, row), share in QUOTA.items():
        green = "green" if row == "total" else "green nonhydro"
        slack = lp.column(f"slack {region} {row}", cost=SLACK)
        use = {f"{name} {t}": own / (1.0 - own) for name, own in PLANTS[region].items() for t in T}
        if region == "r":
            counted = plus((renewable[region, row], 1.0), ({green: 1.0}, -1.0))
        else:
            counted = plus((renewable[region, row], 1.0), ({green: 1.0}, KEPT), ({"certificates": 1.0}, 1.0),
                           (loss, -1.0))
            use = plus((use, 1.0), (loss, 1.0))
        lp.row(plus((counted, 1.0), ({slack: 1.0}, 1.0), (use, -strict * share)), ">=",
               strict * share * DEMAND[region].sum())
    lp.row(plus(({"green": 1.0}, 1.0), ({f"flow {t}": 1.0 for t in T}, -1.0)), "<=")
    lp.row({"green nonhydro": 1.0, "green": -1.0}, "<=")
    lp.row(plus(({"green": 1.0}, 1.0), (renewable["r", "total"], -1.0)), "<=")
    lp.row(plus(({"green nonhydro": 1.0}, 1.0), (renewable["r", "nonhydro"], -1.0)), "<=")
    lp.row(plus(({"green": 1.0, "green nonhydro": -1.0}, 1.0), (gross("river"), -1.0)), "<=")
    return lp.solve()


@pytest.mark.parametrize(("cap_gwh", "price", "strict", "seen"), [
    (0.0, 0.0, 1.0, "green"), (0.4, 0.05, 1.0, "certificates"), (5.0, 0.3, 1.0, "certificates"),
    (5.0, 1.5, 1.0, "green"), (0.4, 0.05, 2.5, "slack east total")])
def test_the_quota_with_certificates_and_green_energy_sent(cap_gwh: float, price: float, strict: float,
                                                           seen: str) -> None:
    cost, by_hand = quota_by_hand(cap_gwh, price, strict)
    solved = solve_small(quota_case(cap_gwh, price, strict), 4)
    same(solved.cost, cost)
    assert by_hand[seen] > 0.1
    assert solved.value("certificates_gwh", "east") == pytest.approx(by_hand["certificates"], abs=1e-6)
    for name in ("wind", "east_wind"):
        assert solved.value("renewable_built_gw", name) == pytest.approx(by_hand[f"x {name}"], abs=1e-6)
