"""Each duty with the clause that it restates, and whether the two were compared as they are now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Literal

from ..domain.library import Library
from ..domain.model import (
    AcceptedDuty,
    Clause,
    Duty,
    Edition,
)
from ..domain.translation import marked
from .descriptions import describe_clause, describe_duty
from .digests import clause_text_digest, duty_digest


class AcceptanceStatus(StrEnum):
    """Whether an item still agrees with what it cites, or a duty with its clause."""

    ACCEPTED = "accepted"
    MOVED = "moved"
    """The cited text is the same, but has another number now."""
    NEW = "not looked at"
    """It was never accepted, or cites something else now."""
    SUSPECT = "suspect"
    """The cited text has changed since it was accepted."""
    BROKEN = "broken"
    """What it cites does not exist."""


RestatementStatus = Literal[AcceptanceStatus.ACCEPTED, AcceptanceStatus.NEW, AcceptanceStatus.SUSPECT]


@dataclass(frozen=True)
class Restatement:
    """A duty in force with its clause, and the record of both as last compared."""

    edition: Edition
    clause: Clause
    duty: Duty
    accepted: AcceptedDuty | None

    @property
    def name(self) -> str:
        """Its name in commands: the document's reference, a slash, the duty's id."""
        return f"{self.edition.reference}/{self.duty.id}"

    @cached_property
    def status(self) -> RestatementStatus:
        """New without a record; suspect if the clause or the duty has changed since."""
        if self.accepted is None:
            return AcceptanceStatus.NEW
        return (
            AcceptanceStatus.SUSPECT
            if self.has_clause_changed or self.has_duty_changed
            else AcceptanceStatus.ACCEPTED
        )

    @property
    def has_clause_changed(self) -> bool:
        accepted = self.accepted
        return accepted is not None and accepted.clause_digest != clause_text_digest(self.clause)

    @property
    def has_duty_changed(self) -> bool:
        return self.accepted is not None and self.accepted.digest != duty_digest(self.duty)

    @property
    def caution(self) -> str:
        """The reason to read the clause, too; empty if neither has changed since they were compared."""
        if self.status is not AcceptanceStatus.SUSPECT:
            return ""
        if self.has_clause_changed:
            return marked("It has changed since this duty was last compared with it.")
        return marked("This duty has changed since it was last compared with its clause.")

    @property
    def current_state(self) -> AcceptedDuty:
        """The record to write when it is accepted now."""
        text, duty = describe_clause(self.clause), describe_duty(self.duty)
        return AcceptedDuty(clause_text_digest(self.clause), text, duty_digest(self.duty), duty)


def restatements(library: Library) -> Iterator[Restatement]:
    """Every duty in force, document by document."""
    for document in library.documents_in_force:
        edition = document.current
        for clause, duty in edition.duties:
            accepted = library.lock.duties.get(f"{edition.reference}/{duty.id}")
            yield Restatement(edition, clause, duty, accepted)
