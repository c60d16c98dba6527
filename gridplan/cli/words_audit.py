"""Sentences of `gridplan audit` and `gridplan export`, and of runs that meet in one folder."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "folder_in_use": {
        "en": "Another run is writing to {folder} (machine and process: {holder}). Wait for it, or choose another --out; "
        "if no run is left, remove {file}",
        "zh": "另一个运行正在写入 {folder}（机器与进程：{holder}）。请等它结束，或用 --out 换一个文件夹；"
        "若已无运行，请删除 {file}",
    },
    "help_audit": {
        "en": "Check written results from their files alone: every balance, limit, cost, target and sheet again.",
        "zh": "只凭结果文件独立复核：平衡、限值、成本、指标和工作簿逐项重算。",
    },
    "arg_results": {"en": "Results folder.", "zh": "结果文件夹。"},
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
}
