"""Energy, green energy and capacity received and sent over links."""

from __future__ import annotations

from gridplan.library.units import GWH_PER_TWH
from gridplan.model.bases import counted_regions
from gridplan.model.trade_targets import CAPACITIES, SHARES_OF_USE, only_ceilings
from gridplan.results.circuits import exchange_gwh
from gridplan.results.ledger import ratio, trade
from gridplan.results.measures.base import Accounts, Measure, Measurer
from gridplan.results.trade_account import channels, quota


def _share_of_use(accounts: Accounts, metric: str, _subject: str) -> Measure:
    received, _sent = exchange_gwh(accounts.results, accounts.region, accounts.year)
    line = accounts.of(quota).iloc[0]
    # Of a ceiling, without what stores lose, as its row has it.
    ceiling = only_ceilings(accounts.results.case, accounts.region, accounts.year, metric)
    use = float(line["use_gwh"]) - (float(line["storage_loss_gwh"]) if ceiling else 0.0)
    return Measure(100.0 * ratio(received, use), use / 100.0)


def _energy(accounts: Accounts, metric: str, _subject: str) -> Measure:
    received, sent = exchange_gwh(accounts.results, accounts.region, accounts.year)
    return Measure((received if metric == "import.energy" else sent) / GWH_PER_TWH, GWH_PER_TWH)


def _green(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    lines = accounts.of(trade)
    return Measure(float(lines.loc[lines["direction"] == "import", "green_gwh"].sum()) / GWH_PER_TWH, GWH_PER_TWH)


def _green_share(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    lines = channels(accounts.results)
    lines = lines[(lines["to"] == accounts.region) & (lines["year"] == accounts.year)]
    kept = (lines["received_gwh"] / lines["sent_gwh"].where(lines["sent_gwh"] > 0)).fillna(0.0)
    received = float(lines["received_gwh"].sum())
    return Measure(100.0 * ratio(float((lines["green_gwh"] * kept).sum()), received), received / 100.0)


def _capacity(accounts: Accounts, metric: str, _subject: str) -> Measure:
    lines, ground = channels(accounts.results), counted_regions(accounts.results.case, accounts.region)
    lines = lines[lines["year"] == accounts.year]
    enters, leaves = lines["to"].isin(ground), lines["from"].isin(ground)
    across = enters & ~leaves if metric == "import.capacity" else leaves & ~enters
    return Measure(float(lines.loc[across, "capacity_gw"].sum()), 1.0)


MEASURES: dict[str, Measurer] = {
    **dict.fromkeys(SHARES_OF_USE, _share_of_use),
    "import.energy": _energy,
    "export.energy": _energy,
    "import.energy.green": _green,
    "import.green_share": _green_share,
    **dict.fromkeys(CAPACITIES, _capacity),
}
