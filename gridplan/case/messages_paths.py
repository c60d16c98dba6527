"""Texts of the faults of several planning years: retirements, growth ceilings, targets of other years."""

from __future__ import annotations

from gridplan.case.message import Message

PATHS = {
    "target_year_unplanned": Message(
        3,
        "the target is switched on for {value}, which is no planning year ({years})",
        "指标已设为约束，但 {value} 年不是规划年（{years}）",
        "add {value} to years in case.toml, or set enforce to no",
        "请在 case.toml 的 years 中加入 {value}，或把 enforce 改为 no",
    ),
    "target_year_waits": Message(
        5,
        "the target is for {value}, which is not planned ({years}); it waits and is not judged",
        "指标属于 {value} 年，不在规划年（{years}）内，暂不评价",
        severity="warning",
    ),
    "retirement_unknown": Message(
        3, "{of} has no asset {value}", "{of} 中没有资产 {value}", "{guess_en}", "{guess_zh}"
    ),
    "retirement_without_year": Message(
        3,
        "the row does not say when it leaves",
        "未说明退役时间",
        "give from_year, or start_year (and life_years)",
        "请填写 from_year，或 start_year（及 life_years）",
    ),
    "retirement_past": Message(
        4,
        "it has left by {first}, the first planning year, for which existing_gw says what stands",
        "在首个规划年 {first} 之前已退出，而 existing_gw 应为该年仍在运的容量",
        "take the row out and leave its capacity out of existing_gw",
        "请删除本行，并从 existing_gw 中扣除其容量",
    ),
    "retirement_and_dated": Message(
        4,
        "retirements overlap with rows by planning year: {of} of {value} is {stands} already",
        "退役重复计算：{value} 的 {of} 已按规划年分别给出（{stands}）",
        "give either one existing figure and retirements, or a row for each planning year",
        "请只用一种方式：单一现有容量加退役表，或按规划年逐行给出",
    ),
    "retirement_too_much": Message(
        4,
        "retirements of {value} overlap: they add up to {gone} GW, {stands} GW exist",
        "{value} 的退役重叠：合计 {gone} GW，大于现有 {stands} GW",
    ),
    "build_limit_empty": Message(
        5, "the row limits nothing", "未填写任何上限", "fill max_gw or max_gw_per_year",
        "请填写 max_gw 或 max_gw_per_year", severity="warning",
    ),
    "build_limit_idle": Message(
        5,
        "no asset of the case{region} is {value}: the limit does nothing",
        "案例{region}中没有 {value} 类资产，此上限不起作用",
        severity="warning",
    ),
    "room_falls": Message(
        4,
        "{key} has room for {room} in {year}, for {before} in {since}: what has been done by then cannot be undone",
        "{key} 在 {since} 年可新增 {before}，{year} 年只剩 {room}：已完成的不能撤销",
        "limits add up over the planning years and never fall; a pace of building belongs in build_limits",
        "上限按规划年累计，不能下降；建设速度请填 build_limits",
    ),
    "built_then_gone": Message(
        4,
        "{key} may be built in {built} and has no row in {year}: what is built would vanish",
        "{key} 可在 {built} 年新建，但 {year} 年没有数据行，已建容量会消失",
        "give it a row in every later planning year",
        "请为其后每个规划年填写数据行",
    ),
    "retrofit_then_gone": Message(
        4,
        "retrofit {key} is offered in {built} and has no row in {year}: a retrofit is not undone",
        "改造 {key} 在 {built} 年可选，但 {year} 年没有数据行：改造不可撤销",
        "give it a row in every later planning year",
        "请为其后每个规划年填写数据行",
    ),
}
