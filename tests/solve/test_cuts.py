"""The parts of the certified solve between look and proof: what windows share, rounds of cuts, bounds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gridplan.solve.certified.crew import Crew
from gridplan.solve.certified.cuts import Rounds
from gridplan.solve.certified.dropped import dropped
from gridplan.solve.certified.hint import Hint
from gridplan.solve.certified.method import CertifiedSolve, Learnt
from gridplan.solve.certified.partition import LINKING, partition
from gridplan.solve.certified.split import Split
from gridplan.solve.certified.windows import bounded, leaning
from gridplan.solve.highs import HighsSolver
from gridplan.solve.labels import DESIGN
from gridplan.solve.verify import certify, lower_bound
from tests.solve.test_certified import DAYS, GLANCES, an_example, certified, prepared, system
from tests.solve.test_certified_cases import SPREAD
from tests.support.rich_case import rich_case
from tests.support.rows import FUELS, coal, near
from tests.support.small_case import small_case

NOTHING = np.array([], dtype=int)


def a_crew():
    return Crew("simplex", 1, None, lambda: None)


class Solved:
    """A case's split programme with its optimum."""

    def __init__(self, case, axis=DAYS):
        self.model, self.problem = prepared(case, axis)
        self.cut = partition(self.model, self.problem, np.unique(axis.month, return_inverse=True)[1])
        self.split = Split(self.cut, dropped(self.cut, NOTHING))
        self.solution = HighsSolver(self.problem, method="simplex", threads=1).solve()
        self.cost = certify(self.problem, self.solution.value, self.solution.dual).cost

    def hint(self, value=None):
        nothing = np.zeros((len(self.cut.design_columns), self.cut.count))
        return Hint(self.solution.value if value is None else value, self.solution.dual, self.cost, nothing)

    def rounds(self, value=None):
        return Rounds(self.split, self.hint(value), a_crew())

    @property
    def linking(self):
        return leaning(self.cut, np.where(self.cut.window_of_row == LINKING, self.solution.dual, 0.0))


CASES = {"an example": lambda: Solved(an_example()), "every lever": lambda: Solved(rich_case(), SPREAD)}


@pytest.fixture(scope="module")
def solved():
    return CASES["an example"]()


def silent(_cost):
    return


# -- what windows share --------------------------------------------------------------------------------------------


def test_every_column_has_one_home_and_every_row_one_keeper(solved):
    split, cut = solved.split, solved.cut
    assert set(np.unique(split.home)) <= {DESIGN, LINKING, *range(cut.count)}
    operation = cut.window_of_column != DESIGN
    assert np.array_equal(split.home[operation], cut.window_of_column[operation])
    kept = np.concatenate([np.flatnonzero(split.own_rows >= 0), split.shared, split.plain])
    assert np.array_equal(np.sort(kept), np.arange(cut.problem.shape[0]))
    # A row one window keeps has no other window's columns.
    for window in range(cut.count):
        rows = np.flatnonzero(split.own_rows == window)
        assert set(np.unique(split.home[cut.rows[rows].indices])) <= {window, LINKING}


@pytest.mark.parametrize("name", CASES)
def test_parts_dealt_out_of_any_plan_add_up(name):
    solved = CASES[name]()
    split, whole = solved.split, solved.problem
    drawn = np.random.default_rng(3)
    for value in (solved.solution.value, split.within(np.clip(
            drawn.normal(size=whole.shape[1]), whole.column_lower, whole.column_upper))):
        parts = split.dealt_out(value)
        assert np.all(parts[split.stands == 0] == split.done(value)[split.stands == 0])
        design = np.concatenate([split.capacities, split.yearly])
        sums = parts.sum(axis=1) + solved.cut.rows[split.shared].tocsc()[:, design] @ value[design]
        lower, upper = whole.row_lower[split.shared], whole.row_upper[split.shared]
        sided = split.one_sided | (lower == upper)
        taken = split.stands.sum(axis=1) > 0
        assert np.all((sums >= lower - 1e-7)[sided & taken])
        assert np.all((sums <= upper + 1e-7)[sided & taken])


# -- rounds --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_windows_that_begin_at_the_optimum_stay_there(name):
    solved = CASES[name]()
    rounds = solved.rounds()
    rounds.go_on(1e-3, silent)
    assert rounds.best.cost == near(solved.cost, 1e-6)
    assert certify(solved.problem, rounds.best.value, solved.solution.dual).feasible


def test_a_cut_is_never_above_what_it_bounds(solved):
    split, rounds = solved.split, solved.rounds()
    rounds.go_on(1e-6, silent)
    programme, fines, rate = rounds.programmes[1], rounds._fines(), solved.problem.cost
    plan, parts = rounds.best.value, rounds.best.parts
    here = programme.dispatch(plan, parts[:, 1], fines, rate)
    drawn = np.random.default_rng(5)
    for _ in range(10):
        other = plan.copy()
        other[split.capacities] *= drawn.uniform(0.6, 1.4, len(split.capacities))
        moved = parts[:, 1] * drawn.uniform(0.9, 1.1, len(parts))
        there = programme.dispatch(other, moved, fines, rate)
        cut = (here.cost + here.by_capacity @ (other - plan)[split.capacities] + here.by_part @ (moved - parts[:, 1]))
        assert there.cost >= cut - 1e-6 * max(1.0, abs(cut))


