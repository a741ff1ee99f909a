"""The review dates of a document agree with each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..domain.library import Document
from ..domain.model import Edition, RecordedReview
from ..domain.model.base import MISSING_KEY
from ..domain.model.review_record import REVIEW_CONTRADICTION
from ..domain.problems import Finding, SourcePlace
from ..domain.reviews import MonthOrDay, add_months, due_day, first_day, format_date
from .check import CheckContext, check_for
from .review_records import REVIEW_IN_FUTURE, reviews_file, unless_record_changed


@check_for(MISSING_KEY, REVIEW_CONTRADICTION)
def review_dates_agree(context: CheckContext) -> Iterator[Finding]:
    """The next review is later than the last, by no more than the interval that the document gives.

    It may be earlier: a document that is reviewed at least every two years can be reviewed before.
    """
    yield from unless_record_changed(context, _contradictions(context))


def _contradictions(context: CheckContext) -> Iterator[Finding]:
    for edition in context.library.editions:
        last = edition.review.last
        # A review in the future is reported otherwise, and its next date is not compared with it.
        if last is not None and first_day(last) <= context.today:
            yield from _contradiction(
                last, edition.review.next, edition, SourcePlace(edition.file, ("review", "next"))
            )
    for document in context.library.documents.values():
        editions = {edition.edition: edition for edition in document.editions}
        for index, review in enumerate(document.reviews):
            if review.outcome == "unchanged" and review.next is None and review.edition in editions:
                yield from _missing_next_date(document, index, editions[review.edition])
            if review.is_review and review.edition in editions:
                place = SourcePlace(reviews_file(document.reference), ("reviews", index, "next"))
                yield from _contradiction(review.date, review.next, editions[review.edition], place)


@check_for(REVIEW_IN_FUTURE)
def last_reviews_took_place(context: CheckContext) -> Iterator[Finding]:
    """The last review that an edition gives has taken place."""
    for edition in context.library.editions:
        last = edition.review.last
        if last is not None and first_day(last) > context.today:
            yield Finding(
                REVIEW_IN_FUTURE,
                f"the date of the last review, {format_date(last)}, is still to come",
                SourcePlace(edition.file, ("review", "last")),
                "write when the last review took place; next: is for one that is to come",
            )


def _missing_next_date(document: Document, index: int, edition: Edition) -> Iterator[Finding]:
    if edition.review.every is None:
        yield Finding(
            MISSING_KEY,
            "this review lacks next:, and its edition does not say how often it is reviewed",
            SourcePlace(reviews_file(document.reference), ("reviews", index)),
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
            REVIEW_CONTRADICTION,
            f"the next review, {format_date(due)}, is not after the last, {format_date(last)}",
            place,
            "mend one of the two dates",
        )
    elif every is not None and due_day(due) > due_day(expected := _expected(last, every.months, due)):
        yield Finding(
            REVIEW_CONTRADICTION,
            f"{every} after {format_date(last)} is {format_date(expected)}, not {format_date(due)}",
            place,
            f"write next: {expected}, or mend last: or every:"
            if place.file == edition.file
            else f"write next: {expected}; a review that is put off has outcome: extended",
        )


def _expected(last: MonthOrDay, months: int, due: MonthOrDay) -> MonthOrDay:
    """The date of the next review; `due` itself if it is equal to the precision of the coarser."""
    precision = min(len(str(last)), len(str(due)))
    expected = add_months(last, months)
    return due if str(due)[:precision] == str(expected)[:precision] else expected


@check_for(REVIEW_CONTRADICTION)
def extensions_move_the_date(context: CheckContext) -> Iterator[Finding]:
    """A review that is put off is due later than it was before."""
    yield from unless_record_changed(context, _extensions_not_later(context))


def _extensions_not_later(context: CheckContext) -> Iterator[Finding]:
    for document in context.library.documents.values():
        for index, review in enumerate(document.reviews):
            if review.outcome != "extended" or review.next is None:
                continue
            before = _due_before(document, index)
            if before is not None and due_day(review.next) <= due_day(before):
                yield Finding(
                    REVIEW_CONTRADICTION,
                    f"this puts the review off to {format_date(review.next)}; it was due "
                    f"{format_date(before)}",
                    SourcePlace(reviews_file(document.reference), ("reviews", index, "next")),
                    "write a later date, or outcome: unchanged if the review took place",
                )


def _due_before(document: Document, index: int) -> MonthOrDay | None:
    """The due date before the record at an index; None where there was none."""
    name = document.reviews[index].edition
    edition = next((edition for edition in document.editions if edition.edition == name), None)
    reviews: Sequence[RecordedReview] = document.reviews[:index]
    return document.due_date_after(edition, reviews) if edition else None
