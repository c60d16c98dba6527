"""Nothing a planner reads is an id: units, tables, checks, kinds of cost and methods have a name in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gridplan.case.schema import schema
from gridplan.cli.main import Method
from gridplan.model.build import ASSET_CLASSES
from gridplan.results import checks
from gridplan.results.labels import has_label, label
from gridplan.results.report import css_string
from gridplan.results.report_evidence import table_title, unit_text
from gridplan.results.report_words import Words

CODE = Path(checks.__file__).parent
CHECK_NAME = re.compile(r'\b(?:Check|check|within|_check)\(\s*"([a-z_0-9]+)"')


def test_every_check_has_a_name() -> None:
    files = [CODE / "checks.py", *sorted((CODE / "subjects").glob("*.py"))]
    names = {name for file in files for name in CHECK_NAME.findall(file.read_text(encoding="utf-8"))}
    assert len(names) > 30
    assert sorted(name for name in names if not has_label(f"check.{name}")) == []


def test_every_unit_of_the_schema_is_said_in_chinese() -> None:
    units = {column.unit for table in schema().tables.values() for column in table.columns.values() if column.unit}
    assert sorted(unit for unit in units if not has_label(f"unit.{unit}")) == []
    assert unit_text("CNY/kW", "zh") == "元/千瓦" and unit_text("furlong", "zh") == "furlong"


def test_every_table_and_kind_of_cost_has_a_name() -> None:
    assert [name for name in schema().tables if table_title(name, "zh") == name] == []
    for lang in ("zh", "en"):
        words = Words(lang)
        assert [name for name in ASSET_CLASSES if not words.has(f"cost_subject.{name}")] == []


@pytest.mark.parametrize("method", [*(method.value for method in Method), "certified"])
def test_every_method_has_a_name(method: str) -> None:
    assert label(f"method.{method}", "zh") != label(f"method.{method}", "en")


def test_a_title_in_a_style_is_only_a_string() -> None:
    assert css_string('a"}</style>') == '"a\\22 \\7d \\3c \\2f style\\3e "'
    assert css_string("宁夏2030") == '"宁夏2030"'
