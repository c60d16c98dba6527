"""What the screen before a run says: what no plan of the case can do, though everything be built that may be."""

from __future__ import annotations

from gridplan.case.message import Message

SCREEN = {
    "screen_peak": Message(
        5,
        "in {hours} hours of {year} the load of {region} is above all that could be supplied; at the worst, {when}, "
        "{load} GW against {most} GW: at least {energy} GWh stay unserved",
        "{year} 年 {region} 有 {hours} 小时负荷高于最大可能供电；最严重为 {when}：负荷 {load} GW，最多供电 {most} GW，"
        "至少失负荷 {energy} GWh",
        "raise build_max_gw of cohorts or stores, capacity_gw of imports, or lower peak_gw",
        "请提高 cohorts、stores 的 build_max_gw 或受电 capacity_gw，或核对 peak_gw",
        "warning",
    ),
    "screen_energy": Message(
        5,
        "{region} needs {need} TWh in {year}, {owed} TWh of it for channels; all that may exist "
        "gives at most {most} TWh",
        "{region} {year} 年需电量 {need} TWh（其中外送 {owed} TWh），全部可能电源最多 {most} TWh",
        "raise what may be built or imported, or lower energy_twh, energy_min_twh or hours_min of the channels",
        "请提高可新建或受电规模，或降低 energy_twh、通道 energy_min_twh、hours_min",
        "warning",
    ),
    "screen_surplus": Message(
        5,
        "in {hours} hours of {year} what must run in {region} is above all that can take it; at the worst, {when}, "
        "{forced} GW against {room} GW: at least {energy} GWh nobody can use",
        "{year} 年 {region} 有 {hours} 小时强迫出力高于全部可消纳能力；最严重为 {when}：{forced} GW 对 {room} GW，"
        "至少 {energy} GWh 无处消纳",
        "lower must_run_share or min_output_share, raise retire_max_gw, or lower imports on a curve",
        "请降低 must_run_share、min_output_share，提高 retire_max_gw，或减少按曲线受电",
        "warning",
    ),
    "screen_surplus_hard": Message(
        4,
        "what must run in {region} is {forced} GW at its highest in {year}; the most that can be "
        "taken or thrown away is "
        "{room} GW, so that no plan exists",
        "{year} 年 {region} 强迫出力最高 {forced} GW，可消纳与可弃的最大值为 {room} GW，不存在可行方案",
        "lower must_run_share or min_output_share, raise retire_max_gw, or lower imports on a curve",
        "请降低 must_run_share、min_output_share，提高 retire_max_gw，或减少按曲线受电",
    ),
    "screen_must_run_hours": Message(
        4,
        "must run at its minimum it gives {hours} full-load hours, above max_full_load_hours = "
        "{value}, so that no plan "
        "exists",
        "必开机组按最小出力全年也有 {hours} 利用小时，高于 max_full_load_hours = {value}，不存在可行方案",
        "raise max_full_load_hours, lower must_run_share or min_output_share, or raise retire_max_gw",
        "请提高 max_full_load_hours，降低 must_run_share、min_output_share，或提高 retire_max_gw",
    ),
    "screen_heat": Message(
        5,
        "in {hours} hours of {year} the heat {region} asks for is above all that could be given; at the worst, {when}, "
        "{load} GW against {most} GW: at least {energy} GWh of heat stay unserved",
        "{year} 年 {region} 有 {hours} 小时热负荷高于最大可能供热；最严重为 {when}：热负荷 {load} GW，最多 {most} GW，"
        "至少缺热 {energy} GWh",
        "raise heat_gwth_per_gw, existing_gwth or build_max_gwth, or lower energy_pj",
        "请提高 heat_gwth_per_gw、existing_gwth 或 build_max_gwth，或核对 energy_pj",
        "warning",
    ),
    "screen_target": Message(
        5,
        "{metric} asks for at least {value} {unit} in {region}, {year}; everything together "
        "reaches {reach} {unit} at the most "
        "({why_en})",
        "{region} {year} 年 {metric} 要求不低于 {value} {unit_zh}；全部可能措施最多达到 {reach} {unit_zh}（{why_zh}）",
        "the shortfall will be reported at the slack price; {fix_en}",
        "缺额将按罚价报告；{fix_zh}",
        "warning",
    ),
    "screen_target_max": Message(
        5,
        "{metric} allows at most {value} {unit} in {region}, {year}; no plan gets below {reach} {unit} ({why_en})",
        "{region} {year} 年 {metric} 要求不高于 {value} {unit_zh}；任何方案都不低于 {reach} {unit_zh}（{why_zh}）",
        "the excess will be reported at the slack price; {fix_en}",
        "超出部分将按罚价报告；{fix_zh}",
        "warning",
    ),
    "screen_contract": Message(
        5,
        "the channel must send {value} TWh in {year}; {region} can give it at most {most} TWh",
        "{year} 年该通道至少送电 {value} TWh，{region} 最多可送 {most} TWh",
        "what is not delivered shows as unserved at the sender; lower the floor or let more be built",
        "不足部分计为送端失负荷；请降低下限或提高可新建规模",
        "warning",
    ),
}
