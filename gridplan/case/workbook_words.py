"""Names of the sheets of a case workbook and the words on them, in both languages."""

from __future__ import annotations

from gridplan.case.schema import Table

SHEETS = {
    "readme": {"en": "readme", "zh": "说明"},
    "settings": {"en": "settings", "zh": "设置"},
    "profiles": {"en": "profiles", "zh": "曲线"},
    "scenarios": {"en": "scenarios", "zh": "情景"},
}
"""Sheets that are no tables of the schema."""

LISTS_SHEET = "_lists"
UNIT_MARK = "unit"

WORDS = {
    "title": {"en": "A gridplan case", "zh": "gridplan 规划案例"},
    "setting": {"en": "setting", "zh": "设置项"},
    "value": {"en": "value", "zh": "取值"},
    "note": {"en": "note", "zh": "说明"},
    "unit": {"en": "unit", "zh": "单位"},
    "allowed": {"en": "Allowed: ", "zh": "允许："},
    "must": {"en": "Required.", "zh": "必填。"},
    "library": {"en": "Blank: figure of the built-in library.", "zh": "空白：取内置参数库数值。"},
    "default": {"en": "Blank: ", "zh": "空白："},
    "wrong": {"en": "Not allowed", "zh": "不允许的取值"},
    "guide": {
        "en": (
            "One sheet per table, one row per item; units stand in the second row.\n"
            "Green headings must be filled. Yellow: a blank takes the figure of the built-in library.\n"
            "Point at a heading for its meaning and allowed values.\n"
            "A row with a blank year holds for every planning year.\n"
            "Your own hourly series go on a sheet named profiles: hour (0 to 8759), then one column each.\n"
            "Sheets whose name begins with # are passed over."
        ),
        "zh": (
            "每张表一个工作表，每行一项；第二行为单位。\n"
            "绿色列必填；黄色列空白时取内置参数库数值。\n"
            "鼠标停在列名上可查看含义和允许取值。\n"
            "规划年留空的行适用于所有规划年。\n"
            "自有逐时曲线放在“曲线”工作表：首列 hour 为 0 至 8759，其后每列一条。\n"
            "名称以 # 开头的工作表不读取。"
        ),
    },
}


def words(key: str, lang: str) -> str:
    """A piece of text of the workbook."""
    return WORDS[key][lang]


def sheet_name(table: Table, lang: str) -> str:
    """Name of a table's sheet: its Chinese title, or its id."""
    return table.title_zh if lang == "zh" else table.name


def special_sheet(name: str) -> str | None:
    """Which of `SHEETS` a sheet name stands for, in either language."""
    wanted = name.strip().casefold()
    return next((key for key, names in SHEETS.items() if wanted in names.values()), None)


def is_private(name: str) -> bool:
    """Whether a sheet is none of ours to read: the hidden lists, and the planner's own scratch sheets."""
    return name.strip().startswith(("#", "_"))
