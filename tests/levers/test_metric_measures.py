"""What the scorecard measures is what the rows hold: every metric's margin is its slack, with the sign turned."""

from __future__ import annotations

import pytest

from gridplan.case.metric_needs import SITE_TECHNOLOGIES
from gridplan.case.schema import schema
from gridplan.results.measures import MEASURES
from gridplan.solve.run import solve
from tests.support.levers import merged
from tests.support.rich_case import HOURS, rich_tables
from tests.support.small_case import small_case

FAR = {"%": 100.0, "GW": 500.0, "h": 100.0, "units": 900.0, "ratio": 9.0, "g/kWh": 100.0}
SUBJECTS = {"links": "export", "renewables": "wind", "stores": "pumped", "cohorts": "gas", "loads": "metal"}
OWN_CHARGE = 1e-3
"""A slack price (in the metric's unit) at which nothing is done for a target."""


def out_of_reach(metric):
    """An enforced row of a metric that no plan meets, at a price at which no plan tries."""
    floor = metric.sense == "min"
    value = FAR.get(metric.unit, 900.0) if floor else 0.0
    return {"policy": metric.name, "metric": metric.name, "value": value, "sense": metric.sense,
            "subject": "old" if metric.name == "coal.cohort_net_heat_rate" else SUBJECTS.get(metric.subject_table, ""),
            "slack_price": OWN_CHARGE}


@pytest.fixture(scope="module")
def solved():
    tables = rich_tables()
    known = [metric for metric in schema().metrics.values() if metric.enforceable and metric.sense in ("min", "max")]
    tables["policies"] = [out_of_reach(metric) for metric in known if metric.name in MEASURES]
    del tables["operating_reserve"]  # no metric is about it, and it doubles the time to solve
    # The rich case is made for a day as a year of its own; a stretch that stands for 8760 hours takes no such limits.
    limited = [row for name in ("links", "cohorts", "link_contracts") for row in tables[name]]
    for row in limited:
        for limit in ("energy_min_twh", "energy_max_twh", "max_full_load_hours", "hours_min", "hours_max"):
            row.pop(limit, None)
    profiles = {"load": 1.0 + 0.2 * (HOURS % 5), "wind": [0.4, 0.7], "sun": [0.0, 0.5], "river": [0.5],
                "inflow": [1.0, 1.4], "delivery": [1.0]} | merged("RICH_PROFILES")
    return solve(small_case(tables, profiles, discount_rate=0.06), hours=168, method="ipx")


def test_every_check_holds(solved):
    assert all(check["ok"] for check in solved.run["checks"])


def test_every_margin_is_the_slack_of_its_row(solved):
    lines = solved.policies.set_index("policy")
    # No new coal is built, so that no share of it is flexible, nor is it not.
    unknown = lines.index[lines["status"] == "not_modelled"]
    assert set(unknown) <= {"coal.new_units_flexible_share"}
    lines = lines.drop(index=unknown)
    assert set(lines["status"]) <= {"missed", "met"}
    # Only what the plan does for its own sake may be met: nothing is curtailed where there is no more wind than load.
    assert len(lines[lines["status"] == "missed"]) > 75
    for policy, line in lines.iterrows():
        if line["status"] == "met":
            continue
        assert line["margin"] == pytest.approx(-line["slack"], rel=1e-4, abs=1e-6), policy


def test_every_site_metric_has_its_technologies():
    sites = {metric.name for metric in schema().metrics.values() if metric.subject_table in ("renewables", "stores",
                                                                                             "cohorts")}
    assert sites >= set(SITE_TECHNOLOGIES)
