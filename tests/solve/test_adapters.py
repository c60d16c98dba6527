"""Gurobi and COPT behind the interface say what HiGHS says, at the size their free licences allow."""

from __future__ import annotations

import importlib.util
import sys
import time
from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csc_array

from gridplan.model.build import build_model
from gridplan.solve.copt import in_words
from gridplan.solve.matrix import Arrays, Problem, compile_problem
from gridplan.solve.price_targets import price_targets
from gridplan.solve.run import solve
from gridplan.solve.solver import Basis, SolverRefused, open_solver, program
from gridplan.solve.verify import certify, lower_bound
from tests.support.rows import coal
from tests.support.small_case import axis_of, small_case

PACKAGES = {"gurobi": "gurobipy", "copt": "coptpy"}


def _method(name: str):
    missing = name in PACKAGES and importlib.util.find_spec(PACKAGES[name]) is None
    return pytest.param(name, marks=pytest.mark.skipif(missing, reason=f"{PACKAGES.get(name)} is not installed"))


EVERY = [_method(name) for name in ("simplex", "hipo", "gurobi", "copt")]
LICENSED = [_method(name) for name in ("gurobi", "copt")]


def _case():
    """Two cohorts, wind and a store over a load that rises and falls; the coal may not exceed 1.5 GW."""
    return small_case(
        {"cohorts": [coal(existing_gw=2.0)],
         "renewables": [{"renewable": "wind", "existing_gw": 0.5, "max_gw": 3.0, "capex_cny_per_kw": 4000.0}],
         "policies": [{"policy": "coal", "metric": "capacity.coal", "sense": "max", "value": 1.5}]},
        load_gw=1.0 + 0.4 * np.sin(np.arange(24) / 24.0 * 2.0 * np.pi))


@pytest.fixture(scope="module")
def problem() -> Problem:
    return compile_problem(build_model(_case(), axis_of(24)))


def _arrays(cost, matrix, row_lower, row_upper, column_lower, column_upper, offset=0.0) -> Arrays:
    cost = np.asarray(cost, dtype=float)
    return Arrays(cost, offset, csc_array(np.asarray(matrix, dtype=float)), np.asarray(row_lower, dtype=float),
                  np.asarray(row_upper, dtype=float), np.asarray(column_lower, dtype=float),
                  np.asarray(column_upper, dtype=float), np.zeros(len(cost), dtype=bool))


def _corner() -> Arrays:
    """min x + 2y + 5 with x + y >= 2, -1 <= x - y <= 1, a free row and open columns: x = 1.5, y = 0.5, cost 7.5."""
    return _arrays([1, 2], [[1, 1], [1, -1], [1, 0]], [2, -1, -np.inf], [np.inf, 1, np.inf], [-np.inf, -np.inf],
                   [np.inf, np.inf], offset=5.0)


def _tangled(size: int) -> Arrays:
    """A programme that takes any solver a while: dense rows of figures that have nothing to do with one another."""
    figures = np.random.default_rng(1)
    matrix = figures.random((size, size)) * (figures.random((size, size)) < 0.05) + np.eye(size)
    return _arrays(1.0 + figures.random(size), matrix, np.full(size, 0.1), np.full(size, np.inf), np.zeros(size),
                   np.full(size, 1e3))


@pytest.mark.parametrize("method", EVERY)
def test_the_same_case_has_the_same_cost_and_duals_that_prove_it(method, problem):
    found = open_solver(problem, method=method, threads=1).solve()
    proof = certify(problem, found.value, found.dual)
    reference = open_solver(problem, method="simplex", threads=1).solve()
    assert (found.status, found.optimal, found.method) == ("Optimal", True, method)
    assert proof.feasible and proof.gap < 1e-6
    assert proof.cost == pytest.approx(certify(problem, reference.value, reference.dual).cost, rel=1e-6)


@pytest.mark.parametrize("method", EVERY)
def test_ranged_rows_open_columns_and_signs_of_duals(method):
    found = open_solver(_corner(), method=method, threads=1).solve()
    assert found.value == pytest.approx([1.5, 0.5], abs=1e-5)
    # One more asked of x + y costs 1.5 a unit; a wider x - y would save 0.5 a unit.
    assert found.dual == pytest.approx([1.5, -0.5, 0.0], abs=1e-5)


@pytest.mark.parametrize("method", EVERY)
def test_solved_again_with_other_rows_columns_and_costs(method):
    held, none = open_solver(_corner(), method=method, threads=1), np.array([], dtype=int)
    held.solve()

    def cost(costs=(1.0, 2.0)) -> float:
        found = held.solve()
        assert found.optimal, found.status
        return float(np.asarray(costs) @ found.value)

    def rows(places, lower, upper) -> None:
        held.change_row_bounds(np.array(places), np.array(lower, dtype=float), np.array(upper, dtype=float))

    rows([1], [-np.inf], [0.5])
    assert cost() == pytest.approx(1.25 + 2 * 0.75, abs=1e-5)
    rows([1, 2], [-1.0, 0.0], [1.0, 1.2])
    assert cost() == pytest.approx(1.2 + 2 * 0.8, abs=1e-5)
    rows([1, 2], [-1.0, -np.inf], [1.0, np.inf])
    held.change_column_bounds(np.array([1]), np.array([1.0]), np.array([np.inf]))
    assert cost() == pytest.approx(1.0 + 2 * 1.0, abs=1e-5)
    held.change_column_bounds(np.array([1]), np.array([-np.inf]), np.array([np.inf]))
    held.change_costs(np.array([0]), np.array([4.0]))
    assert cost((4.0, 2.0)) == pytest.approx(4 * 0.5 + 2 * 1.5, abs=1e-5)
    rows([1], [-1.0], [-1.0])
    assert cost((4.0, 2.0)) == pytest.approx(4 * 0.5 + 2 * 1.5, abs=1e-5)
    held.change_row_bounds(none, np.array([]), np.array([]))
    held.change_column_bounds(none, np.array([]), np.array([]))
    held.change_costs(none, np.array([]))


