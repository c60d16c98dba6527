"""Shortfalls that a plan within the gap pays for needlessly: told apart from those that pay, and avoided."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gridplan.solve.certified import method
from gridplan.solve.certified.cuts import Rounds
from gridplan.solve.certified.partition import LINKING
from gridplan.solve.certified.shortfalls import (
    LOADS,
    TARGETS,
    TIMES,
    Shortfalls,
    needless,
    paid,
    shortfall_columns,
    worth_a_round,
)
from tests.solve.test_certified import an_example, certified
from tests.solve.test_cuts import Solved, a_crew, silent
from tests.support.rows import FUELS, coal, near, peaker, target, wind
from tests.support.small_case import small_case


def one_target(existing_gw, potential_gw, asked_gw):
    """Coal that serves the load alone, and a target of wind capacity."""
    return small_case({
        "fuels": FUELS, "cohorts": [coal(existing_gw=2.0)],
        "renewables": [wind(existing_gw=existing_gw, potential_gw=potential_gw, capex_cny_per_kw=20.0)],
        "policies": [target("capacity.wind", asked_gw)],
    }, {"wind": np.resize([0.0, 0.2, 0.4], 8760)}, load_gw=np.resize([0.5, 1.0, 0.7], 8760))


def test_columns_that_pay_for_shortfalls_are_those_of_slacks_and_of_unserved_and_excess_power():
    solved = Solved(one_target(0.1, 2.0, 0.5))
    of = solved.problem.column_families
    expected = {name for name in of if name.endswith(("unserved_gw", "excess_gw")) or "slack" in name}
    assert len(expected) >= 3
    columns = shortfall_columns(solved.model, solved.problem, LOADS | TARGETS)
    assert set(columns.tolist()) == {int(one) for name in expected for one in of[name] if one >= 0}


def test_missing_what_can_be_met_is_needless_and_missing_what_cannot_is_not():
    for potential, is_needless in ((2.0, True), (0.3, False)):
        solved = Solved(one_target(0.1, potential, 0.5))
        slack = np.concatenate([at for name, at in solved.problem.column_families.items() if "slack" in name])
        assert (len(needless(solved.cut, slack[slack >= 0], solved.solution.dual)) > 0) == is_needless


def test_rounds_that_avoid_shortfalls_end_with_none():
    solved = Solved(one_target(0.1, 2.0, 0.5))
    value = solved.solution.value.copy()
    value[solved.problem.column_families["design.renewable_capacity_gw"]] = 0.1
    rounds = solved.rounds(value)
    rounds.go_on(0.0, silent, 1)
    columns = shortfall_columns(solved.model, solved.problem, LOADS | TARGETS)
    columns = needless(solved.cut, columns, solved.solution.dual)
    before = paid(solved.cut, columns, rounds.best.value)
    assert before > 1e-3 * solved.cost
    rounds.avoid(columns, TIMES)
    cost = solved.problem.cost @ rounds.best.value + solved.problem.offset
    assert rounds.best.cost == near(cost + (TIMES - 1.0) * before)
    rounds.go_on(1e-3, silent)
    assert paid(solved.cut, columns, rounds.best.value) <= 1e-6 * solved.cost
    assert solved.cost <= rounds.best.cost + 1e-6 * solved.cost


def test_what_windows_can_do_with_the_plan_as_it_is_they_do_in_one_round():
    """Coal beyond its cap although gas is there: the windows were not charged for it."""
    solved = Solved(small_case({
        "fuels": FUELS, "cohorts": [coal(existing_gw=2.0), peaker(cost=300.0)],
        "policies": [target("coal.consumption_cap", 1.0)],
    }, load_gw=np.resize([0.5, 1.0, 0.7], 8760)))
    free = np.where(solved.cut.window_of_row == LINKING, solved.solution.dual, 0.0)
    rounds = Rounds(solved.split, replace(solved.hint(), price=free), a_crew())
    rounds.go_on(0.0, silent, 1)
    slack = shortfall_columns(solved.model, solved.problem, TARGETS)
    assert paid(solved.cut, slack, rounds.best.value) > solved.cost
    rounds.avoid(slack, TIMES)
    rounds._master.proposal = lambda *_: None  # no other plan, and none of its parts
    rounds.make_good(slack)
    rounds.go_on(0.0, silent, 1)
    assert paid(solved.cut, slack, rounds.best.value) <= 1e-9 * solved.cost
    assert rounds.best.cost == near(solved.cost, 1e-6 * solved.cost)


def test_a_plan_that_misses_nothing_is_asked_for_no_more():
    solved = Solved(one_target(0.1, 2.0, 0.5))
    rounds = solved.rounds()
    rounds.go_on(0.0, silent, 1)
    parts = rounds._parts
    rounds.make_good(shortfall_columns(solved.model, solved.problem, TARGETS))
    assert rounds._parts is parts


def test_a_trace_of_unserved_load_is_worth_no_round_and_a_little_of_a_target_is():
    solved = Solved(one_target(0.1, 2.0, 0.5))
    value, whole = solved.solution.value.copy(), solved.problem
    kinds = Shortfalls(solved.model, whole).needless(solved.cut, solved.solution.dual)
    assert not worth_a_round(solved.cut, kinds, value)
    for terms, worth in ((LOADS, False), (TARGETS, True)):
        there = value.copy()
        there[kinds[terms][0]] += 1e-6 * solved.cost / whole.cost[kinds[terms][0]]
        assert worth_a_round(solved.cut, kinds, there) == worth


@pytest.mark.parametrize("aims", [(0.9,), method.AIMS])
def test_a_rough_plan_pays_for_no_needless_shortfall_and_keeps_its_gap(monkeypatch, aims):
    monkeypatch.setattr(method, "AIMS", aims)
    case = an_example()
    problem, found = certified(case, gap=0.05)
    solved = Solved(case)
    columns = needless(solved.cut, shortfall_columns(solved.model, problem, TARGETS), found.dual)
    assert found.certificate.gap <= 0.05
    assert paid(solved.cut, columns, found.value) <= 1e-7 * abs(found.certificate.cost)
