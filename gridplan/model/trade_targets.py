"""Targets on what a region receives and sends over its links: energy, green energy, shares of use, capacity.

With what links and emergency support bring (received, after losses), what they take (sent), and Use as in quota.py:

    import.share_of_consumption, import.share_of_demand:   received + slack >= share x Use, or
                                              received - slack <= share x (Use - storage loss), where
                                              the case has ceilings alone                              GWh
    import.energy, export.energy:             received, or sent + slack >= energy                            GWh
    import.energy.green:                      green received, as the quota credits it + slack >= energy      GWh
    import.green_share:                       green received + slack >= share x received over links          GWh
    import.capacity, export.capacity:         capacity of the links, rated at the sending end + slack >= capacity    GW

What stores lose is left out of the use a ceiling is a share of, so that burning energy never eases it.  Energy that
can come back over a circuit (circulation.py) counts net of what is sent over it, so that no floor is met by sending
power round.  Energy and capacity cross the border of a province together with the supply bases on its ground
(bases.py): a channel out of a base is a channel out of the province, a line between the two is neither.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from gridplan.library.units import GWH_PER_TWH
from gridplan.model.accounts import annual
from gridplan.model.bases import counted_regions
from gridplan.model.circulation import circuits
from gridplan.model.frame import Model
from gridplan.model.links import sent_gwh
from gridplan.model.policies import PolicyBook, Target
from gridplan.model.quota import credit_share, use_gwh
from gridplan.model.support import called_gwh

if TYPE_CHECKING:
    from gridplan.case.case import Case

SLACK_CEILING_GW = 1000.0
SHARES_OF_USE = ("import.share_of_consumption", "import.share_of_demand")
ENERGIES = ("import.energy", "export.energy", "import.energy.green")
CAPACITIES = ("import.capacity", "export.capacity")


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
    for target in book.of(*CAPACITIES):
        held = sum(model.design.link_capacity_gw[k, target.year] for k in _links_across(model, target))
        book.require(target, held, target.value, slack_ceiling=SLACK_CEILING_GW)


def _links_across(model: Model, target: Target) -> list[str]:
    """Links that arrive in a region with its bases, or leave it, as the metric asks."""
    rows, ground = model.rows("links", target.year), counted_regions(model.case, target.region)
    arrives, leaves = rows["to"].isin(ground), rows["from"].isin(ground)
    inward = target.metric == "import.capacity"
    return list(rows.index[arrives & ~leaves if inward else leaves & ~arrives])


def _share_of_use(model: Model, book: PolicyBook, target: Target) -> None:
    use = use_gwh(model, target.region, target.year)
    if only_ceilings(model.case, target.region, target.year, target.metric):
        use -= annual(model, "storage_loss", target.region, target.year)
    book.require(target, received_gwh(model, target.region, target.year), target.value / 100.0 * use,
                 slack_ceiling=10.0 * _scale_gwh(model, target))


def only_ceilings(case: Case, region: str, year: int, metric: str) -> bool:
    """Whether every target a case has of a metric in a region and year is a ceiling."""
    rows = case.rows("policies", year)
    senses = rows.loc[(rows["region"] == region) & (rows["metric"] == metric), "sense"]
    return len(senses) > 0 and bool(senses.eq("max").all())


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
    ground = counted_regions(model.case, region)
    back = {edge[:2] for edge in circuits(model.case, year, region)}
    total: Any = 0.0
    for table, loss, sent in (("links", model.data.link_loss, sent_gwh),
                              ("emergency_support", model.data.support_loss, called_gwh)):
        for key, row in model.rows(table, year).iterrows():
            arrives, leaves = row["to"] in ground, row["from"] in ground
            if arrives == leaves or (arrives != inward and (table, key) not in back):
                continue
            # Measured where it crosses: after losses inward, at the sending end outward; what comes back is taken off.
            share = 1.0 - loss[key, year] if arrives else 1.0
            total = total + (share if arrives == inward else -share) * sent(model, key, year)
    return total


def _scale_gwh(model: Model, target: Target) -> float:
    return float(model.data.energy_scale_gwh[target.region, target.year])
