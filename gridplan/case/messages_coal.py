"""Texts of the faults of the coal levers."""

from __future__ import annotations

from gridplan.case.message import Message

COAL = {
    "lever_not_coal": Message(
        4,
        "{cohort} is {technology}; only coal cohorts can stand here",
        "{cohort} 为 {technology}，此表只能填煤电机组群",
    ),
    "fuel_not_marked_coal": Message(
        5,
        "{cohort} ({technology}) burns it, and it is not marked as coal: it counts in no coal figure or target",
        "{cohort}（{technology}）燃用此燃料，但未标为煤炭：不计入任何煤炭指标和目标",
        "write yes, or pass over this if it is meant",
        "请填 yes；如属有意可忽略",
        "warning",
    ),
    "fuel_marked_coal": Message(
        5,
        "marked as coal, and no coal cohort burns it ({cohort} is {technology}): it counts in coal figures and targets",
        "标为煤炭，但没有煤电机组群燃用（{cohort} 为 {technology}）：会计入煤炭指标和目标",
        "write no, or pass over this if it is meant",
        "请填 no；如属有意可忽略",
        "warning",
    ),
    "expiring_above_retire": Message(
        4,
        "more expires than the {most} GW that may retire",
        "到期容量大于退役上限 {most} GW",
        "raise cohorts.retire_max_gw to what expires",
        "请把 cohorts.retire_max_gw 提高到到期容量",
    ),
    "extension_above_expiring": Message(
        4, "more may be extended than the {expiring} GW that expire", "延寿上限大于到期容量 {expiring} GW"
    ),
    "reserve_nothing_closes": Message(
        4,
        "nothing of {value} may retire, so nothing can be kept as emergency reserve",
        "{value} 没有可退役容量，无法转为应急备用",
        "give cohorts.retire_max_gw",
        "请填写 cohorts.retire_max_gw",
    ),
    "reserve_above_retire": Message(
        4, "more may be kept than the {most} GW that may retire", "应急备用上限大于退役上限 {most} GW"
    ),
    "replacement_builds_nothing": Message(
        4,
        "nothing of {value} may be built, so nothing is replaced",
        "{value} 没有可新建容量，无需替代",
        "give cohorts.build_max_gw",
        "请填写 cohorts.build_max_gw",
    ),
    "replacement_unknown": Message(
        4,
        '"{value}" is no other coal cohort of the region',
        "“{value}”不是本省区的其他煤电机组群",
        "name cohorts of the table cohorts, separated by spaces",
        "请填写 cohorts 表中的机组群，以空格分隔",
    ),
    "replacement_nothing_closes": Message(
        4,
        "none of the cohorts that may be replaced may retire, so nothing can be built",
        "可被替代的机组群均无可退役容量，无法新建",
        "give cohorts.retire_max_gw of the old cohorts",
        "请填写老机组群的 cohorts.retire_max_gw",
    ),
    "regulation_not_captive": Message(
        4,
        "{value} is no captive plant",
        "{value} 不是自备电厂",
        "captive_regulation is for cohorts with captive = yes",
        "captive_regulation 只适用于 captive = yes 的机组群",
    ),
    "regulation_without_must_run": Message(
        4,
        "captive regulation changes the must-run share, and none is given",
        "自备电厂参与调峰须给出改造后最小开机率",
        "give must_run_share after the retrofit",
        "请填写改造后的 must_run_share",
    ),
    "regulation_above_cohort": Message(
        4, "the must-run share after regulation is above {before} before", "参与调峰后的最小开机率高于原值 {before}"
    ),
    "state_needs": Message(
        4,
        "the state {state} needs this figure",
        "改造类型 {state} 须填写此项",
    ),
    "state_without": Message(
        4,
        "the state {state} has no use for this figure",
        "改造类型 {state} 不使用此项",
        "choose a state with co-firing or ccus, or leave it blank",
        "请选择含掺烧或碳捕集的改造类型，或留空",
    ),
    "cofiring_own_fuel": Message(4, "{value} is the cohort's own fuel", "{value} 是机组群自身燃料"),
    "own_use_without_rate": Message(
        4,
        "more own use raises the net coal rate by {least} g/kWh at least; {value} is given",
        "厂用电率上升使供电煤耗至少上升 {least} 克/千瓦时，现为 {value}",
        "the change of the net rate must contain the own use",
        "供电煤耗变化应包含厂用电率变化的影响",
    ),
    "storage_price_without_coal": Message(
        4,
        "new storage without a price of its own takes the coal price, and the region has none",
        "新型储能未给容量电价时按煤电容量电价折算，但本省区没有煤电容量电价",
        "add a row for coal, or give the price",
        "请补充煤电行，或直接填写电价",
    ),
}
