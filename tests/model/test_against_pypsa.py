"""The same small systems in PyPSA, on the features both have: the cost must agree to a millionth.

PyPSA has no units: it is given GW, GWh and million CNY.  What it lacks (retrofit states, no-load fuel that follows
capacity to be built, policies with slacks, demand response by the day) is left out of the systems.
"""

from __future__ import annotations

import logging
import warnings

import numpy as np
import pytest

from gridplan.model.economics import annuity
from tests.support.rows import FUELS, coal, hours_of, peaker, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    pypsa = pytest.importorskip("pypsa")

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:pypsa.*")
RATE = 0.06
HOURS = 96
CLOCK = np.arange(HOURS)
RANDOM = np.random.default_rng(7)
LOAD = 1.0 + 0.3 * np.sin((CLOCK - 9) * np.pi / 12) + 0.05 * RANDOM.random(HOURS)
SUN = np.clip(np.sin((CLOCK - 6) * np.pi / 12), 0.0, None) * (0.6 + 0.3 * RANDOM.random(HOURS))
WIND = np.clip(0.35 + 0.25 * np.cos(CLOCK * np.pi / 20) + 0.1 * RANDOM.standard_normal(HOURS), 0.0, 1.0)
INFLOW = 0.5 + 0.4 * np.sin(CLOCK * np.pi / 48)


def year_of(series: np.ndarray) -> np.ndarray:
    """The hours of the test at the head of a year of zeros, so that sums over the year are sums over the test."""
    return np.concatenate([series, np.zeros(8760 - HOURS)])


PROFILES = {"wind": year_of(WIND), "sun": year_of(SUN), "inflow": year_of(INFLOW)}


def network(*buses: str) -> pypsa.Network:
    """A network over the hours of the test, with unserved energy at 10 million CNY per GWh."""
    net = pypsa.Network(snapshots=range(HOURS))
    for bus in buses or ("r",):
        net.add("Bus", bus)
        net.add("Load", f"load {bus}", bus=bus, p_set=LOAD if bus == "r" else 0.5 * LOAD)
        net.add("Generator", f"unserved {bus}", bus=bus, p_nom=100.0, marginal_cost=10.0)
    return net


def cost_of(net: pypsa.Network, **options: bool) -> float:
    """Optimum of a network, million CNY, with the cost of what is there already."""
    for name in ("linopy", "pypsa"):
        logging.getLogger(name).setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        status, condition = net.optimize(solver_name="highs", solver_options={"output_flag": False},
                                         include_objective_constant=True, **options)
    assert (status, condition) == ("ok", "optimal")
    return float(net.objective)


def agree(ours: float, theirs: float) -> None:
    assert ours == pytest.approx(theirs, rel=1e-6)


def yearly(capex: float, life: float) -> float:
    return capex * annuity(RATE, life)


def test_expansion_of_coal_wind_sun_and_storage():
    capex = {"wind": (60.0, 20.0), "sun": (35.0, 25.0), "coal": (30.0, 30.0)}
    case = small_case({
        "cohorts": [coal(existing_gw=0.4, build_max_gw=3.0, capex_cny_per_kw=30.0, life_years=30.0, commitment=False,
                         fixed_cost_cny_per_kw_a=0.2, own_use_share=0.06, availability_share=0.9,
                         variable_cost_cny_per_mwh=20.0)],
        "renewables": [
            wind(existing_gw=0.3, potential_gw=2.0, capex_cny_per_kw=60.0, life_years=20.0, own_use_share=0.02),
            wind("sun", 0.1, technology="solar_utility", profile="sun", capex_cny_per_kw=35.0, life_years=25.0) | {
                "potential_gw": 4.0, "variable_cost_cny_per_mwh": 1.0}],
        "stores": [{"store": "cell", "build_max_gw": 2.0, "hours_min": 4.0, "hours_max": 4.0, "life_years": 15.0,
                    "capex_power_cny_per_kw": 2.0, "capex_energy_cny_per_kwh": 3.0, "charge_efficiency_share": 0.93,
                    "discharge_efficiency_share": 0.92, "standing_loss_share_per_h": 0.002,
                    "variable_cost_cny_per_mwh": 3.0, "fixed_cost_cny_per_kw_a": 0.05}],
        "reservoirs": [{"reservoir": "dam", "existing_gw": 0.2, "storage_hours": 12.0,
                        "annual_hours": float(INFLOW.sum())}],
    }, PROFILES, load_gw=year_of(LOAD), discount_rate=RATE)
    ours = solve_small(case, HOURS)

    net = network()
    # A gross GW of coal gives 0.9 x 0.94 GW; fixed cost is paid on what exists as well.
    net.add("Generator", "coal", bus="r", p_nom_extendable=True, p_nom_min=0.4, p_nom_max=3.4, p_max_pu=0.9 * 0.94,
            marginal_cost=0.32, capital_cost=yearly(*capex["coal"]) + 0.2)
    net.add("Generator", "wind", bus="r", p_nom_extendable=True, p_nom_min=0.3, p_nom_max=2.0, p_max_pu=0.98 * WIND,
            capital_cost=yearly(*capex["wind"]))
    net.add("Generator", "sun", bus="r", p_nom_extendable=True, p_nom_min=0.1, p_nom_max=4.0, p_max_pu=SUN,
            marginal_cost=0.001, capital_cost=yearly(*capex["sun"]))
    net.add("StorageUnit", "cell", bus="r", p_nom_extendable=True, p_nom_max=2.0, max_hours=4.0,
            capital_cost=yearly(2.0 + 4 * 3.0, 15.0) + 0.05, marginal_cost=0.003, efficiency_store=0.93,
            efficiency_dispatch=0.92, standing_loss=0.002, cyclic_state_of_charge=True)
    net.add("StorageUnit", "dam", bus="r", p_nom=0.2, p_min_pu=0.0, max_hours=12.0, inflow=0.2 * INFLOW,
            cyclic_state_of_charge=True)
    theirs = cost_of(net)
    # They charge capital on existing capacity as well; we do not.
    existing = 0.4 * yearly(*capex["coal"]) + 0.3 * yearly(*capex["wind"]) + 0.1 * yearly(*capex["sun"])
    agree(ours.cost, theirs - existing)
    assert ours.value("store_power_gw", "cell") > 0.01
    assert ours.value("renewable_built_gw", "wind") + ours.value("renewable_built_gw", "sun") > 0.01


