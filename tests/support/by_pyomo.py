"""The matrix of a model as Pyomo itself writes it, row by row: what ours is held against."""

from __future__ import annotations

import contextlib
from typing import Any

import numpy as np
import pyomo.environ as pyo
import pytest
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler
from scipy.sparse import csc_array

from gridplan.case.case import Case
from gridplan.model import build
from gridplan.model.axis import TimeAxis
from gridplan.model.build import build_model
from gridplan.model.frame import Model
from gridplan.solve.matrix import Problem


def built_by_members(case: Case, axis: TimeAxis) -> Model:
    """A model without templates: every row and column an object of Pyomo's, from a call of its rule."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(build, "templates", contextlib.nullcontext)
        return build_model(case, axis)


def compiled_by_pyomo(model: Model) -> Problem:
    """The arrays of a model without templates, by Pyomo's own compiler."""
    form = LinearStandardFormCompiler().write(model.pyomo, mixed_form=True)
    kind = np.array([entry.bound_type for entry in form.rows])
    side = np.asarray(form.rhs, dtype=float)
    column_of = {id(variable): j for j, variable in enumerate(form.columns)}
    row_of = {id(entry.constraint): i for i, entry in enumerate(form.rows)}
    bounds = np.array([variable.bounds for variable in form.columns], dtype=float).reshape(-1, 2)
    variables = {v.name: (id(v), _positions(v, column_of)) for v in model.pyomo.component_objects(pyo.Var)}
    constraints = {c.name: (id(c), _positions(c, row_of)) for c in model.pyomo.component_objects(pyo.Constraint)}
    implied = np.zeros(len(form.columns), dtype=bool)
    for variable in model.implied_bounds:
        places = variables[variable.name][1]
        implied[places[places >= 0]] = True
    matrix = csc_array(form.A)
    matrix.eliminate_zeros()
    return Problem(
        cost=np.asarray(form.c.todense(), dtype=float).ravel(), offset=float(np.ravel(form.c_offset)[0]), matrix=matrix,
        row_lower=np.where(kind == 1, -np.inf, side), row_upper=np.where(kind == -1, np.inf, side),
        column_lower=bounds[:, 0], column_upper=bounds[:, 1], implied=implied, columns=dict(variables.values()),
        rows=dict(constraints.values()),
        row_families={name: rows for name, (_, rows) in constraints.items() if len(rows)},
        column_families={name: columns for name, (_, columns) in variables.items() if len(columns)},
        blocks=len(model.axis))


def _positions(component: Any, position_of: dict[int, int]) -> np.ndarray:
    return np.array([position_of.get(id(member), -1) for member in component.values()], dtype=np.int64)
