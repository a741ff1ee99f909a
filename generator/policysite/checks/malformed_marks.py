"""Why double square brackets in a text hold no cross-reference, link or emphasis, and what to write."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..domain.prose import (
    MAX_MARKED_WORDS,
    ExternalLink,
    has_visible_character,
    is_external_address,
)
from .hints import MARK_FORMS, NameHints

Explanation = tuple[str, str | Callable[[], str]]
"""A message and a hint, or the function that makes it."""

_MAX_QUOTED = 60
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_MAILBOX = re.compile(r"[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+")
_MARKDOWN = re.compile(r"([*_]{1,3})([^*_|]+)\1")
_HOST = re.compile(r"(?:https?://)?((?:[\w-]+\.)+[a-z]{2,})(?:[/:?#]\S*)?", re.IGNORECASE)
_ADDRESS_HINTS = {
    "https": "write the whole address, as in [[https://www.example.org/form|the form]]",
    "http": "write the whole address, as in [[http://www.example.org/form|the form]]",
    "mailto": "write the address alone, as in [[mailto:policy@example.org]]",
    "tel": "write the number without spaces, as in [[tel:+441632960001|01632 960001]]",
}


@dataclass(frozen=True)
class _Typed:
    """What somebody typed from two opening brackets on."""

    text: str
    names: NameHints

    @property
    def quoted(self) -> str:
        return repr(self.text if len(self.text) <= _MAX_QUOTED else f"{self.text[:_MAX_QUOTED]}…")

    @property
    def inside(self) -> str:
        return self.text[2:].removesuffix("]]")

    @property
    def target(self) -> str:
        return self.inside.partition("|")[0].strip()

    @property
    def words(self) -> str:
        return " ".join(self.inside.partition("|")[2].split())

    @property
    def shown(self) -> str:
        return f"|{self.words}" if self.words else ""

    def citation_hint(self) -> str:
        return self.names.citation_hint(self.text)


def explain_malformed(typed: str, names: NameHints) -> Explanation:
    """What is wrong with a text that begins with [[ and is no mark, and what to write instead."""
    found = _Typed(typed, names)
    for explain in (_unclosed, _empty, _torn, _emphasised, _wrong_words, _reversed, _wrong_address):
        explanation = explain(found)
        if explanation is not None:
            return explanation
    return f"{found.quoted} is not a cross-reference", found.citation_hint


def _unclosed(typed: _Typed) -> Explanation | None:
    if typed.text.endswith("]]"):
        return None
    is_citation = not re.search(r"^!|\|", typed.inside) and not _SCHEME.match(typed.inside)
    return (
        f"{typed.quoted} has no ]] behind it, or another bracket before that",
        typed.citation_hint if is_citation else "write ]] where it ends, and no bracket before",
    )


def _empty(typed: _Typed) -> Explanation | None:
    is_empty = not has_visible_character(typed.inside.strip(" \n!|"))
    forms = "write [[!must not]] for emphasis" if "!" in typed.inside else MARK_FORMS
    return (f"{typed.quoted} holds nothing", forms) if is_empty else None


def _torn(typed: _Typed) -> Explanation | None:
    if not re.search(r"\n[ \t]*\n", typed.inside):
        return None
    return f"a blank line stands in {typed.quoted}", "write ]] before the paragraph ends"


def _emphasised(typed: _Typed) -> Explanation | None:
    markdown = _MARKDOWN.fullmatch(typed.inside.strip())
    if markdown:
        return f"{typed.quoted} has marks of Markdown", f"write [[!{markdown[2].strip()}]] for emphasis"
    if not typed.inside.startswith("!"):
        return None
    target = typed.target[1:].strip()
    if "|" in typed.inside:
        either = f"[[{target}{typed.shown}]] or [[!{typed.words or target}]]"
        return f"{typed.quoted} is both a link and emphasis", f"write either {either}"
    return _too_long(typed, typed.inside[1:])


def _wrong_words(typed: _Typed) -> Explanation | None:
    if "|" not in typed.inside:
        return None
    if not has_visible_character(typed.words):
        return f"{typed.quoted} has no words behind |", f"write [[{typed.target}]], or the words to show"
    if "|" in typed.words:
        return (
            f"{typed.quoted} has more than one |",
            "write one, between what is linked and the words to show",
        )
    return _too_long(typed, typed.words) if len(typed.words) > MAX_MARKED_WORDS else None


def _too_long(typed: _Typed, words: str) -> Explanation:
    message = f"{typed.quoted} marks {len(words):,} characters; at most {MAX_MARKED_WORDS} may be marked"
    return message, "mark only the words that matter"


def _reversed(typed: _Typed) -> Explanation | None:
    if is_external_address(typed.words) or (" " in typed.target and typed.names.is_cited(typed.words)):
        return f"{typed.quoted} has its words first", f"write [[{typed.words}|{typed.target}]]"
    return None


def _wrong_address(typed: _Typed) -> Explanation | None:
    address, _, behind = typed.target.partition(" ")
    scheme = _SCHEME.match(address)
    if scheme is not None and not typed.names.is_document(scheme[1]):
        return _wrong_scheme(typed, scheme[1], f"|{behind.strip()}" if behind.strip() else "")
    if _MAILBOX.fullmatch(address):
        return (
            f"{typed.quoted} has an address without mailto:",
            f"write [[mailto:{address}{typed.shown}]]",
        )
    if address.startswith(("www.", "//")):
        address = address.lstrip("/")
        return (
            f"{typed.quoted} has an address without https:",
            f"write [[https://{address}{typed.shown}]]",
        )
    return None


def _wrong_scheme(typed: _Typed, scheme: str, behind: str) -> Explanation:
    kind = scheme.lower()
    if kind not in _ADDRESS_HINTS:
        return (
            f"{typed.quoted}: no link leads to an address that begins with {scheme[:20]}:",
            "write one that begins with https:, http:, mailto: or tel:",
        )
    _, _, rest = typed.target.partition(":")
    if kind == "tel":
        dialled = f"tel:{re.sub('[^0-9+]', '', rest.replace('(0)', ''))}"
        if is_external_address(dialled):
            words = typed.words or rest.strip()
            return f"{typed.quoted} has other signs than digits", f"write [[{dialled}|{words}]]"
    address = f"{kind}:{rest.replace(' ', '%20') if typed.words else rest.partition(' ')[0]}"
    if is_external_address(address):
        return f"{typed.quoted} has a space or a capital letter too many", (
            f"write [[{address}{typed.shown or behind}]]"
        )
    return f"{typed.quoted} is no address that a link can lead to", _ADDRESS_HINTS[kind]


def contradicted_by_words(link: ExternalLink) -> bool:
    """Whether the words of a link are an address of somewhere else than where it leads."""
    if _MAILBOX.fullmatch(link.words):
        return link.words.casefold() != link.plain_address.casefold()
    shown = _HOST.fullmatch(link.words)
    if shown is None or not ("/" in link.words or link.words.startswith("www.")):
        return False
    host = urlsplit(link.address).hostname or ""
    return shown[1].casefold().removeprefix("www.") != host.removeprefix("www.")
