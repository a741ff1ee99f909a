"""A report as GitHub workflow commands, which mark the lines of a pull request.

The format is that of @actions/core (issueCommand).
"""

from __future__ import annotations

from collections.abc import Sequence

from ...domain.problems import Problem
from ..escaping import annotation_message, annotation_property
from .counts import CheckCounts, summary_line


def github_annotations(problems: Sequence[Problem], counts: CheckCounts) -> str:
    """One annotation a problem, and the closing line as plain text for the log."""
    return "\n".join([*map(_annotation, problems), summary_line(counts) + "\n"])


def _annotation(problem: Problem) -> str:
    at = problem.position
    properties = {"file": at.file, "line": at.line, "col": at.column, "title": problem.code}
    written = ",".join(f"{name}={annotation_property(str(value))}" for name, value in properties.items())
    words = f"{problem.message}\n{problem.hint}" if problem.hint else problem.message
    return f"::{problem.severity} {written}::{annotation_message(words)}"