def test_two_regions_with_a_line_to_expand():
    case = small_case({
        "regions": [{"region": "r"}, {"region": "east"}], "fuels": FUELS,
        "demand": [{"region": "r", "energy_twh": LOAD.sum() / 1000.0},
                   {"region": "east", "energy_twh": 0.5 * LOAD.sum() / 1000.0}],
        "cohorts": [coal(existing_gw=3.0, commitment=False), peaker(region="east")],
        "renewables": [wind(existing_gw=1.0)],
        "links": [{"link": "line", "from": "r", "to": "east", "capacity_gw": 0.1, "build_max_gw": 0.9,
                   "loss_share": 0.05, "capex_cny_per_kw": 500.0, "life_years": 30.0, "min_flow_share": 0.2}],
    }, {**PROFILES, "load": year_of(LOAD)}, discount_rate=RATE)
    ours = solve_small(case, HOURS)

    net = network("r", "east")
    net.add("Generator", "coal", bus="r", p_nom=3.0, marginal_cost=0.3)
    net.add("Generator", "wind", bus="r", p_nom=1.0, p_max_pu=WIND)
    net.add("Generator", "gas", bus="east", p_nom=10.0, marginal_cost=1.0)
    net.add("Link", "line", bus0="r", bus1="east", p_nom_extendable=True, p_nom_min=0.1, p_nom_max=1.0, p_min_pu=0.2,
            efficiency=0.95, capital_cost=yearly(500.0, 30.0))
    agree(ours.cost, cost_of(net) - 0.1 * yearly(500.0, 30.0))
    assert 0.0 < ours.value("link_built_gw", "line") < 0.9


def test_ramps_without_commitment():
    # All coal may be online at no cost, so that its ramp is 8 % of what is available, as theirs is of capacity.
    case = small_case({"fuels": FUELS, "cohorts": [coal(existing_gw=1.5, ramp_share_per_h=0.08, availability_share=0.9),
                                                   peaker()],
                       "renewables": [wind(existing_gw=1.0)]}, PROFILES, load_gw=year_of(LOAD))
    ours = solve_small(case, hours_of(*range(HOURS), cyclic=False))

    net = network()
    net.add("Generator", "coal", bus="r", p_nom=1.35, ramp_limit_up=0.08, ramp_limit_down=0.08, marginal_cost=0.3)
    net.add("Generator", "gas", bus="r", p_nom=10.0, marginal_cost=1.0)
    net.add("Generator", "wind", bus="r", p_nom=1.0, p_max_pu=WIND)
    agree(ours.cost, cost_of(net))
    assert ours.get("thermal_output_gw", "gas").sum() > 0.01


def test_relaxed_commitment_with_minimum_output_starts_and_idling():
    case = small_case({"fuels": FUELS, "cohorts": [
        coal(existing_gw=1.2, min_output_share=0.5, start_cost_cny_per_kw=0.3, no_load_share=0.1), peaker()],
        "renewables": [wind(existing_gw=1.5)]}, PROFILES, load_gw=year_of(LOAD))
    ours = solve_small(case, hours_of(*range(HOURS), cyclic=False))

    net = network()
    # Idling burns 10 % of 0.3 million CNY an hour for every GW online; the rest of the fuel follows output.
    net.add("Generator", "coal", bus="r", p_nom=1.2, committable=True, p_min_pu=0.5, marginal_cost=0.27,
            stand_by_cost=1.2 * 0.03, start_up_cost=1.2 * 0.3)
    net.add("Generator", "gas", bus="r", p_nom=10.0, marginal_cost=1.0)
    net.add("Generator", "wind", bus="r", p_nom=1.5, p_max_pu=WIND)
    agree(ours.cost, cost_of(net, linearized_unit_commitment=True))
    assert ours.get("thermal_started_gw", "coal").sum() > 0.01
