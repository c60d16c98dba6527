"""Faults of scenarios: their form, their names and what they change."""

from __future__ import annotations

from gridplan.case.message import Message

SCENARIOS = {
    "scenario_section": Message(
        1, "unknown section; scenarios stand under [scenario.NAME] and [grid.NAME]",
        "未知的小节；情景写在 [scenario.名称] 或 [grid.名称] 下", "{guess_en}", "{guess_zh}",
    ),
    "scenario_no_section": Message(
        1, "a scenario is a section of its own: [scenario.NAME]", "情景须单独成节：[scenario.名称]"
    ),
    "scenario_unnamed": Message(1, "a change without the name of its scenario", "更改未写明所属情景"),
    "scenario_twice": Message(1, 'the name "{value}" is given twice', "名称“{value}”重复"),
    "scenario_same_folder": Message(
        1, 'the name differs from "{other}" only in case or form, and both would be one folder',
        "名称与“{other}”仅大小写或写法不同，结果文件夹会重名",
    ),
    "scenario_name": Message(
        1, 'the name "{value}" cannot name a folder', "名称“{value}”不能作为文件夹名",
        "letters, figures, _ - = and Chinese, at most 80; not / \\ : * ? # or blanks",
        "可用字母、数字、_ - = 和汉字，不超过 80 个字符；不可含 / \\ : * ? # 或空格",
    ),
    "scenario_key": Message(1, 'unknown key "{value}"', "未知的键“{value}”", "{guess_en}", "{guess_zh}"),
    "scenario_text": Message(1, "text in quotes is due", "应为加引号的文本"),
    "scenario_changes": Message(
        1, "a list of changes is due", "应为更改的列表",
        'as in changes = [{{ table = "fuels", row = "coal", column = "price_cny_per_tce", factor = 1.3 }}]',
        '例如 changes = [{{ table = "fuels", row = "coal", column = "price_cny_per_tce", factor = 1.3 }}]',
    ),
    "scenario_base": Message(
        1, "base is the case as it is: it has neither changes nor parents", "base 即案例本身，不得含更改或上级情景"
    ),
    "scenario_parent_unknown": Message(
        2, 'there is no scenario "{value}" to build on', "没有可沿用的情景“{value}”", "{guess_en}", "{guess_zh}"
    ),
    "scenario_parent_cycle": Message(2, "the parents go round in a circle: {value}", "上级情景相互循环：{value}"),
    "scenario_unknown": Message(0, "there is no such scenario", "没有此情景", "{guess_en}", "{guess_zh}"),
    "scenarios_none": Message(
        0, "the case has no scenarios", "本案例没有情景",
        "write them into scenarios.toml of its folder, or the sheet scenarios of its workbook (docs/scenarios.md)",
        "请写入案例文件夹的 scenarios.toml 或工作簿的“情景”表（见 docs/scenarios.md）",
    ),
    "grid_values": Message(
        1, "a parameter of a grid takes a list of values", "网格参数应为取值列表", "as in {column} = [1.0, 1.3]",
        "例如 {column} = [1.0, 1.3]",
    ),
    "grid_empty": Message(1, "a grid needs at least one parameter", "网格至少需要一个参数"),
    "grid_repeats": Message(1, "the value {value} is given twice", "取值 {value} 重复"),
    "grid_large": Message(
        1, "the grid stands for {value} scenarios; at most {most}", "网格含 {value} 个情景，最多 {most} 个"
    ),
    "grid_unused": Message(
        2, "no change uses this parameter", "没有更改使用此参数", 'write "{{{column}}}" where its value belongs',
        '请在其取值处写 "{{{column}}}"',
    ),
    "grid_parameter_unknown": Message(
        2, "{value} names no parameter of this grid", "{value} 不是本网格的参数", "{guess_en}", "{guess_zh}"
    ),
    "change_kind": Message(
        1, "a change is of a table, a setting or a series: one of the three",
        "每项更改须指明 table、setting 或 series 之一"
    ),
    "change_what": Message(
        1, "what changes is not said: one of {keys} is due", "未写明如何更改：须给出 {keys} 之一"
    ),
    "change_rows": Message(
        1, "which rows of {table} is not said", "未写明 {table} 的哪些行", 'row = "KEY", or where; row = "*" for all',
        'row = "标识" 或 where；全部行写 row = "*"',
    ),
    "change_column": Message(1, "which column of {table} is not said", "未写明 {table} 的哪一列"),
    "change_value": Message(1, "text, a number, or yes/no is due", "应为文本、数值或 yes/no"),
    "change_table_unknown": Message(2, "unknown table", "未知的表", "{guess_en}", "{guess_zh}"),
    "change_column_unknown": Message(2, "{table} has no such column", "{table} 没有此列", "{guess_en}", "{guess_zh}"),
    "change_key_length": Message(2, "rows of {table} are named by {keys}", "{table} 的行由 {keys} 标识"),
    "change_no_row": Message(
        2, "{table} has no row {selector}, so nothing would change", "{table} 没有行 {selector}，更改无效",
        "{guess_en}", "{guess_zh}",
    ),
    "change_factor": Message(
        2, "{value} is no number to multiply by (0 or more)", "{value} 不是可用的倍数（应为不小于 0 的数值）"
    ),
    "change_factor_text": Message(
        2, "{table} holds no number there to multiply", "{table} 的该列不是数值，不能乘以倍数"
    ),
    "change_factor_blank": Message(
        2, "row {selector} of {table} has no figure to multiply, of its own or of the library",
        "{table} 的行 {selector} 无数值可乘（案例和内置库均为空）", "give a value instead", "请改用 value",
    ),
    "change_factor_years": Message(
        2, "the library's figures of row {selector} differ between planning years",
        "行 {selector} 各规划年的内置数值不同",
        "give a value instead", "请改用 value",
    ),
    "change_nothing": Message(
        3, "it is {value} already, so nothing would change", "原值已是 {value}，更改无效", severity="warning"
    ),
    "change_setting_unknown": Message(2, "there is no such setting", "没有此设置", "{guess_en}", "{guess_zh}"),
    "change_setting_factor": Message(2, "the setting holds no number to multiply", "该设置不是数值，不能乘以倍数"),
    "change_series_unknown": Message(
        2, "the case has no hourly series of this name", "本案例没有此曲线", "{guess_en}", "{guess_zh}"
    ),
    "change_series_shape": Message(
        2, "the series is only a shape; its level comes from {table}, so a factor on the whole year changes nothing",
        "该曲线只表示形状，水平由表 {table} 决定，全年乘以倍数不起作用",
        "change {table}, or name months", "请更改表 {table}，或写明月份",
    ),
    "change_series_total": Message(
        6, "the series is only a shape: what these months lose the others gain; the year's total stays that of {table}",
        "该曲线只表示形状：这些月份减少的部分由其他月份补足，全年总量仍由表 {table} 决定",
        "change {table} as well, if the total is to change", "如需改变总量，请同时更改表 {table}", "warning",
    ),
    "change_series_above_one": Message(
        3, "above 1 in hour {hour} after the change: a series per unit of capacity lies in 0 to 1",
        "更改后第 {hour} 小时大于 1：单位容量曲线应在 0 至 1 之间",
    ),
    "change_months": Message(2, "months are numbers from 1 to 12", "月份应为 1 至 12"),
    "stress_series_none": Message(
        1, "there is no weather year here", "此处没有气象年数据",
        "a CSV file for one year, or a folder with a CSV file (or a folder of them) for each year",
        "一年一个 CSV 文件，或含多个 CSV 文件（或其子文件夹）的文件夹",
    ),
    "stress_series_name": Message(
        1, 'the name "{value}" cannot name a weather year', "名称“{value}”不能作为气象年名称",
        "letters, figures, _ - = . and Chinese, at most 80; not plan-weather, outdated or seed-...",
        "可用字母、数字、_ - = . 和汉字，不超过 80 个字符；不可用 plan-weather、outdated 或 seed-…",
    ),
    "stress_series_twice": Message(
        1, 'the weather year "{value}" is given twice, by {other} too', "气象年“{value}”重复，{other} 也是"
    ),
    "stress_series_unknown": Message(
        2, "the plan has no hourly series of this name", "方案中没有此曲线", "{guess_en}", "{guess_zh}"
    ),
}
