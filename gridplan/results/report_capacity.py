"""What stands, what is built and what leaves service."""

from __future__ import annotations

import pandas as pd

from gridplan.results.capacity_account import capacity, capacity_by_technology
from gridplan.results.ledger import asset_name, of
from gridplan.results.report_blocks import Block, Chart, Column, Legend, Row, Table
from gridplan.results.report_figures import (
    QUIET,
    colour,
    hatched,
    numbers,
    outlined,
    plain,
    sideways_layout,
    stacked,
    wrapped,
)
from gridplan.results.report_flows import Area
from gridplan.results.report_units import number, unit
from gridplan.results.report_words import Words
from gridplan.results.types import Results

VISIBLE_GW = 5e-4


def technology_name(technology: str, words: Words) -> str:
    """Name of a technology in the report's language."""
    return words(f"flow.{technology}")


def capacity_blocks(results: Results, area: Area, words: Words) -> list[Block]:
    """Bars of existing, built and retired capacity by technology, and the table by class of plant."""
    frame = of(capacity_by_technology(results), area.region, area.year).set_index("technology")
    frame = frame[(frame[["existing_gw", "built_gw", "retired_gw", "total_gw"]].abs() > VISIBLE_GW).any(axis=1)]
    return [_chart(frame, area, words), _table(results, area, words)]


def _chart(frame: pd.DataFrame, area: Area, words: Words) -> Chart:
    power = unit("power", words.lang)
    order = stacked(frame.index)
    names = [technology_name(name, words) for name in order]
    frame = frame.loc[order]
    kept = frame["existing_gw"] + frame["earlier_gw"] - frame["retired_gw"]
    shades = [colour(name) for name in order]
    series = [
        ("existing", kept, {"color": shades}),
        ("built", frame["built_gw"], _each(hatched, shades)),
        ("retired", -frame["retired_gw"], _each(outlined, shades)),
    ]
    traces = []
    for key, values, marker in series:
        title = words(f"capacity.{key}")
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": plain(title),
                "marker": marker,
                "y": [wrapped(name) for name in names],
                "x": numbers(power.scaled(values.to_numpy())),
                "hovertemplate": f"%{{y}} · {plain(title)}<br>%{{x:,.4~r}} {power.name}<extra></extra>",
            }
        )
    return Chart(
        title=words("capacity.chart", year=area.year),
        unit=power.name,
        data=traces,
        height_px=60 + 34 * len(names),
        layout=sideways_layout(names),
        alt=words("capacity.alt", name=area.name),
        legend=[
            Legend(words("capacity.existing"), QUIET),
            Legend(words("capacity.built"), QUIET, "hatched"),
            Legend(words("capacity.retired"), QUIET, "outline"),
        ],
    )


def _each(marker: object, shades: list[str]) -> dict[str, object]:
    """One marker for many bars: the properties that follow the colour become lists."""
    made = [marker(shade) for shade in shades]  # type: ignore[operator]
    result = dict(made[0])
    result["color"] = [one["color"] for one in made]
    result["line"] = {**made[0]["line"], "color": [one["line"]["color"] for one in made]}
    if "pattern" in made[0]:
        result["pattern"] = {**made[0]["pattern"], "fgcolor": shades}
    return result


def _table(results: Results, area: Area, words: Words) -> Table:
    power, energy = unit("power", words.lang), unit("store", words.lang)
    frame = of(capacity(results), area.region, area.year)
    frame = frame[frame["dimension"] != "link"]
    keys = ["existing_gw", "earlier_gw", "built_gw", "retired_gw", "total_gw"]
    if not (frame["earlier_gw"].abs() > VISIBLE_GW).any():
        keys.remove("earlier_gw")
    rows = []
    for line in frame.itertuples():
        if max(abs(getattr(line, key)) for key in keys) <= VISIBLE_GW:
            continue
        cells = [power.text(value) if value > VISIBLE_GW else "" for value in (getattr(line, key) for key in keys)]
        is_store = line.dimension == "store"
        store = [energy.text(line.energy_gwh), number(line.duration_h, 1)] if is_store else ["", ""]
        rows.append(
            Row(
                [
                    asset_name(results, line.dimension, line.asset, words.lang),
                    technology_name(line.technology, words),
                    *cells,
                    *store,
                ]
            )
        )
    columns = [
        Column(words("capacity.asset"), kind="long"),
        Column(words("capacity.technology")),
        *(Column(words(f"capacity.{key.removesuffix('_gw')}"), power.name, "number") for key in keys),
        Column(words("capacity.energy"), energy.name, "number"),
        Column(words("capacity.duration"), unit("hours", words.lang).name, "number"),
    ]
    return Table(words("capacity.table"), columns, rows, note=words("capacity.note"))
