"""Every family over the time axis is written once, as a template, and the template says what the rule says."""

from __future__ import annotations

import contextlib

import numpy as np
import pyomo.environ as pyo
import pytest
from pyomo.core.base.constraint import TemplateConstraintData
from scipy.sparse import coo_array

from gridplan.model import build
from gridplan.model.build import build_model
from gridplan.solve.matrix import Problem, compile_problem
from tests.support.rich_case import rich_case
from tests.support.small_case import axis_of

HOURS = 24


@pytest.fixture(scope="module")
def templated():
    return build_model(rich_case(), axis_of(HOURS))


def test_no_family_over_the_blocks_falls_out_of_its_template(templated):
    hourly = [family for family in templated.pyomo.component_objects(pyo.Constraint) if len(family) >= HOURS - 1]
    assert len(hourly) >= 20
    expanded = [family.name for family in hourly
                if not all(isinstance(member, TemplateConstraintData) for member in family.values())]
    assert expanded == []


def test_every_family_of_the_model_has_members_in_the_rich_case(templated):
    empty = [family.name for family in templated.pyomo.component_objects(pyo.Constraint) if not len(family)]
    assert empty == []


def test_the_matrix_is_the_same_without_templates(templated, monkeypatch):
    monkeypatch.setattr(build, "templates", contextlib.nullcontext)
    plain = compile_problem(build_model(rich_case(), axis_of(HOURS)))
    by_template = compile_problem(templated)
    assert plain.shape == by_template.shape
    for found, expected in zip(triplets(by_template), triplets(plain), strict=True):
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
                                ("most", columns, problem.column_upper)):
        found += [(kind, *names[k], "", 0, value) for k, value in enumerate(values.tolist())]
    return sorted(found, key=lambda entry: entry[:-1])


def labels(families: dict[str, np.ndarray]) -> dict[int, tuple[str, int]]:
    return {position: (name, i) for name, members in families.items() for i, position in enumerate(members.tolist())}
