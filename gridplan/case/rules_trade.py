"""Rules of supply bases, delivery contracts, emergency support, certificates sold and consumption traded."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from gridplan.case.problems import Problem, as_warning, problem
from gridplan.case.tables import TypedTable
from gridplan.library.units import HOURS_PER_YEAR

Tables = Mapping[str, TypedTable]

OUTSIDE = "outside"
DUTIES_OF_LOAD = ("quota.", "reserve.", "demand_response.", "import.")
"""First words of the metrics that are about a region's load, which a supply base has none of."""

QUOTAS = ("quota.renewable_consumption", "quota.nonhydro_consumption")


def check_trade(tables: Tables) -> Iterator[Problem]:
    """Every fault of the tables by which regions trade."""
    yield from _bases(tables)
    yield from _contracts(tables)
    yield from _support(tables["emergency_support"])
    yield from _certificates(tables)
    yield from _excess(tables)
    yield from _targets(tables)


def bases_of(tables: Tables) -> set[str]:
    """Regions that are supply bases."""
    return {str(cells["region"]) for _, cells in tables["bases"].records() if cells["region"]}


def _bases(tables: Tables) -> Iterator[Problem]:
    result, bases = tables["bases"], bases_of(tables)
    with_demand = {str(cells["region"]) for _, cells in tables["demand"].records()}
    sender = {str(cells["link"]): str(cells["from"]) for _, cells in tables["links"].records()}
    for row, cells in result.records():
        region, link = str(cells["region"]), str(cells["link"])
        if region in with_demand:
            yield problem("base_has_demand", result.place(row, "region"), region)
        if link in sender and sender[link] != region:
            yield problem("base_link_elsewhere", result.place(row, "link"), link, region=region, sender=sender[link])
        if cells["counted_in"] in bases:
            yield problem("base_counted_in_base", result.place(row, "counted_in"), cells["counted_in"])
    policies, response = tables["policies"], tables["response"]
    for row, cells in policies.records():
        if cells["region"] in bases and str(cells["metric"]).startswith(DUTIES_OF_LOAD):
            yield problem("base_with_duty", policies.place(row, "metric"), cells["metric"], region=cells["region"])
    for row, cells in response.records():
        if cells["region"] in bases:
            yield problem("base_with_response", response.place(row, "region"), cells["region"])


def _contracts(tables: Tables) -> Iterator[Problem]:
    result = tables["link_contracts"]
    links = {str(cells["link"]): cells for _, cells in tables["links"].records()}
    for row, cells in result.records():
        link = links.get(str(cells["link"]))
        if link is None:
            continue
        if link["mode"] == "profile":
            yield problem("contract_on_curve", result.place(row, "link"), cells["link"])
            continue
        yield from _contract_energy(result, row, cells, link)


def _contract_energy(
    result: TypedTable, row: int, cells: dict[str, Any], link: dict[str, Any]
) -> Iterator[Problem]:
    """Hours of a contract against the channel's own energy and least flow."""
    capacity, most = link["capacity_gw"], link["capacity_gw"] + link["build_max_gw"]
    compared = (
        ("hours_min", "hours_min x capacity_gw", cells["hours_min"] * capacity / 1000, "energy_max_twh"),
        ("hours_max", "min_flow_share x 8760 h", link["min_flow_share"] * HOURS_PER_YEAR, "hours_max"),
        ("hours_max", "energy_min_twh", link["energy_min_twh"], "hours_max x capacity"),
    )
    uppers = (link["energy_max_twh"], cells["hours_max"], cells["hours_max"] * most / 1000)
    for (column, lower, low, upper), high in zip(compared, uppers, strict=True):
        if not math.isnan(low) and not math.isnan(high) and low > high * (1 + 1e-9):
            words = {"lower": lower, "low": f"{low:g}", "upper": upper, "high": f"{high:g}"}
            yield problem("lower_above_upper", result.place(row, column), float(cells[column]), **words)


def _support(result: TypedTable) -> Iterator[Problem]:
    for row, cells in result.records():
        if cells["from"] and cells["from"] == cells["to"]:
            yield problem("link_ends_equal", result.place(row, "to"), cells["to"])
        for column in ("support_gw", "max_hours"):
            if cells[column] == 0:
                yield problem("nothing_to_use", result.place(row, column), 0)
        if cells["price_cny_per_mwh"] > 0 and OUTSIDE not in (cells["from"], cells["to"]):
            place = result.place(row, "price_cny_per_mwh")
            yield problem("link_price_inside", place, float(cells["price_cny_per_mwh"]))


def _certificates(tables: Tables) -> Iterator[Problem]:
    """Certificates bought for less than they are sold for would be a business without a plant."""
    result = tables["certificates"]
    regions = {str(cells["region"]): cells for _, cells in tables["regions"].records()}
    for row, cells in result.records():
        buyer = regions.get(str(cells["region"]))
        if buyer is None or not (buyer["certificate_cap_twh"] > 0 and cells["sell_cap_twh"] > 0):
            continue
        if cells["sell_price_cny_per_mwh"] > buyer["certificate_price_cny_per_mwh"]:
            place = result.place(row, "sell_price_cny_per_mwh")
            price = f"{buyer['certificate_price_cny_per_mwh']:g}"
            yield problem("certificates_sold_dearer", place, float(cells["sell_price_cny_per_mwh"]), price=price)


def _excess(tables: Tables) -> Iterator[Problem]:
    result = tables["excess_trade"]
    quotas = {
        (str(cells["region"]), str(cells["metric"])): cells
        for _, cells in tables["policies"].records()
        if cells["metric"] in QUOTAS and cells["enforce"] and cells["sense"] == "min"
    }
    for row, cells in result.records():
        giver, taker = str(cells["from"]), str(cells["to"])
        if giver and giver == taker:
            yield problem("link_ends_equal", result.place(row, "to"), taker)
            continue
        if cells["max_twh"] == 0:
            yield problem("nothing_to_use", result.place(row, "max_twh"), 0)
        for metric in QUOTAS:
            ours, theirs = quotas.get((giver, metric)), quotas.get((taker, metric))
            if ours is None and (metric == QUOTAS[0] or theirs is not None):
                yield problem("trade_without_quota", result.place(row, "from"), giver, metric=metric)
            elif theirs is None and metric == QUOTAS[0]:
                yield problem("trade_without_quota", result.place(row, "to"), taker, metric=metric)
            elif ours is not None and theirs is not None and ours["slack_price"] <= theirs["slack_price"]:
                details = {"metric": metric, "giver": f"{ours['slack_price']:g}", "taker": f"{theirs['slack_price']:g}"}
                yield problem("trade_sells_shortage", result.place(row, "from"), giver, **details)


def _targets(tables: Tables) -> Iterator[Problem]:
    """Floors on what a region receives or sends where no channel enters or leaves it, or the bases on its ground."""
    policies = tables["policies"]
    lines = [cells for name in ("links", "emergency_support") for _, cells in tables[name].records()]
    for row, cells in policies.records():
        metric, region = str(cells["metric"]), str(cells["region"])
        if not metric.startswith(("import.", "export.")) or cells["sense"] != "min" or not cells["value"] > 0:
            continue
        ground = {region, *(str(c["region"]) for _, c in tables["bases"].records() if c["counted_in"] == region)}
        end = "to" if metric.startswith("import.") else "from"
        if not any(line[end] in ground for line in lines):
            place = policies.place(row, "value")
            found = problem("target_without_assets", place, float(cells["value"]), metric=metric, region=region)
            yield found if cells["enforce"] else as_warning(found)
