"""Recording in policy.lock what somebody has accepted, and what is sealed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from .domain.model import Edition, PolicyLock
from .project import Project
from .sources import update_lock
from .traceability import (
    CorrectionReason,
    Restatement,
    SealingResult,
    TraceLink,
    edition_digest,
    with_accepted_duties,
    with_accepted_items,
    with_published_duties,
    with_sealed_editions,
    with_sealed_reviews,
)


@dataclass(frozen=True)
class LockRecorder:
    """Writes the lock of a project. What others have recorded since the project was read stays."""

    project: Project

    @property
    def stale_items(self) -> list[str]:
        """What the lock holds of items that are gone, as commands name them."""
        there = {link.name for link in self.project.traceability.trace.links}
        accepted = self.project.library.lock.citations.items()
        return sorted({f"{name}/{item}" for name, items in accepted for item in items} - there)

    @property
    def stale_duties(self) -> list[str]:
        """What the lock holds of duties that are no longer in force, as commands name them."""
        in_force = self.project.traceability.restatements
        return sorted(self.project.library.lock.duties.keys() - in_force.keys())

    def accept(self, links: Iterable[TraceLink], compared: Iterable[Restatement] = ()) -> None:
        """Record that somebody looked at these items, and compared these duties.

        What the lock holds of items and duties that were gone when the project was read goes; all else
        stays as it is at this moment. Raises LockUpdateError.
        """
        links, duties = list(links), {duty.name: duty.current_state for duty in compared}
        items_gone, duties_gone = frozenset(self.stale_items), frozenset(self.stale_duties)

        def change(lock: PolicyLock) -> PolicyLock:
            lock = with_accepted_items(lock, links, items_gone)
            lock = with_accepted_duties(lock, duties, duties_gone)
            return self._with_reviews(lock)

        update_lock(self.project.folder, change)

    def seal(
        self, editions: Iterable[Edition], reason: str | None = None, corrected: Collection[str] = ()
    ) -> SealingResult:
        """Record what these editions say, for good.

        With them, the records of reviews, and the duties of sealed current editions that nobody has
        compared with their clauses yet. With a reason, an edition that was sealed otherwise is
        corrected, and so are the records of the documents of these references. Raises
        LockUpdateError.
        """
        digests = {_name(edition): edition_digest(edition) for edition in editions}
        correction = CorrectionReason(self.project.today, reason) if reason else None
        duties = self.project.traceability.restatements.values()
        new = [duty for duty in duties if duty.accepted is None]
        current = {duty.edition.file: edition_digest(duty.edition) for duty in new}

        def change(lock: PolicyLock) -> PolicyLock:
            lock = with_sealed_editions(lock, digests, correction)
            published = {
                duty.name: duty.current_state
                for duty in new
                if lock.editions.get(_name(duty.edition)) == current[duty.edition.file]
            }
            return self._with_reviews(with_published_duties(lock, published), correction, corrected)

        return SealingResult(*update_lock(self.project.folder, change))

    def _with_reviews(
        self, lock: PolicyLock, reason: CorrectionReason | None = None, corrected: Collection[str] = ()
    ) -> PolicyLock:
        library = self.project.library
        for reference, document in library.documents.items():
            given = reason if reference in corrected else None
            lock = with_sealed_reviews(lock, document, library.lock, given)
        return lock


def _name(edition: Edition) -> str:
    """An edition as the lock names it."""
    return f"{edition.reference}/{edition.edition}"
