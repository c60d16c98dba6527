"""Where the figures and the shipped cases are.

In a checkout `data/` and `cases/` stand beside the package; in an installed wheel they stand inside it.
Nothing else in the package knows this.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


@cache
def data_dir() -> Path:
    """Folder of the figures that ship with the tool.

    Raises FileNotFoundError, naming the places tried, when the installation is incomplete.
    """
    return _folder("data", "schema.csv")


@cache
def cases_dir() -> Path:
    """Folder of the cases that ship with the tool.

    Raises FileNotFoundError, naming the places tried, when the installation is incomplete.
    """
    return _folder("cases", "")


def _folder(name: str, landmark: str) -> Path:
    places = [PACKAGE / name, PACKAGE.parent / name]
    for place in places:
        # The landmark keeps an unrelated folder of the same name from being taken for ours.
        if place.is_dir() and (place / landmark).exists():
            return place
    tried = ", ".join(str(place) for place in places)
    raise FileNotFoundError(f"the {name} folder of gridplan is missing; tried {tried}")
