"""The changes of a role's duties between the two newest editions of a document.

Duties are matched by their ids and compared by what they say. If the copy of an edition is an extract or
lacks provisions, the absence of a duty proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...domain.library import Document, Library, LocatedDuty
from ...domain.model import Edition
from ...traceability import CitedProvision


@dataclass(frozen=True, slots=True)
class ChangedDuty:
    """A duty whose text or role has changed since the edition before."""

    before: LocatedDuty
    now: LocatedDuty


@dataclass(frozen=True, slots=True)
class RoleChanges:
    """The changes of a role's duties in a document."""

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
    """Whether the copy of the edition before has all duties of the role."""
    is_now_complete: bool
    """Whether the copy of the newest edition has all duties of the role."""


def role_changes(library: Library, role: str) -> Iterator[RoleChanges]:
    """The changes for a role in each document in force that concerns it and has an earlier edition."""
    for document in library.documents_in_force:
        if len(document.editions) > 1:
            now, before = document.editions[:2]
            if _concerns(now, role) or _concerns(before, role):
                yield _changes_between(document, before, now, role)


def _changes_between(document: Document, before: Edition, now: Edition, role: str) -> RoleChanges:
    old, new = _duties(before), _duties(now)
    added = [located for name, located in new.items() if name not in old and role in located.duty.roles]
    removed = [located for name, located in old.items() if name not in new and role in located.duty.roles]
    both = [
        (old[name], located)
        for name, located in new.items()
        if name in old and role in (*located.duty.roles, *old[name].duty.roles)
    ]
    changed = [
        ChangedDuty(old_duty, new_duty)
        for old_duty, new_duty in both
        if _digest(old_duty) != _digest(new_duty)
    ]
    return RoleChanges(
        document,
        before,
        tuple(added),
        tuple(removed),
        tuple(changed),
        len(both) - len(changed),
        _has_all_duties(before, role),
        _has_all_duties(now, role),
    )


def _duties(edition: Edition) -> dict[str, LocatedDuty]:
    return {duty.id: LocatedDuty(edition, clause, duty) for clause, duty in edition.duties}


def _digest(located: LocatedDuty) -> str:
    return CitedProvision(located.edition, located.clause, located.duty).digest


def _concerns(edition: Edition, role: str) -> bool:
    """Whether an edition has a duty of the role, or a missing provision with duties of the role."""
    return any(role in duty.roles for _, duty in edition.duties) or any(
        missing.role == role for _, missing in edition.missing_provisions
    )


def _has_all_duties(edition: Edition, role: str) -> bool:
    """Whether the copy of an edition has all duties of a role: nothing absent may hold some."""
    return (
        edition.extent == "complete"
        and not any(missing.role in (None, role) for _, missing in edition.missing_provisions)
        and not any(edition.withheld_provisions)
    )
