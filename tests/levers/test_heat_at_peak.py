"""Heat in the hour of a season's peak lowers what can be relied on: figures worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from gridplan.library.calendar import MONTH_OF_HOUR
from gridplan.results.power_balance import power_balance
from gridplan.solve.run import solve
from tests.support.levers.heat import demand
from tests.support.rows import FUELS, coal, near, target
from tests.support.small_case import small_case
from tests.support.solved import solve_small

WINTER = np.isin(MONTH_OF_HOUR, [11, 12, 1, 2])
LOAD = np.where(WINTER, 2.0, 1.0)
HEAT = np.where(WINTER, 0.5, 0.1)
NEW = coal("new", 0.0, build_max_gw=9.0, capex_cny_per_kw=10.0)


def winter_case(*, heat=HEAT, load=LOAD, chp=None, unit=None, policies=None, **tables):
    """A winter peak of 2 GW with 0.5 GW of heat, 1 GW of heat and power (0.2 kWh lost per kWh of heat), new plant at
    10 CNY/kW for the rest."""
    return small_case({
        "fuels": FUELS, "cohorts": [coal(existing_gw=1.0) if unit is None else unit, NEW],
        "chp": [{"cohort": "coal"}] if chp is None else chp, "heat_demand": [demand(float(heat.mean()))],
        "policies": [target("reserve.margin", 10.0)] if policies is None else policies, **tables,
    }, {"heat": heat}, load_gw=load)


def built(case):
    return solve_small(case, 1).value("thermal_built_gw", "new")


def test_heat_of_extraction_units_is_power_missed_at_the_winter_peak():
    # 1.1 x 2 GW less 1 GW, and 0.2 x 0.5 GW lost for heat.
    assert built(winter_case()) == near(1.2 + 0.1)


def test_own_use_makes_the_loss_larger_in_gross_capacity():
    assert built(winter_case(unit=coal(existing_gw=1.0, own_use_share=0.05))) == near(1.2 + 0.1 / 0.95)


def test_a_peak_without_heat_loses_nothing_of_an_extraction_unit_and_all_of_a_back_pressure_unit():
    summer = {"heat": np.where(WINTER, 0.5, 0.0), "load": 3.0 - LOAD}
    assert built(winter_case(**summer)) == near(2.2 - 1.0)
    assert built(winter_case(**summer, chp=[{"cohort": "coal", "mode": "back_pressure"}])) == near(2.2)


def test_a_back_pressure_unit_gives_what_its_heat_gives():
    # 0.5 kWh per kWh of heat: 0.25 GW instead of 1 GW.
    assert built(winter_case(chp=[{"cohort": "coal", "mode": "back_pressure"}])) == near(2.2 - 0.25)


def test_boilers_free_the_units_at_the_peak():
    boiler = [{"heat_source": "boiler", "kind": "coal_boiler", "fuel": "coal", "existing_gwth": 0.3}]
    assert built(winter_case(heat_sources=boiler)) == near(1.2 + 0.2 * 0.2)


def test_electric_heat_is_load_of_the_peak_and_taken_last():
    # The unit gives 0.3 GW of heat (0.06 GW of power); a heat pump of COP 2.5 the other 0.2 GW for 0.08 GW.
    pump = [{"heat_source": "pump", "kind": "heat_pump", "existing_gwth": 0.4, "efficiency": 2.5}]
    case = winter_case(heat_sources=pump, chp=[{"cohort": "coal", "heat_gwth_per_gw": 0.3}])
    assert built(case) == near(1.2 + 0.06 + 0.08)


@pytest.mark.parametrize(("hours", "counted"), [(4.0, 0.2), (2.0, 0.1)])
def test_a_heat_store_counts_as_far_as_it_lasts_through_the_peak(hours, counted):
    tank = [{"heat_store": "tank", "existing_gwh": 0.2 * hours, "hours": hours}]
    assert built(winter_case(heat_stores=tank)) == near(1.2 + 0.2 * (0.5 - counted))


def test_heat_nobody_gives_counts_as_power():
    # The unit gives 0.3 GW of heat, 0.2 GW are missing: 0.06 + 1.25 x 0.2 GW.
    assert built(winter_case(chp=[{"cohort": "coal", "heat_gwth_per_gw": 0.3}])) == near(1.2 + 0.06 + 0.25)


def test_a_unit_whose_heat_the_peak_needs_is_not_retired():
    # A GW retired saves 1.2 CNY/kW a year and a new one costs 1.0; but half of the unit must stay for the heat: each GW
    # of it that is missing asks for 1.25 - 0.2 GW more.
    unit = coal(existing_gw=1.0, retire_max_gw=1.0, fixed_cost_cny_per_kw_a=1.2)
    assert solve_small(winter_case(unit=unit), 1).value("thermal_retired_gw", "coal") == near(0.5)


def test_the_power_balance_shows_the_loss_and_the_margin_reached():
    pump = [{"heat_source": "pump", "kind": "heat_pump", "existing_gwth": 0.4, "efficiency": 2.5}]
    results = solve(winter_case(heat_sources=pump, chp=[{"cohort": "coal", "heat_gwth_per_gw": 0.3}]), hours=168)
    assert [check["name"] for check in results.run["checks"] if not check["ok"]] == []
    balance = power_balance(results).set_index(["season", "row"])
    built_gw = float(results.dataset["thermal_built_gw"].sel(cohort="new").sum())
    assert built_gw == pytest.approx(1.34, abs=1e-4)
    assert balance.loc[("winter", "derated"), "power_gw"].sum() == pytest.approx(0.06, abs=1e-4)
    assert balance.loc[("winter", "electric_heat_at_peak"), "power_gw"].sum() == pytest.approx(0.08, abs=1e-4)
    assert balance.loc[("winter", "reserve_margin"), "credit_pct"].sum() == pytest.approx(10.0, abs=1e-2)
    assert results.policies["achieved"].iloc[0] == pytest.approx(10.0, abs=1e-2)
    assert results.policies["status"].iloc[0] == "met"
