"""No review date moves without a record of why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from ..domain.library import Document
from ..domain.model import REVIEWS_FILE, Edition
from ..domain.model.review_record import REVIEW_CONTRADICTION
from ..domain.problems import Finding, Rule, SourcePlace, ValuePath
from ..domain.reviews import MonthOrDay, add_months, due_day, first_day, format_date, overlaps
from .check import CheckContext, check
from .review_records import changed_documents, reviews_file, unless_record_changed

REVIEW_UNRECORDED = Rule.error("review-unrecorded", "A review date moves, and no record says why")
EDITION_UNRECORDED = Rule.warning(
    "edition-unrecorded", "No review is recorded that led to the current edition"
)


@check(REVIEW_CONTRADICTION, REVIEW_UNRECORDED, EDITION_UNRECORDED)
def date_changes_have_records(context: CheckContext) -> Iterator[Finding]:
    """The review dates of an edition are those in force before it, unless a record says otherwise."""
    library = context.library
    readable = (
        document
        for document in library.documents.values()
        if not library.is_unreadable(document.reference)
        and reviews_file(document.reference) not in library.unreadable
    )
    found = (finding for document in readable for finding in _date_changes(context, document))
    yield from unless_record_changed(context, found)


@check(REVIEW_UNRECORDED, needs_earlier=True)
def review_dates_kept(context: CheckContext) -> Iterator[Finding]:
    """No date that was watched before goes or moves away without a review or a correction."""
    assert context.earlier is not None
    for now, before in changed_documents(context):
        name = f"{now.reference}/{REVIEWS_FILE}"
        corrections = (
            library.lock.corrections.get(name, ()) for library in (context.library, context.earlier)
        )
        if next(corrections) != next(corrections):
            continue
        reported = {
            finding.place for finding in _date_changes(context, now) if finding.rule is REVIEW_UNRECORDED
        }
        yield from (finding for finding in _date_kept(now, before) if finding.place not in reported)


def _date_changes(context: CheckContext, document: Document) -> Iterator[Finding]:
    """Where the dates of an edition are not those of its record, or differ from the edition before."""
    for index, edition in enumerate(document.editions):
        older = document.editions[index + 1] if index + 1 < len(document.editions) else None
        amended = _amendment(document, edition)
        if amended is not None and first_day(document.reviews[amended].date) > context.today:
            continue  # nothing follows from a review that is to come
        if amended is not None:
            stays = edition is not document.current or (
                f"{edition.reference}/{edition.edition}" in context.library.lock.editions
            )
            yield from _differs_from_record(document, edition, amended, stays=stays)
        elif older is not None:
            moved = list(_moved(document, edition, older))
            yield from moved
            is_dated = document.due_date is not None or document.last_review_date is not None
            if edition is document.current and is_dated and not moved:
                yield from _unrecorded(document, edition, older, context.today)


def _unrecorded(document: Document, edition: Edition, older: Edition, today: date) -> Iterator[Finding]:
    if first_day(edition.edition) > today or overlaps(edition.edition, older.edition):
        return  # it is not known to be the current one
    yield Finding(
        EDITION_UNRECORDED,
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
    record = SourcePlace(reviews_file(document.reference), ("reviews", amended))
    last_differs = printed.last is not None and not _same(printed.last, one.date)
    if last_differs:
        place = replace(record, path=(*record.path, "date")) if stays else None
        yield Finding(
            REVIEW_CONTRADICTION,
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
            REVIEW_CONTRADICTION,
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
                REVIEW_UNRECORDED,
                f"{told}, and no record says why",
                SourcePlace(edition.file, ("review", key)),
                hint,
            )
    if edition.review.next is None and due is not None:
        now = document.due_date_after(edition, reviews)
        if now is None or not _same(now, due):
            yield Finding(
                REVIEW_UNRECORDED,
                f"with this edition the next review, due {format_date(due)}, "
                + (f"moves to {format_date(now)}" if now else "has no date any more")
                + ", and no record says why",
                SourcePlace(edition.file, ("review", "every")),
                f"write next: {due}, or {hint}",
            )


def _to_add(document: Document, edition: Edition, when: MonthOrDay | None = None) -> str:
    """The record that is to be added of the review that led to an edition; when it was, if known."""
    record = f"- {{date: {when or '…'}, outcome: amended, edition: {edition.edition}}}"
    return f"add to {reviews_file(document.reference)}, below reviews: {record}"


def _date_kept(now: Document, before: Document) -> Iterator[Finding]:
    """Whether the date would have moved if the record had stayed as it was."""
    old, new = before.due_date, now.due_date_after(now.current, before.reviews)
    was_decided = len(now.reviews) > len(before.reviews) and now.reviews[-1:] != before.reviews[-1:]
    if old is None or was_decided:
        return
    if new is None or due_day(new) > due_day(old):
        to = (
            f"moves from {format_date(old)} to {format_date(new)}"
            if new
            else f"was {format_date(old)}, and is gone"
        )
        yield Finding(
            REVIEW_UNRECORDED,
            f"the date of the next review {to}; no record says why",
            SourcePlace(now.current.file, _changed(now, before)),
            f"add the review to {reviews_file(now.reference)}",
        )


def _changed(now: Document, before: Document) -> ValuePath:
    """The first date of the newest edition that differs, of those that it gives."""
    new, old = now.current.review, before.current.review
    for key in ("next", "every", "last"):
        if getattr(new, key) not in (None, getattr(old, key)):
            return ("review", key)
    return ("review",)


def _amendment(document: Document, edition: Edition) -> int | None:
    """The index of the record of the review that led to an edition."""
    for index, one in enumerate(document.reviews):
        if one.outcome == "amended" and one.edition == edition.edition:
            return index
    return None


def _same(one: MonthOrDay, other: MonthOrDay) -> bool:
    """Whether two dates say the same, to the precision of the shorter."""
    precision = min(len(str(one)), len(str(other)))
    return str(one)[:precision] == str(other)[:precision]
