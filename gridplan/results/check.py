"""One thing that must hold of a plan, and how far it is off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr

POWER_TOLERANCE_GW, ENERGY_TOLERANCE_GWH = 1e-4, 1e-2
"""0.1 MW and 10 MWh, far below what any plan is about."""


@dataclass(frozen=True)
class Check:
    """One thing that must hold: deviation in its unit, and the tolerance."""

    name: str
    value: float
    tolerance: float
    unit: str
    where: str = ""

    @property
    def ok(self) -> bool:
        """Whether the deviation is within tolerance (a NaN is not)."""
        return bool(self.value <= self.tolerance)


def within(name: str, excess_gw: float) -> Check:
    """A limit in GW (or GWh) that is exceeded by no more than 0.1 MW."""
    return Check(name, excess_gw, POWER_TOLERANCE_GW, "GW")


def most(excess: xr.DataArray) -> float:
    """Largest value of an excess, not below zero; what does not exist is left out."""
    values = excess.values[~np.isnan(excess.values)]
    return max(0.0, float(values.max())) if values.size else 0.0
