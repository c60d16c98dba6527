"""Rules of what metrics need: the region's clean set, base-year figures, CO2 of links, the right kind of site."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gridplan.case.metric_needs import BASE_ITEMS, CLEAN_METRICS, SITE_TECHNOLOGIES, TRADED_CO2_METRICS, WHOLES
from gridplan.case.problems import Problem, as_warning, problem
from gridplan.case.rules_adequacy import in_force
from gridplan.case.schema import schema
from gridplan.case.tables import TypedTable

Tables = Mapping[str, TypedTable]


def check_metrics(tables: Tables, years: Sequence[int]) -> Iterator[Problem]:
    """Every fault of the tables that metrics need, each named once and not in every planning year.  What an enforced
    target lacks is an error; what a reported one lacks is a reminder that it will not be measured."""
    seen: set[tuple[str, str, int | None]] = set()
    for year in years:
        for one in [*_needs(tables, year), *_base_years(tables["base_year"], year), *_auctions(tables, year)]:
            if (one.rule, one.file, one.row) not in seen:
                seen.add((one.rule, one.file, one.row))
                yield one


def _needs(tables: Tables, year: int) -> Iterator[Problem]:
    policies = tables["policies"]
    clean = {str(cells["region"]) for _, cells in in_force(tables["clean_sources"], year)}
    known = {(str(cells["region"]), str(cells["item"])) for _, cells in in_force(tables["base_year"], year)}
    factors = {str(cells["link"]) for _, cells in in_force(tables["import_emissions"], year)}
    for row, cells in in_force(policies, year):
        metric, region = str(cells["metric"]), str(cells["region"])
        place = policies.place(row, "metric")
        found: Problem | None = None
        if metric in CLEAN_METRICS and region not in clean:
            found = problem("clean_set_missing", place, metric, region=region)
        elif metric in BASE_ITEMS and (region, BASE_ITEMS[metric]) not in known:
            found = problem("base_figure_missing", place, metric, region=region, item=BASE_ITEMS[metric])
        elif metric in TRADED_CO2_METRICS:
            without = [str(link["link"]) for _, link in in_force(tables["links"], year)
                       if region in (link["from"], link["to"]) and str(link["link"]) not in factors]
            if without:
                found = problem("link_factor_missing", place, metric, region=region, links=", ".join(without))
        if found is not None:
            yield found if cells["enforce"] else as_warning(found)
        yield from _site(tables, row, cells, year)


def _site(tables: Tables, row: int, cells: dict[str, Any], year: int) -> Iterator[Problem]:
    """A base named that is not of the metric's kind."""
    metric, subject = str(cells["metric"]), str(cells["subject"])
    allowed = SITE_TECHNOLOGIES.get(metric)
    if not allowed or not subject:
        return
    table = tables[schema().metrics[metric].subject_table]
    for _, asset in in_force(table, year):
        if asset[table.table.key[0]] == subject and asset["technology"] not in allowed:
            words = {"metric": metric, "technology": str(asset["technology"]), "allowed": ", ".join(sorted(allowed))}
            yield problem("site_technology", tables["policies"].place(row, "subject"), subject, **words)


def _base_years(table: TypedTable, year: int) -> Iterator[Problem]:
    for row, cells in in_force(table, year):
        value, base = float(cells["value"]), float(cells["base"])
        if cells["item"] in WHOLES and value == 0:
            yield problem("base_figure_zero", table.place(row, "value"), value, item=cells["item"])
        if not math.isnan(base) and base >= year:
            yield problem("base_not_before", table.place(row, "base"), int(base), year=year)


def _auctions(tables: Tables, year: int) -> Iterator[Problem]:
    """An auctioned share where nothing is allocated by a benchmark."""
    allocated = {str(cells["region"]) for _, cells in in_force(tables["cohorts"], year)
                 if cells["co2_benchmark_t_per_mwh"] > 0}
    priced = {str(cells["region"]) for _, cells in in_force(tables["regions"], year)
              if cells["co2_price_cny_per_t"] > 0}
    market = tables["carbon_market"]
    for row, cells in in_force(market, year):
        region = str(cells["region"])
        if cells["auction_share"] > 0 and (region not in allocated or region not in priced):
            yield problem("auction_without_effect", market.place(row, "auction_share"), float(cells["auction_share"]),
                          region=region)
