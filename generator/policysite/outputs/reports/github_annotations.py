"""A report as GitHub workflow commands, which mark the lines of a pull request.

The format is that of @actions/core (issueCommand).
"""

from __future__ import annotations

from collections.abc import Sequence

from ...domain.problems import Problem
from ..escaping import annotation_message, annotation_property
from .counts import CheckCounts, summary_line
from .problems_text import explain_command


def github_annotations(problems: Sequence[Problem], counts: CheckCounts) -> str:
    """An annotation for each problem, and the summary line as plain text for the log."""
    return "\n".join([*map(_annotation, problems), summary_line(counts) + "\n"])


def _annotation(problem: Problem) -> str:
    position = problem.position
    properties = {
        "file": position.file,
        "line": position.line,
        "col": position.column,
        "title": problem.code,
    }
    encoded = ",".join(f"{name}={annotation_property(str(value))}" for name, value in properties.items())
    lines = (problem.message, problem.hint, explain_command(problem.code))
    words = "\n".join(line for line in lines if line)
    return f"::{problem.severity} {encoded}::{annotation_message(words)}"
