"""gridplan: least-cost provincial power planning, every hour of the year.

The Python door: `load_case`, `check_case`, `solve`, `open_results`.  They are imported on first use, so that
`import gridplan` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from gridplan.case.load import check_case as check_case
    from gridplan.case.load import load_case as load_case
    from gridplan.results.open import open_results as open_results
    from gridplan.solve.run import solve as solve

_HOMES = {
    "load_case": "gridplan.case.load",
    "check_case": "gridplan.case.load",
    "solve": "gridplan.solve.run",
    "open_results": "gridplan.results.open",
}

__all__ = ["check_case", "load_case", "open_results", "solve"]


def __getattr__(name: str) -> Any:
    """Import a public function on first use; `gridplan.solve` the package stays reachable as a submodule."""
    if name not in _HOMES:
        raise AttributeError(f"module 'gridplan' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
