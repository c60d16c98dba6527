"""How the suggested windows are written and coloured, shared by workbook and report."""

from __future__ import annotations

import pandas as pd

from gridplan.results.labels import label
from gridplan.results.planning_words import MONTHS_EN
from gridplan.results.tariff import KINDS

SHADES = {"critical_peak": "#8c2f1b", "peak": "#d4785a", "flat": "#e3e6ea", "valley": "#8fb6d3",
          "deep_valley": "#2f6690"}
"""Colour of each kind of window."""

DARK = ("critical_peak", "deep_valley")
"""Kinds on which writing is white."""


def months_text(months: str, lang: str) -> str:
    """Months as read: 6月、7月 or Jun, Jul."""
    words = months.split()
    if lang == "zh":
        return "、".join(f"{word}月" for word in words)
    return ", ".join(MONTHS_EN[int(word) - 1] for word in words)


def window_text(start: int, end: int) -> str:
    """A window as hours of the clock: 17:00-21:00."""
    return f"{start}:00–{end}:00"


def kinds_of_season(windows: pd.DataFrame, lang: str) -> list[tuple[str, str, float, float, float, float]]:
    """Of one season's windows, by kind: kind, its windows in words, hours, factor, tariff, mean price of the plan
    (CNY/MWh)."""
    lines = []
    for kind in KINDS:
        part = windows[windows["kind"] == kind]
        if len(part):
            joint = "、" if lang == "zh" else ", "
            words = joint.join(window_text(int(row.start_hour), int(row.end_hour)) for row in part.itertuples())
            hours = float(part["hours_h"].sum())
            price = float((part["price_cny_per_mwh"] * part["hours_h"]).sum()) / hours
            lines.append((kind, words, hours, float(part["factor"].iloc[0]),
                          float(part["tariff_cny_per_mwh"].iloc[0]), price))
    return lines


def kind_name(kind: str, lang: str) -> str:
    """Name of a kind of window."""
    return label(f"tariff.{kind}", lang)
