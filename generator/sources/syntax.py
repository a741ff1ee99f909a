"""What the YAML parser says of a text that is not YAML, in words that an owner can act on."""

from __future__ import annotations

import yaml

from ..problems import Problem
from .positions import position_at


def syntax_problem(error: yaml.YAMLError, text: str, file: str) -> Problem:
    """The parser's error as a problem, at the place where a person would begin to mend it."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        index = min(int(getattr(error, "position", 0)), len(text) - 1)
        return Problem(
            "control-character",
            f"the character U+{ord(text[index]):04X} cannot stand in YAML",
            position_at(text, index, file),
            "remove it",
        )
    said, context = str(getattr(error, "problem", error)), str(getattr(error, "context", ""))
    for part, at_opening, message, hint in _PLAIN_WORDS:
        if part in f"{context}: {said}":
            mark = (at_opening and getattr(error, "context_mark", None)) or mark
            return Problem("yaml-syntax", message, position_at(text, mark.index, file), hint)
    hint = "check this line and the one above: the spaces before the key, a colon, the quotes"
    return Problem("yaml-syntax", said, position_at(text, mark.index, file), hint)


_PLAIN_WORDS = (
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
        "close it, or write each item on a line of its own with a hyphen",
    ),
    (
        "mapping values are not allowed",
        False,
        "there is a second colon where only text may follow",
        "put the text in quotes, or on a line of its own below key: >",
    ),
    (
        "could not find expected ':'",
        True,
        "this line is neither a key with a colon nor part of the text above",
        "add the colon after the key, or set the line in by as many spaces as the text above",
    ),
    (
        "cannot start any token",
        False,
        "a value cannot begin like this",
        "use spaces and not tabs before keys; put text that begins with %, @ or ` in quotes",
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
        "begin the line below the key it belongs beside; write nothing after a closing quote",
    ),
    (
        "expected '-' indicator",
        False,
        "this line stands where an item of the list should",
        "begin it with a hyphen, or set it in by two spaces more",
    ),
    (
        "expected <document start>",
        False,
        "this line stands further to the left than the first one",
        "begin every key of the file at the left margin",
    ),
)
"""What libyaml says, whether its place is where the thing began, and the same for people."""
