"""A plain text of a compiled problem, in the manner of the LP format, for comparing with a stored one.

Rows are named family[i] and columns variable[i] in the order of the model; nothing of the solver or of Pyomo's own
writers is in it, so the text changes when and only when the problem does.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.sparse import csr_array

from gridplan.solve.matrix import Problem

DIGITS = 9


def lp_text(problem: Problem) -> str:
    """The problem as text: objective, every row, and the bounds of every column."""
    columns = _names(problem.column_families, problem.shape[1])
    rows = _names(problem.row_families, problem.shape[0])
    by_row = csr_array(problem.matrix)
    lines = ["minimise", *_wrapped(_terms(np.flatnonzero(problem.cost), problem.cost[problem.cost != 0], columns))]
    lines.append(f"  {_number(problem.offset)}")
    lines.append("subject to")
    for i in sorted(range(len(rows)), key=lambda i: rows[i]):
        span = slice(by_row.indptr[i], by_row.indptr[i + 1])
        lines.append(f"{rows[i][0]}[{rows[i][1]}]: {_side(problem.row_lower[i], problem.row_upper[i])}")
        lines += _wrapped(_terms(by_row.indices[span], by_row.data[span], columns))
    lines.append("bounds")
    for j in sorted(range(len(columns)), key=lambda j: columns[j]):
        lines.append(f"{_number(problem.column_lower[j])} <= {_name(columns[j])} <= {_number(problem.column_upper[j])}")
    return "\n".join(lines) + "\n"


def _names(families: dict[str, np.ndarray], size: int) -> list[tuple[str, int]]:
    names: list[tuple[str, int]] = [("", -1)] * size
    for family, members in families.items():
        for i, position in enumerate(members.tolist()):
            if position >= 0:
                names[position] = (family.split(".")[-1], i)
    return names


def _name(name: tuple[str, int]) -> str:
    return f"{name[0]}[{name[1]}]"


def _terms(positions: np.ndarray, values: np.ndarray, columns: list[tuple[str, int]]) -> Iterator[str]:
    named = ((columns[j], value) for j, value in zip(positions.tolist(), values.tolist(), strict=True))
    for name, value in sorted(named):
        yield f"{'+' if value >= 0 else '-'} {_number(abs(value))} {_name(name)}"


def _wrapped(terms: Iterator[str]) -> list[str]:
    return [f"  {term}" for term in terms]


def _side(lower: float, upper: float) -> str:
    if lower == upper:
        return f"= {_number(lower)}"
    return f"<= {_number(upper)}" if np.isneginf(lower) else f">= {_number(lower)}"


def _number(value: float) -> str:
    return f"{value + 0.0:.{DIGITS}g}"
