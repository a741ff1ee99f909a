"""The stages of a review that its owner is told of, and which of them a document has reached. Pure.

Before the due date: the first notice, due soon, due this month. After it: overdue, and then every
calendar month anew. What calls for a review is told when it begins and then every month, too. The dates
themselves are worked out by `reviews` alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ...domain.library import Library
from ...domain.model import RECORD, ReviewWindows
from ...domain.register import Register, Standing
from ...domain.reviews import (
    Month,
    MonthOrDay,
    State,
    overdue_since,
    state,
)

FIRST_NOTICE = "first notice"


@dataclass(frozen=True)
class Notice:
    """What is to be told of one document on a day."""

    standing: Standing
    stage: str
    """The date's stage, as in "overdue 2026-02"; empty where there is none."""
    keys: tuple[str, ...]
    """The names of all stages reached, in the ledger; each of a review cycle of its own."""

    @property
    def heading(self) -> str:
        """How the document stands, in a few words."""
        return "Review ahead" if self.standing.state is State.CURRENT else self.standing.label

    @property
    def record(self) -> str:
        """The file that answers the notice."""
        return f"policy/{self.standing.reference}/{RECORD}"


def date_stage(due: MonthOrDay | None, today: date, windows: ReviewWindows) -> str:
    """The furthest stage that a due date has reached; empty where there is none.

    Only the furthest is ever told: a first run must not send four messages about one document. In the
    calendar month in which a review becomes overdue the stage is "overdue", later it has the month.
    """
    reached = state(due, today, window=windows.due_soon.months)
    if due is not None and reached is State.OVERDUE:
        month = Month.of(today)
        is_first = month == Month.of(overdue_since(due))
        return str(State.OVERDUE) if is_first else f"{State.OVERDUE} {month}"
    if reached in (State.DUE_THIS_MONTH, State.DUE_SOON):
        return str(reached)
    ahead = state(due, today, window=windows.first_notice.months)
    return FIRST_NOTICE if ahead is State.DUE_SOON else ""


def notice(standing: Standing, today: date, windows: ReviewWindows) -> Notice | None:
    """What is to be told of a document; None where no stage is reached.

    A date's stage belongs to the due date and a call to the last review, so that a new date or a new
    review begins a new cycle. The monthly stage of the calls is named also while the review is overdue:
    both begin with the month, and so go out together.
    """
    stage = date_stage(standing.due, today, windows)
    keys = [f"{standing.reference} | due {standing.due} | {stage}"] if stage else []
    if standing.calls:
        cycle = f"{standing.reference} | reviewed {standing.last or 'never'} | called for"
        keys += [f"{cycle}: {call.name}" for call in standing.calls]
        keys.append(f"{cycle} {Month.of(today)}")
    return Notice(standing, stage, tuple(keys)) if keys else None


def notices(register: Register) -> tuple[Notice, ...]:
    """What is to be told on the register's day, the worst first.

    Withdrawn documents are no part of a register. A document of which a file could not be read whole
    is left out, for its date may be wrong: see `unread`.
    """
    windows = register.library.settings.reviews
    lost = set(unread(register.library))
    found = (
        notice(one, register.today, windows) for one in register.standings if one.reference not in lost
    )
    return tuple(one for one in found if one is not None)


def unread(library: Library) -> tuple[str, ...]:
    """The references of the documents of which an edition or the record could not be read whole."""
    return tuple(
        reference
        for reference in library.documents
        if any(file.startswith(f"policy/{reference}/") for file in library.unreadable)
    )
