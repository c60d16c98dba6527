"""Words of several weather years."""

WORDS_WEATHER: dict[str, dict[str, str]] = {
    "opt_risk": {
        "en": "Over several weather years: expected cost, worst year, or cvar:0.8 (mean of the dearest fifth).",
        "zh": "多个气象年时：expected 期望费用，worst 最差年，cvar:0.8 最贵五分之一的平均。",
    },
    "opt_new_weather_years": {
        "en": "Weather years one plan must hold in, generated from seeds in a row.",
        "zh": "方案须同时满足的气象年个数，由连续的种子生成。",
    },
    "risk_unknown": {
        "en": "--risk {given}: write expected, worst, or cvar:0.8 (a level from 0 to below 1)",
        "zh": "--risk {given}：应为 expected、worst 或 cvar:0.8（水平在 0 至 1 之间，不含 1）",
    },
    "weather_count": {
        "en": "--weather-years {given}: from 1 to {most}",
        "zh": "--weather-years {given}：应为 1 至 {most}",
    },
    "risk_one_year": {
        "en": "--risk {given}: the case has one weather year; name several in the table weather_years",
        "zh": "--risk {given}：案例只有一个气象年，请在 weather_years 表中列出多个",
    },
    "weather_planned": {"en": "year", "zh": "规划年"},
    "weather_title": {"en": "Weather year", "zh": "气象年"},
    "weather_probability": {"en": "probability", "zh": "概率"},
    "weather_cost": {"en": "cost a year", "zh": "年费用"},
    "weather_unserved": {"en": "unserved", "zh": "缺供电量"},
    "weather_hours": {"en": "hours short", "zh": "缺供小时"},
    "weather_margin": {"en": "least margin", "zh": "最小裕度"},
    "weather_expected": {
        "en": "{count} weather years; expected cost minimised",
        "zh": "共 {count} 个气象年；目标为期望费用",
    },
    "weather_worst": {
        "en": "{count} weather years; the dearest minimised, expected cost {cost}",
        "zh": "共 {count} 个气象年；目标为最差气象年，期望费用 {cost}",
    },
    "weather_cvar": {
        "en": "{count} weather years; {risk} minimised, expected cost {cost}",
        "zh": "共 {count} 个气象年；目标为 {risk}，期望费用 {cost}",
    },
}
