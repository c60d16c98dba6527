"""Texts of the faults of named loads, what may be moved of them, vehicle-to-grid and green use."""

from __future__ import annotations

from gridplan.case.message import Message

LOADS = {
    "loads_above_demand": Message(
        4,
        "the loads within the consumption of {region} in {year} are {sum} TWh, its grid load is {whole} TWh",
        "{region} {year} 年电量内的单列负荷合计 {sum} TWh，大于电网负荷电量 {whole} TWh",
        "energy is in TWh (10 亿千瓦时 = 1 TWh); a load beyond the consumption is on_top",
        "电量单位 TWh（10 亿千瓦时）；新增负荷请填 on_top",
    ),
    "load_above_curve": Message(
        4,
        "with {value} TWh the loads in the curve of {region} are {gw} GW above it in hour {hour} of {year}",
        "{region} {year} 年计入曲线的负荷（其中最大一项 {value} TWh）在第 {hour} 小时比负荷曲线高 {gw} GW",
        "a load in the curve cannot be above it; lower the energy or say in_energy",
        "in_curve 的负荷不能高于负荷曲线；请减小电量或改为 in_energy",
    ),
    "load_not_in_year": Message(
        3,
        "the load {value} has no row for planning year {year}",
        "用电负荷 {value} 没有 {year} 年的数据行",
        "give it one in the table of loads",
        "请在用电负荷表中补充",
    ),
    "load_other_region": Message(
        4,
        "the load {load} belongs to region {region}, not to {value}",
        "用电负荷 {load} 属于省区 {region}，不属于 {value}",
        "write the load's own region",
        "请填该负荷所在省区",
    ),
    "flexible_without_room": Message(
        4,
        "a least share of 1 leaves nothing that could be moved",
        "最低比例为 1 时没有可移动的负荷",
        "take the row out, or lower the share",
        "请删除该行或减小比例",
    ),
    "vehicles_not_ev": Message(
        4,
        "the load {value} is of kind {kind}; only electric vehicles (ev) can discharge to the grid",
        "用电负荷 {value} 的类别为 {kind}，只有电动汽车（ev）可以向电网放电",
        "name a load of kind ev",
        "请填类别为 ev 的负荷",
    ),
}
