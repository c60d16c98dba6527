"""Weather years: what their columns do is told where series are read and costs weighed."""

from __future__ import annotations

NO_EFFECT = {
    "weather_years.weather_year": "a name",
    "weather_years.name_zh": "a name",
    "weather_years.name_en": "a name",
    "weather_years.seed": "chosen before the model is built (tests/case/test_weather_input.py)",
    "weather_years.probability": "weighs the years of a case that has several (tests/model/test_weather_years.py)",
}
