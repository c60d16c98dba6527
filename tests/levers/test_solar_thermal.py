"""Concentrating solar with its store: evening power, non-hydro renewable, no part of the utilisation of solar."""

from __future__ import annotations

import numpy as np
import pytest

from gridplan.model.energy_targets import UTILISATION
from gridplan.model.technologies import SOLAR_THERMAL
from gridplan.profiles.sun import direct
from gridplan.results.checks import check
from gridplan.results.trade_account import quota
from gridplan.solve.run import solve
from tests.support.rows import coal, near, target, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small

SALT = {"reservoir": "salt", "technology": "solar_thermal", "existing_gw": 1.0, "annual_hours": 4380.0,
        "storage_hours": 2.0, "own_use_share": 0.1}
FIELD = {"inflow": [1.0, 1.0, 0.0, 0.0]}
EVENING = [0.0, 0.0, 1.0, 1.0]


def test_the_store_carries_the_sun_into_the_evening():
    # The field collects 1 GWh in each of two hours and the store holds both; 10 % is own use.
    solved = solve_small(small_case({"reservoirs": [SALT]}, FIELD, load_gw=EVENING), 4)
    assert solved.get("reservoir_output_gw", "salt") == near([0.0, 0.0, 0.9, 0.9])
    assert solved.get("unserved_gw", "r") == near([0.0, 0.0, 0.1, 0.1])


def test_a_store_of_one_hour_loses_the_second():
    solved = solve_small(small_case({"reservoirs": [{**SALT, "storage_hours": 1.0}]}, FIELD, load_gw=EVENING), 4)
    assert solved.get("reservoir_output_gw", "salt").sum() == near(0.9)
    assert solved.get("reservoir_spill_gw", "salt").sum() == near(1.0)


def test_it_counts_in_the_nonhydro_quota_as_hydro_does_not():
    # 2 GWh gross against a use of 2 of load and 0.2 of own use; of water none counts, and coal spares its own use.
    for technology, missing in (("solar_thermal", 0.2), ("hydro_reservoir", 2.0)):
        case = small_case({"reservoirs": [{**SALT, "technology": technology}], "cohorts": [coal()],
                           "policies": [target("quota.nonhydro_consumption", 100.0)]}, FIELD, load_gw=EVENING)
        assert solve_small(case, 4).slack("target") == near(missing), technology


def test_it_is_new_energy_against_what_burns():
    # 2 GWh of sun in the evening; coal gives the 0.2 GWh that are left: ten times as much.
    case = small_case({"reservoirs": [SALT], "cohorts": [coal()], "policies": [
        target("generation.new_energy_to_thermal_ratio", 12.0, slack_price=100.0)]}, FIELD, load_gw=EVENING)
    assert solve_small(case, 4).slack("target") == near(12.0 * 0.2 - 2.0)


def test_it_is_in_no_utilisation_and_asks_for_no_paired_storage():
    assert all(not technologies & SOLAR_THERMAL for _account, technologies in UTILISATION.values())
    case = small_case({"reservoirs": [SALT], "renewables": [wind(existing_gw=1.0)], "cohorts": [coal()],
                       "stores": [{"store": "cell", "build_max_gw": 1.0, "capex_power_cny_per_kw": 10.0}],
                       "policies": [target("storage.share_of_new_energy", 10.0)]},
                      {**FIELD, "wind": [0.0]}, load_gw=EVENING)
    assert solve_small(case, 4).value("store_power_built_gw", "cell") == near(0.1)


def test_every_account_closes():
    case = small_case({"reservoirs": [{**SALT, "storage_hours": 10.0}], "cohorts": [coal()],
                       "policies": [target("quota.nonhydro_consumption", 20.0),
                                    target("generation.new_energy_to_thermal_ratio", 1.0, policy="ratio")]},
                      {"inflow": [0.0] * 8 + [1.0] * 8 + [0.0] * 8})
    results = solve(case, hours=24)
    assert [one for one in check(results, results.run["cost_million_cny"]) if not one.ok] == []
    # 4380 h of the field, no spill: 4380 GWh gross of 8760 + 438 of own use.
    line = quota(results).set_index("quota").loc["nonhydro"]
    assert line["local_gwh"] == pytest.approx(4380.0, rel=1e-6)
    assert line["use_gwh"] == pytest.approx(8760.0 + 438.0, rel=1e-6)


@pytest.mark.parametrize("province", ["ningxia", "inner_mongolia", "qinghai"])
def test_the_field_collects_direct_sun_alone(province):
    series = direct(province, seed=1)
    hour = np.arange(8760) % 24
    assert (series >= 0.0).all() and series.mean() == pytest.approx(1.0)
    assert series[(hour < 5) | (hour > 21)].max() == 0.0
    # Cloud takes more of the direct beam than of the whole: a dull day counts for less than it does on modules.
    from gridplan.profiles.sun import sun

    modules = sun(province, seed=1)
    by_day, on_modules = (one.reshape(365, 24).sum(axis=1) for one in (series, modules))
    dull = on_modules < np.quantile(on_modules, 0.1)
    assert by_day[dull].mean() / by_day.mean() < 0.8 * on_modules[dull].mean() / on_modules.mean()
