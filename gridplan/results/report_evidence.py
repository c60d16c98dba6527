"""What stands behind the plan: every figure the case did not give, with its source."""

from __future__ import annotations

import pandas as pd

from gridplan.case.schema import schema
from gridplan.results.generated_sources import generated_text
from gridplan.results.labels import has_label, label
from gridplan.results.ledger import TABLE_OF
from gridplan.results.report_blocks import Block, Column, Mark, Row, Table, Text
from gridplan.results.report_words import Words
from gridplan.results.types import Results, kept

BASIS_ORDER = ("judgement", "generated", "derived", "literature", "reported", "official")
BASIS_TONE = {"judgement": "open", "generated": "open"}


def assumption_blocks(results: Results, words: Words) -> list[Block]:
    """Every default the run used, by table, with its value, basis and source."""
    origins = results.case.origins
    if origins.empty:
        return [Text(words("assumptions.none"))]
    blocks: list[Block] = [_basis_table(origins, words)]
    for table, rows in origins.groupby("table", sort=False):
        blocks.append(_origin_table(results, str(table), rows, words))
    return blocks


def _basis_table(origins: pd.DataFrame, words: Words) -> Table:
    counts = origins["basis"].value_counts()
    order = [basis for basis in BASIS_ORDER if basis in counts.index]
    order += [str(basis) for basis in counts.index if basis not in BASIS_ORDER]
    rows = [Row([_basis_name(basis, words), str(int(counts[basis])), _basis_meaning(basis, words)]) for basis in order]
    columns = [
        Column(words("assumptions.basis")),
        Column(words("assumptions.count"), kind="number"),
        Column(words("assumptions.meaning"), kind="long"),
    ]
    return Table(words("assumptions.basis_table"), columns, rows)


def _basis_name(basis: str, words: Words) -> str:
    return words.optional("basis", basis)


def _basis_meaning(basis: str, words: Words) -> str:
    return words(f"basis_meaning.{basis}") if words.has(f"basis_meaning.{basis}") else ""


def _origin_table(results: Results, table: str, origins: pd.DataFrame, words: Words) -> Table:
    """One table's defaults; the same figure used by several rows is told once, with all their names."""
    same = ["column", "value", "basis", "source"]
    rows = []
    for (column, value, basis, source), group in origins.astype(str).groupby(same, sort=False):
        name, unit_name = _column_words(table, str(column), words)
        assets = words("punctuation.list").join(
            _row_name(results, table, key, words.lang) for key in dict.fromkeys(group["key"]) if key)
        tone = BASIS_TONE.get(str(basis), "quiet")
        rows.append(
            Row(
                [
                    name,
                    assets,
                    _plain_value(str(value)),
                    unit_name,
                    Mark(_basis_name(str(basis), words), tone),
                    source_text(str(source), words.lang),
                ]
            )
        )
    columns = [
        Column(words("assumptions.figure"), kind="long"),
        Column(words("assumptions.used_by"), kind="long"),
        Column(words("assumptions.value"), kind="number"),
        Column(words("assumptions.unit"), kind="short"),
        Column(words("assumptions.basis")),
        Column(words("assumptions.source"), kind="long"),
    ]
    title = table_title(table, words.lang)
    return Table(words("assumptions.of_table", table=title), columns, rows, folded=True, stacked=True)


def table_title(table: str, lang: str) -> str:
    """What a case table is called; hourly series and what the schema does not know by their own names."""
    tables = schema().tables
    if table in tables:
        return tables[table].title(lang)
    return label(f"table.{table}", lang) if has_label(f"table.{table}") else table


def source_text(source: str, lang: str) -> str:
    """Where a figure comes from: documents as they are cited, the library's own remarks in the language."""
    made = generated_text(source, lang)
    if made is not None:
        return made
    return label(f"source.{source}", lang) if has_label(f"source.{source}") else source


def unit_text(unit: str, lang: str) -> str:
    """A unit of the case tables in the language."""
    return label(f"unit.{unit}", lang) if has_label(f"unit.{unit}") else unit


def _column_words(table: str, column: str, words: Words) -> tuple[str, str]:
    """Name and unit of a column in the report's language; an English description is cut where it explains."""
    tables = schema().tables
    if table not in tables or column not in tables[table].columns:
        return column, ""
    told = tables[table].columns[column]
    name = told.name_zh if words.lang == "zh" else told.description_en.split(";")[0].split(":")[0]
    return str(name), unit_text(told.unit, words.lang)


def _row_name(results: Results, table: str, key: str, lang: str) -> str:
    """What a row of a case table is called, each part of its key by its own name; a part without one as it stands."""
    return " · ".join(_part_name(results, table, part, lang) for part in key.split())


def _part_name(results: Results, table: str, part: str, lang: str) -> str:
    owners = [table, *TABLE_OF.values(), "regions", "policies"]
    for names in (_names(results, name, lang) for name in dict.fromkeys(owners) if name in results.case.tables):
        if names.get(part):
            return names[part]
    groups = [group for group in ("fuel", "state", "technology") if has_label(f"{group}.{part}")]
    return label(f"{groups[0]}.{part}", lang) if groups else part


@kept
def _names(results: Results, table: str, lang: str) -> dict[str, str]:
    """Names of the rows of a case table by the first part of their key, as the first of them has it; empty where the
    table has no names."""
    rows = results.case.tables[table]
    if f"name_{lang}" not in rows:
        return {}
    first = rows.drop_duplicates(rows.columns[0])
    return {str(key): str(name) for key, name in zip(first.iloc[:, 0], first[f"name_{lang}"], strict=True)}


def _plain_value(value: str) -> str:
    try:
        return f"{float(value):,.10g}"
    except ValueError:
        return value
