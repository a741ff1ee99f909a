"""Tables as text, for terminals and in Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from ..escaping import one_line

MAX_CELL_WIDTH = 40
"""Most characters of a cell in an aligned table."""


def align_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines with columns as wide as their widest cell; long cells are cut."""
    cut = [[_cut(one_line(cell)) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cut, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in cut]


def _cut(cell: str) -> str:
    return cell if len(cell) <= MAX_CELL_WIDTH else f"{cell[: MAX_CELL_WIDTH - 1]}…"


def markdown_row(cells: Sequence[str]) -> str:
    """A row of a Markdown table."""
    return f"| {' | '.join(cells)} |"
