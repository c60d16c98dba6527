"""Texts of the faults of supply bases, delivery contracts, emergency support, certificates and consumption traded."""

from __future__ import annotations

from gridplan.case.message import Message

TRADE = {
    "base_has_demand": Message(
        3,
        "a supply base has no demand, but {value} has a row in demand",
        "配套电源基地没有用电需求，但用电需求表中有 {value}",
        "take it out of demand or out of bases",
        "请从用电需求表或基地表中删去",
    ),
    "base_link_elsewhere": Message(
        3,
        "the channel of the base must leave it: {value} is sent from {sender}, not from {region}",
        "基地所服务的通道须以基地为送端：{value} 的送端是 {sender}，不是 {region}",
        "a base without a channel out has no use",
        "没有外送通道的基地没有用处",
    ),
    "base_counted_in_base": Message(
        4,
        "{value} is a supply base itself; name the province on whose ground the base stands, or outside",
        "{value} 本身是配套电源基地；请填写基地所在省区或 outside",
    ),
    "base_with_duty": Message(
        4,
        "{value} is about a region's load; the supply base {region} has none",
        "{value} 针对用电负荷，配套电源基地 {region} 没有用电负荷",
        "set the target for the province",
        "请对省区设置该指标",
    ),
    "base_with_response": Message(
        4, "a supply base has no load that could respond", "配套电源基地没有可响应的用电负荷"
    ),
    "contract_on_curve": Message(
        4,
        "{value} follows a curve (mode profile), which fixes its hours",
        "{value} 按曲线运行（mode 为 profile），利用小时已确定",
        "set the mode to free, or take the contract out",
        "请将 mode 改为 free，或删去该合同",
    ),
    "certificates_sold_dearer": Message(
        4,
        "certificates are sold for more than they are bought for ({price} CNY/MWh): buying to sell would pay",
        "绿证售价高于购价（{price} 元/MWh），会出现买入再卖出套利",
        "lower the price, or set one of the caps to 0",
        "请降低售价，或将其中一个上限设为 0",
    ),
    "trade_without_quota": Message(
        4,
        "{value} has no enforced target {metric}, so there is no excess to count",
        "{value} 没有作为约束的指标 {metric}，无从核算超额消纳量",
        "add the target, or take the trade out",
        "请补充该指标，或删去该交易",
    ),
    "trade_sells_shortage": Message(
        4,
        "slack of {metric} costs {giver} at the giver and {taker} at the receiver: it would give what it lacks",
        "{metric} 的缺额罚价：出让方 {giver}，受让方 {taker}，会转让并不存在的超额",
        "give the giver's target the higher slack_price",
        "请使出让方指标的 slack_price 更高",
    ),
}
