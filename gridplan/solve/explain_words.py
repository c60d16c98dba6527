"""Words about contradictions between hard limits: (English, Chinese)."""

from __future__ import annotations

WORDS = {
    "none": (
        "The hard limits of the case do not contradict each other (checked over {hours} hours).",
        "硬性限制互不矛盾（按 {hours} 小时检查）。",
    ),
    "head": (
        "{count} contradictions between hard limits; each has to be resolved:",
        "硬性限制之间有 {count} 处矛盾，须逐一消除：",
    ),
    "one_way": (
        "These cannot all hold{when}; the change after -> lets a plan exist:",
        "以下数值不能同时成立{when}；作“→”后的修改即有可行方案：",
    ),
    "ways": (
        "These cannot all hold{when}; any one change after -> lets a plan exist, the smallest first:",
        "以下数值不能同时成立{when}；“→”后的修改任选一项即有可行方案，改动由小到大：",
    ),
    "together": (
        "These cannot all hold{when}; no change alone is enough, those after -> are so together:",
        "以下数值不能同时成立{when}；只改一项不够，“→”后的修改须同时进行：",
    ),
    "no_way": (
        "These cannot all hold{when}; no change of one figure within the range allowed for it is enough:",
        "以下数值不能同时成立{when}；在允许范围内只改一项都不够：",
    ),
    "in_one_hour": (" (shown for {first})", "（以 {first}为例）"),
    "in_hours": (" (in {count} hours, the first {first})", "（共 {count} 小时，最早 {first}）"),
    "figure": ("{name} = {value} ({place})", "{name}为 {value}（{place}）"),
    "raise": ("raise to at least {new}", "提高到至少 {new}"),
    "lower": ("lower to at most {new}", "降低到至多 {new}"),
    "wrong": ("if this figure is wrong, at most {new}", "若此数有误：至多 {new}"),
    "other": (
        "extraction, or take away what forces the units on",
        "改为抽凝（extraction），或取消迫使机组开机的限制",
    ),
    "nearer": (
        "bring it nearer: the model lets no target be missed by so much",
        "改到可达范围：缺额超过模型允许的最大缺额",
    ),
    "meet": ("They meet in: {families}", "矛盾所在：{families}"),
    "left_out": (
        "Not shown: {what}; gridplan explain CASE --all shows everything.",
        "未列出：{what}；用 gridplan explain 案例 --all 查看全部。",
    ),
    "figures_more": ("{count} more figures ({columns})", "另有 {count} 个数值（{columns}）"),
    "contradictions_more": ("{count} more contradictions", "另有 {count} 处矛盾"),
    "part_year": (
        "Found in the yearly rows alone; operation may ask for more.",
        "仅由年度约束即可判定；逐时运行可能要求更大的修改。",
    ),
    "part_days": (
        "Found in one day of each month; the year may ask for more.",
        "仅由每月一天即可判定；全年可能要求更大的修改。",
    ),
    "incomplete": (
        "There may be further contradictions; explain again once these are resolved.",
        "可能还有其他矛盾；消除以上矛盾后请再次查找。",
    ),
    "unknown": (
        "The contradiction could not be traced to figures of the case; the constraint families are: {families}.",
        "未能追溯到案例中的具体数值；涉及的约束为：{families}。",
    ),
    "row": ("row {row}", "第 {row} 行"),
    "filled": ("blank: default", "空白，取缺省值"),
    "excess": (
        "excess power of region {region} is at most {value} GW (the model's own limit: five times the peak load)",
        "省区 {region} 的多余电力不超过 {value} GW（模型自身限制：最大负荷的五倍）",
    ),
}

