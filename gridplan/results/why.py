"""Why a plan builds what it builds: for every technology, store and retrofit, what a kW costs against what pays for it.

At an optimum every column j of the programme satisfies  c_j = sum_i y_i a_ij + d_j  (y row duals, d reduced costs).
Added up over the columns of one asset, the rows pay it for energy at the plan's hourly prices (the balance) and for
what it does for the policies (their rows, directly and through the annual accounts); it pays fuel, upkeep, retrofit:

    margin  = energy + quota + reserve + targets + heat - operating - fixed - retrofit        CNY a year per kW
    surplus = margin - capital         capital: the annuity of one more kW; for a retrofit state, what a kW of the
                                       cohort is worth in the state it is in

A kW built within its limits has a surplus of zero; a positive surplus is the rent of a limit (potential, ceiling); what
is not built has a negative one, and its size is the break-even: the fall in yearly cost that would bring it in.  For
that, one GW of what is not built is dispatched against the plan's prices (why_unit.py).

Duals at a degenerate optimum are not unique: the split between items can differ between equally good solutions.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from gridplan.model.frame import Model
from gridplan.model.point import Point
from gridplan.results.why_assets import KINDS, Assets, Label, assets_of
from gridplan.results.why_path import OverYears
from gridplan.results.why_rows import INCOMES, Payments, payments
from gridplan.results.why_unit import rows_of_columns, unit_dispatch
from gridplan.solve.matrix import Problem

COSTS = ("operating", "fixed", "retrofit", "capital")
COLUMNS = ["region", "year", "dimension", "asset", "state", "technology", "capacity_gw", "built_gw",
           *(f"{name}_cny_per_kw" for name in (*INCOMES, *COSTS)), "surplus_cny_per_kw", "break_even_cny_per_kw",
           "verdict"]
"""Money in CNY a year per kW.  verdict: built (within its limits), at_limit, not_built, kept (cannot be built); for the
states of a cohort used or not_used."""

STORE_ENERGY, STORE_ENERGY_BUILT = "design.store_energy_gwh", "design.store_energy_built_gwh"
"""A store keeps the hours it is built with over all the years it lives."""

BUILT_GW = 1e-4
EVEN_SHARE = 1e-3
"""Share of its incomes within which a kW earns just what it costs; interior solutions carry a little dust."""


@dataclass
class _Account:
    """One line, per kW a year."""

    incomes: dict[str, float]
    costs: dict[str, float] = field(default_factory=dict)

    @property
    def margin(self) -> float:
        """What a kW earns after its own running."""
        return sum(self.incomes.values()) - sum(self.costs[name] for name in ("operating", "fixed", "retrofit"))


def why_table(model: Model, problem: Problem, point: Point, *, myopic: bool = False, threads: int = 1) -> pd.DataFrame:
    """The account of every asset and retrofit state that exists or could; columns ``COLUMNS``.

    Over several planning years a line is about a kW built (or retrofitted) in its year: the mean over the years it
    lives, by their weights; of a ``myopic`` plan that year alone, which is all that was seen when it was decided.
    What is put against the plan's prices is dispatched on as many ``threads``.
    """
    book = _Book(model, problem, point, myopic)
    matter = [label for label in book.assets.number if book.matters(label)]
    book.put_to_prices(matter, threads)
    lines = [book.line(label) for label in matter]
    return pd.DataFrame(lines, columns=COLUMNS)


class _Book:
    """The programme, its duals and who owns what, with the accounts worked out so far."""

    def __init__(self, model: Model, problem: Problem, point: Point, myopic: bool) -> None:
        self.model, self.problem, self.point = model, problem, point
        self.assets: Assets = assets_of(model, point, problem.shape[1])
        self.paid: Payments = payments(model, problem, point)
        self.over_years = OverYears(model, problem, myopic)
        self.kind_of_column = self._cost_kinds()
        self.accounts: dict[Label, _Account] = {}
        self.units: dict[Label, tuple[np.ndarray, np.ndarray]] = {}

    def _cost_kinds(self) -> dict[str, np.ndarray]:
        """Cost coefficient of every column by kind of cost, million CNY per unit and year, shape (n_columns,)."""
        kinds = {name: np.zeros(self.problem.shape[1]) for name in COSTS}
        design = {"capital": "capital", "retrofit": "retrofit"}
        for cost in self.model.costs:
            if cost.subject not in KINDS or cost.shape is not None:
                continue
            columns = self.point.columns[id(cost.variable)]
            rates = [cost.rate.get(key, 0.0) for key in cost.index]
            np.add.at(kinds[design.get(cost.term, "fixed")], columns, rates)
        kinds["operating"] = self.over_years.cost - sum(kinds.values())
        for column, annuity in self.over_years.retrofit_annuities(self.point):
            kinds["retrofit"][column] = annuity
        return kinds

    def matters(self, label: Label) -> bool:
        """Whether the plan has any of it or could build any."""
        kind = KINDS[label[0]]
        columns = [self.assets.column.get((label, name)) for name in (kind.capacity, kind.built)]
        if _is_whole(label):
            columns = [self.assets.column[label, kind.built]]
        return any(self.problem.column_upper[column] > 0 for column in columns if column is not None)

    def capacity(self, label: Label) -> float:
        """Capacity the line is about, GW: of the state, of the new units of a cohort, of the asset."""
        kind = KINDS[label[0]]
        return float(self.point.value[self.assets.column[label, kind.built if _is_whole(label) else kind.capacity]])

    def built(self, label: Label) -> float:
        """Capacity the plan adds, GW; for a retrofit state all that stands in it."""
        column = self.assets.column.get((label, KINDS[label[0]].built))
        return self.capacity(label) if column is None else float(self.point.value[column])

    def account(self, label: Label) -> _Account:
        """Incomes and costs of a kW: of what stands if the plan builds it, else of one GW put against its prices.

        A new store is not like the existing one beside it (its hours differ), so a store is always put to the prices.
        """
        if label not in self.accounts:
            if _is_whole(label):
                self.accounts[label] = self._cohort(label)
            elif self._tells(label):
                columns = self.assets.columns(label)
                self.accounts[label] = self._sum(label, columns, self.point.value[columns], self.capacity(label))
            else:
                self.accounts[label] = self._of_unit(label)
        return self.accounts[label]

    def _of_unit(self, label: Label, sizes: dict[str, float] | None = None) -> _Account:
        """Account of one GW put against the plan's prices."""
        return self._sum(label, *self._unit(label, sizes), 1.0)

    def put_to_prices(self, labels: Sequence[Label], threads: int) -> None:
        """Dispatch one GW of each asset whose account asks for it, side by side."""
        wanted = [label for label in labels if not _is_whole(label) and not self._tells(label)
                  and (label[0] != "store" or self.over_years.lived(label) == [label[3]])]
        with ThreadPoolExecutor(max(1, threads)) as pool:
            self.units = dict(zip(wanted, pool.map(self._unit, wanted), strict=True))

    def _unit(self, label: Label, sizes: dict[str, float] | None = None) -> tuple[np.ndarray, np.ndarray]:
        if sizes is None and label in self.units:
            return self.units[label]
        return unit_dispatch(self.over_years.own, self.assets, label, self.paid, self.over_years.elsewhere, sizes)

    def _hours_built(self, label: Label) -> float:
        """Energy (GWh) of one GW of a store as the plan builds it in the year; where it builds none, as one GW chooses.
        """
        power = self.built(label)
        if power > BUILT_GW:
            return float(self.point.value[self.assets.column[label, STORE_ENERGY_BUILT]]) / power
        columns, values = self._unit(label)
        return float(values[columns == self.assets.column[label, STORE_ENERGY]][0])

    def over_life(self, label: Label) -> _Account:
        """Mean account of a kW over the planning years it lives, by their weights."""
        # Of a cohort that has aged out nothing can stand, so a kW of it earns nothing in that year.
        lived = [other for year in self.over_years.lived(label)
                 if (other := (*label[:3], year)) in self.assets.number and (year == label[3] or self.matters(other))]
        if lived == [label]:
            return self.account(label)
        weights = np.array([self.model.year_weight[other[3]] for other in lived])
        if label[0] == "store":
            sizes = {STORE_ENERGY: self._hours_built(label)}
            accounts = [self._of_unit(other, sizes) for other in lived]
        else:
            accounts = [self.account(other) for other in lived]

        def mean(part: str) -> dict[str, float]:
            names = getattr(accounts[0], part)
            return {name: float(np.average([getattr(one, part)[name] for one in accounts], weights=weights))
                    for name in names}

        return _Account(mean("incomes"), mean("costs") | {"capital": accounts[0].costs["capital"]})

    def _tells(self, label: Label) -> bool:
        """Whether what stands of an asset runs as one more kW of it would."""
        standing = self.capacity(label) if KINDS[label[0]].alike else self.built(label)
        return standing > BUILT_GW and label[0] != "store"

    def _sum(self, label: Label, columns: np.ndarray, values: np.ndarray, capacity_gw: float) -> _Account:
        touched, part = rows_of_columns(self.problem, columns)
        entered = part @ values / self.model.year_weight[label[3]]
        incomes = {name: float(rate[touched] @ entered) / capacity_gw for name, rate in self.paid.rate.items()}
        costs = {name: float(rate[columns] @ values) / capacity_gw for name, rate in self.kind_of_column.items()}
        return _Account(incomes, costs)

    def _cohort(self, label: Label) -> _Account:
        """A new kW of a cohort stands in the state that earns most."""
        states = self._states(label)
        best = max((self.account(state) for state in states), key=lambda account: account.margin)
        return _Account(dict(best.incomes), dict(best.costs))

    def _states(self, label: Label) -> list[Label]:
        """States of a label's cohort in its year; over several years without those in which nothing can stand."""
        states = [other for other in self.assets.number if other[:2] == label[:2] and other[2] and other[3] == label[3]]
        return [state for state in states if self.matters(state)] if self.model.is_path else states

    def capital(self, label: Label) -> float:
        """What one more kW costs a year: its annuity, or for a retrofit state the worth of the kW it takes."""
        if label[2]:
            return self._worth(label)
        if label[0] == "store":
            return self.over_life(label).costs["capital"]
        column = self.assets.column.get((label, KINDS[label[0]].built))
        return 0.0 if column is None else float(self.kind_of_column["capital"][column])

    def _worth(self, label: Label) -> float:
        """What a kW of the cohort earns in the states the plan uses; with none in use, in the best one."""
        others = self._states(label)
        used = [other for other in others if self.capacity(other) > BUILT_GW]
        margins = [self.over_life(other).margin for other in (used or others)]
        weights = [self.capacity(other) for other in used] or [float(m == max(margins)) for m in margins]
        return float(np.average(margins, weights=weights))

    def line(self, label: Label) -> tuple[Any, ...]:
        """One line of the table."""
        dimension, asset, state, year = label
        kind = KINDS[dimension]
        row = self.model.rows(kind.table, year).loc[asset]
        account = self.over_life(label)
        costs = account.costs | {"capital": self.capital(label)}
        surplus = account.margin - costs["capital"]
        built = self.built(label)
        even = EVEN_SHARE * sum(abs(income) for income in account.incomes.values())
        verdict = _verdict(built, surplus > even, self._can_grow(label), bool(state))
        if verdict == "not_built" and self.model.is_path and surplus > even:
            verdict = "at_limit"  # filled by what was built for earlier planning years
        break_even = max(0.0, -surplus) if verdict in ("not_built", "not_used") else 0.0
        technology = kind.technology_of(row)
        region = kind.region_of(row, self.model.regions)
        return (region, year, dimension, asset, state, technology, self.capacity(label),
                0.0 if state else built, *account.incomes.values(), *(costs[name] for name in COSTS), surplus,
                break_even, verdict)

    def _can_grow(self, label: Label) -> bool:
        column = self.assets.column.get((label, KINDS[label[0]].built or KINDS[label[0]].capacity))
        return column is None or bool(self.problem.column_upper[column] > 0)


def _is_whole(label: Label) -> bool:
    """Whether a line is about a cohort in whatever state."""
    return label[0] == "cohort" and not label[2]


def _verdict(built_gw: float, has_rent: bool, can_grow: bool, is_state: bool) -> str:
    if is_state:
        return "used" if built_gw > BUILT_GW else "not_used"
    if not can_grow:
        return "kept"
    if built_gw <= BUILT_GW:
        return "not_built"
    return "at_limit" if has_rent else "built"


__all__ = ["COLUMNS", "why_table"]
