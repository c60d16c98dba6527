"""The text of every fault an input can have, in both languages.

Each rule has a rank (0 most fundamental: nothing can be read; 6 least), a severity, the message and a hint.
`{value}`, `{column}`, `{table}` and `{file}` are filled from the place; other blanks by whoever finds the
fault.
"""

from __future__ import annotations

from gridplan.case.message import Message
from gridplan.case.messages_coal import COAL
from gridplan.case.messages_heat import HEAT
from gridplan.case.messages_join import JOIN
from gridplan.case.messages_levers import LEVERS
from gridplan.case.messages_loads import LOADS
from gridplan.case.messages_paths import PATHS
from gridplan.case.messages_plausible import PLAUSIBLE
from gridplan.case.messages_rules import POLICIES, TABLES
from gridplan.case.messages_scenarios import SCENARIOS
from gridplan.case.messages_screen import SCREEN
from gridplan.case.messages_trade import TRADE
from gridplan.case.messages_weather import WEATHER

FILES = {
    "case_missing": Message(
        0,
        "there is no such case",
        "没有此案例",
        "give a folder with case.toml or an .xlsx workbook",
        "请给出含 case.toml 的文件夹或 .xlsx 工作簿",
    ),
    "workbook_unreadable": Message(
        0,
        "the workbook cannot be opened: {reason}",
        "无法打开工作簿：{reason}",
        "save it as .xlsx and close it in other programs",
        "请另存为 .xlsx 并在其他程序中关闭",
    ),
    "settings_missing": Message(
        0,
        "the settings are missing",
        "缺少案例设置",
        "a folder needs case.toml, a workbook the sheet settings",
        "文件夹需有 case.toml，工作簿需有“设置”表",
    ),
    "settings_syntax": Message(0, "not valid TOML: {reason}", "不符合 TOML 语法：{reason}"),
    "setting_unknown": Message(0, "unknown setting", "未知设置", "{guess_en}", "{guess_zh}"),
    "setting_missing": Message(0, "the setting is required", "缺少必填设置"),
    "weather_several": Message(
        0,
        "a network for another program holds one weather year; the case has {value}",
        "导出的网络只含一个气象年，本案例含 {value} 个",
        "take all but one row out of weather_years",
        "请在 weather_years 表中只保留一行",
    ),
    "years_several": Message(
        0,
        "this is done for one planning year at a time; the case has {value}",
        "此项只能按单一规划年进行，本案例含 {value}",
        "make a case of the one year, or leave out the option that asks for it",
        "请只为该年另建案例，或去掉相应选项",
    ),
    "setting_value": Message(0, "allowed: {allowed_en}", "应为{allowed_zh}"),
    "file_missing": Message(
        0,
        "the table {title_en} is required: there is no {table}.csv",
        "缺少必需的表“{title_zh}”（{table}.csv）",
    ),
    "sheet_missing": Message(
        0,
        "the table {title_en} is required: there is no sheet {table}",
        "缺少必需的工作表“{title_zh}”（{table}）",
    ),
    "tables_absent": Message(
        6,
        "the case has none of: {titles_en} (no such table)",
        "案例中没有下列表：{titles_zh}；按无此类资源处理",
        severity="warning",
    ),
    "file_unknown": Message(0, "no table has this name", "没有此名称的表", "{guess_en}", "{guess_zh}"),
    "sheet_unknown": Message(
        0,
        "no table has this name",
        "没有此名称的表",
        "{guess_en}; a sheet of your own is passed over if its name begins with #",
        "{guess_zh}；名称以 # 开头的工作表不读取",
    ),
    "cells_merged": Message(
        1,
        "the cells {range} are merged: only the first of them holds a figure",
        "单元格 {range} 已合并，只有第一格保留数值",
        "unmerge them and fill in every row",
        "请取消合并并逐行填写",
    ),
    "formula_uncomputed": Message(
        1,
        "the formula has no stored result",
        "公式没有保存计算结果",
        "open the workbook in Excel and save it",
        "请用 Excel 打开并保存",
    ),
    "not_a_file": Message(0, "a folder or device, not a file", "不是普通文件", "put a file there", "请改为普通文件"),
    "file_elsewhere": Message(
        0, "a link to a file outside the case", "指向案例之外的链接", "copy the file into the case",
        "请将文件复制到案例内"),
    "file_too_large": Message(
        0, "larger than any case needs ({most} MB)", "文件过大（上限 {most} MB）", "is it the right file?", "请核对文件"
    ),
    "file_too_long": Message(
        0, "more rows or cells than any case needs ({most})", "行数或单元格过多（上限 {most}）",
        "is it the right file?", "请核对文件"
    ),
    "workbook_macros": Message(
        0, "the workbook holds macros", "工作簿含宏", "save it as .xlsx without macros", "请另存为不含宏的 .xlsx"
    ),
    "workbook_entities": Message(
        0, "the workbook holds markup that no spreadsheet program writes (a document type)",
        "工作簿含异常标记（文档类型定义）", "open it in Excel and save it again", "请用 Excel 打开后重新保存"
    ),
    "file_twice": Message(0, "the table is given twice: also in {other}", "同一张表出现两次：另见 {other}"),
    "encoding_unknown": Message(
        0,
        "the file is neither UTF-8 nor GBK text",
        "文件既非 UTF-8 也非 GBK 编码",
        "save it as CSV UTF-8",
        "请另存为 CSV UTF-8",
    ),
    "encoding_gbk": Message(
        6,
        "read as GBK, since it is not UTF-8",
        "不是 UTF-8，已按 GBK 读取",
        "save it as CSV UTF-8 to be safe",
        "建议另存为 CSV UTF-8",
        "warning",
    ),
    "table_empty": Message(0, "the table needs at least one row", "该表至少需要一行"),
    "file_empty": Message(
        0, "the file is empty", "文件为空", "give it a header line or delete it", "请补上表头行，或删除该文件"
    ),
}

