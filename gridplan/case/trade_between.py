"""Trade of consumption above the quota (超额消纳量交易) between provinces that a channel joins.

A trade needs an enforced total quota at both ends, and a shortfall at the giver's that is priced above the taker's
(rules_trade.py): the slack prices of the givers' quotas are raised by a hundredth for every step of the order in which
provinces give, which is that of the channels, sender first.
"""

from __future__ import annotations

from gridplan.case.part import OUTSIDE, Part, Row
from gridplan.case.schema import schema
from gridplan.case.tables import TRUE_WORDS

QUOTA, NONHYDRO = "quota.renewable_consumption", "quota.nonhydro_consumption"
SHARE_OF_USE = 0.1
"""Most that may be traded, as a share of the taker's consumption; a judgement."""

PRICE_CNY_PER_MWH = 5.0
"""About what a green certificate costs; a judgement, and no cost of the plan."""

STEP = 0.01


def add_trades(part: Part) -> list[tuple[str, str]]:
    """Add a trade along every pair of provinces that a channel joins, as the channel runs; the remarks for the planner.

    Bases give in the name of the province on whose ground they stand.
    """
    with_quota = {row["region"] for row in part.rows("policies") if _enforced(row) and row["metric"] == QUOTA}
    demand = {row["region"]: float(row.get("energy_twh") or 0.0) for row in part.rows("demand")}
    pairs = _pairs(part, with_quota)
    if not pairs:
        return [("未加入超额消纳量交易：没有两端均有消纳责任权重约束的通道。",
                 "No trade of consumption was added: no channel joins two provinces with an enforced quota.")]
    trades = part.tables.setdefault("excess_trade", [])
    known = {(row["from"], row["to"]) for row in trades}
    for giver, taker in pairs:
        if (giver, taker) in known:
            continue
        trades.append({
            "trade": f"excess_{giver}_{taker}",
            "name_zh": f"{part.region_name(giver, 'zh')}向{part.region_name(taker, 'zh')}转让超额消纳量",
            "name_en": f"Excess consumption from {part.region_name(giver, 'en')} to {part.region_name(taker, 'en')}",
            "from": giver, "to": taker, "max_twh": f"{SHARE_OF_USE * demand.get(taker, 0.0):.4g}",
            "price_cny_per_mwh": f"{PRICE_CNY_PER_MWH:g}"})
    _raise_slack_prices(part, pairs)
    return [(f"加入{len(pairs)}项超额消纳量交易，上限为受让方用电量的{100 * SHARE_OF_USE:g}%、价格"
             f"{PRICE_CNY_PER_MWH:g}元/兆瓦时，均为判断值；出让方责任权重的缺额价格相应调高。",
             f"{len(pairs)} trades of consumption above the quota: at most {100 * SHARE_OF_USE:g} % of the taker's use "
             f"at {PRICE_CNY_PER_MWH:g} CNY/MWh, both judged; the givers' quotas have a higher slack price.")]


def _enforced(row: Row) -> bool:
    return row.get("enforce", "").casefold() in TRUE_WORDS and row.get("sense", "min") == "min"


def _pairs(part: Part, with_quota: set[str]) -> list[tuple[str, str]]:
    """(giver, taker) along the channels, without a way back to one that gives already."""
    found: list[tuple[str, str]] = []
    for row in sorted(part.rows("links"), key=lambda row: -float(row.get("capacity_gw") or 0.0)):
        ends = tuple(part.bases.get(row[end], row[end]) for end in ("from", "to"))
        giver, taker = ends
        if OUTSIDE in ends or giver == taker or not {giver, taker} <= with_quota or (giver, taker) in found:
            continue
        if giver not in _reached(found, taker):
            found.append((giver, taker))
    return found


def _reached(pairs: list[tuple[str, str]], start: str) -> set[str]:
    """Provinces that what `start` gives may reach, itself among them."""
    found, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        ahead = {taker for giver, taker in pairs if giver == here} - found
        found |= ahead
        waiting += ahead
    return found


def _raise_slack_prices(part: Part, pairs: list[tuple[str, str]]) -> None:
    for row in part.rows("policies"):
        if row["metric"] in (QUOTA, NONHYDRO) and _enforced(row):
            behind = len(_reached(pairs, row["region"])) - 1
            if behind:
                price = float(row.get("slack_price") or schema().metrics[row["metric"]].slack_price or 0.0)
                row["slack_price"] = f"{price * (1.0 + STEP * behind):.6g}"
