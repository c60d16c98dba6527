"""What stands behind the plan: the figures assumed, each with its source, and the proof of the solution."""

from __future__ import annotations

from typing import Any

import pandas as pd

from gridplan.library.paths import data_dir
from gridplan.results.report_blocks import Block, Column, Figure, KeyFigures, Mark, Points, Row, Table, Text
from gridplan.results.report_units import number, significant, unit
from gridplan.results.report_words import Words
from gridplan.results.types import Results

BASIS_ORDER = ("judgement", "generated", "derived", "literature", "reported", "official")
BASIS_TONE = {"judgement": "open", "generated": "open"}


def assumption_blocks(results: Results, words: Words) -> list[Block]:
    """Every default the run used, by table, with its value, basis and source."""
    origins = results.case.origins
    if origins.empty:
        return [Text(words("assumptions.none"))]
    schema = pd.read_csv(data_dir() / "schema.csv", dtype=str, keep_default_na=False).set_index(["table", "column"])
    blocks: list[Block] = [_basis_table(origins, words)]
    for table, rows in origins.groupby("table", sort=False):
        blocks.append(_origin_table(str(table), rows, schema, words))
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


def _origin_table(table: str, origins: pd.DataFrame, schema: pd.DataFrame, words: Words) -> Table:
    """One table's defaults; the same figure used by several rows is told once, with all their names."""
    same = ["column", "value", "basis", "source"]
    rows = []
    for (column, value, basis, source), group in origins.astype(str).groupby(same, sort=False):
        name, unit_name = _column_words(schema, table, str(column), words)
        assets = ", ".join(key for key in dict.fromkeys(group["key"]) if key)
        tone = BASIS_TONE.get(str(basis), "quiet")
        rows.append(
            Row(
                [
                    name,
                    assets,
                    _plain_value(str(value)),
                    unit_name,
                    Mark(_basis_name(str(basis), words), tone),
                    str(source),
                ]
            )
        )
    columns = [
        Column(words("assumptions.figure"), kind="long"),
        Column(words("assumptions.used_by"), kind="long"),
        Column(words("assumptions.value"), kind="number"),
        Column(words("assumptions.unit")),
        Column(words("assumptions.basis")),
        Column(words("assumptions.source"), kind="long"),
    ]
    title = words.optional("tables", table)
    return Table(words("assumptions.of_table", table=title), columns, rows, folded=True)


def _column_words(schema: pd.DataFrame, table: str, column: str, words: Words) -> tuple[str, str]:
    """Name and unit of a column in the report's language; an English description is cut where it explains."""
    if (table, column) not in schema.index:
        return column, ""
    row = schema.loc[(table, column)]
    name = row["name_zh"] if words.lang == "zh" else row["description_en"].split(";")[0].split(":")[0]
    return str(name), str(row["unit"])


def _plain_value(value: str) -> str:
    try:
        return f"{float(value):,.10g}"
    except ValueError:
        return value


def verification_blocks(results: Results, words: Words) -> list[Block]:
    """The proof: bounds, residuals and recomputed balances, then the size and time of the run."""
    run = results.run
    money = unit("money", words.lang)
    residuals = run["residuals"]
    figures = [
        Figure(words("verification.cost"), money.text(run["cost_million_cny"]), money.name),
        Figure(words("verification.bound"), money.text(run["lower_bound_million_cny"]), money.name),
        Figure(words("verification.gap"), significant(100.0 * run["gap"]), "%"),
        Figure(words("verification.row"), significant(residuals["max_row"]), words("verification.original_units")),
        Figure(
            words("verification.bound_residual"),
            significant(residuals["max_bound"]),
            words("verification.original_units"),
        ),
    ]
    return [KeyFigures(figures), _checks(run, words), _run_table(results, words)]


def _checks(run: dict[str, Any], words: Words) -> Table:
    rows = []
    for check in run["checks"]:
        name = words.optional("check", str(check["name"]))
        passed, failed = Mark(words("verification.ok"), "good"), Mark(words("verification.failed"), "bad")
        figures = [significant(float(check[key])) for key in ("value", "tolerance")]
        cells = [name, *figures, check.get("unit", ""), passed if check["ok"] else failed]
        rows.append(Row(cells, "" if check["ok"] else "warn"))
    columns = [
        Column(words("verification.check"), kind="long"),
        Column(words("verification.value"), kind="number"),
        Column(words("verification.tolerance"), kind="number"),
        Column(words("verification.unit")),
        Column(words("verification.verdict")),
    ]
    return Table(words("verification.checks"), columns, rows, note=words("verification.checks_note"))


def _run_table(results: Results, words: Words) -> Table:
    run, seconds, solver = results.run, results.run["seconds"], results.run["solver"]
    pairs = [
        (
            "hours",
            words("verification.hours_of", hours=number(run["hours"], 0), year=number(run["year_hours"], 0)),
        ),
        (
            "size",
            words(
                "verification.size_of",
                rows=number(run["rows"], 0),
                columns=number(run["columns"], 0),
                nonzeros=number(run["nonzeros"], 0),
            ),
        ),
        ("solver", f"{solver['name']} {solver['version']} · {solver['method']}"),
        (
            "seconds",
            " · ".join(
                f"{words(f'phase.{phase}')} {number(seconds[phase], 1)} s"
                for phase in ("read", "build", "solve", "verify", "write", "total")
                if phase in seconds
            ),
        ),
        ("memory", f"{number(run['peak_memory_gb'], 2)} GB"),
        (
            "coefficients",
            " · ".join(
                f"{words.optional('coefficients', name)} {significant(low)} … {significant(high)}"
                for name, (low, high) in run["coefficients"].items()
            ),
        ),
        ("fingerprint", str(run["fingerprint"])),
        ("versions", " · ".join(f"{name} {version}" for name, version in run["versions"].items())),
        ("created", str(run["created"])),
    ]
    rows = [Row([words(f"verification.{key}"), text]) for key, text in pairs]
    return Table(
        words("verification.run"),
        [Column(words("verification.item")), Column(words("verification.entry"), kind="long")],
        rows,
    )


def reading_blocks(words: Words) -> list[Block]:
    """How to read the report: what its words mean and what its numbers do not say."""
    terms = words.group("reading_term")
    return [Points([(term, words(f"reading_meaning.{key}")) for key, term in terms.items()])]
