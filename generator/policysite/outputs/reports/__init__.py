"""Reports of commands, in formats for people, programs and GitHub.

Pure functions; they know no file, clock or terminal. Problems are sorted already.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, assert_never, get_args

from ...domain.problems import Problem
from . import register_report
from .counts import CheckCounts, summary_line
from .explanation import explain_rule, list_rules
from .github_annotations import github_annotations
from .problems_sarif import problems_sarif
from .problems_text import LineReader, problems_text

ProblemFormat = Literal["text", "json", "github", "sarif"]
PROBLEM_FORMATS: tuple[ProblemFormat, ...] = get_args(ProblemFormat)
"""The names of the formats, as users choose them."""


def render_problems(  # noqa: PLR0913  # the formats need different ones of these
    form: ProblemFormat,
    problems: Sequence[Problem],
    counts: CheckCounts,
    *,
    read_line: LineReader,
    colour: bool,
    version: str,
) -> str:
    """The report on problems in a format, with a line break at its end."""
    match form:
        case "text":
            return problems_text(problems, counts, read_line=read_line, colour=colour)
        case "json":
            from .problems_json import problems_json  # noqa: PLC0415  # a check for people needs no types

            return problems_json(problems, counts)
        case "github":
            return github_annotations(problems, counts)
        case "sarif":
            return problems_sarif(problems, counts, version)
        case _:
            assert_never(form)


__all__ = [
    "PROBLEM_FORMATS",
    "CheckCounts",
    "LineReader",
    "ProblemFormat",
    "explain_rule",
    "github_annotations",
    "list_rules",
    "problems_sarif",
    "problems_text",
    "register_report",
    "render_problems",
    "summary_line",
]  # fmt: skip
