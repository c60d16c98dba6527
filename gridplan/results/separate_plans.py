"""Joint planning against separate planning: what each province gains, and what a joint plan's channels carry."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from gridplan.case.separate import Carried
from gridplan.library.units import HOURS_PER_YEAR
from gridplan.results.ledger import OUTSIDE, annual, number, ratio, share_pct, years
from gridplan.results.regional_account import regional_gains
from gridplan.results.types import Results

COLUMNS = ["region", "year", "separate_cost_million_cny", "joint_cost_million_cny", "gain_million_cny", "gain_pct"]


class PlansDiffer(ValueError):
    """Plans cannot be compared; `key` and `blanks` name the sentence that says why."""

    def __init__(self, key: str, **blanks: object) -> None:
        super().__init__(f"{key} {blanks}")
        self.key, self.blanks = key, blanks


def gains_of_joining(joint: Results, separate: Sequence[Results]) -> pd.DataFrame:
    """What each province pays alone and in the joint plan, and the sum of all.

    Columns: region (the province; blank for the sum), year, separate_cost_million_cny (of its own plan, with what it
    pays and gets for contracts), joint_cost_million_cny (net cost of the province with its supply bases, exchange
    settled at the joint plan's prices), gain_million_cny (positive: better off together), gain_pct.

    Raises PlansDiffer where the plans are not of the same years and hours, or do not hold the same regions.
    """
    _require_alike(joint, separate)
    gains = regional_gains(joint)
    lines = []
    for year in years(joint):
        here = gains[gains["year"] == year].set_index("region")["net_cost_million_cny"]
        alone_sum = together_sum = 0.0
        for plan in separate:
            places = [str(region) for region in plan.dataset["region"].values]
            alone = float(plan.costs.loc[plan.costs["year"] == year, "million_cny"].sum())
            together = float(here[places].sum())
            lines.append((places[0], year, alone, together, alone - together, share_pct(alone - together, alone)))
            alone_sum, together_sum = alone_sum + alone, together_sum + together
        whole = alone_sum - together_sum
        lines.append(("", year, alone_sum, together_sum, whole, share_pct(whole, alone_sum)))
    return pd.DataFrame(lines, columns=COLUMNS)


def _require_alike(joint: Results, separate: Sequence[Results]) -> None:
    for plan in separate:
        for key in ("hours", "blocks"):
            if plan.run.get(key) != joint.run.get(key):
                raise PlansDiffer("gains_hours", here=plan.run.get(key), there=joint.run.get(key),
                                  case=plan.run["case"])
        if years(plan) != years(joint):
            raise PlansDiffer("gains_years", case=plan.run["case"])
    ours = sorted(str(region) for region in joint.dataset["region"].values)
    theirs = sorted(str(region) for plan in separate for region in plan.dataset["region"].values)
    if ours != theirs:
        odd = sorted(set(ours).symmetric_difference(theirs)) or sorted({one for one in theirs if theirs.count(one) > 1})
        raise PlansDiffer("gains_regions", regions=", ".join(odd))


def carried(results: Results) -> dict[str, Carried]:
    """What every channel between regions carries, for `separate_case`: hours that were not solved get the mean.

    Raises PlansDiffer for results of several planning or weather years.
    """
    if len(years(results)) != 1:
        raise PlansDiffer("gains_years", case=results.run["case"])
    if results.axis.weather_years > 1:
        raise PlansDiffer("gains_weather", case=results.run["case"])
    year, data = years(results)[0], results.dataset
    found = {}
    for name, row in results.case.rows("links", year).iterrows():
        if OUTSIDE in (row["from"], row["to"]):
            continue
        at = {"link": str(name), "year": year}
        flow = np.maximum(data["link_flow_gw"].sel(at).values, 0.0)
        hourly = np.full(HOURS_PER_YEAR, float(np.average(flow, weights=data["weight_h"].values)))
        for first, duration, gw in zip(data["hour_of_year"].values, data["duration_h"].values, flow, strict=True):
            hourly[int(first):int(first + duration)] = gw
        sent, green, nonhydro = (number(array, **at) for array in (
            annual(results, "link_flow_gw"), data["link_green_gwh"], data["link_green_nonhydro_gwh"]))
        share = min(1.0, np.nan_to_num(ratio(green, sent)))
        hydro = max(0.0, np.nan_to_num(1.0 - ratio(nonhydro, green))) if green > 0 else 0.0
        found[str(name)] = Carried(hourly, number(data["link_capacity_gw"], **at), float(share), float(min(1.0, hydro)))
    return found


__all__ = ["PlansDiffer", "carried", "gains_of_joining"]
