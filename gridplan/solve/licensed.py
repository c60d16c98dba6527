"""What Gurobi and COPT have in common: their names, the words for a status, and refusals."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from gridplan.solve.solver import TITLES, SolverRefused

OPTIMAL, INFEASIBLE, UNBOUNDED = "Optimal", "Infeasible", "Unbounded"
TIME_LIMIT, INTERRUPTED, UNKNOWN = "Time limit reached", "Interrupted by user", "Unknown"
"""Statuses in HiGHS's words, whichever solver says so."""

PACKAGES = {"gurobi": "gurobipy", "copt": "coptpy"}
LICENCES = {"gurobi": "https://www.gurobi.com/downloads", "copt": "https://www.shanshu.ai/copt"}


def installed(solver: str) -> Any:
    """The package of Gurobi or COPT, imported only when it is asked for.

    Raises:
        SolverRefused: if it is not installed.
    """
    try:
        return import_module(PACKAGES[solver])
    except ImportError:
        raise not_installed(solver) from None


def not_installed(solver: str) -> SolverRefused:
    """The package is missing."""
    title = TITLES[solver]
    return SolverRefused(
        f"{title} is not installed here: pip install \"gridplan[{solver}]\", or solve with HiGHS, which needs no "
        f"licence, by leaving {title} out",
        f"本机未安装 {title}：请执行 pip install \"gridplan[{solver}]\"；不指定 {title} 时用 HiGHS 求解，无需许可证")


def not_licensed(solver: str, reason: str) -> SolverRefused:
    """The package is there, but its licence does not hold."""
    title = TITLES[solver]
    return SolverRefused(
        f"{title} has no valid licence here ({reason}); get one from {LICENCES[solver]}, or solve with HiGHS, which "
        f"needs none, by leaving {title} out",
        f"{title} 在本机没有有效许可证（{reason}）；可在 {LICENCES[solver]} 申请；不指定 {title} 时用 HiGHS 求解，"
        "无需许可证")


def too_large(solver: str, rows: int, columns: int, limit: str) -> SolverRefused:
    """The licence is one for small programmes.  ``limit``: its rows and columns, as in "2000"; "" where not known."""
    title = TITLES[solver]
    at_most = f", at most {limit} rows and {limit} columns" if limit else ""
    most = f"，行、列各不超过 {limit}" if limit else ""
    return SolverRefused(
        f"this programme ({rows} rows, {columns} columns) is too large for {title}'s free licence{at_most}; install a "
        f"full one ({LICENCES[solver]}), or solve with HiGHS, which has no limit, by leaving {title} out",
        f"本案例的规划问题（{rows} 行、{columns} 列）超出 {title} 免费许可证的规模{most}；请安装完整许可证"
        f"（{LICENCES[solver]}）；不指定 {title} 时用 HiGHS 求解，无规模限制")


__all__ = ["INFEASIBLE", "INTERRUPTED", "OPTIMAL", "TIME_LIMIT", "UNBOUNDED", "UNKNOWN",
           "installed", "not_installed", "not_licensed", "too_large"]
