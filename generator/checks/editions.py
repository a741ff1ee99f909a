"""Each edition is where it says it is, and its documents govern one another well."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..library import Library
from ..model import Edition
from ..problems import Finding, Place, nearest


def names_agree(library: Library, _today: date) -> Iterator[Finding]:
    """The reference is the name of the folder, and the edition the name of the file."""
    for edition in library.editions:
        folder, name = edition.file.split("/")[-2:]
        if edition.reference != folder:
            yield Finding(
                "reference-differs",
                f"the reference {edition.reference!r} differs from the folder {folder!r}",
                Place(edition.file, ("reference",)),
                f"write reference: {folder}, or move the file to {edition.reference}/",
            )
        if f"{edition.edition}.yml" != name:
            yield Finding(
                "edition-differs",
                f"the edition {edition.edition} differs from the file name {name!r}",
                Place(edition.file, ("edition",)),
                f"name the file {edition.edition}.yml, or mend the date",
            )


def ids_are_unique(library: Library, _today: date) -> Iterator[Finding]:
    """No id names two clauses or two duties of one edition."""
    for edition in library.editions:
        seen: set[tuple[str, str]] = set()
        for path, kind, name in _ids(edition):
            if (kind, name) in seen:
                yield Finding(
                    "id-repeated",
                    f"the id {name!r} already names another {kind} of this edition",
                    Place(edition.file, path),
                    "give each its own id",
                )
            seen.add((kind, name))


def _ids(edition: Edition) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    for outer, section in enumerate(edition.sections):
        for inner, clause in enumerate(section.clauses):
            path = ("sections", outer, "clauses", inner)
            if clause.id is not None:
                yield (*path, "id"), "clause", clause.id
            for place, duty in enumerate(clause.duties or ()):
                yield (*path, "duties", place, "id"), "duty", duty.id


def governing_documents(library: Library, _today: date) -> Iterator[Finding]:
    """Every governing document is in the library, and none is governed by way of itself."""
    current = {edition.file for edition in library.current_editions}
    above: dict[str, str] = {}
    for edition in library.editions:
        governing = edition.governed_by
        if governing is None:
            continue
        if governing not in library.documents and not library.is_unreadable(governing):
            yield Finding(
                "unknown-document",
                f"{governing!r} is not in the library",
                Place(edition.file, ("governed_by",)),
                nearest(governing, list(library.documents), what="documents"),
            )
        elif edition.file in current:
            above[edition.file.split("/")[-2]] = governing
    reported: set[str] = set()
    for reference in above:
        circle = _circle(reference, above)
        if circle and not reported.intersection(circle):
            reported.update(circle)
            yield Finding(
                "governing-circle",
                "these documents govern each other in a circle: " + " under ".join([*circle, circle[0]]),
                Place(library.documents[reference].current.file, ("governed_by",)),
                "remove governed_by: from the highest of them",
            )


def _circle(start: str, above: dict[str, str]) -> list[str]:
    """The documents from `start` up and back to it; none where the way up does not return."""
    way = [start]
    while (governing := above.get(way[-1])) is not None:
        if governing == start:
            return way
        if governing in way:
            break
        way.append(governing)
    return []
