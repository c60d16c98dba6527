"""What a kW of a channel earns: the difference of prices at its ends, and the cost at which it would be built."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from gridplan.model.build import build_model
from gridplan.results.report import report_html
from gridplan.results.why import why_table
from gridplan.solve.highs import HighsSolver
from gridplan.solve.matrix import compile_problem
from gridplan.solve.run import solve
from tests.support.levers.exchange import TWO
from tests.support.rows import FUELS, coal, peaker, target, wind
from tests.support.small_case import axis_of, small_case

HOURS = 4
LIFE = 10.0
LINE = {"link": "line", "from": "r", "to": "east", "capacity_gw": 0.2, "build_max_gw": 0.3, "capex_cny_per_kw": 20.0,
        "loss_share": 0.1}


def why(case) -> pd.DataFrame:
    model = build_model(case, axis_of(HOURS))
    problem = compile_problem(model)
    solution = HighsSolver(problem, method="simplex", threads=1).solve()
    table = why_table(model, problem, problem.point(solution.value, solution.dual))
    return table[table["dimension"] == "link"].set_index("asset")


def joined(capex, existing_gw=0.2, **line):
    """Coal of 300 CNY/MWh at r, a plant of 1000 at east."""
    return small_case({**TWO, "fuels": FUELS, "cohorts": [coal(existing_gw=3.0), peaker(region="east")],
                       "links": [{**LINE, "capacity_gw": existing_gw, "capex_cny_per_kw": capex, **line}]})


def test_a_channel_earns_the_difference_of_the_prices_at_its_ends():
    # 0.9 kWh at 1 CNY less 1 kWh at 0.3 CNY in each of four hours: 2.4 CNY a kW, against an annuity of 20 / 10.
    line = why(joined(20.0)).loc["line"]
    assert line["energy_cny_per_kw"] == pytest.approx(2.4)
    assert line["capital_cny_per_kw"] == pytest.approx(2.0)
    assert line["surplus_cny_per_kw"] == pytest.approx(0.4)
    assert (line["verdict"], line["region"], line["technology"]) == ("at_limit", "east", "link")


@pytest.mark.parametrize("existing_gw", [0.0, 0.2])
def test_one_not_built_shows_its_break_even_and_is_built_just_under_it(existing_gw):
    line = why(joined(30.0, existing_gw)).loc["line"]
    assert line["verdict"] == "not_built"
    assert line["break_even_cny_per_kw"] == pytest.approx(0.6)
    under, over = (why(joined(30.0 - LIFE * (0.6 + step), existing_gw)).loc["line"] for step in (0.001, -0.001))
    assert under["built_gw"] == pytest.approx(0.3)
    assert over["built_gw"] == pytest.approx(0.0)


def test_a_channel_that_cannot_grow_is_only_explained():
    line = why(joined(20.0, build_max_gw=0.0)).loc["line"]
    assert (line["verdict"], line["energy_cny_per_kw"]) == ("kept", pytest.approx(2.4))


def test_an_export_earns_its_price_as_a_negative_running_cost():
    # 400 CNY earned and 300 paid at home for each of four kWh.
    case = small_case({"cohorts": [coal(existing_gw=3.0)], "links": [
        {"link": "line", "from": "r", "to": "outside", "capacity_gw": 0.5, "price_cny_per_mwh": 400.0}]})
    line = why(case).loc["line"]
    assert line["energy_cny_per_kw"] == pytest.approx(-1.2)
    assert line["operating_cny_per_kw"] == pytest.approx(-1.6)


def test_a_yearly_floor_of_energy_does_not_stop_the_account_of_one_more_gw():
    # A contract of the whole channel: nothing exists, at least 0.8 GWh must be sent, 0.2 GW suffice.
    case = joined(30.0, existing_gw=0.0, energy_min_twh=0.0008)
    line = why(case).loc["line"]
    assert line["built_gw"] == pytest.approx(0.2)


def test_the_reserve_pays_a_channel_too():
    case = small_case({**TWO, "cohorts": [coal(existing_gw=3.0), coal("there", 1.0, region="east"),
                                          coal("new", 0.0, region="east", build_max_gw=1.0, capex_cny_per_kw=10.0)],
                       "links": [{**LINE, "firm_share": 1.0}], "policies": [
                           target("reserve.margin", 50.0, region="east")]})
    # New firm capacity costs 1 CNY a kW and year; a kW of the channel gives 0.9 kW.
    assert why(case).loc["line", "reserve_cny_per_kw"] == pytest.approx(0.9)


def test_the_report_names_the_channel_in_the_account():
    case = small_case({**TWO, "fuels": FUELS, "cohorts": [coal(existing_gw=3.0), peaker(region="east")],
                       "renewables": [wind(existing_gw=0.5)], "links": [
                           {**LINE, "name_zh": "一号线", "name_en": "Line one"}]},
                      {"wind": 0.5 + 0.3 * np.sin(np.arange(24))})
    results = solve(case, hours=24)
    assert [check["name"] for check in results.run["checks"] if not check["ok"]] == []
    assert "Line one" in report_html(results, "en").split('id="why"')[1].split("</section>")[0]
