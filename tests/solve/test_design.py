"""A plan's design held while the year is dispatched again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gridplan.case.load import load_case
from gridplan.solve.design import Design, design_of, hold, solve_dispatch
from gridplan.solve.direct import solve_directly
from gridplan.solve.run import solve
from tests.case.support.tiny import write_tiny
from tests.support.calm import SHORT_GWH, calm_morning
from tests.support.rich_case import rich_case
from tests.support.solved import Solved, solve_small

HOURS = 48


@pytest.fixture(scope="module")
def rich() -> Solved:
    return solve_small(rich_case(), HOURS)


def quiet(_phase: str, **_figures: object) -> None:
    """Nobody listens."""


def test_a_plan_with_every_lever_gives_back_its_own_cost(rich: Solved) -> None:
    held, record = hold(rich.model, rich.problem, design_of(rich.dataset))
    assert record["holds_design"]["moved"] == {}
    found = solve_dispatch(rich.model, held, quiet, threads=1, time_limit_s=None, method="auto")
    assert found is not None
    solution, certificate = found
    assert certificate.proven and solution.method == "dispatch"
    assert certificate.cost == pytest.approx(rich.cost, rel=2e-5)
    # The whole programme with its design held, nothing left out, says the same.
    whole = solve_directly(held, quiet, "simplex", threads=1).certificate
    assert certificate.cost == pytest.approx(whole.cost, rel=2e-5)


def test_a_plan_on_its_own_weather_gives_back_its_own_cost(tmp_path: Path) -> None:
    plan = solve(load_case(write_tiny(tmp_path / "tiny")), hours=24)
    again = solve(plan.case, hours=24, design=design_of(plan.dataset))
    assert again.run["solver"]["method"] == "dispatch"
    assert again.run["cost_million_cny"] == pytest.approx(plan.run["cost_million_cny"], rel=2e-5)
    assert again.run["gap"] < 1e-4 and again.run["holds_design"]["moved"] == {}
    for name in ("thermal_capacity_gw", "renewable_capacity_gw", "store_energy_gwh", "thermal_retired_gw"):
        assert np.allclose(again.dataset[name], plan.dataset[name], atol=2e-4, equal_nan=True), name


def test_a_year_the_plan_has_not_seen_by_hand() -> None:
    case, calm = calm_morning()
    plan = solve(case, hours=24)
    year = solve(calm, hours=24, design=design_of(plan.dataset))
    assert plan.run["unserved_gwh"] == pytest.approx(0.0, abs=1e-3)
    assert year.run["unserved_gwh"] == pytest.approx(SHORT_GWH, rel=1e-4)
    assert year.run["status"] == "missed_targets"
    # 438 GWh at 10 000 CNY/MWh, and 0.6 GW of coal in the same hours at 300 g/kWh and 1000 CNY/t: 300 CNY/MWh.
    assert year.run["cost_million_cny"] == pytest.approx(438 * 10 + 0.6 * 6 * 365 * 0.3, rel=1e-4)
    price = year.dataset["price_cny_per_mwh"].values.ravel()
    assert price[:6] == pytest.approx(10000.0) and price[6:] == pytest.approx(0.0, abs=1.0)


def test_where_the_case_could_build_its_way_out_the_design_still_holds() -> None:
    case, calm = calm_morning()
    plan = solve(case, hours=24)
    free = solve(calm, hours=24)
    assert free.run["unserved_gwh"] < 1.0, "wind would be built"
    held = solve(calm, hours=24, design=design_of(plan.dataset))
    assert held.dataset["renewable_capacity_gw"].item() == pytest.approx(1.0, abs=1e-4)


def test_a_plan_that_says_nothing_of_a_capacity_is_refused(rich: Solved) -> None:
    partial = {name: values for name, values in design_of(rich.dataset).values.items() if name != "store_power_gw"}
    with pytest.raises(ValueError, match="store_power_gw"):
        hold(rich.model, rich.problem, Design(partial))


def test_a_capacity_that_cannot_be_held_is_named(rich: Solved) -> None:
    design = design_of(rich.dataset)
    wind = dict(design.values["renewable_capacity_gw"])
    more = replace(design, values={**design.values, "renewable_capacity_gw": {**wind, next(iter(wind)): 1e4}})
    _problem, record = hold(rich.model, rich.problem, more)
    assert any("renewable_capacity_gw" in name for name in record["holds_design"]["moved"])
