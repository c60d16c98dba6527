"""Numbers as a report prints them: the units planners read, in each language.

Inside the tool a quantity is in GW, GWh, million CNY, kt of standard coal, kt of CO2 or CNY/MWh.  Chinese
reports read in 万千瓦, 亿千瓦时, 亿元, 万吨 and 元/千瓦时; English ones in GW, TWh, billion CNY, Mt and
CNY/MWh.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

MINUS = "\N{MINUS SIGN}"
NO_FIGURE = "–"
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Unit:
    """How one quantity is printed: number inside × `factor`, with `digits` decimals, in `name`."""

    factor: float
    name: str
    digits: int

    def scaled(self, values: np.ndarray) -> np.ndarray:
        """The values in this unit, for a chart."""
        return np.asarray(values, dtype=float) * self.factor

    def text(self, value: float, signed: bool = False) -> str:
        """The number alone, without its unit; an en dash where there is no figure."""
        return number(value * self.factor, self.digits, signed)

    def shows(self, value: float) -> bool:
        """Whether the number printed is not nothing."""
        return value == value and float(number(abs(value) * self.factor, self.digits).replace(",", "")) > 0.0

    def with_name(self, value: float) -> str:
        """The number followed by its unit."""
        return f"{self.text(value)} {self.name}"


_UNITS: dict[str, dict[str, Unit]] = {
    "power": {"zh": Unit(100.0, "万千瓦", 1), "en": Unit(1.0, "GW", 2)},
    "energy": {"zh": Unit(0.01, "亿千瓦时", 1), "en": Unit(0.001, "TWh", 2)},
    "heat": {"zh": Unit(100.0, "万吉焦", 0), "en": Unit(1.0, "PJ", 2)},
    "store": {"zh": Unit(100.0, "万千瓦时", 0), "en": Unit(1.0, "GWh", 2)},
    "money": {"zh": Unit(0.01, "亿元", 2), "en": Unit(0.001, "billion CNY", 2)},
    "coal": {"zh": Unit(0.1, "万吨标准煤", 1), "en": Unit(0.001, "Mtce", 2)},
    "raw_coal": {"zh": Unit(0.1, "万吨", 1), "en": Unit(0.001, "Mt", 2)},
    "mtce": {"zh": Unit(100.0, "万吨标准煤", 1), "en": Unit(1.0, "Mtce", 2)},
    "co2": {"zh": Unit(0.1, "万吨", 1), "en": Unit(0.001, "Mt", 2)},
    "price": {"zh": Unit(0.001, "元/千瓦时", 3), "en": Unit(1.0, "CNY/MWh", 1)},
    "rate": {"zh": Unit(1.0, "克/千瓦时", 1), "en": Unit(1.0, "g/kWh", 1)},
    "share": {"zh": Unit(100.0, "%", 1), "en": Unit(100.0, "%", 1)},
    "percent": {"zh": Unit(1.0, "%", 1), "en": Unit(1.0, "%", 1)},
    "hours": {"zh": Unit(1.0, "小时", 0), "en": Unit(1.0, "h", 0)},
    "seconds": {"zh": Unit(1.0, "秒", 1), "en": Unit(1.0, "s", 1)},
    "plain": {"zh": Unit(1.0, "", 2), "en": Unit(1.0, "", 2)},
}

_POLICY_UNITS: dict[str, dict[str, Unit]] = {
    "%": _UNITS["percent"],
    "GW": _UNITS["power"],
    "TWh": {"zh": Unit(10.0, "亿千瓦时", 1), "en": Unit(1.0, "TWh", 2)},
    "g/kWh": _UNITS["rate"],
    "Mt": {"zh": Unit(100.0, "万吨", 1), "en": Unit(1.0, "Mt", 3)},
    "h": {"zh": Unit(1.0, "小时", 2), "en": Unit(1.0, "h", 2)},
    "units": {"zh": Unit(1.0, "台", 1), "en": Unit(1.0, "units", 1)},
    "ratio": {"zh": Unit(1.0, "倍", 2), "en": Unit(1.0, "times", 2)},
    "Mt_ce": {"zh": Unit(100.0, "万吨标准煤", 1), "en": Unit(1.0, "Mtce", 2)},
    "Mt_CO2": {"zh": Unit(100.0, "万吨", 1), "en": Unit(1.0, "Mt CO2", 2)},
    "g_CO2_per_kWh": {"zh": Unit(1.0, "克二氧化碳/千瓦时", 1), "en": Unit(1.0, "g CO2/kWh", 1)},
}


_QUANTITY_OF_FIGURE = {
    "gwh": "energy",
    "gw": "power",
    "kt": "coal",
    "pct": "percent",
    "g_per_kwh": "rate",
    "h": "hours",
    "million_cny": "money",
    "cny_per_mwh": "price",
}
"""Quantity of a key figure by the unit the summary account gives it in."""


def unit(quantity: str, lang: str) -> Unit:
    """Unit of a quantity (power, energy, heat, store, money, coal, co2, price, rate, share, percent, hours, plain).

    Raises
    ------
    KeyError
        The quantity or the language is unknown.
    """
    return _UNITS[quantity][lang]


def figure_unit(item: str, given_in: str, lang: str) -> Unit:
    """Unit a key figure of the summary account is shown in; CO2 is weighed in kt like coal but shown in its own, and
    unserved energy is small wherever a plan stands."""
    return unit({"co2": "co2", "unserved": "store"}.get(item) or _QUANTITY_OF_FIGURE[given_in], lang)


def policy_unit(name: str, lang: str) -> Unit:
    """Unit in which a policy target is printed, from the metric's own unit (%, GW, g/kWh, ...).

    Raises
    ------
    KeyError
        No metric is measured in this unit.
    """
    return _POLICY_UNITS[name][lang]


def number(value: float, digits: int, signed: bool = False) -> str:
    """A number with thousands separators and a true minus sign; nothing is shown as minus zero."""
    if value is None or not math.isfinite(value):
        return NO_FIGURE
    text = f"{abs(value):,.{digits}f}"
    is_zero = float(text.replace(",", "")) == 0.0
    if value < 0 and not is_zero:
        return MINUS + text
    return "+" + text if signed and not is_zero else text


def significant(value: float, figures: int = 3) -> str:
    """A number whose size is not known beforehand, to `figures` significant figures."""
    if value is None or not math.isfinite(value):
        return NO_FIGURE
    if value == 0:
        return "0"
    exponent = math.floor(math.log10(abs(value)))
    if -4 <= exponent < 7:
        return number(value, max(0, figures - 1 - exponent))
    mantissa = number(value / 10.0**exponent, figures - 1)
    return f"{mantissa}\u202f×\u202f10{str(exponent).translate(SUPERSCRIPTS)}"
