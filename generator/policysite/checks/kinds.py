"""Kinds of documents are known, and each document is made under one that its kind allows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ..domain.library import Library, in_a_row
from ..domain.model import SETTINGS_FILE, Edition
from ..domain.problems import Finding, Rule, SourcePlace, closest_name
from ..domain.spelling import normalised_name
from .check import CheckContext, check_for
from .names import RESERVED_NAME

_PLACEHOLDER = "policy"
"""The kind that an edition is given in whose file it is missing or wrong, which is reported already."""
_RESERVED = frozenset({"role", "checklist", "reference", "term"})
"""The other kinds of search results, by which the search is filtered, too."""

UNKNOWN_KIND = Rule.error("unknown-kind", "A kind of document is not one that the library knows")
GOVERNING_KIND = Rule.error(
    "governing-kind", "A document is made under one whose kind may not stand above its own"
)


@check_for(UNKNOWN_KIND)
def kinds_are_known(context: CheckContext) -> Iterator[Finding]:
    """Every kind that is named is one of the library's."""
    library = context.library
    if SETTINGS_FILE in library.unreadable:
        return
    for edition in library.editions:
        if edition.kind not in library.document_kinds and not (
            edition.kind == _PLACEHOLDER and edition.file in library.unreadable
        ):
            yield _unknown(library, edition.kind, SourcePlace(edition.file, ("kind",)))
    for name, kind in (library.settings.kinds or {}).items():
        for index, above in enumerate(kind.governed_by or ()):
            if above not in library.document_kinds:
                place = SourcePlace(SETTINGS_FILE, ("kinds", name, "governed_by", index))
                yield _unknown(library, above, place)


def _unknown(library: Library, written: str, place: SourcePlace) -> Finding:
    message = f"{written!r} is not a kind of document"
    return Finding(UNKNOWN_KIND, message, place, partial(_kind_hint, library, written))


def _kind_hint(library: Library, written: str) -> str:
    kinds = library.document_kinds
    ids = {normalised_name(kind.name): name for name, kind in kinds.items()}
    ids |= {normalised_name(kind.plural or ""): name for name, kind in kinds.items()}
    meant = ids.get(normalised_name(written)) or closest_name(written, kinds)
    return f"did you mean {meant!r}?" if meant else f"the kinds are: {', '.join(kinds)}"


@check_for(RESERVED_NAME)
def kinds_are_no_other_results(context: CheckContext) -> Iterator[Finding]:
    """No kind of document has the id of another kind of search results."""
    for name in context.library.settings.kinds or ():
        if name in _RESERVED:
            yield Finding(
                RESERVED_NAME,
                f"the search knows other things as {name!r}",
                SourcePlace(SETTINGS_FILE, ("kinds", name), on_key=True),
                f"write a longer id, as in {name}-document; readers see its name only",
            )


@check_for(GOVERNING_KIND)
def governing_kinds_are_allowed(context: CheckContext) -> Iterator[Finding]:
    """Every current edition is made under documents of kinds that may stand above its own."""
    library = context.library
    if SETTINGS_FILE in library.unreadable:
        return
    for edition in library.current_editions:
        allowed = library.kind_of(edition).governed_by
        for index, name in enumerate(edition.governing_documents if allowed else ()):
            governing = library.documents.get(name)
            if governing and governing.current.kind in library.document_kinds.keys() - set(allowed or ()):
                place = SourcePlace(edition.file, ("governed_by", index))
                yield _not_allowed(library, edition, governing.current, place)


def _not_allowed(library: Library, edition: Edition, above: Edition, place: SourcePlace) -> Finding:
    kind, kind_above = library.kind_of(edition), library.kind_of(above).name
    allowed = [library.document_kinds.get(name) for name in kind.governed_by or ()]
    listed = in_a_row((other.name for other in allowed if other), "or")
    return Finding(
        GOVERNING_KIND,
        f"{above.reference} is a document of the kind {kind_above!r}, and this one, of the kind"
        f" {kind.name!r}, may not be made under it",
        place,
        f"name a document that may stand above it: {listed};"
        f" {SETTINGS_FILE} can say otherwise with kinds:",
    )
