"""What some metrics need of a case beside plants and load, and what a single site may be made of."""

from __future__ import annotations

BASE_ITEMS = {
    "capacity.wind_added": "capacity_wind_gw",
    "capacity.solar_added": "capacity_solar_gw",
    "capacity.hydro_added": "capacity_hydro_gw",
    "capacity.gas_added": "capacity_gas_gw",
    "capacity.coal_added": "capacity_coal_gw",
    "coal.consumption_growth": "coal_burnt_mt",
    "coal.consumption_reduction": "coal_burnt_mt",
    "intensity.co2_electricity_reduction": "co2_g_per_generated_kwh",
    "intensity.electricity_co2_reduction": "co2_g_per_generated_kwh",
}
"""Item of the table `base_year` each metric is measured against."""

WHOLES = frozenset({"coal_burnt_mt", "co2_g_per_generated_kwh"})
"""Items a change is a share of, so that they cannot be 0."""

CLEAN_METRICS = frozenset({"capacity.clean", "share.clean_capacity", "share.clean_generation"})
"""Metrics that need to know what the region counts as clean (`clean_sources`)."""

TRADED_CO2_METRICS = frozenset({"intensity.co2_electricity"})
"""Metrics that need the CO2 of every link of the region (`import_emissions`)."""

WIND, SOLAR = frozenset({"wind_onshore", "wind_offshore"}), frozenset({"solar_utility", "solar_distributed"})

SITE_TECHNOLOGIES: dict[str, frozenset[str]] = {
    "capacity.wind_base": WIND,
    "capacity.wind_offshore_base": frozenset({"wind_offshore"}),
    "capacity.wind_offshore_deepsea_demo": frozenset({"wind_offshore"}),
    "capacity.solar_base": SOLAR,
    "capacity.solar_bases": SOLAR,
    "capacity.solar_distributed_industrial_roof": frozenset({"solar_distributed"}),
    "capacity.solar_public_institutions": frozenset({"solar_distributed"}),
    "capacity.new_energy_base": WIND | SOLAR,
    "capacity.clean_bases": WIND | SOLAR,
    "capacity.external_wind_solar_base": WIND | SOLAR,
    "capacity.storage_base": frozenset(),
    "peaking.regulation_base": frozenset({"pumped_hydro"}),
    "capacity.gas_base_lingang": frozenset({"gas_ccgt", "gas_ocgt"}),
    "capacity.nuclear_base": frozenset({"nuclear"}),
}
"""Technologies of the asset a metric about one base or site may name; none listed: any of its table."""
