"""Every name results need is there in both languages."""

from __future__ import annotations

import re

import pytest

from gridplan.case.schema import schema
from gridplan.library.tables import table
from gridplan.results.labels import LabelError, label, technology_name, unit_of_column, variable_name, with_unit
from gridplan.results.report_units import policy_unit, unit
from gridplan.results.target_shown import price_per_unit
from tests.support.sample_results import sample_results


def test_every_technology_state_and_kind_of_the_schema_has_a_name():
    for name, column in (("technology", "technology"), ("kind", "technology"), ("state", "state")):
        for part in schema().tables.values():
            if name in part.columns:
                for choice in part.columns[name].choices:
                    assert label(f"{column}.{choice}", "zh") and label(f"{column}.{choice}", "en")


def test_every_variable_of_the_dataset_has_a_name():
    for name in sample_results().dataset.data_vars:
        assert variable_name(str(name), "zh") != variable_name(str(name), "en")


def test_every_basis_of_a_default_has_a_name():
    for basis in {*table("defaults")["basis"], *table("fleet")["basis"], *table("resource")["recommended_basis"]} - {
        ""
    }:
        assert label(f"basis.{basis}", "zh")


def test_chinese_names_are_chinese():
    rows = table("labels")
    plain = rows[~rows["zh"].str.contains(r"[\u4e00-\u9fff]")]
    assert plain.empty, list(plain["key"])


def test_english_names_hold_no_chinese():
    rows = table("labels")
    assert not rows["en"].map(lambda text: bool(re.search(r"[\u3000-\u9fff\uff00-\uffef]", text))).any()


def test_an_unknown_name_is_an_error_that_offers_the_nearest():
    with pytest.raises(LabelError, match=r"technology\.coal"):
        technology_name("coall", "zh")


def test_an_unknown_language_is_an_error():
    with pytest.raises(LabelError, match="'fr'"):
        label("technology.coal", "fr")


def test_units_and_factors():
    power, energy = unit_of_column("total_gw", "zh"), unit_of_column("sent_gwh", "zh")
    assert power is not None and energy is not None
    assert (power.name, 2.0 * power.factor) == ("万千瓦", 200.0)
    assert (energy.name, 250.0 * energy.factor) == ("亿千瓦时", 2.5)
    assert unit_of_column("co2_kt", "zh") == unit("co2", "zh")
    assert unit_of_column("fuel_kt", "zh") == unit("coal", "zh")
    assert unit_of_column("technology", "zh") is None


def test_a_heading_carries_its_unit():
    assert with_unit("容量", "zh", unit("power", "zh")) == "容量\n（万千瓦）"
    assert with_unit("Capacity", "en", unit("power", "en")) == "Capacity\n(GW)"


def test_every_unit_of_the_metrics_is_written_in_both_languages():
    for name in set(table("metrics")["unit"]):
        for lang in ("zh", "en"):
            assert policy_unit(name, lang).name
            assert "_CO2_per" not in price_per_unit(1.0, name, lang)[1]
