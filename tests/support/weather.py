"""Small cases over several weather years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from gridplan.case.case import Case
from gridplan.library.units import HOURS_PER_YEAR


def in_weather(case: Case, years: Mapping[str, Mapping[str, Sequence[float]]],
               probabilities: Sequence[float] | None = None, risk: str = "") -> Case:
    """The case over weather years, each with its own values of some series (repeated over the 8760 hours)."""
    parts = [case.profiles.assign(**{name: np.resize(np.asarray(values, dtype=float), HOURS_PER_YEAR)
                                     for name, values in series.items()}) for series in years.values()]
    profiles = pd.concat(parts, ignore_index=True)
    profiles.index.name = "hour"
    chances = [np.nan] * len(years) if probabilities is None else list(probabilities)
    table = pd.DataFrame({"weather_year": list(years), "name_zh": "", "name_en": "", "seed": np.nan,
                          "probability": np.array(chances, dtype=float)})
    settings = case.settings.model_copy(update={"risk": risk}) if risk else case.settings
    return replace(case, profiles=profiles, tables={**case.tables, "weather_years": table}, settings=settings)
