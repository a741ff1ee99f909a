"""The YAML parser's errors as problems that tell an owner what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from ..domain.fields import CONTROL_CHARACTER
from ..domain.problems import Problem, Rule
from . import yaml_slips
from .positions import position_at
from .yaml_slips import Slip

YAML_SYNTAX = Rule.error("yaml-syntax", "A file is not well-formed YAML")

_FORBIDDEN_CHARACTER = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters not allowed in YAML 1.1 (5.1). The parser gives their index in bytes, not characters."""


@dataclass(frozen=True, slots=True)
class ParserProgress:
    """How far the parser has read: its last event, and the starts of the nearest lists or mappings.

    `opened` is the start of the innermost list or mapping that has not ended, `closed` that of the last
    one that has ended. Both are indexes of characters; without such a list or mapping they mean nothing.
    """

    last_event: Any
    opened: int
    closed: int


def syntax_problem(error: yaml.YAMLError, text: str, file: str, read: ParserProgress) -> Problem:
    """The parser's error as a problem, at the place where a person would start to mend it."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        forbidden = _FORBIDDEN_CHARACTER.search(text)
        assert forbidden is not None, error
        return Problem(
            CONTROL_CHARACTER,
            f"the character U+{ord(forbidden[0]):04X} cannot stand in YAML",
            position_at(text, forbidden.start(), file),
            "remove it",
        )
    slip = _slip(error, text, mark.index, read)
    return Problem(YAML_SYNTAX, slip.message, position_at(text, slip.index, file), slip.hint)


def _slip(error: yaml.YAMLError, text: str, index: int, read: ParserProgress) -> Slip:
    problem, context = str(getattr(error, "problem", error)), str(getattr(error, "context", ""))
    slip = yaml_slips.lookalike_slip(text, index) or yaml_slips.emphasis_slip(text, index)
    if slip is None and ("cannot start any token" in problem or "sequence entries are not" in problem):
        slip = yaml_slips.after_quotes_slip(
            text, index, read.last_event
        ) or yaml_slips.after_bracket_slip(text, index, read.last_event, read.closed)
    if slip is None and "cannot start any token" in problem:
        slip = yaml_slips.bad_beginning_slip(text, index)
    if slip is None and "mapping values" in problem:
        slip = yaml_slips.second_colon_slip(text, index, read.last_event)
    if slip is None and "expected" in problem and "document start" not in problem:
        slip = (
            yaml_slips.missing_space_slip(text, index)
            or yaml_slips.after_quotes_slip(text, index, read.last_event)
            or yaml_slips.after_bracket_slip(text, index, read.last_event, read.closed)
            or yaml_slips.indentation_slip(text, index)
        )
    if slip is None:
        slip = _slip_at_start(text, index, _start_of_failure(error), f"{context}: {problem}")
    if slip is not None:
        return slip
    for phrase, at_opening, message, hint in _MESSAGES:
        if phrase in f"{context}: {problem}":
            place = ((at_opening and getattr(error, "context_mark", None)) or error.problem_mark).index  # type: ignore[attr-defined]
            if context == "while parsing a flow node":
                place = read.opened
            return Slip(
                place, message, hint.replace("{form}", yaml_slips.quoted_rest_of_line(text, place))
            )
    return Slip(
        index,
        problem,
        "check this line and the one above: the spaces before the key, a colon, the quotes",
    )


def _slip_at_start(text: str, index: int, start: int, message: str) -> Slip | None:
    """The slip at the start of a construct that the parser could not read to its end."""
    if "could not find expected ':'" in message:
        return yaml_slips.missing_space_slip(text, start)
    if "found unexpected end of stream" in message and text[start : start + 1] in ("'", '"'):
        return yaml_slips.unclosed_quote_slip(text, start)
    if message.startswith("while parsing a quoted scalar"):
        return yaml_slips.bad_escape_slip(text, index, start)
    return None


def _start_of_failure(error: yaml.YAMLError) -> int:
    """The index where the construct begins that the parser could not read."""
    mark = getattr(error, "context_mark", None) or error.problem_mark  # type: ignore[attr-defined]
    return int(mark.index)


_MESSAGES = (
    (
        "while scanning a quoted scalar",
        True,
        "the quote that opens here is not closed",
        "close it, or leave out both quotes: plain text needs none",
    ),
    (
        "while parsing a flow",
        True,
        "the bracket that opens here is not closed, or an item in it is not well formed",
        "close it, or begin each item on a line with a hyphen; put text with a bracket in single quotes",
    ),
    (
        "while scanning a block scalar",
        False,
        "text stands behind the mark > or | on its line",
        "begin the text in the line below; if the mark is part of it, put the whole in single quotes",
    ),
    (
        "mapping values are not allowed",
        False,
        "there is a second colon where only text may follow",
        "put the whole text in single quotes, or on a line of its own below key: >",
    ),
    (
        "could not find expected ':'",
        True,
        "this line is neither a key with a colon nor part of the text above",
        "add the colon after the key, or set the line in by as many spaces as the text above",
    ),
    (
        "while scanning an alias",
        False,
        "text cannot begin with an asterisk",
        "put the whole text in single quotes; an item of a list begins with a hyphen",
    ),
    (
        "while scanning an anchor",
        False,
        "text cannot begin with an ampersand",
        "put the whole text in single quotes",
    ),
    (
        "while parsing a quoted scalar",
        False,
        "the backslash here does not begin a character",
        "use single quotes, in which a backslash is only that, or no quotes",
    ),
    (
        "block sequence entries are not allowed",
        False,
        "a list cannot begin here",
        "write each item on a line of its own; if the hyphen is part of the text, put it {form}",
    ),
    (
        "did not find expected node content",
        False,
        "a value cannot begin like this",
        "put the whole text {form}",
    ),
    (
        "found a tab character",
        False,
        "there is a tab where only spaces may stand",
        "use spaces, not tabs, before keys",
    ),
    (
        "did not find expected key",
        False,
        "this does not belong here",
        "begin the line below the key it belongs beside",
    ),
    (
        "expected '-' indicator",
        False,
        "this line stands where an item of the list should",
        "begin it with a hyphen, or set it in as far as the key that it belongs beside",
    ),
    (
        "expected <document start>",
        False,
        "this line stands further to the left than the first one",
        "begin every key of the file at the left margin",
    ),
)
"""A phrase of libyaml's error, whether to point at the start of the construct, our message and hint.

{form} in a hint stands for the rest of the line in suitable quotes.
"""
