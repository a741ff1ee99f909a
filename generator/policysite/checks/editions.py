"""Editions match their files and have an order and unique ids; governing documents exist."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial

from ..domain.library import Document, Library
from ..domain.model import REVIEWS_FILE, Edition, language_of_file
from ..domain.problems import Finding, Rule, SourcePlace, ValuePath, similar_names_hint
from ..domain.reviews import (
    Month,
    first_day,
    format_date,
    is_date,
    overlaps,
)
from .check import CheckContext, check_for

REFERENCE_DIFFERS = Rule.error("reference-differs", "A reference differs from the name of its folder")
EDITION_DIFFERS = Rule.error("edition-differs", "An edition differs from the name of its file")


@check_for(REFERENCE_DIFFERS, EDITION_DIFFERS)
def names_match_files(context: CheckContext) -> Iterator[Finding]:
    """The reference is the name of the folder, and the edition is the name of the file."""
    library = context.library
    files = {edition.file for edition in library.editions_in_all_languages} | library.unreadable
    for edition in library.editions_in_all_languages:
        folder, name = edition.file.split("/")[-2:]
        language = language_of_file(name)
        ending = f".{language}.yml" if language else ".yml"
        if edition.reference != folder:
            file = f"policy/{edition.reference}/{name}"
            yield Finding(
                REFERENCE_DIFFERS,
                f"the reference {edition.published_reference!r} differs from the folder {folder!r}",
                SourcePlace(edition.file, ("reference",)),
                f"write reference: {folder}" + _move_hint(files, file, "move the file to {}")
                if edition.published_reference == edition.reference
                else f"its folder is {edition.reference}"
                + _move_hint(files, file, "move the file to {}"),
            )
        if f"{edition.edition}{ending}" != name:
            yield Finding(
                EDITION_DIFFERS,
                f"the edition {edition.edition} differs from the file name {name!r}",
                SourcePlace(edition.file, ("edition",)),
                f"write edition: {name.removesuffix(ending)}"
                + _move_hint(files, f"policy/{folder}/{edition.edition}{ending}", "rename the file to {}")
                if is_date(name.removesuffix(ending))
                else _rename_hint(files, f"policy/{folder}/{edition.edition}{ending}"),
            )


def _move_hint(files: Collection[str], file: str, advice: str) -> str:
    """Advice to move a file to another path, unless a file is there already."""
    return f"; {file} is there already" if file in files else f", or {advice.format(file)}"


def _rename_hint(files: Collection[str], file: str) -> str:
    if file in files:
        return f"{file} is there already: give this edition its own date, and name the file by that"
    return f"rename the file to {file}"


EDITION_AHEAD = Rule.error("edition-ahead", "An edition is dated ahead of today")
EDITION_ORDER = Rule.error("edition-order", "Nobody can tell which of two editions is the newer")


@check_for(EDITION_AHEAD, EDITION_ORDER)
def editions_are_ordered(context: CheckContext) -> Iterator[Finding]:
    """No edition is dated in the future, and of any two one is clearly the newer."""
    for document in context.library.documents.values():
        recorded = {review.edition for review in document.reviews}
        for edition in document.editions:
            first = first_day(edition.edition)
            if first > context.today:
                record = f", and its record outside {REVIEWS_FILE}" if edition.edition in recorded else ""
                yield Finding(
                    EDITION_AHEAD,
                    f"this edition is dated {format_date(edition.edition)}, which is still to come; it "
                    "would be shown as current at once",
                    SourcePlace(edition.file, ("edition",)),
                    f"keep its file outside policy/ until {format_date(first)}{record}; if it applies"
                    " already, date it when it was made",
                )
            yield from _month_with_a_day(context.library, document, edition)


def _month_with_a_day(library: Library, document: Document, edition: Edition) -> Iterator[Finding]:
    """A finding if an edition is named by a month, and another by a day in that month."""
    dates = [other.edition for other in document.editions if other.edition != edition.edition]
    overlapping = [other for other in dates if overlaps(other, edition.edition)]
    if isinstance(edition.edition, Month) and overlapping:
        days = " and ".join(f"that of {format_date(day)}" for day in reversed(overlapping))
        yield Finding(
            EDITION_ORDER,
            f"nobody can tell whether the edition of {format_date(edition.edition)} is older than {days}",
            SourcePlace(edition.file, ("edition",)),
            f"give each of them its day, as in edition: {edition.edition}-01, in the name of its file"
            f" and in {REVIEWS_FILE}, too"
            if not library.is_sealed(edition)
            else "this one is sealed and keeps its name: date the other later than its month",
        )


ID_REPEATED = Rule.error("id-repeated", "An id stands twice in one edition")


@check_for(ID_REPEATED)
def provision_ids_are_unique(context: CheckContext) -> Iterator[Finding]:
    """No two sections or clauses and no two duties of an edition have the same id."""
    for edition in context.library.editions_in_all_languages:
        kinds: dict[tuple[bool, str], str] = {}
        numbers = {provision.anchor for provision in edition.provisions if provision.number is not None}
        numbers |= set(edition.item_anchors)
        for path, kind, name in _ids(edition):
            place, key = SourcePlace(edition.file, path), (kind == "duty", name)
            if path[-1] == "part" and (key in kinds or name in numbers):
                yield Finding(
                    ID_REPEATED,
                    f"another part of this edition has the address of this {name}",
                    place,
                    "add number: where the document gives one, and otherwise an id: of its own",
                )
            elif key in kinds:
                yield Finding(
                    ID_REPEATED,
                    f"the id {name!r} already names another {kinds[key]} of this edition",
                    place,
                    "give each its own id",
                )
            elif kind != "duty" and name in numbers:
                yield Finding(
                    ID_REPEATED,
                    f"the id {name!r} is the address of another part of this edition",
                    place,
                    f"give the {kind} an id that says in a word what it is about",
                )
            kinds.setdefault(key, kind)


def _ids(edition: Edition) -> Iterator[tuple[ValuePath, str, str]]:
    """Each id with its path and what it names; that of a part without number and id is its kind."""
    for section_index, section in enumerate(edition.sections):
        path: ValuePath = ("sections", section_index)
        if section.number is None:
            yield (*path, "id" if section.id else "part"), "section", section.anchor
        for clause_index, clause in enumerate(section.clauses):
            inner = (*path, "clauses", clause_index)
            if clause.id is not None:
                yield (*inner, "id"), "clause", clause.id
            for index, duty in enumerate(clause.duties or ()):
                yield (*inner, "duties", index, "id"), "duty", duty.id


UNKNOWN_DOCUMENT = Rule.error("unknown-document", "A document is not in the library")
GOVERNING_CIRCLE = Rule.error("governing-circle", "Documents govern each other in a circle")


@check_for(UNKNOWN_DOCUMENT, GOVERNING_CIRCLE)
def governing_documents_exist(context: CheckContext) -> Iterator[Finding]:
    """Every governing document is in the library, and none governs itself through others."""
    library = context.library
    current = {edition.file for edition in library.current_editions}
    above: dict[str, tuple[str, ...]] = {}
    for edition in library.editions:
        for index, governing in enumerate(edition.governing_documents):
            if governing not in library.documents and not library.is_unreadable(governing):
                yield Finding(
                    UNKNOWN_DOCUMENT,
                    f"{governing.published!r} is not in the library",
                    SourcePlace(edition.file, ("governed_by", index)),
                    partial(similar_names_hint, governing, library.documents, what="documents"),
                )
        if edition.file in current and edition.governed_by:
            above[edition.file.split("/")[-2]] = edition.governed_by
    for circle in _circles(above):
        lowest = library.documents[circle[0]].current
        index = lowest.governing_documents.index([*circle, circle[0]][1])
        yield Finding(
            GOVERNING_CIRCLE,
            "these documents govern each other in a circle: " + " under ".join([*circle, circle[0]]),
            SourcePlace(lowest.file, ("governed_by", index)),
            "remove governed_by: from the highest of them",
        )


def _circles(above: Mapping[str, tuple[str, ...]]) -> Iterator[list[str]]:
    """Circles of documents that govern each other; each starts with its first document in `above`.

    Every document that is in a circle with others is in one of these, but not every circle is found.
    """
    order = {reference: index for index, reference in enumerate(above)}
    visited: set[str] = set()
    found: set[str] = set()
    for start in above:
        path: dict[str, Iterator[str]] = {}
        following = start
        while following or path:
            if following in path:
                circle = list(path)[list(path).index(following) :]
                if not found.issuperset(circle):
                    found.update(circle)
                    first = min(range(len(circle)), key=lambda index: order[circle[index]])
                    yield circle[first:] + circle[:first]
            elif following in above and following not in visited:
                visited.add(following)
                path[following] = iter(above[following])
            elif not following:
                path.popitem()
            following = next(path[next(reversed(path))], "") if path else ""
