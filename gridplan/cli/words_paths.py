"""Words of several planning years."""

WORDS_PATHS: dict[str, dict[str, str]] = {
    "opt_foresight": {
        "en": "Of several planning years: perfect plans them at once, myopic one after another without looking ahead.",
        "zh": "多个规划年时：perfect 一次统筹全部年份；myopic 逐年规划，不预见以后年份。",
    },
    "foresight_of_one_year": {
        "en": "--foresight {given} makes no difference: the case has one planning year.",
        "zh": "--foresight {given} 不起作用：案例只有一个规划年。",
    },
    "opt_years": {
        "en": "Planning years of a path, as in 2025,2030,2035.",
        "zh": "路径的各规划年，如 2025,2030,2035。",
    },
    "head_earlier": {"en": "built earlier", "zh": "此前新建"},
    "phase_year": {"en": "planning year", "zh": "规划年"},
    "figure_year": {"en": "{value}", "zh": "{value} 年"},
    "years_or_year": {
        "en": "Give the planning year with --year 2030, or a path with --years 2025,2030,2035.",
        "zh": "请用 --year 2030 给出规划年，或用 --years 2025,2030,2035 给出路径。",
    },
    "years_text": {
        "en": "--years {given}: write whole years separated by commas, as in 2025,2030,2035",
        "zh": "--years {given}：应为以逗号分隔的整数年份，如 2025,2030,2035",
    },
    "path_perfect": {
        "en": "Path {years}, all years planned at once; discounted cost {cost}",
        "zh": "路径 {years}，各年一次统筹；折现总费用 {cost}",
    },
    "path_myopic": {
        "en": "Path {years}, planned year by year without looking ahead; discounted cost {cost}",
        "zh": "路径 {years}，逐年规划、不预见以后年份；折现总费用 {cost}",
    },
}
