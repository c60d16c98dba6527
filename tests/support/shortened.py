"""Results cut to their first hours, dataset and time axis alike, as a planner's own short run has them."""

from __future__ import annotations

from dataclasses import replace

import xarray as xr

from gridplan.model.axis import TimeAxis
from gridplan.results.types import Results


def first_hours(results: Results, hours: int) -> Results:
    """The first blocks of a run in the place of all of them, each with the weight it has."""
    return on_own_axis(results, results.dataset.isel(time=slice(0, hours)))


def on_own_axis(results: Results, dataset: xr.Dataset) -> Results:
    """The results with another dataset of the same weather year, and the axis that dataset tells of."""
    axis = TimeAxis(dataset["hour_of_year"].values, dataset["duration_h"].values.astype(int),
                    dataset["weight_h"].values, results.axis.cyclic)
    return replace(results, dataset=dataset, axis=axis)
