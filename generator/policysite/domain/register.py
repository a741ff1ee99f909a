"""The register of reviews: the review status of every document on a given day, the worst first.

Every page, command, calendar, feed and message takes review dates from here. Pure: `today` is an
argument, and nothing here knows how it is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from .library import Document, Library
from .model import ChangeKind, Event, ExternalReference
from .reviews import (
    WORST_FIRST,
    Month,
    MonthOrDay,
    ReviewState,
    due_day,
    first_day,
    format_by,
    format_date,
    format_on,
    overdue_since,
    review_state,
)
from .translation import ENGLISH, Translation, marked

STATE_LABELS: Mapping[ReviewState, str] = {
    ReviewState.CURRENT: marked("In date"),
    ReviewState.DUE_SOON: marked("Review due soon"),
    ReviewState.DUE_THIS_MONTH: marked("Review due this month"),
    ReviewState.OVERDUE: marked("Review overdue"),
    ReviewState.CALLED_FOR: marked("Review called for"),
    ReviewState.UNSCHEDULED: marked("No review date"),
}
"""The names of the states for readers."""

WITHDRAWN_LABEL = marked("Withdrawn")


@dataclass(frozen=True, slots=True)
class ReviewTrigger:
    """Something that calls for a review before its date.

    An event calls for one from its first possible day, until a review that is certainly later than it.
    Repealed legislation does so as long as the current edition cites it, and a withdrawn document as
    long as the current edition cites it or is governed by it.
    """

    kind: ChangeKind | Literal["document"]
    since: date | None
    """The first day on which it calls for a review; None if the date of a repeal is not recorded."""
    message: str
    """What happened, as a message whose placeholders are among the values."""
    values: Mapping[str, str | MonthOrDay] = field(default_factory=dict)
    """What the message names. A date is shown as since when it is so, or else as when it happened."""
    event: Event | None = None
    """The event, where it is one."""
    external_reference: ExternalReference | None = None
    """The repealed legislation, where it is that."""
    document: Document | None = None
    """The document that was withdrawn, where it is that."""
    name: str = ""
    """The id of the event or of the reference, or the document's own reference."""
    clauses: tuple[str, ...] = ()
    """The anchors of the clauses that cite the repealed legislation or the withdrawn document."""

    @property
    def description(self) -> str:
        """What happened, in a sentence."""
        return self.description_in(ENGLISH)

    def description_in(self, translation: Translation) -> str:
        """What happened, in a sentence of this language."""
        shown = {
            name: value
            if isinstance(value, str)
            else (format_date if name == "since" else format_on)(value, translation)
            for name, value in self.values.items()
        }
        return translation.gettext(self.message, **shown)

    def is_open(self, today: date) -> bool:
        return self.since is None or self.since <= today


@dataclass(frozen=True, slots=True)
class GoverningReview:
    """The review of a document in force that another is made under."""

    document: Document
    due_date: MonthOrDay | None
    """By when it is due."""
    is_overdue: bool


