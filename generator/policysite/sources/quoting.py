r"""How a text is to be typed so that YAML takes it as it is, and what its double quotes make of a \.

Single quotes take everything as it stands but themselves; in double quotes a backslash and what follows
it stand for another character (YAML 1.1, 5.7).
"""

from __future__ import annotations

import re
import unicodedata

_ESCAPE = re.compile(r"\\(x..|u.{4}|U.{8}|.)", re.DOTALL)
HARMLESS_ESCAPE = re.compile(r'\\(["\\])')
_SHOWN = 72
"""How many characters of a text a hint shows; of a longer one it shows the two ends."""
_NAMES = {"\t": "a tab", "\n": "a line break", " ": "a space", "\N{NO-BREAK SPACE}": "a no-break space"}


def quote_for_yaml(text: str) -> str:
    """A text in the quotes that keep it, with white space collapsed as YAML collapses it."""
    text = " ".join(text.split(" "))
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def quoting_advice(text: str) -> str:
    """Which quotes to put a text in, and how it then looks."""
    text = " ".join(text.split())
    quoted = quote_for_yaml(text)
    kind = "double" if quoted[0] == '"' else "single"
    twice = ", each apostrophe in it twice" if kind == "single" and "'" in text else ""
    if len(quoted) > _SHOWN:
        quoted = f"{quoted[: _SHOWN // 2].rstrip()} … {quoted[-_SHOWN // 3 :].lstrip()}"
    return f"in {kind} quotes{twice}: {quoted}"


def first_wrong_escape(typed: str) -> re.Match[str] | None:
    """The first backslash in double quotes that is not itself, with what follows it."""
    found = _ESCAPE.finditer(typed)
    return next((escape for escape in found if escape[1] not in ('"', "\\")), None)


def wrong_escape(typed: str) -> tuple[int, str, str] | None:
    r"""The first backslash in double quotes that is not itself: its index, a message and a hint.

    typed is the text with its quotes, as it stands in the file. \" and \\ are what they look like.
    """
    escape = first_wrong_escape(typed)
    if escape is not None:
        plain = HARMLESS_ESCAPE.sub(r"\1", typed[1:-1])
        hint = f"put the text {quoting_advice(plain)}"
        instead = _instead(escape)
        if instead:
            hint = f"{instead}; if the backslash is meant, {hint}"
        return escape.start(), _meaning(escape[0]), hint
    return None


def _instead(escape: re.Match[str]) -> str:
    """What to write where the escape itself was meant."""
    if escape[1] == "t":
        return "write a space"
    if escape[1] == "n":
        return "begin the new line in the file, with the text below |"
    if escape[1][0] in "xuU" and _character(escape[0]).isprintable():
        return "type the character itself"
    return ""


def _meaning(escape: str) -> str:
    if escape[1] == "\n":
        return "in double quotes, a backslash at the end of a line joins the next one to it"
    return f"in double quotes, {escape} is not these {len(escape)} characters but {_stands_for(escape)}"


def _character(escape: str) -> str:
    return _SHORT.get(escape[1]) or chr(int(f"0x{escape[2:]}", 0))


def _stands_for(escape: str) -> str:
    char = _character(escape)
    if char in _NAMES:
        return _NAMES[char]
    name = unicodedata.name(char, "")
    return f"the character U+{ord(char):04X}" + (f" ({name.lower()})" if name else "")


_SHORT = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r",
    "e": "\x1b", " ": " ", "/": "/", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
