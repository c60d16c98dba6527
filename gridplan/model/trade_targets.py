"""Targets on what a region receives and sends over its links: energy, green energy, shares of use, capacity.

With what links and emergency support bring (received, after losses), what they take (sent), and Use as in quota.py:

    import.share_of_consumption, import.share_of_demand:   received - slack <= share x Use  (or >=)          GWh
    import.energy, export.energy:             received, or sent + slack >= energy                            GWh
    import.energy.green:                      green received, as the quota credits it + slack >= energy      GWh
    import.green_share:                       green received + slack >= share x received over links          GWh
    import.capacity, export.capacity:         capacity of the links, rated at the sending end + slack >= capacity    GW

Energy that can come back over a circuit (circulation.py) counts net of what is sent over it, so that no floor is met by
sending power round.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from gridplan.model.circulation import circuits
from gridplan.model.frame import Model
from gridplan.model.links import sent_gwh
from gridplan.model.policies import PolicyBook, Target
from gridplan.model.quota import credit_share, use_gwh
from gridplan.model.support import called_gwh

GWH_PER_TWH = 1000.0
SLACK_CEILING_GW = 1000.0
SHARES_OF_USE = ("import.share_of_consumption", "import.share_of_demand")
ENERGIES = ("import.energy", "export.energy", "import.energy.green")
CAPACITIES = {"import.capacity": "links_into", "export.capacity": "links_out_of"}


def policies(model: Model, book: PolicyBook) -> None:
    """Write the rows that the case enforces; those on use once the accounts stand."""
    for target in book.of(*SHARES_OF_USE):
        model.want("own_use", "storage_loss")
        if model.has_extra_use:
            model.want("extra_use")
        model.after_accounts.append(partial(_share_of_use, model, book, target))
    for target in book.of(*ENERGIES):
        book.require(target, _energy_gwh(model, target), target.value * GWH_PER_TWH,
                     slack_ceiling=max(10.0 * _scale_gwh(model, target), 2.0 * target.value * GWH_PER_TWH))
    for target in book.of("import.green_share"):
        links = model.data.links_into[target.region, target.year]
        kept = {k: 1.0 - model.data.link_loss[k, target.year] for k in links}
        green = sum(share * model.design.link_green_gwh[k, target.year] for k, share in kept.items())
        received = sum(share * sent_gwh(model, k, target.year) for k, share in kept.items())
        book.require(target, green, target.value / 100.0 * received, slack_ceiling=10.0 * _scale_gwh(model, target))
    for metric, side in CAPACITIES.items():
        for target in book.of(metric):
            links = getattr(model.data, side)[target.region, target.year]
            held = sum(model.design.link_capacity_gw[k, target.year] for k in links)
            book.require(target, held, target.value, slack_ceiling=SLACK_CEILING_GW)


def _share_of_use(model: Model, book: PolicyBook, target: Target) -> None:
    use = use_gwh(model, target.region, target.year)
    book.require(target, received_gwh(model, target.region, target.year), target.value / 100.0 * use,
                 slack_ceiling=10.0 * _scale_gwh(model, target))


def _energy_gwh(model: Model, target: Target) -> Any:
    region, year = target.region, target.year
    if target.metric == "import.energy":
        return received_gwh(model, region, year)
    if target.metric == "export.energy":
        return delivered_gwh(model, region, year)
    return sum(credit_share(model, k, year) * model.design.link_green_gwh[k, year]
               for k in model.data.links_into[region, year])


def received_gwh(model: Model, region: str, year: int) -> Any:
    """Energy a region receives, GWh, net of what its circuits take back; an expression of the design side."""
    return _crossing(model, region, year, inward=True)


def delivered_gwh(model: Model, region: str, year: int) -> Any:
    """Energy a region sends, GWh, net of what its circuits bring back; an expression of the design side."""
    return _crossing(model, region, year, inward=False)


def _crossing(model: Model, region: str, year: int, *, inward: bool) -> Any:
    data = model.data
    back = {edge[:2] for edge in circuits(model.case, year, region)}
    total: Any = 0.0
    for table, into, out_of, loss, sent in (
        ("links", data.links_into, data.links_out_of, data.link_loss, sent_gwh),
        ("emergency_support", data.support_into, data.support_out_of, data.support_loss, called_gwh),
    ):
        there, here = (into, out_of) if inward else (out_of, into)
        for key in there[region, year]:
            total = total + (1.0 - loss[key, year] if inward else 1.0) * sent(model, key, year)
        for key in here[region, year]:
            if (table, key) in back:
                total = total - (1.0 if inward else 1.0 - loss[key, year]) * sent(model, key, year)
    return total


def _scale_gwh(model: Model, target: Target) -> float:
    return float(model.data.energy_scale_gwh[target.region, target.year])
