"""A report as GitHub workflow commands, which mark the lines of a pull request.

The format and its escaping are those of @actions/core (issueCommand, escapeData, escapeProperty).
"""

from __future__ import annotations

from collections.abc import Sequence

from ..problems import Problem
from .counts import Counts, in_words

_SURROGATES = range(0xD800, 0xE000)  # stand for the bytes of a file's name that is not UTF-8
_IN_DATA = {
    **dict.fromkeys(_SURROGATES, "\N{REPLACEMENT CHARACTER}"),
    ord("%"): "%25",
    ord("\r"): "%0D",
    ord("\n"): "%0A",
}
_IN_PROPERTY = {**_IN_DATA, ord(":"): "%3A", ord(","): "%2C"}


def github(problems: Sequence[Problem], counts: Counts) -> str:
    """One annotation a problem, and the closing line as plain text for the log."""
    return "\n".join([*map(_annotation, problems), in_words(counts) + "\n"])


def _annotation(problem: Problem) -> str:
    at = problem.position
    properties = {"file": at.file, "line": at.line, "col": at.column, "title": problem.code}
    written = ",".join(
        f"{name}={str(value).translate(_IN_PROPERTY)}" for name, value in properties.items()
    )
    words = f"{problem.message}\n{problem.hint}" if problem.hint else problem.message
    return f"::{problem.severity} {written}::{words.translate(_IN_DATA)}"
