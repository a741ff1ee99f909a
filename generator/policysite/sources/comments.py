"""Comments that cut off what an owner typed as text, because of a # in it.

Outside quotes, a # after a space begins a YAML comment. In a text for readers that is an error where the
text could have gone on: on its own line, or on a line that would continue it. Knows neither the model
nor the parser.
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
_MAX_QUOTED_SOURCE = 2000
"""Most characters of a text that are read to show it in quotes."""


@dataclass(frozen=True, slots=True)
class ScalarSpan:
    """The place and style of a value in its file.

    `start` and `end` are indexes of characters. `style` is YAML's: empty for plain text, a quote, or > or
    | for a block. `margin` is the column (from 0) of the key or hyphen: a line that begins there or
    before it is not part of the value. It is -1 between brackets, where there is no margin.
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
    """A comment that cuts off a text: the index of its #, a message and a hint."""

    index: int
    message: str
    hint: str


def comment_candidates(text: str) -> Iterator[int]:
    """The indexes of all # that could begin a comment, in order, and then one past the end."""
    index = text.find("#")
    while index >= 0:
        if index == 0 or text[index - 1] in " \t\n":
            yield index
        index = text.find("#", index + 1)
    yield len(text) + 1


def comments_between(text: str, start: int, end: int) -> tuple[list[int], list[int]]:
    """The comments right after the first of two values, and those right before the second.

    Hyphens, colons, commas and brackets separate the two groups. A comment is the index of its #.
    """
    after: list[int] = []
    before: list[int] = []
    separated = False
    for piece in _GAP.finditer(text, start, end):
        if piece[2]:
            separated, before = True, []
        elif piece[1]:
            before.append(piece.start())
            if not separated:
                after.append(piece.start())
    return after, before


def text_cut_after(
    text: str, value: ScalarSpan, comments: list[int], *, text_continues: bool = False
) -> CutText | None:
    """The first comment after a text that cuts something off it.

    `text_continues` means that the parser stopped at more text after the comments.
    """
    for index in comments:
        same_line = text.find("\n", value.end, index) < 0 and value.style not in (">", "|")
        if value.is_quoted:
            if same_line and _looks_like_text(text, index):
                return _cut_after_quotes(text, value, index)
            continue
        if same_line or text_continues or _column(text, index) > value.margin:
            return _interrupted_text(text, value, index, same_line=same_line)
    return None


def text_cut_before(
    text: str, value: ScalarSpan, comments: list[int], *, is_item: bool
) -> CutText | None:
    """The first comment between a key or hyphen and its text that may be part of the text.

    Before an item between brackets (`is_item`) it may belong to the item before, and is no error.
    """
    for index in comments:
        if value.style:
            if _looks_like_text(text, index):
                return CutText(index, f"the text begins only after this: {_COMMENT}", _MOVE_IT)
        elif value.margin >= 0 or not is_item or _looks_like_text(text, index):
            hint = (
                f"put the whole text {quoting_advice(_intended_text(text, index, value))}, {_OR_MOVE_IT}"
            )
            return CutText(index, f"the text begins only after this: {_COMMENT}", hint)
    return None


def text_cut_in_header(text: str, value: ScalarSpan) -> CutText | None:
    """A comment after the > or | of a block that looks like the beginning of its text."""
    line = text[value.start : text.find("\n", value.start)]
    index = next(comment_candidates(line))
    if not _looks_like_text(line, index):
        return None
    message = f"the text begins only in the next line: {_COMMENT}"
    hint = f"move what belongs to the text to the line below {value.style}, {_OR_MOVE_IT}"
    return CutText(value.start + index, message, hint)


_COMMENT = "this # begins a comment, which no reader sees"
_OR_MOVE_IT = "or the comment on a line of its own above"
_MOVE_IT = "put the comment on a line of its own above; if it is text, put it into the quotes"


def _looks_like_text(text: str, index: int) -> bool:
    """Whether a # looks like text even where a comment is allowed, as in #12."""
    return text[index + 1 : index + 2].isdecimal()


def _cut_after_quotes(text: str, value: ScalarSpan, index: int) -> CutText:
    end = _line_end(text, index)
    if value.margin < 0:
        end = _end_in_brackets(text, index, end)
    inside = text[value.start + 1 : value.end - 1] + text[value.end : end]
    hint = f"put the whole text {quoting_advice(inside)}, {_OR_MOVE_IT}"
    return CutText(index, f"the text ends with its quote: {_COMMENT}", hint)


def _interrupted_text(text: str, value: ScalarSpan, index: int, *, same_line: bool) -> CutText:
    if value.style:
        first = text.find("\n", value.start) + 1
        line = text[first : value.end].lstrip("\n")
        width = len(line) - len(line.lstrip(" "))
        hint = (
            f"set the line in by {width} spaces, as the text above it is, or begin it {_at_margin(value)}"
        )
        return CutText(index, f"this line is not part of the text above it: {_COMMENT}", hint)
    quotes = f"put the whole text {quoting_advice(_intended_text(text, value.start, value))}"
    if value.start == value.end:
        return CutText(index, f"there is no text here: {_COMMENT}", f"{quotes}, {_OR_MOVE_IT}")
    if same_line:
        return CutText(index, f"the text ends here: {_COMMENT}", f"{quotes}, {_OR_MOVE_IT}")
    instead = f"or begin the comment {_at_margin(value)}" if value.margin >= 0 else _OR_MOVE_IT
    return CutText(
        index, f"this line is not part of the text above it: {_COMMENT}", f"{quotes}, {instead}"
    )


def _at_margin(value: ScalarSpan) -> str:
    return f"in column {value.margin + 1}"


def _intended_text(text: str, start: int, value: ScalarSpan) -> str:
    """What was probably meant as one text: up to the last line that is indented beyond the margin."""
    end = max(_line_end(text, start), value.end)
    end = _line_end(text, end)
    if value.margin < 0:  # between brackets a comma ends a text, as the bracket does
        line_start = max(value.end, text.find("#", start))
        return text[start : _end_in_brackets(text, line_start, end)].rstrip()
    while end < min(len(text), start + _MAX_QUOTED_SOURCE):
        next_end = _line_end(text, end + 1)
        line = text[end + 1 : next_end]
        if line.strip() and (len(line) - len(line.lstrip(" ")) <= value.margin or _NEW_ENTRY.match(line)):
            break
        end = next_end
    return text[start:end]


_NEW_ENTRY = re.compile(r"[ ]*(?:- |[a-z_]+:(?: |$))")


def _end_in_brackets(text: str, start: int, end: int) -> int:
    """The end of a text between brackets: a comma, or a closing bracket that it did not open."""
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
