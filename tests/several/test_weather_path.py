"""Two provinces, three planning years and two weather years in one programme: solved, checked, written, audited."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from gridplan.audit import audit
from gridplan.results.open import open_results
from gridplan.results.report_blocks import Table
from gridplan.results.report_path import path_blocks
from gridplan.results.report_words import Words
from gridplan.results.weather_years import (
    adequacy_by_weather,
    of_weather,
    targets_by_weather,
    tightest_hours,
    weather_costs,
)
from gridplan.results.write import write_results
from gridplan.solve.run import solve
from tests.support.rows import FUELS, coal, near, peaker, target, wind
from tests.support.small_case import small_case
from tests.support.weather import in_weather

YEARS = (2030, 2035, 2040)


def case_of(risk="", years=YEARS):
    drawn = np.random.default_rng(5)
    load = 1.0 + 0.3 * drawn.random(24)
    tables = {
        "regions": [{"region": "r"}, {"region": "east", "name_en": "East", "name_zh": "东部"}],
        "demand": [{"region": "r", "energy_twh": 8.0}, {"region": "east", "energy_twh": 6.0}],
        "fuels": FUELS,
        "cohorts": [coal(existing_gw=1.2, min_output_share=0.4, start_cost_cny_per_kw=0.2, max_full_load_hours=5000.0),
                    peaker("gas", 0.6), peaker("turbine", 0.5, region="east")],
        "renewables": [wind(existing_gw=0.3, potential_gw=3.0, capex_cny_per_kw=1500.0),
                       wind("eastwind", 0.2, potential_gw=2.0, capex_cny_per_kw=2500.0, region="east")],
        "stores": [{"store": "cell", "build_max_gw": 1.0, "capex_energy_cny_per_kwh": 300.0}],
        "links": [{"link": "line", "from": "r", "to": "east", "capacity_gw": 0.8, "loss_share": 0.03}],
        "policies": [target("quota.renewable_consumption", 20.0)],
    }
    case = small_case(tables, load_gw=load, years=years, discount_rate=0.05)
    blowing = {"windy": {"wind": 0.2 + 0.6 * drawn.random(48)}, "still": {"wind": 0.4 * drawn.random(48)}}
    return in_weather(case, blowing, [0.7, 0.3], risk)


@pytest.fixture(scope="module")
def results():
    return solve(case_of(), hours=24, method="direct", threads=1)


def test_expected_cost_and_checks_hold(results):
    assert all(item["ok"] for item in results.run["checks"])
    costs = weather_costs(results)
    assert len(costs) == 2 * len(YEARS)
    expected = (costs["cost_million_cny"] * costs["probability"]).groupby(costs["year"]).sum()
    stated = results.costs.groupby("year")["million_cny"].sum()
    assert expected.to_numpy() == near(stated.to_numpy(), 1e-3)
    assert results.run["hours"] == 24 and results.run["blocks"] == 48


@pytest.mark.parametrize(("lang", "name"), [("en", "East"), ("zh", "东部")])
def test_tables_of_the_path_call_a_province_by_its_name_and_one_without_by_its_id(results, lang, name):
    tables = [block for block in path_blocks(results, Words(lang)) if isinstance(block, Table)]
    heads = [column.head for column in tables[0].columns]
    assert heads[1:] == [f"{region} {year}" for region in ("r", name) for year in YEARS]
    assert any(name in table.caption for table in tables[1:])


def test_each_weather_year_has_its_own_adequacy(results):
    served = adequacy_by_weather(results)
    assert set(zip(served["weather_year"], served["region"], served["year"], strict=True)) == {
        (weather, region, year) for weather in ("windy", "still") for region in ("r", "east") for year in YEARS}
    demand = results.dataset["demand_gw"] * results.dataset["weight_h"]
    assert float((served["demand_gwh"] * served["probability"]).sum()) == near(float(demand.sum()), 1e-3)
    hours = tightest_hours(results)
    assert (hours.groupby(["weather_year", "region", "year"])["rank"].max() == 5).all()
    first = hours[hours["rank"] == 1].set_index(["weather_year", "region", "year"])
    assert (first["margin_gw"] - first["unserved_gw"]).to_numpy() == pytest.approx(
        served.set_index(["weather_year", "region", "year"]).loc[first.index, "least_margin_gw"].to_numpy(), abs=1e-5)


def test_targets_hold_for_the_mean_and_are_told_for_each(results):
    shares = targets_by_weather(results)
    assert (results.policies["status"] == "met").all()
    windy, still = (shares[shares["weather_year"] == name]["achieved"].mean() for name in ("windy", "still"))
    assert windy > results.policies["achieved"].mean() > still


def test_a_weather_year_by_itself_has_its_own_blocks(results):
    for (weather, own), chance in zip(of_weather(results), (0.7, 0.3), strict=True):
        assert weather.probability == chance
        assert float(own.dataset["weight_h"].sum()) == near(8760.0, 1e-6)
        assert set(own.dataset["weather_year"].values) == {weather.name}


@pytest.mark.parametrize("risk", ["", "cvar:0.5"])
def test_the_auditor_works_out_every_weather_year(risk, tmp_path):
    folder = write_results(solve(case_of(risk, (2030,)), hours=24, method="direct", threads=1), tmp_path / "out", "zh")
    # Regions of a small case have no names and its fingerprint is a word.
    found = [one for one in audit(folder) if not one.ok and one.group not in ("workbook", "files")]
    assert found == []


def test_results_written_are_read_back(results, tmp_path):
    folder = write_results(results, tmp_path / "out", "zh")
    again = open_results(folder)
    assert again.axis.weather_years == 2 and again.axis.probability == near([0.7, 0.3])
    pd.testing.assert_frame_equal(adequacy_by_weather(again), adequacy_by_weather(results))
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "各气象年最紧张的小时" in page and "windy" in page


def test_the_dearest_weather_year_costs_no_more_when_it_is_what_counts(results):
    careful = solve(case_of("worst"), hours=24, method="direct", threads=1)
    dearest, before = (weather_costs(one).groupby("year")["cost_million_cny"].max() for one in (careful, results))
    weights = np.array([careful.run["year_weights"][str(year)] for year in YEARS])
    assert float(dearest.to_numpy() @ weights) <= float(before.to_numpy() @ weights) + 1e-3
    assert careful.run["expected_cost_million_cny"] >= results.run["expected_cost_million_cny"] - 1e-3
    assert all(item["ok"] for item in careful.run["checks"])
