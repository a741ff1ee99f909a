"""What makes the texts of a library easy to find: other names for the same thing, and all its words.

Knows nothing of the index that a search uses.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator

from ...domain.library import Library
from ...domain.model import Clause, Section

_WORD = re.compile(r"[^\W\d_]{4,}")
"""Shorter words are not worth correcting: too many others are one letter away."""

PROHIBITED = "prohibited"
"""What people ask for who want to know what they must not do; plain.js knows other words for it."""


class Synonyms:
    """What a clause is to be found by although it doesn't say it."""

    def __init__(self, library: Library) -> None:
        self._roles = library.roles
        self._long = {name: one.stands_for for name, one in library.terms.items() if one.stands_for}
        self._short = {
            long.casefold(): name
            for name, long in self._long.items()
            if not library.terms[name].preferred
        }
        self._abbreviation = _any_of(self._long, end=r"(?![\w-])")
        self._expansion = _any_of(self._short, end="")

    def for_provision(self, provision: Section | Clause) -> str:
        """The other names of what a clause speaks of, in brackets; empty where there are none.

        They are the role of each duty by its id, after an @, and by the names that it is also called;
        a word for what a prohibition does; what abbreviations stand for; and the abbreviations of what is
        spelt out.
        """
        names: dict[str, None] = {}
        texts = [provision.title or ""]
        if isinstance(provision, Clause):
            texts += [text for _, text in provision.texts]
            for duty in provision.duties or ():
                names |= dict.fromkeys((f"@{duty.role}", *(self._roles[duty.role].also or ())))
                if duty.force.is_prohibition:
                    names[PROHIBITED] = None
        if provision.missing and provision.missing.role:
            names |= dict.fromkeys(self._role_names(provision.missing.role))
        names |= dict.fromkeys(self._counterparts(" ".join(" ".join(texts).split())))
        return _in_brackets(names)

    def for_role(self, role: str) -> str:
        """The names of a role in brackets, its id after an @ first: for what is made for this role."""
        return _in_brackets(dict.fromkeys(self._role_names(role)))

    def _role_names(self, role: str) -> Iterator[str]:
        yield from (f"@{role}", self._roles[role].name, *(self._roles[role].also or ()))

    def _counterparts(self, text: str) -> Iterator[str]:
        short = set(self._abbreviation.findall(text))
        spelt_out = set(self._expansion.findall(text.casefold()))
        for name in sorted(short):
            if self._long[name].casefold() not in spelt_out:
                yield self._long[name]
        yield from sorted({self._short[one] for one in spelt_out} - short)


def _in_brackets(names: Collection[str]) -> str:
    return f"⟦ {' · '.join(names)} ⟧" if names else ""


def vocabulary_json(library: Library) -> str:
    """The distinct words of a library as a JSON list, in order: what a misspelt word may have meant."""
    texts = {text for edition in library.editions for _, text in edition.texts}
    words: set[str] = set()
    for text in (*texts, *_names(library)):
        words.update(_WORD.findall(text.lower()))
    return json.dumps(sorted(words), ensure_ascii=False, separators=(",", ":"))


def _names(library: Library) -> Iterator[str]:
    for edition in library.editions:
        yield edition.title
        for provision in edition.provisions:
            yield provision.title or ""
    for role in library.roles.values():
        yield from (role.name, role.about or "", *(role.also or ()))
    for term in library.terms.values():
        yield from (term.stands_for or "", term.meaning or "")
    for work in library.external_references.values():
        yield from (work.title, work.note or "")


def _any_of(phrases: Iterable[str], end: str) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    one = "|".join(map(re.escape, longest_first)) or "(?!)"
    return re.compile(rf"(?<![\w-])(?:{one}){end}")
