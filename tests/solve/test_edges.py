"""What months leave to one another and what that is worth, from the days around their ends."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gridplan.solve.certified.cuts import Rounds
from gridplan.solve.certified.partition import LINKING
from gridplan.solve.certified.windows import bounded, leaning
from gridplan.solve.verify import lower_bound
from tests.solve.test_cuts import Solved, a_crew, silent
from tests.support.rows import FUELS, coal, peaker
from tests.support.small_case import small_case

# -- the days around the ends of months ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def solved():
    """Nights that need more than there is but for what a store has kept from the day before."""
    night = np.where(np.arange(24) < 4, 1.5, 0.7) + np.where(np.arange(24) == 20, 0.1, 0.0)
    return Solved(small_case({
        "fuels": FUELS, "cohorts": [coal(existing_gw=1.0), peaker(cost=800.0)],
        "stores": [{"store": "cell", "existing_gw": 0.5, "existing_hours": 6.0, "charge_efficiency_share": 0.9}],
    }, {}, load_gw=np.resize(night, 8760)))


def _ended(solved, price):
    """Rounds at the optimum that have been told some prices of rows that link hours, and know no others."""
    linking = np.where(solved.cut.window_of_row == LINKING, price, solved.solution.dual)
    rounds = Rounds(solved.split, replace(solved.hint(), price=linking), a_crew())
    rounds.go_on(1e-3, silent)
    return rounds


def _bound(solved, rounds, linking):
    dual, _ = bounded(solved.split, rounds.programmes, rounds.best.value, rounds.proposal.worth,
                      leaning(solved.cut, linking), a_crew())
    return lower_bound(solved.problem, dual)


def test_prices_from_the_days_around_an_end_need_no_others(solved):
    rounds = _ended(solved, 0.0)
    ends = rounds.edges()
    assert np.all(ends.price[solved.cut.window_of_row != LINKING] == 0.0)
    told_nothing = _bound(solved, rounds, np.zeros(solved.problem.shape[0]))
    told = _bound(solved, rounds, ends.price)
    assert told_nothing < 0.99 * solved.cost
    assert 0.998 * solved.cost <= told <= solved.cost * (1 + 1e-6)


def test_at_the_optimum_the_days_around_an_end_cannot_be_cheaper(solved):
    rounds = _ended(solved, solved.solution.dual)
    assert rounds.edges().gain == pytest.approx(0.0, abs=1e-3 * solved.cost)
    assert not rounds._settle_edges(1.0)


def test_before_there_is_a_plan_there_are_no_ends(solved):
    assert solved.rounds().edges() is None


def test_only_what_windows_leave_to_one_another_is_taken_over(solved):
    rounds = _ended(solved, solved.solution.dual)
    ends, shared = rounds.edges(), solved.cut.rows[solved.split.shared[solved.split.linking]].indices
    others = np.setdiff1d(np.arange(solved.problem.shape[1]), shared)
    assert np.array_equal(ends.value[others], rounds.best.value[others])
