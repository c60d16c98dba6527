"""The sources of generated series are told in the reader's language, whatever a case needs."""

from __future__ import annotations

import pytest

from gridplan.case.load import load_case
from gridplan.library.paths import cases_dir
from gridplan.results.generated_sources import FORMS, PREFIX, generated_text
from gridplan.results.labels import label


@pytest.mark.parametrize("name", ["hunan-2030-levers", "ningxia-2030-levers"])
def test_every_source_of_a_shipped_case_is_known(name: str) -> None:
    sources = [text for text in load_case(cases_dir() / name).origins["source"] if text.startswith(PREFIX)]
    assert len(sources) > 8
    for source in sources:
        told = generated_text(source, "zh")
        assert told is not None and not any("a" <= letter.lower() <= "z" for letter in told), source
        english = generated_text(source, "en")
        assert english is not None and "_" not in english, source


@pytest.mark.parametrize(("source", "zh"), [
    ("generated: wind_onshore of hunan, 2230 full-load hours, weather seed 1",
     "程序生成：湖南陆上风电，利用小时 2230，气象种子 1"),
    ("generated: import delivery of 4750 full-load hours, calendar of 2030",
     "程序生成：受电曲线，利用小时 4750，2030 年日历"),
    ("generated: heat demand of ningxia in the heating months 11 12 1, weather seed 3",
     "程序生成：宁夏热负荷，采暖月 11、12、1，气象种子 3"),
])
def test_a_source_in_chinese(source: str, zh: str) -> None:
    assert generated_text(source, "zh") == zh


def test_what_is_not_generated_or_not_known_is_left_as_it_stands() -> None:
    assert generated_text("GB/T 2589-2020", "zh") is None and generated_text("generated: by hand", "zh") is None
    assert all(label(f"generated.{form}", lang) for form in FORMS for lang in ("zh", "en"))
