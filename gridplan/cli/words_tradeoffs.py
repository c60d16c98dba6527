"""Sentences of `gridplan frontier` and `gridplan alternatives`, in both languages."""

from __future__ import annotations

TRADEOFF_WORDS: dict[str, dict[str, str]] = {
    "help_frontier": {
        "en": "Cost curve: the least cost as CO2, coal, curtailment or the quota is held ever stricter.",
        "zh": "费用曲线：逐步收紧碳排放、用煤、弃电率或消纳权重时的最低费用及边际成本。",
    },
    "help_alternatives": {
        "en": "Near-optimal plans: the least and the most of each technology for a little more cost.",
        "zh": "近优方案：费用略增时各类装机的最小值和最大值。",
    },
    "opt_over": {
        "en": "What is held: co2 and coal in Mt, curtailment and the quotas in %.",
        "zh": "收紧的指标：co2、coal（百万吨），curtailment、quota、quota-nonhydro（%）。",
    },
    "opt_points": {"en": "Points of the curve, both ends among them.", "zh": "曲线点数（含两端）。"},
    "opt_begin": {
        "en": "Level to begin at (Mt or %); the plan's own if not given.",
        "zh": "起点水平（百万吨或 %）；缺省为不加限制方案的水平。",
    },
    "opt_end": {
        "en": "Level to end at (Mt or %); as far as --cost-slack reaches if not given.",
        "zh": "终点水平（百万吨或 %）；缺省为 --cost-slack 所能达到的水平。",
    },
    "opt_cost_slack": {
        "en": "How much more the far end may cost, as a share of the least cost.",
        "zh": "曲线末端允许增加的费用（占最低费用的比例）。",
    },
    "opt_furthest": {
        "en": "Go as far as the measure can be brought, at whatever cost.",
        "zh": "末端取该指标所能达到的极限，不限费用。",
    },
    "opt_slack": {
        "en": "How much more the alternatives may cost, as a share of the least cost.",
        "zh": "近优方案允许增加的费用（占最低费用的比例）。",
    },
    "opt_technology": {
        "en": "Only this technology (may be repeated): as in the tables, or coal_retrofitted, storage_energy.",
        "zh": "只算该类装机（可重复）：用案例表中的代码，或 coal_retrofitted、storage_energy。",
    },
    "opt_tradeoff_region": {
        "en": "Measure this region only; all regions of the case together if not given.",
        "zh": "只统计该地区；缺省为案例全部地区合计。",
    },
    "opt_tradeoff_out": {
        "en": "Folder for CSV, workbook and page; results/<case>-<what> if not given.",
        "zh": "CSV、工作簿和网页的文件夹；缺省为 results/<案例>-<内容>。",
    },
    "tradeoff_base": {"en": "solving the plan of least cost ({hours} hours)", "zh": "求解最低费用方案（{hours} 小时）"},
    "tradeoff_again": {"en": "  the method is stuck; trying {method}", "zh": "  该方法停滞，改用 {method}"},
    "tradeoff_priced": {"en": "  solving the year at another price", "zh": "  换一价格求解全年"},
    "tradeoff_furthest": {"en": "looking for the far end of the curve", "zh": "求曲线末端"},
    "tradeoff_point": {"en": "point {number} of {count}: {told}", "zh": "第 {number}/{count} 点：{told}"},
    "tradeoff_range": {"en": "{number} of {count}: {told}", "zh": "第 {number}/{count} 类：{told}"},
    "tradeoff_writing": {"en": "writing CSV, workbook and page", "zh": "写出 CSV、工作簿和网页"},
    "tradeoff_files": {"en": "Results: {folder}\nPage: {page}", "zh": "结果：{folder}\n网页：{page}"},
    "tradeoff_nothing": {"en": "Nothing was solved or written.", "zh": "未求解，未写出任何文件。"},
    "tradeoff_slack": {
        "en": "A slack of {slack:g}: it must lie between 0 and 1 (0.02 is 2 % more cost).  Nothing was written.",
        "zh": "费用增幅为 {slack:g}：应大于 0 且小于 1（0.02 即多花 2%）。未写出任何文件。",
    },
    "tradeoff_highs": {
        "en": "{solver} does not solve cost curves and alternatives of a shortened year: they ask one programme again "
        "and again, with further rows.  Add --method hipo, simplex, ipx or pdlp (HiGHS), or leave --hours out.  "
        "Nothing was written.",
        "zh": "{solver} 不能用于缩短年的费用曲线和近优方案（须对同一规划问题反复追加约束求解）。"
        "请加 --method hipo、simplex、ipx 或 pdlp（HiGHS），或去掉 --hours。未写出任何文件。",
    },
    "tradeoff_region": {
        "en": "The case has no region {region}; it has {known}.  Nothing was written.",
        "zh": "案例中没有地区 {region}；有 {known}。未写出任何文件。",
    },
    "frontier_measure": {
        "en": "--over {over}: no such measure; one of {known}.  Nothing was written.",
        "zh": "--over {over}：没有此指标；可用 {known}。未写出任何文件。",
    },
    "frontier_points": {
        "en": "--points {points}: a curve has at least 2 points.  Nothing was written.",
        "zh": "--points {points}：曲线至少 2 个点。未写出任何文件。",
    },
    "frontier_levels": {
        "en": "--from and --to must be two different levels, none below 0.  Nothing was written.",
        "zh": "--from 和 --to 应为两个不同且不小于 0 的水平。未写出任何文件。",
    },
    "frontier_absent": {
        "en": "The case has nothing {over} could be a share of.  Nothing was written.",
        "zh": "案例中没有 {over} 所涉及的电量，无法计算其份额。未写出任何文件。",
    },
    "frontier_no_end": {
        "en": "How far {over} can be brought could not be proven; give the far end with --to.  Nothing was written.",
        "zh": "未能证明 {over} 可达到的末端水平；请用 --to 给出。未写出任何文件。",
    },
    "frontier_no_room": {
        "en": "Within the cost allowed, {over} cannot be brought further than the plan has it.  Nothing was written.",
        "zh": "在允许的费用内，{over} 无法比现方案更进一步。未写出任何文件。",
    },
    "alternatives_technology": {
        "en": "The case has no {unknown}; it has {known}.  Nothing was written.",
        "zh": "案例中没有 {unknown}；有 {known}。未写出任何文件。",
    },
    "alternatives_status": {"en": "{name} {least} – {plan} – {most} {unit}",
                            "zh": "{name} {least} – {plan} – {most} {unit}"},
}
