"""What the page of review dates shows besides the register: its picture and its history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ...domain.library import Document, Library
from ...domain.model import Edition, Reviewed
from ...domain.register import LABELS, Register, Standing
from ...domain.reviews import (
    Month,
    MonthOrDay,
    due_day,
    first_day,
)

NAMES = 90
"""The width of the column of labels in the picture, in its own units."""
WIDTH = 760
ROW = 30
TOP = 30


@dataclass(frozen=True, slots=True)
class Cycle:
    """From a review to the next one, or to today."""

    document: Document
    since: MonthOrDay
    due: MonthOrDay | None
    until: MonthOrDay | None
    """When the next review took place; None when it is still to come."""

    def late_until(self, today: date) -> date | None:
        """The day on which its lateness ended or has come to; None when it was or is in time."""
        end = first_day(self.until) if self.until else today
        return end if self.due is not None and end > due_day(self.due) else None


def cycles(document: Document) -> list[Cycle]:
    """The review cycles of a document, the oldest first: as recorded, or as its edition says."""
    reviews = document.reviews
    looked = [index for index, one in enumerate(reviews) if one.is_review]
    if not looked:
        last = document.current.review.last
        return [Cycle(document, last, document.due, None)] if last else []
    editions = {one.edition: one for one in document.editions}
    found = []
    for here, after in pairwise([*looked, len(reviews)]):
        edition = editions.get(reviews[here].edition, document.current)
        due = document.due_after(edition, reviews[:after])
        until = reviews[after].date if after < len(reviews) else None
        found.append(Cycle(document, reviews[here].date, due, until))
    return found


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time in the picture, in its own units."""

    x: float
    width: float
    kind: str
    """planned or late."""


@dataclass(frozen=True, slots=True)
class Row:
    """A document in the picture."""

    document: Document
    y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The picture of all review cycles: a row a document, a line a year."""

    width: int
    height: int
    rows: tuple[Row, ...]
    years: tuple[tuple[int, float], ...]
    """Each year with where it begins."""
    today: float


def timeline(register: Register) -> Timeline | None:
    """The picture of a register; None when no document has a cycle to show."""
    found = ((one.document, cycles(one.document)) for one in register.standings)
    shown = [(document, held) for document, held in found if held]
    if not shown:
        return None
    days = [day for _, held in shown for one in held for day in _days(one)] + [register.today]
    start, end = date(min(days).year, 1, 1), date(max(days).year + 1, 1, 1)

    def x(day: date) -> float:
        share = (day - start).days / (end - start).days
        return round(NAMES + share * (WIDTH - NAMES), 1)

    def bars(one: Cycle) -> Iterator[Bar]:
        begin = first_day(one.since)
        close = due_day(one.due) if one.due else register.today
        if one.until is not None:
            close = min(close, first_day(one.until))
        if close > begin:
            yield Bar(x(begin), round(x(close) - x(begin), 1), "planned")
        late = one.late_until(register.today)
        if late is not None and one.due is not None:
            yield Bar(x(due_day(one.due)), round(x(late) - x(due_day(one.due)), 1), "late")

    rows = tuple(
        Row(document, TOP + index * ROW, tuple(bar for one in held for bar in bars(one)))
        for index, (document, held) in enumerate(shown)
    )
    step = max(1, (end.year - start.year) // 8)
    years = tuple((year, x(date(year, 1, 1))) for year in range(start.year, end.year, step))
    return Timeline(WIDTH, TOP + len(rows) * ROW + 8, rows, years, x(register.today))


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows besides the register."""

    ahead: Sequence[tuple[Month, tuple[Standing, ...]]]
    """What becomes due in the next 12 months."""
    timeline: Timeline | None
    cycles: Sequence[Cycle]
    history: Sequence[tuple[Document, Reviewed]]
    totals: str

    @classmethod
    def of(cls, register: Register) -> Shown:
        return cls(
            register.ahead(12),
            timeline(register),
            [cycle for one in register.standings for cycle in cycles(one.document)],
            history(register.library),
            totals(register),
        )


def totals(register: Register) -> str:
    """How many documents are in each state, of all there are, in a sentence."""
    count = len(register.standings)
    told = [f"{number:,} {LABELS[state].lower()}" for state, number in register.totals.items() if number]
    documents = "document" if count == 1 else "documents"
    return f"{count:,} {documents}: {', '.join(told)}." if told else "No documents."


def _days(one: Cycle) -> Iterator[date]:
    yield first_day(one.since)
    for when in (one.due, one.until):
        if when is not None:
            yield due_day(when)


def history(library: Library) -> list[tuple[Document, Reviewed]]:
    """Every recorded review, the newest first."""
    found = [(document, one) for document in library.documents.values() for one in document.reviews]
    return sorted(found, key=lambda pair: (due_day(pair[1].date), pair[0].reference), reverse=True)


def newest_editions(library: Library, most: int) -> Sequence[tuple[Document, Edition]]:
    """The editions that were made last, the newest first."""
    found = [
        (document, edition)
        for document in library.documents.values()
        for edition in document.editions
        if edition.extent == "complete"
    ]
    found.sort(key=lambda pair: pair[0].reference)
    found.sort(key=lambda pair: due_day(pair[1].edition), reverse=True)
    return found[:most]


def for_readers(register: Register) -> Mapping[str, object]:
    """What a reader's browser needs to tell by its own date that a page has grown worse."""
    settings = register.library.settings
    return {
        "zone": settings.time_zone,
        "window": settings.reviews.due_soon.months,
        "built": str(register.today),
        "every": settings.builds.every if settings.builds else None,
    }
