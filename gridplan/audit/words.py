"""What technologies count as in the targets, as docs/formulation.md and docs/levers/policy-metrics.md define it."""

from __future__ import annotations

WIND = {"wind_onshore", "wind_offshore"}
SOLAR = {"solar_utility", "solar_distributed"}
NEW_ENERGY = WIND | SOLAR
STATED_NEW_ENERGY = NEW_ENERGY | {"solar_thermal"}
HYDRO = {"hydro_ror", "hydro_reservoir"}
BURNT_RENEWABLE = {"biomass", "waste"}
COAL = {"coal", "coal_usc_new"}
GAS = {"gas_ccgt", "gas_ocgt"}
THERMAL = COAL | GAS | BURNT_RENEWABLE | {"emergency_reserve"}
PUMPED_HYDRO = {"pumped_hydro", "hybrid_pump"}
NEW_STORAGE = {"lithium", "compressed_air", "vanadium_flow", "hydrogen"}
GENERATING = COAL | GAS | BURNT_RENEWABLE | {"nuclear"} | STATED_NEW_ENERGY | HYDRO | PUMPED_HYDRO
NONFOSSIL = STATED_NEW_ENERGY | HYDRO | PUMPED_HYDRO | BURNT_RENEWABLE | {"nuclear"}

CAPACITY = {
    "capacity.wind": WIND, "capacity.solar": SOLAR | {"solar_thermal"},
    "capacity.distributed_generation": {"solar_distributed"}, "capacity.wind_solar": STATED_NEW_ENERGY,
    "capacity.new_energy": STATED_NEW_ENERGY, "capacity.pumped_hydro": PUMPED_HYDRO,
    "capacity.new_storage": NEW_STORAGE, "capacity.hydro": HYDRO, "capacity.coal": COAL, "capacity.gas": GAS,
    "capacity.nuclear": {"nuclear"}, "capacity.biomass": BURNT_RENEWABLE,
    "capacity.renewable": STATED_NEW_ENERGY | HYDRO | BURNT_RENEWABLE, "capacity.total": GENERATING,
    "capacity.wind_offshore": {"wind_offshore"}, "storage.electrochemical_demo_scale": {"lithium", "vanadium_flow"},
}
SHARE_OF_CAPACITY = {
    "share.nonfossil_capacity": NONFOSSIL, "share.renewable_capacity": NONFOSSIL - {"nuclear"},
    "share.coal_capacity": COAL, "share.local_new_energy_capacity": NEW_ENERGY,
}
ADDED = {
    "capacity.wind_added": (WIND, "capacity_wind_gw"), "capacity.solar_added": (SOLAR, "capacity_solar_gw"),
    "capacity.hydro_added": (HYDRO, "capacity_hydro_gw"), "capacity.gas_added": (GAS, "capacity_gas_gw"),
    "capacity.coal_added": (COAL, "capacity_coal_gw"),
}
UTILISATION = {"utilisation.renewable": NEW_ENERGY, "utilisation.wind": WIND, "utilisation.solar": SOLAR}
SEASONS = {"reserve.margin": ("summer", "winter"), "reserve.margin_summer": ("summer",),
           "reserve.margin_winter": ("winter",)}
FLEXIBLE_MINIMUM = 0.35
"""Highest minimum output of a flexible unit."""

HEAT_COAL_KT_PER_GWH = 34.12 / (0.90 * 0.985) * 3.6e-3
"""Coal charged to heat, as from a boiler of 90 % and pipes of 98.5 %: 34.12 kg/GJ of useful heat."""
