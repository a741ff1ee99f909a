"""What came of a run of reminders, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...domain.model import SETTINGS_FILE


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message that somebody got, or would get."""

    recipients: tuple[str, ...]
    subject: str
    text: str

    @property
    def summary_line(self) -> str:
        """Who was told what, in a line that ends."""
        return f"Told {', '.join(self.recipients)}: {self.subject}\n"

    @property
    def full_text(self) -> str:
        """What would be sent to whom."""
        return f"To: {', '.join(self.recipients)}\nSubject: {self.subject}\n\n{self.text}\n"


@dataclass(frozen=True, slots=True)
class UndeliveredMessage:
    """Somebody who did not get a message, and why."""

    recipient: str
    cause: str


@dataclass(frozen=True)
class ReminderOutcome:
    """What came of a run."""

    sent: tuple[SentMessage, ...] = ()
    """What was delivered; of a dry run, what would be sent."""
    failed: tuple[UndeliveredMessage, ...] = ()
    """What is tried again on the next run."""
    unaddressed_documents: tuple[str, ...] = ()
    """The references of the documents that somebody should be told of, but nobody has an address."""
    unread_documents: tuple[str, ...] = ()
    """The references of the documents that were left out, for their files could not be read whole."""
    has_errors: bool = False
    """Whether the sources have errors, so that something may be missing from what was told."""
    stopped: str = ""
    """Why the run ended early, or did not begin; empty when it went through."""

    @property
    def is_complete(self) -> bool:
        """Whether everybody who should know does."""
        lacks = self.failed or self.unaddressed_documents or self.unread_documents
        return not (lacks or self.has_errors or self.stopped)

    @property
    def failure_lines(self) -> Iterator[str]:
        """What went wrong, a line each."""
        for failure in self.failed:
            yield f"{failure.recipient} was not told: {failure.cause}"
        for reference in self.unaddressed_documents:
            yield (
                f"{reference}: nobody was told, for neither its owner nor its contact point has an"
                f" address; add one to owners: or to otherwise: below reminders: in {SETTINGS_FILE}"
            )
        for reference in self.unread_documents:
            yield f"{reference}: left out, for a file of it could not be read whole; see policysite check"
        if self.has_errors:
            yield "the sources have errors, so something may be missing; see policysite check"
        if self.stopped:
            yield self.stopped
