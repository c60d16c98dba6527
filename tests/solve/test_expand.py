"""Templates written out for many blocks at a time: places, uneven sets, and what is refused."""

from __future__ import annotations

import numpy as np
import pyomo.environ as pyo
import pytest

from gridplan.model.build import build_model, templates
from gridplan.model.components import Hourly, Rows, Series
from gridplan.model.frame import Model
from gridplan.solve.expand import expand
from gridplan.solve.layout import Blocks, Layouts
from gridplan.solve.matrix import Problem, compile_problem
from tests.support.rows import coal, near
from tests.support.small_case import axis_of, small_case

N = 4


@pytest.fixture
def model() -> Model:
    """A model with an objective to which a test adds what it is about."""
    return build_model(small_case({"cohorts": [coal(existing_gw=2.0)]}), axis_of(N))


def exactly(rows) -> object:
    """Equal to a matrix of these rows, within 1e-6."""
    return near(np.array(rows, dtype=float))


def written(model: Model, rule, *sets, name: str = "tried") -> tuple[Problem, np.ndarray]:
    """The programme with one more family, and its rows as a full matrix over the hourly variable ``x``, a and b."""
    with templates():
        model.operation.add_component(name, Rows(*sets, rule=rule))
    problem = compile_problem(model)
    rows, columns = problem.row_families[f"operation.{name}"], problem.columns[id(model.operation.x)]
    found = problem.matrix[:, columns].toarray() * (columns >= 0)  # -1 is a member that stands in no row
    return problem, found[rows[rows >= 0]]


@pytest.fixture
def with_x(model):
    m, op = model.pyomo, model.operation
    model.data.THINGS = pyo.Set(initialize=["a", "b"])
    with templates():
        op.x = Hourly(model.data.THINGS, m.BLOCKS, bounds=lambda _b, _i, t: (0.0, 10.0 + t))
        model.series("height", model.data.THINGS, {"a": np.arange(N) + 1.0, "b": np.arange(N) + 5.0})
    return model


def test_a_row_for_every_block_has_its_own_numbers(with_x):
    m, op, height = with_x.pyomo, with_x.operation, with_x.data.height
    problem, rows = written(with_x, lambda _b, i, t: height[i, t] * op.x[i, t] <= 3.0 * height[i, t],
                            with_x.data.THINGS, m.BLOCKS)
    assert rows == near(np.diag([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]))
    assert problem.row_upper[problem.row_families["operation.tried"]] == near(
        [3.0, 6.0, 9.0, 12.0, 15.0, 18.0, 21.0, 24.0])


def test_bounds_may_differ_from_block_to_block(with_x):
    m, op = with_x.pyomo, with_x.operation
    problem, _rows = written(with_x, lambda _b, i, t: op.x[i, t] <= 1.0, with_x.data.THINGS, m.BLOCKS)
    columns = problem.columns[id(op.x)]
    assert problem.column_upper[columns] == near([10.0, 11.0, 12.0, 13.0] * 2)
    assert problem.column_lower[columns] == near(np.zeros(8))


def test_the_block_before_is_another_place(with_x):
    m, op = with_x.pyomo, with_x.operation
    _problem, rows = written(with_x, lambda _b, i, t: op.x[i, t] - 0.5 * op.x[i, m.previous[t]] <= 0.0,
                             with_x.data.THINGS, m.LINKED_BLOCKS)
    assert rows[:N, :N] == exactly([[1, 0, 0, -0.5], [-0.5, 1, 0, 0], [0, -0.5, 1, 0], [0, 0, -0.5, 1]])
    assert rows[:N, N:] == near(np.zeros((N, N)))


def test_a_sum_over_blocks_is_one_row(with_x):
    m, op, height = with_x.pyomo, with_x.operation, with_x.data.height
    _problem, rows = written(
        with_x, lambda _b, i, month: sum(height[i, t] * op.x[i, t] for t in m.blocks_in[month]) <= 1.0,
        with_x.data.THINGS, m.MONTHS)
    assert rows == exactly([[1, 2, 3, 4, 0, 0, 0, 0], [0, 0, 0, 0, 5, 6, 7, 8]])


def test_a_variable_named_twice_in_a_row_counts_twice(with_x):
    m, op = with_x.pyomo, with_x.operation
    _problem, rows = written(
        with_x, lambda _b, i, month: sum(op.x[i, t] for t in m.blocks_in[month]) + op.x[i, 1] <= 1.0,
        with_x.data.THINGS, m.MONTHS)
    assert rows[0] == near([1, 2, 1, 1, 0, 0, 0, 0])


