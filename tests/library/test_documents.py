"""Every policy document has a name a reader of English knows, and keeps the title by which it is found."""

from __future__ import annotations

import csv

from gridplan.library.documents import document_name
from gridplan.library.paths import cases_dir
from gridplan.library.tables import table


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def test_every_document_of_the_list_and_of_the_shipped_cases_has_an_english_name() -> None:
    cited = set(table("targets")["document"])
    for path in cases_dir().glob("*/policies.csv"):
        with path.open(encoding="utf-8") as file:
            cited |= {row["document"] for row in csv.DictReader(file)}
    assert [document for document in cited if is_chinese(document) and document_name(document, "en") == document] == []


def test_a_title_stays_beside_its_gloss_and_a_note_does_not() -> None:
    assert document_name("湖南省碳达峰实施方案", "en") == "Hunan carbon-peak implementation plan (湖南省碳达峰实施方案)"
    assert document_name("2030年前碳达峰行动方案", "en").startswith("Action plan for peaking CO2 before 2030, 2021-10")
    assert document_name("工程判断", "en") == "planning judgement"
    assert document_name("NDRC/NEA 2023 No.569, annex 1", "zh") == "发改办能源〔2023〕569号，附件1"


def test_a_document_nobody_named_stands_as_it_is() -> None:
    assert document_name("某文件", "en") == "某文件" == document_name("某文件", "zh")


def test_each_is_named_once_without_chinese_in_the_english() -> None:
    rows = table("documents")
    assert rows["document"].is_unique and set(rows["kind"]) == {"title", "note"}
    assert not rows["name_en"].map(is_chinese).any()
