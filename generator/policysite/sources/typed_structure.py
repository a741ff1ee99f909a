"""Structure that somebody typed into a text: tables, lists, numbers, links and marks of Markdown.

A text is shown as it is typed, so such structure reaches readers as pipes, hyphens and asterisks. Each
rule here prefers silence to a false alarm. Knows nothing of files, of YAML or of what a text is for.
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
"""A line of a text as it was typed: the index of its first character, and what stands there."""


@dataclass(frozen=True, slots=True)
class TypedStructure:
    """One piece of structure in a text: its rule, the index where it stands, and what was found."""

    rule: Rule
    index: int
    message: str


_WIDE = "   "
"""As many spaces as nobody types between words, but between columns."""
_BULLETS = "•·▪▫◦●○■□‣\u2043➢❖\uf0b7\uf0a7\uf0d8\uf076\uf0fc"
"""Those of Word are in its private characters, as it copies them."""
_TAGS = (
    "a|abbr|b|br|code|div|em|h[1-6]|hr|i|img|li|ol|p|pre|s|small|span|strong|su[bp]|t[adhr]|table|u|ul"
)
_SIGNS = ("|", _WIDE, "\t", "`", "<", "*", "_", "~", "&", "://", "www.", "](", *_BULLETS)
"""What stands in nearly every such structure. What a whole file lacks is not looked for in its texts."""
_DASHED = re.compile(r"\n *([\u2013\u2014]) ")
_BEGINS = re.compile(
    r"\n[ \t]*(?:[-\u2013\u2014+]\s|o\s[a-z]|\([a-z0-9]{1,5}\)\s|[a-z]{1,5}\)\s|"
    r"[0-9]{1,2}[.)]\s|#{1,6}\s)"
)
_HYPHENS = re.compile(r" - [^\n]* - ")
_SECOND = (" 2.", "2)", "b)", "ii)")
"""How the second item of a list begins that may have been folded into one line."""
_ROW = re.compile(r"\|.*\|\s*\Z|[^|]*\|[^|]*\|")
_PARTED = re.compile(r"[^|\s] +\| +[^|\s]")
_COLUMNS = re.compile(rf"[^\s.!?:]{_WIDE}+[^\s]")
_BULLET = re.compile(rf"[{_BULLETS}*+\u2013\u2014-]\s+\S")
_LABEL = re.compile(r"(?:\((?:[a-z]|[ivx]{1,5}|[0-9]{1,2})\)|(?:[a-z]|[ivx]{1,5})\)|[0-9]{1,2}[.)])\s+\S")
_SMALL_O = re.compile(r"o\s+[a-z]")
_IN_SENTENCE = re.compile(rf"[:;]\s{{1,9}}-\s(?=.{{0,400}}?\s-\s)|(?<=\s)[{_BULLETS}]\s{{1,9}}(?=\S)")
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
_NUMBERED = (
    r"[ \t]*(?:(?:[Ss]ection|[Cc]lause|[Pp]aragraph|[Pp]ara\.?|[Pp]art|§)\s*)?"
    r"\(?([0-9A-Z]{1,6}(?:\.[0-9A-Z]{1,6}){0,5})"
    r"(?:[.):]+\s|\s+[\u2013\u2014-]\s|\s+(?=[A-Z\"'\u201c\u2018]))"
)
"""A number at the beginning of a text, before a full stop, a dash or a word with a capital letter."""
_NUMBER = re.compile(_NUMBERED)
_NUMBER_OF_ANY = re.compile("\n" + _NUMBERED)


def structure_signs(text: str) -> tuple[str, ...]:
    """What of the signs of such structure stands in the text of a file."""
    dashes = () if text.isascii() else {f" {dash} " for dash in _DASHED.findall(text)}
    return (*(sign for sign in _SIGNS if sign in text), *sorted(dashes))


def may_hold_structure(text: str, signs: Iterable[str]) -> bool:
    """Whether a text could hold such structure; of most texts this says no, and at once.

    Several texts may be asked about together, if a line break parts them.
    """
    return (
        any(sign in text for sign in signs)
        or any(label in text for label in _SECOND)
        or _HYPHENS.search(text) is not None
        or _BEGINS.search("\n" + text) is not None
    )


def may_repeat_a_number(texts: str) -> bool:
    """Whether any of several texts, parted by line breaks, begins with a number as a heading does."""
    return _NUMBER_OF_ANY.search("\n" + texts) is not None


def find_structure(lines: list[TextLine]) -> Iterator[TypedStructure]:
    """What was typed into a text, each kind once, at its first place."""
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
    """The bullet, letter or number that a text begins with as an item of a list does; empty if none."""
    for pattern in (_BULLET, _LABEL, _SMALL_O):
        if pattern.match(line):
            return line.split(maxsplit=1)[0]
    return ""


def repeats_number(text: str, number: str) -> bool:
    """Whether a text begins with this number, as if it were not shown before the text anyway.

    A number that goes on as a sentence does, as in "3.2 metres", is none.
    """
    found = _NUMBER.match(text)
    return found is not None and found[1] == number


def _first_row(lines: list[TextLine]) -> int | None:
    rows = [index for index, line in lines if "|" in line and _ROW.match(line)]
    framed = any(
        line.startswith("|") and line.rstrip().endswith("|") and len(line) > 1 for _, line in lines
    )
    if len(rows) > 1 or (rows and framed):
        return rows[0]
    for has_columns in (_PARTED, _COLUMNS):
        beside = [bool(has_columns.search(line)) for _, line in lines]
        for number, (one, other) in enumerate(pairwise(beside)):
            if one and other:
                return lines[number][0]
    tabbed = [(index, line.rstrip().count("\t")) for index, line in lines if "\t" in line.rstrip()]
    if len(tabbed) > 1 or any(tabs > 1 for _, tabs in tabbed):
        return tabbed[0][0]
    return None


def _first_item(lines: list[TextLine]) -> int | None:
    """Where a list begins: two lines or more that begin as items do, or marks within one."""
    for pattern in (_BULLET, _LABEL, _SMALL_O):
        items = [index for index, line in lines if pattern.match(line)]
        if len(items) > 1:
            return items[0]
    for index, line in lines:
        found = _IN_SENTENCE.search(line)
        if found:
            mark = found[0].strip(":; \t")
            return index + found.start() + found[0].index(mark)
        if line[:1] in _BULLETS and line[:1]:
            return index
    return None


def _first_mark(lines: Iterable[TextLine]) -> tuple[int, str] | None:
    for index, line in lines:
        if _HEADING.match(line):
            return index, "number signs"
        for pattern, what in _MARKS:
            found = pattern.search(line)
            if found:
                return index + found.start(), what
    return None
