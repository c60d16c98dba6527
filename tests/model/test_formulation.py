"""The page of the formulation names everything that is in the model."""

from __future__ import annotations

import re
from pathlib import Path

import pyomo.environ as pyo
import pytest

from gridplan.case.schema import schema
from gridplan.library.tables import table
from gridplan.model.accounts import ACCOUNTS
from gridplan.model.build import build_model
from tests.support.rich_case import rich_case
from tests.support.small_case import axis_of

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [DOCS / "formulation.md", *sorted((DOCS / "levers").glob("*.md"))]
"""The core, and a page for each lever."""


@pytest.fixture(scope="module")
def page():
    return "\n".join(path.read_text(encoding="utf-8") for path in PAGES)


@pytest.fixture(scope="module")
def model():
    return build_model(rich_case(), axis_of(24))


def named(text: str) -> set[str]:
    return {name.split("_(")[0] for name in re.findall(r"`([A-Za-z0-9_.*]+)`", text)}


@pytest.mark.parametrize("kind", [pyo.Constraint, pyo.Var, pyo.Objective])
def test_every_component_of_the_model_is_on_the_page(model, page, kind):
    names = {component.local_name for component in model.pyomo.component_objects(kind)}
    names = {name for name in names if not re.match(r"(policy|slack|annual)_", name)}
    assert names - named(page) == set()


def test_every_account_is_on_the_page(page):
    assert {f"account_{name}" for name in ACCOUNTS} <= named(page)


def test_every_enforceable_metric_is_on_the_page(page):
    metrics = table("metrics")
    patterns = [re.escape(name).replace(r"\*", ".+") for name in named(page) if "." in name]
    missing = [metric for metric in metrics.loc[metrics["enforceable"] == "yes", "metric"]
               if not any(re.fullmatch(pattern, metric) for pattern in patterns)]
    assert missing == []


def test_every_cost_term_is_on_the_page(model, page):
    terms = {cost.term for cost in model.costs}
    objective = page.split("## Objective")[1]
    assert [term for term in sorted(terms) if f"`{term}`" not in objective and term not in objective] == []


def test_every_row_named_on_the_page_is_in_the_model(model, page):
    rows = {component.local_name for component in model.pyomo.component_objects(pyo.Constraint)}
    listed = set(re.findall(r"`([a-z_]+)`", "\n".join(
        line.split("|")[1] for line in page.splitlines() if line.startswith("| `") and line.count("|") == 4)))
    data_sets = {name for name in listed if name.isupper()} | schema().tables.keys()
    assert listed - data_sets - rows - {"account_solar_gross", "account_wind_gross", "account_extra_use"} == set()
