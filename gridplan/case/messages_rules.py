"""Texts of the faults between cells: tables that contradict themselves or each other, and policy targets."""

from __future__ import annotations

from gridplan.case.message import Message

TABLES = {
    "reserved_name": Message(
        3, '"outside" is kept for what lies beyond the case', "outside 专指区外，不能作为省区标识"
    ),
    "lower_above_upper": Message(
        4,
        "{lower} = {low} is above {upper} = {high}",
        "{lower} = {low} 大于 {upper} = {high}",
        "the lower bound comes first",
        "下限不能大于上限",
    ),
    "existing_above_potential": Message(
        4,
        "existing capacity is above the potential of {potential} GW",
        "现有容量大于开发潜力 {potential} GW",
        "the potential includes what exists",
        "潜力包含现有容量",
    ),
    "retire_above_existing": Message(
        4, "more may retire than the {existing} GW that exist", "退役上限大于现有 {existing} GW"
    ),
    "units_mismatch": Message(
        4,
        "{units} units of {unit_mw} MW are {product} GW, existing_gw says {value}",
        "{units} 台 × {unit_mw} MW = {product} GW，与 existing_gw = {value} 不符",
        "existing_gw is in GW, unit_mw in MW",
        "existing_gw 单位为 GW，unit_mw 单位为 MW",
    ),
    "units_differ": Message(
        5,
        "{units} units of {unit_mw} MW are {product} GW, existing_gw says {value}",
        "{units} 台 × {unit_mw} MW = {product} GW，与 existing_gw = {value} 不符",
        severity="warning",
    ),
    "demand_missing": Message(
        3,
        "no demand for region {region} in {year}",
        "缺少省区 {region} {year} 年的用电量",
        "add a row",
        "请补充一行",
    ),
    "row_missing": Message(
        5,
        "{key} has rows for some planning years, none for {year}: it does not exist then",
        "{key} 只有部分规划年有数据，{year} 年没有，按不存在处理",
        severity="warning",
    ),
    "region_year_missing": Message(
        3,
        "the region has no row for planning year {year}",
        "省区缺少规划年 {year} 的数据行",
        "add a row",
        "请补充一行",
    ),
    "fuel_missing": Message(
        3,
        "no row of fuels holds for region {region} in {year}",
        "燃料表中没有适用于省区 {region} {year} 年的行",
        "add a row, or one with a blank region",
        "请补充一行，或省区留空表示通用",
    ),
    "demand_hours": Message(
        5,
        "energy and peak give {hours} full-load hours (usual: 3500 to 7500)",
        "电量与最大负荷对应 {hours} 利用小时（通常 3500 至 7500）",
        "energy is in TWh (10 亿千瓦时 = 1 TWh), the peak in GW (100 万千瓦 = 1 GW)",
        "电量单位 TWh（10 亿千瓦时），负荷单位 GW（100 万千瓦）",
        "warning",
    ),
    "demand_far": Message(
        5,
        "{times} times the {figure} TWh the province used in {year}",
        "是该省 {year} 年用电量 {figure} TWh 的 {times} 倍",
        "energy is in TWh (10 亿千瓦时 = 1 TWh)",
        "电量单位 TWh（10 亿千瓦时 = 1 TWh）",
        "warning",
    ),
    "energy_below_power": Message(
        4,
        "the {energy} TWh of electricity used in {year} alone are {power} Mtce at {rate} g/kWh",
        "仅 {year} 年用电 {energy} TWh 按 {rate} 克/千瓦时折算就有 {power} Mtce",
        "total energy includes electricity and is in Mtce (100 万吨标准煤 = 1 Mtce)",
        "能源消费总量含电力，单位 Mtce（100 万吨标准煤 = 1 Mtce）",
    ),
    "retrofit_not_coal": Message(
        4,
        "a retrofit of {cohort}, which is {technology}",
        "{cohort} 为 {technology}，不能进行煤电改造",
        "only coal",
        "仅限煤电",
    ),
    "retrofit_above_cohort": Message(
        4,
        "after the retrofit more than the cohort's {before}",
        "改造后高于机组群原值 {before}",
        "a flexibility retrofit lowers the minimum output",
        "灵活性改造应降低最小出力",
    ),
    "retrofit_saves_nothing": Message(
        5,
        "an efficiency retrofit that does not lower the coal rate",
        "节能改造未降低煤耗",
        "a saving is negative",
        "节煤应为负值",
        "warning",
    ),
    "retrofit_more_than_exists": Message(
        5, "more than the {existing} GW that exist", "大于现有 {existing} GW", severity="warning"
    ),
    "combination_cheap": Message(
        5,
        "a combination for less than {part} alone costs ({cost})",
        "组合改造费用低于单独 {part} 的费用（{cost}）",
        severity="warning",
    ),
    "commitment_unused": Message(
        5,
        "has no effect while commitment = no",
        "commitment = no 时不起作用",
        "set commitment to yes or leave the cell blank",
        "请改为 commitment = yes 或留空",
        "warning",
    ),
    "nothing_to_use": Message(
        5,
        "neither existing nor buildable capacity: the row does nothing",
        "既无现有容量也不可新建，本行不起作用",
        severity="warning",
    ),
    "capacity_above_peak": Message(
        5,
        "{times} times the region's peak load of {peak} GW",
        "是该省区最大负荷 {peak} GW 的 {times} 倍",
        "capacity is in GW: write 0.5 for 500 MW (50 万千瓦)",
        "容量单位为 GW：50 万千瓦（500 MW）应写 0.5",
        "warning",
    ),
    "store_gains": Message(
        4,
        "charge and discharge efficiency give a round trip of 1: a store without loss",
        "充放电效率相乘为 1：储能没有损耗",
        "give the efficiency of each way",
        "请分别填写充、放电效率",
        "warning",
    ),
    "link_ends_equal": Message(4, "both ends are {value}", "送端与受端均为 {value}"),
    "link_energy_too_high": Message(
        4,
        "{value} TWh is above what the capacity carries in a year, {most} TWh",
        "{value} TWh 大于该容量全年可送电量 {most} TWh",
        "{fix_en}",
        "{fix_zh}",
    ),
    "link_no_schedule": Message(
        4,
        "mode is profile, but there is neither energy_twh nor a profile",
        "mode 为 profile，但既无 energy_twh 也无曲线",
        "give one of them",
        "请至少填写一项",
    ),
    "link_curve_too_high": Message(
        4,
        "sent along {profile} this energy needs {needed} GW at its highest; the capacity is {capacity} GW",
        "按曲线 {profile} 送出该电量，最大时刻需 {needed} GW，大于容量 {capacity} GW",
        "lower the energy or give a flatter profile",
        "请减少电量或采用更平缓的曲线",
    ),
    "link_green_unused": Message(
        5,
        "has an effect only on imports from outside",
        "仅对自区外受电起作用",
        "for an export give a target channel.renewable_share",
        "外送通道请用政策指标 channel.renewable_share",
        "warning",
    ),
    "link_value_unused": Message(
        5,
        "has no effect in mode {mode}",
        "在 mode = {mode} 时不起作用",
        "change the mode or leave the cell blank",
        "请更改 mode 或留空",
        "warning",
    ),
    "link_price_slip": Message(
        4,
        "not a price of electricity (allowed: 0, or 10 to 2000 CNY/MWh)",
        "不是合理的电价（允许：0，或 10 至 2000 元/MWh）",
        "{fix_en}",
        "{fix_zh}",
    ),
    "link_price_inside": Message(
        5,
        "a price between two regions of the case is a transfer and is not counted",
        "案例内两省区之间的电价属转移支付，不计入成本",
        severity="warning",
    ),
    "firm_below_peak": Message(
        5,
        "firm capacity, all that may be built included, is {firm} GW; the peak is {peak} GW in {year}",
        "{year} 年含可新建在内的可靠容量 {firm} GW，低于最大负荷 {peak} GW",
        "some load may stay unserved",
        "可能出现失负荷",
        "warning",
    ),
}

