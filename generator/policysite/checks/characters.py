"""No text hides anything from readers: what they see is what is written, in the order in which it is.

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
from ..domain.model import all_texts
from ..domain.problems import Finding, SourcePlace
from .check import CheckContext, check
from .names import (
    EVENTS_FILE,
    REFERENCES_FILE,
    ROLES_FILE,
    SETTINGS_FILE,
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
"""What no eye sees: format characters, separators, fillers, and a variation of a variation."""


@check(READING_ORDER, HIDDEN_CHARACTER)
def no_hidden_characters(context: CheckContext) -> Iterator[Finding]:
    """What readers see of a text is all that it holds, in the order in which it is written."""
    for file, record in _records(context.library):
        for path, text in all_texts(record):
            if text.isascii() or not _FORMAT.search(text):
                continue
            turned = _turning(text)
            for char, count in Counter(char for _, char in turned).items():
                yield Finding(
                    READING_ORDER,
                    f"{_named(char)} makes readers see the text in another order than it is"
                    f" written{_times(count)}",
                    SourcePlace(file, path, text=char),
                    "remove it" if char in _OVERRIDES else "remove it, or write both of its pair",
                )
            hidden = _hidden(text, {at for at, _ in turned})
            for char, count in Counter(char for _, char in hidden).items():
                yield Finding(
                    HIDDEN_CHARACTER,
                    f"{_named(char)} cannot be seen, and has no use here{_times(count)}",
                    SourcePlace(file, path, text=char),
                    "remove it: it spoils searching and copying, and may hide what a reader should know",
                )


def _records(library: Library) -> Iterator[tuple[str, object]]:
    """Each file that was read, with what it holds."""
    for edition in library.editions:
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


def _turning(text: str) -> list[tuple[int, str]]:
    """Where a text is turned round, each with its character: overrides, and what has no other half.

    Paragraph by paragraph, as UAX 9 has it: a line break in a source is none.
    """
    found, start = [], 0
    for paragraph in re.split(r"(\n[ \t]*\n)", text):
        places = [(start + match.start(), match[0]) for match in _FORMAT.finditer(paragraph)]
        found += [place for place in places if place[1] in _OVERRIDES]
        found += _without_other_half(places)
        start += len(paragraph)
    return sorted(set(found))


def _without_other_half(places: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The embeddings and isolates of a paragraph that nothing ends, and the ends of none (UAX 9, BD9)."""
    begun: list[tuple[int, str]] = []
    isolates = 0
    for place in places:
        _, char = place
        if char in _EMBEDDINGS or char in _ISOLATES:
            begun.append(place)
            isolates += char in _ISOLATES
        elif char == _POP:
            if begun and begun[-1][1] in _EMBEDDINGS:
                begun.pop()
            else:
                yield place
        elif char == _POP_ISOLATE:
            if not isolates:
                yield place
                continue
            while begun[-1][1] not in _ISOLATES:
                yield begun.pop()
            begun.pop()
            isolates -= 1
    yield from begun


def _hidden(text: str, turning: set[int]) -> Iterator[tuple[int, str]]:
    """What cannot be seen and has no use where it stands, but for what turns the text."""
    from_right = any(bidirectional(char) in ("R", "AL") for char in text if char not in _MARKS)
    for match in _FORMAT.finditer(text):
        at, char = match.start(), match[0]
        before, after = text[max(0, at - 1) : at], text[at + 1 : at + 2]
        if char in _MARKS or char in _EMBEDDINGS or char in _ISOLATES or char in (_POP, _POP_ISOLATE):
            has_use = from_right
        elif char in _JOINERS:
            has_use = _is_beyond_ascii(before) and _is_beyond_ascii(after)
        elif char == _SOFT_HYPHEN:
            has_use = before.isalpha() and after.isalpha()
        else:
            has_use = char >= "\U000e0020" and _BLACK_FLAG in text[max(0, at - 8) : at]
        if not has_use and at not in turning:
            yield at, char


def _is_beyond_ascii(char: str) -> bool:
    return bool(char) and not char.isascii() and not char.isspace()


def _named(char: str) -> str:
    return f"the character U+{ord(char):04X} ({name(char, 'without a name').lower()})"


def _times(count: int) -> str:
    return "" if count == 1 else f"; it stands there {count} times"
