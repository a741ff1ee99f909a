"""The entries of the feed: what happened in the library, and on which day.

Pure; knows no format.
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
from ...domain.translation import Translation, marked
from ..translations import translation_for

_OUTCOMES = {
    "unchanged": (
        marked("%(document)s: reviewed and unchanged"),
        marked("It was reviewed and found right as it is %(when)s."),
    ),
    "extended": (marked("%(document)s: review put off"), marked("Its review was put off %(when)s.")),
    "withdrawn": (marked("%(document)s: withdrawn"), marked("It was withdrawn %(when)s.")),
}
"""The title of an entry about a recorded review, and its first sentence."""

_STATE_TEXTS = {
    ReviewState.DUE_SOON: marked("Its review is due %(due)s. It became due soon on %(day)s."),
    ReviewState.DUE_THIS_MONTH: marked("Its review is due %(due)s."),
    ReviewState.OVERDUE: marked("Its review was due %(due)s. It became overdue on %(since)s."),
}
"""The text of an entry about a state; the states are in the order in which a review passes them."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A piece of news with its day."""

    day: date
    kind: str
    """The category of the entry."""
    title: str
    text: str
    path: str
    """The path of its page, below the site's address."""
    identity: tuple[str, ...]
    """A permanent key that no other entry has."""


def feed_entries(register: Register) -> Iterator[FeedEntry]:
    """All entries in no order, including future ones."""
    library = register.library
    words = translation_for(library.settings.language)
    for document in library.documents.values():
        for edition in document.editions:
            yield _edition_entry(library, edition, words)
        for index, review in enumerate(document.reviews):
            if review.outcome != "amended":
                yield _review_entry(library, document, index, review, words)
    window = library.settings.reviews.due_soon.months
    for status in register.statuses:
        yield from _state_entries(status, window, words)
        yield from _trigger_entries(status, words)


def _edition_entry(library: Library, edition: Edition, words: Translation) -> FeedEntry:
    what = f"{edition.published_reference} {edition.title}"
    date_in_words = format_date(edition.edition, words)
    sentences = [
        words.gettext(
            "The %(kind)s %(document)s has an edition of %(date)s.",
            kind=words.form(library.kind_of(edition).name),
            document=what,
            date=date_in_words,
        )
    ]
    if edition.extent == "extract":
        sentences.append(words.gettext("Only a part of it is known."))
    if edition.changes:
        sentences.append(addresses.line_with_addresses(library, edition.changes))
    return FeedEntry(
        first_day(edition.edition),
        "edition",
        words.gettext("%(document)s: edition of %(date)s", document=what, date=date_in_words),
        " ".join(sentences),
        addresses.edition_path(edition),
        ("edition", edition.reference, str(edition.edition)),
    )


def _review_entry(
    library: Library, document: Document, index: int, review: RecordedReview, words: Translation
) -> FeedEntry:
    """A recorded review without a new edition; `index` is its index in the record."""
    edition = next(
        (candidate for candidate in document.editions if candidate.edition == review.edition),
        document.current,
    )
    due = document.due_date_after(edition, document.reviews[: index + 1])
    title, opening = _OUTCOMES[review.outcome]
    successors = library.successor_names(document.reference) if review.outcome == "withdrawn" else ""
    sentences = [
        words.gettext(opening, when=format_on(review.date, words)),
        words.gettext("Its next review is due %(due)s.", due=format_by(due, words)) if due else "",
        addresses.line_with_addresses(library, review.reason) if review.reason else "",
        f"It is replaced by {successors}." if successors else "",
    ]
    return FeedEntry(
        first_day(review.date),
        review.outcome,
        words.gettext(title, document=f"{document.published_reference} {edition.title}"),
        " ".join(filter(None, sentences)),
        addresses.document_path(document.reference),
        ("review", document.reference, str(index)),
    )


def _state_entries(status: ReviewStatus, window: int, words: Translation) -> Iterator[FeedEntry]:
    """The states that the due date leads to, each with the day on which it begins.

    They are those of `review_state`. None begins before the due date was set; a state that would have
    ended by then is left out.
    """
    due, document = status.due_date, status.document
    if due is None:
        return
    decided = first_day(document.reviews[-1].date if document.reviews else document.current.edition)
    starts = (
        first_day(add_months(due, -window)),
        Month.containing(due_day(due)).first_day,
        overdue_since(due),
        date.max,
    )
    for state, start, end in zip(_STATE_TEXTS, starts, starts[1:], strict=False):
        day = max(start, decided)
        if day < end:
            text = words.gettext(
                _STATE_TEXTS[state],
                due=format_by(due, words),
                day=format_date(day, words),
                since=format_date(start, words),
            )
            key = ("state", state, str(due))
            yield _status_entry(status, day, state, _StatusTexts(words, text), key)


def _trigger_entries(status: ReviewStatus, words: Translation) -> Iterator[FeedEntry]:
    """The open triggers of a review, each with its day.

    Repealed legislation and withdrawn documents count from the current edition at the earliest, since
    that cites them. If the date of a repeal is not recorded, the day is that of the edition.
    """
    edition = first_day(status.document.current.edition)
    for trigger in status.triggers:
        day = (
            edition
            if trigger.since is None
            else max(trigger.since, edition)
            if trigger.external_reference or trigger.document
            else trigger.since
        )
        citing = [
            provision.label
            for provision in status.document.current.provisions
            if provision.anchor in trigger.clauses
        ]
        sentences = [f"{trigger.description_in(words).removesuffix('.')}."]
        if citing:
            sentences.append(
                words.gettext("Clauses that cite it: %(clauses)s.", clauses=", ".join(citing))
            )
        text = " ".join([*sentences, words.gettext("This calls for a review.")])
        key = ("call", trigger.kind, trigger.name)
        yield _status_entry(status, day, ReviewState.CALLED_FOR, _StatusTexts(words, text), key)


@dataclass(frozen=True, slots=True)
class _StatusTexts:
    words: Translation
    text: str


def _status_entry(
    status: ReviewStatus, day: date, state: ReviewState, texts: _StatusTexts, key: tuple[str, ...]
) -> FeedEntry:
    what = f"{status.published_reference} {status.document.current.title}"
    label = texts.words.gettext(STATE_LABELS[state])
    return FeedEntry(
        day,
        state,
        f"{what}: {label[0].lower()}{label[1:]}",
        texts.text,
        addresses.document_path(status.reference),
        (key[0], status.reference, *key[1:]),
    )
