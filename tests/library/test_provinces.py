"""Provinces by id, name and code."""

import pytest

from gridplan.library import provinces
from gridplan.library.errors import LibraryError


def test_a_province_has_names_and_heating_season() -> None:
    ningxia = provinces.province("ningxia")
    assert (ningxia.name_zh, ningxia.grid) == ("宁夏", "Northwest")
    assert ningxia.consumption_2024_twh == 139.0
    assert 1 in ningxia.heating_months and 7 not in ningxia.heating_months
    assert provinces.name("shaanxi", "zh") == "陕西"
    assert provinces.name("shanxi", "en") == "Shanxi"


@pytest.mark.parametrize("spelling", ["inner_mongolia", "Inner Mongolia", "内蒙古", " INNER MONGOLIA "])
def test_a_province_is_found_by_any_spelling(spelling: str) -> None:
    assert provinces.find_province(spelling).id == "inner_mongolia"


@pytest.mark.parametrize(("spelling", "province"), [
    ("xizang", "tibet"), ("青海省", "qinghai"), ("广西壮族自治区", "guangxi"), ("北京市", "beijing"),
    ("新疆维吾尔自治区", "xinjiang"), ("内蒙古自治区", "inner_mongolia"), ("Nei Mongol", "inner_mongolia")])
def test_official_names_are_known(spelling: str, province: str) -> None:
    assert provinces.find_province(spelling).id == province


def test_an_unknown_province_is_named_with_its_neighbours() -> None:
    with pytest.raises(LibraryError, match="did you mean guizhou"):
        provinces.province("guizhuo")


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(LibraryError, match="unknown language 'fr'"):
        provinces.name("hunan", "fr")  # type: ignore[arg-type]
