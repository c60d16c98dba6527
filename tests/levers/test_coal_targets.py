"""Targets on new coal, captive plants, and the coal rate of one cohort, by hand."""

from __future__ import annotations

from types import SimpleNamespace

from gridplan.model import build
from gridplan.model.shared import CohortCredit
from tests.support.rows import coal, near, peaker, target
from tests.support.small_case import small_case
from tests.support.solved import solve_small

FUELS = [{"fuel": "coal", "is_coal": True}, {"fuel": "gas"}]


def solved(metric, value, cohorts, **more):
    return solve_small(small_case({"fuels": FUELS, "cohorts": [*cohorts, peaker()], "policies": [
        target(metric, value, **more)]}), 4)


def test_a_ban_on_new_coal():
    new = coal("new", 0.0, technology="coal_usc_new", build_max_gw=1.0)
    assert solved("coal.new_build_ceiling", 0.0, [new], sense="max").value("thermal_built_gw", "new") == near(0.0)
    assert solved("coal.new_build_ceiling", 0.3, [new], sense="max").value("thermal_built_gw", "new") == near(0.3)


def test_captive_coal_is_replaced():
    captive = coal(existing_gw=1.0, retire_max_gw=0.5, captive=True)
    public = coal("public", 1.0, retire_max_gw=0.5)
    found = solved("captive.replaced_capacity", 0.2, [captive, public])
    assert found.value("thermal_retired_gw", "coal") >= 0.2 - 1e-6


def test_a_share_of_captive_coal_is_kept():
    # Two thirds of 0.9 GW stay: 0.3 GW closes at least; 0.2 may, so 0.1 GW is missing.
    captive = coal(existing_gw=0.9, retire_max_gw=0.2, captive=True)
    found = solved("coal.captive_plant_retained_share", 100.0 * 2 / 3, [captive], sense="max")
    assert found.value("thermal_retired_gw", "coal") == near(0.2)
    assert found.slack("target") == near(0.1)


def test_captive_capacity_takes_part_in_regulation():
    captive = coal(existing_gw=1.0, captive=True, must_run_share=0.5)
    case = small_case({"fuels": FUELS, "cohorts": [captive, peaker()], "retrofits": [
        {"cohort": "coal", "state": "captive_regulation", "must_run_share": 0.4, "cost_cny_per_kw": 100.0}],
        "policies": [target("captive.regulated_capacity", 0.6)]})
    assert solve_small(case, 4).value("thermal_capacity_gw", "coal", "captive_regulation") == near(0.6)


def test_the_rate_of_one_cohort_at_part_load():
    # n = 0.2: fuel = 0.3 (0.2 u + 0.8 p).  "coal" alone is capped: 0.5 GW online and 0.5 GW out burn 0.3 kt/GWh; the
    # optimum keeps it at full load of what is online, so the rate of 300 is met and nothing is missing.
    unit = coal(existing_gw=1.0, no_load_share=0.2, min_output_share=0.3)
    met = solved("coal.cohort_net_heat_rate", 300.0, [unit], sense="max", subject="coal")
    assert met.slack("target") == near(0.0)
    assert met.cost == near(4 * 0.3)
    # Below what it can do: missed by 0.01 kt/GWh of what it generates, unless the peaker (1.0) takes over, which costs
    # 0.7 per GWh against a penalty of 0.01 kt x 5 million CNY/kt = 0.05.
    missed = solved("coal.cohort_net_heat_rate", 290.0, [unit], sense="max", subject="coal")
    assert missed.slack("target") == near(0.04)


def test_the_cap_is_on_one_cohort_only():
    # The other cohort burns 0.4 kt/GWh and is free to.
    poor = coal("poor", 1.0, net_rate_g_per_kwh=400.0)
    free = coal("coal", 0.5, commitment=False)
    found = solved("coal.cohort_net_heat_rate", 300.0, [free, poor], sense="max", subject="coal")
    assert found.slack("target") == near(0.0)
    assert found.cost == near(4 * (0.5 * 0.3 + 0.5 * 0.4))


def test_a_lever_may_take_fuel_off_the_power_side(monkeypatch):
    # 0.3 kt/h burnt, of which 0.03 is for heat, 0.12 in the four hours: 270 g/kWh against 280.
    def design(model):
        model.cohort_credits.append(CohortCredit(lambda _g, _y, _month: -0.12, lambda _g, _y, _month: 0.0))

    heat = SimpleNamespace(design=design,
                           operation=lambda _model: None, extract=lambda _model, _point: {})
    monkeypatch.setattr(build, "SUBJECTS", (*build.SUBJECTS, heat))
    unit = coal(existing_gw=1.0)
    assert solved("coal.cohort_net_heat_rate", 280.0, [unit], sense="max", subject="coal").slack("target") == near(0.0)
    # 0.27 kt/h against 0.26: 0.01 short in each of four hours.
    short = solved("coal.cohort_net_heat_rate", 260.0, [unit], sense="max", subject="coal", slack_price=1.0)
    assert short.slack("target") == near(0.04)
