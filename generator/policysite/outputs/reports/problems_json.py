"""Problems as JSON, for other programs.

It is ASCII, so that it is safe in any encoding and on any terminal.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Literal

from ...domain.problems import Problem, Severity
from ..formats.base import JsonObject
from ..formats.values import FileName
from .counts import CheckCounts
from .problems_text import explain_command


class ReportedProblem(JsonObject):
    """A problem and its place."""

    code: str
    """Which rule it breaks."""
    severity: Severity
    """Whether it stops publication (error) or not (warning)."""
    message: str
    """What is wrong."""
    hint: str
    """What to write instead; may be empty."""
    file: FileName
    """Where it is, relative to the folder of the project."""
    line: int
    """The line, from 1."""
    column: int
    """The character of the line, from 1."""
    help: str
    """The command that prints the page about the code."""


class CheckReport(JsonObject):
    """What `policysite check --format json` prints. No key is ever left out."""

    version: Literal[2] = 2
    """The version of this form. It rises when a key goes or changes its meaning."""
    problems: tuple[ReportedProblem, ...]
    """The problems in order."""
    checked: CheckCounts
    """How much was checked, how many parts the copies lack, and how many problems were found."""


def problems_json(problems: Sequence[Problem], counts: CheckCounts) -> str:
    """The report on a check, with a line break at its end."""
    report = CheckReport(
        problems=tuple(
            ReportedProblem(
                code=problem.code,
                severity=problem.severity,
                message=problem.message,
                hint=problem.hint,
                file=problem.position.file,
                line=problem.position.line,
                column=problem.position.column,
                help=explain_command(problem.code),
            )
            for problem in problems
        ),
        checked=counts,
    )
    return json.dumps(report.model_dump(), indent=2) + "\n"
