"""What a kind of retrofit brings: the plan against the plan that may not use it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gridplan.results.open import open_results
from gridplan.results.retrofit_types import retrofits_by_kind, visible_kinds
from gridplan.results.write import write_results
from gridplan.solve.run import solve
from tests.support.rows import coal
from tests.support.small_case import small_case

YEAR_H = 8760.0


def case(policies=()):
    """2 GW of coal at 300 g/kWh serve 1 GW all year: 2628 kt.  An efficiency retrofit of up to 1.5 GW takes 30 g/kWh
    off for 100 CNY/kW once, 10 CNY a year; flexibility costs 50 CNY/kW and is worth nothing here.
    """
    return small_case({
        "cohorts": [coal(existing_gw=2.0, build_max_gw=0.0)],
        "retrofits": [
            {"cohort": "coal", "state": "efficiency", "cost_cny_per_kw": 100.0, "net_rate_change_g_per_kwh": -30.0,
             "max_gw": 1.5, "life_years": 10.0},
            {"cohort": "coal", "state": "flexibility", "cost_cny_per_kw": 50.0, "life_years": 10.0},
        ],
        "policies": list(policies),
    })


@pytest.fixture(scope="module")
def plain():
    return solve(case(), hours=24, method="simplex", compare_retrofits=True)


def test_efficiency_saves_coal_co2_and_money(plain):
    """1 GW of the 1.0 GW running is retrofitted: 8760 GWh x 30 g = 262.8 kt of coal, at 1000 CNY/t 262.8 million CNY
    less the 10 million of the retrofit, and 2.66 t of CO2 per t.
    """
    line = retrofits_by_kind(plain).set_index("retrofit").loc["efficiency"]
    assert line["status"] == "solved"
    assert line["capacity_gw"] == pytest.approx(1.0)
    assert line["units"] == pytest.approx(2.0)  # of 500 MW
    assert line["investment_million_cny"] == pytest.approx(100.0)
    assert line["coal_saved_same_kt"] == pytest.approx(262.8)
    assert line["coal_saved_kt"] == pytest.approx(262.8)
    assert line["co2_avoided_kt"] == pytest.approx(262.8 * 2.66)
    assert line["cost_saved_million_cny"] == pytest.approx(262.8 - 10.0)
    assert line["curtailment_avoided_gwh"] == 0.0


def test_a_kind_the_plan_does_not_use_changes_nothing_and_needs_no_solve(plain):
    line = retrofits_by_kind(plain).set_index("retrofit").loc["flexibility"]
    assert (line["status"], line["coal_saved_kt"], line["cost_saved_million_cny"]) == ("unused", 0.0, 0.0)


def test_a_kind_nothing_is_seen_of_is_left_out_of_what_is_shown(plain):
    assert list(visible_kinds(plain)["retrofit"]) == ["efficiency", "any"]
    kinds = plain.without_retrofits.assign(status="not_proven")
    assert "flexibility" in set(visible_kinds(replace(plain, without_retrofits=kinds))["retrofit"]), "not known"


def test_without_any_the_plan_is_that_without_efficiency(plain):
    frame = retrofits_by_kind(plain).set_index("retrofit")
    assert frame.loc["any", "coal_saved_kt"] == pytest.approx(frame.loc["efficiency", "coal_saved_kt"])


def test_a_target_for_the_kind_falls_with_it_so_that_a_forced_retrofit_shows_its_cost():
    """0.4 GW must be flexible at 50 CNY/kW, 5 a year, for nothing: without it 2 million CNY are saved, and no penalty
    is paid for the target.
    """
    results = solve(case([{"policy": "flexible", "metric": "retrofit.flexibility_capacity", "value": 0.4,
                           "region": "r", "slack_price": 5000.0}]), hours=24, method="simplex", compare_retrofits=True)
    line = retrofits_by_kind(results).set_index("retrofit").loc["flexibility"]
    assert line["capacity_gw"] == pytest.approx(0.4)
    assert line["cost_saved_million_cny"] == pytest.approx(-2.0)
    assert line["penalty_avoided_million_cny"] == pytest.approx(0.0)


def test_the_comparison_is_stored_with_the_results(plain, tmp_path):
    folder = write_results(plain, tmp_path / "out", "en", report_writer=lambda _r, path, _l: path.write_text("x"))
    again = retrofits_by_kind(open_results(folder)).set_index("retrofit")
    assert again.loc["efficiency", "coal_saved_kt"] == pytest.approx(262.8)


def test_without_the_comparison_only_the_plans_own_operation_is_told():
    frame = retrofits_by_kind(solve(case(), hours=24, method="simplex")).set_index("retrofit")
    assert frame.loc["efficiency", "coal_saved_same_kt"] == pytest.approx(262.8)
    assert frame["coal_saved_kt"].isna().all()
