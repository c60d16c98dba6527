"""Small cases whose hard limits contradict each other, with the figures that are to blame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Rows = Sequence[Mapping[str, Any]]
Figure = tuple[str, str, str]
"""Table, key of the row, column."""

COAL = {"cohort": "coal", "existing_gw": 2.0}
COHORTS = {"cohorts": [COAL]}
OUT = {"link": "out", "from": "r", "to": "outside", "capacity_gw": 1.0}
IN = {"link": "in", "from": "outside", "to": "r", "capacity_gw": 1.0}


@dataclass(frozen=True)
class Contradictory:
    """A case by what is added to a coal fleet and a flat load of 1 GW over ``hours`` hours.

    ``culprits`` must be named; ``ways`` are changes that must be offered, with their figure worked out by hand.
    """

    name: str
    tables: Mapping[str, Rows]
    culprits: set[Figure]
    ways: Mapping[Figure, float] = field(default_factory=dict)
    hours: int = 24
    count: int = 1


def _store(name: str, **figures: float) -> dict[str, Any]:
    return {"store": name, "existing_gw": 0.0, "build_max_gw": 1.0, **figures}


def _back(**figures: Any) -> Mapping[str, Rows]:
    """A back-pressure unit with little heat to give it to: 0.1 PJ a year in winter."""
    return {
        "regions": [{"region": "r", "heating_months": "1"}],
        "cohorts": [COAL, {"cohort": "back", "existing_gw": 1.0, "min_output_share": 0.5, **figures}],
        "chp": [
            {
                "cohort": "back",
                "state": "as_is",
                "mode": "back_pressure",
                "heat_gwth_per_gw": 2.0,
                "power_loss": 0.1,
                "power_floor": 0.3,
            }
        ],
        "heat_demand": [{"region": "r", "energy_pj": 1.0, "profile": "heat", "unserved_cost_cny_per_mwh": 1000.0}],
    }


CONTRADICTIONS = [
    Contradictory(
        "floor of a group above what may be built",
        {**COHORTS, "stores": [_store("s")], "store_groups": [{"group": "g", "stores": "s", "min_gw": 1.4}]},
        {("store_groups", "g", "min_gw"), ("stores", "s", "build_max_gw")},
        {("store_groups", "g", "min_gw"): 1.0, ("stores", "s", "build_max_gw"): 1.4},
    ),
    Contradictory(
        "ceiling of a group below what exists",
        {
            **COHORTS,
            "stores": [_store("s", existing_gw=0.5)],
            "store_groups": [{"group": "g", "stores": "s", "max_gw": 0.2}],
        },
        {("store_groups", "g", "max_gw"), ("stores", "s", "existing_gw")},
        {("store_groups", "g", "max_gw"): 0.5, ("stores", "s", "existing_gw"): 0.2},
    ),
    Contradictory(
        "floor of a group above the ceiling of another with the same stores",
        {
            **COHORTS,
            "stores": [_store("s"), _store("u")],
            "store_groups": [
                {"group": "g", "stores": "s u", "min_gw": 1.4},
                {"group": "h", "stores": "s u", "max_gw": 0.9},
            ],
        },
        {("store_groups", "g", "min_gw"), ("store_groups", "h", "max_gw")},
        {("store_groups", "g", "min_gw"): 0.9, ("store_groups", "h", "max_gw"): 1.4},
    ),
    Contradictory(
        "energy floor against power ceiling and longest duration",
        {
            **COHORTS,
            "stores": [_store("s", hours_max=4.0)],
            "store_groups": [{"group": "g", "stores": "s", "min_gwh": 3.0, "max_gw": 0.5}],
        },
        {("store_groups", "g", "min_gwh"), ("store_groups", "g", "max_gw"), ("stores", "s", "hours_max")},
        {
            ("store_groups", "g", "min_gwh"): 2.0,
            ("store_groups", "g", "max_gw"): 0.75,
            ("stores", "s", "hours_max"): 6.0,
        },
    ),
    Contradictory(
        "power floor against energy ceiling and shortest duration",
        {
            **COHORTS,
            "stores": [_store("s", hours_min=4.0)],
            "store_groups": [{"group": "g", "stores": "s", "min_gw": 0.8, "max_gwh": 2.0}],
        },
        {("store_groups", "g", "min_gw"), ("store_groups", "g", "max_gwh"), ("stores", "s", "hours_min")},
        {
            ("store_groups", "g", "min_gw"): 0.5,
            ("store_groups", "g", "max_gwh"): 3.2,
            ("stores", "s", "hours_min"): 2.5,
        },
    ),
    Contradictory(
        "energy that exists above the ceiling of a group",
        {
            **COHORTS,
            "stores": [_store("s", existing_gw=0.5, existing_hours=6.0)],
            "store_groups": [{"group": "g", "stores": "s", "max_gwh": 2.0}],
        },
        {("store_groups", "g", "max_gwh"), ("stores", "s", "existing_hours")},
        {("store_groups", "g", "max_gwh"): 3.0, ("stores", "s", "existing_hours"): 4.0},
    ),
    Contradictory(
        "design life ends for more than may retire or be extended",
        {
            "cohorts": [{**COAL, "retire_max_gw": 0.5}],
            "life_extension": [{"cohort": "coal", "expiring_gw": 1.0, "extension_max_gw": 0.2}],
        },
        {
            ("life_extension", "coal", "expiring_gw"),
            ("cohorts", "coal", "retire_max_gw"),
            ("life_extension", "coal", "extension_max_gw"),
        },
        {
            ("life_extension", "coal", "expiring_gw"): 0.7,
            ("cohorts", "coal", "retire_max_gw"): 0.8,
            ("life_extension", "coal", "extension_max_gw"): 0.5,
        },
    ),
    Contradictory(
        "capacity that must run at its minimum for more than its hours",
        {"cohorts": [{**COAL, "must_run_share": 1.0, "min_output_share": 0.5, "max_full_load_hours": 100.0}]},
        {("cohorts", "coal", "must_run_share"), ("cohorts", "coal", "max_full_load_hours")},
        {("cohorts", "coal", "must_run_share"): 0.8333, ("cohorts", "coal", "max_full_load_hours"): 120.0},
        hours=240,
    ),
    Contradictory(
        "capacity that must run for more than anybody can use",
        {"cohorts": [{**COAL, "existing_gw": 20.0, "must_run_share": 1.0, "min_output_share": 0.5}]},
        {("cohorts", "coal", "must_run_share"), ("cohorts", "coal", "existing_gw"), ("", "r", "excess_gw")},
        {
            ("cohorts", "coal", "must_run_share"): 0.6,
            ("cohorts", "coal", "existing_gw"): 12.0,
            ("cohorts", "coal", "retire_max_gw"): 8.0,
        },
    ),
    Contradictory(
        "capacity that must run in the heating months alone",
        {
            "regions": [{"region": "r", "heating_months": "1"}],
            "cohorts": [{**COAL, "existing_gw": 20.0, "must_run_heating_share": 1.0, "min_output_share": 0.5}],
        },
        {("cohorts", "coal", "must_run_heating_share"), ("cohorts", "coal", "existing_gw")},
        {("cohorts", "coal", "must_run_heating_share"): 0.6},
    ),
    Contradictory(
        "imports on a curve for more than anybody can use",
        {**COHORTS, "links": [{**IN, "capacity_gw": 10.0, "mode": "profile"}]},
        {("links", "in", "capacity_gw"), ("", "r", "excess_gw")},
        {("links", "in", "capacity_gw"): 6.0},
    ),
    Contradictory(
        "least flow into a neighbour above what it can use",
        {
            "regions": [{"region": "r"}, {"region": "east"}],
            **COHORTS,
            "demand": [{"region": "r", "energy_twh": 8.76}, {"region": "east", "energy_twh": 8.76}],
            "links": [
                {"link": "far", "from": "r", "to": "east", "capacity_gw": 10.0, "mode": "free", "min_flow_share": 1.0}
            ],
        },
        {("links", "far", "min_flow_share"), ("links", "far", "capacity_gw"), ("", "east", "excess_gw")},
        {("links", "far", "min_flow_share"): 0.6, ("links", "far", "capacity_gw"): 6.0},
    ),
    Contradictory(
        "least energy of a channel above what it carries",
        {**COHORTS, "links": [{**OUT, "mode": "free", "energy_min_twh": 0.03}]},
        {("links", "out", "energy_min_twh"), ("links", "out", "build_max_gw")},
        {("links", "out", "energy_min_twh"): 0.024, ("links", "out", "build_max_gw"): 0.25},
    ),
    Contradictory(
        "least energy of a channel above the hours of its contract",
        {
            **COHORTS,
            "links": [{**OUT, "mode": "free", "energy_min_twh": 0.02}],
            "link_contracts": [{"link": "out", "hours_max": 10.0}],
        },
        {("links", "out", "energy_min_twh"), ("link_contracts", "out", "hours_max")},
        {
            ("links", "out", "energy_min_twh"): 0.01,
            ("link_contracts", "out", "hours_max"): 20.0,
            ("links", "out", "build_max_gw"): 1.0,
        },
    ),
    Contradictory(
        "hours of a contract above the most energy of its channel",
        {
            **COHORTS,
            "links": [{**OUT, "mode": "free", "energy_max_twh": 0.01}],
            "link_contracts": [{"link": "out", "hours_min": 15.0}],
        },
        {("links", "out", "energy_max_twh"), ("link_contracts", "out", "hours_min"), ("links", "out", "capacity_gw")},
        {("links", "out", "energy_max_twh"): 0.015, ("link_contracts", "out", "hours_min"): 10.0},
    ),
    Contradictory(
        "more hours of a contract than there are",
        {**COHORTS, "links": [{**OUT, "mode": "free"}], "link_contracts": [{"link": "out", "hours_min": 30.0}]},
        {("link_contracts", "out", "hours_min")},
        {("link_contracts", "out", "hours_min"): 24.0},
    ),
    Contradictory(
        "least flow of a channel above its most energy",
        {**COHORTS, "links": [{**OUT, "mode": "free", "min_flow_share": 0.5, "energy_max_twh": 0.006}]},
        {("links", "out", "min_flow_share"), ("links", "out", "energy_max_twh")},
        {("links", "out", "min_flow_share"): 0.25, ("links", "out", "energy_max_twh"): 0.012},
    ),
    Contradictory(
        "curve of a channel above its most energy",
        {**COHORTS, "links": [{**OUT, "mode": "profile", "energy_max_twh": 0.012}]},
        {("links", "out", "capacity_gw"), ("links", "out", "energy_max_twh")},
        {("links", "out", "capacity_gw"): 0.5, ("links", "out", "energy_max_twh"): 0.024},
    ),
    Contradictory(
        "curve of a channel below its least energy",
        {**COHORTS, "links": [{**OUT, "mode": "profile", "energy_twh": 4.38, "energy_min_twh": 0.018}]},
        {("links", "out", "energy_twh"), ("links", "out", "energy_min_twh")},
        {("links", "out", "energy_twh"): 6.57, ("links", "out", "energy_min_twh"): 0.012},
    ),
    Contradictory(
        "water that must pass for more than anybody can use",
        {
            **COHORTS,
            "reservoirs": [{"reservoir": "dam", "existing_gw": 10.0, "potential_gw": 10.0, "min_output_share": 0.8}],
        },
        {("reservoirs", "dam", "min_output_share"), ("reservoirs", "dam", "existing_gw"), ("", "r", "excess_gw")},
        {("reservoirs", "dam", "existing_gw"): 7.5},
    ),
    Contradictory(
        "back-pressure units forced on for more heat than anybody asks",
        _back(must_run_share=1.0),
        {("cohorts", "back", "must_run_share"), ("chp", "back as_is", "mode")},
    ),
    Contradictory(
        "two contradictions that have nothing to do with each other",
        {
            "cohorts": [{**COAL, "retire_max_gw": 0.5}],
            "life_extension": [{"cohort": "coal", "expiring_gw": 1.0, "extension_max_gw": 0.2}],
            "stores": [_store("s")],
            "store_groups": [{"group": "g", "stores": "s", "min_gw": 1.4}],
        },
        {("life_extension", "coal", "expiring_gw"), ("store_groups", "g", "min_gw")},
        {("life_extension", "coal", "expiring_gw"): 0.7, ("store_groups", "g", "min_gw"): 1.0},
        count=2,
    ),
    Contradictory(
        "a target missed by more than any may be",
        {
            **COHORTS,
            "renewables": [{"renewable": "wind", "existing_gw": 1.0, "potential_gw": 5.0}],
            "policies": [{"policy": "wind", "metric": "capacity.wind", "value": 1900.0}],
        },
        {("policies", "wind", "value")},
    ),
    Contradictory(
        "retrofitted capacity that must run, and nothing else it may be",
        {
            "cohorts": [{**COAL, "existing_gw": 20.0, "must_run_share": 1.0, "min_output_share": 0.5}],
            "retrofits": [{"cohort": "coal", "state": "flexibility", "max_gw": 5.0, "min_output_share": 0.2}],
        },
        {("cohorts", "coal", "must_run_share"), ("retrofits", "coal flexibility", "max_gw")},
        {("retrofits", "coal flexibility", "max_gw"): 13.34},
    ),
]
