"""Tables as text: aligned for a terminal, and piped for Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from ..escaping import one_line

WIDEST = 40
"""How many characters a cell shows in an aligned table."""


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns as wide as their widest cell; a long cell is cut so that a row fits a screen."""
    cut = [[_cut(one_line(cell)) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cut, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in cut]


def _cut(cell: str) -> str:
    return cell if len(cell) <= WIDEST else f"{cell[: WIDEST - 1]}…"


def piped(cells: Sequence[str]) -> str:
    """A row of a Markdown table."""
    return f"| {' | '.join(cells)} |"