CELLS = {
    "column_missing": Message(1, "the required column is missing", "缺少必填列"),
    "column_unknown": Message(1, "no column has this name", "没有此列", "{guess_en}", "{guess_zh}"),
    "column_twice": Message(1, "the column is given twice", "该列出现两次"),
    "column_unnamed": Message(
        1, "a column with values has no heading (column {position})", "第 {position} 列有值但无列名"
    ),
    "row_length": Message(
        1,
        "{cells} cells, but the header has {columns}",
        "本行有 {cells} 个单元格，表头有 {columns} 个",
        "put a value with a comma in quotes; keep the commas of blank cells",
        "含逗号的值请加引号，空单元格的逗号请保留",
    ),
    "separator": Message(
        1,
        "the cells are separated by {mark_en}",
        "单元格以{mark_zh}分隔",
        "save it as CSV with commas",
        "请另存为以逗号分隔的 CSV",
    ),
    "quote_open": Message(1, "the file cannot be split into cells: {reason}", "无法拆分单元格：{reason}"),
    "control_character": Message(1, "the cell holds an unprintable character", "单元格含不可打印字符"),
    "cell_blank": Message(2, "a value is required (allowed: {allowed_en})", "必须填写（允许：{allowed_zh}）"),
    "not_a_number": Message(
        2, "not a number (allowed: {allowed_en})", "不是数值（允许：{allowed_zh}）", "{fix_en}", "{fix_zh}"
    ),
    "not_finite": Message(
        2,
        "not a finite number (allowed: {allowed_en})",
        "不是有限数值（允许：{allowed_zh}）",
        "leave the cell blank where nothing applies",
        "不适用时请留空",
    ),
    "not_whole": Message(2, "not a whole number (allowed: {allowed_en})", "不是整数（允许：{allowed_zh}）"),
    "below_minimum": Message(
        2,
        "below the least value (allowed: {allowed_en})",
        "小于下限（允许：{allowed_zh}）",
        "{fix_en}",
        "{fix_zh}",
    ),
    "above_maximum": Message(
        2,
        "above the highest value (allowed: {allowed_en})",
        "大于上限（允许：{allowed_zh}）",
        "{fix_en}",
        "{fix_zh}",
    ),
    "not_boolean": Message(2, "allowed: yes, no", "应为 yes/no（是/否）"),
    "not_months": Message(
        2, "allowed: month numbers 1 to 12 separated by spaces", "应为以空格分隔的 1 至 12 月份"
    ),
    "not_year": Message(
        2, "allowed: a planning year of the case ({years}) or blank", "应为案例规划年（{years}）或留空"
    ),
    "choice_unknown": Message(2, "allowed: {choices}", "允许：{choices}", "{guess_en}", "{guess_zh}"),
    "metric_unknown": Message(2, "no metric has this name", "没有此指标", "{guess_en}", "{guess_zh}"),
    "reference_unknown": Message(
        3,
        "not in {target_table}.{target_column}",
        "{target_table}.{target_column} 中没有此项",
        "{guess_en}",
        "{guess_zh}",
    ),
    "key_twice": Message(
        3,
        "the same {key} is already in row {other}",
        "{key} 与第 {other} 行重复",
        "name each row once per planning year",
        "每个规划年每个名称只能一行",
    ),
    "no_default": Message(
        3,
        "blank, and the library has no figure for {subject}",
        "空白，且内置参数库中没有 {subject} 的数值",
        "write a value (allowed: {allowed_en})",
        "请填写数值（允许：{allowed_zh}）",
    ),
    "far_from_library": Message(
        5,
        "{times} times the library's figure {figure}; unit of the column: {unit}",
        "是内置参数 {figure} 的 {times} 倍；本列单位：{unit}",
        "{fix_en}",
        "{fix_zh}",
        "warning",
    ),
}

