"""Texts of the faults of cases that are joined, or taken apart."""

from __future__ import annotations

from gridplan.case.message import Message

JOIN = {
    "join_setting_differs": Message(
        1,
        "{here} here and {there} in {other}: one plan has one of it",
        "此处为 {here}，{other} 为 {there}；联合规划只能取一个",
        "make the cases agree",
        "请先统一各案例的设置",
    ),
    "join_weather_differs": Message(
        1,
        "other weather years than in {other}: one plan has one set of them",
        "气象年与 {other} 不同；联合规划只能用同一组气象年",
        "make the tables weather_years agree",
        "请先统一各案例的 weather_years 表",
    ),
    "join_region_twice": Message(
        1,
        "the region {value} is in {other} as well",
        "{other} 中也有省区 {value}",
        "each region may stand in one of the cases",
        "每个省区只能出现在一个案例中",
    ),
    "join_without_link": Message(
        2,
        "{names} have no channel to the others: none ends there in one case and begins in another under the same id",
        "{names} 与其他省区之间没有通道：没有一条通道以同一标识在一个案例中送出、在另一个案例中受入",
        "give the channels with --links",
        "请用 --links 给出通道",
    ),
    "links_file_missing": Message(0, "there is no such file", "没有此文件"),
    "link_region_unknown": Message(
        3, "no case to be joined has this region", "待联合的案例中没有此省区", "{guess_en}", "{guess_zh}"
    ),
    "join_row_differs": Message(
        4,
        "{title_en} of {other} have a row for this too, with other figures",
        "{other} 的{title_zh}中也有此行，且数值不同",
        "leave one of them",
        "请只保留一行",
    ),
    "join_limit_of_several": Message(
        3,
        "this growth ceiling adds up all regions of its case ({regions}); joined with others it would add up theirs",
        "此建设速度上限按其案例全部省区（{regions}）合计，联合后将把其他省区也计入",
        "give each region a row of its own",
        "请为每个省区各写一行",
    ),
    "separate_limit_of_several": Message(
        3,
        "this growth ceiling adds up all regions of the case ({regions}); each province planned alone would have all "
        "of it",
        "此建设速度上限按案例全部省区（{regions}）合计，分省规划时每个省区都将用足全部上限",
        "give each region a row of its own",
        "请为每个省区各写一行",
    ),
    "separate_one_province": Message(
        1, "there is one province in this case, nothing to plan separately", "案例中只有一个省区，无需分省规划"
    ),
}
