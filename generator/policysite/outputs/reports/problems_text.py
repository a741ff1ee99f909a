"""The report on problems for people at a terminal: each with its source line and a caret.

No text of a source can move the cursor, change colours or reorder a line: characters that cannot be
printed are shown by their numbers. Source lines come from the caller.
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
"""Returns a line of a file by its number (as in SourcePosition), or None if there is none."""

TERMINAL_WIDTH = 88
"""Most terminal cells of a source line that are shown."""

_BOLD, _RED, _YELLOW, _BLUE, _CYAN = "1", "1;31", "1;33", "34", "36"
_SEVERITY_STYLES = {Severity.ERROR: _RED, Severity.WARNING: _YELLOW}
_TAB = "    "
_EXCERPT_REACH = 4 * TERMINAL_WIDTH
"""Most characters on each side of a caret that are read."""
_CUT = "…"


def problems_text(
    problems: Sequence[Problem], counts: CheckCounts, *, read_line: LineReader, colour: bool
) -> str:
    """The problems in full, and the summary line; with ANSI colours if `colour`."""

    def paint(style: str, words: str) -> str:
        return f"\x1b[{style}m{words}\x1b[0m" if colour else words

    blocks = [_block(problem, read_line, paint) for problem in problems]
    return "\n".join([*blocks, summary_line(counts) + "\n"])


def explain_command(code: str) -> str:
    """The command that prints the page about a code."""
    return f"policysite explain {code}"


def _block(problem: Problem, read_line: LineReader, paint: Callable[[str, str], str]) -> str:
    position = problem.position
    kind = paint(_SEVERITY_STYLES[problem.severity], f"{problem.severity}[{problem.code}]")
    place = paint(_BOLD, f"{escape_unprintable(position.file)}:{position.line}:{position.column}:")
    lines = [f"{place} {kind} {escape_unprintable(problem.message)}"]
    number = str(position.line)
    margin = " " * len(number)
    source = (
        read_line(position.file, position.line) if problem.rule not in OMITTED_RULES.values() else None
    )
    if source is not None:
        excerpt, caret = line_excerpt(source.rstrip("\r\n"), position.column)
        bar = paint(_BLUE, "|")
        lines += [
            f"{margin} {bar}",
            f"{paint(_BLUE, number)} {bar} {excerpt}".rstrip(),
            f"{margin} {bar} {' ' * caret}{paint(_RED, '^')}",
        ]
    if problem.hint:
        lines.append(f"{margin} {paint(_CYAN, '= help:')} {escape_unprintable(problem.hint)}")
    lines.append(f"{margin} {paint(_CYAN, '= see:')} {explain_command(problem.code)}")
    return "\n".join(lines) + "\n"


def line_excerpt(line: str, column: int, width: int = TERMINAL_WIDTH) -> tuple[str, int]:
    """The shown part of a source line, and the number of cells left of the caret.

    `column` counts characters from 1; past the end it means the end. A line of more than `width` cells is
    cut around the caret. A wide character takes two cells, a combining one none. Of a very long line only
    the characters near the caret are read.
    """
    start = max(min(column, len(line)) - 1 - _EXCERPT_REACH, 0)
    if len(line) > 2 * _EXCERPT_REACH:
        near = line[start : start + 2 * _EXCERPT_REACH]
        before, after = _CUT * (start > 0), _CUT * (start + len(near) < len(line))
        line, column = before + near + after, min(column, len(line) + 1) - start + len(before)
    pieces = [_TAB if char == "\t" else escape_unprintable(char) for char in line]
    edges = [0]
    for piece in pieces:
        edges.append(edges[-1] + cell_width(piece))
    target = min(max(column, 1) - 1, len(pieces))
    while 0 < target < len(pieces) and edges[target] == edges[target + 1]:
        target -= 1  # a combining character shares the cell of the one before it
    caret, full_width = edges[target], edges[-1]
    if full_width <= width:
        return "".join(pieces), caret
    left = min(max(caret - width // 2, 0), full_width - width)
    cut_left, cut_right = left > 0, left + width < full_width
    start = _last_edge_before(edges, edges[bisect_left(edges, left + 1)]) if cut_left else 0
    stop = _last_edge_before(edges, left + width - cut_right)
    before, after = _CUT * cut_left, _CUT * cut_right
    return before + "".join(pieces[start:stop]) + after, caret - edges[start] + len(before)


def _last_edge_before(edges: list[int], cell: int) -> int:
    """The index of the last edge not beyond a cell, so that combining marks stay with their letter."""
    return bisect_right(edges, cell) - 1


def cell_width(words: str) -> int:
    """How many terminal cells a text takes up."""
    return sum(map(_cells, words))


def _cells(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
