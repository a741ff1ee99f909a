"""The typing mistakes behind most YAML errors, found by looking at what was typed.

The parser often stops lines after the mistake. Each function here looks for one kind of mistake and
returns None if it was another. `last` is the parser's last event.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from yaml.events import MappingEndEvent, ScalarEvent, SequenceEndEvent

from .lookalikes import (
    character_name,
    is_quote,
    lookalike_in_structure,
    without_quotes,
)
from .quoting import HARMLESS_ESCAPE, first_wrong_escape, quoting_advice

_KEY_LINE = re.compile(r"([ ]*)((?:- +)*)([A-Za-z_][A-Za-z0-9_&-]*):(?=[ \n]|\Z)")
_COLON_IN_ITEM = re.compile(r"[ ]*- +((?=[^\n:]*[^a-z_\n:])[A-Za-z][^\n:\"'\[\]{}#]*):[ ]")
"""The beginning of a list item up to a colon, if the words before it cannot be a key."""
_EMPHASIS_FIRST = re.compile(r"[ ]*(?:- +)*(?:[A-Za-z_][A-Za-z0-9_&-]*: +)?(\[\[!)")
_MISSING_SPACE = re.compile(r"[ ]*(?:(-)[a-z_]+: |(?:- )?[a-z_]+(:)(?=[^\s:]))")
_STRUCTURE = re.compile(r"\n[ ]*(?:- |(?:- )?[a-z_]+:[ \n])")
_QUOTED_LINE = re.compile(r'"(?:[^"\\\n]|\\.){0,2000}"')
"""A text in double quotes on one line."""
_HEX = re.compile(r"\\[xuU][0-9A-Fa-f]*\Z")
_NEAR_LINES = 8
"""Most lines between an error and a lookalike that caused it."""
_MAX_LINES = 200
"""Most lines above an error that are searched."""
_MAX_QUOTED_SOURCE = 2000
"""Most characters of a text that are read to show it in quotes."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A typing mistake: the index of a character, a message and a hint."""

    index: int
    message: str
    hint: str


def lookalike_slip(text: str, index: int) -> Slip | None:
    """A lookalike of a YAML character where the parser stopped or just above."""
    nearest = None
    for count, start in enumerate(_lines_above(text, index)):
        slip = lookalike_in_structure(text[start : _line_end(text, start)])
        if slip is not None:
            column, message, hint = slip
            nearest = Slip(start + column, message, hint)
        elif nearest is not None or count > _NEAR_LINES:
            break
    return nearest


def bad_beginning_slip(text: str, index: int) -> Slip | None:
    """A tab before a key, or a text that begins with a reserved character of YAML."""
    if text[index] == "\t":
        return Slip(
            index, "there is a tab where only spaces may stand", "use spaces, not tabs, before keys"
        )
    return Slip(
        index,
        f"a text cannot begin with {text[index]}",
        f"put the whole text {quoted_rest_of_line(text, index)}",
    )


def second_colon_slip(text: str, index: int, last: Any) -> Slip | None:
    """A colon within a text, or a key that is indented further than the key above it."""
    if not isinstance(last, ScalarEvent) or last.style:
        return None
    (start, end), line = _event_span(last), _line_start(text, index)
    is_key = text[end : index + 1].count(":") > 1
    start = index if is_key else _item_start(text, line, start)
    typed = text[start : min(_line_end(text, index), start + _MAX_QUOTED_SOURCE)]
    key = _KEY_LINE.match(text, line)
    if line > start and key is not None and key.end() > index:
        return _key_in_text(text, start, key, typed)
    if is_quote(typed[0]):
        message = (
            f"{character_name(typed[0])} is no quote to YAML, so this colon makes a key of the "
            "text before it"
        )
        return Slip(index, message, f"put the whole text {quoting_advice(without_quotes(typed))}")
    message = "this second colon with a space after it cannot stand in a text without quotes"
    return Slip(
        index, message, f"put the whole text {quoting_advice(typed)}, or below key: > on lines of its own"
    )


def _item_start(text: str, line: int, start: int) -> int:
    """The start of a text that has an earlier colon on its line, after words that cannot be a key."""
    key = _COLON_IN_ITEM.match(text, line)
    return key.start(1) if key and key.end() <= start else start


