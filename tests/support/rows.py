"""Short names for the rows the model's tests are made of, and axes for seasons."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gridplan.model.axis import TimeAxis

FUEL_COST = 0.3
"""Fuel cost of a neutral coal cohort: 300 g/kWh at 1000 CNY/tce, million CNY per GWh."""

UNSERVED_COST = 10.0
"""Cost of unserved energy in a neutral case: 10000 CNY/MWh, million CNY per GWh."""


def coal(name: str = "coal", existing_gw: float = 1.0, **columns: Any) -> dict[str, Any]:
    """A coal cohort: 300 g/kWh, no losses, free to move."""
    return {"cohort": name, "existing_gw": existing_gw, **columns}


def peaker(name: str = "gas", existing_gw: float = 10.0, cost: float = 1000.0, **columns: Any) -> dict[str, Any]:
    """Dear plant without commitment, 1 CNY/kWh unless said otherwise, that fills whatever the others leave."""
    return {"cohort": name, "existing_gw": existing_gw, "technology": "gas_ocgt", "commitment": False,
            "net_rate_g_per_kwh": 0.0, "variable_cost_cny_per_mwh": cost, "fuel": "gas", **columns}


FUELS = [{"fuel": "coal", "is_coal": True}, {"fuel": "gas", "is_coal": False, "co2_t_per_tce": 1.63}]


def wind(name: str = "wind", existing_gw: float = 1.0, **columns: Any) -> dict[str, Any]:
    """A wind class on the series "wind", for which nothing can be built unless a potential is given."""
    return {"renewable": name, "existing_gw": existing_gw, "potential_gw": existing_gw, **columns}


def target(metric: str, value: float, **columns: Any) -> dict[str, Any]:
    """An enforced target called "target"."""
    return {"policy": "target", "metric": metric, "value": value, **columns}


def near(expected: Any, tolerance: float = 1e-6) -> Any:
    """Equal within an absolute tolerance, also for arrays."""
    return pytest.approx(expected, abs=tolerance, rel=1e-7)


def hours_of(*first_hours: int, cyclic: bool = True) -> TimeAxis:
    """An axis of the given single hours of the year, each standing for itself."""
    ones = np.ones(len(first_hours))
    return TimeAxis(np.array(first_hours), ones.astype(int), ones, cyclic)


JANUARY, JULY = 0, 4400
"""An hour of January and one of July."""
