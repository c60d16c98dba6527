"""Quantified targets of policy documents: which hold for a region in a planning year, and how each may
be used.

When a target holds is judged from its `year`:

- `due`: the year is the planning year, or the period ends in it (2026-2030 falls due in 2030: a plan's
  figure is promised for the end of its period).
- `standing`: it fell due earlier, and no target of the same region and metric has fallen due since.  A
  floor or ceiling once reached is not given up when the plan ends, but nobody promised it for this year
  either: it is shown with the year it was written for, and a case enforces it only where the planner
  says so.
- `pending`: the period runs through the planning year and ends later.
- `undated`: the document gives no year.

Past results (scope `outturn`) are no targets and are listed only when asked for by scope.
"""

from __future__ import annotations

from functools import cache

import pandas as pd

from gridplan.library.errors import LibraryError, unknown
from gridplan.library.provinces import province_ids
from gridplan.library.tables import table

DUE, STANDING, PENDING, UNDATED = "due", "standing", "pending", "undated"
TREATMENTS = ("enforce", "option", "report", "never")


def select(
    region: str | None = None,
    year: int | str | None = None,
    metric: str | None = None,
    scope: str | None = None,
    level: str | None = None,
) -> pd.DataFrame:
    """Targets that meet every condition given, in file order, RangeIndex.

    `region` is a `region_en` of the list (province ids, cities, `national`); `metric` is a metric or a
    family of metrics (`capacity` finds `capacity.wind`).  `year` is a planning year, or a text matched
    exactly (`2021-2025`, `unspecified`).

    Columns: those of `targets.csv`, and

    - `match`: due, standing, pending or undated (module docstring); blank unless `year` is a planning year;
    - `superseded_by`: id of the target of a later document that gives another value for the same region,
      metric and year; blank where none;
    - `restates`: id of the first target that says the same; blank where none;
    - `treatment`: `enforce` (may be a constraint), `option` (a constraint only if the planner asks),
      `report` (a line of the scorecard), `never` (not a target of this model), with `reason_en` and
      `reason_zh`.

    Raises LibraryError for a region, metric, scope or level the list does not know.
    """
    rows = _targets()
    wanted = {"region_en": region, "scope": scope, "level": level}
    for column, name in wanted.items():
        if name is not None and name not in _known(column):
            raise unknown(column.removesuffix("_en"), name, _known(column))
    belongs = pd.Series(True, index=rows.index)
    if metric is not None:
        belongs = rows["metric"].eq(metric) | rows["metric"].str.startswith(f"{metric}.")
        if not belongs.any():
            raise unknown("metric", metric, dict.fromkeys(rows["metric"]))
    for column, name in wanted.items():
        if name is not None:
            belongs &= rows[column].eq(name)
    rows = rows[belongs]
    if scope is None:
        rows = rows[rows["scope"] != "outturn"]
    if isinstance(year, str):
        rows = rows[rows["year"] == year]
    elif year is not None:
        rows = _holding(rows, year)
    return rows.drop(columns=["first_year", "last_year"]).reset_index(drop=True)


def in_force(region: str, year: int) -> pd.DataFrame:
    """Targets of a region that a case of that planning year can carry as policy rows: due or standing,
    of a metric in `metrics.csv` and in that metric's unit, neither superseded nor repeated, treatment
    other than `never`. Columns as `select`.  One row per metric, or several where one document sets a
    range.
    """
    rows = select(region=region, year=year, scope="model")
    units = table("metrics").set_index("metric")["unit"]
    carried = (
        rows["match"].isin([DUE, STANDING])
        & rows["metric"].map(units).eq(rows["unit"])
        & rows["treatment"].ne("never")
        & rows["superseded_by"].eq("")
        & rows["restates"].eq("")
    )
    return rows[carried].reset_index(drop=True)


def known_regions() -> tuple[str, ...]:
    """Every region the list can be asked for: provinces, cities, the nation and its groups of provinces."""
    return tuple(_known("region_en"))


def _known(column: str) -> list[str]:
    """Values a column of the list can be selected by; a province without any target is a known region too."""
    provinces = list(province_ids()) if column == "region_en" else []
    return list(dict.fromkeys([*_targets()[column], *provinces]))


