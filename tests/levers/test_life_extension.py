"""Life extension, by hand: what closes, what is extended, and what that costs."""

from __future__ import annotations

from tests.support.rows import coal, near, peaker
from tests.support.small_case import small_case
from tests.support.solved import solve_small

FUELS = [{"fuel": "coal", "is_coal": True}, {"fuel": "gas"}]


def plan(**life):
    """1 GW of load; 1 GW of coal (0.3 million CNY per GWh) and a peaker at 1.0; 0.4 GW of the coal expires."""
    return small_case({
        "fuels": FUELS, "cohorts": [coal(existing_gw=1.0, retire_max_gw=0.4), peaker()],
        "life_extension": [{"cohort": "coal", "expiring_gw": 0.4, **life}]})


def test_what_is_dear_to_extend_is_closed():
    # Closed: 0.4 GW x 4 h at 1.0 instead of 0.3 costs 1.12; extended: 0.4 x 100 / 10 a = 4 million CNY.
    solved = solve_small(plan(cost_cny_per_kw=100.0, life_years=10.0), 4)
    assert solved.value("thermal_retired_gw", "coal") == near(0.4)
    assert solved.value("thermal_extended_gw", "coal") == near(0.0)
    assert solved.cost == near(4 * (0.6 * 0.3 + 0.4 * 1.0))


def test_what_is_cheap_to_extend_stays():
    # 0.4 x 10 / 10 = 0.4 million CNY a year against 1.12 saved.
    solved = solve_small(plan(cost_cny_per_kw=10.0, life_years=10.0), 4)
    assert solved.value("thermal_extended_gw", "coal") == near(0.4)
    assert solved.value("thermal_retired_gw", "coal") == near(0.0)
    assert solved.cost_of("extension") == near(0.4)
    assert solved.cost == near(4 * 0.3 + 0.4)


def test_only_part_may_be_extended():
    # 0.1 GW is extended (0.1 million CNY), 0.3 GW is closed.
    solved = solve_small(plan(cost_cny_per_kw=10.0, life_years=10.0, extension_max_gw=0.1), 4)
    assert solved.value("thermal_extended_gw", "coal") == near(0.1)
    assert solved.value("thermal_retired_gw", "coal") == near(0.3)
    assert solved.cost == near(4 * (0.7 * 0.3 + 0.3 * 1.0) + 0.1)
