"""Tables on the screen: ruled on a terminal, plain aligned columns when piped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gridplan.cli.voice import Voice


def show_table(
    voice: Voice,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numbers: Sequence[int] = (),
    title: str = "",
) -> None:
    """Print rows of text under their headings; the columns at the positions `numbers` are set to the right."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    terminal = voice.out.is_terminal
    table = Table(
        title=title or None,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD if terminal else None,
        pad_edge=False,
        header_style="bold" if terminal else "",
    )
    for position, head in enumerate(heads):
        table.add_column(head, justify="right" if position in numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    voice.show(table)
    if not terminal:
        voice.line()
