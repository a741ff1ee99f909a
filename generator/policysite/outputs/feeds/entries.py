"""What happened in a library, told in entries: what a feed holds, before it has a form.

Pure: an entry says on which day something became true, and knows no format.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ...domain import addresses
from ...domain.library import Document, Library
from ...domain.model import Edition, RecordedReview
from ...domain.register import STATE_LABELS, Register, ReviewStatus
from ...domain.reviews import (
    Month,
    ReviewState,
    add_months,
    due_day,
    first_day,
    format_by,
    format_date,
    format_on,
    overdue_since,
)

_OUTCOMES = {
    "unchanged": ("reviewed and unchanged", "It was reviewed and found right as it is"),
    "extended": ("review put off", "Its review was put off"),
    "withdrawn": ("withdrawn", "It was withdrawn"),
}
"""What an entry about a recorded review is called, and how its first sentence begins."""

_TOLD = {
    ReviewState.DUE_SOON: "Its review is due {due}. It became due soon on {day}.",
    ReviewState.DUE_THIS_MONTH: "Its review is due {due}.",
    ReviewState.OVERDUE: "Its review was due {due}. It became overdue on {since}.",
}
"""What an entry about a state says, the states in the order in which they follow from a date."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """Something that became true on a day, for readers who follow the library."""

    day: date
    kind: str
    """What it is, as the category of the entry."""
    title: str
    text: str
    path: str
    """Where on the site it can be seen, below base."""
    identity: tuple[str, ...]
    """What tells it from all others, for good."""


def feed_entries(register: Register) -> Iterator[FeedEntry]:
    """Everything that can be told, in no order, also what still lies ahead."""
    library = register.library
    for document in library.documents.values():
        for edition in document.editions:
            yield _edition(library, edition)
        for place, one in enumerate(document.reviews):
            if one.outcome != "amended":
                yield _review(library, document, place, one)
    window = library.settings.reviews.due_soon.months
    for status in register.statuses:
        yield from _states(status, window)
        yield from _calls(status)


def _edition(library: Library, edition: Edition) -> FeedEntry:
    what = f"{edition.reference} {edition.title}"
    told = [f"The {edition.kind} {what} has an edition of {format_date(edition.edition)}."]
    if edition.extent == "extract":
        told.append("Only a part of it is known.")
    if edition.changes:
        told.append(addresses.plain_line(library, edition.changes))
    return FeedEntry(
        first_day(edition.edition),
        "edition",
        f"{what}: edition of {format_date(edition.edition)}",
        " ".join(told),
        addresses.edition_path(edition),
        ("edition", edition.reference, str(edition.edition)),
    )


def _review(library: Library, document: Document, place: int, one: RecordedReview) -> FeedEntry:
    """A recorded review that made no new edition; place is its place in the record."""
    concerned = next((own for own in document.editions if own.edition == one.edition), document.current)
    due = document.due_date_after(concerned, document.reviews[: place + 1])
    title, told = _OUTCOMES[one.outcome]
    sentences = [
        f"{told} {format_on(one.date)}.",
        f"Its next review is due {format_by(due)}." if due else "",
        addresses.plain_line(library, one.reason) if one.reason else "",
    ]
    return FeedEntry(
        first_day(one.date),
        one.outcome,
        f"{document.reference} {concerned.title}: {title}",
        " ".join(filter(None, sentences)),
        addresses.document_path(document.reference),
        ("review", document.reference, str(place)),
    )


def _states(status: ReviewStatus, window: int) -> Iterator[FeedEntry]:
    """The states that follow from the due date, each with the day on which it began.

    They are those of reviews.state. None begins before it was decided that this is the date; one that
    was over by then never was.
    """
    due, document = status.due_date, status.document
    if due is None:
        return
    decided = first_day(document.reviews[-1].date if document.reviews else document.current.edition)
    begins = (
        first_day(add_months(due, -window)),
        Month.containing(due_day(due)).first_day,
        overdue_since(due),
        date.max,
    )
    for now, began, ended in zip(_TOLD, begins, begins[1:], strict=False):
        day = max(began, decided)
        if day < ended:
            told = _TOLD[now].format(due=format_by(due), day=format_date(day), since=format_date(began))
            yield _of_standing(status, day, now, told, ("state", now, str(due)))


def _calls(status: ReviewStatus) -> Iterator[FeedEntry]:
    """The open calls for a review. Legislation calls for it from when an edition cites what is repealed.

    Where nobody recorded since when it is repealed, the current edition dates the call.
    """
    edition = first_day(status.document.current.edition)
    for call in status.triggers:
        day = (
            edition
            if call.since is None
            else max(call.since, edition)
            if call.external_reference or call.document
            else call.since
        )
        cited = f" Clauses that cite it: {', '.join(call.clauses)}." if call.clauses else ""
        told = f"{call.description.removesuffix('.')}.{cited} This calls for a review."
        yield _of_standing(status, day, ReviewState.CALLED_FOR, told, ("call", call.kind, call.name))


def _of_standing(
    status: ReviewStatus, day: date, now: ReviewState, told: str, key: tuple[str, ...]
) -> FeedEntry:
    what = f"{status.reference} {status.document.current.title}"
    label = STATE_LABELS[now]
    return FeedEntry(
        day,
        now,
        f"{what}: {label[0].lower()}{label[1:]}",
        told,
        addresses.document_path(status.reference),
        (key[0], status.reference, *key[1:]),
    )
