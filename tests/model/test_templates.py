"""Every family over the time axis is written once, as a template; written out it is what Pyomo writes row by row."""

from __future__ import annotations

import numpy as np
import pyomo.environ as pyo
import pytest
from scipy.sparse import coo_array

from gridplan.model.axis import TimeAxis
from gridplan.model.build import build_model
from gridplan.model.components import Hourly, Rows
from gridplan.solve.matrix import Problem, compile_problem
from tests.support.by_pyomo import built_by_members, compiled_by_pyomo
from tests.support.rich_case import rich_case
from tests.support.small_case import axis_of
from tests.support.weather import in_weather

HOURS = 24

WEATHER = {"good": {"wind": np.array([0.8, 0.3])}, "bad": {"wind": np.array([0.2, 0.1])}}

PROGRAMMES = {
    "a day": (lambda: rich_case(), axis_of(HOURS)),
    "a window": (lambda: rich_case(), TimeAxis.window(20, 20 + HOURS)),
    "summer and winter": (lambda: rich_case(), TimeAxis.shortened_year(96)),
    "blocks of hours": (lambda: rich_case(), TimeAxis.shortened_year(48).averaged(3)),
    "a path": (lambda: rich_case(years=(2025, 2030)), axis_of(HOURS)),
    "weather years": (lambda: in_weather(rich_case(), WEATHER), axis_of(HOURS).over([0.5, 0.5])),
    "the dearest weather": (lambda: in_weather(rich_case(), WEATHER, risk="worst"), axis_of(HOURS).over([0.5, 0.5])),
    "dear weather years": (lambda: in_weather(rich_case(), WEATHER, risk="cvar:0.5"), axis_of(HOURS).over([0.5, 0.5])),
}


@pytest.fixture(scope="module")
def templated():
    return build_model(rich_case(), axis_of(HOURS))


def test_nothing_of_the_operation_is_made_member_by_member(templated):
    families = list(templated.operation.component_objects(pyo.Constraint))
    variables = list(templated.operation.component_objects(pyo.Var))
    assert len(families) >= 40
    assert len(variables) >= 20
    assert [family.name for family in families if not isinstance(family, Rows) or len(family)] == []
    assert [variable.name for variable in variables if not isinstance(variable, Hourly) or len(variable)] == []


def test_every_family_of_the_model_has_members_in_the_rich_case(templated):
    empty = [family.name for family in templated.pyomo.component_objects(pyo.Constraint)
             if not len(family.index_set())]
    assert empty == []


@pytest.mark.parametrize("name", PROGRAMMES)
def test_what_is_written_out_is_what_pyomo_writes(name):
    make, axis = PROGRAMMES[name]
    case = make()
    ours, pyomos = compile_problem(build_model(case, axis)), compiled_by_pyomo(built_by_members(case, axis))
    assert ours.shape == pyomos.shape
    assert ours.offset == pytest.approx(pyomos.offset, rel=1e-12)
    for found, expected in zip(triplets(ours), triplets(pyomos), strict=True):
        assert found[:-1] == expected[:-1]
        assert found[-1] == pytest.approx(expected[-1], rel=1e-12, abs=1e-12), found


def test_a_model_made_by_members_is_written_out_the_same(templated):
    by_members = compile_problem(built_by_members(rich_case(), axis_of(HOURS)))
    by_template = compile_problem(templated)
    for found, expected in zip(triplets(by_members), triplets(by_template), strict=True):
        assert found[:-1] == expected[:-1]
        assert found[-1] == pytest.approx(expected[-1], rel=1e-12, abs=1e-12), found


def triplets(problem: Problem) -> list[tuple]:
    """Every coefficient, row side, bound and cost with the names of its row and column, sorted."""
    rows, columns = labels(problem.row_families), labels(problem.column_families)
    entries = coo_array(problem.matrix)
    found: list[tuple] = [("a", *rows[i], *columns[j], value) for i, j, value in zip(
        entries.coords[0].tolist(), entries.coords[1].tolist(), entries.data.tolist(), strict=True)]
    for kind, names, values in (("cost", columns, problem.cost), ("lower", rows, problem.row_lower),
                                ("upper", rows, problem.row_upper), ("least", columns, problem.column_lower),
                                ("most", columns, problem.column_upper), ("implied", columns, problem.implied)):
        found += [(kind, *names[k], "", 0, value) for k, value in enumerate(values.tolist())]
    return sorted(found, key=lambda entry: entry[:-1])


def labels(families: dict[str, np.ndarray]) -> dict[int, tuple[str, int]]:
    return {position: (name, i) for name, members in families.items() for i, position in enumerate(members.tolist())}
