"""What retrofits and new coal turn out to be: coal saved, fall of the coal rate, unit sizes."""

from __future__ import annotations

import pytest

from gridplan.results.measures import Accounts, measured
from gridplan.solve.run import solve
from tests.support.rows import coal, near, target
from tests.support.small_case import YEAR, small_case

HOURS_OF_A_YEAR = 8760


@pytest.fixture(scope="module")
def account():
    # 3 GW of load all year from 3 GW of coal: 1 GW efficient and heating (-8.4), 0.5 GW efficient (-6), 0.25 GW heating
    # alone (-2), the rest 0.25 GW as it is; and 1 GW of new coal, in units of 1 and 0.66 GW.
    states = {"efficiency": (-6.0, 0.5), "efficiency+heating": (-8.4, 1.0), "heating": (-2.0, 0.25)}
    case = small_case({
        "cohorts": [coal(existing_gw=2.0),
                    coal("usc", 0.0, technology="coal_usc_new", build_max_gw=0.75, unit_mw=1000.0),
                    coal("small", 0.0, technology="coal_usc_new", build_max_gw=0.25, unit_mw=660.0)],
        "retrofits": [{"cohort": "coal", "state": state, "net_rate_change_g_per_kwh": change, "max_gw": most,
                       "heat_capability_gw_per_gw": 0.4} for state, (change, most) in states.items()],
        "policies": [target("capacity.coal", 3.0)]}, load_gw=[3.0])
    return Accounts(solve(case, hours=24), "r", YEAR)


def achieved(account, metric):
    return measured(account, metric, "").achieved


def test_heating_brings_what_a_state_has_beyond_the_same_without_it(account):
    # 0.25 GW at 2 g and 1 GW at 8.4 - 6; efficiency 6 g in both of its states.
    assert achieved(account, "retrofit.heating_heat_rate_gain") == near((0.25 * 2.0 + 1.0 * 2.4) / 1.25, 1e-4)
    assert achieved(account, "retrofit.heat_rate_gain") == near(6.0, 1e-4)


def test_coal_saved_by_each_retrofit(account):
    # Every GW runs 8760 hours: GW x g/kWh x 8760 h in t, Mt here.
    per_gw_and_gram = HOURS_OF_A_YEAR / 1e6
    expected = (0.25 * 2.0 + 1.0 * 2.4) * per_gw_and_gram
    assert achieved(account, "energy.saving.coal_heating_retrofit") == near(expected, 1e-5)
    assert achieved(account, "energy.saving.coal_efficiency_retrofit") == near(1.5 * 6.0 * per_gw_and_gram, 1e-5)


def test_heat_and_units(account):
    assert achieved(account, "retrofit.heating_supply_gain") == near(0.4 * 1.25, 1e-4)


def test_unit_sizes_of_what_is_built(account):
    assert achieved(account, "coal.new_unit_size.usc") == near(0.75 * 1.0 + 0.25 * 0.66, 1e-4)
    assert achieved(account, "coal.new_unit_size.usc_min") == near(0.66, 1e-9)
