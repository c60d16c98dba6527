"""Weather years of a case: one design for several, each with hourly series of its own.

The table `weather_years` names them; without it a case has the one weather year of its `weather_seed`.  An hourly
series of the case then holds 8760 hours for each of them, one behind the other, in the order of the table.  A yearly
figure (consumption, inflow, heat) is the expected one: a series is scaled so that its sum over the hours, each weather
year times its probability, is that figure, and a dry year stays drier than a wet one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gridplan.library.units import HOURS_PER_YEAR

TABLE = "weather_years"


@dataclass(frozen=True)
class WeatherYear:
    """One weather year.

    Attributes:
        name: its id; blank where the case has only one and does not name it.
        names: what planners call it, by language.
        seed: of the series generated for it.
        probability: share of the expectation it has, 0..1.
    """

    name: str
    names: dict[str, str]
    seed: int
    probability: float

    def title(self, lang: str) -> str:
        """What the weather year is called in a language; its id where it has no name."""
        return self.names.get(lang, "") or self.name


def weather_years_of(table: pd.DataFrame | None, seed: int) -> tuple[WeatherYear, ...]:
    """The weather years of a checked table, in its order; the one of ``seed`` where the table has no rows.

    Blank seeds count on from ``seed`` row by row; blank probabilities are equal.
    """
    if table is None or table.empty:
        return (WeatherYear("", {}, seed, 1.0),)
    equal = 1.0 / len(table)
    return tuple(
        WeatherYear(str(row["weather_year"]), {lang: str(row[f"name_{lang}"]) for lang in ("zh", "en")},
                    seed + place if pd.isna(row["seed"]) else int(row["seed"]),
                    equal if pd.isna(row["probability"]) else float(row["probability"]))
        for place, row in enumerate(table.to_dict("records"))
    )


def expected_sum(values: np.ndarray, probabilities: Sequence[float]) -> float:
    """Sum over a year of an hourly series of all weather years (shape (8760 x weather years,)), expected value."""
    if len(probabilities) == 1:
        return float(values.sum())
    return float(np.asarray(probabilities) @ values.reshape(len(probabilities), -1).sum(axis=1))


def probabilities_of(years: Iterable[WeatherYear]) -> tuple[float, ...]:
    """Probabilities of weather years, in order."""
    return tuple(one.probability for one in years)


__all__ = ["HOURS_PER_YEAR", "TABLE", "WeatherYear", "expected_sum", "probabilities_of", "weather_years_of"]
