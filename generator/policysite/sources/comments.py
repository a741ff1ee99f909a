"""Comments that take away from a text what its owner typed.

A # after a space begins a comment wherever YAML expects no text in quotes. In a field for readers it
is an error where text could stand: on the line of the text, or on one that would go on with it. Knows
neither the model nor the parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..domain.problems import Rule
from .quoting import quoting_advice

COMMENT_IN_TEXT = Rule.error("comment-in-text", "A comment stands where a text could go on")

COMMENT_CODE = COMMENT_IN_TEXT

_GAP = re.compile(r"[ \t\n\x85\u2028\u2029]+|(#)[^\n]*|(.)")
_IN_BRACKETS = re.compile(r"[\[{]|[\]}]|,(?=\s|\Z)")
_MOST = 2000
"""How many characters of a text are looked at to show it in quotes."""


@dataclass(frozen=True, slots=True)
class ScalarSpan:
    """A value as it stands in the text of its file.

    start and end are indexes of characters. style is YAML's mark: empty for plain text, a quote, or
    > or | for a block. margin is the column (from 0) at or before which YAML takes a line for
    something new: that of the key, or of the hyphen; -1 between brackets, where there is none.
    """

    start: int
    end: int
    style: str
    margin: int

    @property
    def is_quoted(self) -> bool:
        return self.style in ("'", '"')


@dataclass(frozen=True, slots=True)
class CutText:
    """A comment that stands where text could: the index of its #, a message and a hint."""

    index: int
    message: str
    hint: str


def comment_candidates(text: str) -> Iterator[int]:
    """The index of every # that could begin a comment, in order, and then one behind the end."""
    index = text.find("#")
    while index >= 0:
        if index == 0 or text[index - 1] in " \t\n":
            yield index
        index = text.find("#", index + 1)
    yield len(text) + 1


def comments_between(text: str, start: int, end: int) -> tuple[list[int], list[int]]:
    """The comments between two values: those right after the first, and those right before the second.

    Hyphens, colons, commas and brackets stand between them; each comment is the index of its #.
    """
    after: list[int] = []
    ahead: list[int] = []
    parted = False
    for piece in _GAP.finditer(text, start, end):
        if piece[2]:
            parted, ahead = True, []
        elif piece[1]:
            ahead.append(piece.start())
            if not parted:
                after.append(piece.start())
    return after, ahead


def text_cut_after(
    text: str, value: ScalarSpan, comments: list[int], *, goes_on: bool = False
) -> CutText | None:
    """The first of the comments after a text that takes something away from it.

    goes_on says that text follows the comments which YAML does not know what to do with.
    """
    for index in comments:
        same_line = text.find("\n", value.end, index) < 0 and value.style not in (">", "|")
        if value.is_quoted:
            if same_line and _looks_typed(text, index):
                return _after_quotes(text, value, index)
            continue
        if same_line or goes_on or _column(text, index) > value.margin:
            return _interrupted(text, value, index, same_line=same_line)
    return None


def text_cut_before(
    text: str, value: ScalarSpan, comments: list[int], *, is_item: bool
) -> CutText | None:
    """A comment between a key or hyphen and the text that belongs to it.

    Ahead of an item between brackets it may as well belong to the item before.
    """
    for index in comments:
        if value.style:
            if _looks_typed(text, index):
                return CutText(index, f"the text begins only after this: {_COMMENT}", _ABOVE)
        elif value.margin >= 0 or not is_item or _looks_typed(text, index):
            hint = f"put the whole text {quoting_advice(_typed(text, index, value))}, {_OR_ABOVE}"
            return CutText(index, f"the text begins only after this: {_COMMENT}", hint)
    return None


def text_cut_in_header(text: str, value: ScalarSpan) -> CutText | None:
    """A comment behind the > or | of a text that looks like the beginning of the text."""
    line = text[value.start : text.find("\n", value.start)]
    index = next(comment_candidates(line))
    if not _looks_typed(line, index):
        return None
    message = f"the text begins only in the next line: {_COMMENT}"
    hint = f"move what belongs to the text to the line below {value.style}, {_OR_ABOVE}"
    return CutText(value.start + index, message, hint)


_COMMENT = "this # begins a comment, which no reader sees"
_OR_ABOVE = "or the comment on a line of its own above"
_ABOVE = "put the comment on a line of its own above; if it is text, put it into the quotes"


def _looks_typed(text: str, index: int) -> bool:
    """Whether a # looks like text even where a comment may stand, as in #12."""
    return text[index + 1 : index + 2].isdecimal()


def _after_quotes(text: str, value: ScalarSpan, index: int) -> CutText:
    end = _line_end(text, index)
    if value.margin < 0:
        end = _end_in_brackets(text, index, end)
    inside = text[value.start + 1 : value.end - 1] + text[value.end : end]
    hint = f"put the whole text {quoting_advice(inside)}, {_OR_ABOVE}"
    return CutText(index, f"the text ends with its quote: {_COMMENT}", hint)


def _interrupted(text: str, value: ScalarSpan, index: int, *, same_line: bool) -> CutText:
    if value.style:
        first = text.find("\n", value.start) + 1
        line = text[first : value.end].lstrip("\n")
        width = len(line) - len(line.lstrip(" "))
        hint = f"set the line in by {width} spaces, as the text above it is, or begin it {_begin(value)}"
        return CutText(index, f"this line is not part of the text above it: {_COMMENT}", hint)
    quotes = f"put the whole text {quoting_advice(_typed(text, value.start, value))}"
    if value.start == value.end:
        return CutText(index, f"there is no text here: {_COMMENT}", f"{quotes}, {_OR_ABOVE}")
    if same_line:
        return CutText(index, f"the text ends here: {_COMMENT}", f"{quotes}, {_OR_ABOVE}")
    instead = f"or begin the comment {_begin(value)}" if value.margin >= 0 else _OR_ABOVE
    return CutText(
        index, f"this line is not part of the text above it: {_COMMENT}", f"{quotes}, {instead}"
    )


def _begin(value: ScalarSpan) -> str:
    return f"in column {value.margin + 1}"


def _typed(text: str, start: int, value: ScalarSpan) -> str:
    """What was probably meant as one text: to the last line that is set in beyond the margin."""
    end = max(_line_end(text, start), value.end)
    end = _line_end(text, end)
    if value.margin < 0:  # between brackets a comma ends a text, as the bracket does
        line_start = max(value.end, text.find("#", start))
        return text[start : _end_in_brackets(text, line_start, end)].rstrip()
    while end < min(len(text), start + _MOST):
        next_end = _line_end(text, end + 1)
        line = text[end + 1 : next_end]
        if line.strip() and (len(line) - len(line.lstrip(" ")) <= value.margin or _BEGINS.match(line)):
            break
        end = next_end
    return text[start:end]


_BEGINS = re.compile(r"[ ]*(?:- |[a-z_]+:(?: |$))")


def _end_in_brackets(text: str, start: int, end: int) -> int:
    """Where a text between brackets ends: at a comma, or at the bracket that it did not open itself."""
    depth = 0
    for mark in _IN_BRACKETS.finditer(text, start, end):
        if mark[0] in "[{":
            depth += 1
        elif mark[0] in "]}" and depth:
            depth -= 1
        elif mark[0] != "," or not depth:
            return mark.start()
    return end


def _column(text: str, index: int) -> int:
    return index - (text.rfind("\n", 0, index) + 1)


def _line_end(text: str, index: int) -> int:
    end = text.find("\n", index)
    return len(text) if end < 0 else end
