"""The stages of a review that cause a notice, and which of them a document has reached. Pure.

Before the due date: first notice, due soon, due this month. After it: overdue, and again in every
calendar month. Something that calls for a review causes a notice when it begins, and then monthly, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ...domain.library import Library
from ...domain.model import REVIEWS_FILE, ReviewLeadTimes
from ...domain.register import Register, ReviewStatus
from ...domain.reviews import (
    Month,
    MonthOrDay,
    ReviewState,
    overdue_since,
    review_state,
)

FIRST_NOTICE = "first notice"


@dataclass(frozen=True)
class ReviewNotice:
    """A notice about the review of a document on a given day."""

    review_status: ReviewStatus
    stage: str
    """The stage of the due date, as in "overdue 2026-02"; empty if there is none."""
    stage_keys: tuple[str, ...]
    """The keys of all stages reached, as in the ledger; they differ between review cycles."""

    @property
    def heading(self) -> str:
        """The state of the review, in a few words."""
        return (
            "Review ahead"
            if self.review_status.state is ReviewState.CURRENT
            else self.review_status.label
        )

    @property
    def review_record_file(self) -> str:
        """The file in which the review is to be recorded."""
        return f"policy/{self.review_status.reference}/{REVIEWS_FILE}"


def reached_stage(due: MonthOrDay | None, today: date, windows: ReviewLeadTimes) -> str:
    """The last stage that a due date has reached; empty if there is none.

    Earlier stages are skipped, so that a first run does not send four messages about one document. In
    the calendar month in which a review becomes overdue the stage is "overdue"; later it names the month.
    """
    state = review_state(due, today, window=windows.due_soon.months)
    if due is not None and state is ReviewState.OVERDUE:
        month = Month.containing(today)
        is_first = month == Month.containing(overdue_since(due))
        return str(ReviewState.OVERDUE) if is_first else f"{ReviewState.OVERDUE} {month}"
    if state in (ReviewState.DUE_THIS_MONTH, ReviewState.DUE_SOON):
        return str(state)
    early_state = review_state(due, today, window=windows.first_notice.months)
    return FIRST_NOTICE if early_state is ReviewState.DUE_SOON else ""


def review_notice(status: ReviewStatus, today: date, windows: ReviewLeadTimes) -> ReviewNotice | None:
    """The notice about a document; None if no stage is reached.

    The key of a due date's stage contains that date, and the key of a trigger the date of the last
    review, so that a new due date or review begins a new cycle. The monthly stage of triggers is included
    while the review is overdue, so that both monthly notices go out together.
    """
    stage = reached_stage(status.due_date, today, windows)
    keys = [f"{status.reference} | due {status.due_date} | {stage}"] if stage else []
    if status.triggers:
        cycle = f"{status.reference} | reviewed {status.last_review_date or 'never'} | called for"
        keys += [f"{cycle}: {trigger.name}" for trigger in status.triggers]
        keys.append(f"{cycle} {Month.containing(today)}")
    return ReviewNotice(status, stage, tuple(keys)) if keys else None


def review_notices(register: Register) -> tuple[ReviewNotice, ...]:
    """The notices on the register's day, the worst first.

    A document with a file that could not be read completely is left out, because its date may be wrong:
    see `unread_documents`.
    """
    windows = register.library.settings.reviews
    unread = set(unread_documents(register.library))
    notices = (
        review_notice(status, register.today, windows)
        for status in register.statuses
        if status.reference not in unread
    )
    return tuple(status for status in notices if status is not None)


def unread_documents(library: Library) -> tuple[str, ...]:
    """The references of documents with an edition or review record that could not be read completely."""
    return tuple(
        reference
        for reference in library.documents
        if any(file.startswith(f"policy/{reference}/") for file in library.unreadable)
    )
