"""Typesetting the contents of a checklist as a PDF. The only user of typst.

The template is fixed and gets texts as data only, so that nothing in them is run as code.
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

_UNPRINTABLE = re.compile("could not be displayed with font|contains the disallowed codepoint")
"""What typst says about a character that no font has, or that PDF/UA-1 forbids."""

_UNBROKEN = re.compile(r"[!-~¡-ɏ]{25,}")
_MAX_FOOTER_LENGTH = 100
_PIECE_LENGTH = 12
"""The number of characters between possible line breaks in a very long word."""


class UnprintableError(PolicySiteError):
    """A checklist cannot be made into a PDF; says its name and typst's reason."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"the checklist {name!r} cannot be put on paper: {reason}")


class Typesetter:
    """Typesets checklists, and remembers which words its fonts can show. Not thread-safe.

    The fonts are the package's own and, for characters that these lack, those that come with typst. The
    system's fonts are never used, so that the same texts look the same everywhere.
    """

    def __init__(self) -> None:
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONTS_FOLDER])
        self._template = typst.Compiler(CHECKLIST_TEMPLATE, root=PDF_FOLDER, font_paths=fonts)
        self._test_compiler = typst.Compiler(GLYPH_TEST_TEMPLATE, root=PDF_FOLDER, font_paths=fonts)
        self._is_shown: dict[str, bool] = {}

    def typeset(self, name: str, contents: dict[str, Any], built: datetime) -> bytes:
        """A PDF of these contents, dated with the instant `built`, which has a time zone.

        A character that no font has is replaced by its name in square brackets, with a note; invisible
        ones are left out. Raises UnprintableError, with the checklist's name, if that is not enough.
        """
        for change in (self._printable, self._without_direction):
            try:
                return self._typeset_contents(contents, _map(contents, change), built)
            except typst.TypstError as error:
                # Words that can be shown alone may fail in a text with invisible direction marks.
                if not _UNPRINTABLE.search(error.message):
                    raise UnprintableError(name, error.message) from error
        try:
            return self._typeset_contents(contents, _map(contents, _with_names), built)
        except typst.TypstError as error:
            raise UnprintableError(name, error.message) from error

    def _typeset_contents(
        self, contents: dict[str, Any], printable: dict[str, Any], built: datetime
    ) -> bytes:
        footer = {
            "title": _short(printable["title"]),
            "organisation": _short(printable["organisation"]),
            "documents": [_short(document) for document in printable["documents"]],
        }
        data = _map(printable | {"footer": footer}, _in_pieces) | {
            "language": contents["language"],
            "words": contents["words"],
            "name": contents["title"],
            "author": contents["organisation"],
            "link": contents["address"],
            "qr": contents["qr"],
            "has_names": printable != contents,
        }
        return fit_on_one_page(contents, lambda size: self._compile(data | {"size": size}, built))

    def _compile(self, data: Mapping[str, Any], built: datetime) -> tuple[bytes, int]:
        """The PDF of finished data, and its number of pages."""
        pdf = self._template.compile(
            sys_inputs={"contents": json.dumps(data)},
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=int(built.astimezone(UTC).timestamp()),
        )
        assert isinstance(pdf, bytes)
        # This query is about the document compiled last, and takes a quarter of a millisecond.
        return pdf, int(self._template.query("<page-count>", field="value", one=True))

    def _printable(self, text: str) -> str:
        """The text with characters that cannot be shown replaced by their names."""
        return text if text.isascii() else " ".join(map(self._word, text.split(" ")))

    def _without_direction(self, text: str) -> str:
        """The same, without invisible characters."""
        return self._printable("".join(char for char in text if unicodedata.category(char) != "Cf"))

    def _word(self, word: str) -> str:
        if word.isascii():
            return word
        # Each by itself: of characters that form one glyph, typst reports only the first.
        named = "".join(char if self._can_show(char) else _name_of_character(char) for char in word)
        if self._can_show(named):
            return named
        # No font can combine them, as an accent on a letter of another script.
        return "".join(char if char.isascii() else _name_of_character(char) for char in word)

    def _can_show(self, word: str) -> bool:
        """Whether the fonts can show a word or a single character."""
        if word not in self._is_shown:
            self._is_shown[word] = word.isascii() or (not _is_private(word) and self._compiles(word))
        return self._is_shown[word]

    def _compiles(self, word: str) -> bool:
        try:
            self._test_compiler.compile(sys_inputs={"word": word}, format="pdf", pdf_standards=["ua-1"])
        except typst.TypstError as error:
            if _UNPRINTABLE.search(error.message):
                return False
            raise
        return True


def _short(text: str) -> str:
    """A text cut to the length that the footer has room for."""
    return text if len(text) <= _MAX_FOOTER_LENGTH else f"{text[:_MAX_FOOTER_LENGTH]}…"


def _map(value: Any, change: Callable[[str], Any]) -> Any:
    """The value with `change` applied to each of its texts."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _map(member, change) for key, member in value.items()}
    if isinstance(value, list):
        return [_map(member, change) for member in value]
    return value


def _is_private(word: str) -> bool:
    """Whether a word has private-use characters, which look different in every font."""
    return any(unicodedata.category(char) == "Co" for char in word)


def _name_of_character(char: str) -> str:
    """The replacement of a character that cannot be shown: its name, or nothing if it is invisible."""
    if unicodedata.category(char) == "Cf":
        return ""
    return f"[{unicodedata.name(char, '').lower() or f'U+{ord(char):04X}'}]"


def _with_names(text: str) -> str:
    """The text with every character outside ASCII replaced by its name."""
    return "".join(char if char.isascii() else _name_of_character(char) for char in text)


def _in_pieces(text: str) -> list[str]:
    """The text split where a very long word may break without a hyphen.

    Web addresses are not split, because typst knows where these may break.
    """
    stops = [0]
    for match in _UNBROKEN.finditer(text):
        if "://" not in match[0]:
            stops += range(match.start() + _PIECE_LENGTH, match.end(), _PIECE_LENGTH)
    return [text[start:stop] for start, stop in pairwise([*stops, len(text)])]
