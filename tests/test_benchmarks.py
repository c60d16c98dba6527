"""What the benchmarks work out of their measurements; the measuring itself is not tested here."""

from __future__ import annotations

import sys

import pytest

from benchmarks.against_pypsa import DIRECT, OURS, fastest, wrong_of
from benchmarks.certified import within
from benchmarks.growth import rows_of
from benchmarks.measure import child, median, phases, table
from benchmarks.sweep import added_up
from benchmarks.ten_scenarios import agree
from benchmarks.variants import MOST, with_scenarios
from gridplan.scenarios.load import read_scenario_set


def run(cost=100.0, bound=99.95, gap=5e-4, **figures):
    """A run's figures."""
    return {"whole_s": 10.0, "processor_s": 12.0, "peak_gb": 1.0, "objective": cost, "bound": bound,
            "run": {"cost_million_cny": cost, "lower_bound_million_cny": bound, "gap": gap, "rows": 5,
                    "solver": {"method": "certified", "seconds": 6.0}}} | figures


def test_phases_add_up_to_the_whole_command():
    steps = [{"name": "look", "seconds": 2.0}, {"name": "look", "seconds": 5.0}, {"name": "bounds", "seconds": 9.0}]
    record = {"seconds": {"read": 1.0, "build": 2.0, "solve": 10.0, "verify": 0.5, "write": 1.5},
              "solver": {"steps": steps}}
    found = phases(record, 20.0)
    assert found == {"start, imports": 5.0, "read": 1.0, "build": 2.0, "look": 5.0, "bounds": 4.0, "other solve": 1.0,
                     "verify": 0.5, "write": 1.5}
    assert phases(record | {"solver": {}}, 20.0)["solve"] == 10.0


def test_a_child_is_timed_and_its_failure_told():
    used, said = child([sys.executable, "-c", "print('done')"])
    assert said == "done\n"
    assert used["whole_s"] > 0.0 and used["peak_gb"] > 0.0
    with pytest.raises(SystemExit, match="exit code 3"):
        child([sys.executable, "-c", "raise SystemExit(3)"])


def test_medians_and_tables():
    assert median([run(whole_s=3.0), run(whole_s=1.0), run(whole_s=2.0)], "whole_s") == 2.0
    assert table(["a", "b"], [["x", 1]]) == "| a | b |\n|---|---|\n| x | 1 |"


def test_a_direct_cost_outside_the_bounds_is_wrong():
    assert within([run()], [run(cost=99.97)], 1e-3)
    assert not within([run()], [run(cost=99.9)], 1e-3)
    assert not within([run()], [run(cost=100.1)], 1e-3)
    assert not within([run(gap=2e-3)], [run(cost=99.97)], 1e-3)


def test_pypsa_is_held_to_what_is_proven():
    ours = {name: [run()] for name in OURS} | {DIRECT: [run(cost=99.97)]}
    assert not wrong_of(ours | {"PyPSA hipo": [run(cost=99.97)]}, "PyPSA hipo")
    assert wrong_of(ours | {"PyPSA hipo": [run(cost=99.98)]}, "PyPSA hipo")
    tried = {"PyPSA hipo": [run(status="optimal", whole_s=9.0)], "PyPSA ipx": [run(status="warning", whole_s=1.0)]}
    assert fastest(tried) == "PyPSA hipo"


def test_growth_is_measured_from_the_first():
    rows = rows_of({"one": [run()], "four": [run(whole_s=80.0)]}, {"one": 1, "four": 4}, 1.5)
    assert rows[1][3:6] == ["80.0", "80.0", "1.50"]


def test_bounds_that_exclude_one_another_do_not_agree():
    assert agree(run()["run"], run(cost=100.02, bound=99.9)["run"])
    assert not agree(run()["run"], run(cost=99.9, bound=99.8)["run"])


def test_single_runs_add_up():
    both = added_up({"a": run(), "b": run(peak_gb=2.0)})
    assert (both["whole_s"], both["processor_s"], both["peak_gb"]) == (20.0, 24.0, 2.0)


def test_every_variant_changes_something():
    with with_scenarios("ningxia-2030", MOST) as (folder, names):
        together = read_scenario_set(folder)
        changed = together.all_changed(together.scenarios, with_series=False)
    assert [one.name for one in together.scenarios] == names
    assert all(one.applied for one in changed if one.scenario.name != "base")
