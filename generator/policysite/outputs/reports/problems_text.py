"""A report for people at a terminal: each problem with its source line and a caret.

Nothing that a source holds can move the cursor, recolour the terminal or reorder a line: what
cannot be printed is shown by its number. Knows no file: source lines come from the caller.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from ...domain.problem_limits import OMITTED_RULES
from ...domain.problems import Problem, Severity
from ..escaping import escape_unprintable
from .counts import CheckCounts, summary_line

LineReader = Callable[[str, int], str | None]
"""The source line of a file (as in Position) by its number, or None where there is none."""

TERMINAL_WIDTH = 88
"""How many terminal cells of a source line are shown at most."""

_BOLD, _RED, _YELLOW, _BLUE, _CYAN = "1", "1;31", "1;33", "34", "36"
_SEVERITY_STYLES = {Severity.ERROR: _RED, Severity.WARNING: _YELLOW}
_TAB = "    "
_NEAR = 4 * TERMINAL_WIDTH
"""How many characters on each side of a caret are looked at."""
_CUT = "…"


def problems_text(
    problems: Sequence[Problem], counts: CheckCounts, *, read_line: LineReader, colour: bool
) -> str:
    """The problems in full, and the closing line. ANSI colours only where asked for."""

    def paint(style: str, words: str) -> str:
        return f"\x1b[{style}m{words}\x1b[0m" if colour else words

    blocks = [_block(problem, read_line, paint) for problem in problems]
    return "\n".join([*blocks, summary_line(counts) + "\n"])


def explain_command(code: str) -> str:
    """The command that prints the page about a code."""
    return f"policysite explain {code}"


def _block(problem: Problem, read_line: LineReader, paint: Callable[[str, str], str]) -> str:
    at = problem.position
    kind = paint(_SEVERITY_STYLES[problem.severity], f"{problem.severity}[{problem.code}]")
    place = paint(_BOLD, f"{escape_unprintable(at.file)}:{at.line}:{at.column}:")
    lines = [f"{place} {kind} {escape_unprintable(problem.message)}"]
    number = str(at.line)
    margin = " " * len(number)
    source = read_line(at.file, at.line) if problem.rule not in OMITTED_RULES.values() else None
    if source is not None:
        shown, caret = line_excerpt(source.rstrip("\r\n"), at.column)
        bar = paint(_BLUE, "|")
        lines += [
            f"{margin} {bar}",
            f"{paint(_BLUE, number)} {bar} {shown}".rstrip(),
            f"{margin} {bar} {' ' * caret}{paint(_RED, '^')}",
        ]
    if problem.hint:
        lines.append(f"{margin} {paint(_CYAN, '= help:')} {escape_unprintable(problem.hint)}")
    lines.append(f"{margin} {paint(_CYAN, '= see:')} {explain_command(problem.code)}")
    return "\n".join(lines) + "\n"


def line_excerpt(line: str, column: int, width: int = TERMINAL_WIDTH) -> tuple[str, int]:
    """What is shown of a source line, and how many cells stand left of the caret.

    column counts characters from 1; past the end it means the end. A line wider than width cells
    is cut around the caret. A wide character takes two cells, a combining one none. Of a line without
    end only what lies near the caret is looked at.
    """
    start = max(min(column, len(line)) - 1 - _NEAR, 0)
    if len(line) > 2 * _NEAR:
        near = line[start : start + 2 * _NEAR]
        before, after = _CUT * (start > 0), _CUT * (start + len(near) < len(line))
        line, column = before + near + after, min(column, len(line) + 1) - start + len(before)
    pieces = [_TAB if char == "\t" else escape_unprintable(char) for char in line]
    edges = [0]
    for piece in pieces:
        edges.append(edges[-1] + cell_width(piece))
    target = min(max(column, 1) - 1, len(pieces))
    while 0 < target < len(pieces) and edges[target] == edges[target + 1]:
        target -= 1  # a combining character stands in the cell of the one before it
    caret, whole = edges[target], edges[-1]
    if whole <= width:
        return "".join(pieces), caret
    left = min(max(caret - width // 2, 0), whole - width)
    cut_left, cut_right = left > 0, left + width < whole
    start = _last_at(edges, edges[bisect_left(edges, left + 1)]) if cut_left else 0
    stop = _last_at(edges, left + width - cut_right)
    before, after = _CUT * cut_left, _CUT * cut_right
    return before + "".join(pieces[start:stop]) + after, caret - edges[start] + len(before)


def _last_at(edges: list[int], cell: int) -> int:
    """Find the last edge that is not beyond a cell, so that marks stay with their letter."""
    return bisect_right(edges, cell) - 1


def cell_width(words: str) -> int:
    """How many terminal cells a text takes up."""
    return sum(map(_cells, words))


def _cells(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
