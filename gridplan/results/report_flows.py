"""Hourly flows of one region and year by technology, as the dispatch, load and energy charts show them.

What the accounts give is annual; a report also draws hours.  Every series here has shape (time,) and is in GW
at the busbar of its region: imports after the loss of their line, exports at the sending end, plants net of
own use.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gridplan.results.dispatch import SUPPLY, USE, balance_sides, dispatch
from gridplan.results.price_account import residual_load_gw
from gridplan.results.types import Results


@dataclass(frozen=True)
class Area:
    """One region in one planning year."""

    region: str
    year: int
    name: str


@dataclass(frozen=True)
class Clock:
    """Time axis of a dataset: first hour, length, annual weight and month of each block, shape (time,); the hours of a
    further weather year are counted on from 8760."""

    hour_of_year: np.ndarray
    duration_h: np.ndarray
    weight_h: np.ndarray
    month: np.ndarray

    @property
    def of_day(self) -> np.ndarray:
        """Hour of the day in which each block begins."""
        return self.hour_of_year % 24


@dataclass(frozen=True)
class Flows:
    """Supply and use of an area by technology, hour by hour.

    Attributes
    ----------
    supply, use
        Technology to GW; what feeds the busbar and what takes from it beside the demand.
    curtailed
        Wind, sun and flowing water available but not taken, GW.
    variable
        Wind, sun and run-of-river power taken, GW.
    residual
        Load less what wind, sun and rivers offer, GW: what everything else must follow.
    demand
        Grid load: final demand with line loss, GW.
    price
        Dual of the balance, CNY/MWh.
    """

    supply: dict[str, np.ndarray]
    use: dict[str, np.ndarray]
    curtailed: np.ndarray
    variable: np.ndarray
    residual: np.ndarray
    demand: np.ndarray
    price: np.ndarray
    clock: Clock


def areas(results: Results, lang: str) -> list[Area]:
    """Every region and planning year of a run, in the order of the dataset, with the region's name."""
    found = []
    for year in results.dataset["year"].values:
        rows = results.case.rows("regions", int(year))
        for region in results.dataset["region"].values:
            name = rows.at[region, f"name_{lang}"] or str(region)
            found.append(Area(str(region), int(year), str(name)))
    return found


def clock(results: Results) -> Clock:
    """The time axis of a run."""
    data = results.dataset
    return Clock(results.axis.hour, *(data[name].values for name in ("duration_h", "weight_h", "month")))


def flows(results: Results, area: Area) -> Flows:
    """Hourly flows of an area, from the dispatch the accounts are made of."""
    frame = dispatch(results, area.region, area.year)
    sides = balance_sides(frame)
    supply = {_technology(name): frame[name].to_numpy() for name in sides[SUPPLY]}
    use = {_technology(name): frame[name].to_numpy() for name in sides[USE]}
    residual = residual_load_gw(results, area.region, area.year)
    curtailed = np.maximum(frame["curtailed_gw"].to_numpy(), 0.0)
    return Flows(
        supply=_present(supply),
        use=_present(use),
        curtailed=curtailed,
        variable=frame["demand_gw"].to_numpy() - residual - curtailed,
        residual=residual,
        demand=frame["demand_gw"].to_numpy(),
        price=frame["price_cny_per_mwh"].to_numpy(),
        clock=clock(results),
    )


def _technology(column: str) -> str:
    """Name in the palette of a column of the dispatch: `lithium_charge_gw` is lithium, `export_gw` export."""
    name = column.removesuffix("_gw")
    for way in ("_charge", "_discharge", "_down", "_up"):
        name = name.removesuffix(way)
    return name


def _present(series: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Only the flows that ever flow: an empty layer is a legend entry without a colour on the chart."""
    return {name: values for name, values in series.items() if np.abs(values).max(initial=0.0) > 1e-6}
