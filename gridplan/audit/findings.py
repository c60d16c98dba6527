"""What the auditor looked at, how far it was off, and how far it may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

POWER_GW = 1e-4
"""0.1 MW: tolerance of balances and limits."""

LEVEL_GWH = 1e-3
"""1 MWh: tolerance of levels and of sums over a day."""

ENERGY_GWH = 1e-2
"""10 MWh: tolerance of yearly energy; interior points close annual rows to about a millionth."""

RELATIVE = 1e-9
"""Share by which a figure worked out twice from the same numbers may differ."""

Deviation = float | np.ndarray | Sequence[float]


@dataclass(frozen=True)
class Finding:
    """One check: the largest deviation found, the tolerance, where it was, and how many figures it covers."""

    group: str
    name: str
    value: float
    tolerance: float
    unit: str
    where: str
    figures: int

    @property
    def ok(self) -> bool:
        """Whether the deviation is within tolerance (a figure that is none is not)."""
        return bool(self.value <= self.tolerance)


class Findings:
    """Checks as they are made; those of one name are one line, with the worst of them."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Finding] = {}
        self.group = ""

    def add(self, name: str, deviation: Deviation, tolerance: float, unit: str, where: str = "") -> None:
        """Take note of a deviation; what is negative (room left) counts as none, a figure that is none as infinite."""
        values = np.atleast_1d(np.asarray(deviation, dtype=float)).ravel()
        if not values.size:
            return
        values = np.where(np.isnan(values), np.inf, values)
        place = int(values.argmax())
        worst = max(0.0, float(values[place]))
        if values.size > 1 and where:
            where = f"{where} [{place}]"
        elif values.size > 1:
            where = f"[{place}]"
        known = self._found.get((self.group, name))
        count = values.size + (known.figures if known else 0)
        if known is None or worst / tolerance > known.value / known.tolerance:
            known = Finding(self.group, name, worst, tolerance, unit, where if worst > 0 else "", count)
        self._found[self.group, name] = Finding(
            known.group, known.name, known.value, known.tolerance, known.unit, known.where, count)

    def apart(self, name: str, ours: Deviation, theirs: Deviation, tolerance: float, unit: str,
              where: str = "") -> None:
        """Take note of how far two figures are apart; both missing is agreement, one missing is not."""
        left, right = np.broadcast_arrays(np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float))
        gap = np.abs(left - right)
        both = np.isnan(left) & np.isnan(right)
        self.add(name, np.where(both, 0.0, gap), tolerance, unit, where)

    def same(self, name: str, ours: float, theirs: float, where: str = "", share: float = RELATIVE,
             floor: float = 1e-9) -> None:
        """Take note of two figures of one size: their distance as a share of the larger, small ones by ``floor``."""
        if np.isnan(ours) and np.isnan(theirs):
            self.add(name, 0.0, share, "", where)
            return
        size = max(abs(ours), abs(theirs), floor / share)
        self.add(name, abs(ours - theirs) / size, share, "", where)

    def holds(self, name: str, true: bool, where: str = "") -> None:
        """Take note of something that is so or not."""
        self.add(name, 0.0 if true else 1.0, 0.5, "", where)

    def lines(self) -> list[Finding]:
        """All checks in the order they were first made."""
        return list(self._found.values())