@pytest.mark.parametrize("method", EVERY)
def test_what_cannot_be_is_called_infeasible(method):
    impossible = replace(_corner(), column_upper=np.array([0.5, 0.5]), column_lower=np.zeros(2))
    found = open_solver(impossible, method=method, threads=1).solve()
    assert not found.optimal and "infeasible" in found.status.lower()


@pytest.mark.parametrize("method", EVERY)
def test_a_basis_has_as_many_members_as_rows(method):
    basis = open_solver(_tangled(30), method=method, threads=1).solve().basis
    if method == "simplex":
        assert isinstance(basis, Basis)
    if basis is not None:
        assert basis.columns.shape == (30,) and basis.rows.shape == (30,)
        assert int(basis.columns.sum() + basis.rows.sum()) == 30


@pytest.mark.parametrize("method", LICENSED)
def test_a_stop_beside_others_ends_the_solve(method, monkeypatch):
    monkeypatch.setattr("gridplan.solve.watched.LOOK_EVERY_S", 0.005)
    found = open_solver(_tangled(1000), method=method, threads=1).solve_beside(lambda: True)
    assert not found.optimal and "interrupt" in found.status.lower()


@pytest.mark.parametrize("method", LICENSED)
def test_ctrl_c_ends_the_solve_with_what_it_has(method, monkeypatch):
    monkeypatch.setattr("gridplan.solve.watched.TICK_EVERY_S", 0.0)
    monkeypatch.setattr("gridplan.solve.watched.LOOK_EVERY_S", 0.005)

    def pressed(_seconds: float) -> None:
        raise KeyboardInterrupt

    held = open_solver(_tangled(1000), method=method, threads=1)
    monkeypatch.setattr("gridplan.solve.watched.MOST_INTERRUPTS", 10**6)
    found = held.solve(pressed)
    assert not found.optimal and "interrupt" in found.status.lower()


@pytest.mark.parametrize("method", LICENSED)
def test_the_time_limit_is_kept_and_the_log_written(method, tmp_path):
    log = tmp_path / "求解.log"
    found = open_solver(_tangled(700), method=method, threads=1, time_limit_s=0.01, log_file=str(log)).solve()
    assert found.status == "Time limit reached"
    assert log.stat().st_size > 0


@pytest.mark.parametrize("method", LICENSED)
def test_solves_go_on_side_by_side(method):
    from gridplan.solve.certified.crew import Crew

    ticks: list[float] = []
    crew = Crew(method, 2, None, lambda: ticks.append(time.perf_counter()))
    programmes = [_tangled(size) for size in (40, 60, 80)]
    answers = crew.each([lambda one=one: crew.answer(one, 1e-7) for one in programmes])
    for one, answer in zip(programmes, answers, strict=True):
        assert answer.usable and answer.method == method
        assert float(one.cost @ answer.value) == pytest.approx(lower_bound(one, answer.dual), rel=1e-5)


@pytest.mark.parametrize("method", LICENSED)
def test_a_case_is_solved_and_priced_by_it(method):
    results = solve(_case(), hours=24, method=method, threads=1)
    assert results.run["solver"]["name"] == program(method)["name"]
    assert results.run["solver"]["method"] == method and results.run["gap"] < 1e-6
    ours, theirs = (price_targets(_case(), hours=24, solver=one)["cost_million_cny"] for one in ("highs", method))
    assert theirs.to_numpy() == pytest.approx(ours.to_numpy(), rel=1e-6)


@pytest.mark.parametrize(("method", "size", "limit"), [
    pytest.param("gurobi", 2100, "2000", marks=_method("gurobi").marks),
    pytest.param("copt", 10100, "10000", marks=_method("copt").marks)])
def test_beyond_the_free_licence_says_size_limit_and_remedy(method, size, limit):
    ones = np.ones(size)
    large = Arrays(ones, 0.0, csc_array((ones, (np.arange(size), np.arange(size)))), ones, np.full(size, np.inf),
                   0 * ones, 10 * ones, np.zeros(size, dtype=bool))
    try:
        found = open_solver(large, method=method).solve()
    except SolverRefused as refused:
        assert f"{size} rows, {size} columns" in refused.message("en") and limit in refused.message("en")
        assert "HiGHS" in refused.message("zh") and f"{size} 行" in refused.message("zh")
    else:
        assert found.optimal
        pytest.skip("a full licence is installed here")


def test_copts_errors_are_told_apart():
    assert isinstance(in_words("(LICENSE) Fail to solve problem", "10000", (12000, 11000)), SolverRefused)
    assert "12000 rows" in str(in_words("(LICENSE) Fail to solve problem", "10000", (12000, 11000)))
    assert "no valid licence" in str(in_words("(LICENSE) expired", "", (10, 10)))
    assert not isinstance(in_words("(MEMORY) out of memory", "", (10, 10)), SolverRefused)


@pytest.mark.parametrize(("method", "package"), PACKAGES.items())
def test_not_installed_names_what_to_install(method, package, monkeypatch):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(SolverRefused, match=rf"gridplan\[{method}\]"):
        open_solver(_corner(), method=method)
    with pytest.raises(SolverRefused, match="not installed"):
        solve(_case(), hours=24, solver=method)


def test_a_case_that_needs_no_more_than_highs_never_asks_for_others(monkeypatch):
    for package in PACKAGES.values():
        monkeypatch.setitem(sys.modules, package, None)
    assert solve(_case(), hours=24).run["solver"]["name"] == "HiGHS"
