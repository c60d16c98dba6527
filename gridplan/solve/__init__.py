"""Solving a case: the matrix, the solver, the verification of the point found.

The package is itself callable, because `gridplan.solve` is both this package and the public function: importing
any part of it puts the package under that name.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

# Before anything here loads SciPy.
import gridplan.model  # noqa: F401


class _CallablePackage(ModuleType):
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Solve a case; see `gridplan.solve.run.solve`."""
        from gridplan.solve.run import solve

        return solve(*args, **kwargs)


sys.modules[__name__].__class__ = _CallablePackage
