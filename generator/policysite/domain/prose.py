"""The inside of a text: its paragraphs, and the marks that stand in double square brackets.

A mark is a cross-reference, a link to an address outside the library, or emphasis. Every other character
stands for itself. Knows nothing of what a cross-reference leads to.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .fields import WEB_ADDRESS_PATTERN

MAX_MARKED_WORDS = 300
"""Most characters of the words of a link or of emphasis."""
MAX_MARK_LENGTH = 1_500
"""Most characters between double brackets: a long address and its words."""

_NAME = r"[A-Za-z0-9&]+(?:[-_][A-Za-z0-9&]+)*"
_PROVISION = rf"{_NAME}(?:\.{_NAME})*"
_CITED = re.compile(rf"({_NAME})(?:/({_PROVISION})((?:\([A-Za-z0-9]{{1,8}}\)){{0,6}}))?")
_MAIL_ADDRESS = r"[A-Za-z0-9.!$'*+_~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_TELEPHONE = r"\+?[0-9][0-9.-]{1,28}"
_ADDRESS = re.compile(rf"{WEB_ADDRESS_PATTERN}|mailto:{_MAIL_ADDRESS}|tel:{_TELEPHONE}")
_MARK = re.compile(rf"\[\[([^\[\]]{{0,{MAX_MARK_LENGTH}}})\]\]")
_OPENING = re.compile(rf"\[\[[^\[\]]{{0,{MAX_MARK_LENGTH}}}\]\]|\[\[\S{{0,60}}")
_SINGLE = re.compile(rf"(?<!\[)\[{_CITED.pattern}(?:\|([^\[\]\n|]{{1,{MAX_MARKED_WORDS}}}))?\](?!\()")
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_GAP = re.compile(r"[ \t\n]+")
_FIRST_MASK, _MASKED_COUNT = 0xF0000, 0xFFFE
"""The Supplementary Private Use Area-A, which has room for the Basic Multilingual Plane."""


@dataclass(frozen=True, slots=True)
class Citation:
    """[[HR12/3.2(a)|words]] or [[FWR]]: a name, and for a clause of a document its number or id."""

    name: str
    clause: str = ""
    item_labels: tuple[str, ...] = ()
    """For an item of a list in the clause: its label, below those of the items that it stands in."""
    words: str = ""
    """The words that are shown in place of the name of what is cited."""

    def __str__(self) -> str:
        return f"[[{self.target}|{self.words}]]" if self.words else f"[[{self.target}]]"

    @property
    def target(self) -> str:
        """What is cited, as it is written."""
        return f"{self.name}/{self.provision}" if self.clause else self.name

    @property
    def provision(self) -> str:
        """The clause or the item of it as people write it: 3.2(a)."""
        return self.clause + self.item

    @property
    def item(self) -> str:
        """The item of the clause as people write it: (a)(i). Empty for the clause itself."""
        return "".join(f"({label})" for label in self.item_labels)

    @property
    def anchor(self) -> str:
        """The clause or the item of it as addresses have it: 3.2-a."""
        return "-".join((self.clause, *self.item_labels))


@dataclass(frozen=True, slots=True)
class ExternalLink:
    """[[https://www.example.org/|words]]: an address on the web, of a mailbox or of a telephone."""

    address: str
    words: str = ""

    def __str__(self) -> str:
        return f"[[{self.address}|{self.words}]]" if self.words else f"[[{self.address}]]"

    @property
    def plain_address(self) -> str:
        """The address as people write it, without mailto: or tel:."""
        return self.address.removeprefix("mailto:").removeprefix("tel:")

    @property
    def label(self) -> str:
        """The words that are shown."""
        return self.words or self.plain_address

    @property
    def shows_address(self) -> bool:
        """Whether the label is the address itself, so that nobody needs to be told it."""
        if self.address.startswith("tel:"):
            dialled = _digits(self.label).lstrip("0")
            return dialled != "" and _digits(self.address).endswith(dialled)
        bare = self.plain_address.rstrip("/")
        return self.label.rstrip("/") in (bare, bare.partition("://")[2])


@dataclass(frozen=True, slots=True)
class Emphasis:
    """[[!must not]]: words that are not to be overlooked."""

    words: str

    def __str__(self) -> str:
        return f"[[!{self.words}]]"


Mark = Citation | ExternalLink | Emphasis


def capitalised(text: str) -> str:
    """The text with a capital at its beginning, as a line begins; the rest as it is."""
    return text[:1].upper() + text[1:]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, which blank lines separate."""
    return _BLANK_LINE.split(text.strip())


def text_runs(text: str) -> Iterator[str | Mark]:
    """The text in order: stretches of plain text and the marks between them."""
    if "[[" not in text:
        yield text
        return
    end = 0
    for start, stop, mark in marks_with_places(text):
        if start > end:
            yield text[end:start]
        yield mark
        end = stop
    if end < len(text):
        yield text[end:]


def citations(text: str) -> Iterator[Citation]:
    """The cross-references in a text, in order."""
    return (run for run in text_runs(text) if isinstance(run, Citation))


def external_links(text: str) -> Iterator[ExternalLink]:
    """The links to addresses outside the library in a text, in order."""
    return (run for run in text_runs(text) if isinstance(run, ExternalLink))


def masked(text: str) -> str:
    """The text with each mark in characters of private use, as long as before; line breaks stay.

    Whoever looks for signs in what is plain text then finds none in marks. `unmasked` turns it back.
    """
    if "[[" not in text:
        return text
    return _MARK.sub(lambda match: "".join(map(_masked, match[0])), text)


def unmasked(text: str) -> str:
    """A masked text, or a part of one, as it was."""
    return text if text.isascii() else "".join(map(_unmasked, text))


def malformed_marks(text: str) -> Iterator[tuple[int, str]]:
    """Every [[ that does not begin a mark: its index, and the text from there."""
    if "[[" not in text:
        return
    end = 0
    for start, stop, _ in (*marks_with_places(text), (len(text), len(text), None)):
        for opening in _OPENING.finditer(text, end, start):
            yield opening.start(), opening[0]
        end = stop


def single_bracket_citations(text: str) -> Iterator[tuple[int, Citation]]:
    """Citations that are written in single square brackets by mistake, each with its index."""
    return ((match.start(), _citation(match, match[4] or "")) for match in _SINGLE.finditer(text))


def is_external_address(text: str) -> bool:
    """Whether a link may lead to this address: of the web, a mailbox or a telephone."""
    return _ADDRESS.fullmatch(text) is not None


def has_visible_character(words: str) -> bool:
    """Whether anything of the words can be seen: a letter, a digit, punctuation or a symbol."""
    return any(unicodedata.category(char)[0] in "LNPS" for char in words)


def marks_with_places(text: str) -> Iterator[tuple[int, int, Mark]]:
    """The marks in a text, each with its start and end."""
    for match in _MARK.finditer(text):
        mark = _mark(match[1])
        if mark is not None:
            yield match.start(), match.end(), mark


@lru_cache(maxsize=1 << 12)  # a build asks for each text some ten times
def _mark(inside: str) -> Mark | None:
    """The mark with this text between its brackets; None if it is malformed."""
    if "\n" in inside and _BLANK_LINE.search(inside):
        return None
    if inside.startswith("!"):
        emphasised = _GAP.sub(" ", inside[1:]).strip(" ")
        return Emphasis(emphasised) if _are_words(emphasised) else None
    target, bar, rest = inside.partition("|")
    words = _GAP.sub(" ", rest).strip(" ")
    if bar and not _are_words(words):
        return None
    cited = _CITED.fullmatch(target)
    if cited:
        return _citation(cited, words)
    return ExternalLink(target, words) if is_external_address(target) else None


def _citation(cited: re.Match[str], words: str) -> Citation:
    labels = tuple(cited[3].strip("()").split(")(")) if cited[3] else ()
    return Citation(cited[1], cited[2] or "", labels, words)


def _masked(char: str) -> str:
    return char if char == "\n" or ord(char) >= _MASKED_COUNT else chr(_FIRST_MASK + ord(char))


def _unmasked(char: str) -> str:
    is_masked = _FIRST_MASK <= ord(char) < _FIRST_MASK + _MASKED_COUNT
    return chr(ord(char) - _FIRST_MASK) if is_masked else char


def _are_words(words: str) -> bool:
    return len(words) <= MAX_MARKED_WORDS and "|" not in words and has_visible_character(words)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
