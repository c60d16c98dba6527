"""Green energy used inside the province: what hydrogen and named loads are given, and what is left for them."""

from __future__ import annotations

import numpy as np

from gridplan.model.technologies import HYDRO
from gridplan.results.flows import flows_of
from gridplan.results.ledger import NOTHING, annual, number, of
from gridplan.results.trade_account import is_renewable, quota
from gridplan.results.types import Results


def green_left_gwh(results: Results, region: str, year: int) -> tuple[float, float]:
    """Non-hydro renewable energy that no use has taken yet, GWh: of the region's own generation after what is
    attributed to channels and electrolysers, sold as certificates, and burnt in stores and circuits; and with what
    comes in and certificates bought, after loads too.
    """
    account = of(quota(results), region, year)
    line = account[account["quota"] == "nonhydro"].iloc[0]
    hydrogen = sum(electrolysers_green_gwh(results, region, year).values())
    own = float(line["local_gwh"] - line["sent_gwh"] - line["certificates_sold_gwh"] - line["storage_loss_gwh"]
                - line["circulation_loss_gwh"])
    loads = results.case.rows("loads", year)
    here = list(loads.index[loads["region"] == region])
    given = number(results.dataset["load_green_gwh"], load=here, year=year) if here else 0.0
    pool = own + float(line["received_gwh"] + line["certificates_gwh"])
    # A region may burn more than it generates; nothing is left then, but no use has taken too much.
    return max(own, 0.0) - hydrogen, max(pool, 0.0) - hydrogen - given


def electrolysers_green_gwh(results: Results, region: str, year: int) -> dict[str, float]:
    """Green electricity the plan gives each electrolyser of a region, GWh."""
    rows = results.case.rows("electrolysers", year)
    return {str(name): number(results.dataset["electrolyser_green_gwh"], electrolyser=name, year=year)
            for name in rows.index[rows["region"] == region]}


def most_green_hydrogen_kt(results: Results, region: str, year: int) -> float:
    """Hydrogen that can be called green, kt: what the plan attributes, or more where the renewables leave it.

    Electrolysers are filled one after the other, the most efficient first.
    """
    rows = results.case.rows("electrolysers", year)
    rows = rows[rows["region"] == region].sort_values("electricity_kwh_per_kg")
    given = electrolysers_green_gwh(results, region, year)
    attributed = sum(given[str(name)] / row["electricity_kwh_per_kg"] for name, row in rows.iterrows())
    if rows.empty:
        return 0.0
    left = green_left_gwh(results, region, year)
    pool = min(left) + sum(given.values())
    weight = results.dataset["weight_h"].values
    in_block = _nonhydro_gross_gw(results, region, year)
    made = 0.0
    for name, row in rows.iterrows():
        power = results.dataset["electrolyser_gw"].sel(electrolyser=name, year=year).values
        if row["matching"] == "hourly":
            matched = np.minimum(power, in_block)
            in_block = in_block - matched
            green = float(matched @ weight)
        else:
            green = number(annual(results, "electrolyser_gw"), electrolyser=name, year=year)
        green = min(green, max(pool, 0.0))
        pool -= green
        made += green / float(row["electricity_kwh_per_kg"])
    return float(max(attributed, made))


def _nonhydro_gross_gw(results: Results, region: str, year: int) -> np.ndarray:
    """Gross power of the region's non-hydro renewables in every block, GW, shape (n_blocks,)."""
    total = np.zeros(results.dataset.sizes["time"])
    for flow in flows_of(results, region, year):
        if flow.row == "generation" and is_renewable(flow.dimension, flow.technology) and flow.technology not in HYDRO:
            total = total + flow.power_gw * flow.gross_per_net
    return total


def load_green_share_pct(results: Results, load: str, year: int) -> float:
    """Green share of a load's energy, percent: what the plan attributes; where nothing asks for an attribution, what
    the renewables leave."""
    row = results.case.rows("loads", year).loc[load]
    energy = number(annual(results, "load_baseline_gw"), load=load, year=year)
    given = number(results.dataset["load_green_gwh"], load=load, year=year)
    if given <= NOTHING:
        given = min(max(green_left_gwh(results, str(row["region"]), year)[1], 0.0), energy)
    return 100.0 * given / energy