def _key_in_text(text: str, start: int, key: re.Match[str], typed: str) -> Slip:
    """A key on a line that continues a text from a line above."""
    opening = text[_line_start(text, start) : start]
    if not opening.strip():
        message = "this line goes on with the one above, which has no colon"
        hint = "add the colon after the key above, or a hyphen where a new item begins"
        return Slip(key.end() - 1, message, hint)
    above = _KEY_LINE.match(opening.rstrip() + "\n")
    if above is None:
        message = f"{key[3]}: is set in so far that it goes on with the item above"
        hint = f"set it in less; if it is part of the text, put the whole text {quoting_advice(typed)}"
        return Slip(key.start(3), message, hint)
    message = f"{key[3]}: is set in further than {above[3]}: above it, and so goes on with its text"
    hint = f"set it in by {above.start(3)} spaces, as {above[3]}: is"
    return Slip(
        key.start(3),
        message,
        f"{hint}; if it is part of the text, put the whole text {quoting_advice(typed)}",
    )


def emphasis_slip(text: str, index: int) -> Slip | None:
    """A text that begins with emphasis, of which YAML takes the ! for something else."""
    line = _line_start(text, index)
    beginning = _EMPHASIS_FIRST.match(text, line)
    if beginning is None or beginning.start(1) > index:
        return None
    message = "YAML takes a text that begins with [ for a list, and ! in it for a tag"
    return Slip(
        beginning.start(1), message, f"put the whole text {quoted_rest_of_line(text, beginning.start(1))}"
    )


def after_quotes_slip(text: str, index: int, last: Any) -> Slip | None:
    """Text after a closing quote: an earlier quote was not closed, or the quote is part of the text."""
    if not isinstance(last, ScalarEvent) or last.style not in ("'", '"'):
        return None
    start, end = _event_span(last)
    if text[end:index].strip(" ") or _line_start(text, index) > end:
        return None
    inside = text[start:end]
    if _STRUCTURE.search(inside):
        line = text.count("\n", 0, end) + 1
        first = inside[1 : inside.index("\n")].strip()
        message = f"the quote that opens here is closed only by the one in line {line}"
        return Slip(start, message, _closing_hint(last.style, first))
    typed = text[start : _line_end(text, index)].rstrip()
    if typed.endswith(last.style) and typed.count(last.style) % 2:
        typed = typed[1:-1]
    return Slip(
        index, "the text goes on after its quote is closed", f"put the whole text {quoting_advice(typed)}"
    )


def unclosed_quote_slip(text: str, index: int) -> Slip:
    """A quote that is not closed before the end of the file."""
    mark, first = (
        text[index],
        text[index + 1 : min(_line_end(text, index), index + _MAX_QUOTED_SOURCE)].strip(),
    )
    return Slip(index, "the quote that opens here is not closed", _closing_hint(mark, first))


def _closing_hint(mark: str, first: str) -> str:
    """How to close a quote after the text `first`, or how to keep the quote as part of the text."""
    if not first:
        return "close it at the end of its text"
    if mark == '"' and first.endswith('\\"'):
        return f"the quote behind a backslash closes nothing: put the text {quoting_advice(first[:-1])}"
    if mark == '"' and (first.endswith("\\") or first_wrong_escape(f'"{first}"')):
        return f"put the whole text {quoting_advice(first)}"
    alternative = f"; if it is part of the text, put the whole text {quoting_advice(mark + first)}"
    return f"close it at the end of its text: {mark}{first}{mark}" + (alternative if mark == "'" else "")


def bad_escape_slip(text: str, index: int, opened: int) -> Slip:
    """A backslash in double quotes that does not begin a valid escape."""
    backslash = (
        index
        if text[index] == "\\" and not _HEX.search(text, opened, index)
        else text.rfind("\\", opened, index)
    )
    closing = _QUOTED_LINE.match(text, opened)
    typed = (
        text[opened + 1 : closing.end() - 1]
        if closing
        else text[opened + 1 : _line_end(text, opened)].rstrip('"')
    )
    what = text[backslash : backslash + 2]
    message = f"in double quotes a backslash begins another character, and {what} is none"
    if what == "\\'":
        return Slip(
            backslash, message, "write the apostrophe alone: in double quotes it needs no backslash"
        )
    plain = HARMLESS_ESCAPE.sub(r"\1", typed[:_MAX_QUOTED_SOURCE])
    return Slip(backslash, message, f"put the whole text {quoting_advice(plain)}")


