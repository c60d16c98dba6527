"""The look that all charts share: one palette by technology, and dictionaries Plotly draws.

The palette is `data/palette.csv` (technology, stack_order, colour, use), used by the workbook too, so that a
technology has the same colour wherever it is drawn.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from gridplan.library.errors import LibraryError
from gridplan.library.tables import table

INK = "#1c2127"
ACCENT = "#1f4e79"
QUIET = "#8b949c"
SEQUENTIAL = [[0.0, "#eef3f7"], [0.5, "#7fa3c0"], [1.0, "#16324d"]]
CURVE_POINTS = 600
SCARCE_QUANTILE = 0.97
LABEL_WIDTH = 34
DARKEST, LIGHTEST = 0.45, 0.6
"""How far shades of one colour go towards black and white."""

NEVER_FIRST = "），。、；：》"


@cache
def palette() -> pd.DataFrame:
    """Colours and stacking order by technology: index technology, columns stack_order, colour, use.

    Raises
    ------
    LibraryError
        The palette is damaged.
    """
    frame = table("palette").set_index("technology").sort_values("stack_order")
    if not frame.index.is_unique:
        raise LibraryError("palette.csv gives a technology twice")
    return frame


def colour(technology: str) -> str:
    """Colour of a technology, retrofit state or flow.

    Raises
    ------
    KeyError
        The palette has no such row.
    """
    return str(palette().at[technology, "colour"])


def in_shades(colours: Sequence[str]) -> list[str]:
    """The colours (#rrggbb) with those that stand several times, such as the channels' one, in shades of it."""
    alike, seen, shades = Counter(colours), Counter[str](), []
    for one in colours:
        shades.append(_shade(one, seen[one] / (alike[one] - 1)) if alike[one] > 1 else one)
        seen[one] += 1
    return shades


def _shade(one: str, place: float) -> str:
    """A colour made darker at place 0 and lighter at place 1."""
    parts = [int(one[at:at + 2], 16) for at in (1, 3, 5)]
    towards, share = (0.0, DARKEST * (1.0 - 2.0 * place)) if place < 0.5 else (255.0, LIGHTEST * (2.0 * place - 1.0))
    return "#" + "".join(f"{round(part + share * (towards - part)):02x}" for part in parts)


def stacked(technologies: Iterable[str]) -> list[str]:
    """The technologies in stacking order, lowest first.

    Raises
    ------
    KeyError
        The palette lacks one of them.
    """
    present = set(technologies)
    unknown = present - set(palette().index)
    if unknown:
        raise KeyError(f"data/palette.csv has no colour for {', '.join(sorted(unknown))}")
    return [name for name in palette().index if name in present]


def plain(text: str) -> str:
    """Text for a chart: Plotly reads its own small markup in labels, and names come from users."""
    return html.escape(str(text), quote=False)


def wrapped(text: str) -> str:
    """A long label for a chart, broken into short lines; a Chinese character is two letters wide."""
    lines, width = [""], 0
    for word in re.findall(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+", text):
        size = sum(2 if character >= "\u2e80" else 1 for character in word)
        if width + size > LABEL_WIDTH and lines[-1] and word not in NEVER_FIRST:
            lines.append("")
            width = 0
        lines[-1] += word
        width += size
    return "<br>".join(plain(line.strip()) for line in lines)


def numbers(values: Sequence[float] | np.ndarray | pd.Series, digits: int = 4) -> list[float | None]:
    """Rounded numbers for a chart's JSON; no figure becomes null."""
    rounded = np.round(np.asarray(values, dtype=float), digits)
    return [float(value) if np.isfinite(value) else None for value in rounded]


def bar(name: str, colour_of_bar: str, x: Sequence[Any], y: Sequence[Any], unit: str, **more: Any) -> dict[str, Any]:
    """One series of a bar chart; horizontal with `orientation="h"`."""
    sideways = more.get("orientation") == "h"
    value = "%{x:,.4~r}" if sideways else "%{y:,.4~r}"
    label = "%{y}" if sideways else "%{x}"
    return {
        "type": "bar",
        "name": plain(name),
        "x": list(x),
        "y": list(y),
        "marker": {"color": colour_of_bar},
        "hovertemplate": f"{plain(name)} · {label}<br>{value} {plain(unit)}<extra></extra>",
        **more,
    }


def line(name: str, colour_of_line: str, x: Sequence[Any], y: Sequence[Any], unit: str, **more: Any) -> dict[str, Any]:
    """One line of a chart."""
    style = {"color": colour_of_line, "width": 2, **more.pop("line", {})}
    return {
        "type": "scatter",
        "mode": "lines",
        "name": plain(name),
        "x": list(x),
        "y": list(y),
        "line": style,
        "hovertemplate": f"{plain(name)}<br>%{{x:,.4~r}}: %{{y:,.4~r}} {plain(unit)}<extra></extra>",
        **more,
    }


def hatched(colour_of_bar: str) -> dict[str, Any]:
    """Marker of what is newly built: the technology's colour, hatched."""
    return {
        "color": colour_of_bar,
        "line": {"color": colour_of_bar, "width": 1},
        "pattern": {
            "shape": "/",
            "fgcolor": colour_of_bar,
            "bgcolor": "#ffffff",
            "size": 6,
            "solidity": 0.45,
        },
    }


def outlined(colour_of_bar: str) -> dict[str, Any]:
    """Marker of what leaves service: an empty bar with the technology's outline."""
    return {"color": "#ffffff", "line": {"color": colour_of_bar, "width": 1.5}}


def sideways_layout(labels: Sequence[str], **more: Any) -> dict[str, Any]:
    """Layout of a horizontal bar chart, first label on top."""
    layout: dict[str, Any] = {
        "barmode": "relative",
        "bargap": 0.35,
        "xaxis": {"zeroline": True, "zerolinecolor": INK, "tickformat": ",~r", "nticks": 7},
        "yaxis": {
            "categoryorder": "array",
            "categoryarray": [wrapped(label) for label in labels][::-1],
            "showgrid": False,
            "ticksuffix": "  ",
        },
        "margin": {"l": 20, "r": 20, "t": 6, "b": 36},
    }
    return _merged(layout, more)


def upright_layout(**more: Any) -> dict[str, Any]:
    """Layout of a chart with upright bars or lines."""
    layout: dict[str, Any] = {
        "xaxis": {"showgrid": False},
        "yaxis": {"zeroline": True, "zerolinecolor": INK, "tickformat": ",~r"},
        "bargap": 0.3,
        "margin": {"l": 56, "r": 16, "t": 10, "b": 40},
    }
    return _merged(layout, more)


def duration_curve(values: np.ndarray, weight_h: np.ndarray) -> tuple[list[float | None], list[float | None]]:
    """Hours at or above each level, thinned to a few hundred points that keep both ends.

    Parameters
    ----------
    values, weight_h
        Value and hours of the year of each block, shape (time,).

    Returns
    -------
    tuple
        Hours of the year (x) and levels from highest to lowest (y).
    """
    order = np.argsort(-values, kind="stable")
    hours = np.cumsum(weight_h[order])
    level = values[order]
    keep = np.unique(np.linspace(0, len(level) - 1, min(CURVE_POINTS, len(level))).round().astype(int))
    return numbers(hours[keep], 1), numbers(level[keep], 4)


def price_top(price: np.ndarray) -> float:
    """Top of a price axis: scarce hours run off it rather than flatten the rest of the year."""
    finite = price[np.isfinite(price)]
    return max(1.3 * float(np.quantile(finite, SCARCE_QUANTILE)), 1e-3)


def heat_map(z: np.ndarray, x: Sequence[str], y: Sequence[str], unit: str, **more: Any) -> dict[str, Any]:
    """A heat map in the report's one-colour scale; z has shape (len(y), len(x))."""
    return {
        "type": "heatmap",
        "z": [numbers(row) for row in z],
        "x": list(x),
        "y": list(y),
        "colorscale": SEQUENTIAL,
        "xgap": 1,
        "ygap": 1,
        "colorbar": {"thickness": 10, "outlinewidth": 0, "tickformat": ",~r", "title": {"text": unit, "side": "right"}},
        "hovertemplate": f"%{{x}} %{{y}}<br>%{{z:,.4~r}} {unit}<extra></extra>",
        **more,
    }


def _merged(base: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    for key, value in changes.items():
        both_nested = isinstance(value, dict) and isinstance(base.get(key), dict)
        base[key] = {**base[key], **value} if both_nested else value
    return base
