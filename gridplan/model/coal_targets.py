"""Targets on new coal, captive plants (自备电厂) and captured CO2.

    coal.new_build_ceiling:             coal built - slack <= ceiling (0: a ban)                          GW
    captive.replaced_capacity:          captive coal closed, or gone by age since the first planning year
                                        + slack >= target                                                 GW
    captive.regulated_capacity:         captive capacity in a state with captive_regulation + slack >= target    GW
    coal.captive_plant_retained_share:  captive coal in service - slack <= share x what existed in the first
                                        planning year                                                     GW
    ccus.*:                             CO2 captured + slack >= target                                    kt

Replacing captive coal by green power is the retirement of captive cohorts: their load then takes its power from the
grid, whose demand holds it already.
"""

from __future__ import annotations

from functools import partial

from gridplan.library.units import KT_PER_MT
from gridplan.model.accounts import annual
from gridplan.model.capacity_targets import SLACK_CEILING_GW
from gridplan.model.fleet import AS_IS
from gridplan.model.frame import Model
from gridplan.model.policies import PolicyBook, Target
from gridplan.model.vintages import aged_until

REGULATION = "captive_regulation"
CAPTURED = ("ccus.thermal_unit_capture_demo", "ccus.thermal_power_demo_scale")
"""The same measure under the names the plans of Hubei and Zhejiang give it."""



def policies(model: Model, book: PolicyBook) -> None:
    """Write the rows that the case enforces."""
    d, figures = model.design, model.data.thermal_figures
    for target in book.of("coal.new_build_ceiling"):
        built = sum(d.thermal_built_gw[key] for key in _coal(model, target))
        book.require(target, built, target.value, slack_ceiling=SLACK_CEILING_GW)
    for target in book.of("captive.replaced_capacity"):
        existing = model.values("cohorts", "existing_gw")
        aged = aged_until(model, existing)
        gone = sum(d.thermal_retired_gw[key] + aged[key] for key in _coal(model, target, captive=True))
        ended = sum(existing[key] + aged[key] for key in _ended_captive(model, target))
        book.require(target, gone + ended, target.value, slack_ceiling=SLACK_CEILING_GW)
    for target in book.of("captive.regulated_capacity"):
        captive = _coal(model, target, captive=True)
        regulated = sum(d.thermal_capacity_gw[g, k, y] for g, k, y in figures
                        if (g, y) in captive and REGULATION in k.split("+"))
        book.require(target, regulated, target.value, slack_ceiling=SLACK_CEILING_GW)
    for target in book.of("coal.captive_plant_retained_share"):
        captive = _coal(model, target, captive=True)
        existing = model.values("cohorts", "existing_gw")
        kept = sum(d.thermal_capacity_gw[g, k, y] for g, k, y in figures if (g, y) in captive)
        at_first = [(g, model.years[0]) for g, _y in [*captive, *_ended_captive(model, target)]]
        allowed = target.value / 100.0 * sum(existing.get(key, 0.0) for key in at_first)
        book.require(target, kept, allowed, slack_ceiling=SLACK_CEILING_GW)
    for target in book.of(*CAPTURED):
        model.want("co2_captured")
        model.after_accounts.append(partial(_captured, model, book, target))


def _coal(model: Model, target: Target, captive: bool = False) -> list[tuple[str, int]]:
    """(cohort, year) of the coal cohorts a target is about, all of them or the captive ones."""
    return [(g, y) for (g, k, y), f in model.data.thermal_figures.items()
            if k == AS_IS and f.region == target.region and y == target.year and f.is_coal
            and (f.captive or not captive)]


def _ended_captive(model: Model, target: Target) -> list[tuple[str, int]]:
    """Captive coal cohorts the case has no row for in the target's year any more, with the last year they have one."""
    last: dict[str, int] = {}
    for (g, k, y), f in model.data.thermal_figures.items():
        if k == AS_IS and f.region == target.region and f.is_coal and f.captive and y <= target.year:
            last[g] = max(y, last.get(g, y))
    return [(g, y) for g, y in last.items() if y < target.year]


def _captured(model: Model, book: PolicyBook, target: Target) -> None:
    asked = target.value * KT_PER_MT
    book.require(target, annual(model, "co2_captured", target.region, target.year), asked,
                 slack_ceiling=asked + 20.0 * model.data.energy_scale_gwh[target.region, target.year])
