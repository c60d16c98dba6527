"""District heat: heat-and-power units, boilers, heat pumps and heat stores."""

from __future__ import annotations

from typing import Any

NEUTRAL: dict[str, dict[str, Any]] = {
    "heat_demand": {"profile": "heat", "unserved_cost_cny_per_mwh": 5000.0},
    "chp": {"state": "as_is", "mode": "extraction", "heat_gwth_per_gw": 1.0, "power_loss": 0.2, "power_floor": 0.5},
    "heat_sources": {"kind": "electric_boiler", "capex_cny_per_kw": 0.0, "life_years": 10.0,
                     "fixed_cost_cny_per_kw_a": 0.0, "variable_cost_cny_per_mwh": 0.0, "efficiency": 1.0},
    "heat_stores": {"hours": 4.0, "capex_cny_per_kwh": 0.0, "life_years": 10.0, "fixed_cost_cny_per_kwh_a": 0.0,
                    "standing_loss_share_per_h": 0.0},
}
