"""The records of reviews: they are in order, and nothing that was recorded goes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from functools import partial

from ..domain.library import Document
from ..domain.model import REVIEWS_FILE
from ..domain.model.review_record import REVIEW_CONTRADICTION
from ..domain.problems import Finding, Rule, SourcePlace, similar_names_hint
from ..domain.reviews import due_day, first_day, format_date
from .check import CheckContext, check
from .sealing import REVIEW_RECORD_CHANGED, missing_sealed_records, sealed_records_unchanged

REVIEW_OUT_OF_ORDER = Rule.error(
    "review-out-of-order", "Reviews are not recorded in the order of their dates"
)
REVIEW_IN_FUTURE = Rule.error("review-in-future", "A review is recorded that has not taken place")
UNKNOWN_EDITION = Rule.error("unknown-edition", "An edition is not in the document's folder")


@check(REVIEW_OUT_OF_ORDER, REVIEW_IN_FUTURE, UNKNOWN_EDITION)
def review_records_in_order(context: CheckContext) -> Iterator[Finding]:
    """Reviews are recorded in order, after they took place, and for an edition that is held."""
    for document in context.library.documents.values():
        file = reviews_file(document.reference)
        editions = {str(edition.edition) for edition in document.editions}
        for index, review in enumerate(document.reviews):
            path = ("reviews", index)
            before = document.reviews[index - 1] if index else None
            if before is not None and due_day(review.date) < first_day(before.date):
                yield Finding(
                    REVIEW_OUT_OF_ORDER,
                    f"the review of {format_date(review.date)} stands after that of "
                    f"{format_date(before.date)}",
                    SourcePlace(file, (*path, "date")),
                    "put the records in the order of their dates, the oldest first",
                )
            if first_day(review.date) > context.today:
                yield Finding(
                    REVIEW_IN_FUTURE,
                    f"the date of this review, {format_date(review.date)}, is still to come",
                    SourcePlace(file, (*path, "date")),
                    "record a review when it has taken place",
                )
            if str(review.edition) not in editions and not context.library.is_unreadable(
                document.reference
            ):
                yield Finding(
                    UNKNOWN_EDITION,
                    f"{document.reference} has no edition of {format_date(review.edition)}",
                    SourcePlace(file, (*path, "edition")),
                    # Nothing is near: no date is a misspelling of another.
                    partial(similar_names_hint, "", editions, what="editions"),
                )


@check(REVIEW_RECORD_CHANGED, needs_earlier=True)
def review_records_kept(context: CheckContext) -> Iterator[Finding]:
    """Every record of a review that was there before is there still, or was corrected with a reason."""
    lock = context.library.lock
    for now, before in changed_documents(context):
        corrections = lock.corrections.get(f"{now.reference}/{REVIEWS_FILE}", ())
        reported = missing_sealed_records(lock, now)
        corrected = (correction.before for correction in corrections)
        yield from _record_kept(now, before, {*reported, *corrected})


DOCUMENT_REMOVED = Rule.error("document-removed", "A document is gone that was not withdrawn")


@check(DOCUMENT_REMOVED, needs_earlier=True)
def removed_documents_were_withdrawn(context: CheckContext) -> Iterator[Finding]:
    """Every document that was here before is here still, unless it was withdrawn."""
    assert context.earlier is not None
    for reference, before in context.earlier.documents.items():
        is_gone = reference not in context.library.documents and _is_readable(context, reference)
        if is_gone and not before.is_withdrawn:
            yield Finding(
                DOCUMENT_REMOVED,
                f"{reference} was here before, and is gone without having been withdrawn",
                SourcePlace(f"policy/{reference}"),
                f"bring the folder back, and add a record with outcome: withdrawn to its {REVIEWS_FILE}",
            )


def changed_documents(context: CheckContext) -> Iterator[tuple[Document, Document]]:
    """Each document that has changed and can be read whole, as it is and as it was."""
    assert context.earlier is not None
    for reference, before in context.earlier.documents.items():
        now = context.library.documents.get(reference)
        if now is not None and _is_readable(context, reference):
            yield now, before


def unless_record_changed(context: CheckContext, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings without contradictions where a record is changed: once brought back it may agree."""
    changed: set[str] | None = None
    for finding in findings:
        if finding.rule is REVIEW_CONTRADICTION:
            if changed is None:
                changed = _changed_records(context)
            if reviews_file(finding.place.file.split("/")[1]) in changed:
                continue
        yield finding


def _changed_records(context: CheckContext) -> set[str]:
    """The files of reviews in which a record is changed or gone, since it was sealed or before."""
    checks = (sealed_records_unchanged, review_records_kept)
    return {finding.place.file for check in checks for finding in check(context)}


def reviews_file(reference: str) -> str:
    """The file with the records of a document's reviews."""
    return f"policy/{reference}/{REVIEWS_FILE}"


def _is_readable(context: CheckContext, reference: str) -> bool:
    """Whether a document and its record could be read whole, now and before."""
    return not any(
        library.is_unreadable(reference) or reviews_file(reference) in library.unreadable
        for library in (context.library, context.earlier)
        if library is not None
    )


def _record_kept(now: Document, before: Document, known: Collection[str]) -> Iterator[Finding]:
    """Whether every review stands there still, in order; one that was forgotten may come between.

    known are those that may be missing, in words: their correction or loss is reported elsewhere.
    """
    file = reviews_file(now.reference)
    here = 0
    places: dict[str, list[int]] = {}
    for at, review in enumerate(now.reviews):
        places.setdefault(review.sealed_facts, []).append(at)
    for old in before.reviews:
        same = places.get(old.sealed_facts, [])
        found = bisect_left(same, here)
        if found < len(same):
            here = same[found] + 1
        elif old.sealed_facts in known:
            continue
        elif len(now.reviews) < len(before.reviews):
            yield Finding(
                REVIEW_RECORD_CHANGED,
                f"the record of the review of {format_date(old.date)} is gone",
                SourcePlace(file),
                "bring it back: records are only added to",
            )
        else:
            yield Finding(
                REVIEW_RECORD_CHANGED,
                f"this record said before: date: {old.date}, outcome: {old.outcome},"
                f" edition: {old.edition}" + (f", next: {old.next}" if old.next else ", and no next:"),
                SourcePlace(file, ("reviews", here)),
                "write that again, and add a record at the end that says what is so now",
            )
            here += 1
