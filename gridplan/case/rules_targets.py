"""Rules of policy rows that name a target of the built-in list: it is there, of the same metric and region, and asks
the same."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from gridplan.case.problems import Problem, problem
from gridplan.case.schema import schema
from gridplan.case.spelling import closest
from gridplan.case.tables import TypedTable
from gridplan.library.provinces import province_ids
from gridplan.library.tables import table
from gridplan.library.target_lines import about_tolerance_percent, home
from gridplan.library.target_units import units_in

SENSES = {"min": ("at least", "不低于"), "max": ("at most", "不高于"), "about": ("about", "约")}
SAME = 1e-9
SAME_RULE = {
    "demand_response.share_by_gap": "demand_response.share_of_peak",
    "industry.green_share": "industry.aluminium_renewable_share",
}
"""Metrics that put a metric of the documents in the model's terms: a row of the one may name a target of the other."""


def check_targets(tables: Mapping[str, TypedTable]) -> Iterator[Problem]:
    """Every fault of the column `target_id`, and a reminder where a row asks something else than its document."""
    policies = tables["policies"]
    for row, cells in policies.records():
        given = str(cells["target_id"])
        if not given or not cells["metric"]:
            yield from _sense(policies, row, cells)
            continue
        place = policies.place(row, "target_id")
        if given not in _listed():
            yield problem("target_unknown", place, given, **closest(given, _listed()))
            continue
        target = _listed()[given]
        if target["metric"] not in (cells["metric"], SAME_RULE.get(str(cells["metric"]))):
            words = {"metric": cells["metric"], "other": target["metric"]}
            yield problem("target_metric", place, given, **words)
            continue
        lies_in = home(str(target["region_en"]))
        if lies_in and cells["region"] in province_ids() and cells["region"] not in lies_in:
            words = {"region": cells["region"], "other_en": target["region_en"], "other_zh": target["region_zh"]}
            yield problem("target_of_other_region", place, given, **words)
        elif not _asks_the_same(cells, target):
            yield problem("target_differs", policies.place(row, "value"), _number(cells["value"]), **_said(target))


def _sense(policies: TypedTable, row: int, cells: Mapping[str, Any]) -> Iterator[Problem]:
    """A reminder where a row of no document asks the other way round than plans do of its metric."""
    usual = schema().metrics[str(cells["metric"])].sense if cells["metric"] else ""
    if {cells["sense"], usual} == {"min", "max"}:
        said_en, said_zh = SENSES[usual]
        yield problem("sense_unusual", policies.place(row, "sense"), str(cells["sense"]), metric=cells["metric"],
                      said_en=said_en, said_zh=said_zh)


def _asks_the_same(cells: Mapping[str, Any], target: Mapping[str, Any]) -> bool:
    """Whether a row has the sense and the figure of its document; a figure in a unit of its own is not compared.

    A figure written as "about" is asked as it is, or as a bound at the near edge of its tolerance (docs/targets.md).
    """
    value, metric = _number(cells["value"]), schema().metrics[str(cells["metric"])]
    per_unit = units_in(str(target["unit"]), metric.unit)
    if math.isnan(value) or per_unit is None:
        return True
    asked, sense = float(target["value"]) * per_unit, target["sense"]
    if sense == "about" and cells["sense"] == metric.sense:
        tolerance = about_tolerance_percent(metric.name) / 100.0
        asked, sense = asked * (1.0 - tolerance if metric.sense == "min" else 1.0 + tolerance), metric.sense
    return cells["sense"] == sense and abs(value - asked) <= SAME * max(abs(asked), 1.0)


def _said(target: Mapping[str, Any]) -> dict[str, str]:
    """What the document asks, for a message."""
    english, chinese = SENSES[str(target["sense"])]
    figure = f"{float(target['value']):g} {target['unit']}"
    return {"said_en": f"{english} {figure}", "said_zh": f"{chinese} {figure}", "document": str(target["document"])}


def _number(cell: Any) -> float:
    return float(cell) if cell is not None else float("nan")


@cache
def _listed() -> dict[str, dict[str, Any]]:
    """Every target of the list by its id."""
    return {str(row["id"]): row for row in table("targets").to_dict("records")}


__all__ = ["check_targets"]
