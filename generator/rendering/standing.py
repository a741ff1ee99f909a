"""How a document stands with its review, in the words that every page uses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..library import Document, Library
from ..reviews import Month, MonthOrDay, State, in_words, overdue_since, state

_LABELS = {
    State.CURRENT: "In date",
    State.DUE_SOON: "Review due soon",
    State.DUE_THIS_MONTH: "Review due this month",
    State.OVERDUE: "Review overdue",
    State.UNSCHEDULED: "No review date",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a document's review on the day of the build."""

    state: State
    label: str
    sentence: str
    """What was measured, in a sentence that stays true however late it is read."""
    overdue_above: Document | None
    """The governing document, where its review is overdue."""

    @property
    def is_overdue(self) -> bool:
        return self.state is State.OVERDUE


def standing(library: Library, document: Document, today: date) -> Standing:
    """How a document stands with its review."""
    due = document.current.review.next
    now = _state(library, document, today)
    above = library.documents.get(document.current.governed_by or "")
    overdue_above = above if above and _state(library, above, today) is State.OVERDUE else None
    return Standing(now, _LABELS[now], _sentence(due, now), overdue_above)


def _state(library: Library, document: Document, today: date) -> State:
    window = library.settings.reviews.due_soon.months
    return state(document.current.review.next, today, window=window)


def by(due: MonthOrDay) -> str:
    """When a review is due, as in "by the end of December 2025" or "by 1 July 2026"."""
    return f"by {'the end of ' if isinstance(due, Month) else ''}{in_words(due)}"


def _sentence(due: MonthOrDay | None, now: State) -> str:
    if due is None:
        return "The document does not say when its next review is due."
    if now is State.OVERDUE:
        since = in_words(overdue_since(due))
        return (
            f"Its review was due {by(due)} and has been overdue since {since}. "
            "No later edition is held here."
        )
    return f"Its review is due {by(due)}."
