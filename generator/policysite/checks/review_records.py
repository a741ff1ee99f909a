"""The records of reviews are in order, and none is ever removed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from functools import partial

from ..domain.library import Document
from ..domain.model import REVIEWS_FILE
from ..domain.model.review_record import REVIEW_CONTRADICTION
from ..domain.problems import Finding, Rule, SourcePlace, similar_names_hint
from ..domain.reviews import due_day, first_day, format_date
from .check import CheckContext, check_for
from .sealing import REVIEW_RECORD_CHANGED, missing_sealed_records, sealed_records_unchanged

REVIEW_OUT_OF_ORDER = Rule.error(
    "review-out-of-order", "Reviews are not recorded in the order of their dates"
)
REVIEW_IN_FUTURE = Rule.error("review-in-future", "A review is recorded that has not taken place")
UNKNOWN_EDITION = Rule.error("unknown-edition", "An edition is not in the document's folder")


@check_for(REVIEW_OUT_OF_ORDER, REVIEW_IN_FUTURE, UNKNOWN_EDITION)
def review_records_in_order(context: CheckContext) -> Iterator[Finding]:
    """Reviews are recorded in order, after they took place, and for an edition of the document."""
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
                    # No date is a misspelling of another, so all editions are named.
                    partial(similar_names_hint, "", editions, what="editions"),
                )


@check_for(REVIEW_RECORD_CHANGED, needs_earlier=True)
def review_records_kept(context: CheckContext) -> Iterator[Finding]:
    """Every earlier record of a review is still there, or was corrected with a reason."""
    lock = context.library.lock
    for now, before in changed_documents(context):
        corrections = lock.corrections.get(f"{now.reference}/{REVIEWS_FILE}", ())
        reported = missing_sealed_records(lock, now)
        corrected = (correction.before for correction in corrections)
        yield from _lost_records(now, before, {*reported, *corrected})


DOCUMENT_REMOVED = Rule.error("document-removed", "A document is gone that was not withdrawn")


@check_for(DOCUMENT_REMOVED, needs_earlier=True)
def removed_documents_were_withdrawn(context: CheckContext) -> Iterator[Finding]:
    """Every earlier document is still there, unless it was withdrawn."""
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
    """Each changed document that can be read completely, as it is now and as it was."""
    assert context.earlier is not None
    for reference, before in context.earlier.documents.items():
        now = context.library.documents.get(reference)
        if now is not None and _is_readable(context, reference):
            yield now, before


def unless_record_changed(context: CheckContext, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, but contradictions only of documents whose records are unchanged.

    A record that was changed has to be restored, and may then contradict nothing.
    """
    changed: set[str] | None = None
    for finding in findings:
        if finding.rule is REVIEW_CONTRADICTION:
            if changed is None:
                changed = _changed_records(context)
            if reviews_file(finding.place.file.split("/")[1]) in changed:
                continue
        yield finding


def _changed_records(context: CheckContext) -> set[str]:
    """The files of reviews in which a record differs from the sealed one or from the earlier library."""
    checks = (sealed_records_unchanged, review_records_kept)
    return {finding.place.file for check in checks for finding in check(context)}


def reviews_file(reference: str) -> str:
    """The file with the records of a document's reviews."""
    return f"policy/{reference}/{REVIEWS_FILE}"


def _is_readable(context: CheckContext, reference: str) -> bool:
    """Whether a document and its records could be read completely, now and before."""
    return not any(
        library.is_unreadable(reference) or reviews_file(reference) in library.unreadable
        for library in (context.library, context.earlier)
        if library is not None
    )


def _lost_records(now: Document, before: Document, exempt: Collection[str]) -> Iterator[Finding]:
    """A finding for each earlier record that is missing or out of order; others may come between.

    exempt are the facts of records that may be missing, as they were corrected or are reported elsewhere.
    """
    file = reviews_file(now.reference)
    next_index = 0
    indexes: dict[str, list[int]] = {}
    for index, review in enumerate(now.reviews):
        indexes.setdefault(review.sealed_facts, []).append(index)
    for old in before.reviews:
        candidates = indexes.get(old.sealed_facts, [])
        position = bisect_left(candidates, next_index)
        if position < len(candidates):
            next_index = candidates[position] + 1
        elif old.sealed_facts in exempt:
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
                SourcePlace(file, ("reviews", next_index)),
                "write that again, and add a record at the end that says what is so now",
            )
            next_index += 1
