"""The compiled matrix: rows, bounds, costs, and values found again by position."""

from __future__ import annotations

import numpy as np
import pyomo.environ as pyo
import pytest

from gridplan.model.build import build_model
from gridplan.solve.matrix import compile_problem
from tests.support.by_pyomo import built_by_members
from tests.support.rich_case import rich_case
from tests.support.rows import FUEL_COST, coal, near
from tests.support.small_case import axis_of, small_case
from tests.support.solved import solve_small


@pytest.fixture(scope="module")
def rich():
    model = build_model(rich_case(), axis_of(24))
    return model, compile_problem(model)


def test_every_row_and_column_belongs_to_one_family(rich):
    _model, problem = rich
    for families, size in ((problem.row_families, problem.shape[0]), (problem.column_families, problem.shape[1])):
        positions = np.concatenate(list(families.values()))
        assert sorted(positions[positions >= 0].tolist()) == list(range(size))


def test_the_matrix_says_what_pyomo_says():
    # At a random point every row is as far from its side as Pyomo's own expression of it.  Written without templates,
    # which cannot be evaluated member by member; tests/model/test_templates.py compares the two.
    model = built_by_members(rich_case(), axis_of(24))
    problem = compile_problem(model)
    value = np.random.default_rng(1).uniform(0.5, 1.5, problem.shape[1])
    for variable in model.pyomo.component_objects(pyo.Var):
        columns = problem.columns[id(variable)]
        for member, column in zip(variable.values(), columns.tolist(), strict=True):
            member.set_value(value[column] if column >= 0 else 0.0, skip_validation=True)
    activity = problem.matrix @ value
    for family in model.pyomo.component_objects(pyo.Constraint):
        for member, row in zip(family.values(), problem.rows[id(family)].tolist(), strict=True):
            parts = member.to_bounded_expression()
            lower, body, upper = (None if part is None else pyo.value(part) for part in parts)
            if lower is not None:
                assert activity[row] - problem.row_lower[row] == near(body - lower, 1e-8), member.name
            if upper is not None:
                assert activity[row] - problem.row_upper[row] == near(body - upper, 1e-8), member.name


def test_the_cost_of_a_point_is_pyomos_objective():
    model = built_by_members(rich_case(), axis_of(24))
    problem = compile_problem(model)
    value = np.random.default_rng(2).uniform(0.5, 1.5, problem.shape[1])
    for variable in model.pyomo.component_objects(pyo.Var):
        for member, column in zip(variable.values(), problem.columns[id(variable)].tolist(), strict=True):
            member.set_value(value[column] if column >= 0 else 0.0, skip_validation=True)
    expected = pyo.value(model.pyomo.cost_million_cny)
    assert problem.cost @ value + problem.offset == near(expected, 1e-8 * abs(expected))


def test_no_coefficient_is_zero_and_every_column_is_bounded(rich):
    _model, problem = rich
    assert (problem.matrix.data != 0).all()
    assert np.isfinite(problem.column_lower).all()
    assert np.isfinite(problem.column_upper).all()
    assert (problem.column_lower <= problem.column_upper).all()


def test_coefficients_stay_in_a_range_a_solver_likes(rich):
    _model, problem = rich
    ranges = problem.coefficient_ranges()
    assert ranges["matrix"][0] > 1e-5
    assert ranges["matrix"][1] < 1e5


def test_coefficient_ranges_leave_out_zeros_and_open_ends():
    case = small_case({"cohorts": [coal(existing_gw=2.0)]})
    ranges = compile_problem(build_model(case, axis_of(2))).coefficient_ranges()
    assert ranges["cost"] == near((FUEL_COST, 10.0))
    assert ranges["right_hand_side"] == near((1.0, 2.0))


def test_values_return_to_the_members_they_belong_to(rich):
    model, problem = rich
    value = np.arange(problem.shape[1], dtype=float)
    point = problem.point(value, np.zeros(problem.shape[0]))
    flow = model.operation.link_flow_gw
    assert point.array(flow).tolist() == problem.column_families["operation.link_flow_gw"].tolist()
    assert point.hourly(flow).shape == (len(model.data.LINKS), 24)


def test_a_variable_in_no_row_reads_as_zero():
    solved = solve_small(small_case({"cohorts": [coal(existing_gw=2.0)]}), 2)
    assert solved.value("thermal_built_gw", "coal") == near(0.0)