POLICIES = {
    "subject_missing": Message(
        3,
        "the metric {metric} needs one of {target}",
        "指标 {metric} 需指明 {target} 中的对象",
        "{guess_en}",
        "{guess_zh}",
    ),
    "subject_unknown": Message(
        3, "not in table {target}", "{target} 表中没有此对象", "{guess_en}", "{guess_zh}"
    ),
    "subject_unused": Message(
        5, "the metric {metric} takes no subject", "指标 {metric} 不需要对象", severity="warning"
    ),
    "target_range": Message(
        4,
        "outside what {metric} can be (allowed: {allowed_en})",
        "超出指标 {metric} 的合理范围（允许：{allowed_zh}）",
        "{fix_en}",
        "{fix_zh}",
    ),
    "target_share": Message(
        4,
        "{metric} is in per cent (allowed: 1 to 100 %)",
        "{metric} 单位为 %（允许：1 至 100）",
        "{fix_en}",
        "{fix_zh}",
    ),
    "not_enforceable": Message(
        4,
        "{metric} is reported, it cannot be enforced",
        "{metric} 仅能报告，不能约束",
        "set enforce to no",
        "请将 enforce 改为 no",
    ),
    "about_enforced": Message(
        4,
        'a target with sense "about" is never enforced',
        "sense 为 about 的指标不能约束",
        "use min or max",
        "请用 min 或 max",
    ),
    "targets_contradict": Message(
        4,
        "a floor of {value} on {metric}, but row {other} has a ceiling of {ceiling}",
        "{metric} 下限 {value} 大于第 {other} 行的上限 {ceiling}",
        "both bind in {region}, {year}",
        "两者同时适用于 {region} {year} 年",
    ),
    "groups_contradict": Message(
        4,
        "a ceiling of {value} on {metric}, but the floors of its parts add up to {total} (rows {others})",
        "{metric} 上限 {value}，但其组成部分的下限合计 {total}（第 {others} 行）",
        "both bind in {region}, {year}",
        "两者同时适用于 {region} {year} 年",
    ),
    "quota_parts": Message(
        4,
        "the non-hydro quota of {value} % is above the total quota of {total} % in row {other}",
        "非水消纳责任权重 {value}% 高于第 {other} 行总量权重 {total}%",
        "non-hydro is part of the total",
        "非水包含在总量之内",
    ),
    "target_without_assets": Message(
        4,
        "a floor on {metric}, but region {region} has nothing of the kind",
        "对 {metric} 设下限，但省区 {region} 没有此类资源",
        "add what may be built, or set enforce to no",
        "请补充可建资源，或将 enforce 改为 no",
    ),
    "target_above_potential": Message(
        5,
        "a floor of {value} GW, but at most {most} GW can exist in {year}",
        "下限 {value} GW，但 {year} 年最多只能有 {most} GW",
        "the shortfall will be reported at the slack price",
        "缺额将按罚价报告",
        "warning",
    ),
    "target_below_existing": Message(
        5,
        "a ceiling of {value} GW, but {least} GW exist and cannot retire in {year}",
        "上限 {value} GW，但 {year} 年有 {least} GW 已存在且不可退役",
        "the excess will be reported at the slack price",
        "超出部分将按罚价报告",
        "warning",
    ),
}
