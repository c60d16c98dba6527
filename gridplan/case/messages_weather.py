"""Texts of the faults of weather years."""

from __future__ import annotations

from gridplan.case.message import Message

WEATHER = {
    "weather_name": Message(
        2, "a weather year's id must not contain @", "气象年标识不能含 @",
        "load@ID names a series of the weather year ID", "load@标识 表示该气象年的曲线",
    ),
    "weather_too_many": Message(
        3, "{value} weather years; at most {most} can be planned together", "共 {value} 个气象年，最多 {most} 个"),
    "weather_probability_blank": Message(
        3,
        "blank, while other weather years have a probability",
        "为空，而其他气象年已给出概率",
        "give a probability to all weather years, or to none",
        "请为所有气象年填写概率，或全部留空",
    ),
    "weather_probability_zero": Message(
        3, "a weather year with probability 0 is no part of the plan", "概率为 0 的气象年不参与规划",
        "take the row out, or give it a probability above 0", "请删除该行，或填写大于 0 的概率",
    ),
    "weather_probability_sum": Message(
        3, "the probabilities of the weather years add up to {total}, not to 1",
        "各气象年概率合计为 {total}，应为 1",
    ),
    "weather_seed_twice": Message(
        6, "the same seed as the weather year {other}: what is generated for them is alike",
        "种子与气象年 {other} 相同，两年的生成曲线一样", "give another seed, or series of its own",
        "请换一个种子，或为其提供自己的曲线", "warning",
    ),
    "risk_one_year": Message(
        6, "risk = {value} does nothing: the case has one weather year",
        "只有一个气象年，risk = {value} 不起作用", "name several in the table weather_years",
        "请在 weather_years 表中列出多个气象年", "warning",
    ),
    "weather_file_unknown": Message(
        3, "the file is for the weather year {value}, which the case does not have",
        "文件属于气象年 {value}，案例中没有此气象年", "{guess_en}", "{guess_zh}",
    ),
    "weather_series_missing": Message(
        3,
        "the weather year {years} has no series {value}, which is given for {given} only",
        "气象年 {years} 缺少曲线 {value}（仅有 {given} 的）",
        "give the weather year a series of its own, or one without a weather year that holds for all others",
        "请为该气象年补充曲线，或给出一条不分气象年、适用于其余各年的曲线",
    ),
}
