"""What each technology counts as in the policies (policy-rules: renewable quota, new energy, non-fossil, storage)."""

from __future__ import annotations

QUOTA_THERMAL = frozenset({"biomass", "waste"})
"""Thermal technologies whose generation counts in both quota rows; nuclear does not."""

NONFOSSIL_THERMAL = frozenset({"nuclear", "biomass", "waste"})
EMERGENCY = "emergency_reserve"
"""What the generation of closed coal units kept as emergency reserve is called in the accounts."""

THERMAL = frozenset({"coal", "coal_usc_new", "gas_ccgt", "gas_ocgt", EMERGENCY}) | QUOTA_THERMAL
"""Thermal power (火电) of the statistics: whatever burns, biomass and waste with it, but not nuclear."""

WIND = frozenset({"wind_onshore", "wind_offshore"})
SOLAR = frozenset({"solar_utility", "solar_distributed"})
NEW_ENERGY = WIND | SOLAR
HYDRO = frozenset({"hydro_ror", "hydro_reservoir"})
NEW_STORAGE = frozenset({"lithium", "compressed_air", "vanadium_flow", "hydrogen"})

CAPACITY_GROUPS: dict[str, frozenset[str]] = {
    "capacity.wind": WIND,
    "capacity.solar": SOLAR,
    "capacity.wind_solar": NEW_ENERGY,
    "capacity.new_energy": NEW_ENERGY,
    "capacity.pumped_hydro": frozenset({"pumped_hydro"}),
    "capacity.new_storage": NEW_STORAGE,
    "capacity.hydro": HYDRO,
    "capacity.coal": frozenset({"coal", "coal_usc_new"}),
    "capacity.gas": frozenset({"gas_ccgt", "gas_ocgt"}),
    "capacity.nuclear": frozenset({"nuclear"}),
    "capacity.biomass": QUOTA_THERMAL,
    "capacity.renewable": NEW_ENERGY | HYDRO | QUOTA_THERMAL,
}
"""Technologies each capacity metric adds up."""
