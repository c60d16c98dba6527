"""Results of a path: the checks, the accounts of several years, and the books written of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import openpyxl
import pytest

from gridplan.model.economics import year_weights
from gridplan.results import path_checks
from gridplan.results.capacity_account import capacity
from gridplan.results.path_checks import capacity_path
from gridplan.results.report_path import path_blocks
from gridplan.results.report_words import Words
from gridplan.results.workbook import write_workbook
from gridplan.solve.run import solve
from tests.support.rows import FUELS, coal, near, peaker, wind
from tests.support.small_case import small_case

YEARS = (2030, 2035, 2040)


def dated(row, **columns):
    return [{**row, "year": year, **{name: values[place] for name, values in columns.items()}}
            for place, year in enumerate(YEARS)]


def path_case():
    """Coal that ages, closes and is retrofitted, wind of a short life, batteries, and a target in each year."""
    return small_case({
        "fuels": FUELS,
        "cohorts": [*dated(coal(retire_max_gw=0.2, remaining_life_years=8.0), existing_gw=(1.0, 1.0, 0.7),
                           fixed_cost_cny_per_kw_a=(10.0, 10.0, 10.0)), peaker()],
        "retrofits": [{"cohort": "coal", "state": "efficiency", "cost_cny_per_kw": 50.0,
                       "net_rate_change_g_per_kwh": -20.0}],
        "renewables": dated(wind(existing_gw=0.2, potential_gw=9.0, life_years=6.0),
                            capex_cny_per_kw=(3000.0, 2000.0, 1500.0), existing_gw=(0.2, 0.2, 0.1)),
        "stores": [{"store": "cell", "existing_gw": 0.1, "build_max_gw": 0.5, "capex_power_cny_per_kw": 300.0,
                    "capex_energy_cny_per_kwh": 200.0, "charge_efficiency_share": 0.9}],
        "policies": [{"policy": "wind", "metric": "capacity.wind", "value": value, "year": year}
                     for year, value in zip(YEARS, (0.6, 0.9, 1.0), strict=True)],
    }, {"wind": [0.9, 0.1, 0.3, 0.5]}, load_gw=[1.0, 1.3, 0.8, 1.1], years=YEARS, discount_rate=0.06)


@pytest.fixture(scope="module")
def perfect():
    return solve(path_case(), hours=24, method="simplex")


@pytest.fixture(scope="module")
def myopic():
    return solve(path_case(), hours=24, method="simplex", foresight="myopic")


def test_every_check_of_a_path_holds(perfect, myopic):
    for results in (perfect, myopic):
        checks = {one["name"]: one for one in results.run["checks"]}
        assert {"capacity_follows_from_year_to_year", "closed_stays_closed",
                "retrofitted_stays_retrofitted"} <= set(checks)
        assert all(one["ok"] for one in checks.values())


def test_the_run_says_how_it_was_planned(perfect, myopic):
    assert (perfect.run["foresight"], myopic.run["foresight"]) == ("perfect", "myopic")
    assert perfect.run["years"] == list(YEARS)
    assert perfect.run["cost_million_cny"] <= myopic.run["cost_million_cny"] * (1 + 1e-9)
    assert myopic.run["gap"] < 1e-6


def test_the_years_costs_times_their_weights_are_the_objective(perfect):
    weights = year_weights(YEARS, 0.06)
    total = (perfect.costs["million_cny"] * perfect.costs["year"].map(weights)).sum()
    assert total == near(perfect.run["cost_million_cny"], 1e-6 * total)


def test_a_capacity_comes_about_by_what_was_added_and_left(perfect):
    frame = capacity_path(perfect)
    own = frame[frame["asset"] == "wind"].set_index("year")
    expected = (own["before_gw"] + own["added_gw"] + own["built_gw"] - own["aged_gw"] - own["ended_gw"]
                - own["closed_gw"])
    assert own["total_gw"].to_numpy() == near(expected.to_numpy())
    assert own["aged_gw"].to_dict() == near({2030: 0.0, 2035: 0.0, 2040: 0.1})
    # What is built for 2030 with six years of life stands in 2035 and is gone in 2040.
    assert own.loc[2040, "ended_gw"] == near(own.loc[2030, "built_gw"])
    assert own.loc[2035, "ended_gw"] == near(0.0)


def test_what_was_built_earlier_is_told_apart(perfect):
    own = capacity(perfect).set_index(["asset", "year"]).loc["wind"]
    assert own.loc[2035, "earlier_gw"] == near(own.loc[2030, "built_gw"])
    assert own.loc[2040, "earlier_gw"] == near(own.loc[2035, "built_gw"])


def test_capacity_that_appears_from_nowhere_is_found(perfect):
    wrong = perfect.dataset.copy(deep=True)
    wrong["renewable_capacity_gw"].loc[{"year": 2035}] += 0.5
    failed = {one.name for one in path_checks.checks(replace(perfect, dataset=wrong)) if not one.ok}
    assert failed == {"capacity_follows_from_year_to_year"}


def test_a_retrofit_undone_is_found(perfect):
    wrong = perfect.dataset.copy(deep=True)
    wrong["thermal_capacity_gw"].loc[{"cohort": "coal", "year": 2030}] = [
        1.0 if state == "efficiency" else np.nan for state in wrong["state"].values]
    wrong["thermal_capacity_gw"].loc[{"cohort": "coal", "year": 2035}] = [
        1.0 if state == "as_is" else np.nan for state in wrong["state"].values]
    failed = {one.name for one in path_checks.checks(replace(perfect, dataset=wrong)) if not one.ok}
    assert "retrofitted_stays_retrofitted" in failed


def test_what_is_built_within_its_limits_earns_what_it_costs_over_the_years_it_lives(perfect):
    built = perfect.why[perfect.why["verdict"].eq("built") & perfect.why["dimension"].eq("renewable")]
    assert len(built)
    assert built["surplus_cny_per_kw"].to_numpy() == near(np.zeros(len(built)), 1e-4)


def test_targets_bind_in_their_own_years(perfect):
    rows = perfect.policies.set_index("year")
    assert rows["target"].to_dict() == {2030: 0.6, 2035: 0.9, 2040: 1.0}
    assert rows["status"].eq("met").all()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_report_and_workbook_show_the_path(perfect, myopic, lang, tmp_path):
    for results in (perfect, myopic):
        _figures, years, table = path_blocks(results, Words(lang))
        # Three figures for each of three years; nothing leaves by 2035, so that column is left out.
        heads = {column.head for column in table.columns}
        assert len(years.columns) == 4 and len(heads) == 9
        assert f"2035 {Words(lang)('path.left')}" not in heads and f"2040 {Words(lang)('path.left')}" in heads
        assert any("wind" in str(row.cells[0]).lower() or "风电" in str(row.cells[0]) for row in table.rows)
    book = openpyxl.load_workbook(write_workbook(perfect, tmp_path / "book.xlsx", lang), read_only=True)
    sheet = book["规划路径" if lang == "zh" else "Path"]
    words = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None}
    assert {"2030", "2035", "2040"} <= words


def test_a_plan_of_one_year_has_no_path():
    case = small_case({"fuels": FUELS, "cohorts": [peaker()]})
    results = solve(case, hours=24, method="simplex")
    assert path_blocks(results, Words("en")) == []
    assert results.run["foresight"] == "perfect" and results.run["years"] == [2030]


def test_pricing_and_comparing_are_refused_for_a_path():
    from gridplan.case.problems import CaseError

    for option in ("compare_retrofits", "with_prices_of_targets"):
        with pytest.raises(CaseError, match="单一规划年"):
            solve(path_case(), hours=24, **{option: True})
