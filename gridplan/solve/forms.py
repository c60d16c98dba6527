"""Linear forms over the columns of a compiled programme: what a plan emits, installs or costs, as a row of numbers.

A form is read from an expression of the model's design side (annual accounts, capacities), so that it can be limited
by a row or put in the objective's place without building the model again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.repn import generate_standard_repn

from gridplan.model.frame import Model
from gridplan.solve.matrix import Problem


@dataclass(frozen=True)
class Form:
    """``coefficients . x + constant``; coefficients of shape (n_columns,), in the expression's unit."""

    coefficients: np.ndarray
    constant: float = 0.0

    def at(self, value: np.ndarray) -> float:
        """The form's value at column values of shape (n_columns,)."""
        return float(self.coefficients @ value) + self.constant

    def less(self, share: float, other: Form) -> Form:
        """This form less a multiple of another."""
        return Form(self.coefficients - share * other.coefficients, self.constant - share * other.constant)

    def times(self, factor: float) -> Form:
        """A multiple of the form."""
        return Form(factor * self.coefficients, factor * self.constant)


class FormReader:
    """Reads expressions over a model's design variables as forms over the columns of its compiled programme."""

    def __init__(self, model: Model, programme: Problem) -> None:
        self._count = programme.shape[1]
        self._column_of: dict[int, int] = {}
        for variable in model.design.component_objects(pyo.Var):
            places = programme.columns[id(variable)].tolist()
            self._column_of.update((id(member), place) for member, place in zip(variable.values(), places, strict=True))

    def read(self, expression: Any) -> Form:
        """The form of a linear expression (or a number).

        Raises:
            ValueError: if the expression is not linear in design variables.
        """
        terms = generate_standard_repn(expression)
        if not terms.is_linear():
            raise ValueError("only linear expressions of design variables can be limited")
        coefficients = np.zeros(self._count)
        for factor, variable in zip(terms.linear_coefs, terms.linear_vars, strict=True):
            place = self._column_of[id(variable)]
            if place >= 0:  # one that stands in no row and costs nothing is zero, as Point.array reads it
                coefficients[place] += float(factor)
        return Form(coefficients, float(terms.constant))


def cost_form(programme: Problem) -> Form:
    """The programme's cost, million CNY."""
    return Form(programme.cost, programme.offset)


__all__ = ["Form", "FormReader", "cost_form"]