@dataclass(frozen=True)
class ReviewStatus:
    """The review status of a document on a given day."""

    document: Document
    state: ReviewState
    last_review_date: MonthOrDay | None
    """When somebody last reviewed the text."""
    due_date: MonthOrDay | None
    """By when the next review is due."""
    days_until_due: int | None
    """The days left until the due day; negative when it has passed, None without a date."""
    triggers: tuple[ReviewTrigger, ...]
    """What calls for a review before its date, by today."""
    triggered_from: date | None
    """The first day of the first trigger, which may lie ahead; date.min if it is not recorded."""
    governing_reviews: tuple[GoverningReview, ...]
    """The reviews of the documents in force that it is made under. They don't change the state."""

    @property
    def reference(self) -> str:
        return self.document.reference

    @property
    def published_reference(self) -> str:
        """The document's reference as readers know it."""
        return self.document.published_reference

    @property
    def owners(self) -> tuple[str, ...]:
        """The roles that answer for the document, where it names any."""
        return self.document.current.owners

    @property
    def contacts(self) -> tuple[str, ...]:
        """The roles that are the document's contact points, where it names any."""
        return self.document.current.contacts

    @property
    def overdue_governing_documents(self) -> tuple[Document, ...]:
        """The documents above it whose own review is overdue."""
        return tuple(review.document for review in self.governing_reviews if review.is_overdue)

    @property
    def next_governing_review(self) -> GoverningReview | None:
        """The review above it that becomes overdue first, of those that are not."""
        ahead = [
            (due_day(review.due_date), index, review)
            for index, review in enumerate(self.governing_reviews)
            if review.due_date and not review.is_overdue
        ]
        return min(ahead)[-1] if ahead else None

    @property
    def label(self) -> str:
        return STATE_LABELS[self.state]

    @property
    def is_overdue(self) -> bool:
        return self.state is ReviewState.OVERDUE

    @property
    def needs_attention(self) -> bool:
        """Whether the page says so before the text."""
        return self.state in (ReviewState.OVERDUE, ReviewState.CALLED_FOR)

    @property
    def sentence(self) -> str:
        """The due date in a sentence that stays true however late it is read."""
        return self.sentence_in(ENGLISH)

    def sentence_in(self, translation: Translation) -> str:
        """The same sentence in another language."""
        gettext = translation.gettext
        if self.due_date is None:
            return gettext("The document does not say when its next review is due.")
        due = format_by(self.due_date, translation)
        if self.state is not ReviewState.OVERDUE:
            return gettext("Its review is due %(due)s.", due=due)
        since = format_date(overdue_since(self.due_date), translation)
        overdue = gettext(
            "Its review was due %(due)s and has been overdue since %(since)s.", due=due, since=since
        )
        is_newer = due_day(self.document.current.edition) > due_day(self.due_date)
        if is_newer:
            return f"{overdue} {gettext('No later review is recorded here.')}"
        return f"{overdue} {gettext('No later edition is held here.')}"

    @property
    def sort_key(self) -> tuple[int, date, str]:
        """The worst first, and of those the longest due."""
        return (
            WORST_FIRST.index(self.state),
            due_day(self.due_date) if self.due_date else date.max,
            self.reference,
        )


@dataclass(frozen=True)
class Register:
    """The review status of every document in force on a given day, the worst first."""

    library: Library
    today: date
    statuses: tuple[ReviewStatus, ...]

    @property
    def next_build(self) -> date | None:
        """The day by which the site is to be rebuilt; None if library.yml does not say."""
        builds = self.library.settings.builds
        return self.today + timedelta(days=builds.every) if builds else None

    @property
    def totals(self) -> dict[ReviewState, int]:
        """The number of documents in each state, with zeros, the worst state first."""
        counted = Counter(status.state for status in self.statuses)
        return {state: counted[state] for state in WORST_FIRST}

    @cached_property
    def status_by_reference(self) -> Mapping[str, ReviewStatus]:
        return {status.reference: status for status in self.statuses}

    @property
    def governed_by_overdue(self) -> list[ReviewStatus]:
        """The documents made under one whose review is overdue."""
        return [status for status in self.statuses if status.overdue_governing_documents]

    @property
    def open_triggers(self) -> list[tuple[ReviewStatus, ReviewTrigger]]:
        """Everything that calls for a review today, each with the document that it concerns."""
        return [(status, trigger) for status in self.statuses for trigger in status.triggers]

    def filtered(
        self, owner: str | None, states: Collection[ReviewState], contact: str | None = None
    ) -> tuple[ReviewStatus, ...]:
        """The statuses with this owner, contact point and one of these states; empty means any."""
        return tuple(
            status
            for status in self.statuses
            if (owner is None or owner in status.owners)
            and (contact is None or contact in status.contacts)
            and (not states or status.state in states)
        )

    @property
    def has_contact_points(self) -> bool:
        """Whether any document names a contact point; if none does, tables leave out that column."""
        return any(document.current.contacts for document in self.library.documents.values())

    def due_by_month(self, months: int) -> list[tuple[Month, tuple[ReviewStatus, ...]]]:
        """What becomes due in each of the next `months` months, beginning with the current one."""
        current = Month.containing(self.today)
        statuses: dict[Month, list[ReviewStatus]] = {
            current.plus_months(count): [] for count in range(months)
        }
        for status in self.statuses:
            if status.due_date is not None and not status.is_overdue:
                statuses.get(Month.containing(due_day(status.due_date)), []).append(status)
        return [(month, tuple(due)) for month, due in statuses.items()]

    @property
    def withdrawn_documents(self) -> list[Document]:
        return [document for document in self.library.documents.values() if document.is_withdrawn]

    @classmethod
    def from_library(cls, library: Library, today: date) -> Register:
        """Work out the status of every document in one pass."""
        triggers = _TriggerIndex(library)
        statuses = (
            _review_status(library, document, triggers, today) for document in library.documents_in_force
        )
        return cls(library, today, tuple(sorted(statuses, key=lambda status: status.sort_key)))


