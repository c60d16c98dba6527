"""The record of the run: bound and gap, residuals, status, what is missed, and the checks it made of itself.

The bound itself cannot be worked out without the programme; it is held to the cost by the gap stated.
"""

from __future__ import annotations

import math
from itertools import pairwise

from gridplan.audit.evidence import HOURS_PER_YEAR, Evidence
from gridplan.audit.findings import Findings

GAP, RESIDUAL = 1e-4, 1e-5
"""Gap and scaled residual within which a run counts as solved (docs/solving.md)."""

SHORT_GWH = 1e-3
SHORT_SHARE = 1e-5
"""Share of the load a certified plan may leave unserved (docs/solving.md)."""

PHASES = ("read", "build", "solve", "verify", "write")


def check(evidence: Evidence, findings: Findings) -> None:
    """Everything in run.json that follows from something else."""
    run = evidence.run
    cost, bound, gap = (float(run[name]) for name in ("cost_million_cny", "lower_bound_million_cny", "gap"))
    findings.same("gap_follows_from_cost_and_bound", gap, (cost - bound) / max(abs(cost), 1e-9), share=1e-6,
                  floor=1e-16)
    asked = float(run["solver"].get("asked_gap", GAP))
    if run["status"] != "stopped":
        findings.add("gap_within_tolerance", abs(gap), asked, "")
    _years(evidence, findings)
    residuals = run["residuals"]
    findings.add("residuals_within_tolerance", float(residuals["max_row_scaled"]), RESIDUAL, "")
    findings.add("residuals_scaled_below_plain",
                 float(residuals["max_row_scaled"]) - float(residuals["max_row"]), 1e-12, "")
    findings.add("residuals_not_negative", [-float(residuals[name]) for name in ("max_row", "max_row_scaled",
                                                                                 "max_bound")], 1e-15, "")
    _short(evidence, findings)
    findings.same("year_hours", float(run["year_hours"]), float(HOURS_PER_YEAR))
    seconds = run["seconds"]
    findings.same("seconds_add_up", float(seconds["total"]), sum(float(seconds[name]) for name in PHASES), share=1e-6)
    findings.holds("solver_within_the_phase", float(run["solver"]["seconds"]) <= float(seconds["solve"]) + 1e-3)
    for item in run["checks"]:
        inside = float(item["value"]) <= float(item["tolerance"])
        findings.holds("own_checks_hold", bool(item["ok"]) and inside, str(item["name"]))
    for name, (low, high) in run["coefficients"].items():
        findings.holds("coefficients_in_order", 0.0 <= float(low) <= float(high) and math.isfinite(high), name)
    findings.holds("sizes_fit", 0 < int(run["nonzeros"]) <= int(run["rows"]) * int(run["columns"])
                   and int(run["rows"]) >= int(run["blocks"]) * len(evidence.regions))
    findings.holds("case_as_named", run["case"] == evidence.stored["settings"]["name"] == evidence.data.attrs["case"])


def _years(evidence: Evidence, findings: Findings) -> None:
    """The planning years and what each weighs: the discounted years it stands for, counted from the first."""
    years, run = [int(year) for year in evidence.stored["settings"]["years"]], evidence.run
    findings.holds("years_as_in_the_case", list(run.get("years", years)) == years)
    rate = float(evidence.stored["settings"]["discount_rate"])
    spans = [after - before for before, after in pairwise(years)] or [1]
    weights = run.get("year_weights", {})
    for year, span in zip(years, [*spans, spans[-1]], strict=False):
        weight = sum((1.0 + rate) ** -(year - years[0] + k) for k in range(span))
        findings.same("year_weights", float(weights.get(str(year), weight)), weight, str(year), share=1e-9)


def _short(evidence: Evidence, findings: Findings) -> None:
    """Unserved energy, missed targets and the status they make."""
    run, policies = evidence.run, evidence.policies
    totals = {"unserved_gwh": "unserved_gw", "excess_gwh": "excess_gw", "unserved_heat_gwh": "heat_unserved_gw"}
    for name, variable in totals.items():
        findings.same("short_energy_as_in_the_hours", float(run[name]), evidence.annual(variable), name, 1e-8, 1e-13)
    missed = policies[policies["enforced"].astype(bool) & (policies["status"] == "missed")]
    listed = {(row["policy"], int(row["year"])): row for row in run["missed_targets"]}
    findings.holds("missed_targets_listed",
                   set(listed) == set(zip(missed["policy"], missed["year"].astype(int), strict=True)))
    for row in missed.to_dict("records"):
        stated = listed.get((row["policy"], int(row["year"])), {})
        for name in ("target", "achieved", "slack_cost_million_cny"):
            findings.same("missed_targets_figures", float(stated.get(name, math.nan)), float(row[name]),
                          f"{row['policy']} {name}")
        findings.holds("missed_targets_words", all(stated.get(name) == row[name] for name in (
            "region", "metric", "unit")), str(row["policy"]))
    tolerance = SHORT_GWH
    if run["solver"]["method"] == "certified":
        tolerance = max(tolerance, SHORT_SHARE * evidence.annual("demand_gw"))
    short = len(missed) > 0 or max(evidence.annual(variable) for variable in totals.values()) > tolerance
    findings.holds("status_follows", run["status"] in ("stopped", "missed_targets" if short else "solved"))
