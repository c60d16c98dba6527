"""Every sentence of a stress test, in Chinese and English; what other pages say too is taken from there."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gridplan.library.calendar import month_and_day
from gridplan.library.units import HOURS_PER_DAY, HOURS_PER_YEAR
from gridplan.results.report_units import Unit, unit
from gridplan.scenarios.compare_words import CompareWords
from gridplan.scenarios.index import Entry
from gridplan.scenarios.tradeoff_words import TradeoffWords

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")


@dataclass(frozen=True)
class StressWords(TradeoffWords):
    """The sentences of one language: those of `templates/stress_text.toml`, then those of trade-off pages."""

    def _text(self, key: str) -> str:
        group, _, name = key.partition(".")
        own = _sentences().get(group, {})
        return str(own[name][self.lang]) if name in own else super()._text(key)

    def unit_of(self, measure: str) -> Unit:
        """Unit a figure of a weather year is shown in."""
        return _units(self.lang)[measure]

    def outcome(self, entry: Entry) -> str:
        """What became of a weather year."""
        return self(f"outcome.{entry.status}")

    def when(self, hour_of_year: int) -> str:
        """An hour of the year as a date; those of further weather years of one plan are counted on from its first."""
        day, hour = divmod(hour_of_year % HOURS_PER_YEAR, HOURS_PER_DAY)
        month, day_of_month = month_and_day(day)
        name = str(month) if self.lang == "zh" else MONTHS[month - 1]
        return self("told.hour", day=day_of_month, month=name, hour=f"{hour:02d}")

    def running(self, groups: Mapping[str, float]) -> str:
        """Groups of plants with their power, the greatest first."""
        power = unit("power", self.lang)
        named = CompareWords(self.lang)
        told = sorted(groups.items(), key=lambda one: -one[1])
        return self("told.list").join(f"{named(f'hour_group.{group}')} {power.text(value)}" for group, value in told)


@cache
def _units(lang: str) -> dict[str, Unit]:
    hours = Unit(1.0, unit("hours", lang).name, 1)
    share = Unit(100.0, "%", 4)
    return {
        "short_hours_h": hours, "unserved_gwh": unit("store", lang), "unserved_share": share,
        "most_short_gw": unit("power", lang), "residual_peak_gw": unit("power", lang),
        "load_gw": unit("power", lang), "unserved_heat_gwh": unit("store", lang),
        "curtailed_share": unit("share", lang), "coal_kt": unit("coal", lang), "co2_kt": unit("co2", lang),
        "operating_million_cny": unit("money", lang), "total_million_cny": unit("money", lang),
        "price_cny_per_mwh": unit("price", lang), "price_without_scarcity_cny_per_mwh": unit("price", lang),
        "count": Unit(1.0, "", 0),
    }


@cache
def _sentences() -> dict[str, dict[str, dict[str, str]]]:
    source = files("gridplan.scenarios").joinpath("templates/stress_text.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))
