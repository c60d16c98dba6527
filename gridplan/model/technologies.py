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
"""What must run with the weather: utilisation and paired storage are about these."""

SOLAR_THERMAL = frozenset({"solar_thermal"})
"""Concentrating solar with its own store (光热): solar power and new energy in the statistics of capacity and energy
(国家能源局 全国电力工业统计数据, 太阳能发电), but no part of the utilisation of solar, since what its field does not
collect is never measured, and in no need of paired storage."""

STATED_SOLAR = SOLAR | SOLAR_THERMAL
STATED_NEW_ENERGY = NEW_ENERGY | SOLAR_THERMAL
HYBRID_PUMP = "hybrid_pump"
"""Pumps of a hybrid pumped-hydro plant: counted as pumped hydro; the plant's turbines are hydropower."""

HYDRO = frozenset({"hydro_ror", "hydro_reservoir"})
NEW_STORAGE = frozenset({"lithium", "compressed_air", "vanadium_flow", "hydrogen"})

COAL = frozenset({"coal", "coal_usc_new"})
GAS = frozenset({"gas_ccgt", "gas_ocgt"})
PUMPED_HYDRO = frozenset({"pumped_hydro", HYBRID_PUMP})
GENERATING = (THERMAL - {EMERGENCY}) | {"nuclear"} | STATED_NEW_ENERGY | HYDRO | PUMPED_HYDRO
"""Generating capacity (发电装机) of the statistics: pumped hydro is in it as hydropower, new storage is not,
and what is kept as emergency reserve has been closed."""

NONFOSSIL_CAPACITY = STATED_NEW_ENERGY | HYDRO | PUMPED_HYDRO | NONFOSSIL_THERMAL
RENEWABLE_CAPACITY = NONFOSSIL_CAPACITY - {"nuclear"}

CAPACITY_GROUPS: dict[str, frozenset[str]] = {
    "capacity.wind": WIND,
    "capacity.solar": STATED_SOLAR,
    "capacity.distributed_generation": frozenset({"solar_distributed"}),
    "capacity.wind_solar": STATED_NEW_ENERGY,
    "capacity.new_energy": STATED_NEW_ENERGY,
    "capacity.pumped_hydro": PUMPED_HYDRO,
    "capacity.new_storage": NEW_STORAGE,
    "capacity.hydro": HYDRO,
    "capacity.coal": COAL,
    "capacity.gas": GAS,
    "capacity.nuclear": frozenset({"nuclear"}),
    "capacity.biomass": QUOTA_THERMAL,
    "capacity.renewable": STATED_NEW_ENERGY | HYDRO | QUOTA_THERMAL,
    "capacity.total": GENERATING,
    "capacity.wind_offshore": frozenset({"wind_offshore"}),
    "storage.electrochemical_demo_scale": frozenset({"lithium", "vanadium_flow"}),
}
"""Technologies each capacity metric adds up."""
