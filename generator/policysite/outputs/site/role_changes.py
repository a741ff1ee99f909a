"""What changed for a role between the newest edition of a document and the one before.

Duties are compared by their ids and by what they say. Where a copy is an extract or lacks parts,
nothing is concluded from what is not in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...domain.library import Document, Library, LocatedDuty
from ...domain.model import Edition
from ...traceability import CitedProvision


@dataclass(frozen=True, slots=True)
class ChangedDuty:
    """A duty that says something else, or somebody else's, than in the edition before."""

    before: LocatedDuty
    now: LocatedDuty


@dataclass(frozen=True, slots=True)
class RoleChanges:
    """What changed for a role in a document."""

    document: Document
    before: Edition
    added: tuple[LocatedDuty, ...]
    """In the newest edition only."""
    removed: tuple[LocatedDuty, ...]
    """In the edition before only."""
    changed: tuple[ChangedDuty, ...]
    unchanged_count: int
    """How many duties say the same in both."""
    is_before_complete: bool
    """Whether something that is not in the copy of the edition before was not in that edition."""
    is_now_complete: bool

    @property
    def is_comparable(self) -> bool:
        """Whether anything can be said at all."""
        return bool(
            self.changed or self.unchanged_count or (self.is_before_complete and self.is_now_complete)
        )


def role_changes(library: Library, role: str) -> Iterator[RoleChanges]:
    """What changed for a role, document by document; of documents in force with an earlier edition."""
    for document in library.documents_in_force:
        if len(document.editions) > 1:
            now, before = document.editions[:2]
            if _concerns(now, role) or _concerns(before, role):
                yield _compared(document, before, now, role)


def _compared(document: Document, before: Edition, now: Edition, role: str) -> RoleChanges:
    old, new = _duties(before), _duties(now)
    added = [located for name, located in new.items() if name not in old and located.duty.role == role]
    removed = [located for name, located in old.items() if name not in new and located.duty.role == role]
    both = [
        (old[name], located)
        for name, located in new.items()
        if name in old and role in {located.duty.role, old[name].duty.role}
    ]
    changed = [ChangedDuty(one, other) for one, other in both if _digest(one) != _digest(other)]
    return RoleChanges(
        document,
        before,
        tuple(added),
        tuple(removed),
        tuple(changed),
        len(both) - len(changed),
        _is_whole(before, role),
        _is_whole(now, role),
    )


def _duties(edition: Edition) -> dict[str, LocatedDuty]:
    return {duty.id: LocatedDuty(edition, clause, duty) for clause, duty in edition.duties}


def _digest(located: LocatedDuty) -> str:
    return CitedProvision(located.edition, located.clause, located.duty).digest


def _concerns(edition: Edition, role: str) -> bool:
    """Whether an edition lays a duty on the role, or lacks a list of its duties."""
    return any(duty.role == role for _, duty in edition.duties) or any(
        missing.role == role for _, missing in edition.missing_provisions
    )


def _is_whole(edition: Edition, role: str) -> bool:
    """Whether the copy of an edition holds all duties of a role: a part that is missing may hold some."""
    return edition.extent == "complete" and not any(
        missing.role in (None, role) for _, missing in edition.missing_provisions
    )
