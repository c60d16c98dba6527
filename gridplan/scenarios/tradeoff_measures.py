"""What a trade-off run limits and what it shows of every plan, as linear forms over the columns of the programme.

    co2               CO2 emitted                                                             kt      (a ceiling)
    coal              standard coal burnt by coal plants                                      kt      (a ceiling)
    curtailment       1 - (gross generation of wind and sun - burnt) / what the weather offers    %  (a ceiling)
    quota             renewable energy the quota counts / electricity use                     %       (a floor)
    quota-nonhydro    the same without hydro                                                  %       (a floor)

They are counted as the targets on them are (energy_targets.py, quota.py): what stores and circuits of links burn is
no use of wind and sun.  A measure that is a share, part / whole, is limited at a level s by the row
part - s x whole <= 0 (>= 0 for a floor), whose coefficients move with s; its dual prices one GWh more or less of the
part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gridplan.library.units import KT_PER_MT
from gridplan.model.accounts import annual
from gridplan.model.circulation import burnt_gwh
from gridplan.model.fleet import AS_IS
from gridplan.model.frame import Model
from gridplan.model.quota import counted_gwh, use_gwh
from gridplan.model.renewables import available_gwh
from gridplan.model.technologies import NEW_ENERGY, NEW_STORAGE, PUMPED_HYDRO
from gridplan.solve.forms import Form, FormReader

MEASURES = ("co2", "coal", "curtailment", "quota", "quota-nonhydro")
ACCOUNTS = ("co2", "coal_fuel", "new_energy_gross", "renewable_gross", "nonhydro_gross", "own_use", "storage_loss",
            "extra_use")
"""Annual accounts the measures are made of."""

QUANTITY = {"co2": "co2", "coal": "coal"}
"""Quantity of `report_units` a measure is shown in; the others are shares, in %."""

RETROFITTED, STORAGE_ENERGY = "coal_retrofitted", "storage_energy"
SMALLEST = 1e-9


@dataclass(frozen=True)
class Measure:
    """One measure of a plan.

    Attributes:
        name: of ``MEASURES``.
        floor: whether more of it is the stricter (a quota), or less (emissions).
        part: kt, or GWh of a share's part.
        whole: GWh a share is of; None for what is no share.
    """

    name: str
    floor: bool
    part: Form
    whole: Form | None = None

    def level(self, value: np.ndarray) -> float:
        """The measure of a plan, kt or %; NaN for a share of nothing."""
        if self.whole is None:
            return self.part.at(value)
        whole = self.whole.at(value)
        return 100.0 * self.part.at(value) / whole if whole > SMALLEST else float("nan")

    def excess(self, level: float) -> Form:
        """What exceeds a level, in kt or GWh, as a form."""
        if self.whole is None:
            return Form(self.part.coefficients, self.part.constant - level)
        return self.part.less(level / 100.0, self.whole)

    def units_per_level(self, value: np.ndarray) -> float:
        """Units of the row (kt, GWh) in one unit of the level (kt, %)."""
        return 1.0 if self.whole is None else self.whole.at(value) / 100.0

    def is_stricter(self, level: float, than: float, tolerance: float = 0.0) -> bool:
        """Whether a level asks more than another, by more than the tolerance."""
        return (level - than if self.floor else than - level) > tolerance


def factor_of_input(name: str) -> float:
    """Levels inside (kt, %) for 1 in the unit of the command line (Mt, %)."""
    return KT_PER_MT if name in QUANTITY else 1.0


def measures_of(model: Model, reader: FormReader, regions: Sequence[str]) -> dict[str, Measure]:
    """Every measure over the given regions and the model's one planning year."""
    (year,) = model.years

    def total(expression: Any) -> Form:
        return reader.read(sum(expression(region) for region in regions))

    offered = total(lambda r: available_gwh(model, r, year, NEW_ENERGY))
    kept = total(lambda r: annual(model, "new_energy_gross", r, year) - burnt_gwh(model, r, year))
    use = total(lambda r: use_gwh(model, r, year))
    found = [Measure("co2", False, total(lambda r: annual(model, "co2", r, year))),
             Measure("coal", False, total(lambda r: annual(model, "coal_fuel", r, year))),
             Measure("curtailment", False, offered.less(1.0, kept), offered)]
    found += [Measure(name, True, total(lambda r, hydro=hydro: counted_gwh(model, r, year, hydro)), use)
              for name, hydro in (("quota", True), ("quota-nonhydro", False))]
    return {measure.name: measure for measure in found}


def capacity_forms(model: Model, reader: FormReader, regions: Sequence[str]) -> dict[str, Form]:
    """Installed capacity (GW) by technology, coal retrofitted (GW) and energy of stores (GWh), of the given regions."""
    sums: dict[str, Any] = {}
    for held in model.capacities:
        if held.region in regions:
            sums[held.technology] = sums.get(held.technology, 0.0) + held.power_gw
    retrofitted = [model.design.thermal_capacity_gw[key] for key, figures in model.data.thermal_figures.items()
                   if key[1] != AS_IS and figures.is_coal and figures.region in regions]
    stored = [held.energy_gwh for held in model.capacities
              if held.region in regions and held.technology in NEW_STORAGE | PUMPED_HYDRO]
    forms = {technology: reader.read(expression) for technology, expression in sums.items()}
    if retrofitted:
        forms[RETROFITTED] = reader.read(sum(retrofitted))
    if stored:
        forms[STORAGE_ENERGY] = reader.read(sum(stored))
    return forms


__all__ = ["ACCOUNTS", "MEASURES", "QUANTITY", "RETROFITTED", "STORAGE_ENERGY", "Measure", "capacity_forms",
           "factor_of_input", "measures_of"]
