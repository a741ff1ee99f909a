r"""How to quote a text so that YAML reads it unchanged, and what a \ means in double quotes.

In single quotes every character but the quote stands for itself; in double quotes a backslash begins an
escape (YAML 1.1, 5.7).
"""

from __future__ import annotations

import re
import unicodedata

_ESCAPE = re.compile(r"\\(x..|u.{4}|U.{8}|.)", re.DOTALL)
HARMLESS_ESCAPE = re.compile(r'\\(["\\])')
_MAX_SHOWN = 72
"""Most characters of a text that a hint shows; of a longer one it shows both ends."""
_CHARACTER_NAMES = {
    "\t": "a tab",
    "\n": "a line break",
    " ": "a space",
    "\N{NO-BREAK SPACE}": "a no-break space",
}


def quote_for_yaml(text: str) -> str:
    """A text in suitable quotes, with spaces collapsed as YAML collapses them."""
    text = " ".join(text.split(" "))
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def quoting_advice(text: str) -> str:
    """Which quotes to put a text in, and the quoted text."""
    text = " ".join(text.split())
    quoted = quote_for_yaml(text)
    kind = "double" if quoted[0] == '"' else "single"
    twice = ", each apostrophe in it twice" if kind == "single" and "'" in text else ""
    if len(quoted) > _MAX_SHOWN:
        quoted = f"{quoted[: _MAX_SHOWN // 2].rstrip()} … {quoted[-_MAX_SHOWN // 3 :].lstrip()}"
    return f"in {kind} quotes{twice}: {quoted}"


def first_wrong_escape(typed: str) -> re.Match[str] | None:
    """The first escape in a double-quoted text that stands for another character than it shows."""
    escapes = _ESCAPE.finditer(typed)
    return next((escape for escape in escapes if escape[1] not in ('"', "\\")), None)


def wrong_escape(typed: str) -> tuple[int, str, str] | None:
    r"""The index, a message and a hint for the first wrong escape in a double-quoted text.

    `typed` is the text with its quotes, as in the file. The escapes \" and \\ are not wrong.
    """
    escape = first_wrong_escape(typed)
    if escape is not None:
        plain = HARMLESS_ESCAPE.sub(r"\1", typed[1:-1])
        hint = f"put the text {quoting_advice(plain)}"
        instead = _replacement_hint(escape)
        if instead:
            hint = f"{instead}; if the backslash is meant, {hint}"
        return escape.start(), _explain_escape(escape[0]), hint
    return None


def _replacement_hint(escape: re.Match[str]) -> str:
    """What to write if the escape itself was meant; empty if that is unclear."""
    if escape[1] == "t":
        return "write a space"
    if escape[1] == "n":
        return "begin the new line in the file, with the text below |"
    if escape[1][0] in "xuU" and _character(escape[0]).isprintable():
        return "type the character itself"
    return ""


def _explain_escape(escape: str) -> str:
    if escape[1] == "\n":
        return "in double quotes, a backslash at the end of a line joins the next one to it"
    meaning = _describe_character(escape)
    return f"in double quotes, {escape} is not these {len(escape)} characters but {meaning}"


def _character(escape: str) -> str:
    return _SHORT_ESCAPES.get(escape[1]) or chr(int(f"0x{escape[2:]}", 0))


def _describe_character(escape: str) -> str:
    char = _character(escape)
    if char in _CHARACTER_NAMES:
        return _CHARACTER_NAMES[char]
    name = unicodedata.name(char, "")
    return f"the character U+{ord(char):04X}" + (f" ({name.lower()})" if name else "")


_SHORT_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r",
    "e": "\x1b", " ": " ", "/": "/", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
