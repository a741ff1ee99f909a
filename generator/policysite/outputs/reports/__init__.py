"""From problems to words: for people, for programs, for GitHub.

Pure functions over problems that are already sorted. Knows no file, no clock and no terminal.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, assert_never, get_args

from ...domain.problems import Problem
from . import matrix, reviewing
from .annotations import github
from .counts import Counts, in_words
from .machine import json_, sarif
from .text import ReadLine, text

Format = Literal["text", "json", "github", "sarif"]
FORMATS: tuple[Format, ...] = get_args(Format)
"""The names by which a user chooses a format."""


def render(  # noqa: PLR0913  # what all formats need between them
    form: Format,
    problems: Sequence[Problem],
    counts: Counts,
    *,
    read_line: ReadLine,
    colour: bool,
    version: str,
) -> str:
    """The report in a format, with a line break at its end."""
    match form:
        case "text":
            return text(problems, counts, read_line=read_line, colour=colour)
        case "json":
            return json_(problems, counts)
        case "github":
            return github(problems, counts)
        case "sarif":
            return sarif(problems, counts, version)
        case _:
            assert_never(form)


__all__ = [
    "FORMATS", "Counts", "Format", "ReadLine", "github", "in_words", "json_", "matrix", "render",
    "reviewing", "sarif", "text",
]  # fmt: skip
