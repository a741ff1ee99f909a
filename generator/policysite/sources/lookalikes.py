"""Characters that only look like those of YAML, as pasted from word processors and web pages."""

from __future__ import annotations

import re
import unicodedata

_REPLACEMENTS = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-"),
    **dict.fromkeys("\u00a0\u1680\u2007\u202f\u205f\u3000", " "),
    **{chr(code): " " for code in range(0x2000, 0x200B)},
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),
    **dict.fromkeys("\uff1a\ufe55\u2236\ua789", ":"),
    **dict.fromkeys("\u2018\u2019\u201a\u2032\uff07", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u2033\uff02", '"'),
    **dict.fromkeys("\u2024\uff0e", "."),
    **dict.fromkeys("\u2044\u2215\uff0f", "/"),
    **dict.fromkeys("\uff03\ufe5f", "#"),
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
}
"""The character that each was probably meant to be; empty for an invisible one."""

_SPACES = "".join(re.escape(char) for char, plain in _REPLACEMENTS.items() if not plain.strip())
_HYPHENS = "".join(char for char, plain in _REPLACEMENTS.items() if plain == "-")
_COLONS = "".join(char for char, plain in _REPLACEMENTS.items() if plain == ":")
_KEY = r"[A-Za-z_][A-Za-z0-9_&-]*"
_IN_STRUCTURE = (
    (
        re.compile(rf"[ ]*([{_SPACES}])[ {_SPACES}]*(?:-[ {_SPACES}]|-$|{_KEY}:)"),
        "before the text of a line",
    ),
    (re.compile(rf"[ ]*-([{_SPACES}])"), "after the hyphen"),
    (re.compile(rf"[ ]*([{_HYPHENS}])[ {_SPACES}]"), "in place of the hyphen"),
    (re.compile(rf"[ ]*(?:- )?{_KEY}[ ]*([{_COLONS}])"), "in place of the colon"),
    (re.compile(rf"[ ]*(?:- )?{_KEY}[ ]*:([{_SPACES}])"), "after the colon"),
    (re.compile(rf"[ ]*(?:- )?{_KEY}([{_SPACES}])[ ]*:"), "before the colon"),
)


def character_name(char: str) -> str:
    """A character's code point and Unicode name."""
    name = unicodedata.name(char, "").lower()
    name = {"zero width no-break space": "byte order mark"}.get(name, name)
    return f"U+{ord(char):04X}" + (f" ({name})" if name else "")


def without_lookalikes(text: str) -> str:
    """A text with each lookalike replaced by the character that was meant."""
    return "".join(_REPLACEMENTS.get(char, char) for char in text)


def first_non_ascii(text: str) -> str:
    """The first character of a text outside ASCII; empty if there is none."""
    return "" if text.isascii() else next(char for char in text if not char.isascii())


def is_quote(char: str) -> bool:
    """Whether a character looks like a quote but is not one to YAML."""
    return _REPLACEMENTS.get(char) in ("'", '"')


def without_quotes(text: str) -> str:
    """A text without the lookalikes of quotes around it."""
    text = text.strip(" ")
    inner = text[1:-1]
    if len(text) > 1 and is_quote(text[0]) and is_quote(text[-1]) and not any(map(is_quote, inner)):
        return inner
    return text


def lookalike_in_structure(line: str) -> tuple[int, str, str] | None:
    """A lookalike where YAML expects its own character: its index in the line, a message and a hint."""
    for pattern, place in _IN_STRUCTURE if not line.isascii() else ():
        match = pattern.match(line)
        if match:
            char = match[1]
            replacement = {" ": "a space", "-": "a hyphen", ":": "a colon"}.get(_REPLACEMENTS[char])
            hint = (
                f"type {replacement} in its place"
                if replacement
                else "remove it; your editor may not show it"
            )
            return match.start(1), f"the character {character_name(char)} stands {place}", hint
    return None
