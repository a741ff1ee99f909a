"""Finding structure that was typed into a text: tables, lists, numbers, links, Markdown and HTML.

Texts are shown as typed, so readers would see the pipes, hyphens and asterisks. Each rule here prefers
missing a case to a false alarm. Knows no files and no YAML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from ..domain.problems import Rule

TABLE_IN_TEXT = Rule.warning("table-in-text", "A table is typed into a text")
LIST_IN_TEXT = Rule.warning("list-in-text", "A list or the mark of one is typed into a text")
LINK_IN_TEXT = Rule.warning("link-in-text", "A web address is typed into a text")
MARKUP_IN_TEXT = Rule.warning("markup-in-text", "Marks of Markdown or HTML are typed into a text")

TextLine = tuple[int, str]
"""A line of a text as typed: the index of its first character in the file, and its words."""


@dataclass(frozen=True, slots=True)
class TypedStructure:
    """A piece of structure in a text: the rule that it breaks, its index in the file, and a message."""

    rule: Rule
    index: int
    message: str


_COLUMN_GAP = "   "
"""More spaces than anybody types between words, so that they separate columns."""
_BULLETS = "•·▪▫◦●○■□‣\u2043➢❖\uf0b7\uf0a7\uf0d8\uf076\uf0fc"
"""Bullet characters; the last ones are private-use characters that Word copies."""
_TAGS = (
    "a|abbr|b|br|code|div|em|h[1-6]|hr|i|img|li|ol|p|pre|s|small|span|strong|su[bp]|t[adhr]|table|u|ul"
)
_SIGNS = ("|", _COLUMN_GAP, "\t", "`", "<", "*", "_", "~", "&", "://", "www.", "](", *_BULLETS)
"""Signs of nearly all structure. Those that a file lacks are not looked for in its texts."""
_DASHED = re.compile(r"\n *([\u2013\u2014]) ")
_LINE_BEGINNING = re.compile(
    r"\n[ \t]*(?:[-\u2013\u2014+]\s|o\s[a-z]|\([a-z0-9]{1,5}\)\s|[a-z]{1,5}\)\s|"
    r"[0-9]{1,2}[.)]\s|#{1,6}\s)"
)
_HYPHENS = re.compile(r" - [^\n]* - ")
_SECOND_LABELS = (" 2.", "2)", "b)", "ii)")
"""The label of the second item in a list that was folded into one line."""
_ROW = re.compile(r"\|.*\|\s*\Z|[^|]*\|[^|]*\|")
_PIPE_COLUMNS = re.compile(r"[^|\s] +\| +[^|\s]")
_SPACE_COLUMNS = re.compile(rf"[^\s.!?:]{_COLUMN_GAP}+[^\s]")
_BULLET = re.compile(rf"[{_BULLETS}*+\u2013\u2014-]\s+\S")
_LABEL = re.compile(r"(?:\((?:[a-z]|[ivx]{1,5}|[0-9]{1,2})\)|(?:[a-z]|[ivx]{1,5})\)|[0-9]{1,2}[.)])\s+\S")
_SMALL_O = re.compile(r"o\s+[a-z]")
_INLINE_LIST = re.compile(rf"[:;]\s{{1,9}}-\s(?=.{{0,400}}?\s-\s)|(?<=\s)[{_BULLETS}]\s{{1,9}}(?=\S)")
_ADDRESS = re.compile(r"(?<![\w@/.-])(?:https?://|www\.)[^\s\[\]<>\"')]+")
_MARKDOWN_LINK = re.compile(r"\[[^\[\]\n]{1,200}\]\((?=[^()\s]{0,200}[/.#:@])[^()\s]{1,400}\)")
_MARKS = (
    (re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])[^*\n]{1,200}(?<=[^\s*])\1(?![\w*])"), "asterisks"),
    (re.compile(r"(?<![\w_])(_{1,3})(?=[^\s_])[^_\n]{1,200}(?<=[^\s_])\1(?![\w_])"), "underscores"),
    (re.compile(r"(?<!\w)~~(?=\S)[^~\n]{1,200}(?<=\S)~~"), "tildes"),
    (re.compile(r"(?<![\w`])`[^`\s][^`\n]{0,200}`(?![\w`])"), "backticks"),
    (re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]{{0,300}})?/?>", re.IGNORECASE), "a tag of HTML"),
    (re.compile(r"&(?:amp|lt|gt|nbsp|#[0-9]{1,6});"), "an entity of HTML"),
)
_HEADING = re.compile(r"#{1,6}\s+[^\s0-9]")
_NUMBER_PATTERN = (
    r"[ \t]*(?:(?:[Ss]ection|[Cc]lause|[Pp]aragraph|[Pp]ara\.?|[Pp]art|§)\s*)?"
    r"\(?([0-9A-Z]{1,6}(?:\.[0-9A-Z]{1,6}){0,5})"
    r"(?:[.):]+\s|\s+[\u2013\u2014-]\s|\s+(?=[A-Z\"'\u201c\u2018]))"
)
"""A number at the beginning of a text, before a full stop, a dash or a word with a capital letter."""
_LEADING_NUMBER = re.compile(_NUMBER_PATTERN)
_ANY_LEADING_NUMBER = re.compile("\n" + _NUMBER_PATTERN)


def structure_signs(text: str) -> tuple[str, ...]:
    """The signs of structure that occur in the text of a file."""
    dashes = () if text.isascii() else {f" {dash} " for dash in _DASHED.findall(text)}
    return (*(sign for sign in _SIGNS if sign in text), *sorted(dashes))


def may_hold_structure(text: str, signs: Iterable[str]) -> bool:
    """Whether a text could contain structure: a fast test that rules out most texts.

    Several texts can be tested together, separated by line breaks.
    """
    return (
        any(sign in text for sign in signs)
        or any(label in text for label in _SECOND_LABELS)
        or _HYPHENS.search(text) is not None
        or _LINE_BEGINNING.search("\n" + text) is not None
    )


def may_repeat_a_number(texts: str) -> bool:
    """Whether any of several texts, separated by line breaks, begins with a number like a heading."""
    return _ANY_LEADING_NUMBER.search("\n" + texts) is not None


def find_structure(lines: list[TextLine]) -> Iterator[TypedStructure]:
    """The structure in a text: for each kind the first occurrence."""
    row = _first_row(lines)
    if row is not None:
        yield TypedStructure(
            TABLE_IN_TEXT, row, "a table is typed into the text with pipes, tabs or spaces"
        )
    elif (listed := _first_item(lines)) is not None:
        yield TypedStructure(LIST_IN_TEXT, listed, "a list is typed into the text with marks of its own")
    for index, line in lines:
        link = _MARKDOWN_LINK.search(line) or _ADDRESS.search(line)
        if link:
            yield TypedStructure(
                LINK_IN_TEXT, index + link.start(), "an address in a text does not become a link"
            )
            break
    mark = _first_mark(lines)
    if mark is not None:
        index, what = mark
        yield TypedStructure(
            MARKUP_IN_TEXT, index, f"{what} would be shown as typed: a text has no formatting"
        )


def list_label(line: str) -> str:
    """The bullet, letter or number at the beginning of a text, if it looks like a list item."""
    for pattern in (_BULLET, _LABEL, _SMALL_O):
        if pattern.match(line):
            return line.split(maxsplit=1)[0]
    return ""


def repeats_number(text: str, number: str) -> bool:
    """Whether a text begins with this number, which is shown before the text anyway.

    A number that is part of a sentence, as in "3.2 metres", does not count.
    """
    match = _LEADING_NUMBER.match(text)
    return match is not None and match[1] == number


def _first_row(lines: list[TextLine]) -> int | None:
    rows = [index for index, line in lines if "|" in line and _ROW.match(line)]
    is_framed = any(
        line.startswith("|") and line.rstrip().endswith("|") and len(line) > 1 for _, line in lines
    )
    if len(rows) > 1 or (rows and is_framed):
        return rows[0]
    for has_columns in (_PIPE_COLUMNS, _SPACE_COLUMNS):
        matches = [bool(has_columns.search(line)) for _, line in lines]
        for index, (current, following) in enumerate(pairwise(matches)):
            if current and following:
                return lines[index][0]
    tabbed = [(index, line.rstrip().count("\t")) for index, line in lines if "\t" in line.rstrip()]
    if len(tabbed) > 1 or any(tabs > 1 for _, tabs in tabbed):
        return tabbed[0][0]
    return None


def _first_item(lines: list[TextLine]) -> int | None:
    """The index of a list: two or more lines that begin like items, or list marks within a line."""
    for pattern in (_BULLET, _LABEL, _SMALL_O):
        items = [index for index, line in lines if pattern.match(line)]
        if len(items) > 1:
            return items[0]
    for index, line in lines:
        match = _INLINE_LIST.search(line)
        if match:
            mark = match[0].strip(":; \t")
            return index + match.start() + match[0].index(mark)
        if line[:1] in _BULLETS and line[:1]:
            return index
    return None


def _first_mark(lines: Iterable[TextLine]) -> tuple[int, str] | None:
    for index, line in lines:
        if _HEADING.match(line):
            return index, "number signs"
        for pattern, what in _MARKS:
            match = pattern.search(line)
            if match:
                return index + match.start(), what
    return None
