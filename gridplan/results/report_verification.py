"""The proof of the plan: between which bounds its cost lies, what was checked, and the record of the run."""

from __future__ import annotations

from typing import Any

from gridplan.results.proof import check_figures, moment_text, proof_lines
from gridplan.results.report_blocks import Block, Column, Mark, Points, Row, Table
from gridplan.results.report_units import number, significant, unit
from gridplan.results.report_words import Words
from gridplan.results.types import Results


def verification_blocks(results: Results, words: Words) -> list[Block]:
    """The proof: bounds, residuals and recomputed balances, then the size and time of the run."""
    return [_proof(results.run, words), _checks(results.run, words), _run_table(results, words)]


def _proof(run: dict[str, Any], words: Words) -> Table:
    """Method, bounds, gap and residuals, as far as the way of solving tells them."""
    rows = [Row([line.name, line.text], "total" if line.key == "gap" else "") for line in proof_lines(run, words.lang)]
    columns = [Column(words("verification.item")), Column(words("verification.entry"), kind="long")]
    return Table(words("verification.bounds"), columns, rows, note=words("verification.proof_note"))


def _checks(run: dict[str, Any], words: Words) -> Table:
    rows = []
    for check in run.get("checks", []):
        name = words.optional("check", str(check["name"]))
        passed, failed = Mark(words("verification.ok"), "good"), Mark(words("verification.failed"), "bad")
        value, tolerance, shown_in = check_figures(check, words.lang)
        cells: list[str | Mark] = [name, significant(value), significant(tolerance), shown_in,
                                   passed if check["ok"] else failed]
        rows.append(Row(cells, "" if check["ok"] else "warn"))
    columns = [
        Column(words("verification.check"), kind="long"),
        Column(words("verification.value"), kind="number"),
        Column(words("verification.tolerance"), kind="number"),
        Column(words("verification.unit"), kind="short"),
        Column(words("verification.verdict")),
    ]
    return Table(words("verification.checks"), columns, rows, note=words("verification.checks_note"))


def _run_table(results: Results, words: Words) -> Table:
    """The record of the run; what it does not tell is left out."""
    run = results.run
    rows = [Row([words(f"verification.{key}"), text]) for key, text in _record(run, words).items() if text]
    return Table(
        words("verification.run"),
        [Column(words("verification.item")), Column(words("verification.entry"), kind="long")],
        rows,
    )


def _record(run: dict[str, Any], words: Words) -> dict[str, str]:
    """Lines of the record by what they tell; blank where the run does not."""
    seconds = run.get("seconds", {})
    # A page is made before it is written: what is still nothing is not told.
    phases = [phase for phase in ("read", "build", "solve", "verify", "write", "total") if seconds.get(phase)]
    size = {key: number(run[key], 0) for key in ("rows", "columns", "nonzeros") if key in run}
    ranges = run.get("coefficients", {}).items()
    joint, second = " · ", unit("seconds", words.lang)
    return {
        "hours": words("verification.hours_of", hours=number(run["hours"], 0), year=number(run["year_hours"], 0)),
        "size": words("verification.size_of", **size) if len(size) == 3 else "",
        "seconds": joint.join(f"{words(f'phase.{phase}')} {second.with_name(seconds[phase])}" for phase in phases),
        "memory": f"{number(run['peak_memory_gb'], 2)} GB" if "peak_memory_gb" in run else "",
        "coefficients": joint.join(
            f"{words.optional('coefficients', name)} {significant(low)} … {significant(high)}"
            for name, (low, high) in ranges
        ),
        "fingerprint": str(run.get("fingerprint", "")),
        "versions": joint.join(f"{name} {version}" for name, version in run.get("versions", {}).items()),
        "created": moment_text(str(run.get("created", "")), words.lang),
    }


def reading_blocks(words: Words) -> list[Block]:
    """How to read the report: what its words mean and what its numbers do not say."""
    terms = words.group("reading_term")
    return [Points([(term, words(f"reading_meaning.{key}")) for key, term in terms.items()])]