SERIES = {
    "profile_unreadable": Message(1, "not an hourly table: {reason_en}", "不是逐时数据表：{reason_zh}"),
    "profile_rows": Message(
        1, "{rows} hours, a year has 8760", "共 {rows} 个小时，全年应为 8760", "{fix_en}", "{fix_zh}"
    ),
    "profile_hour": Message(
        1,
        "not an hour that can be read",
        "无法识别的小时标签",
        "write 0 to 8759, or dates such as 2030-01-01 00:00",
        "请写 0 至 8759，或 2030-01-01 00:00 形式的时间",
    ),
    "profile_order": Message(
        1,
        "hour {value} where {expected} is due",
        "应为 {expected}，实为 {value}",
        "each hour once, in order",
        "每小时一行并按顺序排列",
    ),
    "profile_repeated_hour": Message(
        1, "the hour was already given in row {other}", "该小时与第 {other} 行重复"
    ),
    "profile_twice": Message(1, "a series of this name is also in {other}", "同名曲线另见 {other}"),
    "profile_number": Message(2, "not a number", "不是数值", "{fix_en}", "{fix_zh}"),
    "profile_not_finite": Message(
        2, "blank or not a finite number", "空白或不是有限数值", "fill the hour", "请补全该小时"
    ),
    "profile_negative": Message(2, "below 0 (allowed: {allowed_en})", "小于 0（允许：{allowed_zh}）"),
    "profile_above_one": Message(
        2,
        "above 1: a series per unit of capacity lies in 0 to 1",
        "大于 1：单位容量曲线应在 0 至 1 之间",
        "{fix_en}",
        "{fix_zh}",
    ),
    "profile_zero": Message(2, "the series is 0 in every hour", "曲线全年为 0"),
    "profile_unknown": Message(3, "no series has this name", "没有此曲线", "{guess_en}", "{guess_zh}"),
    "profile_utc": Message(
        6,
        "taken as UTC and moved 8 hours to Beijing time",
        "按世界时读取，已后移 8 小时换算为北京时间",
        "name the time column beijing_time if it already is",
        "若已是北京时间，请将时间列命名为 beijing_time",
        "warning",
    ),
    "profile_unused": Message(6, "no table uses this series", "没有表使用此曲线", severity="warning"),
    "profile_hours_differ": Message(
        5,
        "the series has {hours} full-load hours, annual_hours says {value}; the series counts",
        "曲线满发 {hours} 小时，与 annual_hours {value} 不符，以曲线为准",
        severity="warning",
    ),
    "library_no_hours": Message(
        3,
        "blank, and the library has no full-load hours of {technology} in {province}",
        "空白，且内置库中没有 {province} {technology} 的利用小时",
        "write the hours or name a profile",
        "请填写利用小时或给出曲线",
    ),
    "province_unknown": Message(
        3,
        "no province of the library, so nothing can be generated for {region}",
        "内置库中没有此省份，无法为 {region} 生成曲线",
        "{guess_en}",
        "{guess_zh}",
    ),
    "profile_not_generated": Message(
        3,
        "no series can be generated: {reason}",
        "无法生成曲线：{reason}",
        "give a profile of your own",
        "请提供曲线",
    ),
    "demand_peak_shape": Message(
        3,
        "peak and energy give {hours} full-load hours; the highest load cannot be below the mean, {mean} GW",
        "电量与最大负荷对应 {hours} 利用小时；最大负荷不能低于平均负荷 {mean} GW",
        "{fix_en}",
        "{fix_zh}",
    ),
}

MESSAGES: dict[str, Message] = (
    FILES | CELLS | SERIES | TABLES | POLICIES | LOADS | TRADE | HEAT | LEVERS | COAL | SCENARIOS | SCREEN | JOIN
    | PATHS | PLAUSIBLE | WEATHER
)
