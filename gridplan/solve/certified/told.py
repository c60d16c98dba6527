"""What looks at the year in blocks tell the full year: where the rounds begin.

A plan, what stores hold and units do at the ends of windows, the price of each row that links windows, and what each
window is to pay for the design; nothing else.  Whatever is proven is proven by the full year's own rows, so a look may
be as rough as it likes.

Where each weather year w, of probability p_w, had a look of its own, what one hour says counts p_w times in the mean
year, capacities begin at the mean of what the weather years would have, and so do prices of rows that all of them have.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyomo.environ as pyo

from gridplan.model.frame import Model
from gridplan.solve.certified.hint import Hint
from gridplan.solve.certified.outlook import Averaged, Outlook
from gridplan.solve.certified.partition import LINKING, Partition
from gridplan.solve.labels import DESIGN

Twins = tuple[np.ndarray, np.ndarray]
"""Places in the full year's programme, and those in a look's of what is the same there."""


def told(outlooks: Sequence[Outlook], model: Model, cut: Partition) -> Hint:
    """What the full year begins with, from a look at each of its weather years."""
    twins = [_design_twins(outlook.averaged, model, cut) for outlook in outlooks]
    plan = _design_plan(outlooks, twins, cut)
    _put_edges(plan, outlooks, model, cut)
    price = _design_prices(outlooks, model, cut) + _link_prices(outlooks, model, cut)
    cost = sum(outlook.averaged.probability * float(outlook.averaged.cut.problem.cost @ outlook.value)
               for outlook in outlooks)
    return Hint(plan, price, cost, _worth(outlooks, twins, cut))


def _twins(here: np.ndarray, there: np.ndarray, target: pyo.Component,
           source: pyo.Component | None) -> Twins:
    """Places of the members of a component of the full year that a look's has too, and places of those there."""
    if source is None:
        return here[:0], there[:0]
    if len(here) != len(there):
        places = dict(zip(source.index_set(), there.tolist(), strict=True))
        there = np.array([places.get(key, -1) for key in target.index_set()], dtype=np.int64)
    both = (here >= 0) & (there >= 0)
    return here[both], there[both]


def _design_plan(outlooks: Sequence[Outlook], twins: Sequence[Twins], cut: Partition) -> np.ndarray:
    """The design by probability, shape (n_columns,), NaN where no look has the column; a quantity of one weather year
    alone, such as the sum of one of its months, is one of the mean year."""
    total, seen = np.zeros(cut.problem.shape[1]), np.zeros(cut.problem.shape[1], dtype=bool)
    for outlook, (here, there) in zip(outlooks, twins, strict=True):
        total[here] += outlook.averaged.probability * outlook.value[there]
        seen[here] = True
    return np.where(seen, total, np.nan)


def _design_twins(year: Averaged, model: Model, cut: Partition) -> Twins:
    """Columns of the full year's design that a look has too, and its own columns of them."""
    pairs = [_twins(cut.problem.columns[id(variable)], _places(year.cut.problem.columns, twin), variable, twin)
             for variable in model.design.component_objects(pyo.Var)
             for twin in [year.model.design.component(variable.local_name)]]
    here, there = (np.concatenate(one) for one in zip(*pairs, strict=True))
    return here, there


def _places(places: dict[int, np.ndarray], component: pyo.Component | None) -> np.ndarray:
    return np.zeros(0, dtype=np.int64) if component is None else places[id(component)]


def _design_prices(outlooks: Sequence[Outlook], model: Model, cut: Partition) -> np.ndarray:
    """Duals of the design's rows, zero for all others, shape (n_rows,): the mean by probability of those that every
    look has; those of a sum in one weather year, whose both sides its probability weighs, as they are."""
    size = cut.problem.shape[0]
    mean, plain, seen = np.zeros(size), np.zeros(size), np.zeros(size, dtype=int)
    for outlook in outlooks:
        year = outlook.averaged
        for family in model.design.component_objects(pyo.Constraint):
            twin = year.model.design.component(family.local_name)
            here, there = _twins(cut.problem.rows[id(family)], _places(year.cut.problem.rows, twin), family, twin)
            mean[here] += year.probability * outlook.dual[there]
            plain[here] += outlook.dual[there]
            seen[here] += 1
    return np.where(seen == len(outlooks), mean, plain)


