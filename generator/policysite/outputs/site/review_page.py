"""What the page of review dates shows besides the register: its picture and its history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ...domain.library import Document, Library
from ...domain.model import Edition, RecordedReview
from ...domain.register import STATE_LABELS, Register, ReviewStatus
from ...domain.reviews import (
    Month,
    MonthOrDay,
    due_day,
    first_day,
)

LABEL_WIDTH = 90
"""The width of the column of labels in the picture, in its own units."""
TIMELINE_WIDTH = 760
ROW_HEIGHT = 30
TOP_MARGIN = 30


@dataclass(frozen=True, slots=True)
class ReviewCycle:
    """From a review to the next one, or to today."""

    document: Document
    start: MonthOrDay
    due: MonthOrDay | None
    end: MonthOrDay | None
    """When the next review took place; None when it is still to come."""

    def late_until(self, today: date) -> date | None:
        """The day on which its lateness ended or has come to; None when it was or is in time."""
        end = first_day(self.end) if self.end else today
        return end if self.due is not None and end > due_day(self.due) else None


def review_cycles(document: Document) -> list[ReviewCycle]:
    """The review cycles of a document, the oldest first: as recorded, or as its edition says."""
    reviews = document.reviews
    looked = [index for index, one in enumerate(reviews) if one.is_review]
    if not looked:
        last = document.current.review.last
        return [ReviewCycle(document, last, document.due_date, None)] if last else []
    editions = {one.edition: one for one in document.editions}
    found = []
    for here, after in pairwise([*looked, len(reviews)]):
        edition = editions.get(reviews[here].edition, document.current)
        due = document.due_date_after(edition, reviews[:after])
        until = reviews[after].date if after < len(reviews) else None
        found.append(ReviewCycle(document, reviews[here].date, due, until))
    return found


@dataclass(frozen=True, slots=True)
class TimelineBar:
    """A stretch of time in the picture, in its own units."""

    x: float
    width: float
    kind: str
    """planned or late."""


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A document in the picture."""

    document: Document
    y: int
    bars: tuple[TimelineBar, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The picture of all review cycles: a row a document, a line a year."""

    width: int
    height: int
    rows: tuple[TimelineRow, ...]
    years: tuple[tuple[int, float], ...]
    """Each year with where it begins."""
    today: float


def review_timeline(register: Register) -> Timeline | None:
    """The picture of a register; None when no document has a cycle to show."""
    found = ((one.document, review_cycles(one.document)) for one in register.statuses)
    shown = [(document, held) for document, held in found if held]
    if not shown:
        return None
    days = [day for _, held in shown for one in held for day in _days(one)] + [register.today]
    start, end = date(min(days).year, 1, 1), date(max(days).year + 1, 1, 1)

    def x(day: date) -> float:
        share = (day - start).days / (end - start).days
        return round(LABEL_WIDTH + share * (TIMELINE_WIDTH - LABEL_WIDTH), 1)

    def bars(one: ReviewCycle) -> Iterator[TimelineBar]:
        begin = first_day(one.start)
        close = due_day(one.due) if one.due else register.today
        if one.end is not None:
            close = min(close, first_day(one.end))
        if close > begin:
            yield TimelineBar(x(begin), round(x(close) - x(begin), 1), "planned")
        late = one.late_until(register.today)
        if late is not None and one.due is not None:
            yield TimelineBar(x(due_day(one.due)), round(x(late) - x(due_day(one.due)), 1), "late")

    rows = tuple(
        TimelineRow(
            document, TOP_MARGIN + index * ROW_HEIGHT, tuple(bar for one in held for bar in bars(one))
        )
        for index, (document, held) in enumerate(shown)
    )
    step = max(1, (end.year - start.year) // 8)
    years = tuple((year, x(date(year, 1, 1))) for year in range(start.year, end.year, step))
    return Timeline(
        TIMELINE_WIDTH, TOP_MARGIN + len(rows) * ROW_HEIGHT + 8, rows, years, x(register.today)
    )


@dataclass(frozen=True, slots=True)
class ReviewPageData:
    """What the page shows besides the register."""

    due_by_month: Sequence[tuple[Month, tuple[ReviewStatus, ...]]]
    """What becomes due in the next 12 months."""
    timeline: Timeline | None
    cycles: Sequence[ReviewCycle]
    history: Sequence[tuple[Document, RecordedReview]]
    totals: str

    @classmethod
    def from_register(cls, register: Register) -> ReviewPageData:
        return cls(
            register.due_by_month(12),
            review_timeline(register),
            [cycle for one in register.statuses for cycle in review_cycles(one.document)],
            review_history(register.library),
            totals_sentence(register),
        )


def totals_sentence(register: Register) -> str:
    """How many documents are in each state, of all there are, in a sentence."""
    count = len(register.statuses)
    told = [
        f"{number:,} {STATE_LABELS[state].lower()}" for state, number in register.totals.items() if number
    ]
    documents = "document" if count == 1 else "documents"
    return f"{count:,} {documents}: {', '.join(told)}." if told else "No documents."


def _days(one: ReviewCycle) -> Iterator[date]:
    yield first_day(one.start)
    for when in (one.due, one.end):
        if when is not None:
            yield due_day(when)


def review_history(library: Library) -> list[tuple[Document, RecordedReview]]:
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


def browser_review_data(register: Register) -> Mapping[str, object]:
    """What a reader's browser needs to tell by its own date that a page has grown worse."""
    settings = register.library.settings
    return {
        "zone": settings.time_zone,
        "window": settings.reviews.due_soon.months,
        "built": str(register.today),
        "every": settings.builds.every if settings.builds else None,
    }
