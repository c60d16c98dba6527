"""Texts of the faults of reservoirs' pumps, local networks, repowering, store groups, paired storage, reserve."""

from __future__ import annotations

from gridplan.case.message import Message

LEVERS = {
    "reserve_twice": Message(
        4,
        "{region} already has a row for reserve {value} in {year}, row {first}",
        "{region} {year} 年已有同一方向（{value}）的备用要求：第 {first} 行",
        "one row for each region, direction and year; put both into one, or give them different years",
        "每省、每方向、每规划年只填一行；请合并，或填写不同规划年",
    ),
    "reserve_of_nothing": Message(
        5,
        "all three shares are 0: the row asks for nothing",
        "三个比例均为 0，本行不要求备用",
        "state the share of load, wind or solar output to keep in reserve, or take the row out",
        "请填写负荷、风电或光伏的备用率，或删除本行",
        "warning",
    ),
    "reserve_by_nobody": Message(
        5,
        "{value} has no plant in {year} that can keep operating reserve: all of it will be missing",
        "{value} {year} 年没有可提供运行备用的电源，备用将全部不足",
        "thermal plants with commitment, stores and reservoirs keep it",
        "可提供备用的有：考虑启停的火电、储能、水库水电",
        "warning",
    ),
    "pump_region_differs": Message(
        4,
        "the pumps are in region {value}, their reservoir {reservoir} in {region}",
        "抽水机组在 {value}，其水库 {reservoir} 在 {region}",
        "pumps stand at their reservoir",
        "抽水机组应与水库同省区",
    ),
    "pump_without_water": Message(
        4,
        "{value} is a solar field with a heat store: there is no water to lift",
        "{value} 为光热电站，没有可抽的水",
        "name a reservoir of hydropower",
        "请填写水库水电",
    ),
    "pumps_of_dry_year": Message(
        4,
        "reservoir {value} has no row in {year}, in which the pumps have one",
        "{year} 年抽水机组有数据行，水库 {value} 没有",
        "give both the same years",
        "请使两者的规划年一致",
    ),
    "connection_never_binds": Message(
        5,
        "the network takes {value} GW, more than the {most} GW that can stand: the limit does nothing",
        "接网承载力 {value} GW 大于可达装机 {most} GW，不起作用",
        severity="warning",
    ),
    "connection_beyond_potential": Message(
        5,
        "more than {most} GW is never connected: {potential} GW can stand",
        "接网容量最多再用 {most} GW：可达装机为 {potential} GW",
        "{fix_en}",
        "{fix_zh}",
        severity="warning",
    ),
    "repower_into_itself": Message(
        4,
        "{value} gives way to itself",
        "{value} 改造后仍为自身",
        "add a class for the new plants, with its own hours",
        "请为新机组另设一类，并填写其利用小时",
    ),
    "repower_differs": Message(
        4,
        "{value} is {new_technology} in {new_region}, the old plants are {technology} in {region}",
        "{value} 为 {new_region} 的 {new_technology}，原机组为 {region} 的 {technology}",
        "the new plants stand on the old sites",
        "改造在原场址进行",
    ),
    "repower_more_than_exists": Message(
        4,
        "{value} GW may be replaced, {existing} GW exist",
        "可替换 {value} GW，大于现有 {existing} GW",
    ),
    "repower_class_missing": Message(
        4,
        "class {value} has no row in {year}, in which it is to be repowered",
        "{year} 年须改造的类 {value} 没有数据行",
        "give both the same years",
        "请使两者的规划年一致",
    ),
    "group_store_unknown": Message(
        3,
        "no store is called {store}",
        "没有名为 {store} 的储能",
        "stores are separated by spaces; {guess_en}",
        "多个储能以空格分隔；{guess_zh}",
    ),
    "group_store_twice": Message(4, "store {store} is named twice", "储能 {store} 重复出现"),
    "group_without_limit": Message(
        5,
        "the group has neither floor nor ceiling: it does nothing",
        "该组没有上下限，不起作用",
        severity="warning",
    ),
    "group_floor_too_high": Message(
        4,
        "a floor of {value} {unit} is above the {most} {unit} the members can reach",
        "下限 {value} {unit} 大于成员可达的 {most} {unit}",
    ),
    "group_ceiling_too_low": Message(
        4,
        "a ceiling of {value} {unit} is below the {least} {unit} that exist",
        "上限 {value} {unit} 小于现有的 {least} {unit}",
    ),
    "paired_never_counts": Message(
        4,
        "{value} is pumped hydro, which never counts as paired storage",
        "{value} 为抽水蓄能，不计入配储",
        "leave the row out",
        "请删除该行",
    ),
    "paired_build_not_bound": Message(
        4,
        "{value} is hydropower, of which no storage is asked",
        "{value} 为水电，没有配储要求",
        "leave the row out",
        "请删除该行",
    ),
}
