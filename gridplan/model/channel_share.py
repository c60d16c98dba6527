"""Renewable share of a channel's energy (new channels: at least 50 %, in energy, 国发〔2021〕23号).

    green attributed to the link + slack >= share x energy sent        GWh a year, both at the sending end

What is attributed leaves the sender's quota and enters the receiver's (quota.py).
"""

from __future__ import annotations

from gridplan.model.frame import Model
from gridplan.model.links import sent_gwh
from gridplan.model.policies import PolicyBook


def policies(model: Model, book: PolicyBook) -> None:
    """Write the channel-share rows that the case enforces."""
    d, data = model.design, model.data
    for target in book.of("channel.renewable_share"):
        link, year = target.subject, target.year
        ceiling = 8784.0 * data.link_existing_gw[link, year] + 8784.0 * d.link_built_gw[link, year].ub
        book.require(target, d.link_green_gwh[link, year], target.value / 100.0 * sent_gwh(model, link, year),
                     slack_ceiling=ceiling)
