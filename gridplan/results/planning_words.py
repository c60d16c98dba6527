"""How the planning tables are written: numerals, names, times, in both languages; shared by workbook and report."""

from __future__ import annotations

from collections.abc import Sequence

from gridplan.case.weather_years import WeatherYear
from gridplan.library.calendar import month_and_day
from gridplan.library.units import HOURS_PER_YEAR
from gridplan.results.labels import label, technology_name
from gridplan.results.ledger import asset_name
from gridplan.results.power_balance import SEASONS, reserve_rate_pct
from gridplan.results.report_units import number, unit
from gridplan.results.types import Results, kept

NUMERALS = "零一二三四五六七八九十"
SIGNED = ("surplus", "surplus_at_net_peak")
STRONG = ("max_load", "required", "usable_total", "surplus", "net_peak_load", "required_at_net_peak",
          "usable_without_new_energy", "surplus_at_net_peak", "energy_to_meet", "remainder_to_coal", "coal_hours")
"""Rows printed in bold."""

MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def numeral(place: str, lang: str) -> str:
    """Number of a line as planners write it: 一, 二, ... and (1), (2), ... below; plain numbers in English."""
    whole, _, part = place.partition(".")
    if lang == "en":
        return place
    return f"（{part}）" if part else _chinese(int(whole))


def _chinese(count: int) -> str:
    tens, ones = divmod(count, 10)
    front = "" if tens == 0 else "十" if tens == 1 else NUMERALS[tens] + "十"
    return front + (NUMERALS[ones] if ones or not tens else "")


def subject_name(results: Results, row: str, subject: str, lang: str) -> str:
    """Name of a line: of its row, or of the technology or channel below it."""
    if not subject:
        return label(f"row.{row}", lang)
    if subject in set(results.case.tables["links"]["link"]):
        return asset_name(results, "link", subject, lang)
    return technology_name(subject, lang)


def hour_text(hour: int, lang: str, weather: Sequence[WeatherYear] = ()) -> str:
    """An hour of the year as month, day and hour: 12月20日18时 or 20 Dec 18:00; of several weather years, whose hours
    are counted on, with the name of the weather year."""
    if len(weather) > 1:
        return f"{hour_text(hour % HOURS_PER_YEAR, lang)} ({weather[hour // HOURS_PER_YEAR].title(lang)})"
    month, day = month_and_day(hour // 24)
    if lang == "zh":
        return f"{month}月{day}日{hour % 24}时"
    return f"{day} {MONTHS_EN[month - 1]} {hour % 24:02d}:00"


def power_text(row: str, value: float, quantity: str, lang: str, weather: Sequence[WeatherYear] = ()) -> str:
    """A figure of the power table as text, in the language's unit."""
    if quantity == "hour":
        return hour_text(round(value), lang, weather)
    if quantity == "percent":
        return f"{number(value, 1)} %"
    return unit("power", lang).text(value, signed=row in SIGNED)


@kept
def power_note(results: Results, lang: str) -> str:
    """Remarks below the power table, one a line, with the reserve rates asked for."""
    rates = {round(reserve_rate_pct(results, region, year, season), 3) for year in results.case.settings.years
             for region in results.dataset["region"].values for season in SEASONS}
    text = label("text.power_table_note", lang)
    text += "\n" + label("text.power_gap_note", lang)
    return text.replace("{rate}", ("、" if lang == "zh" else ", ").join(f"{rate:g} %" for rate in sorted(rates)))
