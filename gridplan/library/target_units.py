"""Units of targets: which can be turned into which, how each is shown, and in what money a unit of it is priced.

`target_units.csv` gives every unit its quantity and its size in that quantity's base unit; two units of one quantity
can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from gridplan.library.errors import unknown
from gridplan.library.tables import table


@dataclass(frozen=True)
class TargetUnit:
    """A unit of the target list.

    Attributes:
        quantity: what it measures; units of one quantity can be compared.
        factor: base units of the quantity in one of this unit.
        shown: language to (name, factor, decimals) it is printed in.
        price: language to (unit of money per unit, factor to it from million CNY per unit of this).
    """

    quantity: str
    factor: float
    shown: dict[str, tuple[str, float, int]]
    price: dict[str, tuple[str, float]]


def target_unit(name: str) -> TargetUnit:
    """A unit by its name in the list.

    Raises LibraryError with the nearest names when there is none.
    """
    if name not in _units():
        raise unknown("unit", name, _units())
    return _units()[name]


def units_in(unit: str, other: str) -> float | None:
    """How many of `other` are in one `unit`; None where they measure different things or one is unknown."""
    known = _units()
    if unit not in known or other not in known or known[unit].quantity != known[other].quantity:
        return None
    return known[unit].factor / known[other].factor


@cache
def _units() -> dict[str, TargetUnit]:
    return {
        str(row["unit"]): TargetUnit(
            str(row["quantity"]), float(row["factor"]),
            {lang: (str(row[lang]), float(row[f"{lang}_factor"]), int(row[f"{lang}_digits"])) for lang in ("zh", "en")},
            {lang: (str(row[f"price_{lang}"]), float(row[f"price_{lang}_factor"])) for lang in ("zh", "en")},
        )
        for row in table("target_units").to_dict("records")
    }


__all__ = ["TargetUnit", "target_unit", "units_in"]