def test_rounds_mend_a_plan_that_was_far_off(solved):
    value = solved.solution.value.copy()
    value[solved.split.capacities] *= 0.8
    rounds = solved.rounds(value)
    assert rounds.go_on(2e-3, silent) or rounds.go_on(2e-3, silent)
    assert rounds.best.cost <= solved.cost * 1.01


def test_what_a_window_leaves_to_the_next_changes_where_it_is_worth_it():
    """A store that is needed after midnight, told to be empty there: no plan of capacities makes up for it."""
    night = np.where(np.arange(24) < 4, 1.5, 0.7)
    solved = Solved(small_case({
        "fuels": FUELS, "cohorts": [coal(existing_gw=1.0)],
        "stores": [{"store": "cell", "existing_gw": 0.5, "existing_hours": 6.0}],
    }, {}, load_gw=np.resize(night, 8760)))
    value = solved.solution.value.copy()
    level = solved.problem.column_families["operation.store_level_gwh"]
    edges = np.intersect1d(level, solved.cut.rows[solved.split.shared[solved.split.linking]].indices)
    assert value[edges].max() > 1.0
    value[edges] = 0.0
    held, moved, settled = solved.rounds(value), solved.rounds(value), solved.rounds(value)
    for rounds in (held, settled):
        rounds._let_edges_move = lambda: False
    for rounds in (held, moved):
        rounds._settle_edges = lambda _aim: False
    for rounds in (held, moved, settled):
        rounds.go_on(1e-5, silent)
    assert held.best.cost > 1.1 * solved.cost
    assert moved.best.cost == near(solved.cost, 1e-3)
    assert settled.best.cost == near(solved.cost, 1e-4 * solved.cost)


# -- bounds --------------------------------------------------------------------------------------------------------


def test_bounds_with_the_right_prices_are_sharp_and_with_any_prices_hold(solved):
    rounds = solved.rounds()
    rounds._settle_edges = lambda _aim: False  # or the cuts are those of another plan as good
    rounds.go_on(1e-6, silent)
    drawn = np.random.default_rng(1)
    for wrong in (0.0, 0.3, 3.0):
        worth = rounds.proposal.worth * (1.0 + wrong * drawn.normal(size=rounds.proposal.worth.shape))
        linking = leaning(solved.cut, solved.linking * (1.0 + wrong * drawn.normal(size=solved.linking.shape)))
        dual, _ = bounded(solved.split, rounds.programmes, rounds.best.value, worth, linking, a_crew())
        bound = lower_bound(solved.problem, dual)
        assert bound <= solved.cost + 1e-6 * abs(solved.cost)
        if not wrong:
            assert bound == near(solved.cost, 2e-3)


def test_rounds_go_on_after_a_bound(solved):
    rounds = solved.rounds()
    rounds.go_on(1e-3, silent)
    bounded(solved.split, rounds.programmes, rounds.best.value, rounds.proposal.worth, solved.linking, a_crew())
    assert rounds.go_on(1e-6, silent)
    assert rounds.best.cost == near(solved.cost, 1e-6)


# -- what is learnt ------------------------------------------------------------------------------------------------


def _learning(case, learnt, gap=0.02):
    model, problem = prepared(case)
    return problem, CertifiedSolve(case, model, problem, gap=gap, crew=a_crew(), tell=lambda *_a, **_k: None,
                                   looks=GLANCES, learnt=learnt).solve()


def test_a_like_case_begins_where_the_last_ended_and_is_proven_anew():
    learnt, drawn = Learnt(), np.random.default_rng(7)
    load, blowing = drawn.random(48), drawn.random(48)
    _learning(system(load, blowing), learnt)
    problem, found = _learning(system(load * 1.02, blowing, efficiency_cost=80.0), learnt)
    assert found.reused and "look" not in {step.name for step in found.steps}
    assert found.certificate.feasible and found.certificate.gap <= 0.02
    solution = HighsSolver(problem, method="simplex", threads=1).solve()
    optimum = certify(problem, solution.value, solution.dual).cost
    assert found.certificate.lower_bound <= optimum + 1e-6 * abs(optimum) <= found.certificate.cost * (1 + 2e-6)


def test_a_case_too_unlike_the_last_is_looked_at_by_itself_after_one_bound():
    """A retrofit that was too dear to be used costs next to nothing: the rounds do not have it."""
    learnt, drawn = Learnt(), np.random.default_rng(7)
    load, blowing = drawn.random(48), drawn.random(48)
    _learning(system(load, blowing, efficiency_cost=4000.0), learnt, gap=5e-3)
    assert learnt.idle_states
    _problem, found = _learning(system(load, blowing, efficiency_cost=1.0), learnt, gap=5e-3)
    steps = [step.name for step in found.steps]
    assert not found.reused and steps[:steps.index("look")].count("bounds") == 1
    assert found.certificate.feasible and found.certificate.gap <= 5e-3


