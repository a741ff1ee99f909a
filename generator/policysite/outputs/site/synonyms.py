"""Synonyms for the search, and the vocabulary of a library for correcting misspelt words.

Independent of the search engine and its index.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator

from ...domain import addresses
from ...domain.library import Library
from ...domain.model import Clause, Edition, Section

_WORD = re.compile(r"[^\W\d_]{4,}")
"""Shorter words are not worth correcting: too many others are one letter away."""

PROHIBITED = "prohibited"
"""The synonym of every prohibition. assets/js/search/questions.js turns questions into it."""


class Synonyms:
    """The words by which a clause is found although its text does not contain them."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._roles = library.roles
        self._expansions = {
            name: library.terms[key].stands_for or "" for name, key in library.abbreviations.items()
        }
        self._abbreviations = {
            expansion.casefold(): name
            for name, expansion in self._expansions.items()
            if not library.terms[library.abbreviations[name]].preferred
        }
        self._abbreviation = _any_of(self._expansions, end=r"(?![\w-])")
        self._expansion = _any_of(self._abbreviations, end="")

    def for_provision(self, provision: Section | Clause) -> str:
        """The synonyms of a clause, in brackets; empty where there are none.

        They are: the role of each duty, as @ID and by its other names; the word for a prohibition; the
        expansions of abbreviations in the text; and the abbreviations of expansions in the text.
        """
        names: dict[str, None] = {}
        texts = [provision.title or ""]
        if isinstance(provision, Clause):
            texts += [addresses.plain_line(self._library, text) for _, text in provision.texts]
            for duty in provision.duties or ():
                for role in duty.roles:
                    names |= dict.fromkeys((f"@{role}", *(self._roles[role].also or ())))
                if duty.force.is_prohibition:
                    names[PROHIBITED] = None
        if provision.missing and provision.missing.role:
            names |= dict.fromkeys(self._role_names(provision.missing.role))
        names |= dict.fromkeys(self._counterparts(" ".join(" ".join(texts).split())))
        return _in_brackets(names)

    def for_role(self, role: str) -> str:
        """The names of a role in brackets, first its id as @ID: the synonyms of its checklists."""
        return _in_brackets(dict.fromkeys(self._role_names(role)))

    def for_reference(self, edition: Edition) -> str:
        """The parts of a published reference in brackets; empty where it is one word.

        A query is parted at slashes and spaces, and the index knows no word with a slash in it.
        """
        parts = re.split(r"[/ .]+", edition.published_reference)
        return _in_brackets(dict.fromkeys([*parts, edition.reference])) if len(parts) > 1 else ""

    def _role_names(self, role: str) -> Iterator[str]:
        yield from (f"@{role}", self._roles[role].name, *(self._roles[role].also or ()))

    def _counterparts(self, text: str) -> Iterator[str]:
        """The expansions of abbreviations in a text, and the abbreviations of expansions in it."""
        abbreviations = set(self._abbreviation.findall(text))
        expansions = set(self._expansion.findall(text.casefold()))
        for name in sorted(abbreviations):
            if self._expansions[name].casefold() not in expansions:
                yield self._expansions[name]
        yield from sorted({self._abbreviations[expansion] for expansion in expansions} - abbreviations)


def _in_brackets(names: Collection[str]) -> str:
    return f"⟦ {' · '.join(names)} ⟧" if names else ""


def vocabulary_json(library: Library) -> str:
    """The distinct words of a library as a sorted JSON list, to correct misspelt words in a search."""
    texts = {
        addresses.plain_line(library, text) for edition in library.editions for _, text in edition.texts
    }
    words: set[str] = set()
    for text in (*texts, *_names(library)):
        words.update(_WORD.findall(text.lower()))
    return json.dumps(sorted(words), ensure_ascii=False, separators=(",", ":"))


def _names(library: Library) -> Iterator[str]:
    for edition in library.editions:
        yield edition.title
        for provision in edition.provisions:
            yield provision.title or ""
        for _, attachment in edition.all_attachments:
            yield attachment.title
    for role in library.roles.values():
        yield from (role.name, addresses.plain_line(library, role.about or ""), *(role.also or ()))
    for key, term in library.terms.items():
        yield from (
            library.term_names[key],
            term.stands_for or "",
            addresses.plain_line(library, term.meaning or ""),
        )
    for reference in library.external_references.values():
        yield from (reference.title, addresses.plain_line(library, reference.note or ""))


def _any_of(phrases: Iterable[str], end: str) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    alternatives = "|".join(map(re.escape, longest_first)) or "(?!)"
    return re.compile(rf"(?<![\w-])(?:{alternatives}){end}")
