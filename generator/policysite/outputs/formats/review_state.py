"""review.json: how every document stands with its review on a day."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ...domain.model import ChangeKind
from ...domain.reviews import ReviewState
from .base import JsonObject, NamedRole
from .names import Format
from .values import (
    BuildInstant,
    CalendarDay,
    Count,
    DocumentReference,
    GivenDate,
    IdName,
    WebAddress,
    Words,
)


class TriggerState(JsonObject):
    """Something that calls for a review before its date."""

    kind: ChangeKind | Literal["document"]
    """What changed; document where a document was withdrawn that governs it or that it cites."""
    since: CalendarDay | None
    """The first day on which it calls for a review; null where nobody recorded since when the legislation
    is repealed."""
    what: Words
    """What happened, in a sentence."""
    name: str
    """The id of the event or of the reference to the repealed legislation, or the reference of the
    withdrawn document."""
    clauses: tuple[str, ...]
    """The anchors of the clauses that cite the repealed legislation or the withdrawn document; none for
    an event."""


class DocumentReviewState(JsonObject):
    """How a document stands with its review."""

    reference: DocumentReference
    """The document's reference, as the ids and addresses here have it."""
    published_reference: Words | None = None
    """The document's reference as it is published, with slashes, spaces and dots; null in older files."""
    title: Words
    """The title of its current edition."""
    kind: IdName
    """The id of its kind: policy, procedure, or another that the library knows."""
    kind_name: Words | None = None
    """What readers call one of that kind, as it stands within a sentence; null in older files."""
    edition: GivenDate
    """When its current edition was made, a month or a day."""
    url: WebAddress | None
    """The address of its page; null where the site has no address."""
    owner: NamedRole | None
    """The role that answers for it; of several, the first; null where it names none."""
    owners: tuple[NamedRole, ...] = ()
    """All roles that answer for it."""
    contact: NamedRole | None = None
    """The role that is its contact point; of several, the first; null where it names none."""
    contacts: tuple[NamedRole, ...] = ()
    """All roles that are its contact points."""
    last: GivenDate | None
    """When it was last reviewed, a month or a day; null where nobody knows."""
    due: GivenDate | None
    """By when its next review is due, a month or a day; null where it does not say. A month is due by its
    last day."""
    due_day: CalendarDay | None
    """The last day on which that review is in time; null without a date."""
    overdue_since: CalendarDay | None
    """The first day on which that review is overdue, which may lie ahead; null without a date."""
    state: ReviewState
    """How it stands with its review on the day of as_at."""
    label: Words
    """What readers call the state."""
    days: Annotated[int, Field(strict=True)] | None
    """The days from as_at to due_day; negative when that has passed, null without a date."""
    sentence: Words
    """What was measured, in a sentence that stays true however late it is read."""
    called_from: CalendarDay | None
    """The first day on which something calls for a review, which may lie ahead; 0001-01-01 when that day
    is not known, and null when nothing does."""
    calls: tuple[TriggerState, ...]
    """What calls for a review before its date, by as_at."""
    governing_overdue: str | None
    """The reference of the document that it is made under, of several the first, where the review of that
    one is overdue; null otherwise."""
    overdue_governing_documents: tuple[DocumentReference, ...] = ()
    """The references of all documents that it is made under whose own review is overdue."""


class ReviewTotals(JsonObject):
    """How many documents there are, and how many are in each state. Withdrawn ones are no part."""

    documents: Count
    """How many documents there are."""
    overdue: Count
    """How many have a review that is overdue."""
    called_for: Annotated[Count, Field(alias="called for")]
    """How many have a review that something calls for before its date."""
    due_this_month: Annotated[Count, Field(alias="due this month")]
    """How many have a review that is due in the month of as_at."""
    due_soon: Annotated[Count, Field(alias="due soon")]
    """How many have a review that is due within due_soon_months."""
    unscheduled: Count
    """How many do not say when they are due."""
    current: Count
    """How many are in date."""
    below_overdue: Count
    """How many have a governing document whose review is overdue, whatever their own state."""


class ReviewStateFile(JsonObject):
    """How the documents of a library stand with their reviews on a day.

    review.json of a site. Dates are those of ISO 8601, a month (2025-12) or a day (2025-12-31), by the
    calendar of time_zone. Keys may be added; when one goes or changes its meaning, the number in format
    rises.
    """

    format: Literal[Format.REVIEW] = Format.REVIEW
    """What this document is, and the version of its format."""
    organisation: Words
    """Whose documents these are."""
    title: Words
    """The name of the site."""
    url: WebAddress | None
    """The address of the site, with a slash at its end; null where it has none."""
    as_at: CalendarDay
    """The day for which everything below holds."""
    built: BuildInstant
    """The instant at which this was made, with the offset of time_zone."""
    build_every_days: Annotated[int, Field(strict=True, ge=1)] | None
    """How often this is made anew, in days; null where nobody promised that."""
    next_build_expected: CalendarDay | None
    """The day by which it is made anew; past it, distrust the states. Null where nobody promised that."""
    time_zone: Words
    """The zone whose calendar says what day it is (IANA name)."""
    due_soon_months: Count
    """How many months before its due month or day a review counts as due soon."""
    totals: ReviewTotals
    """How many documents there are, and how many are in each state. Withdrawn ones are no part."""
    documents: tuple[DocumentReviewState, ...]
    """The documents, the worst first. Withdrawn ones are no part."""


class ReviewReport(ReviewStateFile):
    """What `policysite review --format json` prints: the documents asked for, and what is ahead."""

    ahead: dict[str, tuple[DocumentReference, ...]]
    """The documents whose reviews become due, by month, as many months ahead as were asked for."""