def _holding(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    """The targets that hold in a planning year, with how they hold in `match`."""
    first, last = rows["first_year"], rows["last_year"]
    match = pd.Series("", index=rows.index)
    match[last.eq(year).fillna(False)] = DUE
    match[(first.le(year) & last.gt(year)).fillna(False)] = PENDING
    match[last.isna()] = UNDATED
    past = last.le(year).fillna(False)
    newest = last.where(past).groupby([rows["region_en"], rows["metric"]]).transform("max")
    match[(past & last.lt(year) & last.eq(newest)).fillna(False)] = STANDING
    return rows.assign(match=match)[match != ""]


@cache
def _targets() -> pd.DataFrame:
    rows = table("targets")
    if rows["id"].duplicated().any():
        raise LibraryError("targets.csv: an id occurs twice")
    years = rows["year"].str.extract(r"^(?P<first>\d{4})(?:-(?P<last>\d{4}))?$")
    rows["first_year"] = pd.to_numeric(years["first"]).astype("Int64")
    rows["last_year"] = pd.to_numeric(years["last"].fillna(years["first"])).astype("Int64")
    rows["match"] = ""
    return _with_treatment(_with_conflicts(rows))


def _with_conflicts(rows: pd.DataFrame) -> pd.DataFrame:
    """Marks what a later document replaces and what merely repeats another row."""
    superseded: dict[object, str] = {}
    restated: dict[object, str] = {}
    comparable = rows[rows["scope"] != "outturn"]
    # Rows without a year keep a key of their own kind, so that two undated promises can still be compared.
    due = comparable["last_year"].astype("string").fillna("undated")
    for _, group in comparable.groupby([comparable["region_en"], comparable["metric"], due], sort=False):
        if len(group) > 1:
            superseded |= _superseded(group)
            live = group[[index not in superseded for index in group.index]]
            restated |= _restated(live)
    rows["superseded_by"] = [superseded.get(index, "") for index in rows.index]
    rows["restates"] = [restated.get(index, "") for index in rows.index]
    return rows


def _superseded(group: pd.DataFrame) -> dict[object, str]:
    """Rows of one region, metric and year whose document is older than another that gives another value."""
    if group["document"].nunique() == 1 or group["value"].nunique() == 1:
        return {}
    issued = group["document"].map(_issue_dates())
    if issued.isna().any():
        unnamed = ", ".join(group.loc[issued.isna(), "document"].unique())
        raise LibraryError(f"document_dates.csv lacks the date of {unnamed}; it contradicts another document")
    newest = group.index[issued == issued.max()]
    winner = str(group.loc[newest[0], "id"])
    values = set(group.loc[newest, "value"])
    return {index: winner for index in group.index if group.loc[index, "value"] not in values}


def _restated(group: pd.DataFrame) -> dict[object, str]:
    first_with: dict[tuple[object, ...], str] = {}
    restated: dict[object, str] = {}
    for index, row in group.iterrows():
        said = (row["value"], row["unit"], row["sense"])
        if said in first_with:
            restated[index] = first_with[said]
        else:
            first_with[said] = str(row["id"])
    return restated


@cache
def _issue_dates() -> dict[str, str]:
    dates = table("document_dates")
    return dict(zip(dates["document"], dates["issued"], strict=True))


def _with_treatment(rows: pd.DataFrame) -> pd.DataFrame:
    """Adds how each target may be used, by its note, else by scope and vocabulary; and why."""
    notes = table("target_notes").set_index("target_id")
    astray = notes.index.difference(pd.Index(rows["id"]))
    if len(astray):
        raise LibraryError(f"target_notes.csv: unknown targets {', '.join(astray)}")
    wrong = set(notes["treatment"]) - set(TREATMENTS)
    if wrong:
        raise LibraryError(f"target_notes.csv: unknown treatments {', '.join(sorted(wrong))}")
    metrics = table("metrics").set_index("metric")
    enforceable = metrics.index[metrics["enforceable"] == "yes"]
    usual = pd.Series("report", index=rows.index)
    # A figure written as "about" is an intention: it is compared with, not imposed, unless asked.
    known = rows["scope"].eq("model") & rows["metric"].isin(enforceable)
    usual[known & rows["sense"].ne("about")] = "enforce"
    usual[known & rows["sense"].eq("about")] = "option"
    # A target without a note of its own has its metric's: why it is only measured, or not modelled at all.
    of_metric = table("metric_notes").set_index("metric")
    usual[rows["metric"].isin(of_metric.index.difference(metrics.index))] = "never"
    rows["treatment"] = rows["id"].map(notes["treatment"]).fillna(usual)
    for reason in ("reason_en", "reason_zh"):
        rows[reason] = rows["id"].map(notes[reason]).fillna(rows["metric"].map(of_metric[reason])).fillna("")
    return rows
