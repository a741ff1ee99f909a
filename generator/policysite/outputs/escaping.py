"""Texts of unknown origin made ready for outputs that could take parts of them for something else.

One function an output: a terminal, a line of a list, a cell of a spreadsheet, Markdown, JSON, an
annotation of GitHub. What cannot be seen is shown by its number, as in <U+202E>, so that nothing moves
the cursor, turns the order of reading round, or hides. Knows nothing of what the texts are about.
"""

from __future__ import annotations

import re

_NOT_SHOWN = re.compile(r"[^\x20-\x7e]")
_STARTS_FORMULA = "=+\\-@\uff1d\uff0b\uff0d\uff20"
"""What a formula begins with, in full width, too, as spreadsheets in Japanese take it."""
_FORMULA = re.compile(rf"""(^|[;,|])([ "']*)(?=[{_STARTS_FORMULA}])""")
_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>()#+!|~&@]")


def escape_unprintable(text: str) -> str:
    """For a terminal: the text with every character that does not print shown by its number.

    That covers control, bidirectional and other invisible characters, odd spaces, line breaks and
    surrogates.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if char.isprintable() else f"<U+{ord(char):04X}>" for char in text)


def one_line(text: str) -> str:
    """For a list, a subject or a title: the text on one line, spaces of any kind as plain ones."""
    return escape_unprintable(" ".join(text.split()))


def csv_cell(text: str) -> str:
    """For a cell of a table as CSV, which no spreadsheet takes for a formula.

    OWASP's rule (CSV Injection): no cell may begin with =, +, -, @, a tab or a carriage return, and a
    text may not begin a new cell inside of it where a spreadsheet splits at another separator or
    overlooks quotes. So an apostrophe is put before what would begin a formula, at the beginning and
    after each semicolon, comma and bar. Tabs and line breaks become spaces.
    """
    return _FORMULA.sub(r"\1\2'", one_line(text))


def markdown_text(text: str) -> str:
    """For Markdown, which shows the text as it is."""
    return _MARKDOWN.sub(r"\\\g<0>", one_line(text))


def json_text(document: str) -> str:
    """For JSON on a terminal: the same document with escapes in place of what does not print."""
    return _NOT_SHOWN.sub(lambda match: _escaped(match[0]), document)


def _escaped(char: str) -> str:
    if char == "\n" or char.isprintable():
        return char
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def annotation_message(text: str) -> str:
    """For the message of a workflow command of GitHub, of one or several lines.

    The escapes are those of @actions/core (escapeData).
    """
    escaped = "\n".join(escape_unprintable(line) for line in text.split("\n"))
    return escaped.replace("%", "%25").replace("\n", "%0A")


def annotation_property(text: str) -> str:
    """For a property of a workflow command of GitHub (escapeProperty)."""
    return annotation_message(escape_unprintable(text)).replace(":", "%3A").replace(",", "%2C")
