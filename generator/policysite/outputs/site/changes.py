"""What changed for a role between the newest edition of a document and the one before.

Duties are compared by their ids and by what they say. Where a copy is an extract or lacks parts,
nothing is concluded from what is not in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...domain.library import Document, Held, Library
from ...domain.model import Edition
from ...traceability import Source


@dataclass(frozen=True, slots=True)
class Changed:
    """A duty that says something else, or somebody else's, than in the edition before."""

    before: Held
    now: Held


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed for a role in a document."""

    document: Document
    before: Edition
    added: tuple[Held, ...]
    """In the newest edition only."""
    removed: tuple[Held, ...]
    """In the edition before only."""
    changed: tuple[Changed, ...]
    same: int
    """How many duties say the same in both."""
    is_before_whole: bool
    """Whether something that is not in the copy of the edition before was not in that edition."""
    is_now_whole: bool

    @property
    def is_known(self) -> bool:
        """Whether anything can be said at all."""
        return bool(self.changed or self.same or (self.is_before_whole and self.is_now_whole))


def changes_for(library: Library, role: str) -> Iterator[Changes]:
    """What changed for a role, document by document; of documents in force with an earlier edition."""
    for document in library.in_force:
        if len(document.editions) > 1:
            now, before = document.editions[:2]
            if _concerns(now, role) or _concerns(before, role):
                yield _compared(document, before, now, role)


def _compared(document: Document, before: Edition, now: Edition, role: str) -> Changes:
    old, new = _duties(before), _duties(now)
    added = [held for name, held in new.items() if name not in old and held.duty.role == role]
    removed = [held for name, held in old.items() if name not in new and held.duty.role == role]
    both = [
        (old[name], held)
        for name, held in new.items()
        if name in old and role in {held.duty.role, old[name].duty.role}
    ]
    changed = [Changed(one, other) for one, other in both if _digest(one) != _digest(other)]
    return Changes(
        document,
        before,
        tuple(added),
        tuple(removed),
        tuple(changed),
        len(both) - len(changed),
        _is_whole(before, role),
        _is_whole(now, role),
    )


def _duties(edition: Edition) -> dict[str, Held]:
    return {duty.id: Held(edition, clause, duty) for clause, duty in edition.duties}


def _digest(held: Held) -> str:
    return Source(held.edition, held.clause, held.duty).digest


def _concerns(edition: Edition, role: str) -> bool:
    """Whether an edition lays a duty on the role, or lacks a list of its duties."""
    return any(duty.role == role for _, duty in edition.duties) or any(
        missing.role == role for _, missing in edition.missing_parts
    )


def _is_whole(edition: Edition, role: str) -> bool:
    """Whether the copy of an edition holds all duties of a role: a part that is missing may hold some."""
    return edition.extent == "complete" and not any(
        missing.role in (None, role) for _, missing in edition.missing_parts
    )
