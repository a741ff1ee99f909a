"""What accepting and sealing make of policy.lock: the lock before, and the lock after.

Each function changes only what its caller means to record, so that what others have recorded in the
meantime stays. Nothing sealed ever goes: what is corrected is recorded with the reason. Pure.
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
    """Why something sealed is corrected, and on which day that is recorded."""

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
        """What was corrected, with the name of the edition or of the record of reviews."""
        return [
            (name, correction)
            for name, found in self.after.corrections.items()
            for correction in found[len(self.before.corrections.get(name, ())) :]
        ]


def with_accepted_items(
    lock: PolicyLock, links: Iterable[TraceLink], gone: Collection[str]
) -> PolicyLock:
    """Somebody looked at these items; those that are gone, by CHECKLIST/ITEM, are dropped."""
    citations = {checklist: dict(items) for checklist, items in lock.citations.items()}
    for link in links:
        if link.current_state is not None:
            citations.setdefault(link.checklist.name, {})[link.item.name] = link.current_state
    kept = {
        checklist: {item: found for item, found in items.items() if f"{checklist}/{item}" not in gone}
        for checklist, items in citations.items()
    }
    return replace(lock, citations={checklist: items for checklist, items in kept.items() if items})


def with_accepted_duties(
    lock: PolicyLock, compared: Mapping[str, AcceptedDuty], gone: Collection[str] = ()
) -> PolicyLock:
    """Somebody compared these duties with their clauses; those that are gone are dropped."""
    duties = {**lock.duties, **compared}
    return replace(lock, duties={name: duty for name, duty in duties.items() if name not in gone})


def with_published_duties(lock: PolicyLock, published: Mapping[str, AcceptedDuty]) -> PolicyLock:
    """These duties were published as right; what somebody compared before stays as it was."""
    return replace(lock, duties={**published, **lock.duties})


def with_sealed_editions(
    lock: PolicyLock, digests: Mapping[str, str], reason: CorrectionReason | None = None
) -> PolicyLock:
    """The editions of these digests are sealed. One that is sealed already changes with a reason only."""
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
    """The records of reviews of a document are kept as it has them.

    known is the lock as it was when the document was read. A record that was kept then, and that the
    document no longer has, is dropped with a reason only, and its correction stays.
    """
    reference = document.reference
    has = [review.sealed_facts for review in document.reviews]
    was = known.reviews.get(reference, ())
    kept = list(lock.reviews.get(reference, ()))
    corrections = dict(lock.corrections)
    if reason is not None:
        name = f"{reference}/{REVIEWS_FILE}"
        for place, text in enumerate(was):
            if text in has or text not in kept:
                continue
            after = has[place] if place < len(has) and has[place] not in was else ""
            corrections[name] = (*corrections.get(name, ()), reason.correction(text, after))
            kept.remove(text)
    kept += [text for text in has if text not in kept]
    if not kept:
        return lock
    reviews = {**lock.reviews, reference: tuple(sorted(kept))}
    return replace(lock, reviews=reviews, corrections=corrections)
