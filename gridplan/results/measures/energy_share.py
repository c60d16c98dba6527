"""Non-fossil share of energy consumption; measured where the case states its energy balance, never a row."""

from __future__ import annotations

from gridplan.results.energy_account import GWH_G_PER_KWH_PER_MTCE, energy_account
from gridplan.results.measures.base import Accounts, Measure, Measurer


def _share(accounts: Accounts, _metric: str, _subject: str) -> Measure:
    lines = accounts.of(energy_account)
    if lines.empty:
        return Measure(float("nan"), float("nan"))
    line = lines.iloc[0]
    mtce_per_gwh = float(line["gross_rate_g_per_kwh"]) / GWH_G_PER_KWH_PER_MTCE
    return Measure(float(line["share_pct"]), float(line["total_energy_mtce"]) / 100.0 / mtce_per_gwh)


MEASURES: dict[str, Measurer] = {"share.nonfossil_energy": _share}
