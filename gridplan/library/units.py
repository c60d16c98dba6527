"""Figures that turn one unit into another."""

from __future__ import annotations

HOURS_PER_DAY = 24
HOURS_PER_YEAR = 8760
KT_PER_MT = 1000.0
GWH_PER_TWH = 1000.0
GWH_PER_PJ = 1000.0 / 3.6

__all__ = ["GWH_PER_PJ", "GWH_PER_TWH", "HOURS_PER_DAY", "HOURS_PER_YEAR", "KT_PER_MT"]
