"""Hour by hour, in groups of technologies: what a comparison keeps of each result's dispatch and prices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gridplan.results.report_flows import Area, Clock, areas, flows
from gridplan.results.types import Results

STORES = ("pumped_hydro", "hybrid_pump", "lithium", "compressed_air", "vanadium_flow", "hydrogen")
FLEXIBLE = ("response", "shift", "shed", "vpp", "flexible", "vehicle_to_grid")

SUPPLY_GROUPS: dict[str, tuple[str, ...]] = {
    "nuclear": ("nuclear",),
    "biomass": ("biomass", "waste"),
    "coal": ("coal", "coal_usc_new", "emergency_reserve"),
    "gas": ("gas_ccgt", "gas_ocgt"),
    "hydro": ("hydro_reservoir", "hydro_ror"),
    "import": ("import", "emergency_import"),
    "wind": ("wind_offshore", "wind_onshore"),
    "solar": ("solar_utility", "solar_distributed", "solar_thermal"),
    "storage": STORES,
    "response": FLEXIBLE,
    "unserved": ("unserved",),
}
USE_GROUPS: dict[str, tuple[str, ...]] = {
    "export": ("export", "emergency_export"),
    "charge": STORES,
    "paid_back": FLEXIBLE,
}
OTHER_SUPPLY, OTHER_USE = "other_supply", "other_use"
"""Groups of what no other group names, so that nothing is left out of the picture."""

CURTAILED = "curtailed"
COLOURS = {
    "nuclear": "nuclear", "biomass": "biomass", "coal": "coal", "gas": "gas_ccgt", "hydro": "hydro_reservoir",
    "import": "import", "wind": "wind_onshore", "solar": "solar_utility", "storage": "lithium",
    "response": "response", "unserved": "unserved", OTHER_SUPPLY: "other", CURTAILED: "curtailed",
    "export": "export", "charge": "lithium", "paid_back": "response", OTHER_USE: "electrolyser",
}
"""Row of the palette that gives a group its colour."""

SUPPLY_ORDER = (*SUPPLY_GROUPS, OTHER_SUPPLY, CURTAILED)
USE_ORDER = (*USE_GROUPS, OTHER_USE)


@dataclass(frozen=True)
class Hours:
    """The hours of one area of one result.

    Attributes
    ----------
    clock
        First hour, length, annual weight and month of each block.
    supply, use
        Group to GW, shape (time,); curtailment stands among the supply under `CURTAILED`.
    demand
        Grid load, GW, shape (time,).
    price
        CNY/MWh, shape (time,).
    """

    clock: Clock
    supply: dict[str, np.ndarray]
    use: dict[str, np.ndarray]
    demand: np.ndarray
    price: np.ndarray


def hours_of(results: Results, lang: str) -> dict[tuple[str, int], Hours]:
    """The hours of every region and planning year."""
    return {(area.region, area.year): _grouped(results, area) for area in areas(results, lang)}


def _grouped(results: Results, area: Area) -> Hours:
    hourly = flows(results, area)
    supply = _sums(hourly.supply, SUPPLY_GROUPS, OTHER_SUPPLY)
    if hourly.curtailed.max(initial=0.0) > 1e-6:
        supply[CURTAILED] = hourly.curtailed.astype(np.float32)
    return Hours(hourly.clock, supply, _sums(hourly.use, USE_GROUPS, OTHER_USE), hourly.demand.astype(np.float32),
                 hourly.price.astype(np.float32))


def _sums(series: dict[str, np.ndarray], groups: dict[str, tuple[str, ...]], rest: str) -> dict[str, np.ndarray]:
    """Series added up by group, in single precision: a page shows four figures of them."""
    group_of = {name: group for group, names in groups.items() for name in names}
    sums: dict[str, np.ndarray] = {}
    for name, values in series.items():
        group = group_of.get(name, rest)
        sums[group] = sums[group] + values if group in sums else values
    return {group: sums[group].astype(np.float32) for group in (*groups, rest) if group in sums}
