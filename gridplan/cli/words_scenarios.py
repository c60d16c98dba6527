"""Sentences of the commands about scenarios, in both languages."""

from __future__ import annotations

SCENARIO_WORDS: dict[str, dict[str, str]] = {
    # help
    "help_scenarios": {
        "en": "List the scenarios of a case and what each changes; nothing is solved.",
        "zh": "列出案例的各情景及其更改；不求解。",
    },
    "help_sweep": {
        "en": "Solve all scenarios of a case in parallel; a second run does only what is missing or changed.",
        "zh": "并行求解案例的全部情景；再次运行只做缺少或有变化的部分。",
    },
    "help_diff": {
        "en": "Show what differs between two inputs: cases, workbooks, CASE#SCENARIO or results folders.",
        "zh": "比较两份输入的差异：案例、工作簿、案例#情景 或结果文件夹。",
    },
    "opt_scenario": {"en": "Plan this scenario of the case.", "zh": "规划案例的这一情景。"},
    "opt_only": {
        "en": "Only these scenarios (* for anything); may be given again.",
        "zh": "只做这些情景（可用 *）；可重复给出。",
    },
    "opt_sweep_out": {
        "en": "Folder for all results; results/<case>-scenarios if not given.",
        "zh": "全部结果的文件夹；缺省为 results/<案例名>-scenarios。",
    },
    "opt_workers": {
        "en": "Scenarios solved at once; as many as processors and memory allow if not given.",
        "zh": "同时求解的情景数；缺省由处理器和内存决定。",
    },
    "opt_scheduler": {
        "en": "Address of a Dask scheduler (tcp://host:8786) whose workers solve.",
        "zh": "Dask 调度器地址（tcp://主机:8786），由其工作进程求解。",
    },
    "opt_run_scheduler": {
        "en": "Address of a Dask scheduler (tcp://host:8786) whose workers solve the parts of a full year.",
        "zh": "Dask 调度器地址（tcp://主机:8786），由其工作进程求解全年的各个部分。",
    },
    "cluster_solves": {
        "en": "Workers of {address} solve the parts (workers: {workers}, at a time: {threads}).",
        "zh": "各部分由 {address} 的 {workers} 个工作进程求解（同时 {threads} 个）。",
    },
    "cluster_no_parts": {
        "en": "--scheduler is for the certified method, which solves a full year in parts; this would be solved as a "
        "whole, here.  Leave --scheduler out, or add --method certified (without comparing plans, nor myopic "
        "foresight).  Nothing was solved.",
        "zh": "--scheduler 用于 certified 方法（把全年分成各部分求解）；本次会在本机整体求解。"
        "请去掉 --scheduler，或加 --method certified（不与方案对比或 myopic 同用）。未求解。",
    },
    "opt_again": {"en": "Solve even what is there already.", "zh": "已有结果的情景也重新求解。"},
    "opt_every_change": {"en": "Every change, and why.", "zh": "列出全部更改和说明。"},
    "arg_before": {
        "en": "The one: case, workbook, CASE#SCENARIO or results.",
        "zh": "甲：案例、工作簿、案例#情景或结果。",
    },
    "arg_after": {"en": "The other, likewise.", "zh": "乙：同上。"},
    "opt_diff_out": {"en": "Also write the list to this .csv or .xlsx.", "zh": "同时写入此 .csv 或 .xlsx。"},
    # listing
    "scenario_count": {"en": "{case}: {count} scenarios", "zh": "{case}：情景 {count} 个"},
    "head_scenario": {"en": "scenario", "zh": "情景"},
    "head_title": {"en": "title", "zh": "名称"},
    "head_where": {"en": "where", "zh": "位置"},
    "head_change": {"en": "change", "zh": "更改"},
    "as_it_is": {"en": "the case as it is", "zh": "案例本身"},
    "row_added": {"en": "added: {cells}", "zh": "新增：{cells}"},
    "row_dropped": {"en": "left out", "zh": "删去"},
    "in_months": {"en": "in months {months}", "zh": "{months} 月"},
    "more_changes": {"en": "... and {count} more (--all)", "zh": "……另有 {count} 处（--all）"},
    # check
    "check_scenarios": {
        "en": "{count} scenarios, each applied and checked",
        "zh": "情景 {count} 个，均已套用并检查",
    },
    # diff
    "diff_same": {"en": "The two inputs are the same.", "zh": "两份输入相同。"},
    "diff_title": {"en": "{before}  →  {after}: differences {count}", "zh": "{before}  →  {after}：差异 {count} 处"},
    "diff_regions": {
        "en": "The two plan different regions ({before}; {after}): rows are matched by their names all the same.",
        "zh": "两份输入的地区不同（{before}；{after}），仍按标识逐行比较。",
    },
    "diff_ending": {"en": "{path}: a list is written as .csv or .xlsx", "zh": "{path}：清单须以 .csv 或 .xlsx 结尾"},
    "head_before": {"en": "before", "zh": "甲"},
    "head_after": {"en": "after", "zh": "乙"},
    "head_ratio": {"en": "ratio", "zh": "比值"},
    "head_unit": {"en": "unit", "zh": "单位"},
    "head_table": {"en": "table", "zh": "表"},
    "head_row": {"en": "row", "zh": "行"},
    "head_column": {"en": "column", "zh": "列"},
    "head_difference": {"en": "difference", "zh": "差异类型"},
    "head_filled_in": {"en": "built-in figure", "zh": "内置数值"},
    "kind_setting": {"en": "setting", "zh": "设置"},
    "kind_value": {"en": "value", "zh": "数值"},
    "kind_row_added": {"en": "row added", "zh": "新增行"},
    "kind_row_removed": {"en": "row left out", "zh": "删去行"},
    "kind_series": {"en": "hourly series", "zh": "逐时曲线"},
    "kind_series_added": {"en": "series added", "zh": "新增曲线"},
    "kind_series_removed": {"en": "series left out", "zh": "删去曲线"},
    "filled_before": {"en": "before", "zh": "甲"},
    "filled_after": {"en": "after", "zh": "乙"},
    "filled_both": {"en": "both", "zh": "甲、乙"},
    "filled_": {"en": "", "zh": ""},
    "table_settings": {"en": "Settings", "zh": "设置"},
    "table_profiles": {"en": "Hourly series", "zh": "逐时曲线"},
    "measure_annual_sum": {"en": "sum of the year", "zh": "全年合计"},
    "measure_peak": {"en": "highest hour", "zh": "最大值"},
    "measure_hours_changed": {"en": "hours that differ", "zh": "有变化的小时"},
    "diff_library": {"en": "* a figure of the built-in library or a generated one", "zh": "* 内置参数库或生成的数值"},
    # sweep
    "sweep_reading": {"en": "reading and checking {count} scenarios", "zh": "读入和检查 {count} 个情景"},
    "sweep_none": {
        "en": "{case} has no scenarios but itself; write them into scenarios.toml (docs/scenarios.md).  "
        "Nothing was solved.",
        "zh": "{case} 除自身外没有情景；请写入 scenarios.toml（见 docs/scenarios.md）。未求解。",
    },
    "sweep_plan": {
        "en": "{todo} to solve, {kept} known already; {workers} at once, {threads} threads each",
        "zh": "待求解 {todo} 个，已有 {kept} 个；同时求解 {workers} 个，各用 {threads} 线程",
    },
    "sweep_memory": {
        "en": "about {rows:,} rows and {need:.1f} GB each; {free:.1f} GB are free",
        "zh": "每个约 {rows:,} 行、{need:.1f} GB 内存；空闲 {free:.1f} GB",
    },
    "sweep_memory_short": {
        "en": "One alone may need more memory ({need:.1f} GB) than is free ({free:.1f} GB).",
        "zh": "单个情景可能需要 {need:.1f} GB，超过空闲内存 {free:.1f} GB。",
    },
    "sweep_workers_fewer": {
        "en": "--workers {asked}: memory allows {workers} at once",
        "zh": "--workers {asked}：内存只允许同时求解 {workers} 个",
    },
    "sweep_remote": {
        "en": "{todo} to solve, {kept} known already; {workers} chains on the cluster at {address}",
        "zh": "待求解 {todo} 个，已有 {kept} 个；在集群 {address} 上分 {workers} 组",
    },
    "sweep_set_aside": {"en": "moved out of the way: {path}", "zh": "已移开：{path}"},
    "sweep_taken": {
        "en": "{out} is held by another sweep (process {process} on {machine}); wait for it, or choose another --out.  "
        "If it is not running any more, delete {lock}",
        "zh": "{out} 正由另一次批量求解使用（{machine} 上的进程 {process}）；请等待，或换一个 --out。"
        "若其已不在运行，请删除 {lock}",
    },
    "sweep_not_ours": {
        "en": "{path} is in the way: the folder of a scenario's results is due there.  Nothing was solved.",
        "zh": "{path} 占用了情景结果文件夹的位置。未求解。",
    },
    "scheduler_dead": {
        "en": "--scheduler {address}: nobody answers there ({reason}).  "
        "Nothing was solved; results stand as they were.",
        "zh": "--scheduler {address}：无法连接（{reason}）。未求解，原有结果不变。",
    },
    "dask_missing": {
        "en": "--scheduler needs Dask, which is not installed: pip install dask distributed.  Nothing was solved.",
        "zh": "--scheduler 需要 Dask，尚未安装：pip install dask distributed。未求解。",
    },
    "scheduler_empty": {
        "en": "--scheduler {address}: the scheduler had no workers in {seconds} s; start some (dask worker {address}) "
        "and try again.  Nothing was solved; results stand as they were.",
        "zh": "--scheduler {address}：{seconds} 秒内调度器没有工作进程；请先启动（dask worker {address}）。"
        "未求解，原有结果不变。",
    },
    "worker_without": {
        "en": "the worker {address} cannot load gridplan ({reason}); install it where the workers run",
        "zh": "工作进程 {address} 无法载入 gridplan（{reason}）；请在其环境中安装",
    },
    "worker_version": {
        "en": "the worker {address} has gridplan {theirs}, this is {ours}; install the same version",
        "zh": "工作进程 {address} 的 gridplan 版本为 {theirs}，本机为 {ours}；请安装同一版本",
    },
    "scheduler_lost": {
        "en": "The cluster no longer answers.  What is finished is kept; run again to go on.",
        "zh": "与集群失去联系。已完成的结果保留，重新运行即可继续。",
    },
    "sweep_stopped": {
        "en": "Stopped (Ctrl-C or SIGTERM).  What is finished is kept; run again to go on.",
        "zh": "已停止（Ctrl-C 或 SIGTERM）。已完成的结果保留，重新运行即可继续。",
    },
    "sweep_ended": {"en": "{title}: {status}  {seconds:.0f} s", "zh": "{title}：{status}  {seconds:.0f} 秒"},
    "sweep_overall": {"en": "scenarios", "zh": "情景"},
    "phase_lost": {"en": "its process was lost; trying once more", "zh": "求解进程丢失，再试一次"},
    "outcome_waiting": {"en": "waiting", "zh": "等待"},
    "outcome_running": {"en": "running", "zh": "求解中"},
    "outcome_solved": {"en": "solved", "zh": "已求解"},
    "outcome_missed_targets": {"en": "targets missed", "zh": "目标未完成"},
    "outcome_infeasible": {"en": "limits contradict", "zh": "限制互相矛盾"},
    "outcome_stopped": {"en": "stopped", "zh": "已停止"},
    "outcome_unproven": {"en": "not proven", "zh": "未通过校核"},
    "outcome_failed": {"en": "failed", "zh": "失败"},
    "outcome_kept": {"en": "{status} (earlier)", "zh": "{status}（已有）"},
    "head_outcome": {"en": "outcome", "zh": "结论"},
    "head_cost": {"en": "cost a year ({unit})", "zh": "年成本（{unit}）"},
    "head_from_base": {"en": "from base", "zh": "与基准之差"},
    "head_missed": {"en": "missed", "zh": "未完成"},
    "head_gap": {"en": "gap", "zh": "间隙"},
    "head_seconds": {"en": "seconds", "zh": "秒"},
    "sweep_why": {"en": "{name}: {reason}", "zh": "{name}：{reason}"},
    "sweep_log": {"en": "  log: {log}", "zh": "  日志：{log}"},
    "sweep_also": {
        "en": "Also in the folder, but no scenario of the case any more: {names}",
        "zh": "文件夹中另有案例已不含的情景：{names}",
    },
}
