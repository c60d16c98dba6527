"""Modules that Pyomo asks for wherever they are installed, and that gridplan has no use for: loaded when somebody has.

With SciPy there, Pyomo loads scipy.stats, scipy.spatial and scipy.integrate: a third of what starting takes, in each of
a sweep's processes too.  The standard library's own lazy loader does not do: it loads a module as soon as anything of
it is looked at, and those who go through all modules look at each.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

SELDOM_USED = ("scipy.stats", "scipy.spatial", "scipy.integrate")

WANTED_TO_LOAD = ("__path__", "__all__")
"""What Python reads of a module to load what is in it; what else begins so is read by those who look at every module.
"""


class _PutOff(ModuleType):
    """Stands for a module until something of it is wanted, and hands on what is."""

    @property
    def __spec__(self) -> ModuleSpec | None:
        """Where the module would be loaded from, for those who ask whether it is there (importlib.util.find_spec)."""
        known: dict[str, Any] = vars(self)
        if "_found" not in known:
            parent = self.__name__.rpartition(".")[0]
            path = import_module(parent).__path__ if parent else None
            known["_found"] = PathFinder.find_spec(self.__name__, path)
        found: ModuleSpec | None = known["_found"]
        return found

    @__spec__.setter
    def __spec__(self, _given: ModuleSpec | None) -> None:
        """Python gives every new module none, and is not listened to."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name not in WANTED_TO_LOAD:
            raise AttributeError(f"module {self.__name__!r} is not loaded yet and has no {name!r}")
        if sys.modules.get(self.__name__) is self:
            sys.modules.pop(self.__name__, None)
        return getattr(import_module(self.__name__), name)


def put_off(*names: str) -> None:
    """Have modules loaded when something of them is first wanted; those that are loaded already stay."""
    for name in names:
        sys.modules.setdefault(name, _PutOff(name))


__all__ = ["SELDOM_USED", "put_off"]
