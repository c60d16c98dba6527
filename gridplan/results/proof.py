"""What proves a plan: how it was solved, between which bounds its cost lies, and what was checked afterwards.

Read from run.json alone, for report and workbook alike.  Ways of solving tell different things: a key that is not
there leaves its line out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from gridplan.results.labels import has_label, label
from gridplan.results.report_evidence import unit_text
from gridplan.results.report_units import number, significant, unit

BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class ProofLine:
    """One line of the proof: `key` of `proof.*` in the labels, what it is called, and what it says."""

    key: str
    name: str
    text: str


def proof_lines(run: Mapping[str, Any], lang: str) -> list[ProofLine]:
    """Status, method, both bounds, the gap they prove, iterations, residuals and checks of a run, as far as told."""
    solver = _group(run, "solver")
    said = {
        "status": _status(run, lang),
        "method": _method(solver, lang),
        "upper": _money(upper_bound(run), lang),
        "lower": _money(lower_bound(run), lang),
        "gap": _percent(proven_gap(run)),
        "iterations": _whole(_first(solver.get("iterations"), run.get("iterations"))),
        "max_row": _residual(run, "row"),
        "max_bound": _residual(run, "bound"),
        "checks": _checks(run, lang),
    }
    return [ProofLine(key, label(f"proof.{key}", lang), text) for key, text in said.items() if text]


CHECKED = {"GW": "power", "GWh": "store", "million CNY": "money"}
"""Quantities of the units checks are kept in that a reader knows in another."""


def check_figures(check: Mapping[str, Any], lang: str) -> tuple[float, float, str]:
    """Deviation and tolerance of a check in the units of a reader, and what the unit is called."""
    kept = str(check.get("unit", "") or "")
    figures = [float(check[key]) for key in ("value", "tolerance")]
    if kept in CHECKED:
        shown = unit(CHECKED[kept], lang)
        return figures[0] * shown.factor, figures[1] * shown.factor, shown.name
    return figures[0], figures[1], unit_text(kept, lang)


def moment_text(moment: str, lang: str) -> str:
    """A moment of the record (ISO, with its offset) by the clock of Beijing; one that is none as it stands."""
    try:
        told = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    if told.tzinfo is None:
        return moment
    text = told.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
    return f"{text}（北京时间）" if lang == "zh" else f"{text} (Beijing time)"


def upper_bound(run: Mapping[str, Any]) -> float | None:
    """Cost of the plan found, million CNY a year; None where the run does not say."""
    return _figure(_first(*_bound(run, "upper"), run.get("cost_million_cny")))


def lower_bound(run: Mapping[str, Any]) -> float | None:
    """What no plan can cost less than, million CNY a year; None where the run does not say."""
    return _figure(_first(*_bound(run, "lower")))


def proven_gap(run: Mapping[str, Any]) -> float | None:
    """Share of the cost by which the plan could at most be beaten; from the bounds where the run gives none."""
    gap, upper, lower = _figure(run.get("gap")), upper_bound(run), lower_bound(run)
    if gap is not None or upper is None or lower is None:
        return gap
    return max(0.0, upper - lower) / max(abs(upper), 1e-9)


def _bound(run: Mapping[str, Any], side: str) -> list[Any]:
    solver = _group(run, "solver")
    return [held.get(key) for held in (solver, run) for key in (side, f"{side}_bound_million_cny")]


def _group(run: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    held = run.get(key)
    return held if isinstance(held, Mapping) else {}


def _first(*values: Any) -> Any:
    return next((value for value in values if value is not None), None)


def _figure(value: Any) -> float | None:
    good = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if good else None


def _status(run: Mapping[str, Any], lang: str) -> str:
    key = f"status.{run.get('status')}"
    return label(key, lang) if has_label(key) else ""


def _method(solver: Mapping[str, Any], lang: str) -> str:
    method = str(solver.get("method") or "")
    name = label(f"method.{method}", lang) if has_label(f"method.{method}") else method
    program = " ".join(str(solver[key]) for key in ("name", "version") if solver.get(key))
    return " · ".join(part for part in (name, program) if part)


def _money(million_cny: float | None, lang: str) -> str:
    """A bound with enough decimals to tell both bounds apart."""
    if million_cny is None:
        return ""
    money = unit("money", lang)
    return f"{number(million_cny * money.factor, money.digits + 3)} {money.name}"


def _percent(share: float | None) -> str:
    return "" if share is None else f"{significant(100.0 * share)} %"


def _whole(value: Any) -> str:
    figure = _figure(value)
    return "" if figure is None else number(figure, 0)


def _residual(run: Mapping[str, Any], side: str) -> str:
    value = _figure(_group(run, "residuals").get(f"max_{side}"))
    return "" if value is None else significant(value)


def _checks(run: Mapping[str, Any], lang: str) -> str:
    checks = run.get("checks") or []
    passed = sum(bool(check.get("ok")) for check in checks)
    return label("proof.checks_of", lang).format(passed=passed, all=len(checks)) if checks else ""
