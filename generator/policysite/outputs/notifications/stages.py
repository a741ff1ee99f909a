"""The stages of a review that its owner is told of, and which of them a document has reached. Pure.

Before the due date: the first notice, due soon, due this month. After it: overdue, and then every
calendar month anew. What calls for a review is told when it begins and then every month, too. The dates
themselves are worked out by `reviews` alone.
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
    """What is to be told of one document on a day."""

    review_status: ReviewStatus
    stage: str
    """The date's stage, as in "overdue 2026-02"; empty where there is none."""
    stage_keys: tuple[str, ...]
    """The names of all stages reached, in the ledger; each of a review cycle of its own."""

    @property
    def heading(self) -> str:
        """How the document stands, in a few words."""
        return (
            "Review ahead"
            if self.review_status.state is ReviewState.CURRENT
            else self.review_status.label
        )

    @property
    def review_record_file(self) -> str:
        """The file that answers the notice."""
        return f"policy/{self.review_status.reference}/{REVIEWS_FILE}"


def reached_stage(due: MonthOrDay | None, today: date, windows: ReviewLeadTimes) -> str:
    """The furthest stage that a due date has reached; empty where there is none.

    Only the furthest is ever told: a first run must not send four messages about one document. In the
    calendar month in which a review becomes overdue the stage is "overdue", later it has the month.
    """
    reached = review_state(due, today, window=windows.due_soon.months)
    if due is not None and reached is ReviewState.OVERDUE:
        month = Month.containing(today)
        is_first = month == Month.containing(overdue_since(due))
        return str(ReviewState.OVERDUE) if is_first else f"{ReviewState.OVERDUE} {month}"
    if reached in (ReviewState.DUE_THIS_MONTH, ReviewState.DUE_SOON):
        return str(reached)
    ahead = review_state(due, today, window=windows.first_notice.months)
    return FIRST_NOTICE if ahead is ReviewState.DUE_SOON else ""


def review_notice(status: ReviewStatus, today: date, windows: ReviewLeadTimes) -> ReviewNotice | None:
    """What is to be told of a document; None where no stage is reached.

    A date's stage belongs to the due date and a call to the last review, so that a new date or a new
    review begins a new cycle. The monthly stage of the calls is named also while the review is overdue:
    both begin with the month, and so go out together.
    """
    stage = reached_stage(status.due_date, today, windows)
    keys = [f"{status.reference} | due {status.due_date} | {stage}"] if stage else []
    if status.triggers:
        cycle = f"{status.reference} | reviewed {status.last_review_date or 'never'} | called for"
        keys += [f"{cycle}: {call.name}" for call in status.triggers]
        keys.append(f"{cycle} {Month.containing(today)}")
    return ReviewNotice(status, stage, tuple(keys)) if keys else None


def review_notices(register: Register) -> tuple[ReviewNotice, ...]:
    """What is to be told on the register's day, the worst first.

    Withdrawn documents are no part of a register. A document of which a file could not be read whole
    is left out, for its date may be wrong: see `unread`.
    """
    windows = register.library.settings.reviews
    lost = set(unread_documents(register.library))
    found = (
        review_notice(one, register.today, windows)
        for one in register.statuses
        if one.reference not in lost
    )
    return tuple(one for one in found if one is not None)


def unread_documents(library: Library) -> tuple[str, ...]:
    """The references of the documents of which an edition or the record could not be read whole."""
    return tuple(
        reference
        for reference in library.documents
        if any(file.startswith(f"policy/{reference}/") for file in library.unreadable)
    )
