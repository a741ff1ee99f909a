"""Against an earlier state of the library: records are only added to, and no date moves without one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator

from ..domain.library import Document, Library
from ..domain.model import REVIEWS_FILE
from ..domain.problems import Finding, SourcePlace, ValuePath
from ..domain.reviews import due_day, format_date
from .sealing import missing_sealed_records


def review_records_kept(library: Library, earlier: Library) -> Iterator[Finding]:
    """What was recorded before is recorded still, and dates that were watched are watched still."""
    for reference, before in earlier.documents.items():
        if _is_unreadable(library, reference) or _is_unreadable(earlier, reference):
            continue
        now = library.documents.get(reference)
        if now is not None:
            name = f"{reference}/{REVIEWS_FILE}"
            corrections = library.lock.corrections.get(name, ())
            reported = missing_sealed_records(library.lock, now)
            yield from _record_kept(now, before, {*reported, *(one.before for one in corrections)})
            if corrections == earlier.lock.corrections.get(name, ()):
                yield from _date_kept(now, before)
        elif not before.is_withdrawn:
            yield Finding(
                "document-removed",
                f"{reference} was here before, and is gone without having been withdrawn",
                SourcePlace(f"policy/{reference}"),
                f"bring the folder back, and add a record with outcome: withdrawn to its {REVIEWS_FILE}",
            )


def _is_unreadable(library: Library, reference: str) -> bool:
    return library.is_unreadable(reference) or _file(reference) in library.unreadable


def _record_kept(now: Document, before: Document, known: Collection[str]) -> Iterator[Finding]:
    """Whether every review stands there still, in order; one that was forgotten may come between.

    known are those that may be missing, in words: of their correction, or their loss, is told elsewhere.
    """
    file = _file(now.reference)
    here = 0
    places: dict[str, list[int]] = {}
    for at, one in enumerate(now.reviews):
        places.setdefault(one.sealed_facts, []).append(at)
    for old in before.reviews:
        same = places.get(old.sealed_facts, [])
        found = bisect_left(same, here)
        if found < len(same):
            here = same[found] + 1
        elif old.sealed_facts in known:
            continue
        elif len(now.reviews) < len(before.reviews):
            yield Finding(
                "review-record-changed",
                f"the record of the review of {format_date(old.date)} is gone",
                SourcePlace(file),
                "bring it back: records are only added to",
            )
        else:
            yield Finding(
                "review-record-changed",
                f"this record said before: date: {old.date}, outcome: {old.outcome},"
                f" edition: {old.edition}" + (f", next: {old.next}" if old.next else ", and no next:"),
                SourcePlace(file, ("reviews", here)),
                "write that again, and add a record at the end that says what is so now",
            )
            here += 1


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
            "review-unrecorded",
            f"the date of the next review {to}; no record says why",
            SourcePlace(now.current.file, _changed(now, before)),
            f"add the review to {_file(now.reference)}",
        )


def _changed(now: Document, before: Document) -> ValuePath:
    """The first date of the newest edition that differs, of those that it gives."""
    new, old = now.current.review, before.current.review
    for key in ("next", "every", "last"):
        if getattr(new, key) not in (None, getattr(old, key)):
            return ("review", key)
    return ("review",)


def _file(reference: str) -> str:
    return f"policy/{reference}/{REVIEWS_FILE}"
