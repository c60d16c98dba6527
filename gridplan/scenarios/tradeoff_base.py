"""What both kinds of trade-off run begin with: the case's programme, built and solved once, and what is said of it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gridplan.case.settings import Choice, chosen
from gridplan.library.units import HOURS_PER_YEAR
from gridplan.model.axis import TimeAxis
from gridplan.model.build import build_model
from gridplan.model.frame import Model
from gridplan.scenarios.tradeoff_measures import ACCOUNTS, Measure, capacity_forms, measures_of
from gridplan.solve.asked import Asked, Reading
from gridplan.solve.certified.door import DEFAULT_GAP, crew_of
from gridplan.solve.direct import Progress
from gridplan.solve.forms import Form, FormReader
from gridplan.solve.held import HeldProgramme
from gridplan.solve.matrix import Problem, compile_problem
from gridplan.solve.priced import PricedProgramme
from gridplan.solve.solver import HIGHS, TITLES
from gridplan.solve.ways import is_certified

if TYPE_CHECKING:
    from gridplan.case.case import Case


class TradeoffError(Exception):
    """A trade-off that cannot be run; ``key`` names the sentence, ``blanks`` fill it in."""

    def __init__(self, key: str, **blanks: object) -> None:
        super().__init__(key)
        self.key, self.blanks = key, blanks


@dataclass(frozen=True)
class Wish:
    """How a trade-off run is solved; None leaves it to the case.

    Attributes:
        hours: hours of the year solved (whole days).
        method, threads: of the solver.
        region: one region to measure, all together if None.
        gap: to prove, where the certified method solves: (cost - bound) / cost.
    """

    hours: int = HOURS_PER_YEAR
    method: str | None = None
    threads: int | None = None
    region: str | None = None
    gap: float = DEFAULT_GAP


@dataclass(frozen=True)
class Base:
    """A case's solved programme and the forms read from its plans.

    Attributes:
        case: the case.
        model: its model over the hours solved.
        held: the programme, its base plan solved.
        measures: by name.
        capacities: by technology (GW), coal retrofitted (GW), energy of stores (GWh).
        regions: regions measured.
        hours: hours of the year solved.
    """

    case: Case
    model: Model
    held: Asked
    measures: dict[str, Measure]
    capacities: dict[str, Form]
    regions: Sequence[str]
    hours: int

    def levels(self, value: np.ndarray) -> dict[str, float]:
        """Every measure of a plan, kt and %."""
        return {name: measure.level(value) for name, measure in self.measures.items()}

    def built(self, value: np.ndarray) -> dict[str, float]:
        """Capacities of a plan, GW (stores' energy GWh); dust is nothing."""
        return {name: max(form.at(value), 0.0) for name, form in self.capacities.items()}

    def excess(self, measure: Measure, level: float, sign: float = 1.0) -> Reading:
        """What exceeds a level of a measure (kt or %), times ``sign``, in any model of the case."""
        def read(model: Model, problem: Problem) -> Form:
            here = (self.measures if model is self.model
                    else measures_of(model, FormReader(model, problem), self.regions))
            return here[measure.name].excess(level).times(sign)
        return read

    def capacity(self, technology: str, sign: float) -> Reading:
        """A technology's capacity, times ``sign``, in any model of the case."""
        def read(model: Model, problem: Problem) -> Form:
            here = (self.capacities if model is self.model
                    else capacity_forms(model, FormReader(model, problem), self.regions))
            return here[technology].times(sign)
        return read


def asked_of(wish: Wish, case: Case) -> Choice:
    """The method and solver a trade-off is to be solved by.

    Raises:
        TradeoffError: for a solver other than HiGHS where one programme is asked again and again: no other adapter
            takes further rows.
    """
    choice = chosen(wish.method, None, case.settings.solver)
    if choice.solver != HIGHS and not is_certified(choice.method, wish.hours * len(case.probabilities), False):
        raise TradeoffError("tradeoff_highs", solver=TITLES[choice.solver])
    return choice


def solve_base(case: Case, wish: Wish, tell: Progress) -> Base:
    """Build and solve a case's plan, and keep it for further questions.

    Raises:
        TradeoffError: for a region the case does not have, or a solver other than HiGHS where one programme is asked
            again and again.
        NotSolved: if the plan cannot be proven.
    """
    regions = list(dict.fromkeys(case.tables["regions"]["region"].astype(str)))
    if wish.region is not None and wish.region not in regions:
        raise TradeoffError("tradeoff_region", region=wish.region, known=", ".join(regions))
    chosen = regions if wish.region is None else [wish.region]
    asked_of(wish, case)
    tell("build", hours=wish.hours)
    model = build_model(case, TimeAxis.shortened_year(wish.hours).over(case.probabilities), ACCOUNTS)
    programme = compile_problem(model)
    reader, settings = FormReader(model, programme), case.settings.solver
    measures, capacities = measures_of(model, reader, chosen), capacity_forms(model, reader, chosen)
    choice, threads = asked_of(wish, case), wish.threads or settings.threads
    held: Asked
    if is_certified(choice.method, len(model.axis), False):
        deadline = None if settings.time_limit_s is None else time.perf_counter() + settings.time_limit_s
        crew = crew_of("auto" if choice.solver == HIGHS else choice.solver, threads, deadline, lambda: None, None)
        held = PricedProgramme(case, model, programme, gap=wish.gap, crew=crew, tell=tell)
    else:
        held = HeldProgramme(model, programme, method=choice.method, threads=threads,
                             time_limit_s=settings.time_limit_s, tell=tell)
    return Base(case, model, held, measures, capacities, chosen, wish.hours)


__all__ = ["Base", "TradeoffError", "Wish", "solve_base"]
