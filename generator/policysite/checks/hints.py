"""What to write in place of a name that leads nowhere: what is near, what was there, what there is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from ..domain.library import Document, Library
from ..domain.model import (
    Clause,
    Edition,
    Section,
    role_ids_by_name,
)
from ..domain.problems import closest_name, similar_names_hint
from ..domain.reviews import MonthOrDay, format_date
from ..domain.spelling import normalised_name
from ..traceability import provision_digest

_MOST = 8
_PARTS = re.compile(r"[\s,;:/#|]+")
_CLAUSE = re.compile(
    r"(?:sections?|sects?|clauses?|cls?|paragraphs?|paras?|articles?|s|§|¶)\.?", re.IGNORECASE
)
_OF_LIST = re.compile(r"(?:\([A-Za-z0-9]{1,4}\))+$")


def clause_hint(document: Document, name: str, held: Collection[str] | None = None) -> str:
    """What to cite in place of a clause that a document lacks.

    held are the anchors that may be cited; those of the current edition where none are given.
    """
    held = [provision.anchor for provision in document.current.provisions] if held is None else held
    close = closest_name(name, held)
    if close is not None:
        return f"did you mean {close!r}?"
    for edition in document.editions[1:]:
        for provision in edition.provisions:
            if provision.anchor == name:
                now = _where_now(provision, document.current)
                advice = f"{now} says the same there" if now else "cite what says it now, or nothing"
                return f"{_was_in(edition.edition, document)}; {advice}"
    beginning = name.partition(".")[0]
    siblings = [one for one in held if one.startswith(f"{beginning}.")]
    if siblings:
        return f"the clauses of section {beginning} are: {_some(siblings)}"
    sections = [section.anchor for section in document.current.sections]
    unnumbered = [clause.id for clause in document.current.clauses if clause.id]
    ids = f"; its clauses without a number are: {_some(unnumbered)}" if unnumbered else ""
    return f"the sections are: {_some(sections)}{ids}"


def _where_now(provision: Section | Clause, current: Edition) -> str:
    """The number or id at which an edition says what a clause of another did; empty unless at one."""
    digest = provision_digest(provision)
    same = [
        one.anchor
        for one in current.provisions
        if type(one) is type(provision) and provision_digest(one) == digest
    ]
    return same[0] if len(same) == 1 else ""


def duty_hint(document: Document, name: str) -> str:
    """What to cite in place of a duty that the current edition of a document lacks."""
    held = [duty.id for _, duty in document.current.duties]
    if closest_name(name, held) is None:
        for edition in document.editions[1:]:
            if any(duty.id == name for _, duty in edition.duties):
                return (
                    f"{_was_in(edition.edition, document)}: remove the item, or cite the duty that took"
                    " its place"
                )
    return similar_names_hint(name, held, what="duties")


def _was_in(when: MonthOrDay, document: Document) -> str:
    current = document.current.edition
    return f"it was in the edition of {format_date(when)}, and is not in that of {format_date(current)}"


def _some(names: Iterable[str]) -> str:
    held = list(names)
    rest = len(held) - _MOST
    return ", ".join(held[:_MOST]) + (f" and {rest} more" if rest > 0 else "")


class NameHints:
    """What the things of a library are called, to find what somebody meant who wrote it otherwise."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @cached_property
    def role_ids(self) -> Mapping[str, str]:
        """The ids of roles by the plain form of their names and of their other names."""
        return role_ids_by_name(self._library.roles)

    @cached_property
    def _all(self) -> Mapping[str, str]:
        """What a cross-reference may name, by the plain form of what people call it."""
        library = self._library
        found = {normalised_name(name): name for name in library.kinds_by_name}
        found |= {normalised_name(one.title): name for name, one in library.external_references.items()}
        found |= {normalised_name(one.current.title): name for name, one in library.documents.items()}
        found |= {
            normalised_name(one.stands_for): name for name, one in library.terms.items() if one.stands_for
        }
        found |= {**self.role_ids, **{normalised_name(name): name for name in library.kinds_by_name}}
        return {name: meant for name, meant in found.items() if name}

    def role_hint(self, name: str) -> str:
        """The role that was meant by a name that is no id, or the roles that there are."""
        known = self.role_ids.get(normalised_name(name))
        if known is not None:
            return f"write the id of that role: {known}"
        return similar_names_hint(name, self._library.roles, what="roles")

    def citation_hint(self, written: str) -> str:
        """The cross-reference that was meant by a malformed one, or how to write one at all."""
        inside = re.sub(r"\s+(?=\()", "", written.strip("[] \t.,;:"))
        parts = [one for one in _PARTS.split(inside) if one and not _CLAUSE.fullmatch(one)]
        documents = self._library.documents
        if len(parts) == 2:  # noqa: PLR2004  # a document and its clause
            reference = closest_name(parts[0], documents)
            item = _OF_LIST.search(parts[1])
            clause = _OF_LIST.sub("", parts[1].lstrip("§¶")).rstrip(".,;:)")
            if reference is not None:
                held = [provision.anchor for provision in documents[reference].current.provisions]
                if clause in held:
                    return f"write [[{reference}/{clause}]]{item[0] if item else ''}"
                there = clause_hint(documents[reference], clause)
                return f"write [[{reference}/…]] with a clause that it has: {there}"
        known = self._all.get(normalised_name(inside))
        if known is not None:
            return f"write [[{known}]]"
        return "write [[HR12/3.2]] for a clause, or [[HR12]], [[a-role]], [[a-reference]] or [[FWR]]"
