"""Every column the library must fill has a figure in range, and the most specific figure wins."""

import math

import pytest

from gridplan.library import defaults, provinces, tables
from gridplan.library.defaults import lookup

SCHEMA = tables.table("schema")
LIBRARY_COLUMNS = SCHEMA[SCHEMA["required"] == "library"]
FUELS = ("coal", "gas", "uranium", "biomass", "waste", "ammonia")


def technologies_of(table: str) -> list[str]:
    selector = defaults.SELECTORS.get(table)
    if selector is None:
        return [""]
    if table == "fuels":
        return list(FUELS)
    if table == "policies":
        return list(tables.table("metrics")["metric"])
    row = SCHEMA[(SCHEMA["table"] == table) & (SCHEMA["column"] == selector)].iloc[0]
    return str(row["choices"]).split()


@pytest.mark.parametrize(
    ("table", "column"), list(zip(LIBRARY_COLUMNS["table"], LIBRARY_COLUMNS["column"], strict=True))
)
def test_every_library_column_has_a_figure_for_each_technology(table: str, column: str) -> None:
    metrics = tables.table("metrics").set_index("metric")
    for technology in technologies_of(table):
        if column == "slack_price" and math.isnan(metrics.at[technology, "slack_price"]):
            continue
        for region in ("", "ningxia", "hunan", "guizhou"):
            for year in (2025, 2030, 2035):
                assert lookup(table, column, technology, region, year), (technology, region, year)


def test_every_default_is_within_the_limits_of_the_schema() -> None:
    limits = SCHEMA.set_index(["table", "column"])
    wrong = []
    for row in tables.table("defaults").to_dict("records"):
        limit = limits.loc[(row["table"], row["column"])]
        if limit["type"] not in ("number", "integer") or row["value"] == "":
            continue
        value = float(row["value"])
        if value < limit["minimum"] or value > limit["maximum"]:
            wrong.append((row["table"], row["column"], row["technology"], value))
    assert wrong == []


def test_every_value_lies_in_its_range_and_carries_the_schema_unit() -> None:
    units = SCHEMA.set_index(["table", "column"])["unit"]
    for row in tables.table("defaults").to_dict("records"):
        place = (row["table"], row["column"], row["technology"], row["region"], row["year"])
        assert row["unit"] == units[(row["table"], row["column"])], place
        assert row["basis"] in ("official", "reported", "derived", "literature", "judgement"), place
        if not math.isnan(row["low"]):
            assert row["low"] <= float(row["value"]) <= row["high"], place


def test_figures_are_given_for_technologies_the_schema_knows() -> None:
    for row in tables.table("defaults").to_dict("records"):
        assert row["technology"] in ["", *technologies_of(row["table"])], (row["table"], row["technology"])


def figure(value: float, technology: str = "", region: str = "", year: int | None = None) -> defaults.Default:
    return defaults.Default("t", "c", technology, region, year, value, math.nan, math.nan, "", "", "", "")


@pytest.fixture
def five_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    figures = {
        ("", ""): (figure(1),),
        ("", "wind"): (figure(3, "wind", year=2030), figure(2, "wind")),
        ("hunan", ""): (figure(4, region="hunan"),),
        ("hunan", "wind"): (figure(5, "wind", "hunan", 2035),),
    }
    monkeypatch.setattr(defaults, "_figures", lambda: {("t", "c"): figures})


@pytest.mark.parametrize(
    ("technology", "region", "year", "value"),
    [
        ("sun", "jilin", 2030, 1),  # nothing specific
        ("wind", "jilin", 2029, 2),  # technology, year not reached
        ("wind", "jilin", 2031, 3),  # latest year not after the planning year
        ("wind", "hunan", 2030, 4),  # province beats technology; its own technology row is for later
        ("wind", "hunan", 2035, 5),  # province and technology
    ],
)
def test_the_most_specific_figure_wins(
    five_figures: None, technology: str, region: str, year: int, value: float
) -> None:
    found = lookup("t", "c", technology, region, year)
    assert found is not None and found.value == value


def test_no_figure_is_none() -> None:
    assert lookup("cohorts", "name_zh", "coal", "", 2030) is None
    assert lookup("stores", "life_years", "flywheel", "", 2030) is None


def test_known_figures() -> None:
    def value(*place: object) -> float | str:
        found = lookup(*place)  # type: ignore[arg-type]
        assert found is not None
        return found.value

    assert value("regions", "line_loss_share", "", "hunan", 2030) == 0.065
    assert value("cohorts", "fuel", "gas_ccgt", "", 2030) == "gas"
    assert value("stores", "capex_power_cny_per_kw", "pumped_hydro", "ningxia", 2030) == 8000
    assert value("fuels", "price_cny_per_tce", "coal", "ningxia", 2030) == 650
    assert value("policies", "sense", "coal.net_heat_rate", "", 2030) == "max"
    assert value("policies", "slack_price", "quota.renewable_consumption", "", 2030) == 2000
    assert math.isnan(float(value("retrofits", "min_output_share", "efficiency", "", 2030)))
    now, later = (value("stores", "capex_energy_cny_per_kwh", "lithium", "", year) for year in (2025, 2030))
    assert float(later) < float(now)


def test_coal_is_priced_in_every_province() -> None:
    for province in provinces.province_ids():
        found = lookup("fuels", "price_cny_per_tce", "coal", province, 2030)
        assert found is not None and found.region == province