def test_a_case_with_other_rows_begins_from_nothing():
    learnt = Learnt()
    _learning(an_example(), learnt)
    case = an_example()
    fewer = replace(case, tables=case.tables | {"policies": case.tables["policies"].iloc[:0]})
    _problem, found = _learning(fewer, learnt)
    assert not found.reused
    assert found.certificate.gap <= 0.02


def test_a_first_solve_has_nothing_to_begin_from():
    _problem, found = certified(an_example())
    assert not found.reused and found.steps[0].name == "look"


# -- months' ends and reach ----------------------------------------------------------------------------------------


def test_what_a_window_cannot_do_at_its_end_is_asked_of_the_others_and_parts_still_add_up():
    solved = Solved(an_example())
    rounds, stands = solved.rounds(), solved.split.stands > 0
    at = np.flatnonzero(solved.split.linking & (stands.sum(axis=1) == 2))[:3]
    missed = np.zeros(stands.shape)
    for row, by in zip(at, (0.3, -0.2, 0.1), strict=True):
        missed[row, np.flatnonzero(stands[row])[0]] = by
    rounds._shift_edges(missed)
    assert rounds._shift.sum(axis=1) == pytest.approx(0.0)
    for row, by in zip(at, (0.3, -0.2, 0.1), strict=True):
        assert rounds._shift[row][stands[row]] == pytest.approx([by, -by])


def test_capacity_that_went_as_far_as_it_might_may_go_further_only_while_that_pays():
    rounds = Solved(an_example()).rounds()
    rounds.go_on(0.0, silent, 1)
    at = rounds.proposal.at_reach
    rounds._fit_reach(True)
    assert np.all(rounds._stretch[at] == 2.0)
    assert np.all(rounds._stretch[~at] == 1.0)
    rounds._fit_reach(False)
    assert np.all(rounds._stretch == 1.0)
    reach = rounds._reach
    for _ in range(3):
        rounds._fit_reach(False)
    assert rounds._reach < reach


def test_rounds_end_where_a_plan_costs_no_more_than_is_enough(solved):
    value = solved.solution.value.copy()
    value[solved.split.capacities] *= 0.8
    one, other = solved.rounds(value), solved.rounds(value)
    one.go_on(1e-9, silent, enough=2.0 * solved.cost)
    other.go_on(1e-9, silent)
    assert one.best.cost <= 2.0 * solved.cost
    assert one.iterations < other.iterations


@pytest.mark.parametrize("share", [-0.9, 0.5])
def test_a_constant_in_the_cost_changes_nothing_but_the_cost(share):
    # What the cuts leave must count it too: rounds that do not, take themselves to be done, or never to be.
    plain = Solved(an_example())
    rounds = plain.rounds(0.7 * plain.solution.value)
    rounds.go_on(1e-5, silent)
    plain.cut = replace(plain.cut, problem=replace(plain.problem, offset=plain.problem.offset + share * plain.cost))
    plain.split = Split(plain.cut, dropped(plain.cut, NOTHING))
    shifted = plain.rounds(0.7 * plain.solution.value)
    shifted.go_on(1e-5, silent)
    assert shifted.best.cost - share * plain.cost == pytest.approx(rounds.best.cost, rel=1e-4)
    assert shifted.proposal.cost - share * plain.cost == pytest.approx(rounds.proposal.cost, rel=1e-4)
    assert shifted.proposal.cost <= shifted.best.cost + 1e-6 * plain.cost


def test_prices_of_all_cuts_are_those_of_plans_that_may_go_anywhere(solved):
    split = solved.split
    rounds = Rounds(split, solved.hint(0.8 * solved.solution.value), a_crew(), reach=1e-3)
    assert rounds.at_large() is None
    rounds.go_on(0.0, silent, most=6)
    near_by, at_large = rounds.proposal, rounds.at_large()
    assert near_by.at_reach.any() and not at_large.at_reach.any()
    assert at_large.cost < near_by.cost
    dual, _ = bounded(split, rounds.programmes, rounds.best.value, at_large.worth, solved.linking, a_crew())
    assert lower_bound(solved.problem, dual) <= solved.cost * (1 + 1e-6)
    # Whatever a window's cuts leave to its capacities, no window is promised less than the cuts say in all.
    assert lower_bound(solved.problem, dual) >= at_large.cost - 1e-3 * solved.cost


def test_parts_that_went_as_far_as_they_might_may_go_further_only_while_that_pays(solved):
    rounds = solved.rounds()
    rounds.go_on(0.0, silent, most=1)
    far = np.zeros(len(solved.split.shared), dtype=bool)
    far[0] = True
    rounds.proposal = replace(rounds.proposal, parts_at_reach=far)
    rounds._fit_reach(better=True)
    assert rounds._row_stretch[0] == 2.0 and (rounds._row_stretch[1:] == 1.0).all()
    rounds._fit_reach(better=False)
    assert (rounds._row_stretch == 1.0).all()
