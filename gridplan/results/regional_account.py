"""Who gains from planning together: cost, exchange and rents of every region, and what each link between them earns.

Energy that passes between two regions of the case is settled at the plan's own prices: the sender gets the price of
its balance for every MWh it sends, the receiver pays the price of its own for every MWh that arrives.  What is left
between the two is the link's rent (congestion, less what its loss costs); the two ends share it in halves, as they
share the yearly cost of what is built of the link.  Consumption traded above the quota is settled at its agreed price.

    net cost = own cost + paid for imports - got for exports - half of the rents + half of the links' cost
               + paid for consumption taken - got for consumption given

Every payment has its counterpart, so the net costs of all regions add up to the cost of the plan.  Payments with the
outside are costs of the plan already and stand in the own cost.  A rent may be negative where a contract asks for
energy that the prices do not.  The quota's worth of green energy that goes with a link is shown beside it and not
settled.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from gridplan.model.quota import NONHYDRO, TOTAL
from gridplan.results.exchange_account import excess_trades
from gridplan.results.ledger import OUTSIDE, annual, number, of_year, ratio, region_years, regions, years
from gridplan.results.recovery_extras import quota_prices
from gridplan.results.types import Results, once

LINK_COLUMNS = [
    "dimension", "link", "year", "from", "to", "capacity_gw", "sent_gwh", "received_gwh", "full_hours_h",
    "sending_price_cny_per_mwh", "receiving_price_cny_per_mwh", "export_income_million_cny",
    "import_payment_million_cny", "rent_million_cny", "link_cost_million_cny", "green_gwh", "green_value_million_cny",
]
GAIN_COLUMNS = [
    "region", "year", "own_cost_million_cny", "import_payment_million_cny", "export_income_million_cny",
    "rent_million_cny", "link_cost_million_cny", "trade_payment_million_cny", "net_cost_million_cny",
    "load_gwh", "net_cost_cny_per_mwh", "price_cny_per_mwh",
]
AT_LIMIT = 1e-4
"""Share of the capacity by which a flow may miss it and still count as full."""

HALF = 0.5


@once
def link_rents(results: Results) -> pd.DataFrame:
    """Every link and emergency support between two regions of the case: energy, prices at both ends and rent.

    Columns: dimension ("link" or "support"), link, year, from, to, capacity_gw (sending end), sent_gwh, received_gwh,
    full_hours_h (hours of the year it is full), sending_price_cny_per_mwh and receiving_price_cny_per_mwh (means over
    the hours), export_income_million_cny (what is sent at the sender's prices), import_payment_million_cny (what
    arrives at the receiver's), rent_million_cny (their difference), link_cost_million_cny (yearly cost of what is
    built), green_gwh (attributed, sending end), green_value_million_cny (worth to the receiver's quota less worth to
    the sender's, at their shadow prices; not settled).
    """
    lines = [line for year in years(results) for line in _lines(results, year)]
    return pd.DataFrame(lines, columns=LINK_COLUMNS)


def _lines(results: Results, year: int) -> Iterator[dict[str, Any]]:
    data = of_year(results, year)
    for dimension, table, variable in (("link", "links", "link_flow_gw"),
                                       ("support", "emergency_support", "support_called_gw")):
        if results.case.tables[table].empty:
            continue
        for name, row in results.case.rows(table, year).iterrows():
            if OUTSIDE in (row["from"], row["to"]):
                continue
            flow = data[variable].sel({dimension: name}).values
            yield {"dimension": dimension, "link": str(name), "year": year, "from": row["from"], "to": row["to"],
                   **_energy(results, row, flow, _capacity(results, dimension, str(name), row, year), year),
                   **_extras(results, dimension, str(name), row, year)}


def _capacity(results: Results, dimension: str, name: str, row: pd.Series, year: int) -> float:
    if dimension == "support":
        return float(row["support_gw"])
    return number(results.dataset["link_capacity_gw"], link=name, year=year)


def _energy(results: Results, row: pd.Series, flow: np.ndarray, capacity: float, year: int) -> dict[str, float]:
    """Energy and its worth at both ends."""
    data = of_year(results, year)
    weight, kept = data["weight_h"].values, 1.0 - float(row["loss_share"])
    sending, receiving = (data["price_cny_per_mwh"].sel(region=row[end]).values for end in ("from", "to"))
    income = float(flow * weight @ sending) / 1000.0
    payment = kept * float(flow * weight @ receiving) / 1000.0
    sent = float(flow @ weight)
    return {
        "capacity_gw": capacity, "sent_gwh": sent, "received_gwh": kept * sent,
        "full_hours_h": float(weight[flow > capacity * (1.0 - AT_LIMIT)].sum()) if capacity > 0 else 0.0,
        "sending_price_cny_per_mwh": float(np.average(sending, weights=weight)),
        "receiving_price_cny_per_mwh": float(np.average(receiving, weights=weight)),
        "export_income_million_cny": income, "import_payment_million_cny": payment,
        "rent_million_cny": payment - income,
    }


def _extras(results: Results, dimension: str, name: str, row: pd.Series, year: int) -> dict[str, float]:
    """Cost of the link itself, and what goes with it for the quotas."""
    if dimension == "support":
        return {"link_cost_million_cny": 0.0, "green_gwh": 0.0, "green_value_million_cny": 0.0}
    costs = results.costs
    own = costs[(costs["subject"] == "link") & (costs["asset"] == name) & (costs["year"] == year)]
    green, nonhydro = (number(results.dataset[f"link_green{kind}_gwh"], link=name, year=year)
                       for kind in ("", "_nonhydro"))
    prices = quota_prices(results)
    credit = 1.0 if row["green_credit"] == "sending" else 1.0 - float(row["loss_share"])
    worth = sum(sign * (prices.get((row[end], year, TOTAL), 0.0) * green
                        + prices.get((row[end], year, NONHYDRO), 0.0) * nonhydro)
                for end, sign in (("to", credit), ("from", -1.0))) / 1000.0
    return {"link_cost_million_cny": float(own["million_cny"].sum()), "green_gwh": green,
            "green_value_million_cny": worth}


@once
def regional_gains(results: Results) -> pd.DataFrame:
    """What the plan costs every region once the exchange between them is settled at the plan's prices.

    Columns: region, year, own_cost_million_cny (plants, stores, fuel, payments with the outside, missed targets),
    import_payment_million_cny, export_income_million_cny, rent_million_cny (its half of the rents of its links),
    link_cost_million_cny (its half of what is built of them), trade_payment_million_cny (for consumption above the
    quota; negative: earned), net_cost_million_cny, load_gwh (grid load), net_cost_cny_per_mwh (of grid load; NaN at a
    supply base), price_cny_per_mwh (mean over the hours).

    The net costs of a year add up to the cost of the plan in that year.
    """
    links, traded = link_rents(results), excess_trades(results)
    load = annual(results, "demand_gw")
    lines = []
    for region, year in region_years(results):
        own = results.costs[(results.costs["region"] == region) & (results.costs["year"] == year)]
        here = links[links["year"] == year]
        into, out = here[here["to"] == region], here[here["from"] == region]
        borne = _link_costs_in(own, here)
        paid, got = float(into["import_payment_million_cny"].sum()), float(out["export_income_million_cny"].sum())
        rent, link_cost = (HALF * float(into[name].sum() + out[name].sum())
                           for name in ("rent_million_cny", "link_cost_million_cny"))
        trade = traded[traded["year"] == year]
        for_trade = float(trade.loc[trade["to"] == region, "paid_million_cny"].sum()
                          - trade.loc[trade["from"] == region, "paid_million_cny"].sum())
        own_cost = float(own["million_cny"].sum()) - borne
        net = own_cost + paid - got - rent + link_cost + for_trade
        served = number(load, region=region, year=year)
        price = of_year(results, year)["price_cny_per_mwh"].sel(region=region).values
        lines.append((region, year, own_cost, paid, got, rent, link_cost, for_trade, net, served,
                      1000.0 * ratio(net, served),
                      float(np.average(price, weights=results.dataset["weight_h"].values))))
    return pd.DataFrame(lines, columns=GAIN_COLUMNS)


def _link_costs_in(own: pd.DataFrame, links: pd.DataFrame) -> float:
    """Cost of links between regions that the cost table books to one region, million CNY."""
    inner = own[own["subject"].eq("link") & own["asset"].isin(links.loc[links["dimension"] == "link", "link"])]
    return float(inner["million_cny"].sum())


def has_exchange(results: Results) -> bool:
    """Whether the case has more than one region and anything between them."""
    return len(regions(results)) > 1 and len(link_rents(results)) > 0


__all__ = ["has_exchange", "link_rents", "regional_gains"]
