"""Scorecards: what every target asks for, what is achieved, margin and status, slack and its price."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from gridplan.audit.evidence import Evidence
from gridplan.audit.findings import ENERGY_GWH, Findings
from gridplan.audit.metrics import Achieved, achieved
from gridplan.audit.metrics_energy import limits
from gridplan.library.tables import table
from gridplan.library.target_lines import about_tolerance_percent
from gridplan.library.target_units import units_in

MET = 1e-5
"""Share of the target within which it counts as met (docs/targets.md)."""

SHARE = 1e-8
"""Share by which an achieved figure may differ: sums over a year in another order."""

SLACK_SHARE = 1e-4
"""Of the target: how far an interior point's slack may be from the shortfall."""

NOTHING = 1e-5
"""Slack in GWh, GW or kt that an interior point leaves of nothing: a rate of hardly any output is any rate."""

SHARE_OF_COST = 2e-4
"""Of the plan's cost: what two direct solves may leave unproven together."""

ROW_RATE = {"CNY/MWh": 1e-3, "CNY/kWh/a": 1.0, "CNY/kW/a": 1.0, "CNY/tce": 1e-3, "CNY/t": 1e-3, "CNY/kg": 1.0}
"""Million CNY per GWh, GW or kt for 1 of the slack price's unit."""

PRICE_FACTOR = {"CNY/MWh": 1e3, "CNY/kW": 1.0, "CNY/t": 1e3, "million CNY/unit": 1.0}
"""The dual price per unit of the row, from million CNY."""


def check(evidence: Evidence, findings: Findings) -> None:
    """Both scorecards, and that green energy is spent once."""
    for year in evidence.years:
        for region in evidence.regions:
            for name, over in limits(evidence, region, year):
                findings.add(name, over, ENERGY_GWH, "GWh", region)
        for name, row in evidence.rows("excess_trade", year).iterrows():
            total = evidence.one("excess_traded_gwh", trade=name, year=year)
            part = evidence.one("excess_traded_nonhydro_gwh", trade=name, year=year)
            findings.add("excess_trade_within_limit", max(total - float(row["max_twh"]) * 1000.0, part - total),
                         ENERGY_GWH, "GWh", str(name))
    _compared(evidence, findings)
    metrics = table("metrics").set_index("metric")
    for row in evidence.policies.to_dict("records"):
        _policy(evidence, findings, row, metrics)
    listed = table("targets")
    values = dict(zip(listed["id"], listed["value"], strict=True))
    policies = evidence.policies.set_index(["policy", "year"])
    for row in evidence.targets.to_dict("records"):
        _target(evidence, findings, row, metrics, values, policies)


def _compared(evidence: Evidence, findings: Findings) -> None:
    """A plan that may not use a kind of retrofit cannot cost less, penalties with it, than the one that may."""
    if evidence.compared.empty:
        return
    unproven = SHARE_OF_COST * abs(float(evidence.run["cost_million_cny"]))
    solved = evidence.compared[evidence.compared["status"] == "solved"]
    saved = solved["cost_saved_million_cny"] + solved["penalty_avoided_million_cny"]
    for (year, kind), amount in saved.groupby([solved["year"], solved["retrofit"]]).sum().items():
        findings.add("without_retrofits_no_cheaper", -float(amount), unproven, "million CNY", f"{kind} {year}")


def _policy(evidence: Evidence, findings: Findings, row: dict[str, Any], metrics: pd.DataFrame) -> None:
    where, year = str(row["policy"]), int(row["year"])
    case = evidence.rows("policies", year).loc[row["policy"]]
    found = achieved(evidence, str(row["region"]), year, str(row["metric"]), str(row["subject"]))
    value = found.value if found else float("nan")
    asked = found.asked if found and found.asked is not None else float(case["value"])
    findings.same("target_as_in_the_case", float(row["target"]), asked, where)
    for column in ("region", "metric", "subject", "sense"):
        findings.holds("target_words_as_in_the_case", str(row[column]) == str(case[column]), f"{where} {column}")
    findings.holds("target_words_as_in_the_case", bool(row["enforced"]) == bool(case["enforce"]), f"{where} enforce")
    findings.holds("target_words_as_in_the_case", row["unit"] == metrics.at[row["metric"], "unit"], f"{where} unit")
    findings.same("target_achieved", float(row["achieved"]), value, where, SHARE)
    margin = float("nan") if np.isnan(value) else value - asked if row["sense"] != "max" else asked - value
    _close(findings, "target_margin", float(row["margin"]), margin, max(abs(value), abs(asked)), where)
    findings.holds("target_status", str(row["status"]) == _status(row, margin, asked), where)
    if bool(row["enforced"]) and found is not None:
        _slack(evidence, findings, row, case, found, margin, str(metrics.at[row["metric"], "slack_unit"]))
    else:
        findings.apart("slack_only_where_enforced", [float(row["slack"]), float(row["slack_cost_million_cny"])], 0.0,
                       1e-9, "", where)


def _status(row: dict[str, Any], margin: float, asked: float) -> str:
    if np.isnan(margin):
        return "not_modelled"
    if row["sense"] == "about":
        return "about"
    return "met" if margin >= -MET * max(abs(asked), 1.0) else "missed"


def _close(findings: Findings, name: str, stated: float, ours: float, size: float, where: str) -> None:
    """Differences of figures of a size: judged against that size."""
    gap = 0.0 if np.isnan(stated) and np.isnan(ours) else abs(stated - ours) / max(size, 1e-3)
    findings.add(name, gap, SHARE, "", where)


