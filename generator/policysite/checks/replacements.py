"""What a document replaces, or is replaced by, agrees with the rest of the library."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ..domain.library import Document, Library
from ..domain.model.replacement import REPLACEMENT_CONTRADICTION, OtherDocument
from ..domain.problems import Finding, SourcePlace, similar_names_hint
from .check import CheckContext, check_for
from .editions import UNKNOWN_DOCUMENT
from .review_records import reviews_file

_ELSEWHERE = "write title: with its name where the library does not hold it"


@check_for(UNKNOWN_DOCUMENT, REPLACEMENT_CONTRADICTION)
def replacements_are_possible(context: CheckContext) -> Iterator[Finding]:
    """A document replaces what is withdrawn or gone, and is replaced by what there is, not by itself."""
    library = context.library
    current = {edition.file for edition in library.current_editions}
    for document in library.documents.values():
        for index, other in enumerate(document.current.replaced_documents):
            place = SourcePlace(document.current.file, ("replaces", index))
            if document.current.file in current:
                yield from _replaced(library, document, other, place)
        if document.is_withdrawn:
            last = len(document.reviews) - 1
            for index, other in enumerate(document.reviews[last].replaced_by or ()):
                place = SourcePlace(
                    reviews_file(document.reference), ("reviews", last, "replaced_by", index)
                )
                yield from _replacing(library, document, other, place)
    yield from _circles(library)


def _replaced(
    library: Library, document: Document, other: OtherDocument, place: SourcePlace
) -> Iterator[Finding]:
    """What is wrong with something that a current edition says it replaces."""
    yield from _misnamed(library, document, other, place, "replaces")
    named = _other_held_document(library, document, other)
    if named is not None and not named.is_withdrawn:
        yield Finding(
            REPLACEMENT_CONTRADICTION,
            f"{other.document}, which this document replaces, is in force",
            place,
            f"record in {reviews_file(named.reference)} that it is withdrawn, or remove it here",
        )


def _replacing(
    library: Library, document: Document, other: OtherDocument, place: SourcePlace
) -> Iterator[Finding]:
    """What is wrong with something that is said to replace a withdrawn document."""
    yield from _misnamed(library, document, other, place, "replaced_by")
    named = _other_held_document(library, document, other)
    differing = [
        said.how
        for said in (named.current.replaced_documents if named is not None else ())
        if said.document == document.reference and said.how != other.how
    ]
    if differing:
        yield Finding(
            REPLACEMENT_CONTRADICTION,
            f"{other.document} says of this document how: {differing[0]}, and this says how: {other.how}",
            place,
            "say the same in both, or in one of them only",
        )


def _misnamed(
    library: Library, document: Document, other: OtherDocument, place: SourcePlace, key: str
) -> Iterator[Finding]:
    """That a document names itself, or one that there never was, below a key."""
    name = other.document
    if name is None or library.is_unreadable(name):
        return
    if name == document.reference:
        yield Finding(
            REPLACEMENT_CONTRADICTION,
            "a document does not replace itself",
            place,
            f"remove it; a new edition of a document needs no {key}:",
        )
    elif name not in library.documents and name not in library.removed_documents:
        yield Finding(
            UNKNOWN_DOCUMENT,
            f"{name!r} is not in the library",
            place,
            partial(_unknown_hint, library, name),
        )


def _other_held_document(library: Library, document: Document, other: OtherDocument) -> Document | None:
    """What is named, if it is another document that the library holds and could read."""
    name = other.document
    if name is None or name == document.reference or library.is_unreadable(name):
        return None
    return library.documents.get(name)


def _unknown_hint(library: Library, name: str) -> str:
    hint = similar_names_hint(name, library.documents, what="documents")
    return hint if hint.startswith("did you mean") else _ELSEWHERE


def _circles(library: Library) -> Iterator[Finding]:
    """Documents that replace each other in a circle, each circle once."""
    told: set[str] = set()
    for start in library.documents:
        path: dict[str, None] = {}
        name = start
        while name and name not in path and name not in told:
            path[name] = None
            name = next((one.new for one in library.replaced_by(name) if one.new != name), "")
        names = list(path)
        if name in path and len(circle := names[names.index(name) :]) > 1:
            document = library.documents.get(circle[0])
            if document is not None:
                yield Finding(
                    REPLACEMENT_CONTRADICTION,
                    "these documents replace each other in a circle: "
                    + ", replaced by ".join([*circle, circle[0]]),
                    SourcePlace(reviews_file(document.reference), ("reviews", len(document.reviews) - 1))
                    if document.is_withdrawn
                    else SourcePlace(document.current.file, ("replaces",)),
                    "remove replaces: or replaced_by: from the one that is in force",
                )
        told.update(path)
