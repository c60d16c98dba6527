"""Builds the linear programme of a case over a time axis: the list of its subjects, in order.

    design      what to build and retrofit, and rows among that
    operation   every block of the time axis
    policies    the targets the case enforces, over annual accounts
    objective   the sum of what the subjects registered
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from pyomo.core.base import constraint
from pyomo.core.base import objective as objective_module

from gridplan.model import (
    accounts,
    adequacy,
    balance,
    build_limits,
    capacity_mix,
    capacity_targets,
    certificates,
    channel_share,
    chp,
    coal_targets,
    cohort_coal_rate,
    connection,
    consumption_targets,
    contracts,
    demand,
    electrolysers,
    emergency_reserve,
    energy_targets,
    excess_trade,
    flexibility_targets,
    flexible,
    green_use,
    heat,
    heat_at_peak,
    heat_sources,
    heat_stores,
    hybrid_pumps,
    life_extension,
    links,
    loads,
    objective,
    operating_reserve,
    quota,
    renewables,
    replacement,
    repowering,
    reservoirs,
    response,
    store_groups,
    stores,
    support,
    thermal,
    trade_targets,
    vehicle_to_grid,
)
from gridplan.model.assets import AssetClass, Extension
from gridplan.model.axis import TimeAxis
from gridplan.model.frame import Model
from gridplan.model.policies import PolicyBook
from gridplan.model.undisturbed import undisturbed

if TYPE_CHECKING:
    from gridplan.case.case import Case

SUBJECTS = (
    demand,
    thermal,
    life_extension,
    emergency_reserve,
    replacement,
    repowering,
    renewables,
    connection,
    hybrid_pumps,
    reservoirs,
    stores,
    store_groups,
    links,
    response,
    loads,
    flexible,
    vehicle_to_grid,
    electrolysers,
    contracts,
    support,
    certificates,
    excess_trade,
    heat,
    chp,
    heat_sources,
    heat_stores,
    heat_at_peak,
    operating_reserve,
    build_limits,
)
"""Files of the power system; each has design, operation and extract."""

ASSET_CLASSES: dict[str, AssetClass] = {
    subject.ASSETS.dimension: subject.ASSETS for subject in SUBJECTS if hasattr(subject, "ASSETS")
}
"""Assets by dimension of the dataset."""

EXTENSIONS: tuple[Extension, ...] = tuple(
    extension for subject in SUBJECTS for extension in getattr(subject, "EXTENDS", ()))
"""Variables that levers add to other subjects' assets."""

POLICY_SUBJECTS = (
    quota,
    channel_share,
    capacity_targets,
    energy_targets,
    coal_targets,
    cohort_coal_rate,
    green_use,
    adequacy,
    trade_targets,
    capacity_mix,
    consumption_targets,
    flexibility_targets,
)
"""Files of the policies; each has policies(model, book)."""


def build_model(case: Case, axis: TimeAxis, accounts_asked: Sequence[str] = ()) -> Model:
    """The linear programme of a case over a time axis; ``accounts_asked`` are built even where no policy wants them.

    Raises:
        ValueError: if the case holds what the model cannot (an enforced target without a constraint).
        KeyboardInterrupt: on Ctrl-C, between two steps.
    """
    model = Model(case, axis, asset_classes=ASSET_CLASSES)
    with templates(), no_garbage_collection():
        for step in _steps(model, accounts_asked):
            with undisturbed():
                step()
    return model


def _steps(model: Model, accounts_asked: Sequence[str]) -> Iterator[Callable[[], None]]:
    """What is built one after the other, each to be done as a whole."""
    for subject in SUBJECTS:
        yield partial(subject.design, model)
    yield partial(quota.design, model)
    book = PolicyBook(model)
    for policy in POLICY_SUBJECTS:
        yield partial(policy.policies, model, book)
    model.want(*accounts_asked)
    yield partial(accounts.design, model)
    for subject in SUBJECTS:
        yield partial(subject.operation, model)
    yield partial(accounts.operation, model)
    yield partial(balance.operation, model)
    yield from model.after_accounts
    yield book.check_all_taken
    yield partial(objective.build, model)


@contextlib.contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Spare the collector its walks over hundreds of thousands of new objects, none of them garbage, while inside."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextlib.contextmanager
def templates() -> Iterator[None]:
    """Have Pyomo write each constraint family once, as a template over its sets, while inside."""
    before = constraint.TEMPLATIZE_CONSTRAINTS, objective_module.TEMPLATIZE_OBJECTIVES
    constraint.TEMPLATIZE_CONSTRAINTS = objective_module.TEMPLATIZE_OBJECTIVES = True
    try:
        yield
    finally:
        constraint.TEMPLATIZE_CONSTRAINTS, objective_module.TEMPLATIZE_OBJECTIVES = before
