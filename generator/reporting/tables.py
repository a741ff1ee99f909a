"""Tables as text: aligned for a terminal, piped for Markdown, and cells that do no harm."""

from __future__ import annotations

from collections.abc import Sequence

WIDEST = 40
"""How many characters a cell shows in an aligned table."""
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a formula begins with, in full width, too, as spreadsheets in Japanese take it."""


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns as wide as their widest cell; a long cell is cut so that a row fits a screen."""
    cut = [[cell if len(cell) <= WIDEST else f"{cell[: WIDEST - 1]}…" for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cut, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in cut]


def piped(cells: Sequence[str]) -> str:
    """A row of a Markdown table."""
    return f"| {' | '.join(cells)} |"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join(f"\\{one}" if one in "\\`*_{}[]<>()#+!|~&@" else one for one in text)


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in _FORMULAS else cell
