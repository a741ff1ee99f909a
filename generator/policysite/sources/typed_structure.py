"""Finding structure that was typed into a text: tables, lists, numbers, links, Markdown and HTML.

Texts are shown as typed, so readers would see the pipes, hyphens and asterisks. Each rule here prefers
missing a case to a false alarm. Knows no files and no YAML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import pairwise

from ..domain.problems import Rule
from ..domain.prose import is_external_address, unmasked

TABLE_IN_TEXT = Rule.warning("table-in-text", "A table is typed into a text")
LIST_IN_TEXT = Rule.warning("list-in-text", "A list or the mark of one is typed into a text")
LINK_IN_TEXT = Rule.warning("link-in-text", "An address or a telephone number is typed into a text")
MARKUP_IN_TEXT = Rule.warning("markup-in-text", "Marks of Markdown or HTML are typed into a text")

TextLine = tuple[int, str]
"""A line of a text as typed: the index of its first character in the file, and its words."""


@dataclass(frozen=True, slots=True)
class TypedStructure:
    """A piece of structure in a text: the rule that it breaks, its index in the file, and a message."""

    rule: Rule
    index: int
    message: str
    hint: str = ""
    """What to write instead, where that can be told from the structure alone."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Of a table, the cells of the first rows."""
    mark: str = ""
    """Of a list, the mark of its first item."""
    is_single: bool = False
    """Of a list, whether it is no more than a mark before a text."""


