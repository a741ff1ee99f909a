"""Roles, terms and references that are named exist, and each name means one thing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ..domain.library import Document, Library
from ..domain.model import SETTINGS_FILE
from ..domain.problems import Finding, Rule, SourcePlace, similar_names_hint
from ..domain.stored_files import stored_file_path
from .check import CheckContext, check_for
from .hints import NameHints

ROLES_FILE, TERMS_FILE, REFERENCES_FILE = "policy/roles.yml", "policy/terms.yml", "policy/references.yml"
EVENTS_FILE = "policy/events.yml"
_FILES = {
    "role": (ROLES_FILE, "roles"),
    "term": (TERMS_FILE, "terms"),
    "reference": (REFERENCES_FILE, "references"),
}


NAME_AMBIGUOUS = Rule.error("name-ambiguous", "One id names two things")


@check_for(NAME_AMBIGUOUS)
def names_are_unambiguous(context: CheckContext) -> Iterator[Finding]:
    """No document, role, term or reference shares its id with another: a citation would be ambiguous."""
    for name, kinds in context.library.kinds_by_name.items():
        for kind in kinds[1:]:
            file, key = _FILES[kind]
            yield Finding(
                NAME_AMBIGUOUS,
                f"{name!r} already names a {kinds[0]}",
                SourcePlace(file, (key, name), on_key=True),
                f"rename the {kind}",
            )


_WINDOWS_NAMES = frozenset(
    [
        "con",
        "prn",
        "aux",
        "nul",
        *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)),
    ]
)
"""Names that Windows allows for no file or folder, in any case and with any extension."""
_CHECKLISTS_FOLDER = "checklists"
"""The folder of the published sources of checklists, beside the folders of the documents."""


CASE_DIFFERS = Rule.error("case-differs", "Two references, or files, differ in capital letters only")
RESERVED_NAME = Rule.error("reserved-name", "A name is one that some systems keep for themselves")


@check_for(CASE_DIFFERS, RESERVED_NAME)
def file_names_are_portable(context: CheckContext) -> Iterator[Finding]:
    """Every operating system allows the files and folders named after these things."""
    library = context.library
    hint = "choose another name: nobody could save the sources or the site there"
    places = [
        (SourcePlace(document.current.file, ("reference",)), name)
        for name, document in library.documents.items()
    ]
    places += [(SourcePlace(ROLES_FILE, ("roles", name), on_key=True), name) for name in library.roles]
    places += [(SourcePlace(checklist.file), name) for name, checklist in library.checklists.items()]
    for document in library.documents.values():
        places += [
            (SourcePlace(stored_file_path(document.reference, name)), name.partition(".")[0])
            for name in document.files
        ]
    for place, name in places:
        if name.casefold() in _WINDOWS_NAMES:
            yield Finding(RESERVED_NAME, f"Windows keeps the name {name!r} for itself", place, hint)
    first_names: dict[str, str] = {}
    for name, document in library.documents.items():
        place = SourcePlace(document.current.file, ("reference",))
        if name.casefold() == _CHECKLISTS_FOLDER:
            yield Finding(
                RESERVED_NAME,
                f"the name {name!r} is kept for the sources of the checklists",
                place,
                "choose another reference",
            )
        first = first_names.setdefault(name.casefold(), name)
        if first != name:
            yield Finding(
                CASE_DIFFERS,
                f"{name!r} differs from {first!r} in capital letters only",
                place,
                "choose another reference: many systems, and people, take the two for one",
            )
        yield from _files_that_differ_in_case(document)


def _files_that_differ_in_case(document: Document) -> Iterator[Finding]:
    first_names: dict[str, str] = {}
    for name in document.files:
        first = first_names.setdefault(name.casefold(), name)
        if first != name:
            yield Finding(
                CASE_DIFFERS,
                f"{name!r} differs from {first!r} in capital letters only",
                SourcePlace(stored_file_path(document.reference, name)),
                "rename one of them: many systems take the two for one",
            )


UNKNOWN_ROLE = Rule.error("unknown-role", "A role is not in roles.yml")


@check_for(UNKNOWN_ROLE)
def named_roles_exist(context: CheckContext) -> Iterator[Finding]:
    """Every role that is named anywhere is in roles.yml."""
    library = context.library
    if ROLES_FILE in library.unreadable:
        return
    names = NameHints(library)
    for place, name in _named_roles(library):
        if name not in library.roles:
            hint = partial(names.role_hint, name)
            yield Finding(UNKNOWN_ROLE, f"{name!r} is not in roles.yml", place, hint)


def _named_roles(library: Library) -> Iterator[tuple[SourcePlace, str]]:
    for name, role in library.roles.items():
        if role.part_of is not None:
            yield SourcePlace(ROLES_FILE, ("roles", name, "part_of")), role.part_of
    for edition in library.editions_in_all_languages:
        for path, name in edition.named_roles:
            yield SourcePlace(edition.file, path), name
    for document in library.documents.values():
        if document.record is not None:
            for path, name in document.record.named_roles:
                yield SourcePlace(document.record.file, path), name
    for checklist in library.checklists.values():
        yield SourcePlace(checklist.file, ("role",)), checklist.role
    reminders = library.settings.reminders
    for name in reminders.owners if reminders else ():
        yield SourcePlace(SETTINGS_FILE, ("reminders", "owners", name), on_key=True), name


UNKNOWN_TERM = Rule.error("unknown-term", "A term is not in terms.yml")


@check_for(UNKNOWN_TERM)
def preferred_terms_exist(context: CheckContext) -> Iterator[Finding]:
    """Every preferred term is a term."""
    library = context.library
    if TERMS_FILE in library.unreadable:
        return
    for name, term in library.terms.items():
        if term.preferred is not None and term.preferred not in library.terms:
            yield Finding(
                UNKNOWN_TERM,
                f"{term.preferred!r} is not in terms.yml",
                SourcePlace(TERMS_FILE, ("terms", name, "preferred")),
                partial(similar_names_hint, term.preferred, library.terms, what="terms"),
            )


UNKNOWN_REFERENCE = Rule.error("unknown-reference", "A reference is not in references.yml")


@check_for(UNKNOWN_REFERENCE)
def replacement_references_exist(context: CheckContext) -> Iterator[Finding]:
    """Every reference that replaces another is in references.yml."""
    library = context.library
    if REFERENCES_FILE in library.unreadable:
        return
    for name, reference in library.external_references.items():
        for index, replacement in enumerate(reference.replaced_by or ()):
            if replacement not in library.external_references:
                yield Finding(
                    UNKNOWN_REFERENCE,
                    f"{replacement!r} is not in references.yml",
                    SourcePlace(REFERENCES_FILE, ("references", name, "replaced_by", index)),
                    partial(
                        similar_names_hint, replacement, library.external_references, what="references"
                    ),
                )
