"""Each duty beside the clause that it restates, and whether somebody compared the two as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ..library import Library
from ..model import AcceptedDuty, Clause, Duty, Edition
from .digests import of_clause_text, of_duty
from .trace import Status, duty_in_words, words_of_clause


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
    def status(self) -> Status:
        """New without a record; suspect when the clause or the duty says something else since."""
        if self.accepted is None:
            return Status.NEW
        return Status.SUSPECT if self.has_clause_changed or self.has_duty_changed else Status.ACCEPTED

    @property
    def has_clause_changed(self) -> bool:
        accepted = self.accepted
        return accepted is not None and accepted.clause_digest != of_clause_text(self.clause)

    @property
    def has_duty_changed(self) -> bool:
        return self.accepted is not None and self.accepted.digest != of_duty(self.duty)

    @property
    def caution(self) -> str:
        """What who reads the duty has to know of it; empty where it is as somebody saw it."""
        if self.status is not Status.SUSPECT:
            return ""
        what = "The clause" if self.has_clause_changed else "This duty"
        return f"{what} has changed since the two were last compared."

    @property
    def now(self) -> AcceptedDuty:
        """What would be recorded if somebody accepted it now."""
        text = " ".join(" ".join(words_of_clause(self.clause)).split())
        duty = " ".join(duty_in_words(self.duty).split())
        return AcceptedDuty(of_clause_text(self.clause), text, of_duty(self.duty), duty)


def restatements(library: Library) -> Iterator[Restatement]:
    """Every duty in force, document by document."""
    for document in library.in_force:
        for clause, duty in document.current.duties:
            accepted = library.lock.duties.get(f"{document.reference}/{duty.id}")
            yield Restatement(document.current, clause, duty, accepted)