def _review_status(
    library: Library, document: Document, index: _TriggerIndex, today: date
) -> ReviewStatus:
    due = document.due_date
    unanswered = list(index.triggers_of(document))
    triggered_from = min((trigger.since or date.min for trigger in unanswered), default=None)
    window = library.settings.reviews.due_soon.months
    return ReviewStatus(
        document=document,
        state=review_state(due, today, window=window, triggered_from=triggered_from),
        last_review_date=document.last_review_date,
        due_date=due,
        days_until_due=(due_day(due) - today).days if due is not None else None,
        triggers=tuple(trigger for trigger in unanswered if trigger.is_open(today)),
        triggered_from=triggered_from,
        governing_reviews=tuple(_governing_reviews(library, document, today)),
    )


def _governing_reviews(library: Library, document: Document, today: date) -> Iterator[GoverningReview]:
    for name in document.current.governing_documents:
        governing = library.documents.get(name)
        if governing is not None and not governing.is_withdrawn:
            due = governing.due_date
            yield GoverningReview(governing, due, due is not None and today > due_day(due))


class _TriggerIndex:
    """What calls for reviews, indexed by document."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._events: dict[str, list[Event]] = {}
        for event in library.events:
            for reference in dict.fromkeys(event.documents):
                self._events.setdefault(reference, []).append(event)
        self._repealed: dict[str, dict[str, list[str]]] = {}
        for name, law in library.external_references.items():
            if law.state == "repealed":
                for edition, clause in library.citing_clauses.get(name, ()):
                    cited = self._repealed.setdefault(edition.reference, {})
                    cited.setdefault(name, []).append(clause.anchor)
        withdrawn = {name: None for name, entry in library.documents.items() if entry.is_withdrawn}
        self._withdrawn: dict[str, dict[str, list[str]]] = {}
        for document in library.documents_in_force:
            above: dict[str, list[str]] = {
                name: [] for name in document.current.governing_documents if name in withdrawn
            }
            if above:
                self._withdrawn[document.reference] = above
        for name in withdrawn:
            for edition, clause in library.citing_clauses.get(name, ()):
                cited = self._withdrawn.setdefault(edition.reference, {})
                cited.setdefault(name, []).append(clause.anchor)

    def triggers_of(self, document: Document) -> Iterator[ReviewTrigger]:
        """The triggers for a document that no review has answered yet, including future ones."""
        last = document.last_review_date
        for event in self._events.get(document.reference, ()):
            if last is None or first_day(last) < due_day(event.date):
                yield ReviewTrigger(
                    event.kind,
                    first_day(event.date),
                    "%(what)s",
                    {"what": event.what},
                    event=event,
                    name=event.id,
                )
        for name, anchors in self._repealed.get(document.reference, {}).items():
            reference = self._library.external_references[name]
            since = due_day(reference.repealed) if reference.repealed else None
            yield ReviewTrigger(
                "legislation",
                since,
                marked("%(law)s is repealed since %(since)s.")
                if reference.repealed
                else marked("%(law)s is repealed."),
                {"law": reference.title, **({"since": reference.repealed} if reference.repealed else {})},
                external_reference=reference,
                name=name,
                clauses=tuple(anchors),
            )
        for name, anchors in self._withdrawn.get(document.reference, {}).items():
            withdrawn = self._library.documents[name]
            when = withdrawn.reviews[-1].date
            is_above = name in document.current.governing_documents
            successors = self._library.successor_names(name)
            yield ReviewTrigger(
                "document",
                first_day(when),
                _withdrawal_message(is_above=is_above, is_replaced=bool(successors)),
                {
                    "document": self._library.document_name(name),
                    "when": when,
                    **({"successors": successors} if successors else {}),
                },
                document=withdrawn,
                name=name,
                clauses=tuple(anchors),
            )


def _withdrawal_message(*, is_above: bool, is_replaced: bool) -> str:
    if is_replaced:
        return (
            marked(
                "%(document)s, which governs it, was withdrawn %(when)s, and replaced by %(successors)s."
            )
            if is_above
            else marked("%(document)s was withdrawn %(when)s, and replaced by %(successors)s.")
        )
    return (
        marked("%(document)s, which governs it, was withdrawn %(when)s.")
        if is_above
        else marked("%(document)s was withdrawn %(when)s.")
    )
