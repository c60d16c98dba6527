"""A solved point as a labelled dataset: every subject hands over its arrays, this file puts names and units on them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import xarray as xr

from gridplan.case.schema import schema
from gridplan.model import balance, quota
from gridplan.model.build import SUBJECTS
from gridplan.model.fleet import AS_IS
from gridplan.model.frame import Model
from gridplan.model.point import Labelled, Point
from gridplan.results.labels import variable_name
from gridplan.results.types import WEATHER_YEAR

UNIT_OF_SUFFIX = (("_kt_per_h", "kt/h"), ("_cny_per_mwh", "CNY/MWh"), ("_gwh", "GWh"), ("_gw", "GW"))

def assemble(model: Model, point: Point) -> xr.Dataset:
    """The dataset of docs/architecture.md, from a point of the problem; NaN where an asset has no such state."""
    parts: dict[str, Labelled] = {}
    for subject in (*SUBJECTS, balance, quota):
        parts |= subject.extract(model, point)
    labels = _labels(model)
    arrays = {name: _variable(name, part, labels, len(model.axis)) for name, part in parts.items()}
    used = dict.fromkeys(str(dimension) for variable in arrays.values() for dimension in variable.dims)
    return xr.Dataset(arrays, coords={name: labels[name] for name in used if name != "time"} | _time(model))


def _labels(model: Model) -> dict[str, list[Any]]:
    labels: dict[str, list[Any]] = {
        dimension: _unique(name for name, _year in model.keys(assets.table))
        for dimension, assets in model.asset_classes.items()
    }
    return labels | {"region": list(model.regions), "year": list(model.years), "state": states(),
                     "from_state": states()}


def states() -> list[str]:
    """Every state a cohort's capacity can be in, ``as_is`` first."""
    return [AS_IS, *schema().tables["retrofits"].columns["state"].choices]


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _variable(name: str, part: Labelled, labels: dict[str, list[Any]], blocks: int) -> xr.Variable:
    hourly = part.dims[-1] == "time"
    own = part.dims[:-1] if hourly else part.dims
    shape = tuple(len(labels[dimension]) for dimension in own) + ((blocks,) if hourly else ())
    values = np.full(shape, np.nan)
    places = [{label: i for i, label in enumerate(labels[dimension])} for dimension in own]
    for key, row in zip(part.keys, part.values, strict=True):
        values[tuple(place[label] for place, label in zip(places, key, strict=True))] = row
    unit = next(unit for suffix, unit in UNIT_OF_SUFFIX if name.endswith(suffix))
    attrs = {"units": unit, "long_name": variable_name(name, "en"), "long_name_zh": variable_name(name, "zh")}
    return xr.Variable(part.dims, values, attrs)


def _time(model: Model) -> dict[str, Any]:
    axis = model.axis
    names = np.array([one.name for one in model.case.weather_years])
    weather = {WEATHER_YEAR: ("time", names[axis.stretch])} if axis.weather_years > 1 else {}
    return weather | {
        "time": np.arange(len(axis)),
        "hour_of_year": ("time", axis.first_hour), "duration_h": ("time", axis.duration_h.astype(float)),
        "weight_h": ("time", axis.weight_h), "month": ("time", axis.month), "day": ("time", axis.day),
    }
