"""Neighbouring cases to measure with: a copy of a case with scenarios a planner would ask for."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gridplan.library.paths import cases_dir

CHANGES = {
    "coal_dear": '{ table = "fuels", row = "coal", column = "price_cny_per_tce", factor = 1.2 }',
    "coal_cheap": '{ table = "fuels", row = "coal", column = "price_cny_per_tce", factor = 0.8 }',
    "demand_high": '{ table = "demand", row = "*", column = "energy_twh", factor = 1.03 }',
    "demand_low": '{ table = "demand", row = "*", column = "energy_twh", factor = 0.97 }',
    "wind_cheap": '{ table = "renewables", row = "*", where = { technology = "wind_onshore" }, '
                  'column = "capex_cny_per_kw", factor = 0.9 }',
    "solar_cheap": '{ table = "renewables", row = "*", where = { technology = "solar_utility" }, '
                   'column = "capex_cny_per_kw", factor = 0.9 }',
    "stores_cheap": '{ table = "stores", row = "*", where = { technology = "lithium" }, '
                    'column = "capex_energy_cny_per_kwh", factor = 0.8 }',
    "quota_high": '{ table = "policies", row = "*", where = { metric = "quota.renewable_consumption" }, '
                  'column = "value", factor = 1.05 }',
    "money_dear": '{ setting = "discount_rate", factor = 1.25 }',
}
"""Scenario and its change; with the case as it is, ``base``, they are ten.  Prices, right-hand sides and the rate."""

MOST = len(CHANGES) + 1


@contextmanager
def with_scenarios(case: str, count: int) -> Iterator[tuple[Path, list[str]]]:
    """A copy of a shipped case with ``count`` scenarios, ``base`` among them: its folder and their names.

    Raises:
        ValueError: for more than there are.
    """
    if not 1 <= count <= MOST:
        raise ValueError(f"there are {MOST} scenarios, not {count}")
    chosen = dict(list(CHANGES.items())[:count - 1])
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / case
        shutil.copytree(cases_dir() / case, copy)
        text = "\n".join(f"[scenario.{name}]\nchanges = [{change}]\n" for name, change in chosen.items())
        (copy / "scenarios.toml").write_text(text, encoding="utf-8")
        yield copy, ["base", *chosen]
