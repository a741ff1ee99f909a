"""The report for people: its look, its caret, and that no source can play with the terminal."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policysite.domain.problems import Problem, SourcePosition
from policysite.outputs.reports import CheckCounts, problems_text
from policysite.outputs.reports.problems_text import (
    TERMINAL_WIDTH,
    cell_width,
    line_excerpt,
)
from policysite.rules import RULES

from .conftest import GOLDEN, read_line

NOTHING = CheckCounts(0, 0, 0, 0, 0, 0, 0)

# What each character becomes on a terminal, and in how many cells: written out, not computed.
SHOWN = {
    "a": ("a", 1),
    " ": (" ", 1),
    "é": ("é", 1),
    "語": ("語", 2),
    "\uff21": ("\uff21", 2),
    "\u0301": ("\u0301", 0),
    "\t": ("    ", 4),
    "\x1b": ("<U+001B>", 8),
    "\u202e": ("<U+202E>", 8),
    "\u200b": ("<U+200B>", 8),
    "\U000e0041": ("<U+E0041>", 9),
}
characters = st.sampled_from(sorted(SHOWN))
lines = st.text(characters, max_size=30) | st.text(characters, min_size=60, max_size=150)


def screen(shown: str) -> list[str]:
    """Write a text into the cells of a terminal; of a wide character's two the second is empty."""
    row: list[str] = []
    for char in shown:
        width = SHOWN.get(char, (char, 1))[1]
        if width:
            row += [char] + [""] * (width - 1)
    return row


def test_report_looks_as_kept(problems: list[Problem], counts: CheckCounts) -> None:
    """A report shows place, code, message, source line, caret, hint and page, and then the sum."""
    expected = (GOLDEN / "report.txt").read_text("utf-8")
    assert problems_text(problems, counts, read_line=read_line, colour=False) == expected


def test_colours_only_where_asked_for(problems: list[Problem], counts: CheckCounts) -> None:
    """Colour adds ANSI sequences and changes nothing else."""
    plain = problems_text(problems, counts, read_line=read_line, colour=False)
    coloured = problems_text(problems, counts, read_line=read_line, colour=True)
    assert "\x1b" not in plain
    assert "\x1b[1;31merror[unknown-role]\x1b[0m" in coloured
    assert "\x1b[1;33mwarning[law-repealed]\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_nothing_wrong_is_one_line() -> None:
    """Without problems only the closing line is left."""
    report = problems_text([], NOTHING, read_line=read_line, colour=True)
    assert report == (
        "Checked no documents, no editions, no clauses, no duties. No errors, no warnings.\n"
    )


def test_line_ending_is_no_part_of_the_line() -> None:
    """A source line may come with its line break, of Unix or of Windows."""
    problem = Problem(RULES["yaml-syntax"], "no", SourcePosition("a.yml", 1, 2))
    report = problems_text([problem], NOTHING, read_line=lambda *_: "ab\r\n", colour=False)
    assert "1 | ab\n  |  ^\n" in report


@given(lines, st.sampled_from("@漢"), lines)
def test_caret_stands_below_its_character(before: str, target: str, after: str) -> None:
    """Whatever stands around it and however the line is cut, the caret marks its character."""
    shown, caret = line_excerpt(before + target + after, len(before) + 1)
    assert screen(shown)[caret] == target


@given(lines)
def test_caret_may_stand_after_the_line(line: str) -> None:
    """A column past the end, where something is missing, is marked right after the line."""
    shown, caret = line_excerpt(line, len(line) + 1)
    assert caret == len(screen(shown))
    assert line_excerpt(line, len(line) + 50) == (shown, caret)


@pytest.mark.parametrize("column", [2, 3, 4])
def test_caret_of_a_combining_character_is_its_base(column: int) -> None:
    """A mark that shares the cell of a letter is pointed at by pointing at the letter."""
    assert line_excerpt("xe\u0301\u0302y", column)[1] == 1


@given(lines, st.integers(1, 130))
@example("a" * 200, 100)
@example("a" * 200, 1)
def test_long_lines_are_cut_to_the_width(line: str, column: int) -> None:
    """A line fits the width; what is shown is one stretch of it, with an ellipsis where cut."""
    shown, _ = line_excerpt(line, column)
    whole = "".join(SHOWN[char][0] for char in line)
    stretch = shown.removeprefix("…").removesuffix("…")
    assert cell_width(shown) <= TERMINAL_WIDTH
    assert stretch in whole
    assert not shown.startswith("…\u0301"), "a mark without its letter"
    assert shown.startswith("…") or whole.startswith(stretch)
    assert shown.endswith("…") or whole.endswith(stretch)


@given(st.text(st.characters()), st.text(st.characters()), st.integers(1, 50))
def test_nothing_unprintable_reaches_the_terminal(line: str, words: str, column: int) -> None:
    """Neither the source line nor message, hint or file name brings a control character with it."""
    problem = Problem(RULES["yaml-syntax"], words, SourcePosition(words, 1, column), words)
    report = problems_text([problem], NOTHING, read_line=lambda *_: line, colour=False)
    assert report.replace("\n", "").isprintable()
    assert len(report.splitlines()) == (8 if words else 7)
