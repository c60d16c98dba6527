"""Templates written out as arrays: every family of rows for all its blocks at once.

Pyomo makes of the template of a family a function of the labels of a row, which appends the row's columns and
coefficients to two lists.  Called with *all blocks* in place of one, on variables that give the columns of many
blocks and data that give numbers of many (symbols.py), the same function writes as many rows at a time, without an
object for any.
``tests/model/test_templates.py`` holds what comes of it against what Pyomo's own compiler writes row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from weakref import ref

import numpy as np
import pyomo.environ as pyo
from pyomo.core.base.constraint import TemplateConstraintData
from pyomo.core.expr.numvalue import native_types, value
from pyomo.repn.linear import LinearRepnVisitor
from pyomo.repn.linear_template import LinearTemplateBeforeChildDispatcher, LinearTemplateRepnVisitor
from pyomo.repn.util import ExprType

from gridplan.model.components import Hourly, Rows, Series
from gridplan.model.frame import Model
from gridplan.solve.layout import Blocks, Layouts, Uneven
from gridplan.solve.symbols import Columns

Functions = tuple[Any, ...]
"""Body, lower and upper side of a template as functions of (columns, coefficients, *labels); None for an open side."""


@dataclass
class Entries:
    """Coefficients as they are found: row, column and number of each, in pieces."""

    rows: list[np.ndarray] = field(default_factory=list)
    columns: list[np.ndarray] = field(default_factory=list)
    numbers: list[np.ndarray] = field(default_factory=list)

    def add(self, rows: np.ndarray, columns: Any, numbers: Any) -> None:
        """One term of each row, or several terms of one row: what is longest says how many."""
        size = max(len(rows), np.size(columns), np.size(numbers))
        for pieces, piece, kind in ((self.rows, rows, np.int32), (self.columns, columns, np.int32),
                                    (self.numbers, numbers, np.float64)):
            filled = np.empty(size, dtype=kind)
            filled[:] = piece
            pieces.append(filled)

    def joined(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """All of them, shape (n,) each; the pieces are given up."""
        found = []
        for pieces, kind in ((self.rows, np.int32), (self.columns, np.int32), (self.numbers, np.float64)):
            found.append(np.concatenate([np.zeros(0, dtype=kind), *pieces]))
            pieces.clear()
        return found[0], found[1], found[2]


@dataclass
class Expanded:
    """A model written out.

    Attributes:
        matrix, cost: entries of the rows, and of the objective as a single row.
        offset: constant of the objective, million CNY.
        lower, upper: sides of the rows, shape (n_rows,).
        rows: for each constraint component (by id), the row of each of its members, -1 where it says nothing.
        columns: where variables stand.
    """

    matrix: Entries
    cost: Entries
    offset: float
    lower: np.ndarray
    upper: np.ndarray
    rows: dict[int, np.ndarray]
    columns: Columns


def expand(model: Model) -> Expanded:
    """Write out the objective and every row of a built model, in the order of their declaration.

    Raises:
        ValueError: if a row without variables can never hold, or a row over blocks holds a sum over blocks.
    """
    return _Expansion(model).whole()


def column_bounds(model: Model, columns: Columns) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper bound of every column, infinite where open; shape (n_columns,) each."""
    lower, upper = np.full(columns.count, -np.inf), np.full(columns.count, np.inf)
    for variable in model.pyomo.component_objects(pyo.Var):
        first = columns.first.get(id(variable))
        if first is None:
            continue
        if isinstance(variable, Hourly):
            for labels, blocks, places in columns.layout(variable).pieces():
                lower[first + places], upper[first + places] = variable.limits(labels, blocks)
            continue
        for place, member in enumerate(variable.values(), first):
            least, most = member.bounds
            lower[place] = -np.inf if least is None else least
            upper[place] = np.inf if most is None else most
    return lower, upper


class _Leaves(LinearTemplateBeforeChildDispatcher):  # type: ignore[misc]
    """What Pyomo's visitor does at the leaves of a template."""

    @staticmethod
    def _before_indexed_param(visitor: Any, child: Any) -> tuple[bool, tuple[Any, Any]]:
        # Pyomo's own goes by a method of its own that it deprecates, and says so, for milliseconds each time.
        name = visitor.symbolmap.getSymbol(child)
        if name not in visitor.env:
            visitor.env[name] = {} if isinstance(child, Series) else child.extract_values()
        return False, (ExprType.CONSTANT, child)


class _Visitor(LinearTemplateRepnVisitor):  # type: ignore[misc]
    """Pyomo's visitor of templates."""

    before_child_dispatcher = _Leaves()

    def functions(self, family: Any, template: Any) -> Functions:
        """The functions of a template, made once."""
        found = self.expanded_templates.get(id(template))
        return tuple(self._generate_expanded_template(family, template) if found is None else found)


