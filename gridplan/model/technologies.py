"""What each technology counts as in the policies (policy-rules: renewable quota, new energy, non-fossil, storage)."""

from __future__ import annotations

QUOTA_THERMAL = frozenset({"biomass", "waste"})
"""Thermal technologies whose generation counts in both quota rows; nuclear does not."""

NONFOSSIL_THERMAL = frozenset({"nuclear", "biomass", "waste"})
THERMAL = frozenset({"coal", "coal_usc_new", "gas_ccgt", "gas_ocgt"}) | QUOTA_THERMAL
"""Thermal power (火电) of the statistics: whatever burns, biomass and waste with it, but not nuclear."""

WIND = frozenset({"wind_onshore", "wind_offshore"})
SOLAR = frozenset({"solar_utility", "solar_distributed"})
NEW_ENERGY = WIND | SOLAR
HYDRO = frozenset({"hydro_ror", "hydro_reservoir"})
NEW_STORAGE = frozenset({"lithium", "compressed_air", "vanadium_flow", "hydrogen"})

COAL = frozenset({"coal", "coal_usc_new"})
GAS = frozenset({"gas_ccgt", "gas_ocgt"})
PUMPED_HYDRO = frozenset({"pumped_hydro"})
GENERATING = THERMAL | {"nuclear"} | NEW_ENERGY | HYDRO | PUMPED_HYDRO
"""Generating capacity (发电装机) of the statistics: pumped hydro is in it as hydropower, new storage is not."""

NONFOSSIL_CAPACITY = NEW_ENERGY | HYDRO | PUMPED_HYDRO | NONFOSSIL_THERMAL
RENEWABLE_CAPACITY = NONFOSSIL_CAPACITY - {"nuclear"}

CAPACITY_GROUPS: dict[str, frozenset[str]] = {
    "capacity.wind": WIND,
    "capacity.solar": SOLAR,
    "capacity.wind_solar": NEW_ENERGY,
    "capacity.new_energy": NEW_ENERGY,
    "capacity.pumped_hydro": PUMPED_HYDRO,
    "capacity.new_storage": NEW_STORAGE,
    "capacity.hydro": HYDRO,
    "capacity.coal": COAL,
    "capacity.gas": GAS,
    "capacity.nuclear": frozenset({"nuclear"}),
    "capacity.biomass": QUOTA_THERMAL,
    "capacity.renewable": NEW_ENERGY | HYDRO | QUOTA_THERMAL,
    "capacity.total": GENERATING,
    "capacity.wind_offshore": frozenset({"wind_offshore"}),
    "capacity.distributed_generation": frozenset({"solar_distributed"}),
    "storage.electrochemical_demo_scale": frozenset({"lithium", "vanadium_flow"}),
}
"""Technologies each capacity metric adds up."""
