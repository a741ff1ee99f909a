"""What pages of editions and roles are made of: plain functions of the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ...domain.fields import Number
from ...domain.library import Document, Held
from ...domain.model import (
    Clause,
    Edition,
    Section,
    Settings,
)
from ...domain.register import WITHDRAWN, Standing
from ...domain.reviews import in_words
from .pages import Findable, Heading

HEADERS = """\
/*
  Permissions-Policy: camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()
  X-Content-Type-Options: nosniff
"""
"""For hosts that read such a file; docs/publishing.md says what others need."""


class Levels:
    """The levels of the headings of a section's clauses: one below the nearest heading above."""

    def __init__(self) -> None:
        self._titled: list[Number] = []

    def of(self, clause: Clause) -> int:
        """The level of the next clause with a title, 3 or 4."""
        if clause.number is None:
            return 3
        number = clause.number
        above = sum(1 for one in self._titled if number.within(one))
        self._titled.append(number)
        return min(3 + above, 4)


def findable(document: Document, edition: Edition) -> Findable:
    """What a search knows of an edition's page."""
    return Findable(
        edition.kind,
        document=edition.reference,
        edition=in_words(edition.edition),
        is_superseded=edition is not document.current or document.is_withdrawn,
    )


def on_paper(document: Document, edition: Edition, stands: Standing | None, today: date) -> str:
    """What stands above the printed page of an edition."""
    if stands is None:
        state = WITHDRAWN
    elif edition is document.current:
        state = stands.label
        if stands.overdue_above:
            state += f"; {stands.overdue_above.current.kind} above it overdue"
    else:
        state = "Superseded"
    when = in_words(edition.edition)
    return f"{edition.reference}, edition of {when} · {state}, state as at {in_words(today)}"


def structured_data(edition: Edition, settings: Settings) -> dict[str, object]:
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


def by_condition(held: Iterable[Held]) -> list[tuple[str, list[Held]]]:
    """The duties by their condition: those that always hold first, then each condition as it comes."""
    groups: dict[str, list[Held]] = {"": []}
    for one in held:
        groups.setdefault(" ".join((one.duty.when or "").split()), []).append(one)
    return [(condition, duties) for condition, duties in groups.items() if duties]


def heading(level: int, part: Section | Clause) -> Heading:
    """The heading of a section or of a clause with a title."""
    note = "heading supplied" if part.title_is == "supplied" else ""
    number = str(part.number) if part.number is not None else ""
    return Heading(level, part.anchor, part.title or "", number, note)


def readable_texts(edition: Edition) -> Iterator[str]:
    """Everything in which a reader may meet an abbreviation."""
    for section in edition.sections:
        yield section.title
        for clause in section.clauses:
            yield clause.title or ""
            yield from (text for _, text in clause.texts)


def span(part: Sequence[Document]) -> str:
    """The documents of a part of an index, as in "HR1 to HR20"."""
    return f"{part[0].reference} to {part[-1].reference}"
