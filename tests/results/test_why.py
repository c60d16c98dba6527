"""What a kW earns and costs: hand-computed accounts, and break-evens that hold when the cost is changed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from gridplan.model.build import build_model
from gridplan.results import why_unit
from gridplan.results.open import open_results
from gridplan.results.why import COLUMNS, why_table
from gridplan.results.write import write_results
from gridplan.solve.highs import HighsSolver
from gridplan.solve.matrix import compile_problem
from gridplan.solve.run import solve
from tests.support.rows import coal, target
from tests.support.small_case import axis_of, small_case

HOURS = 4
LIFE = 10.0
EVEN = 1e-5


def why(case, threads=1) -> pd.DataFrame:
    model = build_model(case, axis_of(HOURS))
    problem = compile_problem(model)
    solution = HighsSolver(problem, method="simplex", threads=1).solve()
    table = why_table(model, problem, problem.point(solution.value, solution.dual), threads=threads)
    assert list(table.columns) == COLUMNS
    return table.set_index(["asset", "state"])


def wind_case(capex: float, **more):
    # Coal of 0.3 million CNY a GWh serves 1 GW; wind blows at half its capacity in two of four hours.
    return small_case({
        "cohorts": [coal(existing_gw=2.0)],
        "renewables": [{"renewable": "wind", "potential_gw": 1.0, "capex_cny_per_kw": capex}],
        **more,
    }, {"wind": [0.5, 0.5, 0.0, 0.0]})


def test_what_is_not_built_shows_what_it_would_earn_and_how_much_it_falls_short():
    # A kW of wind gives 0.5 + 0.5 kWh at 0.3 CNY: 0.3 CNY in the four hours, against an annuity of 5 / 10 = 0.5.
    line = why(wind_case(5.0)).loc[("wind", "")]
    assert line["verdict"] == "not_built"
    assert line["energy_cny_per_kw"] == pytest.approx(0.3)
    assert line["capital_cny_per_kw"] == pytest.approx(0.5)
    assert line["break_even_cny_per_kw"] == pytest.approx(0.2)


@pytest.mark.parametrize(("change", "built_gw"), [(-0.001, 1.0), (0.001, 0.0)])
def test_just_under_the_break_even_it_is_built(change, built_gw):
    short = why(wind_case(5.0)).loc[("wind", "")]["break_even_cny_per_kw"]
    line = why(wind_case(5.0 - LIFE * short + LIFE * change)).loc[("wind", "")]
    assert line["built_gw"] == pytest.approx(built_gw)


def test_a_potential_that_binds_leaves_its_rent():
    line = why(wind_case(2.0)).loc[("wind", "")]
    assert line["verdict"] == "at_limit"
    assert line["surplus_cny_per_kw"] == pytest.approx(0.3 - 0.2)
    assert line["break_even_cny_per_kw"] == 0.0


def test_the_quota_pays_for_what_energy_alone_does_not_build():
    # A tenth of four GWh must be renewable: 0.4 GW of wind, which lacks 0.2 CNY per kW for one kWh of output.
    table = why(wind_case(5.0, policies=[target("quota.renewable_consumption", 10.0, slack_price=5000.0)]))
    line = table.loc[("wind", "")]
    assert line["built_gw"] == pytest.approx(0.4)
    assert line["quota_cny_per_kw"] == pytest.approx(0.2)
    assert line["surplus_cny_per_kw"] == pytest.approx(0.0, abs=EVEN)
    assert line["verdict"] == "built"


def retrofit_case(cost: float):
    # The retrofit saves 30 of 300 g/kWh at 1000 CNY/t: 0.03 CNY/kWh.
    return small_case({
        "cohorts": [coal(existing_gw=1.0, remaining_life_years=LIFE)],
        "retrofits": [{"cohort": "coal", "state": "efficiency", "cost_cny_per_kw": cost,
                       "net_rate_change_g_per_kwh": -30.0}],
    })


def test_a_retrofit_is_weighed_against_the_kw_as_it_is():
    # Four full hours save 0.12 CNY per kW; 1.5 / 10 = 0.15 a year is 0.03 too much.
    table = why(retrofit_case(1.5))
    assert table.loc[("coal", "efficiency")]["break_even_cny_per_kw"] == pytest.approx(0.03)
    assert table.loc[("coal", "as_is")]["surplus_cny_per_kw"] == pytest.approx(0.0, abs=EVEN)
    cheaper = why(retrofit_case(1.5 - LIFE * 0.031))
    assert cheaper.loc[("coal", "efficiency")]["capacity_gw"] == pytest.approx(1.0)


def store_case(capex_energy: float):
    # A free wind surplus in the first two hours would serve the last two, when coal costs 0.3 a kWh.
    return small_case({
        "cohorts": [coal(existing_gw=2.0)],
        "renewables": [{"renewable": "wind", "existing_gw": 4.0, "potential_gw": 4.0}],
        "stores": [{"store": "battery", "build_max_gw": 5.0, "hours_min": 2.0, "hours_max": 2.0,
                    "capex_energy_cny_per_kwh": capex_energy}],
    }, {"wind": [0.5, 0.5, 0.0, 0.0]})


def test_a_store_is_judged_with_the_hours_it_would_have():
    # 1 kW for 2 h earns two kWh at 0.3 = 0.6 a year; at 2 x 4 / 10 = 0.8 it falls 0.2 short.
    line = why(store_case(4.0)).loc[("battery", "")]
    assert line["energy_cny_per_kw"] == pytest.approx(0.6)
    assert line["capital_cny_per_kw"] == pytest.approx(0.8)
    assert line["break_even_cny_per_kw"] == pytest.approx(0.2)
    assert why(store_case(2.99)).loc[("battery", "")]["built_gw"] == pytest.approx(1.0)


def test_pieces_and_threads_change_no_account(monkeypatch):
    case = wind_case(5.0, stores=[{"store": "cell", "build_max_gw": 1.0, "capex_cny_per_kw": 9.0,
                                   "capex_energy_cny_per_kwh": 9.0}],
                     retrofits=[{"cohort": "coal", "state": "efficiency", "cost_cny_per_kw": 90.0, "max_gw": 2.0,
                                 "net_rate_change_g_per_kwh": -20.0}])
    solved = []
    monkeypatch.setattr("gridplan.results.why_unit._solved", _counting(solved, why_unit._solved))
    whole, count = why(case), len(solved)
    solved.clear()
    monkeypatch.setattr("gridplan.results.why_unit.PIECE_ROWS", 1)
    pieces = why(case, threads=2)
    assert len(solved) > count > 0
    pd.testing.assert_frame_equal(whole, pieces, rtol=1e-7, atol=1e-9)


def _counting(solved, inner):
    def solve_piece(*given):
        solved.append(given[-1])
        return inner(*given)

    return solve_piece


def test_every_account_adds_up():
    table = why(wind_case(5.0, policies=[target("quota.renewable_consumption", 10.0, slack_price=5000.0)]))
    incomes = table[[f"{name}_cny_per_kw" for name in ("energy", "quota", "reserve", "targets")]].sum(axis=1)
    costs = table[[f"{name}_cny_per_kw" for name in ("operating", "fixed", "retrofit", "capital")]].sum(axis=1)
    assert np.allclose(incomes - costs, table["surplus_cny_per_kw"], atol=1e-9)


@pytest.mark.parametrize(("lang", "sheet", "heading"), [
    ("zh", "收支与入选", "为什么建、为什么不建"), ("en", "Why built or not", "Why it is built, or not")])
def test_the_account_stands_in_workbook_report_and_stored_results(tmp_path, lang, sheet, heading):
    results = solve(wind_case(5.0), hours=24, method="simplex")
    folder = write_results(results, tmp_path / "out", lang)
    rows = list(load_workbook(folder / "results.xlsx", read_only=True)[sheet].values)
    assert any("wind" in [str(cell) for cell in row] for row in rows)
    assert heading in (folder / "report.html").read_text(encoding="utf-8")
    pd.testing.assert_frame_equal(open_results(folder).why, results.why, check_dtype=False)
