"""Renewable share of a channel's energy (new channels: at least 50 %, in energy, 国发〔2021〕23号).

    green attributed to the link + slack >= share x energy sent        GWh a year, both at the sending end
    RE - burnt - certificates sold + slack >= sum of green sent        no green energy by burning in stores or circuits

What is attributed leaves the sender's quota and enters the receiver's (quota.py).
"""

from __future__ import annotations

from functools import partial
from typing import Any

from gridplan.model.accounts import annual
from gridplan.model.certificates import sold_gwh
from gridplan.model.circulation import burnt_gwh
from gridplan.model.frame import Model
from gridplan.model.links import sent_gwh
from gridplan.model.policies import PolicyBook, Target


def policies(model: Model, book: PolicyBook) -> None:
    """Ask for the sender's accounts, and write the channel-share rows once they stand."""
    for target in book.of("channel.renewable_share"):
        if model.data.link_from[target.subject, target.year] in model.regions:
            model.want("renewable_gross", "storage_loss")
        model.after_accounts.append(partial(_row, model, book, target))


def _row(model: Model, book: PolicyBook, target: Target) -> None:
    d, data, link, year = model.design, model.data, target.subject, target.year
    sides: list[tuple[Any, Any]] = [(d.link_green_gwh[link, year], target.value / 100.0 * sent_gwh(model, link, year))]
    sender = data.link_from[link, year]
    if sender in model.regions:
        kept = (annual(model, "renewable_gross", sender, year) - burnt_gwh(model, sender, year)
                - sold_gwh(model, sender, year))
        sides.append((kept, sum(d.link_green_gwh[k, year] for k in data.links_out_of[sender, year])))
    ceiling = d.link_capacity_gw[link, year].ub * sum(model.month_hours.values())
    book.require_all(target, sides, slack_ceiling=ceiling, stating=1)