_COLUMN_GAP = "   "
"""More spaces than anybody types between words, so that they separate columns."""
_BULLETS = "•·▪▫◦●○■□‣\u2043➢❖\uf0b7\uf0a7\uf0d8\uf076\uf0fc"
"""Bullet characters; the last ones are private-use characters that Word copies."""
_TAGS = "abbr|b|br|code|div|em|h[1-6]|hr|i|img|li|ol|p|pre|s|small|span|strong|su[bp]|t[adhr]|table|u|ul"
_SIGNS = ("|", _COLUMN_GAP, "\t", "`", "<", "*", "_", "~", "&", "@", "://", "www.", "](", *_BULLETS)
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
_RULE_OF_TABLE = re.compile(r"[-=+:|\s]+")
"""A line between the heading and the rows of a table."""
_ROWS_SHOWN = 2
_BULLET = re.compile(rf"[{_BULLETS}*+\u2013\u2014-]\s+\S")
_LABEL = re.compile(r"(?:\((?:[a-z]|[ivx]{1,5}|[0-9]{1,2})\)|(?:[a-z]|[ivx]{1,5})\)|[0-9]{1,2}[.)])\s+\S")
_SMALL_O = re.compile(r"o\s+[a-z]")
_INLINE_LIST = re.compile(rf"[:;]\s{{1,9}}-\s(?=.{{0,400}}?\s-\s)|(?<=\s)[{_BULLETS}]\s{{1,9}}(?=\S)")
_ADDRESS = re.compile(r"(?<![\w@/.-])(?<!\[\[)(?:https?://|www\.)[^\s\[\]<>\"')]+")
_MAILBOX = re.compile(
    r"(?<![\w@/.+-])[A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
)
_TELEPHONE = re.compile(
    r"(?<![\w/.+-])(?:\(?0[1-9][0-9]{1,3}\)?[ -][0-9]{3,8}(?:[ -][0-9]{3,4})?|0[12378][0-9]{9}"
    r"|\+[1-9][0-9]{0,3}(?:[ -]?\(0\))?(?:[ -]?[0-9]{2,8}){2,4})(?![\w/-]|\.[0-9])"
)
_TELEPHONE_SIGNS = (" 0", "\n0", "(0", "+")
_DIALLED_DIGITS = range(10, 16)
"""How many digits a telephone number has, with the code of its area or country."""
_MARKDOWN_LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\((?=[^()\s]{0,200}[/.#:@])([^()\s]{1,400})\)")
_ELEMENT = re.compile(r"<(?:b|strong|em|i|u)>([^<>\[\]|]{1,200})</", re.IGNORECASE)
_ANCHOR = re.compile(r"<a\s+href=[\"']?([^\"'\s>]+)[\"']?[^>]*>([^<>\[\]|]{1,200})</a>", re.IGNORECASE)
_MARKS = (
    (re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*\n]{1,200})(?<=[^\s*])\1(?![\w*])"), "asterisks"),
    (re.compile(r"(?<![\w_])(_{1,3})(?=[^\s_])([^_\n]{1,200})(?<=[^\s_])\1(?![\w_])"), "underscores"),
    (re.compile(r"(?<!\w)~~(?=\S)[^~\n]{1,200}(?<=\S)~~"), "tildes"),
    (re.compile(r"(?<![\w`])`[^`\s][^`\n]{0,200}`(?![\w`])"), "backticks"),
    (re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]{{0,300}})?/?>", re.IGNORECASE), "a tag of HTML"),
    (_ANCHOR, "a link of HTML"),
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
        or (any(sign in text for sign in _TELEPHONE_SIGNS) and _TELEPHONE.search(text) is not None)
    )


def may_repeat_a_number(texts: str) -> bool:
    """Whether any of several texts, separated by line breaks, begins with a number like a heading."""
    return _ANY_LEADING_NUMBER.search("\n" + texts) is not None


def find_structure(lines: list[TextLine]) -> Iterator[TypedStructure]:
    """The structure in a text: for each kind the first occurrence."""
    row = _first_row(lines)
    if row is not None:
        yield TypedStructure(
            TABLE_IN_TEXT,
            row,
            "a table is typed into the text with pipes, tabs or spaces",
            rows=tuple(_rows(lines, row)),
        )
    elif (listed := _first_item(lines)) is not None:
        index, mark = listed
        yield TypedStructure(
            LIST_IN_TEXT, index, "a list is typed into the text with marks of its own", mark=mark
        )
    yield from _links(lines)
    yield from _markup(lines)


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


def _rows(lines: list[TextLine], start: int) -> Iterator[tuple[str, ...]]:
    """The cells of the first two rows of a table that begins at an index."""
    separator = next(
        (sign for sign in ("|", "\t") if any(sign in line for index, line in lines if index == start)),
        _COLUMN_GAP,
    )
    count = 0
    for index, line in lines:
        if index < start or separator not in line or _RULE_OF_TABLE.fullmatch(line):
            continue
        row = line.strip().strip("|") if separator == "|" else line.strip()
        yield tuple(cell.strip() for cell in row.split(separator) if cell.strip() or separator == "|")
        count += 1
        if count == _ROWS_SHOWN:
            return


def _first_item(lines: list[TextLine]) -> tuple[int, str] | None:
    """The index of a list and its first mark.

    A list is two or more lines that begin like items, or list marks within a line.
    """
    for pattern in (_BULLET, _LABEL, _SMALL_O):
        items = [(index, line.split(maxsplit=1)[0]) for index, line in lines if pattern.match(line)]
        if len(items) > 1:
            return items[0]
    for index, line in lines:
        match = _INLINE_LIST.search(line)
        if match:
            mark = match[0].strip(":; \t")
            return index + match.start() + match[0].index(mark), mark
        if line[:1] in _BULLETS and line[:1]:
            return index, line[0]
    return None


def _links(lines: Iterable[TextLine]) -> Iterator[TypedStructure]:
    """The first link of Markdown, web address, mailbox and telephone number of a text."""
    found: set[re.Pattern[str]] = set()
    for index, line in lines:
        rest = _ANCHOR.sub(lambda match: " " * len(match[0]), line)
        for pattern, hint in _LINK_HINTS:
            for match in pattern.finditer(rest):
                digits = sum(char.isdigit() for char in match[0])
                if pattern is _TELEPHONE and digits not in _DIALLED_DIGITS:
                    continue
                rest = f"{rest[: match.start()]}{' ' * len(match[0])}{rest[match.end() :]}"
                if pattern not in found:
                    found.add(pattern)
                    what = "a telephone number" if pattern is _TELEPHONE else "an address"
                    message = f"{what} in a text does not become a link"
                    yield TypedStructure(LINK_IN_TEXT, index + match.start(), message, hint(match))


def _linked(address: str, words: str) -> str:
    """A hint that shows a link with words; empty if no link can lead to the address."""
    if "[" in unmasked(words):
        return ""
    if is_external_address(address):
        return f"write [[{address}|{words}]]"
    return f"write [[mailto:{address}|{words}]]" if is_external_address(f"mailto:{address}") else ""


def _markdown_hint(match: re.Match[str]) -> str:
    return _linked(match[2], " ".join(match[1].replace("|", " ").split()))


def _address_hint(match: re.Match[str]) -> str:
    address = match[0].rstrip(".,;:!?")
    address = f"https://{address}" if address.startswith("www.") else address
    hint = _linked(address, "words for it")
    return f"{hint}, or add the page to references.yml and write [[its-id]]" if hint else ""


def _telephone_hint(match: re.Match[str]) -> str:
    dialled = re.sub(r"[^0-9+]", "", match[0].replace("(0)", ""))
    return f"write [[tel:{dialled}|{match[0]}]]"


_LINK_HINTS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_MARKDOWN_LINK, _markdown_hint),
    (_ADDRESS, _address_hint),
    (_MAILBOX, lambda match: f"write [[mailto:{match[0]}]]"),
    (_TELEPHONE, _telephone_hint),
)
"""What becomes no link, each kind with its hint. What one has found, the next does not look at."""


def _markup(lines: Iterable[TextLine]) -> Iterator[TypedStructure]:
    """The first mark of each kind of a text."""
    found: set[str] = set()
    for index, line in lines:
        marks = [(match, what) for pattern, what in _MARKS if (match := pattern.search(line))]
        heading = _HEADING.match(line)
        for match, what in [*([(heading, "number signs")] if heading else []), *marks]:
            if what not in found:
                found.add(what)
                message = f"{what} would be shown as typed: a text has no formatting"
                hint = _mark_hint(match, what)
                yield TypedStructure(MARKUP_IN_TEXT, index + match.start(), message, hint)


def _mark_hint(match: re.Match[str], what: str) -> str:
    """What to write in place of a mark; empty where nobody can tell."""
    emphasised = _ELEMENT.match(match.string, match.start())
    if what == "a link of HTML":
        return _linked(match[1], match[2].strip())
    if emphasised or what in ("asterisks", "underscores"):
        words = (emphasised[1] if emphasised else match[2]).strip()
        return f"write [[!{words}]], or leave the marks out" if "[[" not in unmasked(words) else ""
    if what == "an entity of HTML":
        return f"write the character itself: {unescape(match[0])}" if match[0] != "&nbsp;" else ""
    return ""