def test_blocks_in_which_a_set_has_other_members_are_written_apart(with_x):
    m, op, data = with_x.pyomo, with_x.operation, with_x.data
    members = {0: ["a"], 1: ["a", "b"], 2: ["a"], 3: ["b"]}
    data.there = pyo.Set(m.BLOCKS, initialize=members)
    data.ONE = pyo.Set(initialize=["one"])
    data.there_by = pyo.Set(data.ONE, m.BLOCKS, initialize={("one", t): listed for t, listed in members.items()})
    _problem, rows = written(with_x, lambda _b, k, t: sum(op.x[i, t] for i in data.there_by[k, t]) <= 1.0,
                             data.ONE, m.BLOCKS)
    assert rows == exactly([[1, 0, 0, 0, 0, 0, 0, 0], [0, 1, 0, 0, 0, 1, 0, 0], [0, 0, 1, 0, 0, 0, 0, 0],
                         [0, 0, 0, 0, 0, 0, 0, 1]])


def test_a_row_over_blocks_with_a_sum_over_blocks_is_refused(with_x):
    m, op = with_x.pyomo, with_x.operation
    with pytest.raises(ValueError, match="holds a sum over blocks"):
        written(with_x, lambda _b, i, t: op.x[i, t] <= sum(op.x[i, s] for s in m.BLOCKS), with_x.data.THINGS, m.BLOCKS)
    op.del_component("tried")
    with pytest.raises(ValueError, match="holds a sum over blocks"):
        written(with_x, lambda _b, i, month, t: op.x[i, t] <= sum(op.x[i, s] for s in m.blocks_in[month]),
                with_x.data.THINGS, m.MONTHS, m.BLOCKS)


def test_a_row_that_can_never_hold_is_named(with_x):
    m, height = with_x.pyomo, with_x.data.height
    with templates():
        with_x.data.NOBODY = pyo.Set(with_x.data.THINGS, initialize={"a": [], "b": []})
    with pytest.raises(ValueError, match=r"can never hold: operation.tried\[a,0\]$"):
        written(with_x, lambda _b, i, t: sum(with_x.operation.x[k, t] for k in with_x.data.NOBODY[i]) >= height[i, t],
                with_x.data.THINGS, m.BLOCKS)


def test_a_row_without_variables_that_holds_is_left_out(with_x):
    m, height, data = with_x.pyomo, with_x.data.height, with_x.data
    data.LISTED = pyo.Set(data.THINGS, initialize={"a": [], "b": ["b"]})
    problem, rows = written(with_x, lambda _b, i, t: sum(with_x.operation.x[k, t] for k in data.LISTED[i])
                            <= height[i, t], data.THINGS, m.BLOCKS)
    assert problem.row_families["operation.tried"][:N].tolist() == [-1] * N
    assert rows.shape == (N, 2 * N)


def test_a_side_that_holds_a_variable_is_refused(with_x):
    op, data = with_x.operation, with_x.data
    with pytest.raises(ValueError):
        written(with_x, lambda _b, i: pyo.inequality(op.x[i, 0], op.x[i, 1], 3.0), data.THINGS)


def test_a_block_that_is_no_member_has_no_place(with_x):
    layout = Layouts(with_x).of(with_x.operation.x.index_set())
    assert layout.places(("b", 2)) == N + 2
    assert layout.places(("b", Blocks(np.array([0, 3])))).tolist() == [N, N + 3]
    with pytest.raises(KeyError):
        layout.places(("b", Blocks(np.array([-1, 0]))))
    with pytest.raises(KeyError):
        layout.places(("c", 0))


def test_members_without_order_by_block_find_their_places(with_x):
    m = with_x.pyomo
    members = [("a", 2), ("b", 1), ("a", 0), ("b", 3), ("a", 3)]
    m.SOME = pyo.Set(dimen=2, initialize=members)
    with_x.over_blocks(m.SOME)
    layout = Layouts(with_x).of(m.SOME)
    assert [(labels, blocks.tolist(), places.tolist()) for labels, blocks, places in layout.pieces()] == [
        (("a",), [2, 0, 3], [0, 2, 4]), (("b",), [1, 3], [1, 3])]
    assert layout.places(("a", Blocks(np.array([0, 2, 3])))).tolist() == [2, 0, 4]


def test_a_series_is_read_from_its_arrays(with_x):
    assert isinstance(with_x.data.height, Series)
    assert with_x.data.height.arrays["b",].tolist() == [5.0, 6.0, 7.0, 8.0]
    assert len(with_x.data.height.extract_values()) == 0


def test_a_model_is_written_out_the_same_twice(model):
    first, second = expand(model), expand(model)
    assert first.columns.count == second.columns.count
    assert all(np.array_equal(a, b) for a, b in zip(first.matrix.joined(), second.matrix.joined(), strict=True))
