"""How accepting and sealing change policy.lock: functions from the lock before to the lock after.

Each changes only the entries that its caller records, so that entries others added in the meantime
stay. A sealed entry changes only with a reason, which is recorded as a correction. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ..domain.library import Document
from ..domain.model import (
    REVIEWS_FILE,
    AcceptedDuty,
    Correction,
    PolicyLock,
)
from .trace import TraceLink


@dataclass(frozen=True)
class CorrectionReason:
    """The reason for a correction of something sealed, and the day of the correction."""

    day: date
    text: str

    def correction(self, before: str, after: str) -> Correction:
        return Correction(self.day.isoformat(), before, after, self.text)


@dataclass(frozen=True)
class SealingResult:
    """policy.lock before a sealing and after it."""

    before: PolicyLock
    after: PolicyLock

    @property
    def sealed_editions(self) -> list[str]:
        """The editions that were sealed, or sealed again."""
        return [name for name, digest in self.after.editions.items() if self._was(name) != digest]

    def _was(self, name: str) -> str | None:
        return self.before.editions.get(name)

    @property
    def corrections(self) -> list[tuple[str, Correction]]:
        """The corrections made, each with the name of the edition or of the review record."""
        return [
            (name, correction)
            for name, corrections in self.after.corrections.items()
            for correction in corrections[len(self.before.corrections.get(name, ())) :]
        ]


def with_accepted_items(
    lock: PolicyLock, links: Iterable[TraceLink], gone: Collection[str]
) -> PolicyLock:
    """Record these items as accepted, and drop those in `gone` (CHECKLIST/ITEM)."""
    citations = {checklist: dict(items) for checklist, items in lock.citations.items()}
    for link in links:
        if link.current_state is not None:
            citations.setdefault(link.checklist.name, {})[link.item.name] = link.current_state
    kept = {
        checklist: {
            item: accepted for item, accepted in items.items() if f"{checklist}/{item}" not in gone
        }
        for checklist, items in citations.items()
    }
    return replace(lock, citations={checklist: items for checklist, items in kept.items() if items})


def with_accepted_duties(
    lock: PolicyLock, compared: Mapping[str, AcceptedDuty], gone: Collection[str] = ()
) -> PolicyLock:
    """Record these duties as compared with their clauses, and drop those in `gone` (REFERENCE/DUTY)."""
    duties = {**lock.duties, **compared}
    return replace(lock, duties={name: duty for name, duty in duties.items() if name not in gone})


def with_published_duties(lock: PolicyLock, published: Mapping[str, AcceptedDuty]) -> PolicyLock:
    """Record these duties as published; those that were accepted before stay as they are."""
    return replace(lock, duties={**published, **lock.duties})


def with_sealed_editions(
    lock: PolicyLock, digests: Mapping[str, str], reason: CorrectionReason | None = None
) -> PolicyLock:
    """Seal the editions with these digests. One that is sealed already changes only with a reason."""
    editions, corrections = dict(lock.editions), dict(lock.corrections)
    for name, digest in digests.items():
        before = editions.setdefault(name, digest)
        if before != digest and reason is not None:
            editions[name] = digest
            corrections[name] = (*corrections.get(name, ()), reason.correction(before, digest))
    return replace(lock, editions=editions, corrections=corrections)


def with_sealed_reviews(
    lock: PolicyLock, document: Document, known: PolicyLock, reason: CorrectionReason | None = None
) -> PolicyLock:
    """Seal a document's review records.

    `known` is the lock as it was when the document was read. A record that was sealed then, and that the
    document no longer has, is dropped only with a reason, which is recorded as a correction.
    """
    reference = document.reference
    recorded = [review.sealed_facts for review in document.reviews]
    known_records = known.reviews.get(reference, ())
    kept = list(lock.reviews.get(reference, ()))
    corrections = dict(lock.corrections)
    if reason is not None:
        name = f"{reference}/{REVIEWS_FILE}"
        for index, text in enumerate(known_records):
            if text in recorded or text not in kept:
                continue
            after = (
                recorded[index] if index < len(recorded) and recorded[index] not in known_records else ""
            )
            corrections[name] = (*corrections.get(name, ()), reason.correction(text, after))
            kept.remove(text)
    kept += [text for text in recorded if text not in kept]
    if not kept:
        return lock
    reviews = {**lock.reviews, reference: tuple(sorted(kept))}
    return replace(lock, reviews=reviews, corrections=corrections)
