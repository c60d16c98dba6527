"""Every sentence of the command line, in both languages."""

from __future__ import annotations

from gridplan.cli.compare_words import COMPARE_WORDS
from gridplan.cli.words_audit import WORDS as AUDIT_WORDS
from gridplan.cli.words_run import RUN_WORDS
from gridplan.cli.words_scenarios import SCENARIO_WORDS
from gridplan.cli.words_several import WORDS as SEVERAL
from gridplan.cli.words_solvers import WORDS_SOLVERS
from gridplan.cli.words_stress import STRESS_WORDS
from gridplan.cli.words_tradeoffs import TRADEOFF_WORDS

WORDS: dict[str, dict[str, str]] = {
    **AUDIT_WORDS,
    # help
    "app": {
        "en": "Least-cost power planning of a Chinese province, every hour of the year.",
        "zh": "省级电力规划：全年逐时、成本最小，检验各项政策目标。",
    },
    "help_run": {
        "en": "Plan a case: read, check, solve every hour of the year, verify, write workbook and report.",
        "zh": "规划一个案例：读入、检查、全年逐时求解、校核，写出工作簿和报告。",
    },
    "help_check": {
        "en": "Show every problem of a case's input at once; nothing is solved or written.",
        "zh": "一次列出案例输入的全部问题；不求解、不写文件。",
    },
    "help_explain": {
        "en": "Say which hard limits of a case contradict each other, and what would have to give way.",
        "zh": "查找案例中互相矛盾的硬性限制，并给出最小修改。",
    },
    "opt_explain_hours": {
        "en": "Hours of the year to look at (whole days, weighted up to the year); 8760 for every hour.",
        "zh": "检查的小时数（整日，按权重折算为全年）；8760 为全年逐时。",
    },
    "opt_all_limits": {
        "en": "Show every figure and change, not the ten lines with the smallest changes.",
        "zh": "列出全部数值和修改，而不只是改动最小的十行。",
    },
    "help_new": {
        "en": "Write a new case of a province from the built-in figures and targets.",
        "zh": "用内置数据和政策目标生成一个省的新案例。",
    },
    "help_workbook": {
        "en": "Write a case as one Excel workbook with units, notes and drop-downs.",
        "zh": "把案例写成一个 Excel 工作簿（含单位、说明和下拉选项）。",
    },
    "help_folder": {
        "en": "Write the case of a workbook as a folder of CSV tables.",
        "zh": "把工作簿中的案例写成 CSV 文件夹。",
    },
    "help_targets": {
        "en": "List the policy targets that ship with the tool, with document and page.",
        "zh": "列出内置政策目标及其文件和页码。",
    },
    "help_price": {
        "en": "What each enforced target costs: the plan without it, in turn.",
        "zh": "逐项计算约束指标的费用：去掉该指标后的方案便宜多少。",
    },
    "help_report": {
        "en": "Make report and workbook of a results folder again, in either language, without solving.",
        "zh": "由结果文件夹重新生成报告和工作簿（可换语言），不重新求解。",
    },
    "arg_results": {
        "en": "Results folder of a run, or its name under results/.",
        "zh": "一次运行的结果文件夹，或其在 results/ 下的名称。",
    },
    "opt_report_out": {
        "en": "Folder for the two files; the results folder if not given.",
        "zh": "存放两个文件的文件夹；缺省为结果文件夹。",
    },
    "opt_price_csv": {"en": "Also write the prices to this CSV file.", "zh": "同时写入此 CSV 文件。"},
    "pricing_all": {"en": "Solving with every target", "zh": "求解（含全部指标）"},
    "pricing_again": {
        "en": "No proof that way; solving again by {method}",
        "zh": "该方法未能得到证明，改用 {method} 重新求解",
    },
    "pricing_without": {"en": "Solving without {policy}", "zh": "求解（去掉 {policy}）"},
    "price_title": {"en": "What the targets of {case} cost", "zh": "{case} 各约束指标的费用"},
    "head_price_target": {"en": "Target", "zh": "指标"},
    "head_price_asked": {"en": "Asked", "zh": "要求"},
    "head_price_cost": {"en": "Cost, billion CNY a year", "zh": "费用（亿元/年）"},
    "head_price_between": {"en": "Proven between", "zh": "可证明的范围"},
    "head_price_how": {"en": "Found by", "zh": "方式"},
    "priced_again": {"en": "solving again", "zh": "重新求解"},
    "priced_by_dual": {"en": "dual: does not bind", "zh": "对偶：不起作用"},
    "help_provinces": {
        "en": "List the provinces that `new` knows.",
        "zh": "列出可以新建案例的省份。",
    },
    "arg_case": {
        "en": "Case folder, .xlsx workbook, or the name of a shipped case (ningxia-2030).",
        "zh": "案例文件夹、.xlsx 工作簿，或内置案例的名称（ningxia-2030）。",
    },
    "opt_lang": {"en": "Language of messages and results.", "zh": "提示和结果的语言。"},
    "opt_out": {
        "en": "Folder for the results; results/<case> if not given (a shortened year, averaged hours, a scenario or "
        "another risk adds its name).",
        "zh": "结果文件夹；缺省为 results/<案例名>（缩短年、时段平均、情景或其他风险口径另加后缀）。",
    },
    "opt_gap": {
        "en": "Gap between cost and proven bound to reach, as a share of the cost.",
        "zh": "要证明的费用与下界之间的间隙（占费用的比例）。",
    },
    "gap_wrong": {
        "en": "--gap {gap:g}: a share from {least:g} (what arithmetic can prove) to less than 1, such as 0.001",
        "zh": "--gap {gap:g}：应为 {least:g}（计算精度所能证明）至 1 之间的比例，例如 0.001",
    },
    "certified_compares": {
        "en": "--method certified proves a plan to a gap; comparing plans needs each of them exact: leave --method out",
        "zh": "--method certified 只把方案求到给定间隙；方案之间的比较须逐个精确求解：请不要指定 --method",
    },
    "opt_hours": {
        "en": "Solve a shortened year of this many hours (whole days) for a first look.",
        "zh": "只求解缩短的一年（小时数，须为整天），供初看。",
    },
    "opt_export_hours": {
        "en": "Export a shortened year of this many hours (whole days).",
        "zh": "只导出缩短的一年（小时数，须为整天）。",
    },
    "opt_threads": {"en": "Processor threads for the solver.", "zh": "求解器使用的线程数。"},
    "opt_time": {"en": "Most seconds of solving.", "zh": "求解时间上限（秒）。"},
    "opt_overwrite": {"en": "Replace what stands there.", "zh": "覆盖已有文件。"},
    "opt_retrofits": {
        "en": "Also solve the plan without each kind of coal retrofit, to see what the kind brings.",
        "zh": "另求解不做各类煤电改造的方案，得出该类改造的节煤、减碳和费用效果。",
    },
    "retrofits_title": {"en": "Retrofits, against the plan without them", "zh": "煤电改造效果（与不改造方案相比）"},
    "gains_title": {
        "en": "Who gains from the exchange, settled at the plan's prices ({unit})",
        "zh": "各省得失：省间交换按方案电价结算（{unit}）",
    },
    "head_kind": {"en": "retrofit", "zh": "改造类型"},
    "head_capacity": {"en": "capacity", "zh": "容量"},
    "head_coal_saved": {"en": "coal saved", "zh": "节煤"},
    "head_co2_avoided": {"en": "CO2 avoided", "zh": "减排二氧化碳"},
    "head_cost_saved": {"en": "cost saved a year", "zh": "年节省成本"},
    "head_curtailment_avoided": {"en": "curtailment avoided", "zh": "减少弃电"},
    "not_proven": {"en": "no plan without it could be proven", "zh": "未能求得不做该类改造的方案"},
    "opt_quiet": {"en": "Only the verdict and where the files are.", "zh": "只显示结论和文件位置。"},
    "opt_all_problems": {"en": "Every problem, however many.", "zh": "列出全部问题，不限行数。"},
    "arg_province": {
        "en": "Id, code or name: hunan, HN, 湖南; several joined by +: ningxia+hunan; or china.",
        "zh": "省份标识、代码或名称：hunan、HN、湖南；多省联合用 + 连接：ningxia+hunan；全国为 china。",
    },
    "opt_year": {
        "en": "Planning year; give it again for several.",
        "zh": "规划年；可重复给出多个。",
    },
    "arg_new_folder": {
        "en": "Folder to write; <province>-<year> if not given.",
        "zh": "要写入的文件夹；缺省为 <省>-<年>。",
    },
    "arg_workbook": {"en": "Workbook to write (.xlsx).", "zh": "要写出的工作簿（.xlsx）。"},
    "arg_from_workbook": {"en": "Workbook to read (.xlsx).", "zh": "要读入的工作簿（.xlsx）。"},
    "arg_folder": {"en": "Folder to write; must be new or empty.", "zh": "要写入的文件夹，须不存在或为空。"},
    "opt_region": {
        "en": "Province (id, code or name), city, or national.",
        "zh": "省（标识、代码或名称）、市或 national。",
    },
    "opt_target_year": {
        "en": "Planning year in which the target holds, or a period as written (2021-2025).",
        "zh": "目标在该规划年有效；或按原文的时期（2021-2025）。",
    },
    "opt_metric": {
        "en": "Metric or family: capacity.wind, capacity, quota.",
        "zh": "指标或指标族：capacity.wind、capacity、quota。",
    },
    "opt_scope": {
        "en": "model, accounting, context or outturn; model if not given.",
        "zh": "model、accounting、context 或 outturn；缺省为 model。",
    },
    "opt_all_targets": {
        "en": "Every scope, and what is repeated or superseded.",
        "zh": "所有范围，含重复和已被替代的目标。",
    },
    "opt_csv": {"en": "Write the list to a CSV file instead.", "zh": "写入 CSV 文件而不显示。"},
    "opt_version": {"en": "Show the version.", "zh": "显示版本。"},
    # finding things
    "plain": {"en": "{line}", "zh": "{line}"},
    "shipped": {
        "en": "{given}: the case that ships with gridplan, {path}",
        "zh": "{given}：采用内置案例 {path}",
    },
    "case_missing": {
        "en": "{given}: there is no such case here; give a folder with case.toml, an .xlsx workbook, or a shipped "
        "case: {known}",
        "zh": "{given}：此处没有该案例；请给出含 case.toml 的文件夹、.xlsx 工作簿，或内置案例名：{known}",
    },
    "case_guess": {
        "en": '{given}: there is no such case here; did you mean the shipped case "{guess}"?',
        "zh": "{given}：此处没有该案例；是否想用内置案例“{guess}”？",
    },
    "is_results": {
        "en": "{given}: these are results, not a case; run the case they came from",
        "zh": "{given}：这是结果文件夹而不是案例；请运行其来源案例",
    },
    "is_case": {
        "en": "{given}: this is a case, not results; run it first, then name its results folder",
        "zh": "{given}：这是案例而不是结果；请先运行，再给出其结果文件夹",
    },
    "province_unknown": {
        "en": 'there is no province "{given}" ({guess}); `gridplan provinces` lists them',
        "zh": "没有“{given}”这个省（{guess}）；可用 gridplan provinces 查看",
    },
    "years_wrong": {
        "en": "planning years lie between 2024 and 2060, each given once, not {years}",
        "zh": "规划年应在 2024—2060 之间且不重复，不能是 {years}",
    },
    "hours_wrong": {
        "en": "--hours {hours}: a shortened year has whole days, a multiple of 24 from 24 to 8760",
        "zh": "--hours {hours}：缩短的一年须为整天，即 24 的倍数，24 至 8760",
    },
    "method_missing": {
        "en": "--method {method}: this installation of HiGHS does not have it ({reason}); leave --method out",
        "zh": "--method {method}：本机的 HiGHS 不支持（{reason}）；请不要指定 --method",
    },
    "not_xlsx": {
        "en": "{path}: the name of a workbook ends in .xlsx",
        "zh": "{path}：工作簿名称须以 .xlsx 结尾",
    },
    "exists": {
        "en": "{path} exists already; choose another name or add --overwrite",
        "zh": "{path} 已存在；请换一个名称，或加 --overwrite",
    },
    "not_folder": {
        "en": "{path} is a file, not a folder; choose another name.  Nothing was written",
        "zh": "{path} 是文件，不是文件夹；请换一个名称。未写出任何文件",
    },
    "not_file": {
        "en": "{path} is a folder, not a file; choose another name.  Nothing was written",
        "zh": "{path} 是文件夹，不是文件；请换一个名称。未写出任何文件",
    },
    "folder_taken": {
        "en": "{path} exists and is not an empty folder; choose another name",
        "zh": "{path} 已存在且不是空文件夹；请换一个名称",
    },
    "overwrite_hint": {
        "en": "Add --overwrite to replace them, or --out with another folder.  Nothing was solved.",
        "zh": "加 --overwrite 覆盖，或用 --out 指定其他文件夹。未进行求解。",
    },
    "cannot_write": {
        "en": "{path} cannot be written: {reason}.  Is it open in another program, or the folder write-protected?",
        "zh": "无法写入 {path}：{reason}。是否在其他程序中打开，或文件夹只读？",
    },
    "standard_output": {"en": "standard output", "zh": "标准输出"},
    "folder_gone": {
        "en": "The folder you are in no longer exists.  Change to another one and run again.  Nothing was written.",
        "zh": "启动命令时所在的文件夹已不存在。请切换到其他文件夹后重新运行。未写出任何文件。",
    },
    "file_trouble": {"en": "{path}: {reason}", "zh": "{path}：{reason}"},
    "disk_trouble": {
        "en": "the disk refused {path}: {reason}.  Make room and run again",
        "zh": "磁盘无法写入 {path}：{reason}。请腾出空间后重新运行",
    },
    "memory_out": {
        "en": "Not enough memory for this case.  Close other programs, or use --hours for a shortened year.",
        "zh": "内存不足。请关闭其他程序，或用 --hours 求解缩短的一年。",
    },
    # checking
    "problems": {
        "en": "{case}: {errors} to mend, {warnings} to look at",
        "zh": "{case}：错误 {errors} 处，提醒 {warnings} 处",
    },
    "check_all_hint": {
        "en": "All of them: gridplan check {case} --all",
        "zh": "查看全部：gridplan check {case} --all",
    },
    "check_good": {
        "en": "{case}: in order, {warnings} to look at",
        "zh": "{case}：输入无误，提醒 {warnings} 处",
    },
    "check_contents": {
        "en": "{title}; {years}; rows: {rows}",
        "zh": "{title}；规划年 {years}；各表行数：{rows}",
    },
    "check_origins": {
        "en": "{library} figures from the built-in library, {generated} generated hourly series",
        "zh": "内置参数库补充 {library} 个数值，生成逐时曲线 {generated} 条",
    },
    "nothing_written": {"en": "Nothing was solved or written.", "zh": "未求解，未写出任何文件。"},
    # new, workbook, folder
    "made": {"en": "Written: {path}", "zh": "已写出：{path}"},
    "remarks": {"en": "What was judged, merged or is missing:", "zh": "判断、合并和缺失之处："},
    "next": {
        "en": "Next:\n  gridplan check {path}\n  gridplan workbook {path} {workbook}\n  gridplan run {path}",
        "zh": "下一步：\n  gridplan check {path}\n  gridplan workbook {path} {workbook}\n  gridplan run {path}",
    },
    "next_folder": {
        "en": "Next:\n  gridplan check {path}\n  gridplan run {path}",
        "zh": "下一步：\n  gridplan check {path}\n  gridplan run {path}",
    },
    # lists
    "head_region": {"en": "region", "zh": "地区"},
    "head_year": {"en": "year", "zh": "年份"},
    "head_metric": {"en": "metric", "zh": "指标"},
    "head_value": {"en": "value", "zh": "数值"},
    "head_holds": {"en": "holds", "zh": "有效性"},
    "head_use": {"en": "use", "zh": "用法"},
    "head_document": {"en": "document, page", "zh": "文件、页码"},
    "match_due": {"en": "due", "zh": "到期"},
    "match_standing": {"en": "from {year}", "zh": "沿用{year}年"},
    "match_pending": {"en": "period runs on", "zh": "时期未满"},
    "match_undated": {"en": "undated", "zh": "未注明年份"},
    "match_": {"en": "", "zh": ""},
    "use_enforce": {"en": "may bind", "zh": "可作约束"},
    "use_option": {"en": "on request", "zh": "按需约束"},
    "use_report": {"en": "report", "zh": "仅列示"},
    "use_never": {"en": "not used", "zh": "不采用"},
    "superseded": {"en": "superseded: {figure} in {document}", "zh": "已被替代：{document}为{figure}"},
    "restated": {"en": "repeats {id}", "zh": "重复 {id}"},
    "sense_min": {"en": "at least", "zh": "不低于"},
    "sense_max": {"en": "at most", "zh": "不高于"},
    "sense_about": {"en": "about", "zh": "约"},
    "targets_none": {
        "en": "No target meets these conditions; --all looks at every scope.",
        "zh": "没有符合条件的目标；--all 可查看所有范围。",
    },
    "targets_found": {
        "en": "{count} targets.  National ones: --region national; every scope: --all; as a table: --csv FILE",
        "zh": "共 {count} 项。国家目标：--region national；全部范围：--all；导出：--csv 文件",
    },
    "targets_hidden": {
        "en": "{count} more are repeated, superseded by a later document or no targets: --all shows them, and why",
        "zh": "另有 {count} 项为重复、已被后发文件替代或不是指标：--all 可查看及其原因",
    },
    "targets_year": {
        "en": "--year {given}: no year of the list; write one such as 2030",
        "zh": "--year {given}：目标清单中没有这样的年份，应形如 2030",
    },
    "targets_unknown": {"en": "{reason}", "zh": "目标清单中没有此项：{reason}"},
    "head_id": {"en": "id", "zh": "标识"},
    "head_code": {"en": "code", "zh": "代码"},
    "head_name": {"en": "name", "zh": "名称"},
    "head_case": {"en": "shipped case", "zh": "内置案例"},
    "head_grid": {"en": "grid", "zh": "电网"},
    "head_energy": {"en": "consumption 2024 (TWh)", "zh": "2024年用电量（亿千瓦时）"},
} | RUN_WORDS | SCENARIO_WORDS | COMPARE_WORDS | SEVERAL | WORDS_SOLVERS | TRADEOFF_WORDS | STRESS_WORDS
