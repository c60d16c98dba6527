"""The frame every subject of the model builds into, and the lists through which subjects meet.

A subject file (thermal, stores, quota, ...) never edits another one: it adds its power to the balance, its
capacity to the planning reserve, its cost to the objective and its energy to the accounts by calling the methods
of ``Model``.  The balance, the reserve, the objective and the policies read those lists.

The contract of a subject file is three functions:

    design(model)            sets, parameters, design variables and the rows among them
    operation(model)         operation variables and the rows of each block of the time axis
    extract(model, point)    arrays for the labelled dataset, read from a point of the solved problem

Names: SETS are upper case, variables and parameters lower case; design components live on ``model.design``, operation
components on ``model.operation``, data on ``model.data``.  Units inside: GW, GWh, kt, million CNY, hours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyomo.environ as pyo

from gridplan.library.units import HOURS_PER_YEAR
from gridplan.model.assets import AssetClass
from gridplan.model.axis import MONTHS_PER_YEAR, TimeAxis
from gridplan.model.components import Rows, Series
from gridplan.model.economics import annuity, year_weights
from gridplan.model.shared import (
    PER_HOUR,
    BlockRule,
    Capacity,
    CohortCredit,
    Cost,
    Expression,
    OutputChange,
    PolicyRow,
    Shape,
)

if TYPE_CHECKING:
    from gridplan.case.case import Case


def added(rules: Iterable[Callable[..., Expression]], *index: Any) -> Expression:
    """What levers add to a row: the sum of their rules at an index, 0 where there are none.

    A loop, since Pyomo takes ``sum`` inside a template for one over a set, which must not be empty.
    """
    total: Expression = 0
    for rule in rules:
        total = total + rule(*index)
    return total


@dataclass
class Model:
    """A Pyomo model of a case over a time axis, with the lists its subjects share.

    Attributes:
        injections, withdrawals: power in the balance.
        costs, shapes: terms of the objective.
        account_terms, account_sums, account_rates, accounts_wanted, own_accounts: the annual accounts and what fills
            them.
        firm: firm power at a season's peak, by (region, year, season).
        capacities: installed capacity by technology, for the policies that count it.
        peaking: power (GW) a lever adds to the regulation capability of (region, year).
        policies: rows of enforced targets.
        implied_bounds: variables whose bounds rows imply.
        after_accounts: rows to be written once the accounts stand.
        pays: rows that several assets share, by name ("operation.balance"), and the income of the why-table they pay.
        passes_on: design variables that only carry sums to policies, by name, with the rows that fill them.
        has_extra_use: whether anything takes power beyond the grid load.
        callable_power: response that can be called at the year's peak, GW, by (region, year).
        forced_use_gw: most power beyond the grid load that existing plant must take, by (region, year).
        output_changes: what levers add to the net output of thermal states, for the dataset.
        quota_terms: what levers add to the renewable energy the quota counts, GWh: (region, year, total row or not).
        water_in: what levers add to a reservoir's water, by (reservoir, year, block), GW in gross electricity.
        capacity_moves: what levers add to a renewable class's capacity beside what is built, by (class, year), GW.
        capacity_room: how far such moves take a class's capacity below what exists and above its potential, GW.
        whole_rows: rows about builds of several years or assets together, by name; one GW by itself has none of them.
        whole_row_years: planning year of such rows that stand alone, by name.
        cohort_credits: what levers add to a cohort's fuel for power and net generation, for its own coal rate.
        timed_sets: sets whose members are blocks or end with one, by id.
    """

    case: Case
    axis: TimeAxis
    asset_classes: Mapping[str, AssetClass]
    pyomo: pyo.ConcreteModel = field(default_factory=pyo.ConcreteModel)
    injections: list[BlockRule] = field(default_factory=list)
    withdrawals: list[BlockRule] = field(default_factory=list)
    costs: list[Cost] = field(default_factory=list)
    shapes: dict[str, Shape] = field(default_factory=dict)
    account_terms: dict[str, list[BlockRule]] = field(default_factory=dict)
    account_sums: dict[str, list[BlockRule]] = field(default_factory=dict)
    account_rates: dict[str, list[BlockRule]] = field(default_factory=dict)
    accounts_wanted: set[str] = field(default_factory=set)
    firm: list[Callable[[str, int, str], Expression]] = field(default_factory=list)
    capacities: list[Capacity] = field(default_factory=list)
    peaking: list[Callable[[str, int], Expression]] = field(default_factory=list)
    policies: list[PolicyRow] = field(default_factory=list)
    implied_bounds: list[pyo.Var] = field(default_factory=list)
    after_accounts: list[Callable[[], None]] = field(default_factory=list)
    pays: dict[str, str] = field(default_factory=dict)
    own_accounts: list[str] = field(default_factory=list)
    passes_on: dict[str, tuple[str, ...]] = field(default_factory=dict)
    has_extra_use: bool = False
    output_changes: list[OutputChange] = field(default_factory=list)
    callable_power: list[Callable[[str, int], Expression]] = field(default_factory=list)
    quota_terms: list[Callable[[str, int, bool], Expression]] = field(default_factory=list)
    water_in: list[BlockRule] = field(default_factory=list)
    capacity_moves: list[Callable[[str, int], Expression]] = field(default_factory=list)
    capacity_room: dict[tuple[str, int], tuple[float, float]] = field(default_factory=dict)
    cohort_credits: list[CohortCredit] = field(default_factory=list)
    forced_use_gw: dict[tuple[str, int], float] = field(default_factory=dict)
    whole_rows: list[str] = field(default_factory=list)
    whole_row_years: dict[str, int] = field(default_factory=dict)
    timed_sets: dict[int, pyo.Set] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.years: list[int] = sorted(self.case.settings.years)
        self.rate: float = self.case.settings.discount_rate
        self.year_weight = year_weights(self.years, self.rate)
        self.regions: list[str] = list(dict.fromkeys(self.case.tables["regions"]["region"]))
        m = self.pyomo
        m.data, m.design, m.operation = pyo.Block(), pyo.Block(), pyo.Block()
        m.REGIONS = pyo.Set(initialize=self.regions)
        m.YEARS = pyo.Set(initialize=self.years)
        m.BLOCKS = pyo.RangeSet(0, len(self.axis) - 1)
        self._set_time()
        self.shapes[PER_HOUR] = Shape(lambda _i, _t: 1.0, np.ones(len(self.axis)))

    @property
    def is_path(self) -> bool:
        """Whether there are several planning years, which what is built, closed and retrofitted then links."""
        return len(self.years) > 1

    # -- shortcuts ---------------------------------------------------------------------------------------------

    @property
    def data(self) -> pyo.Block:
        """Sets and parameters of the subjects."""
        return self.pyomo.data

    @property
    def design(self) -> pyo.Block:
        """Design variables and the rows among them."""
        return self.pyomo.design

    @property
    def operation(self) -> pyo.Block:
        """Operation variables and their rows."""
        return self.pyomo.operation

    # -- time --------------------------------------------------------------------------------------------------

    def _set_time(self) -> None:
        m, axis, n = self.pyomo, self.axis, len(self.axis)
        blocks = range(n)
        m.weight_h = pyo.Param(m.BLOCKS, initialize=dict(zip(blocks, axis.weight_h.tolist(), strict=True)))
        m.duration_h = pyo.Param(m.BLOCKS, initialize=dict(zip(blocks, axis.duration_h.astype(float).tolist(),
                                                               strict=True)))
        linked = [t for t in blocks if axis.previous[t] >= 0]
        m.LINKED_BLOCKS = pyo.Set(initialize=linked)
        m.previous = pyo.Param(m.LINKED_BLOCKS, initialize={t: int(axis.previous[t]) for t in linked})
        gap = {t: 0.5 * float(axis.duration_h[t] + axis.duration_h[axis.previous[t]]) for t in linked}
        m.hours_since_previous = pyo.Param(m.LINKED_BLOCKS, initialize=gap)
        # Level points: the end of each block, and for a window the level it starts from, handed in from outside.
        m.POINTS = pyo.RangeSet(0 if axis.cyclic else -1, n - 1)
        m.level_before = pyo.Param(m.BLOCKS, initialize={t: int(axis.previous[t]) for t in blocks})
        # Months of a further weather year are months of their own, so that sums stay within a weather year.
        number = axis.month_by_weather
        months = [int(month) for month in dict.fromkeys(number.tolist())]
        m.MONTHS = pyo.Set(initialize=months)
        m.blocks_in = pyo.Set(m.MONTHS, initialize={
            month: np.flatnonzero(number == month).tolist() for month in months
        })
        self.over_blocks(m.BLOCKS, m.LINKED_BLOCKS, m.POINTS, m.blocks_in)
        if axis.weather_years > 1:
            self._set_weather_years(months)

    def _set_weather_years(self, months: list[int]) -> None:
        m, axis = self.pyomo, self.axis
        numbers = dict(zip(dict.fromkeys(axis.stretch.tolist()), axis.probability.tolist(), strict=True))
        m.WEATHER_YEARS = pyo.Set(initialize=list(numbers))
        m.months_of = pyo.Set(m.WEATHER_YEARS, initialize={
            one: [month for month in months if (month - 1) // MONTHS_PER_YEAR == one] for one in numbers})
        m.probability = pyo.Param(m.WEATHER_YEARS, initialize=numbers)

    @property
    def month_hours(self) -> dict[int, float]:
        """Hours of the year each month of the axis stands for."""
        weight, month = self.axis.weight_h, self.axis.month_by_weather
        return {m: float(weight[month == m].sum()) for m in self.pyomo.MONTHS}

    def season_share(self, column: str) -> dict[tuple[str, int], np.ndarray]:
        """Share of each block in the months a region's column lists, by (region, year); shape (n_blocks,) each."""
        shares = {}
        for year in self.years:
            for region, text in self.rows("regions", year)[column].items():
                months = {int(word) for word in str(text).split()}
                shares[region, year] = self.axis.share_of_months(months)
        return shares

    def over_blocks(self, *sets: pyo.Set) -> None:
        """Say that the members of these sets are blocks, or end with one: rows over them are written block by block."""
        self.timed_sets.update({id(members): members for members in sets})

    def is_over_blocks(self, members: pyo.Set) -> bool:
        """Whether the members of a set are blocks, or end with one."""
        return id(members) in self.timed_sets

    def ends_with_block(self, index: pyo.Set) -> bool:
        """Whether the last label of an index is a block."""
        *_labels, last = index.subsets(expand_all_set_operators=False)
        return self.is_over_blocks(last)

    # -- data --------------------------------------------------------------------------------------------------

    def rows(self, table: str, year: int) -> pd.DataFrame:
        """Rows of a case table in force in a planning year, indexed by the table's key."""
        return self.case.rows(table, year)

    def keys(self, table: str) -> list[tuple[str, int]]:
        """(asset, year) of every row in force, planning years together."""
        return [(name, year) for year in self.years for name in self.rows(table, year).index]

    def values(self, table: str, column: str, missing: float | None = None) -> dict[tuple[str, int], Any]:
        """A column of a table by (asset, year); NaN becomes ``missing``.

        Raises:
            ValueError: if a number is NaN and no ``missing`` is given.
        """
        found: dict[tuple[str, int], Any] = {}
        for year in self.years:
            for name, value in self.case.column(table, year, column):
                if isinstance(value, float) and np.isnan(value):
                    if missing is None:
                        raise ValueError(f"{table}.{column} of {name} in {year} has no value")
                    value = missing
                found[name, year] = value
        return found

    def param(self, name: str, index: pyo.Set, values: Mapping[Any, float]) -> pyo.Param:
        """Put a parameter on the data block; every member of ``index`` must have a value."""
        parameter = pyo.Param(index, initialize={key: float(values[key]) for key in index})
        self.data.add_component(name, parameter)
        return parameter

    def series(self, name: str, index: pyo.Set, arrays: Mapping[Any, np.ndarray]) -> pyo.Param:
        """Put a parameter over ``index`` and blocks on the data block, from an array of shape (n_blocks,) each."""
        parameter = Series(index, self.pyomo.BLOCKS, arrays)
        self.data.add_component(name, parameter)
        return parameter

    def family(self, block: pyo.Block, name: str, *sets: pyo.Set, rule: Callable[..., Expression]) -> None:
        """Put a constraint family with a sum over a listed set (a month's blocks, a cohort's states) on a block.

        Where a set is empty there is no family: Pyomo cannot write the template of such a sum for nobody.
        """
        if all(len(members) for members in sets):
            block.add_component(name, Rows(*sets, rule=rule))

    def in_each_weather(self, block: pyo.Block, name: str, index: pyo.Set,
                        rule: Callable[[tuple[Any, ...], Iterable[int], Expression], Expression]) -> None:
        """Put a family on a block that says something of the energy of every weather year by itself.

        ``rule(index, months, share)`` gives the row: sums go over ``months``, what holds for a year is times ``share``.
        """
        m = self.pyomo
        if self.axis.weather_years == 1:
            block.add_component(name, pyo.Constraint(index, rule=lambda _b, *i: rule(i, m.MONTHS, 1.0)))
        elif len(index):  # Pyomo cannot write the template of a sum over a listed set for nobody.
            block.add_component(name, pyo.Constraint(
                index, m.WEATHER_YEARS, rule=lambda _b, *i: rule(i[:-1], m.months_of[i[-1]], m.probability[i[-1]])))

    def by_region(self, name: str, members: Iterable[tuple[Any, ...]], region_of: Callable[[tuple[Any, ...]], str],
                  dimen: int) -> pyo.Set:
        """Put a set on the data block that lists, for each (region, year), the members there without their year."""
        lists: dict[tuple[str, int], list[Any]] = {(r, y): [] for r in self.regions for y in self.years}
        for member in members:
            region = region_of(member)
            lists[region, member[-1]].append(member[0] if dimen == 1 else member[:-1])
        indexed = pyo.Set(self.pyomo.REGIONS, self.pyomo.YEARS, dimen=dimen, initialize=lists)
        self.data.add_component(name, indexed)
        return indexed

    def profile(self, name: str) -> np.ndarray:
        """An hourly series of the case, shape (8760 x weather years,)."""
        return np.asarray(self.case.profiles[name].to_numpy(dtype=float))

    @property
    def profile_hours(self) -> int:
        """Hours of every hourly series: 8760 for each weather year."""
        return HOURS_PER_YEAR * len(self.case.weather_years)

    def levels_limited_by_rows(self, levels: pyo.Var) -> None:
        """As ``limited_by_rows`` for levels; the one a window starts from is in no row that limits it."""
        if self.axis.cyclic:
            self.limited_by_rows(levels)

    def limited_by_rows(self, *variables: pyo.Var) -> None:
        """Say that rows keep these variables within their bounds, so that the solver need not be given the bounds too.

        The bounds stay for the proof (every column must have finite ones); an interior-point method is faster without.
        """
        self.implied_bounds.extend(variables)

    # -- the shared lists --------------------------------------------------------------------------------------

    def inject(self, rule: BlockRule) -> None:
        """Add power (GW) to the balance of (region, year, block)."""
        self.injections.append(rule)

    def withdraw(self, rule: BlockRule) -> None:
        """Take power (GW) from the balance of (region, year, block)."""
        self.withdrawals.append(rule)

    def account(self, name: str, rule: BlockRule) -> None:
        """Add a rate (per hour) to an account, whose annual sum policies may use; see accounts.py for the names."""
        self.account_terms.setdefault(name, []).append(rule)

    def account_of_month(self, name: str, rule: BlockRule, in_block: BlockRule | None = None) -> None:
        """Add (region, year, month) to an account: a sum over blocks, weighted by the lever itself.

        For variables that do not exist in every block: a template cannot list members block by block within a sum.
        ``in_block`` gives the same as a rate (region, year, block), for rows that ask for the account hour by hour.
        """
        self.account_sums.setdefault(name, []).append(rule)
        if in_block is not None:
            self.account_rates.setdefault(name, []).append(in_block)

    def rates_of(self, account: str) -> list[BlockRule]:
        """All rates (per hour) of (region, year, block) that an account adds up."""
        return [*self.account_terms.get(account, []), *self.account_rates.get(account, [])]

    def declare_account(self, name: str) -> None:
        """Name an account that only one lever knows, so that it may be filled and wanted."""
        if name not in self.own_accounts:
            self.own_accounts.append(name)

    def extra_use(self, rule: BlockRule, of_month: BlockRule | None = None) -> None:
        """Take power (GW) from the balance for a use beyond the grid load that counts as the province's consumption.

        ``of_month`` gives its energy by month where the use does not exist in every block (``account_of_month``).

        The subject says in its design that there is such use (``has_extra_use``), so that the quota asks for it.
        """
        if not self.has_extra_use:
            raise ValueError("set has_extra_use in the design of the subject first")
        self.withdraw(rule)
        if of_month is None:
            self.account("extra_use", rule)
        else:
            self.account_of_month("extra_use", of_month)

    def want(self, *names: str) -> None:
        """Say that a policy needs these accounts; accounts nobody wants are not built."""
        self.accounts_wanted.update(names)

    def cost(self, term: str, subject: str, variable: pyo.Var, index: pyo.Set, rate: Mapping[Any, float],
             paid: Mapping[tuple[Any, ...], Mapping[int, float]] | None = None) -> None:
        """Charge ``rate`` million CNY a year per unit of a design variable, in its own year or those of ``paid``."""
        self.costs.append(Cost(term, subject, variable, index, dict(rate), paid=paid))

    def hourly_cost(self, term: str, subject: str, variable: pyo.Var, index: pyo.Set, rate: Mapping[Any, float],
                    shape: str = PER_HOUR, hours: pyo.Set | None = None) -> None:
        """Charge ``rate`` million CNY per unit and hour of an operation variable, times a shape in time.

        ``hours`` lists the (index, block) of a variable that does not exist in every block.
        """
        self.costs.append(Cost(term, subject, variable, index, dict(rate), shape, hours))

    def year_of(self, key: Iterable[object]) -> int:
        """Planning year of an index: the first of its labels that is one (a month, season or block may follow, and a
        block may have the number of a year).

        Raises:
            StopIteration: if none is.
        """
        return next(label for label in key if isinstance(label, int) and label in self.year_weight)

    def annuities(self, capex: Mapping[Any, float], life: Mapping[Any, float]) -> dict[Any, float]:
        """Yearly capital cost (million CNY per GW, or per GWh) from capex (CNY/kW, or CNY/kWh) and life (years)."""
        return {key: value * annuity(self.rate, life[key]) for key, value in capex.items()}
