"""reviews.yml and events.yml: the reviews of a document, and the events that call for one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ..fields import (
    Date,
    Id,
    Line,
    Reference,
    Text,
    validation_error,
)
from ..problems import Rule, ValuePath
from .base import MISSING_KEY, Origin, SourceFile, SourceRecord
from .replacement import REPLACEMENT_CONTRADICTION, OtherDocuments

REVIEW_CONTRADICTION = Rule.error(
    "review-contradiction", "The review dates of a document contradict each other"
)

ChangeKind = Literal["funding", "provider", "responsibilities", "legislation"]
"""The kinds of change that call for a review before its date."""


Outcome = Literal["amended", "unchanged", "extended", "withdrawn"]
"""What came of a review."""

REVIEWS_FILE = "reviews.yml"
"""The name of the file with a document's review record, which lies beside its editions."""


class RecordedReview(SourceRecord):
    """A review that took place, or what was decided about its date."""

    date: Date
    """When it was decided."""
    outcome: Outcome
    """Amended by a new edition; found right unchanged; put off; or the document withdrawn."""
    edition: Date
    """The edition that it concerns: the new one where it was amended."""
    next: Date | None = None
    """By when the next review is due; it follows from every: of the edition where that says it."""
    by: Id | None = None
    """The role that reviewed."""
    approved_by: Id | None = None
    """The role that approved it."""
    reason: Text | None = None
    """Why it was decided so."""
    replaced_by: OtherDocuments | None = None
    """What takes the place of a document that is withdrawn."""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.outcome == "extended":
            absent = [key for key in ("next", "approved_by", "reason") if getattr(self, key) is None]
            if absent:
                raise validation_error(
                    MISSING_KEY,
                    "a review that is put off lacks " + " and ".join(f"{key}:" for key in absent),
                    "say until when, who approved that, and why",
                )
        if self.outcome == "withdrawn":
            if self.reason is None:
                too, also = (" and has next:", ", and remove next:") if self.next else ("", "")
                message, hint = f"a withdrawal lacks reason:{too}", f"say why it was withdrawn{also}"
                raise validation_error(MISSING_KEY, message, hint)
            if self.next is not None:
                raise validation_error(
                    REVIEW_CONTRADICTION,
                    "a document that is withdrawn has no next review",
                    "remove next:",
                )
        elif self.replaced_by is not None:
            raise validation_error(
                REPLACEMENT_CONTRADICTION,
                f"a document whose review has outcome: {self.outcome} is not replaced",
                "remove replaced_by:, or write outcome: withdrawn with the reason",
            )
        return self

    @property
    def is_review(self) -> bool:
        """Whether the text was reviewed, and not only the date put off or the document withdrawn."""
        return self.outcome in ("amended", "unchanged")

    @property
    def sealed_facts(self) -> str:
        """The facts that may never change once recorded, in words.

        The reason is not among them, nor what replaces the document, which may only come later.
        """
        until = f", next {self.next}" if self.next is not None else ""
        return f"{self.date}: {self.outcome}, edition {self.edition}{until}"


class ReviewRecord(SourceFile):
    """policy/REFERENCE/reviews.yml: the reviews of a document, the oldest first. It is only added to."""

    reviews: Annotated[tuple[RecordedReview, ...], Field(min_length=1)]
    """The reviews in order."""

    @property
    def named_roles(self) -> Iterator[tuple[ValuePath, str]]:
        """Every role that the record names by its id, with the path from the top of the file."""
        for place, review in enumerate(self.reviews):
            for key, name in (("by", review.by), ("approved_by", review.approved_by)):
                if name is not None:
                    yield ("reviews", place, key), name


class Event(SourceRecord):
    """Something that happened outside and calls for a review of the documents that it touches."""

    id: Id
    """Its name, which stays."""
    kind: ChangeKind
    """What changed."""
    date: Date
    """When it changed."""
    what: Line
    """What happened, in a sentence."""
    documents: Annotated[tuple[Reference, ...], Field(min_length=1)]
    """The documents that it touches."""
    source: Origin
    """Where that can be checked."""


class Events(SourceFile):
    """policy/events.yml: changes that call for a review."""

    events: tuple[Event, ...] = ()
    """The changes in order."""