FAMILIES = {
    "operation.balance": ("power balance", "电力平衡"),
    "operation.heat_balance": ("heat balance: heat cannot be thrown away", "热力平衡（热量不能弃掉）"),
    "operation.online_limit": ("no more online than is available", "在线容量不超过可用容量"),
    "operation.output_range": ("output between minimum and full load", "出力在最小与满负荷之间"),
    "operation.must_run": ("capacity that must stay online", "必开容量"),
    "operation.full_load_energy": ("energy of the year", "全年发电量"),
    "operation.full_load_energy_free": ("energy of the year", "全年发电量"),
    "design.full_load_hours": ("cap on full-load hours", "利用小时上限"),
    "design.capacity_split": ("capacity of a cohort: existing, built, retired", "机组群容量（现有、新建、退役）"),
    "design.life_end": ("end of design life: retire or extend", "设计寿命到期须退役或延寿"),
    "design.store_power": ("power of stores: existing and built", "储能功率（现有与新建）"),
    "design.store_energy": ("energy of stores: existing and built", "储能电量（现有与新建）"),
    "design.store_duration_min": ("least duration of new storage", "新建储能最短时长"),
    "design.store_duration_max": ("longest duration of new storage", "新建储能最长时长"),
    "design.store_group_power_min": ("floor of a group's power", "储能组功率下限"),
    "design.store_group_power_max": ("ceiling of a group's power", "储能组功率上限"),
    "design.store_group_energy_min": ("floor of a group's energy", "储能组电量下限"),
    "design.store_group_energy_max": ("ceiling of a group's energy", "储能组电量上限"),
    "design.link_installed": ("capacity of channels: existing and built", "通道容量（现有与新建）"),
    "design.link_energy_min": ("least energy of a channel", "通道最小送电量"),
    "design.link_energy_max": ("most energy of a channel", "通道最大送电量"),
    "operation.link_energy": ("energy sent by month", "各月送电量"),
    "operation.link_limit": ("flow within the capacity", "潮流不超过容量"),
    "operation.link_floor": ("least flow of a channel", "通道最小潮流"),
    "operation.link_curve_min": ("agreed curve of a channel", "通道约定曲线"),
    "operation.link_curve_max": ("agreed curve of a channel", "通道约定曲线"),
    "design.contract_hours_min": ("least hours of a contract", "合同最低利用小时"),
    "design.contract_hours_max": ("most hours of a contract", "合同最高利用小时"),
    "design.contract_month_min": ("least monthly share of a contract", "合同月电量下限"),
    "design.contract_month_max": ("most monthly share of a contract", "合同月电量上限"),
    "operation.contract_ramp_up": ("ramp of a contract", "合同爬坡限制"),
    "operation.contract_ramp_down": ("ramp of a contract", "合同爬坡限制"),
    "operation.minimum_flow": ("minimum flow of a reservoir", "水库最小出力"),
    "operation.turbine": ("turbine capacity", "水轮机容量"),
    "operation.reservoir_level": ("water of a reservoir", "水库水量平衡"),
    "operation.reservoir_size": ("size of a reservoir", "库容"),
    "operation.electrolyser_least": ("least load of electrolysers", "电解槽最低负荷"),
    "operation.electrolyser_limit": ("capacity of electrolysers", "电解槽容量"),
    "operation.chp_back_pressure": ("back-pressure units: power follows heat", "背压机组以热定电"),
    "operation.chp_idle": ("back-pressure units stand still without heat", "背压机组无热负荷时停运"),
    "operation.chp_heat_limit": ("most heat per capacity online", "单位在线容量最大供热"),
    "operation.chp_power_floor": ("least power of heat-and-power units", "热电机组最小出力"),
    "operation.free_output_limit": ("output within what is available", "出力不超过可用容量"),
    "operation.starts": ("starts", "启动"),
    "operation.ramp_up": ("ramps", "爬坡"),
    "operation.ramp_down": ("ramps", "爬坡"),
    "operation.renewable_availability": ("what the weather gives", "天气可发电力"),
    "operation.store_level": ("levels of stores", "储能电量平衡"),
    "operation.store_exchange": ("power of stores", "储能充放电功率"),
    "operation.store_size": ("size of stores", "储能容量"),
    "operation.connection_limit": ("connection capacity", "并网容量"),
    "operation.heat_source_limit": ("capacity of heat sources", "热源容量"),
    "operation.heat_store_level": ("levels of heat stores", "储热平衡"),
    "operation.electrolyser_energy": ("energy of electrolysers", "电解槽用电量"),
    "design.renewable_installed": (
        "capacity of wind, sun and run-of-river: existing and built",
        "风光与径流容量（现有与新建）",
    ),
    "design.reservoir_installed": ("capacity of reservoirs: existing and built", "水库水电容量（现有与新建）"),
    "design.connection_capacity": ("connection capacity: existing and built", "并网容量（现有与新建）"),
    "design.electrolyser_capacity": ("capacity of electrolysers: existing and built", "电解槽容量（现有与新建）"),
    "design.hybrid_pump_installed": ("capacity of pumps: existing and built", "混合式抽蓄容量（现有与新建）"),
    "design.heat_source_installed": ("capacity of heat sources: existing and built", "热源容量（现有与新建）"),
    "design.heat_store_installed": ("capacity of heat stores: existing and built", "储热容量（现有与新建）"),
    "design.reserve_from_closed": ("reserve kept of what closed", "应急备用不超过关停容量"),
    "design.replacement_built": ("new units by replacement", "等容量替代新建"),
    "design.replacement_closed": ("units closed for replacement", "替代关停容量"),
}

OF_TARGETS = ("design.policy_", ("a policy target", "政策目标"))
OF_ACCOUNTS = ("operation.account_", ("energy of the year", "全年电量"))
"""Families by the beginning of their name."""


def family_words(name: str) -> tuple[str, str] | None:
    """What a constraint family is to a planner, in English and Chinese; None for one that says nothing to them."""
    for beginning, words in (OF_TARGETS, OF_ACCOUNTS):
        if name.startswith(beginning):
            return words
    return FAMILIES.get(name)
