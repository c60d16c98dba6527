"""Random pairs of regions: whatever weather and losses, power sent round and back never raises the sum of what counts.

Both quotas ask for more than there can be, at one price of what is missing, so that the cost holds the sum of both left
sides and nothing is won by moving green energy from the one to the other.
"""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.support.levers.exchange import QUOTA, TWO
from tests.support.rows import FUELS, peaker, target, wind
from tests.support.small_case import small_case
from tests.support.solved import solve_small

HOURS = 3
OUT_OF_REACH = 300.0
"""A quota in percent that no plan can fill."""

GW = st.floats(0.1, 3.0).map(lambda value: round(value, 2))
SERIES = st.lists(st.floats(0.0, 1.0).map(lambda value: round(value, 2)), min_size=HOURS, max_size=HOURS)
LOSS = st.floats(0.01, 0.3).map(lambda value: round(value, 2))


def pair(here, there, loss, capacity, credit, curves=None):
    """Two regions with wind, dear plant, quotas and links both ways; `curves` bounds the flows by the hour."""
    links = [{"link": "go", "from": "r", "to": "east", "capacity_gw": capacity, "loss_share": loss[0],
              "green_credit": credit},
             {"link": "back", "from": "east", "to": "r", "capacity_gw": capacity, "loss_share": loss[1],
              "green_credit": credit}]
    if curves is not None:
        # A band of one: between nothing and twice the curve, which is what the flow was.
        links = [{**link, "mode": "profile", "profile": link["link"], "profile_tolerance_share": 1.0} for link in links]
    policies = [target(QUOTA, OUT_OF_REACH, slack_price=300.0),
                {**target(QUOTA, OUT_OF_REACH, slack_price=300.0), "policy": "of_east", "region": "east"}]
    return small_case({**TWO, "fuels": FUELS, "links": links, "policies": policies,
                       "cohorts": [peaker(existing_gw=5.0), peaker("gas_east", 5.0, region="east")],
                       "renewables": [wind(existing_gw=2.0), {**wind("wind_east", existing_gw=1.0), "region": "east",
                                                             "profile": "wind_east"}]},
                      {"wind": here, "wind_east": there, **(curves or {})})


@settings(max_examples=8, deadline=None, derandomize=True, phases=[Phase.generate],
          suppress_health_check=list(HealthCheck))
@given(SERIES, SERIES, st.tuples(LOSS, LOSS), GW, st.sampled_from(["receiving", "sending"]))
def test_what_goes_round_never_raises_the_sum_of_what_counts(here, there, loss, capacity, credit):
    free = solve_small(pair(here, there, loss, capacity, credit), HOURS)
    go, back = (free.get("link_flow_gw", link) for link in ("go", "back"))
    # What comes back of what goes out is taken away from both.
    round_trip = np.minimum(go, back / (1.0 - loss[0]))
    curves = {"go": ((go - round_trip) / (2.0 * capacity)).tolist(),
              "back": ((back - round_trip * (1.0 - loss[0])) / (2.0 * capacity)).tolist()}
    one_way = solve_small(pair(here, there, loss, capacity, credit, curves), HOURS)
    assert one_way.cost <= free.cost + 1e-6 * max(1.0, abs(free.cost))
