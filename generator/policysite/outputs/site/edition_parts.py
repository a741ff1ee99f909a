"""What pages of editions and roles are made of: plain functions of the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ...domain.fields import ProvisionNumber
from ...domain.library import Document, LocatedDuty
from ...domain.model import (
    Clause,
    Edition,
    LibrarySettings,
    Section,
)
from ...domain.register import WITHDRAWN_LABEL, ReviewStatus
from ...domain.reviews import format_date
from .pages import Heading, SearchMetadata


class ClauseHeadingLevels:
    """The levels of the headings of a section's clauses: one below the nearest heading above."""

    def __init__(self) -> None:
        self._titled: list[ProvisionNumber] = []

    def next_level(self, clause: Clause) -> int:
        """The level of the next clause with a title, 3 or 4."""
        if clause.number is None:
            return 3
        number = clause.number
        above = sum(1 for one in self._titled if number.is_within(one))
        self._titled.append(number)
        return min(3 + above, 4)


def edition_search_metadata(document: Document, edition: Edition) -> SearchMetadata:
    """What a search knows of an edition's page."""
    return SearchMetadata(
        edition.kind,
        document=edition.reference,
        edition=format_date(edition.edition),
        is_superseded=edition is not document.current or document.is_withdrawn,
    )


def edition_print_header(
    document: Document, edition: Edition, stands: ReviewStatus | None, today: date
) -> str:
    """What stands above the printed page of an edition."""
    if stands is None:
        state = WITHDRAWN_LABEL
    elif edition is document.current:
        state = stands.label
        if stands.overdue_governing_document:
            state += f"; {stands.overdue_governing_document.current.kind} above it overdue"
    else:
        state = "Superseded"
    when = format_date(edition.edition)
    return f"{edition.reference}, edition of {when} · {state}, state as at {format_date(today)}"


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


def group_by_condition(located: Iterable[LocatedDuty]) -> list[tuple[str, list[LocatedDuty]]]:
    """The duties by their condition: those that always hold first, then each condition as it comes."""
    groups: dict[str, list[LocatedDuty]] = {"": []}
    for one in located:
        groups.setdefault(" ".join((one.duty.when or "").split()), []).append(one)
    return [(condition, duties) for condition, duties in groups.items() if duties]


def provision_heading(level: int, provision: Section | Clause) -> Heading:
    """The heading of a section or of a clause with a title."""
    note = "heading supplied" if provision.title_is == "supplied" else ""
    number = str(provision.number) if provision.number is not None else ""
    return Heading(level, provision.anchor, provision.title or "", number, note)


def texts_with_abbreviations(edition: Edition) -> Iterator[str]:
    """Everything in which a reader may meet an abbreviation."""
    for section in edition.sections:
        yield section.title
        for clause in section.clauses:
            yield clause.title or ""
            yield from (text for _, text in clause.texts)


def reference_range(part: Sequence[Document]) -> str:
    """The documents of a part of an index, as in "HR1 to HR20"."""
    return f"{part[0].reference} to {part[-1].reference}"
