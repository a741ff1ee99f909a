"""What the page of review dates shows besides the register: a timeline, a history and totals."""

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
from ...domain.translation import Translation

LABEL_WIDTH = 90
"""The width of the column of labels. This and the next are in the units of the SVG's view box."""
TIMELINE_WIDTH = 760
ROW_HEIGHT = 30
TOP_MARGIN = 30


@dataclass(frozen=True, slots=True)
class ReviewCycle:
    """The time from a review to the next one, or to today."""

    document: Document
    start: MonthOrDay
    due: MonthOrDay | None
    end: MonthOrDay | None
    """The date of the next review; None if it has not taken place."""

    def late_until(self, today: date) -> date | None:
        """The end of the overdue period: the next review, or today; None if it was or is not overdue."""
        end = first_day(self.end) if self.end else today
        return end if self.due is not None and end > due_day(self.due) else None


def review_cycles(document: Document) -> list[ReviewCycle]:
    """The review cycles of a document, the oldest first, from its records or else from its edition."""
    reviews = document.reviews
    indexes = [index for index, review in enumerate(reviews) if review.is_review]
    if not indexes:
        last = document.current.review.last
        return [ReviewCycle(document, last, document.due_date, None)] if last else []
    editions = {edition.edition: edition for edition in document.editions}
    cycles = []
    for index, next_index in pairwise([*indexes, len(reviews)]):
        edition = editions.get(reviews[index].edition, document.current)
        due = document.due_date_after(edition, reviews[:next_index])
        end = reviews[next_index].date if next_index < len(reviews) else None
        cycles.append(ReviewCycle(document, reviews[index].date, due, end))
    return cycles


@dataclass(frozen=True, slots=True)
class TimelineBar:
    """A period in the timeline, in the units of its view box."""

    x: float
    width: float
    kind: str
    """`planned` until the due date, or `late` from then on."""


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """The row of a document in the timeline."""

    document: Document
    y: int
    bars: tuple[TimelineBar, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The picture of all review cycles, with a row for each document and a line for each year."""

    width: int
    height: int
    rows: tuple[TimelineRow, ...]
    years: tuple[tuple[int, float], ...]
    """Each year with the x coordinate of its first day."""
    today: float
    """The x coordinate of today."""


def review_timeline(register: Register) -> Timeline | None:
    """The timeline of a register; None if no document has a review cycle."""
    cycles_by_document = [
        (status.document, cycles)
        for status in register.statuses
        if (cycles := review_cycles(status.document))
    ]
    if not cycles_by_document:
        return None
    days = [day for _, cycles in cycles_by_document for cycle in cycles for day in _days(cycle)]
    days.append(register.today)
    first, last = date(min(days).year, 1, 1), date(max(days).year + 1, 1, 1)

    def x(day: date) -> float:
        share = (day - first).days / (last - first).days
        return round(LABEL_WIDTH + share * (TIMELINE_WIDTH - LABEL_WIDTH), 1)

    def bars(cycle: ReviewCycle) -> Iterator[TimelineBar]:
        start = first_day(cycle.start)
        end = due_day(cycle.due) if cycle.due else register.today
        if cycle.end is not None:
            end = min(end, first_day(cycle.end))
        if end > start:
            yield TimelineBar(x(start), round(x(end) - x(start), 1), "planned")
        late = cycle.late_until(register.today)
        if late is not None and cycle.due is not None:
            due = x(due_day(cycle.due))
            yield TimelineBar(due, round(x(late) - due, 1), "late")

    rows = tuple(
        TimelineRow(
            document,
            TOP_MARGIN + index * ROW_HEIGHT,
            tuple(bar for cycle in cycles for bar in bars(cycle)),
        )
        for index, (document, cycles) in enumerate(cycles_by_document)
    )
    step = max(1, (last.year - first.year) // 8)
    years = tuple((year, x(date(year, 1, 1))) for year in range(first.year, last.year, step))
    return Timeline(
        TIMELINE_WIDTH, TOP_MARGIN + len(rows) * ROW_HEIGHT + 8, rows, years, x(register.today)
    )


@dataclass(frozen=True, slots=True)
class ReviewPageData:
    """What the page of review dates shows besides the register."""

    due_by_month: Sequence[tuple[Month, tuple[ReviewStatus, ...]]]
    """The reviews that become due in each of the next 12 months."""
    timeline: Timeline | None
    cycles: Sequence[ReviewCycle]
    history: Sequence[tuple[Document, RecordedReview]]
    totals: str

    @classmethod
    def from_register(cls, register: Register, translation: Translation) -> ReviewPageData:
        return cls(
            register.due_by_month(12),
            review_timeline(register),
            [cycle for status in register.statuses for cycle in review_cycles(status.document)],
            review_history(register.library),
            totals_sentence(register, translation),
        )


def totals_sentence(register: Register, translation: Translation) -> str:
    """A sentence with the number of documents, in all and in each state."""
    total = len(register.statuses)
    if not total:
        return translation.gettext("No documents.")
    counts = [
        f"{number:,} {_uncapitalised(translation.gettext(STATE_LABELS[state]))}"
        for state, number in register.totals.items()
        if number
    ]
    documents = translation.ngettext(
        "%(total)s document", "%(total)s documents", total, total=f"{total:,}"
    )
    return f"{documents}: {', '.join(counts)}."


def _uncapitalised(text: str) -> str:
    return text[:1].lower() + text[1:]


def _days(cycle: ReviewCycle) -> Iterator[date]:
    yield first_day(cycle.start)
    for day in (cycle.due, cycle.end):
        if day is not None:
            yield due_day(day)


def review_history(library: Library) -> list[tuple[Document, RecordedReview]]:
    """Every recorded review, the newest first."""
    reviews = [
        (document, review) for document in library.documents.values() for review in document.reviews
    ]
    return sorted(reviews, key=lambda pair: (due_day(pair[1].date), pair[0].reference), reverse=True)


def newest_editions(library: Library, limit: int) -> Sequence[tuple[Document, Edition]]:
    """The newest complete editions, the newest first, at most `limit`."""
    editions = [
        (document, edition)
        for document in library.documents.values()
        for edition in document.editions
        if edition.extent == "complete"
    ]
    editions.sort(key=lambda pair: pair[0].reference)
    editions.sort(key=lambda pair: due_day(pair[1].edition), reverse=True)
    return editions[:limit]


def browser_review_data(register: Register) -> Mapping[str, object]:
    """The settings by which a reader's browser finds that a state has grown worse since the build."""
    settings = register.library.settings
    return {
        "zone": settings.time_zone,
        "window": settings.reviews.due_soon.months,
        "built": str(register.today),
        "every": settings.builds.every if settings.builds else None,
    }
