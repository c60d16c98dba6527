"""Renewable share of a channel's energy."""

from __future__ import annotations

import pytest

from tests.support.rows import coal, near, target, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small

HOURS = 4


def channel(*, mode="profile", **columns):
    # Wind gives half of its capacity, 0.5 GWh per GW and hour, and costs more than the coal it saves.
    return small_case({
        "cohorts": [coal(existing_gw=5.0)],
        "renewables": [wind(existing_gw=0.0, potential_gw=9.0, capex_cny_per_kw=40.0)],
        "links": [{"link": "line", "from": "r", "to": "outside", "capacity_gw": 0.8, "mode": mode, **columns}],
        "policies": [target("channel.renewable_share", 50.0, subject="line", slack_price=5000.0)],
    }, {"wind": [0.5]})


def test_renewables_are_built_for_the_channels_share():
    # 50 % of 3.2 GWh sent in four hours is 1.6 GWh: 0.8 GW of wind.
    solved = solve_small(channel(), HOURS)
    assert solved.value("link_green_gwh", "line") == near(1.6)
    assert solved.value("renewable_built_gw", "wind") == near(0.8)


def test_the_share_is_of_energy_sent_not_of_capacity_or_of_energy_received():
    solved = solve_small(channel(energy_twh=0.5 * 0.8 * 8.76, loss_share=0.2), HOURS)
    assert solved.value("link_green_gwh", "line") == near(0.8)


@pytest.mark.parametrize(("price", "sent"), [(1160.0, 3.2), (1140.0, 0.0)])
def test_a_free_export_runs_when_its_price_covers_its_green_half(price, sent):
    # A GWh sent needs half a GWh of wind at 2 million CNY and half a GWh of coal at 0.3: 1.15 million CNY.
    solved = solve_small(channel(mode="free", price_cny_per_mwh=price), HOURS)
    assert solved.get("link_flow_gw", "line").sum() == near(sent)


def test_burning_wind_in_a_store_does_not_make_green_energy():
    # 3.2 GWh of green energy are asked for; 4 GW of wind blow for one hour, when load and channel take 1.8 GWh.
    # Running the rest through a lossy store makes generation, but what the store loses is not there to be sent.
    case = small_case({
        "cohorts": [coal(existing_gw=5.0)],
        "renewables": [wind(existing_gw=4.0)],
        "stores": [{"store": "s", "existing_gw": 5.0, "existing_hours": 1.0, "charge_efficiency_share": 0.5}],
        "links": [{"link": "line", "from": "r", "to": "outside", "capacity_gw": 0.8, "mode": "profile"}],
        "policies": [target("channel.renewable_share", 100.0, subject="line", slack_price=5000.0)],
    }, {"wind": [1.0, 0.0, 0.0, 0.0]})
    solved = solve_small(case, HOURS)
    green = solved.value("link_green_gwh", "line")
    made = solved.get("renewable_output_gw", "wind").sum()
    burnt = (solved.get("store_charge_gw", "s") - solved.get("store_discharge_gw", "s")).sum()
    assert green <= made - burnt + solved.slack("target") + 1e-6