def after_bracket_slip(text: str, index: int, last: Any, opened: int) -> Slip | None:
    """Text after a closing bracket, where the brackets were meant as text."""
    if not isinstance(last, SequenceEndEvent | MappingEndEvent) or text[opened] not in "[{":
        return None
    _, end = _event_span(last)
    if text[end:index].strip(" ") or _line_start(text, index) > end:
        return None
    what = "a list" if text[opened] == "[" else "a mapping"
    message = (
        f"YAML takes a text that begins with {text[opened]} for {what}, and this one goes on after it"
    )
    typed = text[opened : min(_line_end(text, index), opened + _MAX_QUOTED_SOURCE)]
    return Slip(opened, message, f"put the whole text {quoting_advice(typed)}")


def missing_space_slip(text: str, index: int) -> Slip | None:
    """A hyphen or colon without the space after it, or a hyphen with a wrong indentation."""
    line = _line_start(text, index)
    beginning = _MISSING_SPACE.match(text, line)
    if beginning is None:
        return _hyphen_indentation_slip(text, line)
    mark = beginning[1] or beginning[2]
    what = {"-": "hyphen", ":": "colon"}[mark]
    place = beginning.start(1 if beginning[1] else 2)
    return Slip(place, f"there is no space after this {what}", f"type a space after the {what}")


def _hyphen_indentation_slip(text: str, line: int) -> Slip | None:
    """A hyphen that is indented further than those of the items above it."""
    width = _hyphen_column(text, line)
    if width is None:
        return None
    for start in _lines_above(text, line - 1) if line else ():
        above = _hyphen_column(text, start)
        if above is not None and above < width:
            message = f"this hyphen is set in by {width} spaces, further than that of the item above it"
            return Slip(
                line + width, message, f"set it in by {above} spaces, and what belongs to it as much less"
            )
        if above == width:
            break
    return None


def _hyphen_column(text: str, line: int) -> int | None:
    width = len(text[line : _line_end(text, line)]) - len(text[line : _line_end(text, line)].lstrip(" "))
    return width if text[line + width : line + width + 2] == "- " else None


def indentation_slip(text: str, index: int) -> Slip | None:
    """A key whose indentation matches no key or item that it could belong to."""
    line = _line_start(text, index)
    key = _KEY_LINE.match(text, line)
    if key is None or key[2] or key.start(3) != index:
        return None
    width = index - line
    nearest: tuple[int, int, str] | None = None
    lowest = None
    for start in _lines_above(text, line - 1):
        above = _KEY_LINE.match(text, start)
        if above is None:
            if text[start + width : start + width + 2] == "- " and lowest is None:
                return None  # below a list item of text, the hyphen is missing
            continue
        column = above.start(3) - start
        if lowest is not None and column >= lowest:
            continue
        lowest = len(above[1]) if above[2] else column
        if nearest is None or abs(column - width) < abs(nearest[0]):
            nearest = (column - width, column, above[3])
        if lowest <= width:
            break
    if nearest is None or not nearest[0]:
        return None
    _, column, name = nearest
    further = "further" if column < width else "less far"
    message = f"{key[3]}: is set in by {width} spaces, {further} than {name}: above it"
    return Slip(
        index,
        message,
        f"set it in by {column} spaces, as {name}: is, or as far as the key that it belongs beside",
    )


def quoted_rest_of_line(text: str, index: int) -> str:
    """The rest of the line in suitable quotes."""
    return quoting_advice(text[index : min(_line_end(text, index), index + _MAX_QUOTED_SOURCE)])


def _event_span(event: Any) -> tuple[int, int]:
    return event.start_mark.index, event.end_mark.index


def _lines_above(text: str, index: int) -> list[int]:
    """The starts of the line at an index and of those above it, from the bottom up, without comments."""
    starts: list[int] = []
    start = _line_start(text, index)
    while len(starts) < _MAX_LINES:
        line = text[start : _line_end(text, start)].strip(" ")
        if line and not line.startswith("#"):
            starts.append(start)
        if start == 0:
            break
        start = _line_start(text, start - 1)
    return starts


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, max(index, 0)) + 1


def _line_end(text: str, index: int) -> int:
    end = text.find("\n", index)
    return len(text) if end < 0 else end
