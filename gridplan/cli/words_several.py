"""Sentences of the commands about several provinces, in both languages."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "help_join": {
        "en": "Join cases of provinces into one, over the channels that one sends and another receives.",
        "zh": "把几个省的案例联合为一个：一方送出、另一方受入的同名通道成为省间通道。",
    },
    "help_separate": {
        "en": "Write one case for each province of a joint case, to be planned without the others.",
        "zh": "把联合案例拆成各省单独规划的案例。",
    },
    "help_gains": {
        "en": "What each province gains from a joint plan, against plans of its own.",
        "zh": "联合规划与各省单独规划相比，各省的得失。",
    },
    "arg_cases": {
        "en": "Two or more cases: folders, workbooks or shipped names.",
        "zh": "两个或更多案例：文件夹、工作簿或内置案例名。",
    },
    "arg_joint_results": {"en": "Results of the joint case.", "zh": "联合案例的结果文件夹。"},
    "arg_alone_results": {"en": "Results of each province's own case.", "zh": "各省单独案例的结果文件夹。"},
    "arg_separate_folder": {
        "en": "Folder to write; <case>-separate if not given.",
        "zh": "要写入的文件夹；缺省为 <案例>-separate。",
    },
    "opt_join_out": {"en": "Folder to write; must be new or empty.", "zh": "要写入的文件夹，须不存在或为空。"},
    "opt_links": {
        "en": "CSV file with more rows of the table of links, between regions of the cases.",
        "zh": "CSV 文件：各案例省区之间要增加的通道（与通道表同列）。",
    },
    "opt_trade": {
        "en": "Let provinces that a channel joins trade consumption above their quotas.",
        "zh": "允许通道两端的省交易超额消纳量。",
    },
    "opt_exchange": {
        "en": "What still passes between them: agreed (channels at what they are bound to), none, or a folder of "
        "results of the joint case (what they carry there).",
        "zh": "各省之间保留的交换：agreed（通道只送约定电量）、none（没有），"
        "或联合案例的结果文件夹（按其中的逐时潮流）。",
    },
    "opt_gains_csv": {"en": "Write the table to a CSV file instead.", "zh": "写入 CSV 文件而不显示。"},
    "opt_blocks": {
        "en": "Average this many consecutive hours into one (2, 3, 4, 6, 8, 12 or 24), for a first look at a large "
        "case.",
        "zh": "把连续若干小时平均为一段（2、3、4、6、8、12 或 24），供大案例初看。",
    },
    "blocks_wrong": {
        "en": "--block-hours {blocks}: a block has 1, 2, 3, 4, 6, 8, 12 or 24 hours",
        "zh": "--block-hours {blocks}：每段须为 1、2、3、4、6、8、12 或 24 小时",
    },
    "blocked": {
        "en": "AVERAGED HOURS: every {blocks} hours are solved as one: a first look, not a plan.",
        "zh": "平均时段：每 {blocks} 小时合并为一段求解，仅供初看，不是规划方案。",
    },
    "province_twice": {"en": "{given}: a province is named twice", "zh": "{given}：有省份重复"},
    "join_two": {"en": "give two cases or more to join", "zh": "请给出至少两个要联合的案例"},
    "next_joint": {
        "en": "Next:\n  gridplan check {path}\n  gridplan run {path}\n  gridplan separate {path}",
        "zh": "下一步：\n  gridplan check {path}\n  gridplan run {path}\n  gridplan separate {path}",
    },
    "next_separate": {
        "en": "Next: run {case} and each of the cases in {path}, then gridplan gains JOINT SEPARATE SEPARATE ...",
        "zh": "下一步：求解 {case} 和 {path} 中的各案例，再用 gridplan gains 比较",
    },
    "head_alone": {"en": "planned alone", "zh": "单独规划"},
    "head_together": {"en": "joint, net", "zh": "联合规划净费用"},
    "head_gain": {"en": "gain", "zh": "得益"},
    "gains_meaning": {
        "en": "Alone: the province's own plan, contracts with the others at the sender's listed price.  Joint: its net "
        "cost with its supply bases, exchange settled at the joint plan's prices.  The sum does not depend on prices.",
        "zh": "单独规划：该省自己的方案，与他省的合同按送端列示电价。联合规划：该省（含配套基地）净费用，"
        "省间交换按联合方案电价结算。合计与电价无关。",
    },
    "gains_shortened": {
        "en": "SHORTENED YEAR: agreed yearly energy weighs otherwise on the few hours solved than on the year; only "
        "the whole year, or separate cases made with --exchange RESULTS, compare fairly.",
        "zh": "缩短的一年：约定的年电量在少数求解小时上与全年不同；只有全年求解，"
        "或用 --exchange 联合结果 拆出的案例，才能公平比较。",
    },
    "no_results_there": {
        "en": "{given}: there are no results of gridplan here",
        "zh": "{given}：此处没有 gridplan 的结果",
    },
    "gains_hours": {
        "en": "{case} was solved over {here} hours or blocks, the joint case over {there}: solve both alike",
        "zh": "{case} 求解的时段为 {here}，联合案例为 {there}；请按相同时段求解",
    },
    "gains_weather": {
        "en": "{case} was planned for several weather years: what channels carry differs between them",
        "zh": "{case} 按多个气象年规划，各年通道送电不同，不能据以拆分",
    },
    "gains_years": {
        "en": "{case} has other planning years, or several: one and the same is compared",
        "zh": "{case} 的规划年不同或多于一个；只能比较同一规划年",
    },
    "gains_regions": {
        "en": "the plans do not hold the same regions: {regions}",
        "zh": "各方案包含的省区不一致：{regions}",
    },
}
