"""Green energy counted for a use inside the province: green hydrogen, the green share of industries and data centres.

For each region and year, with the region's non-hydro renewable generation N (gross; what certificates may be traded
for), what of it is attributed to links that leave (sent) and enter (received, as the receiver counts it), and the
storage losses, which are taken off so that burning energy never helps:

    green_own:   sum of electrolysers' green electricity <= N - sent - losses
    green_pool:  the same + sum of loads' green energy <= N - sent - losses + received + certificates bought

    hydrogen.green_production:  sum of green electricity / k + slack >= target          kt
    industry.green_share:       green energy of the load + slack >= share x its energy  GWh

Both are a part of what the province itself counts in its quota, not an addition to it; the same kilowatt-hour is never
given to two uses.  Hydrogen is green only from the region's own generation.  Older hydropower, whose certificates
cannot be traded, does not count.

Source: 发改办能源〔2025〕669号 (shares of industries, settled by certificates), 发改能源〔2023〕1044号 (certificates);
the yearly rule for hydrogen is this model's own, since no national rule was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import pyomo.environ as pyo

from gridplan.model.accounts import annual
from gridplan.model.electrolysers import kt_per_gwh
from gridplan.model.frame import Model
from gridplan.model.policies import PolicyBook, Target
from gridplan.model.quota import credit_share

HYDROGEN, INDUSTRY = "hydrogen.green_production", "industry.green_share"
KT_PER_MT = 1000.0


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

    listed = (data.electrolysers_in, data.loads_in, data.links_out_of, data.links_into)
    filled = {id(members) for members in listed if any(len(some) for some in members.values())}

    def total(members: pyo.Set, term: Callable[[Any], Any], r: Any, y: Any) -> Any:
        # Pyomo cannot write the template of a sum over nobody.
        return sum(term(i) for i in members[r, y]) if id(members) in filled else 0.0

    def hydrogen(r: Any, y: Any) -> Any:
        return total(data.electrolysers_in, lambda i: d.electrolyser_green_gwh[i, y], r, y)

    def left(r: Any, y: Any) -> Any:
        sent = total(data.links_out_of, lambda k: d.link_green_nonhydro_gwh[k, y], r, y)
        return annual(model, "nonhydro_gross", r, y) - sent - annual(model, "storage_loss", r, y)

    credit = {key: credit_share(model, *key) for key in data.LINKS}
    counted = model.param("link_green_credit", data.LINKS, credit)
    d.green_own = pyo.Constraint(data.GREEN_PLACES, rule=lambda _b, r, y: hydrogen(r, y) <= left(r, y))
    d.green_pool = pyo.Constraint(data.GREEN_PLACES, rule=lambda _b, r, y:
        hydrogen(r, y) + total(data.loads_in, lambda i: d.load_green_gwh[i, y], r, y)
        <= left(r, y) + total(data.links_into, lambda k: counted[k, y] * d.link_green_nonhydro_gwh[k, y], r, y)
        + d.certificates_gwh[r, y])
    model.pays |= {"design.green_own": "targets", "design.green_pool": "targets"}
