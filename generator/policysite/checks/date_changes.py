"""No review date changes without a record that says why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from ..domain.library import Document
from ..domain.model import REVIEWS_FILE, Edition
from ..domain.model.review_record import REVIEW_CONTRADICTION
from ..domain.problems import Finding, Rule, SourcePlace, ValuePath
from ..domain.reviews import MonthOrDay, add_months, due_day, first_day, format_date, overlaps
from .check import CheckContext, check_for
from .review_records import changed_documents, reviews_file, unless_record_changed

REVIEW_UNRECORDED = Rule.error("review-unrecorded", "A review date moves, and no record says why")
EDITION_UNRECORDED = Rule.warning(
    "edition-unrecorded", "No review is recorded that led to the current edition"
)


@check_for(REVIEW_CONTRADICTION, REVIEW_UNRECORDED, EDITION_UNRECORDED)
def date_changes_have_records(context: CheckContext) -> Iterator[Finding]:
    """An edition keeps the review dates that were in force before it, unless a record changes them."""
    library = context.library
    readable = (
        document
        for document in library.documents.values()
        if not library.is_unreadable(document.reference)
        and reviews_file(document.reference) not in library.unreadable
    )
    findings = (finding for document in readable for finding in _date_changes(context, document))
    yield from unless_record_changed(context, findings)


@check_for(REVIEW_UNRECORDED, needs_earlier=True)
def review_dates_kept(context: CheckContext) -> Iterator[Finding]:
    """No due date that applied before is removed or put off without a review or a correction."""
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
        yield from (
            finding for finding in _due_date_put_off(now, before) if finding.place not in reported
        )


def _date_changes(context: CheckContext, document: Document) -> Iterator[Finding]:
    """The review dates of editions that contradict their record or, without one, the edition before."""
    for index, edition in enumerate(document.editions):
        older = document.editions[index + 1] if index + 1 < len(document.editions) else None
        record_index = _amending_record(document, edition)
        if record_index is not None and first_day(document.reviews[record_index].date) > context.today:
            continue  # a review in the future decides nothing yet
        if record_index is not None:
            is_fixed = edition is not document.current or context.library.is_sealed(edition)
            yield from _contradictions(document, edition, record_index, is_fixed=is_fixed)
        elif older is not None:
            changes = list(_changes_without_record(document, edition, older))
            yield from changes
            is_dated = document.due_date is not None or document.last_review_date is not None
            if edition is document.current and is_dated and not changes:
                yield from _unrecorded_review(document, edition, older, context.today)


def _unrecorded_review(
    document: Document, edition: Edition, older: Edition, today: date
) -> Iterator[Finding]:
    if first_day(edition.edition) > today or overlaps(edition.edition, older.edition):
        return  # nobody can say yet that it is the current edition
    yield Finding(
        EDITION_UNRECORDED,
        "no review is recorded that led to this edition; its review dates are those of the one before",
        SourcePlace(edition.file, ("edition",)),
        f"if it was reviewed, {_record_hint(document, edition)}; and write its dates below review:",
    )


def _contradictions(
    document: Document, edition: Edition, record_index: int, *, is_fixed: bool
) -> Iterator[Finding]:
    """The differences between an edition's review dates and the record of the review that led to it.

    record_index is that of the record. is_fixed says that the edition is sealed or superseded: it cannot
    change, so the record is what has to be corrected.
    """
    review, dates = document.reviews[record_index], edition.review
    record = SourcePlace(reviews_file(document.reference), ("reviews", record_index))
    last_differs = dates.last is not None and not _is_same_date(dates.last, review.date)
    if last_differs:
        place = replace(record, path=(*record.path, "date")) if is_fixed else None
        yield Finding(
            REVIEW_CONTRADICTION,
            f"the record gives {format_date(review.date)} as the date of the review behind the edition of"
            f" {format_date(edition.edition)}; the edition gives "
            f"{format_date(dates.last or review.date)}",
            place or SourcePlace(edition.file, ("review", "last")),
            f"write date: {dates.last}: an edition that was published stays as it is"
            if is_fixed
            else f"write last: {review.date}, or mend {record.file}",
        )
        if is_fixed:
            return  # a due date computed from a wrong date is wrong, too
    due = document.due_date_after(edition, document.reviews[: record_index + 1])
    if last_differs and review.next is None and dates.every is not None:
        due = add_months(review.date, dates.every.months)  # the edition computed it from another date
    if dates.next is not None and due is not None and not _is_same_date(dates.next, due):
        yield Finding(
            REVIEW_CONTRADICTION,
            f"the record says that the next review is due {format_date(due)}, not "
            f"{format_date(dates.next)}",
            record if is_fixed else SourcePlace(edition.file, ("review", "next")),
            f"write next: {dates.next}: an edition that was published stays as it is"
            if is_fixed
            else f"write next: {due}; a review that is put off gets a record of its own in {record.file}",
        )


def _changes_without_record(document: Document, edition: Edition, older: Edition) -> Iterator[Finding]:
    reviews = [
        review for review in document.reviews if due_day(review.edition) < due_day(edition.edition)
    ]
    last_review = next(
        (review.date for review in reversed(reviews) if review.is_review), older.review.last
    )
    due = document.due_date_after(older, reviews)
    dates = (("last", edition.review.last, last_review), ("next", edition.review.next, due))
    hint = _record_hint(
        document, edition, None if older.review.last == edition.review.last else edition.review.last
    )
    for key, new_date, old_date in dates:
        if new_date is not None and (old_date is None or not _is_same_date(new_date, old_date)):
            change = (
                f"this edition moves the date of its {key} review to {format_date(new_date)}; "
                f"it was {format_date(old_date)} before"
                if old_date
                else f"this edition gives {format_date(new_date)} as the date of its {key} review; "
                "no date was given before"
            )
            yield Finding(
                REVIEW_UNRECORDED,
                f"{change}, and no record says why",
                SourcePlace(edition.file, ("review", key)),
                hint,
            )
    if edition.review.next is None and due is not None:
        now = document.due_date_after(edition, reviews)
        if now is None or not _is_same_date(now, due):
            yield Finding(
                REVIEW_UNRECORDED,
                f"with this edition the next review, due {format_date(due)}, "
                + (f"moves to {format_date(now)}" if now else "has no date any more")
                + ", and no record says why",
                SourcePlace(edition.file, ("review", "every")),
                f"write next: {due}, or {hint}",
            )


def _record_hint(document: Document, edition: Edition, when: MonthOrDay | None = None) -> str:
    """A hint with the record to add for the review that led to an edition, on a date if it is known."""
    record = f"- {{date: {when or '…'}, outcome: amended, edition: {edition.edition}}}"
    return f"add to {reviews_file(document.reference)}, below reviews: {record}"


def _due_date_put_off(now: Document, before: Document) -> Iterator[Finding]:
    """The due date, if it is later or gone now although no review was recorded."""
    old, new = before.due_date, now.due_date_after(now.current, before.reviews)
    is_review_recorded = (
        len(now.reviews) > len(before.reviews) and now.reviews[-1:] != before.reviews[-1:]
    )
    if old is None or is_review_recorded:
        return
    if new is None or due_day(new) > due_day(old):
        change = (
            f"moves from {format_date(old)} to {format_date(new)}"
            if new
            else f"was {format_date(old)}, and is gone"
        )
        yield Finding(
            REVIEW_UNRECORDED,
            f"the date of the next review {change}; no record says why",
            SourcePlace(now.current.file, _changed_date_path(now, before)),
            f"add the review to {reviews_file(now.reference)}",
        )


def _changed_date_path(now: Document, before: Document) -> ValuePath:
    """The path to the first review date that the current edition gives and that has changed."""
    new, old = now.current.review, before.current.review
    for key in ("next", "every", "last"):
        if getattr(new, key) not in (None, getattr(old, key)):
            return ("review", key)
    return ("review",)


def _amending_record(document: Document, edition: Edition) -> int | None:
    """The index of the record of the review that led to an edition; None where there is none."""
    for index, review in enumerate(document.reviews):
        if review.outcome == "amended" and review.edition == edition.edition:
            return index
    return None


def _is_same_date(first: MonthOrDay, second: MonthOrDay) -> bool:
    """Whether two dates are equal to the precision of the coarser: a month equals each of its days."""
    precision = min(len(str(first)), len(str(second)))
    return str(first)[:precision] == str(second)[:precision]
