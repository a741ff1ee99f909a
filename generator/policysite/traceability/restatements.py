"""Each duty beside the clause that it restates, and whether somebody compared the two as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from ..domain.library import Library
from ..domain.model import (
    AcceptedDuty,
    Clause,
    Duty,
    Edition,
)
from .descriptions import describe_clause, describe_duty
from .digests import clause_text_digest, duty_digest


class AcceptanceStatus(StrEnum):
    """How an item stands with what it cites, or a duty with its clause."""

    ACCEPTED = "accepted"
    MOVED = "moved"
    """What it cites says the same under another number."""
    NEW = "not looked at"
    """Nobody has accepted it yet, or it cites something else now."""
    SUSPECT = "suspect"
    """What it cites says something else than when somebody last looked."""
    BROKEN = "broken"
    """What it cites is not there."""


@dataclass(frozen=True)
class Restatement:
    """A duty in force with its clause, and with both as somebody last compared them."""

    edition: Edition
    clause: Clause
    duty: Duty
    accepted: AcceptedDuty | None

    @property
    def name(self) -> str:
        """As commands take it: the document's reference, a slash, the duty."""
        return f"{self.edition.reference}/{self.duty.id}"

    @cached_property
    def status(self) -> AcceptanceStatus:
        """New without a record; suspect when the clause or the duty says something else since."""
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
        """What follows the advice to read the clause, too; empty where both are as somebody saw them."""
        if self.status is not AcceptanceStatus.SUSPECT:
            return ""
        if self.has_clause_changed:
            return "It has changed since this duty was last compared with it."
        return "This duty has changed since it was last compared with its clause."

    @property
    def current_state(self) -> AcceptedDuty:
        """What would be recorded if somebody accepted it now."""
        text, duty = describe_clause(self.clause), describe_duty(self.duty)
        return AcceptedDuty(clause_text_digest(self.clause), text, duty_digest(self.duty), duty)


def restatements(library: Library) -> Iterator[Restatement]:
    """Every duty in force, document by document."""
    for document in library.documents_in_force:
        edition = document.current
        for clause, duty in edition.duties:
            accepted = library.lock.duties.get(f"{edition.reference}/{duty.id}")
            yield Restatement(edition, clause, duty, accepted)
