"""Sentences of `gridplan audit` and `gridplan export`, and of runs that meet in one folder."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "folder_in_use": {
        "en": "Another run is writing to {folder} (machine and process: {holder}). Wait, or choose another --out; "
        "if no run is left, remove {file}",
        "zh": "另一个运行正在写入 {folder}（机器与进程：{holder}）。请等它结束，或用 --out 换一个文件夹；"
        "若已无运行，请删除 {file}",
    },
    "wide_matrix": {
        "en": "Badly scaled: coefficients from {low} to {high}.  The plan has passed its checks; look for units "
        "mistaken by a thousand (kW for MW, yuan for million yuan).",
        "zh": "数值尺度悬殊：系数从 {low} 到 {high}。方案已通过校核；"
        "请检查是否有单位相差千倍（千瓦/兆瓦、元/百万元）。",
    },
    "wide_cost": {
        "en": "Badly scaled: costs of a unit from {low} to {high} million CNY.  The plan has passed its checks, but "
        "small costs may not have counted in it; look for units mistaken by a thousand.",
        "zh": "数值尺度悬殊：单位成本从 {low} 到 {high} 百万元。方案已通过校核，但小额成本可能未起作用；"
        "请检查是否有单位相差千倍。",
    },
    "memory_limit": {
        "en": "This process may use {limit:.0f} MiB of memory (ulimit -v); gridplan needs at least {least:.0f} MiB.",
        "zh": "本进程的内存上限为 {limit:.0f} MiB（ulimit -v），gridplan 至少需要 {least:.0f} MiB。",
    },
    "help_audit": {
        "en": "Check written results from their files alone: every balance, limit, cost, target and sheet again.",
        "zh": "只凭结果文件独立复核：平衡、限值、成本、指标和工作簿逐项重算。",
    },
    "opt_all_checks": {"en": "List every check, not a line for each group.", "zh": "列出每一项检查，而不是每组一行。"},
    "opt_audit_csv": {"en": "Also write the table of checks to this CSV file.", "zh": "同时把检查表写入此 CSV 文件。"},
    "audit_good": {
        "en": "{folder}: {checks} checks of {figures:,} figures, all hold ({seconds:.1f} s)",
        "zh": "{folder}：{checks} 项检查、{figures:,} 个数，全部通过（{seconds:.1f} 秒）",
    },
    "audit_bad": {
        "en": "{folder}: {failed} of {checks} checks do not hold; these results must not be used",
        "zh": "{folder}：{checks} 项检查中有 {failed} 项不通过，结果不可使用",
    },
    "audit_missing": {
        "en": "{folder} is no results folder: {reason}. Give the folder that `gridplan run` wrote",
        "zh": "{folder} 不是结果文件夹：{reason}。请给出 `gridplan run` 写出的文件夹",
    },
    "audit_unreadable": {
        "en": "{folder}: a file cannot be read as written ({reason}); these results must not be used",
        "zh": "{folder}：有文件无法按原样读取（{reason}），结果不可使用",
    },
    "audit_unmarked": {
        "en": "complete.json is missing, so writing never ended",
        "zh": "缺少 complete.json，写出未完成",
    },
    "audit_no_folder": {"en": "there is no such folder", "zh": "没有此文件夹"},
    "audit_head_group": {"en": "Group", "zh": "组"},
    "audit_head_check": {"en": "Check", "zh": "检查"},
    "audit_head_value": {"en": "Largest deviation", "zh": "最大偏差"},
    "audit_head_tolerance": {"en": "Tolerance", "zh": "容差"},
    "audit_head_unit": {"en": "Unit", "zh": "单位"},
    "audit_head_where": {"en": "Where", "zh": "位置"},
    "audit_head_figures": {"en": "Figures", "zh": "数值个数"},
    "audit_head_checks": {"en": "Checks", "zh": "检查项"},
    "audit_head_result": {"en": "Result", "zh": "结果"},
    "audit_holds": {"en": "holds", "zh": "通过"},
    "audit_fails": {"en": "FAILS", "zh": "不通过"},
    "help_export": {
        "en": "Write a case as a PyPSA network, and list what that cannot hold.",
        "zh": "把案例导出为 PyPSA 网络，并列出无法表达的内容。",
    },
    "opt_export_to": {"en": "The program to write for (pypsa).", "zh": "导出的目标程序（pypsa）。"},
    "opt_export_out": {"en": "File to write; CASE.nc if not given.", "zh": "写出的文件，默认为 案例名.nc。"},
    "export_unknown": {"en": "cases are exported --to pypsa, not {to}", "zh": "只支持 --to pypsa，不支持 {to}"},
    "not_netcdf": {"en": "{path}: a network's file ends in .nc", "zh": "{path}：网络文件须以 .nc 结尾"},
    "pypsa_missing": {
        "en": "PyPSA is not installed: pip install pypsa",
        "zh": "未安装 PyPSA：pip install pypsa",
    },
    "exported": {
        "en": "Network: {path}; {count} things are not in it, listed in {listed}",
        "zh": "网络文件：{path}；未能表达的内容 {count} 项，见 {listed}",
    },
    "export_left_out": {"en": "Not in the network", "zh": "未进入网络文件的内容"},
    "export_head_table": {"en": "Table", "zh": "表"},
    "export_head_what": {"en": "What", "zh": "内容"},
    "export_head_rows": {"en": "Rows", "zh": "行"},
    "export_head_count": {"en": "Number", "zh": "个数"},
}
