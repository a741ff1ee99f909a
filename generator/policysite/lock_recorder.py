"""Records accepted items and duties, and sealed editions, in policy.lock."""

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
    """Writes the lock of a project. Entries that others have added since the project was read stay."""

    project: Project

    @property
    def stale_items(self) -> list[str]:
        """The locked items that no checklist has any more, as CHECKLIST/ITEM."""
        existing = {link.name for link in self.project.traceability.trace.links}
        accepted = self.project.library.lock.citations.items()
        return sorted({f"{name}/{item}" for name, items in accepted for item in items} - existing)

    @property
    def stale_duties(self) -> list[str]:
        """The locked duties that are no longer in force, as DOCUMENT/DUTY."""
        in_force = self.project.traceability.restatements
        return sorted(self.project.library.lock.duties.keys() - in_force.keys())

    def accept(self, links: Iterable[TraceLink], compared: Iterable[Restatement] = ()) -> None:
        """Record that somebody compared these items and these duties with the clauses behind them.

        The stale items and duties are removed from the lock; all its other entries stay. Raises
        LockUpdateError.
        """
        links, duties = list(links), {duty.name: duty.current_state for duty in compared}
        stale_items, stale_duties = frozenset(self.stale_items), frozenset(self.stale_duties)

        def change(lock: PolicyLock) -> PolicyLock:
            lock = with_accepted_items(lock, links, stale_items)
            lock = with_accepted_duties(lock, duties, stale_duties)
            return self._with_reviews(lock)

        update_lock(self.project.folder, change)

    def seal(
        self, editions: Iterable[Edition], reason: str | None = None, corrected: Collection[str] = ()
    ) -> SealingResult:
        """Record the digests of these editions permanently.

        The records of reviews are sealed as well, and so are the duties of sealed current editions that
        nobody has compared with their clauses yet. With a reason, editions that are sealed with another
        digest are corrected, and so are the records of the documents whose references are in corrected.
        Raises LockUpdateError.
        """
        digests = {edition.id: edition_digest(edition) for edition in editions}
        correction = CorrectionReason(self.project.today, reason) if reason else None
        duties = self.project.traceability.restatements.values()
        new_duties = [duty for duty in duties if duty.accepted is None]
        current_digests = {duty.edition.file: edition_digest(duty.edition) for duty in new_duties}

        def change(lock: PolicyLock) -> PolicyLock:
            lock = with_sealed_editions(lock, digests, correction)
            published = {
                duty.name: duty.current_state
                for duty in new_duties
                if lock.editions.get(duty.edition.id) == current_digests[duty.edition.file]
            }
            return self._with_reviews(with_published_duties(lock, published), correction, corrected)

        return SealingResult(*update_lock(self.project.folder, change))

    def _with_reviews(
        self, lock: PolicyLock, reason: CorrectionReason | None = None, corrected: Collection[str] = ()
    ) -> PolicyLock:
        library = self.project.library
        for reference, document in library.documents.items():
            correction = reason if reference in corrected else None
            lock = with_sealed_reviews(lock, document, library.lock, correction)
        return lock
