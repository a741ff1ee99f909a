"""What the YAML parser says of a text that is not YAML, in words that an owner can act on."""

from __future__ import annotations

import re

import yaml

from ..problems import Problem
from .positions import position_at

_NOT_IN_YAML = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What a YAML 1.1 stream may not hold (5.1). The parser gives its place in bytes, not in characters."""


def syntax_problem(error: yaml.YAMLError, text: str, file: str, opened: int) -> Problem:
    """The parser's error as a problem, at the place where a person would begin to mend it.

    opened is where the innermost list or mapping begins that has not ended yet.
    """
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        bad = _NOT_IN_YAML.search(text)
        assert bad is not None, error
        return Problem(
            "control-character",
            f"the character U+{ord(bad[0]):04X} cannot stand in YAML",
            position_at(text, bad.start(), file),
            "remove it",
        )
    said, context = str(getattr(error, "problem", error)), str(getattr(error, "context", ""))
    if "mapping values" in said and ": " not in text[text.rfind("\n", 0, mark.index) : mark.index]:
        said = _FIRST_COLON
    for part, at_opening, message, hint in _PLAIN_WORDS:
        if part in f"{context}: {said}":
            index = ((at_opening and getattr(error, "context_mark", None)) or mark).index
            if context == "while parsing a flow node":
                index = opened
            return Problem("yaml-syntax", message, position_at(text, index, file), hint)
    hint = "check this line and the one above: the spaces before the key, a colon, the quotes"
    return Problem("yaml-syntax", said, position_at(text, mark.index, file), hint)


_FIRST_COLON = "the first colon of a line whose key goes on from the line above"
_PLAIN_WORDS = (
    (
        _FIRST_COLON,
        False,
        "this line goes on with the one above, which has no colon",
        "add the colon after the key above, or a hyphen where a new item begins",
    ),
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
        "while scanning an alias",
        False,
        "text cannot begin with an asterisk",
        "put it in quotes; an item of a list begins with a hyphen",
    ),
    (
        "while scanning an anchor",
        False,
        "text cannot begin with an ampersand",
        "put it in quotes",
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
        "write each item on a line of its own; put text that begins with a hyphen in quotes",
    ),
    (
        "did not find expected node content",
        False,
        "a value cannot begin like this",
        "put text that begins with a bracket or a comma in quotes",
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
        "begin the line below the key it belongs beside; write nothing after a closing quote or bracket",
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
"""What libyaml says, whether its place is where the thing began, and the same for people."""
