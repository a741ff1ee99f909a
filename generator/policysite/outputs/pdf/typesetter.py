"""The press: what stands on a paper, as data, becomes a PDF. The only user of typst.

The template is fixed, and texts reach it as data only, so nothing in them is ever a command.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import typst

from ...errors import PolicySiteError
from .type_size import fit_on_one_page

PDF_FOLDER = Path(__file__).parent
CHECKLIST_TEMPLATE = PDF_FOLDER / "checklist.typ"
GLYPH_TEST_TEMPLATE = PDF_FOLDER / "trial.typ"
FONTS_FOLDER = PDF_FOLDER / "fonts"

_LACKING = re.compile("could not be displayed with font|contains the disallowed codepoint")
"""What typst says of a sign that no font has, or that PDF/UA-1 forbids."""

_ENDLESS = re.compile(r"[!-~¡-ɏ]{25,}")
_FOOT = 100
_PIECE = 12
"""How many characters of an endless word stay together at the end of a line."""


class UnprintableError(PolicySiteError):
    """A checklist that cannot be put on paper, with its name and what typst says."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"the checklist {name!r} cannot be put on paper: {reason}")


class Typesetter:
    """Prints one checklist after the other, and remembers which words its fonts can show.

    The fonts are the package's own and, for what these lack, those that come with typst; the
    system's are never used, so the same texts look the same everywhere. Not for several threads.
    """

    def __init__(self) -> None:
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONTS_FOLDER])
        self._template = typst.Compiler(CHECKLIST_TEMPLATE, root=PDF_FOLDER, font_paths=fonts)
        self._trial = typst.Compiler(GLYPH_TEST_TEMPLATE, root=PDF_FOLDER, font_paths=fonts)
        self._tried: dict[str, bool] = {}

    def typeset(self, name: str, contents: dict[str, Any], built: datetime) -> bytes:
        """A PDF of these contents, made at that instant, which knows its zone.

        Signs that no font has are named in square brackets, and the paper says so; what nobody can
        see is left out. Raises UnprintableError, with the name, where that is not enough.
        """
        for change in (self._printable, self._without_direction):
            try:
                return self._set_whole(contents, _map(contents, change), built)
            except typst.TypstError as error:
                # Each word can be shown by itself, and not where signs that nobody sees turn it around.
                if not _LACKING.search(error.message):
                    raise UnprintableError(name, error.message) from error
        try:
            return self._set_whole(contents, _map(contents, _in_names), built)
        except typst.TypstError as error:
            raise UnprintableError(name, error.message) from error

    def _set_whole(self, contents: dict[str, Any], shown: dict[str, Any], built: datetime) -> bytes:
        foot = {
            "title": _short(shown["title"]),
            "organisation": _short(shown["organisation"]),
            "documents": [_short(one) for one in shown["documents"]],
        }
        data = _map(shown | {"foot": foot}, _in_pieces) | {
            "language": contents["language"],
            "name": contents["title"],
            "author": contents["organisation"],
            "link": contents["address"],
            "qr": contents["qr"],
            "has_names": shown != contents,
        }
        return fit_on_one_page(contents, lambda size: self._set(data | {"size": size}, built))

    def _set(self, data: Mapping[str, Any], built: datetime) -> tuple[bytes, int]:
        """The PDF of finished data, and the number of its pages."""
        made = self._template.compile(
            sys_inputs={"sheet": json.dumps(data)},
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=int(built.astimezone(UTC).timestamp()),
        )
        assert isinstance(made, bytes)
        # It asks about the document that was compiled last, and takes a quarter of a millisecond.
        return made, int(self._template.query("<page-count>", field="value", one=True))

    def _printable(self, text: str) -> str:
        """The text, with the names of signs in place of those that cannot be printed."""
        return text if text.isascii() else " ".join(map(self._word, text.split(" ")))

    def _without_direction(self, text: str) -> str:
        """The text, printable, without the signs that nobody sees."""
        return self._printable("".join(one for one in text if unicodedata.category(one) != "Cf"))

    def _word(self, word: str) -> str:
        if word.isascii():
            return word
        # One by one: of signs that are drawn as one, typst misses only the first.
        named = "".join(one if self._shows(one) else _name(one) for one in word)
        if self._shows(named):
            return named
        # No font has them as they stand together, as an accent on a letter of another script.
        return "".join(one if one.isascii() else _name(one) for one in word)

    def _shows(self, word: str) -> bool:
        """Whether a word or a single sign can be printed."""
        if word not in self._tried:
            self._tried[word] = word.isascii() or (not _is_private(word) and self._tries(word))
        return self._tried[word]

    def _tries(self, word: str) -> bool:
        try:
            self._trial.compile(sys_inputs={"word": word}, format="pdf", pdf_standards=["ua-1"])
        except typst.TypstError as error:
            if _LACKING.search(error.message):
                return False
            raise
        return True


def _short(text: str) -> str:
    """As much of a text as the foot of every page has room for; the paper itself holds it whole."""
    return text if len(text) <= _FOOT else f"{text[:_FOOT]}…"


def _map(value: Any, change: Callable[[str], Any]) -> Any:
    """The value with each of its texts changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _map(one, change) for key, one in value.items()}
    if isinstance(value, list):
        return [_map(one, change) for one in value]
    return value


def _is_private(word: str) -> bool:
    """Whether a sign is for private use: what such a sign looks like, each font says for itself."""
    return any(unicodedata.category(one) == "Co" for one in word)


def _name(sign: str) -> str:
    """What stands for a sign that cannot be printed; nothing for one that nobody would see."""
    if unicodedata.category(sign) == "Cf":
        return ""
    return f"[{unicodedata.name(sign, '').lower() or f'U+{ord(sign):04X}'}]"


def _in_names(text: str) -> str:
    """The text with the name of every sign that a typewriter lacks."""
    return "".join(one if one.isascii() else _name(one) for one in text)


def _in_pieces(text: str) -> list[str]:
    """The text, parted where an endless word may go on in the next line though it has no hyphen.

    Addresses are left whole: typst knows where they may be parted.
    """
    stops = [0]
    for match in _ENDLESS.finditer(text):
        if "://" not in match[0]:
            stops += range(match.start() + _PIECE, match.end(), _PIECE)
    return [text[start:stop] for start, stop in pairwise([*stops, len(text)])]