class _Expansion:
    """The writing out of one model."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._layouts = Layouts(model)
        self._columns = Columns(self._layouts)
        self._templates = _Visitor({}, var_recorder=self._columns)
        self._plain = LinearRepnVisitor({}, var_recorder=self._columns)
        self._lower: list[np.ndarray] = []
        self._upper: list[np.ndarray] = []
        self._matrix = Entries()
        self._count = 0

    def whole(self) -> Expanded:
        cost, offset = self._objective()
        families = self._model.pyomo.component_objects(pyo.Constraint, active=True)
        rows = {id(family): self._family(family) for family in families}
        sides = [np.concatenate([np.zeros(0), *side]) for side in (self._lower, self._upper)]
        return Expanded(self._matrix, cost, offset, sides[0], sides[1], rows, self._columns)

    def _objective(self) -> tuple[Entries, float]:
        objective, cost = self._model.pyomo.cost_million_cny, Entries()
        if hasattr(objective, "template_expr"):
            (found, numbers), offset = self._called(
                self._templates.functions(objective, objective.template_expr())[0], ())
        else:
            (found, numbers), offset = self._walked(objective.expr)
        for places, number in zip(found, numbers, strict=True):
            cost.add(np.zeros(1), places, number)
        return cost, float(offset)

    def _family(self, family: Any) -> np.ndarray:
        """Write a constraint family; the row of each of its members."""
        if not isinstance(family, Rows) or len(family):
            return self._members(family)
        found = np.full(len(family.index_set()), -1, dtype=np.int64)
        if family.template is not None:
            functions = self._templates.functions(
                TemplateConstraintData(family.template, ref(family), None), family.template)
            for labels, places in self._pieces(family.index_set()):
                self._piece(family.name, functions, labels, places, found)
        return found

    def _pieces(self, index: pyo.Set) -> Iterator[tuple[tuple[Any, ...], np.ndarray]]:
        """Labels of rows that are written together, and their places in the order of the index."""
        if self._layouts.timed(index):
            for head, blocks, places in self._layouts.of(index).pieces():
                yield (*head, Blocks(blocks)), places
            return
        for place, key in enumerate(index):
            yield key if isinstance(key, tuple) else (key,), np.array([place])

    def _piece(self, name: str, functions: Functions, labels: tuple[Any, ...], places: np.ndarray,
               found: np.ndarray) -> None:
        """Write rows together, or apart where a set has other members in some blocks; ``found`` takes their rows."""
        self._columns.env.many_rows = isinstance(labels[-1], Blocks)
        try:
            terms, sides = self._written(functions, labels)
        except Uneven as uneven:
            for numbers in uneven.parts:
                among = np.isin(labels[-1].numbers, numbers)
                part = (*labels[:-1], Blocks(labels[-1].numbers[among]))
                self._piece(name, functions, part, places[among], found)
            return
        finally:
            self._columns.env.many_rows = False
        found[places] = self._put(name, len(places), terms, sides, labels)

    def _members(self, family: Any) -> np.ndarray:
        """Write a family member by member: rows of the design."""
        found = np.full(len(family), -1, dtype=np.int64)
        for place, (label, member) in enumerate(family.items()):
            if hasattr(member, "template_expr"):
                functions = self._templates.functions(member, member.template_expr())
                labels = label if isinstance(label, tuple) else (label,)
                terms, sides = self._written(functions, () if label is None else labels)
            else:
                lower, body, upper = member.to_bounded_expression()
                terms, constant = self._walked(body)
                sides = [_less(side, constant) for side in (lower, upper)]
            found[place] = self._put(member.name, 1, terms, sides)[0]
        return found

    @staticmethod
    def _called(function: Callable[..., Any], labels: tuple[Any, ...]) -> tuple[tuple[list[Any], list[Any]], Any]:
        """Columns, coefficients and constant of a function of a template."""
        columns: list[Any] = []
        numbers: list[Any] = []
        constant = function(columns, numbers, *labels)
        return (columns, numbers), constant

    def _walked(self, expression: Any) -> tuple[tuple[list[Any], list[Any]], float]:
        """Columns, coefficients and constant of an expression that is no template."""
        form = self._plain.walk_expression(expression)
        if form.nonlinear is not None:
            raise ValueError(f"not linear: {form.nonlinear}")
        order = self._columns.var_order
        return ([order[key] for key in form.linear], list(form.linear.values())), float(form.constant)

    def _written(self, functions: Functions, labels: tuple[Any, ...]) -> tuple[Any, list[Any]]:
        """Terms and sides of rows, the constant of the body on the sides."""
        body, *ends = functions
        terms, constant = self._called(body, labels)
        sides: list[Any] = []
        for end in ends:
            if end is None:
                sides.append(None)
                continue
            (variables, _numbers), side = self._called(end, labels)
            if variables:
                raise ValueError("the side of a row holds a variable")
            sides.append(side - constant)
        return terms, sides

    def _put(self, name: str, size: int, terms: tuple[list[Any], list[Any]], sides: list[Any],
             labels: tuple[Any, ...] = ()) -> np.ndarray:
        """Add ``size`` rows of a family (``name``, with their ``labels`` where it does not hold them); their positions,
        -1 where they say nothing."""
        lower, upper = np.full(size, -np.inf), np.full(size, np.inf)
        for side, given in zip((lower, upper), sides, strict=True):
            if given is not None:
                side[:] = given
        if not terms[0]:
            never = np.flatnonzero((lower > 0) | (upper < 0))
            if len(never):
                raise ValueError(f"a row that can never hold: {name}{_label(labels, int(never[0]))}")
            return np.full(size, -1)
        rows = np.arange(self._count, self._count + size)
        self._count += size
        self._lower.append(lower)
        self._upper.append(upper)
        for columns, numbers in zip(*terms, strict=True):
            self._matrix.add(rows, columns, numbers)
        return rows


def _label(labels: tuple[Any, ...], place: int) -> str:
    """Labels of one of the rows that are written together; nothing where there are none."""
    named = [int(label.numbers[place]) if isinstance(label, Blocks) else label for label in labels]
    return f"[{','.join(map(str, named))}]" if named else ""


def _less(side: Any, constant: float) -> float | None:
    if side is None:
        return None
    return float(side if side.__class__ in native_types else value(side)) - constant
