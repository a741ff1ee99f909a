"""Against an earlier state of the library: records are only added to, and no date moves without one."""

from __future__ import annotations

from collections.abc import Iterator

from ..library import Document, Library
from ..model import RECORD, Reviewed
from ..problems import Finding, Place
from ..reviews import due_day, in_words


def dates_kept(library: Library, earlier: Library) -> Iterator[Finding]:
    """What was recorded before is recorded still, and dates that were watched are watched still."""
    for reference, before in earlier.documents.items():
        if library.is_unreadable(reference) or earlier.is_unreadable(reference):
            continue
        now = library.documents.get(reference)
        if now is not None:
            yield from _record_kept(now, before)
            yield from _date_kept(now, before)
        elif not before.is_withdrawn:
            yield Finding(
                "document-removed",
                f"{reference} was here before, and is gone without having been withdrawn",
                Place(f"policy/{reference}"),
                f"bring the folder back, and add a record with outcome: withdrawn to its {RECORD}",
            )


def _record_kept(now: Document, before: Document) -> Iterator[Finding]:
    file = f"policy/{now.reference}/{RECORD}"
    for index, old in enumerate(before.reviews):
        new = now.reviews[index] if index < len(now.reviews) else None
        if new is None:
            yield Finding(
                "review-record-changed",
                f"the record of the review of {in_words(old.date)} is gone",
                Place(file),
                "bring it back: records are only added to",
            )
        elif _facts(new) != _facts(old):
            yield Finding(
                "review-record-changed",
                f"this record said before: date {old.date}, {old.outcome}, edition {old.edition}, "
                f"next {old.next or 'not given'}",
                Place(file, ("reviews", index)),
                "bring it back, and add a record below that says what is so now",
            )


def _facts(one: Reviewed) -> tuple[object, ...]:
    return one.date, one.outcome, one.edition, one.next


def _date_kept(now: Document, before: Document) -> Iterator[Finding]:
    old, new = before.due, now.due
    if old is None or len(now.reviews) > len(before.reviews):
        return
    if new is None or due_day(new) > due_day(old):
        to = f"to {in_words(new)}" if new else "away"
        yield Finding(
            "review-unrecorded",
            f"the date of the next review moves from {in_words(old)} {to}, and no record says why",
            Place(now.current.file, ("review", "next") if now.current.review.next else ("review",)),
            f"add the review to policy/{now.reference}/{RECORD}",
        )