def _slack(evidence: Evidence, findings: Findings, row: dict[str, Any], case: pd.Series, found: Achieved,
           margin: float, unit: str) -> None:
    """Slack is the shortfall, costs its price; the dual is within that price, and zero where there is room."""
    where, slack, asked = str(row["policy"]), float(row["slack"]), float(row["target"])
    shadow, dual = float(row["shadow_price"]), float(row["dual_price"])
    cost, factor = float(row["slack_cost_million_cny"]), PRICE_FACTOR[str(row["dual_price_unit"])]
    tolerance = SLACK_SHARE * max(abs(asked), 1.0) + (NOTHING / found.per_unit if found.per_unit > 0 else 0.0)
    if found.per_unit > 0 and np.isfinite(margin):
        findings.apart("slack_is_the_shortfall", slack, max(0.0, -margin), tolerance, str(row["unit"]), where)
        findings.same("dual_price_and_shadow_price", shadow, dual / factor * found.per_unit, where, SHARE, 1e-12)
    findings.add("shadow_price_not_negative", -shadow, 1e-9, "million CNY", where)
    findings.add("price_of_targets_with_room", abs(shadow * max(0.0, margin)),
                 SLACK_SHARE * abs(float(evidence.run["cost_million_cny"])), "million CNY", where)
    if row["dual_price_unit"] == "million CNY/unit":
        findings.add("slack_cost_not_negative", -cost, 1e-9, "million CNY", where)
        return
    rate = float(case["slack_price"]) * ROW_RATE[unit]
    if found.per_unit > 0:
        findings.same("slack_costs_its_price", cost, slack * found.per_unit * rate, where, SHARE, 1e-9)
    findings.add("dual_within_the_slack_price", dual / factor - rate, 1e-4 * rate, "million CNY", where)
    if slack > tolerance:
        # What is paid for missing it and not asked for by its price is part of the gap.
        unasked = max(0.0, (1.0 - 1e-4) * rate - dual / factor) * slack * max(found.per_unit, 0.0)
        findings.add("dual_of_missed_is_the_slack_price", unasked, evidence.gap_million_cny, "million CNY", where)


def _target(evidence: Evidence, findings: Findings, row: dict[str, Any], metrics: pd.DataFrame,
            values: dict[str, Any], policies: pd.DataFrame) -> None:
    """A line of the scorecard of every target."""
    where, metric, unit = f"{row['target_id']} {row['metric']}", str(row["metric"]), str(row["unit"])
    region, year, target = str(row["region"]), int(row["year"]), float(row["target"])
    held = policies.loc[(row["policy"], year)] if row["policy"] else None
    per_own = units_in(unit, str(metrics.at[metric, "unit"])) if metric in metrics.index else None
    if row["owner"] != "case":
        findings.same("listed_target", target, float(values[row["target_id"]]), where)
    elif held is not None:
        findings.same("listed_target", target, float(held["target"]), where)
    value = float("nan")
    if not row["reason"] and per_own:
        found = achieved(evidence, region, year, metric, str(row["subject"]))
        value = float("nan") if found is None else found.value / per_own
    findings.same("listed_achieved", float(row["achieved"]), value, where, SHARE)
    tolerance = abs(target) * about_tolerance_percent(metric) / 100.0 if row["sense"] == "about" else float("nan")
    findings.same("listed_tolerance", float(row["tolerance"]), tolerance, where)
    margin = target - value if row["sense"] == "max" else value - target
    if row["reason"]:
        margin = float("nan")
    _close(findings, "listed_margin", float(row["margin"]), margin, max(abs(value), abs(target)), where)
    findings.holds("listed_status", str(row["status"]) == _listed_status(row, margin, tolerance), where)
    _held(findings, row, held, per_own, where)


def _listed_status(row: dict[str, Any], margin: float, tolerance: float) -> str:
    if row["reason"] == "not_applicable":
        return "not_applicable"
    if row["superseded_by"]:
        return "superseded"
    if row["reason"]:
        return "not_modelled"
    target = float(row["target"])
    if row["sense"] == "about":
        reached, good, bad = abs(margin) <= tolerance * (1.0 + MET), "about_within", "about_outside"
    else:
        reached, good, bad = margin >= -MET * max(abs(target), 1.0), "met", "missed"
    return good if reached else "pending" if row["match"] == "pending" else bad


def _held(findings: Findings, row: dict[str, Any], held: pd.Series | None, per_own: float | None, where: str) -> None:
    """What the case's own row adds to a line."""
    prices = float(row["shadow_price"]), float(row["dual_price"])
    if held is None or per_own is None:
        findings.holds("listed_prices", bool(np.isnan(prices).all()) and not bool(row["enforced"]), where)
        return
    findings.same("listed_prices", prices[0], float(held["shadow_price"]) * per_own, where, SHARE, 1e-12)
    findings.same("listed_prices", prices[1], float(held["dual_price"]), where, SHARE, 1e-12)
    findings.holds("listed_enforced", bool(row["enforced"]) == bool(held["enforced"]), where)
    asked = float(held["target"]) / per_own
    differs = (abs(asked - float(row["target"])) > 1e-9 * max(abs(float(row["target"])), 1.0)
               or held["sense"] != row["sense"])
    findings.same("listed_case_target", float(row["case_target"]), asked if differs else float("nan"), where)
