"""What stands in the way of a cheaper plan, for the first page: targets missed, targets that bind, limits reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gridplan.results.ledger import asset_name, of
from gridplan.results.report_blocks import Block, Column, Mark, Row, Table, Text
from gridplan.results.report_flows import Area
from gridplan.results.report_policies import margin_text, policy_name
from gridplan.results.report_units import MINUS, number
from gridplan.results.report_words import Words
from gridplan.results.target_shown import NO_PRICE, price_per_unit, price_text
from gridplan.results.types import Results

MOST_LINES = 8
SMALLEST_SHARE = 1e-6
"""Effect of a tenth more, as a share of the plan's cost, below which nothing is said of a constraint."""
MORE = 0.1


@dataclass(frozen=True)
class _Obstacle:
    """One line; `effect` in million CNY a year orders the lines, missed targets before all others."""

    row: Row
    missed: bool
    effect: float


def obstacle_blocks(results: Results, area: Area, words: Words) -> list[Block]:
    """The weightiest constraints of an area's plan in one table, or the word that there are none."""
    cost = abs(float(of(results.costs, area.region, area.year)["million_cny"].sum()))
    found = [*_targets(results, area, words), *_limits(results, area, words)]
    found = [one for one in found if one.missed or one.effect > SMALLEST_SHARE * cost]
    found.sort(key=lambda one: (not one.missed, -one.effect))
    if not found:
        return [Text(words("obstacles.none"))]
    columns = [
        Column(words("obstacles.what"), kind="long"),
        Column(words("obstacles.kind")),
        Column(words("obstacles.weight"), kind="number"),
    ]
    rows = [one.row for one in found[:MOST_LINES]]
    return [Table(words("obstacles.table"), columns, rows, note=words("obstacles.note", count=MOST_LINES))]


def _targets(results: Results, area: Area, words: Words) -> list[_Obstacle]:
    """Targets missed, enforced or not, and enforced ones whose shadow price says that they shape the plan."""
    policies = of(results.policies, area.region, area.year)
    found = []
    for line in policies.itertuples():
        if line.status == "missed":
            text = words("obstacles.short", amount=margin_text(line, words.lang).lstrip("+" + MINUS))
            found.append(_line(policy_name(line, words.lang), "missed", text, words, line.slack_cost_million_cny))
        elif line.enforced and abs(line.shadow_price) > NO_PRICE:
            text = price_text(*price_per_unit(abs(line.shadow_price), line.unit, words.lang))
            effect = MORE * abs(line.shadow_price * line.target)
            found.append(_line(policy_name(line, words.lang), "binding", text, words, effect))
    return found


def _limits(results: Results, area: Area, words: Words) -> list[_Obstacle]:
    """Assets built to their limit, with the rent of one more kW."""
    if results.why.empty:
        return []
    lines = of(results.why, area.region, area.year)
    found = []
    for line in lines[lines["verdict"] == "at_limit"].itertuples():
        rent = float(line.surplus_cny_per_kw)
        text = words("obstacles.per_kw", value=number(rent, 1))
        name = asset_name(results, line.dimension, line.asset, words.lang)
        # CNY/kW x GW = million CNY
        found.append(_line(name, "limit", text, words, MORE * rent * float(line.built_gw)))
    return found


def _line(name: str, kind: str, text: str, words: Words, effect: Any) -> _Obstacle:
    tone = {"missed": "bad", "binding": "open", "limit": "quiet"}[kind]
    row = Row([name, Mark(words(f"obstacles.{kind}"), tone), text], "warn" if kind == "missed" else "")
    return _Obstacle(row, kind == "missed", float(effect))
