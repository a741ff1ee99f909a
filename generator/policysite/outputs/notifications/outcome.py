"""The outcome of a run of reminders, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...domain.model import SETTINGS_FILE


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message that was sent, or in a dry run would be sent."""

    recipients: tuple[str, ...]
    subject: str
    text: str

    @property
    def summary_line(self) -> str:
        """The recipients and the subject, on a line with its line break."""
        return f"Told {', '.join(self.recipients)}: {self.subject}\n"

    @property
    def full_text(self) -> str:
        """The whole message with its recipients."""
        return f"To: {', '.join(self.recipients)}\nSubject: {self.subject}\n\n{self.text}\n"


@dataclass(frozen=True, slots=True)
class UndeliveredMessage:
    """A recipient who did not get a message, and the cause."""

    recipient: str
    cause: str


@dataclass(frozen=True)
class ReminderOutcome:
    """The outcome of a run."""

    sent: tuple[SentMessage, ...] = ()
    """The messages delivered; in a dry run, those that would be sent."""
    failed: tuple[UndeliveredMessage, ...] = ()
    """The deliveries that failed; the next run tries them again."""
    unaddressed_documents: tuple[str, ...] = ()
    """The references of documents with notices, but without anybody's address."""
    unread_documents: tuple[str, ...] = ()
    """The references of documents that were left out, because a file could not be read completely."""
    has_errors: bool = False
    """Whether the sources have errors, so that notices may be missing."""
    stopped: str = ""
    """Why the run ended early or did not begin; empty if it did not."""

    @property
    def is_complete(self) -> bool:
        """Whether every notice reached its recipients."""
        missing = self.failed or self.unaddressed_documents or self.unread_documents
        return not (missing or self.has_errors or self.stopped)

    @property
    def failure_lines(self) -> Iterator[str]:
        """Everything that went wrong, a line each."""
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
