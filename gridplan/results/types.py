"""What a finished run is in memory: the labelled dataset and what is needed to account for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import pandas as pd
import xarray as xr

from gridplan.case.case import Case
from gridplan.model.axis import TimeAxis

WEATHER_YEAR = "weather_year"
"""Coordinate of the blocks that names their weather year, where there are several."""


@dataclass(frozen=True)
class Results:
    """One solved case.

    Attributes
    ----------
    case
        The case solved.  Opened from a results folder it has no hourly series (`profiles` is empty).
    dataset
        Every variable with labels and units; dims and names as in docs/architecture.md.
    costs
        Columns term, subject, asset, region, year, million_cny.
    policies
        One row per policy and planning year; columns as in docs/architecture.md.
    run
        The content of run.json.
    axis
        The time axis the case was solved on.
    why
        What every asset earns and costs, and what would bring in what is not built; columns as in why.py.
    without_retrofits
        What changes without each kind of coal retrofit; empty unless asked for; columns as in retrofit_types.py.
    targets
        One line per target that concerns a region, of the list and of the case; columns as in target_scores.py.
    drawn_up
        Accounts already drawn up (`once`), since most of them are asked for many times.
    """

    case: Case
    dataset: xr.Dataset
    costs: pd.DataFrame
    policies: pd.DataFrame
    run: dict[str, Any]
    axis: TimeAxis
    why: pd.DataFrame = field(default_factory=pd.DataFrame)
    without_retrofits: pd.DataFrame = field(default_factory=pd.DataFrame)
    targets: pd.DataFrame = field(default_factory=pd.DataFrame)
    drawn_up: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def completed(self, **judgements: pd.DataFrame) -> Results:
        """The results with tables that nothing drawn up so far can have read; the accounts drawn up are kept.

        Policies of results without any are such (whoever reads them fails), and what is only shown: why, targets.
        """
        found = replace(self, **judgements)
        found.drawn_up.update(self.drawn_up)
        return found


Arguments = ParamSpec("Arguments")
Found = TypeVar("Found")


def kept(
    work: Callable[Concatenate[Results, Arguments], Found]
) -> Callable[Concatenate[Results, Arguments], Found]:
    """Work something out once for each results and arguments; what is kept is shared, so nobody may change it."""

    @wraps(work)
    def found(results: Results, /, *arguments: Arguments.args, **named: Arguments.kwargs) -> Found:
        key = (work, *arguments, *named.items())
        if key not in results.drawn_up:
            results.drawn_up[key] = work(results, *arguments, **named)
        return cast(Found, results.drawn_up[key])

    return found


def once(account: Callable[[Results], pd.DataFrame]) -> Callable[[Results], pd.DataFrame]:
    """Draw an account up once for each results; every caller gets a frame of its own."""

    drawn_up = kept(account)

    @wraps(account)
    def drawn(results: Results) -> pd.DataFrame:
        return drawn_up(results).copy(deep=False)

    return drawn
