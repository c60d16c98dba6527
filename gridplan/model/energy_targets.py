"""Targets on annual energy, coal and CO2: coal rate, coal cap, CO2 cap, utilisation floors, non-fossil share.

    coal.net_heat_rate:        fuel of the fleet - slack <= rate x net generation of the fleet        kt
    coal.consumption_cap:      coal burnt - slack <= cap                                              kt
    co2.cap:                   CO2 - slack <= cap                                                     kt
    utilisation.*:             gross generation - storage loss + slack >= share x what the weather offers    GWh
    share.nonfossil_generation: non-fossil gross generation - storage loss + slack >= share x gross generation    GWh
    generation.new_energy_to_thermal_ratio:
                               gross generation of wind and sun (concentrating solar with it) - storage loss + slack
                               >= ratio x that of thermal                                         GWh

The coal rate is total over total.  The utilisation floor, the non-fossil share and the ratio take the storage loss, and
what circuits of links lose (circulation.py), off the left side for the reason given in quota.py.
"""

from __future__ import annotations

from functools import partial

from gridplan.library.units import KT_PER_MT
from gridplan.model.accounts import annual
from gridplan.model.circulation import burnt_gwh
from gridplan.model.frame import Model
from gridplan.model.policies import PolicyBook, Target
from gridplan.model.renewables import available_gwh
from gridplan.model.reservoirs import SOLAR_THERMAL_ACCOUNT
from gridplan.model.technologies import NEW_ENERGY, SOLAR, WIND

CAPS = {"coal.consumption_cap": "coal_fuel", "co2.cap": "co2"}
UTILISATION = {
    "utilisation.renewable": ("new_energy_gross", NEW_ENERGY),
    "utilisation.wind": ("wind_gross", WIND),
    "utilisation.solar": ("solar_gross", SOLAR),
}
TO_THERMAL = "generation.new_energy_to_thermal_ratio"
SHARES = {
    "share.nonfossil_generation": ("nonfossil_gross", "generation_gross"),
    TO_THERMAL: ("new_energy_gross", "thermal_gross"),
}
ACCOUNTS_OF = {
    "coal.net_heat_rate": ("coal_scope_fuel", "coal_scope_net"),
    **{metric: (*accounts, "storage_loss") for metric, accounts in SHARES.items()},
    **{metric: (account,) for metric, account in CAPS.items()},
    **{metric: (account, "storage_loss") for metric, (account, _technologies) in UTILISATION.items()},
}


def policies(model: Model, book: PolicyBook) -> None:
    """Ask for the accounts the enforced targets need, and write their rows once the accounts stand."""
    for target in book.of(*ACCOUNTS_OF):
        model.want(*ACCOUNTS_OF[target.metric])
        if target.metric == TO_THERMAL and SOLAR_THERMAL_ACCOUNT in model.own_accounts:
            model.want(SOLAR_THERMAL_ACCOUNT)
        model.after_accounts.append(partial(_row, model, book, target))


def _row(model: Model, book: PolicyBook, target: Target) -> None:
    r, y, metric = target.region, target.year, target.metric
    scale = model.data.energy_scale_gwh[r, y]
    if metric == "coal.net_heat_rate":
        fuel, net = annual(model, "coal_scope_fuel", r, y), annual(model, "coal_scope_net", r, y)
        book.require(target, fuel, target.value / 1000.0 * net, slack_ceiling=10.0 * scale)
    elif metric in CAPS:
        book.require(target, annual(model, CAPS[metric], r, y), target.value * KT_PER_MT, slack_ceiling=20.0 * scale)
    elif metric in UTILISATION:
        account, technologies = UTILISATION[metric]
        used = annual(model, account, r, y) - burnt_gwh(model, r, y)
        offered = available_gwh(model, r, y, technologies)
        book.require(target, used, target.value / 100.0 * offered, slack_ceiling=100.0 * scale)
    else:
        part, base = (annual(model, account, r, y) for account in SHARES[metric])
        if metric == TO_THERMAL and SOLAR_THERMAL_ACCOUNT in model.own_accounts:
            part += annual(model, SOLAR_THERMAL_ACCOUNT, r, y)
        kept = part - burnt_gwh(model, r, y)
        ratio = target.value if metric == TO_THERMAL else target.value / 100.0
        book.require(target, kept, ratio * base, slack_ceiling=10.0 * scale)
