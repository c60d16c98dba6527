"""The balance tables of planning reports, against figures worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from gridplan.results.planning_tables import planning_energy, planning_power
from gridplan.results.planning_words import hour_text, numeral
from gridplan.results.types import Results
from gridplan.solve.run import solve
from tests.support.sample_results import sample_results
from tests.support.small_case import small_case

LOAD = np.ones(8760)
LOAD[12], LOAD[20] = 2.0, 1.9
"""1 January: 2.0 GW at noon, when the wind gives 0.8 of its capacity, 1.9 GW at 20 h, when it gives nothing."""
WIND = np.full(8760, 0.5)
WIND[12], WIND[20] = 0.8, 0.0


@pytest.fixture(scope="module")
def results() -> Results:
    """Coal 2 GW (own use 5 %), wind 1 GW credited at 10 %, an import of 0.3 GW firm, an export of 0.1 GW."""
    case = small_case(
        {
            "cohorts": [{"cohort": "plant", "existing_gw": 2.0, "build_max_gw": 0.0, "own_use_share": 0.05}],
            "renewables": [{"renewable": "wind", "existing_gw": 1.0, "potential_gw": 1.0, "credit_summer_share": 0.1,
                            "credit_winter_share": 0.1}],
            "links": [
                {"link": "in", "from": "outside", "to": "r", "capacity_gw": 0.3, "firm_share": 1.0, "mode": "profile",
                 "loss_share": 0.1},
                {"link": "out", "from": "r", "to": "outside", "capacity_gw": 0.1, "firm_share": 1.0, "mode": "profile"},
            ],
            "policies": [{"policy": "margin", "region": "r", "metric": "reserve.margin", "value": 10.0, "sense": "min",
                          "enforce": False}],
        },
        {"wind": WIND}, load_gw=LOAD,
    )
    return solve(case, hours=24)


def power(results: Results, season: str) -> pd.Series:
    frame = planning_power(results)
    whole = frame[(frame["season"] == season) & (frame["subject"] == "")]
    return whole.set_index("row")["value"]


def test_the_gross_peak(results):
    winter = power(results, "winter")
    assert winter["max_load"] == pytest.approx(2.0)
    assert winter["required"] == pytest.approx(2.2)
    assert winter["installed"] == pytest.approx(3.0)
    assert winter["derated"] == pytest.approx(0.9)  # nine tenths of the wind
    assert winter["usable"] == pytest.approx(2.1)
    # 2.1 + 0.3 x 0.9 received - 0.1 sent
    assert winter["usable_total"] == pytest.approx(2.27)
    assert winter["surplus"] == pytest.approx(0.07)


def test_the_net_peak_is_the_windless_evening_and_short(results):
    winter = power(results, "winter")
    assert winter["net_peak_load"] == pytest.approx(1.9)  # noon: 2.0 - 0.8 = 1.2
    assert winter["net_peak_hour"] == 20
    assert winter["required_at_net_peak"] == pytest.approx(1.9 + 0.19)
    assert winter["usable_without_new_energy"] == pytest.approx(2.17)
    assert winter["surplus_at_net_peak"] == pytest.approx(0.08)


def test_summer_has_no_peak_of_january(results):
    summer = power(results, "summer")
    assert summer["max_load"] == pytest.approx(1.0)
    assert summer["net_peak_load"] == pytest.approx(0.5)


def test_lines_are_numbered_in_order(results):
    frame = planning_power(results)
    winter = frame[frame["season"] == "winter"].set_index(["row", "subject"])["number"]
    assert (winter["max_load", ""], winter["installed", "wind_onshore"], winter["surplus", ""]) == ("1", "4.2", "11")


def test_what_is_left_to_coal_is_what_coal_generates(results):
    """The day solved is a plain one, for all 8760 h: load 1.0, wind 0.5, export 0.1, import 0.3 x 0.9 = 0.27."""
    energy = planning_energy(results).set_index(["row", "subject"])
    wind, received = 0.5 * 8760, 0.27 * 8760
    net_coal = (1.0 + 0.1 - 0.5 - 0.27) * 8760
    assert energy.loc[("generation_but_coal", "wind_onshore"), "energy_gwh"] == pytest.approx(wind)
    assert energy.loc[("import", "in"), "energy_gwh"] == pytest.approx(received)
    assert energy.loc[("remainder_to_coal", ""), "energy_gwh"] == pytest.approx(net_coal / 0.95)
    assert energy.loc[("coal_hours", ""), "full_load_hours_h"] == pytest.approx(net_coal / 0.95 / 2.0)
    assert energy.loc[("energy_to_meet", ""), "energy_gwh"] == pytest.approx(
        8760 + net_coal / 0.95 * 0.05 + 0.1 * 8760)  # load, coal's own use, export


def test_the_remainder_is_coal_also_where_response_and_shortage_stand_between():
    results = sample_results()
    energy = planning_energy(results).set_index(["row", "subject"])["energy_gwh"]
    data = results.dataset.sel(cohort=["coal_600", "coal_300"])
    own = results.case.rows("cohorts", 2030)["own_use_share"]
    gross = sum(float(data["thermal_output_gw"].sel(cohort=name).sum()) / (1 - own[name]) for name in own.index[:2])
    assert energy["remainder_to_coal", ""] == pytest.approx(gross)


def test_numerals_and_hours_as_planners_write_them():
    assert [numeral(place, "zh") for place in ("1", "10", "11", "20", "4.3")] == ["一", "十", "十一", "二十", "（3）"]
    assert hour_text(24 * 353 + 18, "zh") == "12月20日18时"
    assert hour_text(24 * 59, "en") == "1 Mar 00:00"
