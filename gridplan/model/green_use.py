"""Green energy counted for a use inside the province: green hydrogen, the green share of industries and data centres.

For each region and year, with the region's non-hydro renewable generation N (gross; what certificates may be traded
for), what of it is attributed to links that leave (sent) and enter (received, as the receiver counts it), the
certificates sold (certificates.py), and the energy burnt in stores and on circuits of links (circulation.py), which is
taken off, as in the quota, so that burning energy never helps:

    green_own:   sum of electrolysers' green electricity <= N - sent - sold - burnt
    green_pool:  the same + sum of loads' green energy <= N - sent - sold - burnt + received + certificates bought

    hydrogen.green_production:  sum of green electricity / k + slack >= target          kt
    industry.green_share:       green energy of the load + slack >= share x its energy  GWh

Both are a part of what the province itself counts in its quota, not an addition to it; the same kilowatt-hour is never
given to two uses.  Hydrogen is green only from the region's own generation.  Older hydropower, whose certificates
cannot be traded, does not count.

Source: 发改办能源〔2025〕669号 (shares of industries, settled by certificates), 发改能源〔2023〕1044号 (certificates);
the yearly rule for hydrogen is this model's own, since no national rule was found.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import pyomo.environ as pyo

from gridplan.library.units import KT_PER_MT
from gridplan.model.accounts import annual
from gridplan.model.certificates import sold_gwh
from gridplan.model.circulation import burnt_gwh
from gridplan.model.electrolysers import kt_per_gwh
from gridplan.model.frame import Model
from gridplan.model.policies import PolicyBook, Target
from gridplan.model.quota import credit_share

HYDROGEN, INDUSTRY = "hydrogen.green_production", "industry.green_share"


def policies(model: Model, book: PolicyBook) -> None:
    """Write the rows that the case enforces, and the limits on green energy in their regions."""
    hydrogen, shares = list(book.of(HYDROGEN)), list(book.of(INDUSTRY))
    if not hydrogen and not shares:
        return
    model.want("nonhydro_gross", "storage_loss")
    _hydrogen(model, book, hydrogen)
    for target in shares:
        energy = model.data.load_gwh[target.subject, target.year]
        green = model.design.load_green_gwh[target.subject, target.year]
        book.require(target, green, target.value / 100.0 * energy, slack_ceiling=energy)
    places = dict.fromkeys((target.region, target.year) for target in (*hydrogen, *shares))
    model.after_accounts.append(partial(_limits, model, list(places)))


def _hydrogen(model: Model, book: PolicyBook, targets: Iterable[Target]) -> None:
    d, data, made = model.design, model.data, kt_per_gwh(model)
    for target in targets:
        green = sum(made[i, target.year] * d.electrolyser_green_gwh[i, target.year]
                    for i in data.electrolysers_in[target.region, target.year])
        asked = KT_PER_MT * target.value
        book.require(target, green, asked, slack_ceiling=asked)


def _limits(model: Model, places: list[tuple[str, int]]) -> None:
    """The two limits of each region with a target."""
    d, data = model.design, model.data
    data.GREEN_PLACES = pyo.Set(dimen=2, initialize=places)
    d.green_own, d.green_pool = pyo.Constraint(data.GREEN_PLACES), pyo.Constraint(data.GREEN_PLACES)
    for r, y in places:
        hydrogen = sum(d.electrolyser_green_gwh[i, y] for i in data.electrolysers_in[r, y])
        loads = sum(d.load_green_gwh[i, y] for i in data.loads_in[r, y])
        sent = sum(d.link_green_nonhydro_gwh[k, y] for k in data.links_out_of[r, y])
        received = sum(credit_share(model, k, y) * d.link_green_nonhydro_gwh[k, y] for k in data.links_into[r, y])
        left = annual(model, "nonhydro_gross", r, y) - sent - sold_gwh(model, r, y) - burnt_gwh(model, r, y)
        d.green_own[r, y] = hydrogen <= left
        d.green_pool[r, y] = hydrogen + loads <= left + received + d.certificates_gwh[r, y]
    model.pays |= {"design.green_own": "targets", "design.green_pool": "targets"}