def _link_prices(outlooks: Sequence[Outlook], model: Model, cut: Partition) -> np.ndarray:
    """Dual of each linking row of the full year, from the row of a look at the same edge; zero elsewhere."""
    prices = np.zeros(cut.problem.shape[0])
    linking = cut.window_of_row == LINKING
    for family in model.operation.component_objects(pyo.Constraint):
        rows = cut.problem.rows[id(family)]
        at = np.flatnonzero(linking[rows])
        if len(at):
            keys = list(family.index_set())
            links = {int(rows[position]): keys[position] for position in at.tolist()}
            for outlook in outlooks:
                _put_prices_of(prices, links, outlook, family.local_name, cut)
    return prices


def _put_prices_of(prices: np.ndarray, links: dict[int, object], outlook: Outlook, family: str, cut: Partition) -> None:
    """Rows of a family by their keys, as far as they are of the outlook's weather year."""
    source = outlook.averaged
    twin = source.model.operation.component(family)
    if twin is None:
        return
    known = dict(zip(twin.index_set(), source.cut.problem.rows[id(twin)].tolist(), strict=True))
    for place, key in links.items():
        row = known.get(_twin_key(key, place, source, cut))
        if row is not None:
            prices[place] = source.probability * outlook.dual[row]


def _twin_key(key: object, row: int, source: Averaged, cut: Partition) -> object:
    """The key of the averaged year's row: the block's own number replaced where the row is one of a block; None for a
    row of another weather year."""
    parts = key if isinstance(key, tuple) else (key,)
    matrix = cut.rows
    columns = matrix.indices[matrix.indptr[row]:matrix.indptr[row + 1]]
    blocks = set(cut.block_of_column[columns].tolist()) - {DESIGN}
    if any(source.block_of[block] < 0 for block in blocks):
        return None
    of_a_block = parts[-1] in blocks and len(blocks) <= 2
    return _with_block(key, int(source.block_of[parts[-1]])) if of_a_block else key


def _with_block(key: object, block: int) -> object:
    """A key whose last part is another block."""
    return (*key[:-1], block) if isinstance(key, tuple) else block


def _worth(outlooks: Sequence[Outlook], twins: Sequence[Twins], cut: Partition) -> np.ndarray:
    """What each column of the full year's design is worth to the rows of each window, shape (n_design, n_windows); with
    what the design's own rows pay it adds up to the column's cost."""
    place = np.full(cut.problem.shape[1], -1)
    place[cut.design_columns] = np.arange(len(cut.design_columns))
    worth = np.zeros((len(cut.design_columns), cut.count))
    in_year = sum(len(outlook.averaged.windows) for outlook in outlooks)
    for outlook, (here, there) in zip(outlooks, twins, strict=True):
        year = outlook.averaged
        for window in range(year.cut.count):
            planning_year, own = divmod(window, len(year.windows))
            paid = year.cut.rows.T @ np.where(year.cut.window_of_row == window, outlook.dual, 0.0)
            worth[place[here], in_year * planning_year + year.windows[own]] = year.probability * paid[there]
    return worth


def _put_edges(plan: np.ndarray, outlooks: Sequence[Outlook], model: Model, cut: Partition) -> None:
    """Give the plan what the outlooks do of the operation's columns in linking rows, each from its block's."""
    wanted = np.zeros(len(plan), dtype=bool)
    wanted[cut.rows[np.flatnonzero(cut.window_of_row == LINKING)].indices] = True
    wanted &= np.isnan(plan)
    for variable in model.operation.component_objects(pyo.Var):
        columns = cut.problem.columns[id(variable)]
        at = np.flatnonzero((columns >= 0) & wanted[columns])
        if len(at):
            keys = list(variable.index_set())
            edges = {int(columns[position]): keys[position] for position in at.tolist()}
            for outlook in outlooks:
                _put_edges_of(plan, edges, outlook, variable.local_name, cut)


def _put_edges_of(plan: np.ndarray, edges: dict[int, object], outlook: Outlook, variable: str, cut: Partition) -> None:
    """Columns of a variable by their keys, as far as they are of the outlook's weather year."""
    source = outlook.averaged
    twin = source.model.operation.component(variable)
    known = dict(zip(twin.index_set(), source.cut.problem.columns[id(twin)].tolist(), strict=True))
    for place, key in edges.items():
        block = int(cut.block_of_column[place])
        if block >= 0 and source.block_of[block] < 0:
            continue
        column = known.get(_with_block(key, int(source.block_of[block])) if block >= 0 else key, -1)
        if column >= 0:
            plan[place] = outlook.value[column]


__all__ = ["told"]
