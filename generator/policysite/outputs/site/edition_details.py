"""Headings, headers, metadata and groups of duties for pages: plain functions of the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ...domain.library import Document, Library, LocatedDuty
from ...domain.model import (
    Clause,
    Edition,
    LibrarySettings,
    Section,
)
from ...domain.provision_numbers import ProvisionNumber
from ...domain.register import WITHDRAWN_LABEL, ReviewStatus
from ...domain.reviews import format_date
from .pages import Heading, SearchMetadata


class ClauseHeadingLevels:
    """The levels of clause headings: one below the heading of the section or clause above."""

    def __init__(self) -> None:
        self._titled: list[ProvisionNumber] = []

    def next_level(self, clause: Clause) -> int:
        """The level of the next clause with a title, 3 or 4."""
        if clause.number is None:
            return 3
        number = clause.number
        ancestors = sum(1 for ancestor in self._titled if number.is_within(ancestor))
        self._titled.append(number)
        return min(3 + ancestors, 4)


def edition_search_metadata(library: Library, document: Document, edition: Edition) -> SearchMetadata:
    """The search metadata of an edition's page."""
    return SearchMetadata(
        edition.kind,
        library.kind_of(edition).label,
        document=edition.reference,
        edition=format_date(edition.edition),
        is_superseded=edition is not document.current or document.is_withdrawn,
    )


def edition_print_header(
    library: Library, document: Document, edition: Edition, status: ReviewStatus | None, today: date
) -> str:
    """The header of an edition's printed page. status is None for a withdrawn document."""
    if status is None:
        state = WITHDRAWN_LABEL
    elif edition is document.current:
        state = status.label
        if status.overdue_governing_document:
            state += (
                f"; {library.kind_of(status.overdue_governing_document.current).name} above it overdue"
            )
    else:
        state = "Superseded"
    edition_date = format_date(edition.edition)
    return f"{edition.reference}, edition of {edition_date} · {state}, state as at {format_date(today)}"


def edition_structured_data(edition: Edition, settings: LibrarySettings) -> dict[str, object]:
    """An edition in the terms of schema.org, without its address."""
    return {
        "@context": "https://schema.org",
        "@type": "DigitalDocument",
        "identifier": edition.reference,
        "name": edition.title,
        "version": str(edition.edition),
        "inLanguage": settings.language,
        "publisher": {"@type": "Organization", "name": settings.organisation},
        "isBasedOn": edition.source.url,
    }


def group_by_condition(duties: Iterable[LocatedDuty]) -> list[tuple[str, list[LocatedDuty]]]:
    """The duties by condition: first those without one, then each condition in order of first use."""
    groups: dict[str, list[LocatedDuty]] = {"": []}
    for located in duties:
        groups.setdefault(" ".join((located.duty.when or "").split()), []).append(located)
    return [(condition, group) for condition, group in groups.items() if group]


def provision_heading(level: int, provision: Section | Clause) -> Heading:
    """The heading of a section or of a clause with a title."""
    note = "heading supplied" if provision.title_is == "supplied" else ""
    return Heading(level, provision.anchor, provision.title or "", provision.shown_number, note)


def texts_with_abbreviations(edition: Edition) -> Iterator[str]:
    """The texts of an edition that may contain abbreviations."""
    for section in edition.sections:
        yield section.title
        for clause in section.clauses:
            yield clause.title or ""
            yield from (text for _, text in clause.texts)


def reference_range(documents: Sequence[Document]) -> str:
    """The first and last reference of some documents, as in "HR1 to HR20"."""
    return f"{documents[0].reference} to {documents[-1].reference}"
