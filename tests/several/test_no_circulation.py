"""Random pairs of regions: whatever the weather, losses and quotas, sending power round and back improves nothing."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.levers.exchange import QUOTA, TWO
from tests.support.rows import FUELS, peaker, target, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small

HOURS = 3
GW = st.floats(0.1, 3.0).map(lambda value: round(value, 2))
SERIES = st.lists(st.floats(0.0, 1.0).map(lambda value: round(value, 2)), min_size=HOURS, max_size=HOURS)
LOSS = st.floats(0.01, 0.3).map(lambda value: round(value, 2))


def pair(here, there, loss, capacity, quotas, curves=None):
    """Two regions with wind, dear plant, quotas and links both ways; `curves` bounds the flows by the hour."""
    links = [{"link": "go", "from": "r", "to": "east", "capacity_gw": capacity, "loss_share": loss[0]},
             {"link": "back", "from": "east", "to": "r", "capacity_gw": capacity, "loss_share": loss[1]}]
    if curves is not None:
        # A band of one: between nothing and twice the curve, which is what the flow was.
        links = [{**link, "mode": "profile", "profile": link["link"], "profile_tolerance_share": 1.0} for link in links]
    policies = [target(QUOTA, quotas[0], slack_price=300.0),
                {**target(QUOTA, quotas[1], slack_price=300.0), "policy": "of_east", "region": "east"}]
    return small_case({**TWO, "fuels": FUELS, "links": links, "policies": policies,
                       "cohorts": [peaker(existing_gw=5.0), peaker("gas_east", 5.0, region="east")],
                       "renewables": [wind(existing_gw=2.0), {**wind("wind_east", existing_gw=1.0), "region": "east",
                                                             "profile": "wind_east"}]},
                      {"wind": here, "wind_east": there, **(curves or {})})


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(SERIES, SERIES, st.tuples(LOSS, LOSS), GW, st.tuples(st.floats(0, 100), st.floats(0, 100)))
def test_what_goes_round_never_lowers_cost_nor_the_sum_of_what_is_missing(here, there, loss, capacity, quotas):
    free = solve_small(pair(here, there, loss, capacity, quotas), HOURS)
    go, back = (free.get("link_flow_gw", link) for link in ("go", "back"))
    # What comes back of what goes out is taken away from both.
    round_trip = np.minimum(go, back / (1.0 - loss[0]))
    curves = {"go": ((go - round_trip) / (2.0 * capacity)).tolist(),
              "back": ((back - round_trip * (1.0 - loss[0])) / (2.0 * capacity)).tolist()}
    one_way = solve_small(pair(here, there, loss, capacity, quotas, curves), HOURS)
    assert one_way.cost <= free.cost + 1e-6 * max(1.0, abs(free.cost))
