"""Size classes of the coal register, and how units of a class are cooled."""

from __future__ import annotations

from typing import Literal

from gridplan.library.errors import unknown
from gridplan.library.tables import table

Cooling = Literal["air", "wet"]

SIZE_CLASSES = ("<150", "150-300", "300-550", "550-900", ">=900")
"""MW, ascending."""


def cooling(province: str, size_class: str, start_year: float) -> Cooling:
    """Cooling assumed for units of a province: air where water is short and the units are young and
    large enough (`coal_cooling.csv`), else wet.

    Raises LibraryError for an unknown size class.
    """
    if size_class not in SIZE_CLASSES:
        raise unknown("size class", size_class, SIZE_CLASSES)
    dry = table("coal_cooling").set_index("province")
    if province not in dry.index:
        return "wet"
    large = SIZE_CLASSES.index(size_class) >= SIZE_CLASSES.index(dry.at[province, "min_size_class"])
    return "air" if large and start_year >= dry.at[province, "air_cooled_from_year"] else "wet"
