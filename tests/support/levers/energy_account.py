"""The energy balance around the power system: an account, nothing of it enters the problem."""

from __future__ import annotations

NEUTRAL = {"energy_account": {"total_energy_mtce": 10.0, "gross_rate_g_per_kwh": 295.0, "raw_coal_tce_per_t": 0.7143}}

_WHY = "an account beside the plan: the energy balance is measured, never a row"
NO_EFFECT = {f"energy_account.{column}": _WHY for column in (
    "region", "year", "total_energy_mtce", "other_nonfossil_mtce", "gross_rate_g_per_kwh", "import_co2_g_per_kwh",
    "raw_coal_tce_per_t", "source")}

RICH = {"energy_account": [{"region": "r", "total_energy_mtce": 10.0}]}
