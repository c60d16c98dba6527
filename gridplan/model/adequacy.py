"""Planning reserve margin: firm capacity against the gross peak, summer and winter apart.

    firm capacity + demand response + firm imports - firm exports + slack >= (1 + margin) x peak of the season       GW

Credits are of gross capacity, as the customary balance table counts them (电力平衡); the peak is the highest hour of
the full-year load within the season's months.  ``reserve.margin`` asks for both seasons, ``reserve.margin_summer`` and
``reserve.margin_winter`` for one.
"""

from __future__ import annotations

from gridplan.model.axis import in_months
from gridplan.model.frame import Model
from gridplan.model.policies import PolicyBook

SEASONS = ("summer", "winter")
SEASONS_OF = {"reserve.margin": SEASONS, **{f"reserve.margin_{season}": (season,) for season in SEASONS}}
"""Seasons each metric asks for."""


def season_peak_gw(model: Model, region: str, year: int, season: str) -> float:
    """Highest hourly grid load (GW) in the months of a season."""
    text = str(model.rows("regions", year).loc[region, f"{season}_months"])
    months = [int(word) for word in text.split()]
    load = model.data.hourly_load[region, year]
    return float(load[in_months(months, len(load))].max())


def policies(model: Model, book: PolicyBook) -> None:
    """A row for each season of an enforced reserve margin, sharing one slack."""
    for target in book.of(*SEASONS_OF):
        seasons = SEASONS_OF[target.metric]
        firm = {season: sum(rule(target.region, target.year, season) for rule in model.firm) for season in seasons}
        needed = {season: (1.0 + target.value / 100.0) * season_peak_gw(model, target.region, target.year, season)
                  for season in seasons}
        book.require_all(target, [(firm[season], needed[season]) for season in seasons], slack_ceiling=1000.0)
