"""An input column that changes nothing is a defect: every column of the schema moves the optimum, or says why not."""

from __future__ import annotations

import copy

import pytest

from gridplan.case.schema import schema
from tests.support.effects import EFFECTS as CORE
from tests.support.levers import merged
from tests.support.small_case import small_case
from tests.support.solved import solve_small

LABEL = "a name or a note, shown in results"
WHICH_ROW = "says which planning year the row is for; rows are chosen before the model is built (tests/case)"
KEY = "a label by which other rows refer to this one"
SERIES = "shapes a generated series before the model sees it (tests/profiles, tests/case)"
REGISTER = "describes the units of the register; its figures are already in the cohort's other columns"

EFFECTS = CORE | merged("EFFECTS")
NOT_IN_THE_PROBLEM = merged("NO_EFFECT") | {
    **{f"{table}.{column}": LABEL for table in ("regions", "cohorts", "renewables", "reservoirs", "stores", "links",
                                                 "response", "policies") for column in ("name_zh", "name_en")},
    **{f"{table}.year": WHICH_ROW for table in ("regions", "demand", "cohorts", "retrofits", "renewables", "reservoirs",
                                                "stores", "links", "response", "fuels", "policies")},
    "regions.region": KEY, "cohorts.cohort": KEY, "renewables.renewable": KEY, "reservoirs.reservoir": KEY,
    "stores.store": KEY, "links.link": KEY, "response.response": KEY, "fuels.fuel": KEY, "policies.policy": KEY,
    "demand.region": "every region has just one row; that each has its own load is in test_demand.py",
    "regions.province": SERIES, "demand.peak_gw": SERIES, "renewables.annual_hours": SERIES,
    "regions.line_loss_share": "the grid load already contains the line loss; splits it off in the energy balance",
    "cohorts.size_class": REGISTER, "cohorts.start_year": REGISTER,
    "cohorts.units": REGISTER, "cohorts.chp": REGISTER, "cohorts.captive": REGISTER,
    "links.new_channel": "selects the targets a new case is given (tests/case_new); the row itself is the policy's",
    "policies.target_id": LABEL, "policies.document": LABEL, "policies.page": LABEL,
}


def test_every_column_of_the_schema_has_an_effect_or_a_reason_for_none():
    columns = {f"{table.name}.{column}" for table in schema().tables.values() for column in table.columns}
    assert columns - EFFECTS.keys() - NOT_IN_THE_PROBLEM.keys() == set()
    assert EFFECTS.keys() | NOT_IN_THE_PROBLEM.keys() <= columns
    assert not EFFECTS.keys() & NOT_IN_THE_PROBLEM.keys()


@pytest.mark.parametrize("column", list(EFFECTS))
def test_a_change_of_the_column_moves_the_cost_the_right_way(column):
    effect = EFFECTS[column]
    before, after = cost(column, effect.before), cost(column, effect.after)
    assert (after - before) * effect.sign > 1e-4, f"{column}: {before} -> {after}"


def cost(column: str, value: object) -> float:
    """Optimum of the column's base case with the column at a value, million CNY."""
    base = EFFECTS[column].base
    table, name = column.split(".")
    tables = copy.deepcopy(base.tables)
    if table not in tables:
        tables[table] = [dict(DEFAULT_ROWS[table])]
    tables[table][0][name] = value
    own_load = None if table == "demand" or "demand" in tables else base.load_gw
    profiles = {"load": [1.0], **base.profiles} if own_load is None else base.profiles
    # Many columns leave from the same case.
    same = repr((sorted((name, [sorted(row.items()) for row in rows]) for name, rows in tables.items()),
                 sorted((name, list(values)) for name, values in profiles.items()),
                 None if own_load is None else list(own_load), base.hours))
    if same not in _COSTS:
        _COSTS[same] = solve_small(small_case(tables, profiles, load_gw=own_load), base.hours).cost
    return _COSTS[same]


_COSTS: dict[str, float] = {}


DEFAULT_ROWS = {"regions": {"region": "r"}, "demand": {"region": "r", "energy_twh": 8.76},
                "fuels": {"fuel": "coal", "is_coal": True}}
