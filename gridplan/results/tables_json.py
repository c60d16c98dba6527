"""Tables as JSON that come back as they went: column order, types, blanks."""

from __future__ import annotations

from typing import Any

import pandas as pd

TEXT = pd.Series([""]).dtype
"""Type this version of pandas gives to text."""


def encode(frame: pd.DataFrame) -> dict[str, Any]:
    """A table as plain JSON values: for each column its type and its values, null where it has none."""
    return {"length": len(frame), "columns": {str(name): _column(frame[name]) for name in frame.columns}}


def _column(values: pd.Series) -> dict[str, Any]:
    kind = "text" if pd.api.types.is_string_dtype(values) or values.dtype == object else str(values.dtype)
    return {"type": kind, "values": [None if pd.isna(value) else _plain(value) for value in values]}


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


def decode(stored: dict[str, Any]) -> pd.DataFrame:
    """The table that `encode` was given, with a RangeIndex.

    Raises ValueError where a column is not as long as the table.
    """
    index = pd.RangeIndex(stored["length"])
    columns = {}
    for name, column in stored["columns"].items():
        if len(column["values"]) != len(index):
            raise ValueError(f"column {name} has {len(column['values'])} values for {len(index)} rows")
        columns[name] = pd.Series(
            column["values"], index=index, dtype=TEXT if column["type"] == "text" else column["type"]
        )
    return pd.DataFrame(columns, index=index)
