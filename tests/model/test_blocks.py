"""Averaged blocks never cost more than the hours they average: what holds every hour holds on the mean.

Left out on purpose: ramps, whose rows grow with the hours between blocks, and standing losses, which compound within
a block; neither is a strict relaxation.
"""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from gridplan.model.axis import TimeAxis
from tests.support.rows import FUELS, coal, peaker, target, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small

HOURS = 48


@st.composite
def systems(draw):
    """A small system and a way to cut its two days into blocks that keep the days apart."""
    share = st.floats(0.0, 1.0).map(lambda x: round(x, 3))
    hourly = st.lists(share, min_size=HOURS, max_size=HOURS)
    load = [0.5 + value for value in draw(hourly)]
    case = small_case({
        "fuels": FUELS,
        "cohorts": [coal(existing_gw=draw(share), min_output_share=draw(share), no_load_share=0.1, must_run_share=0.3,
                         start_cost_cny_per_kw=draw(share)), peaker()],
        "renewables": [wind(existing_gw=draw(share), potential_gw=3.0, capex_cny_per_kw=20.0)],
        "reservoirs": [{"reservoir": "dam", "existing_gw": 0.3, "annual_hours": 3000.0, "storage_hours": 5.0,
                        "min_output_share": 0.2}],
        "stores": [{"store": "cell", "build_max_gw": 1.0, "capex_energy_cny_per_kwh": 5.0,
                    "charge_efficiency_share": 0.9, "discharge_efficiency_share": 0.9}],
        "response": [{"response": "shift", "kind": "shift"}, {"response": "shed", "kind": "shed", "max_hours": 3.0}],
        "links": [{"link": "line", "from": "r", "to": "outside", "capacity_gw": 0.3, "mode": "profile",
                   "profile_tolerance_share": 0.3, "price_cny_per_mwh": 320.0}],
        "policies": [target("quota.renewable_consumption", 30.0)],
    }, {"wind": draw(hourly), "inflow": [value + 0.01 for value in draw(hourly)], "delivery": draw(hourly)},
        load_gw=load)
    cuts = draw(st.sets(st.integers(1, HOURS - 1), max_size=20)) | {0, 24}
    return case, np.array(sorted(cuts))


@settings(max_examples=10, deadline=None)
@given(systems())
def test_the_optimum_over_blocks_is_a_lower_bound(system):
    case, first = system
    duration = np.diff(np.append(first, HOURS))
    blocks = TimeAxis(first, duration, duration.astype(float))
    full, averaged = solve_small(case, HOURS).cost, solve_small(case, blocks).cost
    assert averaged <= full + 1e-6 * max(1.0, abs(full))
