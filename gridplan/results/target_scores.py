"""The scorecard of every target: what each document asks of a case's regions in the planning year, what the plan
achieves of it, and where it cannot be said, why.

How a target counts (docs/targets.md): a period falls due in its last year; one that runs on beyond the planning year
is `pending` until it is reached; a figure without a year is compared with the planning year and marked undated; a
figure written as "about" agrees with the plan within the tolerance of its family of metrics; a target that a later
document replaced is shown with what replaced it and judged no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from gridplan.library.provinces import province_ids
from gridplan.library.tables import table
from gridplan.library.target_lines import OWN, about_tolerance_percent, families, family, lines
from gridplan.library.target_units import units_in
from gridplan.model.bases import NATION, counted_regions
from gridplan.model.technologies import CAPACITY_GROUPS
from gridplan.results.energy_account import nonfossil
from gridplan.results.flows import generation
from gridplan.results.ledger import region_years, share_pct, years
from gridplan.results.measures import measured
from gridplan.results.measures.base import Accounts, Measure
from gridplan.results.scorecard import MET_TOLERANCE
from gridplan.results.types import Results

COLUMNS = ["region", "year", "family", "owner", "of_region", "target_id", "metric", "name_zh", "name_en", "subject",
           "period", "match", "sense", "target", "unit", "as_written", "achieved", "margin", "tolerance", "status",
           "side", "reason", "why_zh", "why_en", "superseded_by", "superseded_document", "restates", "policy",
           "enforced", "case_sense", "case_target", "shadow_price", "dual_price", "dual_price_unit",
           "holding_cost_million_cny", "document", "page"]

CASE = "case"
"""Owner of a line that only the case has: its own targets and planning rules."""

STATUSES = ("met", "missed", "about_within", "about_outside", "pending", "superseded", "not_applicable",
            "not_modelled")

SAME = 1e-9
NONFOSSIL_GENERATION = "share.nonfossil_generation"


LINK_METRICS = frozenset({"channel.renewable_share"})
"""Metrics of channels, which a province answers for also where a supply base of its own feeds them."""


def target_scores(results: Results) -> pd.DataFrame:
    """One line for every target that concerns a region of the case in a planning year, one for each channel where a
    target is about channels, and one for every row of the case that is none of these.

    Needs dataset, policies and costs of the results.  Columns ``COLUMNS``:

    - target, achieved, margin (positive: met with room) and tolerance in the document's own ``unit``; ``tolerance`` is
      that of a figure written as "about", NaN for others;
    - ``side``: of such a figure that the plan does not agree with, whether it errs on the side the metric favours;
    - ``case_sense``, ``case_target``: what the case's row asks, where it asks something else than the document;
    - ``shadow_price``: million CNY per own unit; ``dual_price`` as in the scorecard of the case's rows;
    - ``holding_cost_million_cny``: NaN until ``with_prices`` has filled it in.
    """
    found: list[dict[str, Any]] = []
    for region, year in region_years(results):
        place = _Place(results, region, year)
        listed = [line for row in lines(region, year).to_dict("records") for line in place.listed(row)]
        found += sorted([*listed, *place.of_the_case(listed)], key=_order)
    for year in years(results) if _is_whole_country(results) else ():
        found += sorted(_of_the_nation(results, year), key=_order)
    frame = pd.DataFrame(found, columns=COLUMNS)
    return frame.astype({"year": "int64", "enforced": bool, **dict.fromkeys(
        ["target", "achieved", "margin", "tolerance", "case_target", "shadow_price", "dual_price",
         "holding_cost_million_cny"], "float64")})


def _is_whole_country(results: Results) -> bool:
    """Whether every province has a region in the case."""
    rows = results.case.tables["regions"]
    return set(province_ids()) <= {*rows["region"], *rows["province"]}


def _of_the_nation(results: Results, year: int) -> Iterator[dict[str, Any]]:
    """Lines of national targets that are sums over the provinces: of capacity, and the non-fossil share of all
    generation.  The others are asked of each province and stand with it."""
    place = _Place(results, NATION, year)
    for row in lines(NATION, year).to_dict("records"):
        if row["metric"] in CAPACITY_GROUPS or row["metric"] == NONFOSSIL_GENERATION:
            yield from place.listed(row)


def _nonfossil_of_all(results: Results, year: int) -> Measure:
    """Non-fossil share of what all regions generate, %."""
    plants = generation(results)
    plants = plants[plants["year"] == year]
    whole = float(plants["gross_gwh"].sum())
    return Measure(share_pct(float(plants.loc[nonfossil(plants), "gross_gwh"].sum()), whole), whole / 100.0)


def with_prices(scores: pd.DataFrame, prices: pd.DataFrame) -> pd.DataFrame:
    """The scorecard with the yearly cost of holding each enforced target.

    ``prices`` has columns policy, year and cost_of_target_million_cny, as ``price_targets`` gives them.
    """
    cost = {(row.policy, row.year): float(row.cost_of_target_million_cny) for row in prices.itertuples()}
    held = [cost.get((row.policy, row.year), float("nan")) if row.enforced else float("nan")
            for row in scores.itertuples()]
    return scores.assign(holding_cost_million_cny=held)


def counted(scores: pd.DataFrame) -> pd.DataFrame:
    """The lines that count once: neither repeated from another document nor superseded by one."""
    return scores[scores["restates"].eq("") & scores["status"].ne("superseded")]


def _order(line: dict[str, Any]) -> tuple[int, int, str]:
    owners = (OWN, CASE, "nation", "part")
    return families().index(line["family"]), owners.index(line["owner"]), line["metric"]


class _Place:
    """One region and planning year of the results."""

    def __init__(self, results: Results, region: str, year: int) -> None:
        self.results, self.region, self.year = results, region, year
        self.accounts = Accounts(results, region, year)
        policies = results.policies
        # A row of a supply base holds what is asked of the province whose channel it feeds.
        ground = counted_regions(results.case, region)
        about_links = policies["metric"].isin(LINK_METRICS) & policies["region"].isin(ground)
        here = (policies["region"].eq(region) | about_links) & policies["year"].eq(year)
        self.policies = policies[here].to_dict("records")
        self.metrics = table("metrics").set_index("metric")
        listed = table("targets")
        self.documents: dict[str, str] = dict(zip(listed["id"], listed["document"], strict=True))
        self._known: dict[tuple[str, str], Measure | None] = {}

    def listed(self, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The lines of a target of the list: one, or one for each asset it is about."""
        if row["reason"]:
            yield self._line(row, "", None, row["reason"])
            return
        subjects = self._subjects(str(row["metric"]))
        if not subjects:
            yield self._line(row, "", None, "no_subject")
        for subject in subjects:
            measure, reason = self._measure(str(row["metric"]), subject, str(row["unit"]))
            yield self._line(row, subject, measure, reason)

    def of_the_case(self, listed: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """The case's rows that no line of the list stands for."""
        shown = {line["policy"] for line in listed}
        for policy in self.policies:
            if policy["policy"] in shown:
                continue
            metric = str(policy["metric"])
            row = {
                "id": policy["target_id"], "owner": CASE, "region_en": self.region, "metric": metric,
                "family": family(metric), "name_zh": policy["name_zh"] or self.metrics.at[metric, "name_zh"],
                "name_en": policy["name_en"] or self.metrics.at[metric, "name_en"], "year": "", "match": "",
                "sense": policy["sense"], "value": policy["target"], "unit": policy["unit"], "value_as_written": "",
                "superseded_by": "", "restates": "", "why_zh": "", "why_en": "", "document": policy["document"],
                "page": policy["page"],
            }
            measure, reason = self._measure(metric, str(policy["subject"]), str(policy["unit"]))
            yield self._line(row, str(policy["subject"]), measure, reason, policy)

    def _subjects(self, metric: str) -> list[str]:
        """The assets a metric's targets are about in this region; one blank for a metric about the region."""
        asked_of = str(self.metrics.at[metric, "subject_table"])
        if not asked_of:
            return [""]
        rows = self.results.case.rows(asked_of, self.year)
        if asked_of != "links":
            return [str(name) for name in rows.index[rows["region"] == self.region]]
        ground = counted_regions(self.results.case, self.region)
        touching = rows["from"].isin(ground) | rows["to"].isin(ground)
        # The documents ask it of new channels; an existing one keeps its share by a row of the case.
        return [str(name) for name in rows.index[touching & rows["new_channel"].astype(bool)]]

    def _measure(self, metric: str, subject: str, unit: str) -> tuple[Measure | None, str]:
        """What the plan achieves in the metric's unit, or why that cannot be told."""
        if units_in(str(self.metrics.at[metric, "unit"]), unit) is None:
            return None, "unit"
        key = (metric, subject)
        if key not in self._known:
            together = self.region == NATION and metric == NONFOSSIL_GENERATION
            self._known[key] = (_nonfossil_of_all(self.results, self.year) if together
                                else measured(self.accounts, metric, subject))
        measure = self._known[key]
        if measure is None:
            return None, "no_metric"
        return (measure, "") if pd.notna(measure.achieved) else (None, "nothing_there")

    def _line(self, row: dict[str, Any], subject: str, measure: Measure | None, reason: str,
              policy: dict[str, Any] | None = None) -> dict[str, Any]:
        metric, unit, target = str(row["metric"]), str(row["unit"]), float(row["value"])
        per_own = units_in(unit, str(self.metrics.at[metric, "unit"])) if metric in self.metrics.index else None
        held = policy or (self._held(row, subject, per_own) if per_own and not reason else None)
        achieved = measure.achieved / per_own if measure and per_own else float("nan")
        tolerance = abs(target) * about_tolerance_percent(metric) / 100.0 if row["sense"] == "about" else float("nan")
        margin, status = _verdict(row, achieved, tolerance, reason)
        side = _side(str(self.metrics.at[metric, "sense"]), margin) if status == "about_outside" else ""
        line = {
            "region": self.region, "year": self.year, "of_region": row["region_en"], "target_id": row["id"],
            "subject": subject, "period": row["year"], "target": target, "as_written": row["value_as_written"],
            "achieved": achieved, "margin": margin, "tolerance": tolerance, "status": status, "side": side,
            "reason": reason,
            "superseded_document": self.documents.get(row["superseded_by"], ""),
            "holding_cost_million_cny": float("nan"), **_of_policy(held, row, per_own),
        }
        return line | {name: row[name] for name in COLUMNS if name in row and name not in line}

    def _held(self, row: dict[str, Any], subject: str, per_own: float) -> dict[str, Any] | None:
        """The row of the case that is this target, or asks the same in other words; None where there is none."""
        same_thing = [policy for policy in self.policies
                      if policy["metric"] == row["metric"] and str(policy["subject"]) == subject]
        asked = float(row["value"]) * per_own
        by_id = [policy for policy in same_thing if policy["target_id"] == row["id"]]
        by_words = [policy for policy in same_thing if policy["sense"] == row["sense"]
                    and abs(float(policy["target"]) - asked) <= SAME * max(abs(asked), 1.0)]
        return next(iter([*by_id, *by_words]), None)


def _of_policy(policy: dict[str, Any] | None, row: dict[str, Any], per_own: float | None) -> dict[str, Any]:
    """What the case's row adds to a line; prices per own unit of the target."""
    if policy is None or per_own is None:
        return {"policy": "", "enforced": False, "case_sense": "", "case_target": float("nan"),
                "shadow_price": float("nan"), "dual_price": float("nan"), "dual_price_unit": ""}
    asked, target = float(policy["target"]) / per_own, float(row["value"])
    differs = abs(asked - target) > SAME * max(abs(target), 1.0) or policy["sense"] != row["sense"]
    return {"policy": policy["policy"], "enforced": bool(policy["enforced"]),
            "case_sense": policy["sense"] if differs else "", "case_target": asked if differs else float("nan"),
            "shadow_price": float(policy["shadow_price"]) * per_own, "dual_price": float(policy["dual_price"]),
            "dual_price_unit": policy["dual_price_unit"]}


def _side(sense: str, margin: float) -> str:
    """Which side of a figure written as "about" the plan is on, by what its metric asks for (more or less)."""
    return "favoured" if (margin > 0) == (sense == "min") else "unfavoured"


def _verdict(row: dict[str, Any], achieved: float, tolerance: float, reason: str) -> tuple[float, str]:
    """Margin in the target's own unit and status."""
    if reason == "not_applicable":
        return float("nan"), "not_applicable"
    if reason:
        return float("nan"), "superseded" if row["superseded_by"] else "not_modelled"
    target = float(row["value"])
    margin = target - achieved if row["sense"] == "max" else achieved - target
    if row["superseded_by"]:
        return margin, "superseded"
    if row["sense"] == "about":
        reached = abs(margin) <= tolerance + MET_TOLERANCE * max(abs(target), 1.0)
        good, bad = "about_within", "about_outside"
    else:
        reached, good, bad = margin >= -MET_TOLERANCE * max(abs(target), 1.0), "met", "missed"
    if reached:
        return margin, good
    return margin, "pending" if row["match"] == "pending" else bad


__all__ = ["CASE", "COLUMNS", "STATUSES", "counted", "target_scores", "with_prices"]
