"""What happened in a library, told in entries: what a feed holds, before it has a form.

Pure: an entry says on which day something became true, and knows no format.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ...domain import addresses
from ...domain.library import Document, Library
from ...domain.model import Edition, Reviewed
from ...domain.register import LABELS, Register, Standing
from ...domain.reviews import (
    Month,
    State,
    by,
    due_day,
    first_day,
    in_words,
    on,
    overdue_since,
    plus_months,
)

_OUTCOMES = {
    "unchanged": ("reviewed and unchanged", "It was reviewed and found right as it is"),
    "extended": ("review put off", "Its review was put off"),
    "withdrawn": ("withdrawn", "It was withdrawn"),
}
"""What an entry about a recorded review is called, and how its first sentence begins."""

_TOLD = {
    State.DUE_SOON: "Its review is due {due}. It became due soon on {day}.",
    State.DUE_THIS_MONTH: "Its review is due {due}.",
    State.OVERDUE: "Its review was due {due}. It became overdue on {since}.",
}
"""What an entry about a state says, the states in the order in which they follow from a date."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that became true on a day, for readers who follow the library."""

    day: date
    kind: str
    """What it is, as the category of the entry."""
    title: str
    text: str
    page: str
    """Where on the site it can be seen, below base."""
    key: tuple[str, ...]
    """What tells it from all others, for good."""


def entries(register: Register) -> Iterator[Entry]:
    """Everything that can be told, in no order, also what still lies ahead."""
    library = register.library
    for document in library.documents.values():
        for edition in document.editions:
            yield _edition(library, edition)
        for place, one in enumerate(document.reviews):
            if one.outcome != "amended":
                yield _review(library, document, place, one)
    window = library.settings.reviews.due_soon.months
    for standing in register.standings:
        yield from _states(standing, window)
        yield from _calls(standing)


def _edition(library: Library, edition: Edition) -> Entry:
    what = f"{edition.reference} {edition.title}"
    told = [f"The {edition.kind} {what} has an edition of {in_words(edition.edition)}."]
    if edition.extent == "extract":
        told.append("Only a part of it is known.")
    if edition.changes:
        told.append(addresses.readable(library, edition.changes))
    return Entry(
        first_day(edition.edition),
        "edition",
        f"{what}: edition of {in_words(edition.edition)}",
        " ".join(told),
        addresses.edition(edition),
        ("edition", edition.reference, str(edition.edition)),
    )


def _review(library: Library, document: Document, place: int, one: Reviewed) -> Entry:
    """A recorded review that made no new edition; place is its place in the record."""
    concerned = next((own for own in document.editions if own.edition == one.edition), document.current)
    due = document.due_after(concerned, document.reviews[: place + 1])
    title, told = _OUTCOMES[one.outcome]
    sentences = [
        f"{told} {on(one.date)}.",
        f"Its next review is due {by(due)}." if due else "",
        addresses.readable(library, one.reason) if one.reason else "",
    ]
    return Entry(
        first_day(one.date),
        one.outcome,
        f"{document.reference} {concerned.title}: {title}",
        " ".join(filter(None, sentences)),
        addresses.document(document.reference),
        ("review", document.reference, str(place)),
    )


def _states(standing: Standing, window: int) -> Iterator[Entry]:
    """The states that follow from the due date, each with the day on which it began.

    They are those of reviews.state. None begins before it was decided that this is the date; one that
    was over by then never was.
    """
    due, document = standing.due, standing.document
    if due is None:
        return
    decided = first_day(document.reviews[-1].date if document.reviews else document.current.edition)
    begins = (
        first_day(plus_months(due, -window)),
        Month.of(due_day(due)).first_day,
        overdue_since(due),
        date.max,
    )
    for now, began, ended in zip(_TOLD, begins, begins[1:], strict=False):
        day = max(began, decided)
        if day < ended:
            told = _TOLD[now].format(due=by(due), day=in_words(day), since=in_words(began))
            yield _of_standing(standing, day, now, told, ("state", now, str(due)))


def _calls(standing: Standing) -> Iterator[Entry]:
    """The open calls for a review. Legislation calls for it from when an edition cites what is repealed.

    Where nobody recorded since when it is repealed, the current edition dates the call.
    """
    edition = first_day(standing.document.current.edition)
    for call in standing.calls:
        day = (
            edition
            if call.since is None
            else max(call.since, edition)
            if call.work or call.document
            else call.since
        )
        cited = f" Clauses that cite it: {', '.join(call.clauses)}." if call.clauses else ""
        told = f"{call.what.removesuffix('.')}.{cited} This calls for a review."
        yield _of_standing(standing, day, State.CALLED_FOR, told, ("call", call.kind, call.name))


def _of_standing(standing: Standing, day: date, now: State, told: str, key: tuple[str, ...]) -> Entry:
    what = f"{standing.reference} {standing.document.current.title}"
    label = LABELS[now]
    return Entry(
        day,
        now,
        f"{what}: {label[0].lower()}{label[1:]}",
        told,
        addresses.document(standing.reference),
        (key[0], standing.reference, *key[1:]),
    )
