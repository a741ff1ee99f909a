"""Each edition is where it says it is, and its documents govern one another well."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial

from ..domain.library import Document, Library
from ..domain.model import REVIEWS_FILE, Edition
from ..domain.problems import Finding, Rule, SourcePlace, similar_names_hint
from ..domain.reviews import (
    Month,
    first_day,
    format_date,
    is_date,
    overlaps,
)
from .check import CheckContext, check

REFERENCE_DIFFERS = Rule.error("reference-differs", "A reference differs from the name of its folder")
EDITION_DIFFERS = Rule.error("edition-differs", "An edition differs from the name of its file")


@check(REFERENCE_DIFFERS, EDITION_DIFFERS)
def names_match_files(context: CheckContext) -> Iterator[Finding]:
    """The reference is the name of the folder, and the edition the name of the file."""
    library = context.library
    files = {edition.file for edition in library.editions} | library.unreadable
    for edition in library.editions:
        folder, name = edition.file.split("/")[-2:]
        if edition.reference != folder:
            yield Finding(
                REFERENCE_DIFFERS,
                f"the reference {edition.reference!r} differs from the folder {folder!r}",
                SourcePlace(edition.file, ("reference",)),
                f"write reference: {folder}"
                + _unless_taken(files, f"policy/{edition.reference}/{name}", "move the file to {}"),
            )
        if f"{edition.edition}.yml" != name:
            yield Finding(
                EDITION_DIFFERS,
                f"the edition {edition.edition} differs from the file name {name!r}",
                SourcePlace(edition.file, ("edition",)),
                f"write edition: {name.removesuffix('.yml')}"
                + _unless_taken(files, f"policy/{folder}/{edition.edition}.yml", "rename the file to {}")
                if is_date(name.removesuffix(".yml"))
                else _named_by_its_date(files, folder, edition),
            )


def _unless_taken(files: Collection[str], file: str, advice: str) -> str:
    """Advice that gives a file another place, unless that would overwrite one that is there."""
    return f"; {file} is there already" if file in files else f", or {advice.format(file)}"


def _named_by_its_date(files: Collection[str], folder: str, edition: Edition) -> str:
    file = f"policy/{folder}/{edition.edition}.yml"
    if file in files:
        return f"{file} is there already: give this edition its own date, and name the file by that"
    return f"rename the file to {file}"


EDITION_AHEAD = Rule.error("edition-ahead", "An edition is dated ahead of today")
EDITION_ORDER = Rule.error("edition-order", "Nobody can tell which of two editions is the newer")


@check(EDITION_AHEAD, EDITION_ORDER)
def editions_are_ordered(context: CheckContext) -> Iterator[Finding]:
    """No edition is dated ahead of today, and of any two it can be told which is the newer."""
    for document in context.library.documents.values():
        recorded = {one.edition for one in document.reviews}
        for edition in document.editions:
            begins = first_day(edition.edition)
            if begins > context.today:
                record = f", and its record outside {REVIEWS_FILE}" if edition.edition in recorded else ""
                yield Finding(
                    EDITION_AHEAD,
                    f"this edition is dated {format_date(edition.edition)}, which is still to come; it "
                    "would"
                    " be shown as current at once",
                    SourcePlace(edition.file, ("edition",)),
                    f"keep its file outside policy/ until {format_date(begins)}{record}; if it applies"
                    " already, date it when it was made",
                )
            yield from _same_month(context.library, document, edition)


def _same_month(library: Library, document: Document, edition: Edition) -> Iterator[Finding]:
    """What is wrong with an edition of a month beside one of a day in it."""
    others = [one.edition for one in document.editions if one.edition != edition.edition]
    beside = [one for one in others if overlaps(one, edition.edition)]
    if isinstance(edition.edition, Month) and beside:
        days = " and ".join(f"that of {format_date(day)}" for day in reversed(beside))
        yield Finding(
            EDITION_ORDER,
            f"nobody can tell whether the edition of {format_date(edition.edition)} is older than {days}",
            SourcePlace(edition.file, ("edition",)),
            f"give each of them its day, as in edition: {edition.edition}-01, in the name of its file"
            f" and in {REVIEWS_FILE}, too"
            if f"{edition.reference}/{edition.edition}" not in library.lock.editions
            else "this one is sealed and keeps its name: date the other later than its month",
        )


ID_REPEATED = Rule.error("id-repeated", "An id stands twice in one edition")


@check(ID_REPEATED)
def provision_ids_are_unique(context: CheckContext) -> Iterator[Finding]:
    """No id names two clauses or two duties of one edition."""
    for edition in context.library.editions:
        seen: set[tuple[str, str]] = set()
        numbers = {
            str(provision.number) for provision in edition.provisions if provision.number is not None
        }
        for path, kind, name in _ids(edition):
            if (kind, name) in seen:
                yield Finding(
                    ID_REPEATED,
                    f"the id {name!r} already names another {kind} of this edition",
                    SourcePlace(edition.file, path),
                    "give each its own id",
                )
            elif kind == "clause" and name in numbers:
                yield Finding(
                    ID_REPEATED,
                    f"the id {name!r} is the number of another part of this edition",
                    SourcePlace(edition.file, path),
                    "give the clause an id that says in a word what it is about",
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


UNKNOWN_DOCUMENT = Rule.error("unknown-document", "A document is not in the library")
GOVERNING_CIRCLE = Rule.error("governing-circle", "Documents govern each other in a circle")


@check(UNKNOWN_DOCUMENT, GOVERNING_CIRCLE)
def governing_documents_exist(context: CheckContext) -> Iterator[Finding]:
    """Every governing document is in the library, and none is governed by way of itself."""
    library = context.library
    current = {edition.file for edition in library.current_editions}
    above: dict[str, str] = {}
    for edition in library.editions:
        governing = edition.governed_by
        if governing is None:
            continue
        if governing not in library.documents and not library.is_unreadable(governing):
            yield Finding(
                UNKNOWN_DOCUMENT,
                f"{governing!r} is not in the library",
                SourcePlace(edition.file, ("governed_by",)),
                partial(similar_names_hint, governing, library.documents, what="documents"),
            )
        elif edition.file in current:
            above[edition.file.split("/")[-2]] = governing
    for circle in _circles(above):
        yield Finding(
            GOVERNING_CIRCLE,
            "these documents govern each other in a circle: " + " under ".join([*circle, circle[0]]),
            SourcePlace(library.documents[circle[0]].current.file, ("governed_by",)),
            "remove governed_by: from the highest of them",
        )


def _circles(above: dict[str, str]) -> Iterator[list[str]]:
    """The circles in which documents govern each other, upwards from the first that is in each."""
    order = {reference: place for place, reference in enumerate(above)}
    passed: set[str] = set()
    for start in above:
        way: dict[str, int] = {}
        reference = start
        while reference in above and reference not in passed:
            passed.add(reference)
            way[reference] = len(way)
            reference = above[reference]
        if reference in way:
            circle = list(way)[way[reference] :]
            first = min(range(len(circle)), key=lambda place: order[circle[place]])
            yield circle[first:] + circle[:first]
