"""No review date moves without a record of why, and the records agree with each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from ..domain.library import Document, Library
from ..domain.model import (
    REVIEWS_FILE,
    Edition,
    Origin,
    RecordedReview,
)
from ..domain.problems import Finding, SourcePlace, similar_names_hint
from ..domain.reviews import (
    MonthOrDay,
    add_months,
    due_day,
    first_day,
    format_date,
    format_on,
    overlaps,
)
from .names import REFERENCES_FILE

EVENTS_FILE = "policy/events.yml"


def review_dates_agree(library: Library, today: date) -> Iterator[Finding]:
    """The next review comes after the last, and as long after it as the document says."""
    for edition in library.editions:
        last = edition.review.last
        if last is not None and first_day(last) <= today:  # nothing follows from one that is to come
            yield from _contradiction(
                last, edition.review.next, edition, SourcePlace(edition.file, ("review", "next"))
            )
    for document in library.documents.values():
        editions = {one.edition: one for one in document.editions}
        for index, one in enumerate(document.reviews):
            if one.outcome == "unchanged" and one.next is None and one.edition in editions:
                yield from _undated(document, index, editions[one.edition])
            if one.is_review and one.edition in editions:
                place = SourcePlace(_file(document), ("reviews", index, "next"))
                yield from _contradiction(one.date, one.next, editions[one.edition], place)


def last_reviews_took_place(library: Library, today: date) -> Iterator[Finding]:
    """The last review that an edition gives has taken place."""
    for edition in library.editions:
        last = edition.review.last
        if last is not None and first_day(last) > today:
            yield Finding(
                "review-in-future",
                f"the date of the last review, {format_date(last)}, is still to come",
                SourcePlace(edition.file, ("review", "last")),
                "write when the last review took place; next: is for one that is to come",
            )


def source_dates_are_past(library: Library, today: date) -> Iterator[Finding]:
    """Whatever was read at its source was read by today."""
    for place, source in _sources(library):
        read = source.retrieved if source else None
        if read is not None and first_day(read) > today:
            yield Finding(
                "date-in-future",
                f"the source was read {format_on(read)}, which is still to come",
                replace(place, path=(*place.path, "source", "retrieved")),
                "write the day on which it was read, or remove retrieved:",
            )


def _sources(library: Library) -> Iterator[tuple[SourcePlace, Origin | None]]:
    for edition in library.editions:
        yield SourcePlace(edition.file), edition.source
    for name, work in library.external_references.items():
        yield SourcePlace(REFERENCES_FILE, ("references", name)), work.source
    for index, event in enumerate(library.events):
        yield SourcePlace(EVENTS_FILE, ("events", index)), event.source


def _undated(document: Document, index: int, edition: Edition) -> Iterator[Finding]:
    if edition.review.every is None:
        yield Finding(
            "missing-key",
            "this review lacks next:, and its edition does not say how often it is reviewed",
            SourcePlace(_file(document), ("reviews", index)),
            "add next: with the month or day by which the next review is due",
        )


def _contradiction(
    last: MonthOrDay | None, due: MonthOrDay | None, edition: Edition, place: SourcePlace
) -> Iterator[Finding]:
    if last is None or due is None:
        return
    every = edition.review.every
    if due_day(due) <= due_day(last):
        yield Finding(
            "review-contradiction",
            f"the next review, {format_date(due)}, is not after the last, {format_date(last)}",
            place,
            "mend one of the two dates",
        )
    elif every is not None and (expected := _expected(last, every.months, due)) != due:
        yield Finding(
            "review-contradiction",
            f"{every} after {format_date(last)} is {format_date(expected)}, not {format_date(due)}",
            place,
            f"write next: {expected}, or mend last: or every:"
            if place.file == edition.file
            else f"write next: {expected}; a review that is put off has outcome: extended",
        )


def _expected(last: MonthOrDay, months: int, due: MonthOrDay) -> MonthOrDay:
    """When the next review falls, to the precision of the shorter of the two dates."""
    precision = min(len(str(last)), len(str(due)))
    expected = add_months(last, months)
    return due if str(due)[:precision] == str(expected)[:precision] else expected


def review_records_in_order(library: Library, today: date) -> Iterator[Finding]:
    """Reviews are recorded in order, after they took place, and for an edition that is held."""
    for document in library.documents.values():
        editions = {str(one.edition) for one in document.editions}
        for index, one in enumerate(document.reviews):
            path = ("reviews", index)
            before = document.reviews[index - 1] if index else None
            if before is not None and due_day(one.date) < first_day(before.date):
                yield Finding(
                    "review-out-of-order",
                    f"the review of {format_date(one.date)} stands after that of "
                    f"{format_date(before.date)}",
                    SourcePlace(_file(document), (*path, "date")),
                    "put the records in the order of their dates, the oldest first",
                )
            if first_day(one.date) > today:
                yield Finding(
                    "review-in-future",
                    f"the date of this review, {format_date(one.date)}, is still to come",
                    SourcePlace(_file(document), (*path, "date")),
                    "record a review when it has taken place",
                )
            if str(one.edition) not in editions and not library.is_unreadable(document.reference):
                yield Finding(
                    "unknown-edition",
                    f"{document.reference} has no edition of {format_date(one.edition)}",
                    SourcePlace(_file(document), (*path, "edition")),
                    partial(
                        similar_names_hint, "", editions, what="editions"
                    ),  # no date is a misspelling of another
                )


def extensions_move_the_date(library: Library, _today: date) -> Iterator[Finding]:
    """A review that is put off falls later than it was due before."""
    for document in library.documents.values():
        for index, one in enumerate(document.reviews):
            if one.outcome != "extended" or one.next is None:
                continue
            before = _due_before(document, index)
            if before is not None and due_day(one.next) <= due_day(before):
                yield Finding(
                    "review-contradiction",
                    f"this puts the review off to {format_date(one.next)}; it was due "
                    f"{format_date(before)}",
                    SourcePlace(_file(document), ("reviews", index, "next")),
                    "write a later date, or outcome: unchanged if the review took place",
                )


def date_changes_have_records(library: Library, today: date) -> Iterator[Finding]:
    """The review dates of an edition are those in force before it, unless a record says otherwise."""
    for document in library.documents.values():
        if library.is_unreadable(document.reference) or _file(document) in library.unreadable:
            continue
        for index, edition in enumerate(document.editions):
            older = document.editions[index + 1] if index + 1 < len(document.editions) else None
            amended = _amendment(document, edition)
            if amended is not None and first_day(document.reviews[amended].date) > today:
                continue  # nothing follows from a review that is to come
            if amended is not None:
                stays = edition is not document.current or (
                    f"{edition.reference}/{edition.edition}" in library.lock.editions
                )
                yield from _differs_from_record(document, edition, amended, stays=stays)
            elif older is not None:
                moved = list(_moved(document, edition, older))
                yield from moved
                is_dated = document.due_date is not None or document.last_review_date is not None
                if edition is document.current and is_dated and not moved:
                    yield from _unrecorded(document, edition, older, today)


def _unrecorded(document: Document, edition: Edition, older: Edition, today: date) -> Iterator[Finding]:
    if first_day(edition.edition) > today or overlaps(edition.edition, older.edition):
        return  # it is not known to be the current one
    yield Finding(
        "edition-unrecorded",
        "no review is recorded that led to this edition; its review dates are those of the one before",
        SourcePlace(edition.file, ("edition",)),
        f"if it was reviewed, {_to_add(document, edition)}; and write its dates below review:",
    )


def _differs_from_record(
    document: Document, edition: Edition, amended: int, *, stays: bool
) -> Iterator[Finding]:
    """Where an edition and the record of the review behind it give other dates.

    One that stays as it was published, for it is sealed or superseded, shows that the record is wrong.
    """
    one, printed = document.reviews[amended], edition.review
    record = SourcePlace(_file(document), ("reviews", amended))
    last_differs = printed.last is not None and not _same(printed.last, one.date)
    if last_differs:
        place = replace(record, path=(*record.path, "date")) if stays else None
        yield Finding(
            "review-contradiction",
            f"the record gives {format_date(one.date)} as the date of the review behind the edition of"
            f" {format_date(edition.edition)}; the edition gives {format_date(printed.last or one.date)}",
            place or SourcePlace(edition.file, ("review", "last")),
            f"write date: {printed.last}: an edition that was published stays as it is"
            if stays
            else f"write last: {one.date}, or mend {record.file}",
        )
        if stays:
            return  # what follows from the date is as wrong as the date
    due = document.due_date_after(edition, document.reviews[: amended + 1])
    if last_differs and one.next is None and printed.every is not None:
        due = add_months(one.date, printed.every.months)  # what is printed follows from another date
    if printed.next is not None and due is not None and not _same(printed.next, due):
        yield Finding(
            "review-contradiction",
            f"the record says that the next review is due {format_date(due)}, not "
            f"{format_date(printed.next)}",
            record if stays else SourcePlace(edition.file, ("review", "next")),
            f"write next: {printed.next}: an edition that was published stays as it is"
            if stays
            else f"write next: {due}; a review that is put off gets a record of its own in {record.file}",
        )


def _moved(document: Document, edition: Edition, older: Edition) -> Iterator[Finding]:
    reviews = [one for one in document.reviews if due_day(one.edition) < due_day(edition.edition)]
    looked = next((one.date for one in reversed(reviews) if one.is_review), older.review.last)
    due = document.due_date_after(older, reviews)
    dates = (("last", edition.review.last, looked), ("next", edition.review.next, due))
    hint = _to_add(
        document, edition, None if older.review.last == edition.review.last else edition.review.last
    )
    for key, printed, before in dates:
        if printed is not None and (before is None or not _same(printed, before)):
            told = (
                f"this edition moves the date of its {key} review to {format_date(printed)}; "
                f"it was {format_date(before)} before"
                if before
                else f"this edition gives {format_date(printed)} as the date of its {key} review; "
                "no date was given before"
            )
            yield Finding(
                "review-unrecorded",
                f"{told}, and no record says why",
                SourcePlace(edition.file, ("review", key)),
                hint,
            )
    if edition.review.next is None and due is not None:
        now = document.due_date_after(edition, reviews)
        if now is None or not _same(now, due):
            yield Finding(
                "review-unrecorded",
                f"with this edition the next review, due {format_date(due)}, "
                + (f"moves to {format_date(now)}" if now else "has no date any more")
                + ", and no record says why",
                SourcePlace(edition.file, ("review", "every")),
                f"write next: {due}, or {hint}",
            )


def _to_add(document: Document, edition: Edition, when: MonthOrDay | None = None) -> str:
    """The record that is to be added of the review that led to an edition; when it was, if known."""
    record = f"- {{date: {when or '…'}, outcome: amended, edition: {edition.edition}}}"
    return f"add to {_file(document)}, below reviews: {record}"


def events_name_documents(library: Library, _today: date) -> Iterator[Finding]:
    """Every event has its own name and touches documents of the library."""
    seen: set[str] = set()
    for index, event in enumerate(library.events):
        if event.id in seen:
            yield Finding(
                "id-repeated",
                f"the id {event.id!r} already names another event",
                SourcePlace(EVENTS_FILE, ("events", index, "id")),
                "give each its own id",
            )
        seen.add(event.id)
        for place, reference in enumerate(event.documents):
            if reference not in library.documents and not library.is_unreadable(reference):
                yield Finding(
                    "unknown-document",
                    f"{reference!r} is not in the library",
                    SourcePlace(EVENTS_FILE, ("events", index, "documents", place)),
                    partial(similar_names_hint, reference, library.documents, what="documents"),
                )


def _amendment(document: Document, edition: Edition) -> int | None:
    """The index of the record of the review that led to an edition."""
    for index, one in enumerate(document.reviews):
        if one.outcome == "amended" and one.edition == edition.edition:
            return index
    return None


def _due_before(document: Document, index: int) -> MonthOrDay | None:
    """By when the review was due before the record at an index."""
    one = document.reviews[index]
    holder = next((held for held in document.editions if held.edition == one.edition), None)
    reviews: Sequence[RecordedReview] = document.reviews[:index]
    return document.due_date_after(holder, reviews) if holder else None


def _same(one: MonthOrDay, other: MonthOrDay) -> bool:
    """Whether two dates say the same, to the precision of the shorter."""
    precision = min(len(str(one)), len(str(other)))
    return str(one)[:precision] == str(other)[:precision]


def _file(document: Document) -> str:
    return f"policy/{document.reference}/{REVIEWS_FILE}"
