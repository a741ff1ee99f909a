"""No text hides anything from readers: they see all that is written, in the order in which it is written.

What Unicode calls format characters is allowed where a script needs it: direction marks, balanced
isolates and embeddings in a text with letters that run from the right; joiners and zero-width spaces
between letters beyond ASCII; a soft hyphen inside a word; tags in a flag. UTS 55 (Source Code Handling)
and UAX 9 (Bidirectional Algorithm) are the sources of the rules.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from unicodedata import bidirectional, name

from ..domain.fields import HIDDEN_CHARACTER, READING_ORDER
from ..domain.library import Library
from ..domain.model import SETTINGS_FILE, all_texts
from ..domain.problems import Finding, SourcePlace
from .check import CheckContext, check_for
from .names import (
    EVENTS_FILE,
    REFERENCES_FILE,
    ROLES_FILE,
    TERMS_FILE,
)

_OVERRIDES = frozenset("\u202d\u202e")
_EMBEDDINGS, _POP = frozenset("\u202a\u202b\u202d\u202e"), "\u202c"
_ISOLATES, _POP_ISOLATE = frozenset("\u2066\u2067\u2068"), "\u2069"
_MARKS = frozenset("\u200e\u200f\u061c")
_JOINERS = frozenset("\u200b\u200c\u200d")
_SOFT_HYPHEN, _BLACK_FLAG = "\u00ad", "\U0001f3f4"
_FORMAT = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0001\U000e0020-\U000e007f]|(?<=[\ufe00-\ufe0f\U000e0100-\U000e01ef])[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
"""Invisible characters: format characters, separators, fillers, and a repeated variation selector."""


@check_for(READING_ORDER, HIDDEN_CHARACTER)
def no_hidden_characters(context: CheckContext) -> Iterator[Finding]:
    """Readers see every character of a text, in the order in which it is written."""
    for file, record in _records(context.library):
        for path, text in all_texts(record):
            if text.isascii() or not _FORMAT.search(text):
                continue
            reordering = _reordering_characters(text)
            for char, count in Counter(char for _, char in reordering).items():
                yield Finding(
                    READING_ORDER,
                    f"{_character_name(char)} makes readers see the text in another order than it is"
                    f" written{_count_note(count)}",
                    SourcePlace(file, path, text=char),
                    "remove it" if char in _OVERRIDES else "remove it, or write both of its pair",
                )
            hidden = _useless_characters(text, {index for index, _ in reordering})
            for char, count in Counter(char for _, char in hidden).items():
                yield Finding(
                    HIDDEN_CHARACTER,
                    f"{_character_name(char)} cannot be seen, and has no use here{_count_note(count)}",
                    SourcePlace(file, path, text=char),
                    "remove it: it spoils searching and copying, and may hide what a reader should know",
                )


def _records(library: Library) -> Iterator[tuple[str, object]]:
    """Each source file with the record, or the records by key, that were read from it."""
    for edition in library.editions_in_all_languages:
        yield edition.file, edition
    for document in library.documents.values():
        if document.record is not None:
            yield document.record.file, document.record
    for checklist in library.checklists.values():
        yield checklist.file, checklist
    yield SETTINGS_FILE, library.settings
    yield ROLES_FILE, {"roles": library.roles}
    yield TERMS_FILE, {"terms": library.terms}
    yield REFERENCES_FILE, {"references": library.external_references}
    yield EVENTS_FILE, {"events": library.events}


def _reordering_characters(text: str) -> list[tuple[int, str]]:
    """The characters that change the reading order of a text, with their indexes.

    They are overrides, and embeddings and isolates that are not in pairs. UAX 9 pairs them within a
    paragraph; an empty line ends a paragraph, a single line break in a source does not.
    """
    reordering, start = [], 0
    for paragraph in re.split(r"(\n[ \t]*\n)", text):
        characters = [(start + match.start(), match[0]) for match in _FORMAT.finditer(paragraph)]
        reordering += [character for character in characters if character[1] in _OVERRIDES]
        reordering += _unpaired(characters)
        start += len(paragraph)
    return sorted(set(reordering))


def _unpaired(characters: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Embeddings and isolates that are not closed, and closing characters without them (UAX 9, BD9)."""
    open_characters: list[tuple[int, str]] = []
    open_isolates = 0
    for character in characters:
        _, char = character
        if char in _EMBEDDINGS or char in _ISOLATES:
            open_characters.append(character)
            open_isolates += char in _ISOLATES
        elif char == _POP:
            if open_characters and open_characters[-1][1] in _EMBEDDINGS:
                open_characters.pop()
            else:
                yield character
        elif char == _POP_ISOLATE:
            if not open_isolates:
                yield character
                continue
            while open_characters[-1][1] not in _ISOLATES:
                yield open_characters.pop()
            open_characters.pop()
            open_isolates -= 1
    yield from open_characters


def _useless_characters(text: str, reordering: set[int]) -> Iterator[tuple[int, str]]:
    """The invisible characters that have no use where they are, with their indexes.

    Those at the indexes `reordering` are left out, as they are reported otherwise.
    """
    is_right_to_left = any(bidirectional(char) in ("R", "AL") for char in text if char not in _MARKS)
    for match in _FORMAT.finditer(text):
        index, char = match.start(), match[0]
        before, after = text[max(0, index - 1) : index], text[index + 1 : index + 2]
        if char in _MARKS or char in _EMBEDDINGS or char in _ISOLATES or char in (_POP, _POP_ISOLATE):
            has_use = is_right_to_left
        elif char in _JOINERS:
            has_use = _is_beyond_ascii(before) and _is_beyond_ascii(after)
        elif char == _SOFT_HYPHEN:
            has_use = before.isalpha() and after.isalpha()
        else:
            has_use = char >= "\U000e0020" and _BLACK_FLAG in text[max(0, index - 8) : index]
        if not has_use and index not in reordering:
            yield index, char


def _is_beyond_ascii(char: str) -> bool:
    return bool(char) and not char.isascii() and not char.isspace()


def _character_name(char: str) -> str:
    return f"the character U+{ord(char):04X} ({name(char, 'without a name').lower()})"


def _count_note(count: int) -> str:
    return "" if count == 1 else f"; it stands there {count} times"
