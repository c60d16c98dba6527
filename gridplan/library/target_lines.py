"""Every target that concerns a province in a planning year, and for each that no plan of the power system can be
held to, why.

A line belongs to the province itself, to the nation or a group of its provinces (`national_targets.csv` says by
metric, group and level which of these a province can be measured against), or to a part of the province: a city, a
district, some of its cities.  `reason` is blank where the line is to be measured, else one of

- `never`: not a target (a condition, a misprint; the note of `target_notes.csv` says what it is);
- `outturn`: a result of the past;
- `not_applicable`: a national figure that is not asked of a province;
- `part`: a target of a part of the province, which the case does not tell apart;
- `outside`: about industry, buildings, vehicles, oil, gas: outside the power system;
- `accounting`: an account of all energy or of the whole economy, of which power is a part;
- `no_metric`: about the power system, but no metric measures it.
"""

from __future__ import annotations

from functools import cache

import pandas as pd

from gridplan.library.errors import LibraryError, unknown
from gridplan.library.provinces import province_ids
from gridplan.library.tables import table
from gridplan.library.targets import known_regions, select

OWN, NATION, PART = "own", "nation", "part"
"""Whose target a line is."""

REASONS = ("never", "outturn", "not_applicable", "part", "outside", "accounting", "no_metric")


def lines(region: str, year: int) -> pd.DataFrame:
    """Every target that concerns a region in a planning year, own ones first; RangeIndex.  National figures that
    `national_targets.csv` leaves out (of the whole economy, of an industry) are not among them.

    Columns: those of `select`, and

    - `owner`: own, nation or part;
    - `family`: group of metrics it is shown under (`target_families.csv`);
    - `name_zh`, `name_en`: what its metric is called;
    - `reason`: blank where it is to be measured, else why not (module docstring);
    - `why_zh`, `why_en`: the reason's own words, where a note or the rule of national figures has them; for a line to
      be measured, what its note says of it.

    A region the list does not know (a supply base) has none.
    """
    frames = [_of(name, year).assign(owner=owner) for name, owner in _owners(region)]
    frames = [frame for frame in frames if len(frame)]
    if not frames:
        return pd.DataFrame(columns=[*select().columns, "owner", "family", "name_zh", "name_en", "reason", "why_zh",
                                     "why_en"])
    rows = pd.concat(frames, ignore_index=True)
    rows = rows[[not _left_out(row) for row in rows.to_dict("records")]].reset_index(drop=True)
    rows["family"] = [family(metric) for metric in rows["metric"]]
    names = [metric_names(metric) for metric in rows["metric"]]
    rows["name_zh"], rows["name_en"] = [zh for zh, _ in names], [en for _, en in names]
    reasons = [_reason(row) for row in rows.to_dict("records")]
    for position, column in enumerate(("reason", "why_zh", "why_en")):
        rows[column] = [reason[position] for reason in reasons]
    return rows


@cache
def family(metric: str) -> str:
    """Family of metrics that a metric is shown under."""
    return str(_nearest(metric, table("target_families"))["family"])


def families() -> tuple[str, ...]:
    """Every family in the order it is shown; what no family takes comes last."""
    named = list(dict.fromkeys(table("target_families")["family"]))
    return (*named[1:], named[0])


@cache
def about_tolerance_percent(metric: str) -> float:
    """How far from a figure written as "about" a plan may be and still agree with it, % of the figure."""
    rows = table("target_families")
    return float(_nearest(metric, rows[rows["about_tolerance_percent"].notna()])["about_tolerance_percent"])


def metric_names(metric: str) -> tuple[str, str]:
    """Chinese and English name of a metric of the list, from the vocabulary or else from the list's own names.

    Raises LibraryError where neither has it.
    """
    names = _names()
    if metric not in names:
        raise unknown("metric", metric, names)
    return names[metric]


def home(region: str) -> tuple[str, ...]:
    """Provinces a region of the list lies in: itself, the province of a city; none for the nation.

    Raises LibraryError for a region that `target_regions.csv` does not place.
    """
    if region in province_ids():
        return (region,)
    rows = table("target_regions")
    found = rows[rows["region_en"] == region]
    if found.empty:
        raise LibraryError(f"target_regions.csv does not say where {region} lies")
    return tuple(name for name in found["province"] if name)


def _owners(region: str) -> list[tuple[str, str]]:
    """The regions of the list whose targets concern a region, and whose they are."""
    own = [(region, OWN)] if region in known_regions() else []
    if region not in province_ids():
        return own
    rows = table("target_regions")
    nation = [(str(name), NATION) for name in rows.loc[rows["part"] == "nation", "region_en"]]
    parts = [(str(name), PART) for name in rows.loc[rows["province"] == region, "region_en"]]
    return [*own, *nation, *parts]


@cache
def _of(region: str, year: int) -> pd.DataFrame:
    """Targets and past results of one region of the list that hold in a year; not to be changed."""
    return pd.concat([select(region, year), select(region, year, scope="outturn")], ignore_index=True)


def _reason(row: dict[str, str]) -> tuple[str, str, str]:
    """Why a target is not measured, with the reason's own words in Chinese and English; blank where it is."""
    if row["treatment"] == "never":
        return "never", row["reason_zh"], row["reason_en"]
    if row["scope"] == "outturn":
        return "outturn", "", ""
    note = (row["reason_zh"], row["reason_en"])
    if row["owner"] == NATION:
        rule = _national_rule(row["metric"], row["region_en"], row["level"])
        if rule["applies"] != "yes":
            return "not_applicable", rule["reason_zh"], rule["reason_en"]
        note = (_joined(note[0], rule["reason_zh"], "；"), _joined(note[1], rule["reason_en"], "; "))
    if row["owner"] == PART:
        return "part", "", ""
    if row["metric"] in _vocabulary():
        return "", *note
    return {"context": "outside", "accounting": "accounting"}.get(row["scope"], "no_metric"), "", ""


def _joined(first: str, second: str, between: str) -> str:
    return between.join(text for text in (first, second) if text)


def _left_out(row: dict[str, str]) -> bool:
    """Whether a national figure is no line of a province's scorecard at all."""
    return row["owner"] == NATION and _national_rule(row["metric"], row["region_en"], row["level"])["applies"] == (
        "left_out"
    )


@cache
def _national_rule(metric: str, group: str, level: str) -> dict[str, str]:
    """The rule of `national_targets.csv` for a national target: of its group and level, else the general one."""
    rules = table("national_targets")
    fits = rules["region_en"].isin(["", group]) & rules["level"].isin(["", level])
    return {str(name): str(value) for name, value in _nearest(metric, rules[fits]).items()}


def _nearest(metric: str, rows: pd.DataFrame) -> pd.Series:
    """The row of a table keyed by metric or family of metrics that fits a metric most closely; its blank row fits
    every metric."""
    fits = rows[[metric == name or metric.startswith(f"{name}.") or not name for name in rows["metric"]]]
    return fits.loc[fits["metric"].str.len().idxmax()]


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset(table("metrics")["metric"])


@cache
def _names() -> dict[str, tuple[str, str]]:
    rows = pd.concat([table("target_metrics"), table("metrics")[["metric", "name_zh", "name_en"]]])
    return {row.metric: (row.name_zh, row.name_en) for row in rows.itertuples()}


__all__ = ["NATION", "OWN", "PART", "REASONS", "about_tolerance_percent", "families", "family", "home", "lines",
           "metric_names"]
