"""Roles, terms and references that are named are there, and each name means one thing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from ..library import Library
from ..problems import Finding, Place, nearest
from .hints import Names

SETTINGS = "policy/library.yml"
ROLES, TERMS, WORKS = "policy/roles.yml", "policy/terms.yml", "policy/references.yml"
_FILES = {"role": (ROLES, "roles"), "term": (TERMS, "terms"), "reference": (WORKS, "references")}


def one_kind_a_name(library: Library, _today: date) -> Iterator[Finding]:
    """No id is shared by a document, a role, a term and a reference: citations could not tell."""
    for name, kinds in library.kinds.items():
        for kind in kinds[1:]:
            file, key = _FILES[kind]
            yield Finding(
                "name-ambiguous",
                f"{name!r} already names a {kinds[0]}",
                Place(file, (key, name), on_key=True),
                f"rename the {kind}",
            )


def roles(library: Library, _today: date) -> Iterator[Finding]:
    """Every role that is named anywhere is in roles.yml."""
    if ROLES in library.unreadable:
        return
    names = Names(library)
    for place, name in _named_roles(library):
        if name not in library.roles:
            hint = partial(names.for_role, name)
            yield Finding("unknown-role", f"{name!r} is not in roles.yml", place, hint)


def _named_roles(library: Library) -> Iterator[tuple[Place, str]]:
    for name, role in library.roles.items():
        if role.part_of is not None:
            yield Place(ROLES, ("roles", name, "part_of")), role.part_of
    for edition in library.editions:
        for path, name in edition.named_roles:
            yield Place(edition.file, path), name
    for document in library.documents.values():
        if document.record is not None:
            for path, name in document.record.named_roles:
                yield Place(document.record.file, path), name
    for checklist in library.checklists.values():
        yield Place(checklist.file, ("role",)), checklist.role
    reminders = library.settings.reminders
    for name in reminders.owners if reminders else ():
        yield Place(SETTINGS, ("reminders", "owners", name), on_key=True), name


def terms(library: Library, _today: date) -> Iterator[Finding]:
    """Every preferred term is a term."""
    if TERMS in library.unreadable:
        return
    for name, term in library.terms.items():
        if term.preferred is not None and term.preferred not in library.terms:
            yield Finding(
                "unknown-term",
                f"{term.preferred!r} is not in terms.yml",
                Place(TERMS, ("terms", name, "preferred")),
                partial(nearest, term.preferred, library.terms, what="terms"),
            )


def replacements(library: Library, _today: date) -> Iterator[Finding]:
    """Every reference that stands in another's place is a reference."""
    if WORKS in library.unreadable:
        return
    for name, work in library.works.items():
        for place, replacement in enumerate(work.replaced_by or ()):
            if replacement not in library.works:
                yield Finding(
                    "unknown-reference",
                    f"{replacement!r} is not in references.yml",
                    Place(WORKS, ("references", name, "replaced_by", place)),
                    partial(nearest, replacement, library.works, what="references"),
                )
