"""What each lever brings to the tests about all of them; one file per lever, found by itself.

A file may define any of

    NEUTRAL         table to column to the value that does nothing, for small cases
    RICH            table to rows added to the rich case
    RICH_COLUMNS    (table, key) to columns set in rows the rich case has
    RICH_PROFILES   hourly series added to the rich case
    EFFECTS         "table.column" to an Effect (tests/support/effects.py)
    NO_EFFECT       "table.column" to the reason why it moves nothing in the problem
    GOLDEN          name to a function that makes the case whose problem is stored as text
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType
from typing import Any


@cache
def levers() -> tuple[ModuleType, ...]:
    """The files of this folder, in the order of their names."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__))
    return tuple(importlib.import_module(f"{__name__}.{name}") for name in names)


def given(name: str) -> list[dict[Any, Any]]:
    """What every lever's file defines under a name."""
    return [getattr(lever, name) for lever in levers() if hasattr(lever, name)]


def merged(name: str) -> dict[Any, Any]:
    """The levers' dictionaries of a name as one; a key may come from one lever only."""
    together: dict[Any, Any] = {}
    for part in given(name):
        assert not together.keys() & part.keys(), together.keys() & part.keys()
        together |= part
    return together
