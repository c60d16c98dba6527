"""A PyPSA network as an oemof-solph energy system, for what both can state: a third program on the same system.

Generators become sources (sinks where they take power), stores generic storages, an inflow a source on a bus of its
own before the storage with a sink for what is spilled, links converters.  Snapshot weights of the objective weigh
costs and emissions, those of stores are the lengths of the time steps.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.cross.twins import Answer, Component, Twin, answer_of, quiet

EMISSION = "co2_per_energy"
"""Name under which a flow carries its emissions per unit of energy."""


def oemof_answer(twin: Twin) -> Answer:
    """Cost and capacities oemof-solph finds with HiGHS.

    Raises:
        ImportError: where oemof-solph is not installed.
        ValueError: for a network with something that is not translated.
        RuntimeError: if its solve does not end optimal.
    """
    import pyomo.environ as pyo

    start = time.perf_counter()
    with quiet():
        from oemof import solph

        built = _Builder(twin.network(), solph)
        built.build()
        weights = built.network.snapshot_weightings["objective"].tolist()
        model = solph.Model(built.system, objective_weighting=weights)
        _global_constraints(built, model, pyo, weights)
        model.solve(solver="highs", cmdline_options={"output_flag": False})
    found = {component: capacity(model) for component, capacity in built.capacity.items()}
    return answer_of(twin, float(pyo.value(model.objective)), found, time.perf_counter() - start)


@dataclass
class _Builder:
    """Writes one kind of component after the other into an energy system."""

    network: Any
    solph: Any
    system: Any = field(init=False)
    buses: dict[str, Any] = field(default_factory=dict)
    capacity: dict[Component, Callable[[Any], float]] = field(default_factory=dict)
    flow_of: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    def build(self) -> None:
        """The energy system of the whole network."""
        self._refuse_what_is_not_translated()
        steps = self.network.snapshot_weightings["stores"].to_numpy(dtype=float)
        index = pd.Index(np.concatenate([[0.0], np.cumsum(steps)]))
        self.system = self.solph.EnergySystem(timeindex=index, infer_last_interval=False)
        for name in self.network.buses.index:
            self.buses[name] = self._add(self.solph.buses.Bus(label=f"bus {name}"))
        for part in (self._loads, self._generators, self._storage_units, self._stores, self._links):
            part()

    def _refuse_what_is_not_translated(self) -> None:
        n = self.network
        unlike = {
            "lines": len(n.lines) + len(n.transformers), "commitment": int(n.generators["committable"].sum()),
            "ramps": int(n.generators[["ramp_limit_up", "ramp_limit_down"]].notna().any(axis=1).sum()),
            "several investment periods": len(n.investment_periods),
            "constraints of other kinds": int((~n.global_constraints["type"].isin(
                ["primary_energy", "tech_capacity_expansion_limit"])).sum())}
        if found := [what for what, count in unlike.items() if count]:
            raise ValueError(f"not translated for oemof-solph: {', '.join(found)}")

    def _add(self, node: Any) -> Any:
        self.system.add(node)
        return node

    def _series(self, kind: str, attribute: str) -> pd.DataFrame:
        return self.network.get_switchable_as_dense(kind, attribute)

    def _nominal(self, row: pd.Series, letter: str = "p") -> Any:
        """A capacity that is given, or the investment it may be."""
        if not row[f"{letter}_nom_extendable"]:
            return float(row[f"{letter}_nom"])
        return self.solph.Investment(ep_costs=float(row["capital_cost"]), minimum=float(row[f"{letter}_nom_min"]),
                                     maximum=float(row[f"{letter}_nom_max"]))

    def _note(self, component: Component, source: Any, target: Any, nominal: Any) -> None:
        """Remember where a component's capacity is found after the solve."""
        self.flow_of[component[1]] = (source, target)
        if isinstance(nominal, float):
            self.capacity[component] = lambda _model: nominal
        else:
            self.capacity[component] = lambda model: float(model.InvestmentFlowBlock.invest[source, target, 0].value)

    def _loads(self) -> None:
        loads = self._series("Load", "p_set")
        for name, row in self.network.loads.iterrows():
            flow = self.solph.Flow(nominal_capacity=1.0, fix=loads[name].to_numpy())
            self._add(self.solph.components.Sink(label=f"load {name}", inputs={self.buses[row["bus"]]: flow}))

    def _generators(self) -> None:
        least, most = self._series("Generator", "p_min_pu"), self._series("Generator", "p_max_pu")
        for name, row in self.network.generators.iterrows():
            bus, nominal = self.buses[row["bus"]], self._nominal(row)
            low, high, cost = least[name].to_numpy(), most[name].to_numpy(), float(row["marginal_cost"])
            takes = row["sign"] < 0
            if (low < 0).any():
                if (high > 0).any() or takes:
                    raise ValueError(f"generator {name} both gives and takes power")
                low, high, cost, takes = -high, -low, -cost, True
            emission = float(self.network.carriers["co2_emissions"].get(row["carrier"], 0.0)) / float(row["efficiency"])
            flow = self.solph.Flow(nominal_capacity=nominal, minimum=low, maximum=high, variable_costs=cost,
                                   custom_properties={EMISSION: emission})
            if takes:
                node = self._add(self.solph.components.Sink(label=name, inputs={bus: flow}))
                self._note(("Generator", name), bus, node, nominal)
            else:
                node = self._add(self.solph.components.Source(label=name, outputs={bus: flow}))
                self._note(("Generator", name), node, bus, nominal)

    def _storage_units(self) -> None:
        inflow = self._series("StorageUnit", "inflow")
        for name, row in self.network.storage_units.iterrows():
            bus, nominal, hours = self.buses[row["bus"]], self._nominal(row), float(row["max_hours"])
            fed = self._fed_by(str(name), inflow[name].to_numpy())
            charged = -float(row["p_min_pu"])
            if fed is not None and charged > 0:
                raise ValueError(f"storage unit {name} has both an inflow and a pump")
            given = isinstance(nominal, float)
            taken = self.solph.Flow() if fed is not None else self.solph.Flow(
                nominal_capacity=nominal if given else self.solph.Investment(), maximum=charged)
            out = self.solph.Flow(nominal_capacity=nominal, maximum=float(row["p_max_pu"]),
                                  variable_costs=float(row["marginal_cost"]))
            relations = {} if given else {"invest_relation_output_capacity": 1.0 / hours} | (
                {} if fed is not None else {"invest_relation_input_output": 1.0})
            node = self._add(self.solph.components.GenericStorage(
                label=name, inputs={bus if fed is None else fed: taken}, outputs={bus: out},
                nominal_capacity=nominal * hours if given else self.solph.Investment(),
                inflow_conversion_factor=1.0 if fed is not None else float(row["efficiency_store"]),
                outflow_conversion_factor=float(row["efficiency_dispatch"]), loss_rate=float(row["standing_loss"]),
                **relations, **self._ends(bool(row["cyclic_state_of_charge"]),
                                          float(row["state_of_charge_initial"]), nominal, hours)))
            self._note(("StorageUnit", name), node, bus, nominal)

    def _fed_by(self, name: str, inflow: np.ndarray) -> Any:
        """A bus with the inflow of a reservoir and a way out for what is spilled; None without inflow."""
        if not inflow.any():
            return None
        water = self._add(self.solph.buses.Bus(label=f"water of {name}"))
        flow = self.solph.Flow(nominal_capacity=1.0, fix=inflow)
        self._add(self.solph.components.Source(label=f"inflow of {name}", outputs={water: flow}))
        self._add(self.solph.components.Sink(label=f"spill of {name}", inputs={water: self.solph.Flow()}))
        return water

    def _ends(self, cyclic: bool, initial: float, nominal: Any, hours: float) -> dict[str, Any]:
        """Level before the first step: that after the last, or what is given."""
        if cyclic:
            return {"balanced": True, "initial_storage_level": None}
        if not isinstance(nominal, float) and initial:
            raise ValueError("a store that is sized starts empty or ends as it starts")
        level = initial / (nominal * hours) if isinstance(nominal, float) else 0.0
        return {"balanced": False, "initial_storage_level": level}

    def _stores(self) -> None:
        for name, row in self.network.stores.iterrows():
            bus, nominal = self.buses[row["bus"]], self._nominal(row, "e")
            node = self._add(self.solph.components.GenericStorage(
                label=name, inputs={bus: self.solph.Flow()}, outputs={bus: self.solph.Flow()},
                nominal_capacity=nominal, loss_rate=float(row["standing_loss"]),
                **self._ends(bool(row["e_cyclic"]), float(row["e_initial"]), nominal, 1.0)))
            self.capacity["Store", name] = (
                lambda model, node=node: float(model.GenericInvestmentStorageBlock.invest[node, 0].value))

    def _links(self) -> None:
        least, most = self._series("Link", "p_min_pu"), self._series("Link", "p_max_pu")
        for name, row in self.network.links.iterrows():
            one, other, nominal = self.buses[row["bus0"]], self.buses[row["bus1"]], self._nominal(row)
            low, high, kept = least[name].to_numpy(), most[name].to_numpy(), float(row["efficiency"])
            if (low < 0).any():
                if kept != 1.0 or not isinstance(nominal, float):
                    raise ValueError(f"link {name} goes both ways with losses or a size to be found")
                self._converter(f"{name} back", other, one, nominal, np.zeros(len(low)), -low, 1.0)
                low = np.zeros(len(low))
            node = self._converter(str(name), one, other, nominal, low, high, kept)
            self._note(("Link", name), one, node, nominal)

    def _converter(self, label: str, one: Any, other: Any, nominal: Any, low: np.ndarray, high: np.ndarray,
                   kept: float) -> Any:
        flow = self.solph.Flow(nominal_capacity=nominal, minimum=low, maximum=high)
        return self._add(self.solph.components.Converter(
            label=label, inputs={one: flow}, outputs={other: self.solph.Flow()}, conversion_factors={other: kept}))


def _global_constraints(built: _Builder, model: Any, pyo: Any, weights: list[float]) -> None:
    """Caps on emissions and limits of a carrier's capacity; oemof's own count hours, not the weights of snapshots."""
    n = built.network
    model.global_limits = pyo.ConstraintList()
    for _, row in n.global_constraints.iterrows():
        if row["type"] == "primary_energy":
            left = sum(flow.custom_properties[EMISSION] * weights[t] * model.flow[i, o, t]
                       for (i, o), flow in model.flows.items() if flow.custom_properties.get(EMISSION)
                       for t in model.TIMESTEPS)
        else:
            members = n.generators.index[(n.generators["carrier"] == row["carrier_attribute"])
                                         & n.generators["p_nom_extendable"]]
            left = sum(model.InvestmentFlowBlock.invest[(*built.flow_of[name], 0)] for name in members)
        right = float(row["constant"])
        model.global_limits.add({"<=": left <= right, ">=": left >= right, "==": left == right}[row["sense"]])
