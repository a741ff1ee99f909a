"""The register of reviews: how each document stands on a day, the worst first.

The one reading of review dates that every page, command, calendar, feed and message shares. Pure:
`today` is given, and nothing here knows how it is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
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

STATE_LABELS: Mapping[ReviewState, str] = {
    ReviewState.CURRENT: "In date",
    ReviewState.DUE_SOON: "Review due soon",
    ReviewState.DUE_THIS_MONTH: "Review due this month",
    ReviewState.OVERDUE: "Review overdue",
    ReviewState.CALLED_FOR: "Review called for",
    ReviewState.UNSCHEDULED: "No review date",
}
"""What readers call the states."""

WITHDRAWN_LABEL = "Withdrawn"


@dataclass(frozen=True, slots=True)
class ReviewTrigger:
    """Something that calls for a review before its date.

    A change counts from its first possible day; it is answered by a review that can only have come
    after it. Repealed legislation calls for a review as long as the current edition cites it, and a
    document that was withdrawn as long as the current edition cites it or is made under it.
    """

    kind: ChangeKind | Literal["document"]
    since: date | None
    """The first day on which it calls; None where nobody recorded since when the law is repealed."""
    description: str
    """What happened, in a sentence."""
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

    def is_open(self, today: date) -> bool:
        return self.since is None or self.since <= today


@dataclass(frozen=True)
class ReviewStatus:
    """How a document stands with its review on a day."""

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
    """The first day of the first call, which may still lie ahead; date.min where nobody knows it."""
    overdue_governing_document: Document | None
    """The governing document, where its review is overdue: a finding beside the state."""
    governing_due_date: MonthOrDay | None
    """When the governing document's review is or was due."""

    @property
    def reference(self) -> str:
        return self.document.reference

    @property
    def owner(self) -> str | None:
        """The role that answers for the document, where it names one."""
        return self.document.current.owner

    @property
    def contact(self) -> str | None:
        """The role that is the document's contact point, where it names one."""
        return self.document.current.contact

    @property
    def label(self) -> str:
        return STATE_LABELS[self.state]

    @property
    def is_overdue(self) -> bool:
        return self.state is ReviewState.OVERDUE

    @property
    def needs_attention(self) -> bool:
        """Whether a reader has to be told before the text."""
        return self.state in (ReviewState.OVERDUE, ReviewState.CALLED_FOR)

    @property
    def sentence(self) -> str:
        """What was measured, in a sentence that stays true however late it is read."""
        if self.due_date is None:
            return "The document does not say when its next review is due."
        if self.state is ReviewState.OVERDUE:
            since = format_date(overdue_since(self.due_date))
            is_newer = due_day(self.document.current.edition) > due_day(self.due_date)
            lacks = "No later review is recorded here." if is_newer else "No later edition is held here."
            return (
                f"Its review was due {format_by(self.due_date)} and has been overdue since {since}. "
                f"{lacks}"
            )
        return f"Its review is due {format_by(self.due_date)}."

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
    """How every document of a library stands on a day, the worst first. Withdrawn ones are no part."""

    library: Library
    today: date
    statuses: tuple[ReviewStatus, ...]

    @property
    def next_build(self) -> date | None:
        """The last day by which the site is to be built again; None where library.yml does not say."""
        builds = self.library.settings.builds
        return self.today + timedelta(days=builds.every) if builds else None

    @property
    def totals(self) -> dict[ReviewState, int]:
        """How many documents are in each state, of all there are."""
        counted = Counter(one.state for one in self.statuses)
        return {state: counted[state] for state in WORST_FIRST}

    @cached_property
    def status_by_reference(self) -> Mapping[str, ReviewStatus]:
        return {one.reference: one for one in self.statuses}

    @property
    def governed_by_overdue(self) -> list[ReviewStatus]:
        """The documents whose governing document's review is overdue."""
        return [one for one in self.statuses if one.overdue_governing_document is not None]

    @property
    def open_triggers(self) -> list[tuple[ReviewStatus, ReviewTrigger]]:
        """What calls for reviews today, with the document that it calls on."""
        return [(one, call) for one in self.statuses for call in one.triggers]

    def filtered(
        self, owner: str | None, states: Collection[ReviewState], contact: str | None = None
    ) -> tuple[ReviewStatus, ...]:
        """Those of an owner, with a contact point and in one of the states; any where none is given."""
        return tuple(
            one
            for one in self.statuses
            if owner in (None, one.owner)
            and contact in (None, one.contact)
            and (not states or one.state in states)
        )

    @property
    def has_contact_points(self) -> bool:
        """Whether any document names a contact point, so that a table has a column for it."""
        return any(one.current.contact for one in self.library.documents.values())

    def due_by_month(self, months: int) -> list[tuple[Month, tuple[ReviewStatus, ...]]]:
        """What becomes due in this month and those that follow, month by month, so many in all."""
        this = Month.containing(self.today)
        found: dict[Month, list[ReviewStatus]] = {this.plus_months(count): [] for count in range(months)}
        for one in self.statuses:
            if one.due_date is not None and not one.is_overdue:
                found.get(Month.containing(due_day(one.due_date)), []).append(one)
        return [(month, tuple(due)) for month, due in found.items()]

    @property
    def withdrawn_documents(self) -> list[Document]:
        return [one for one in self.library.documents.values() if one.is_withdrawn]

    @classmethod
    def from_library(cls, library: Library, today: date) -> Register:
        """Work out how each document stands. Any number of documents, in one pass."""
        calls = _Calls(library)
        statuses = (_standing(library, document, calls, today) for document in library.documents_in_force)
        return cls(library, today, tuple(sorted(statuses, key=lambda one: one.sort_key)))


def _standing(library: Library, document: Document, calls: _Calls, today: date) -> ReviewStatus:
    due = document.due_date
    ahead = list(calls.on(document))
    called_from = min((one.since or date.min for one in ahead), default=None)
    window = library.settings.reviews.due_soon.months
    above = library.documents.get(document.current.governed_by or "")
    due_above = above.due_date if above and not above.is_withdrawn else None
    is_above_overdue = due_above is not None and today > due_day(due_above)
    return ReviewStatus(
        document=document,
        state=review_state(due, today, window=window, called_from=called_from),
        last_review_date=document.last_review_date,
        due_date=due,
        days_until_due=(due_day(due) - today).days if due is not None else None,
        triggers=tuple(one for one in ahead if one.is_open(today)),
        triggered_from=called_from,
        overdue_governing_document=above if is_above_overdue else None,
        governing_due_date=due_above,
    )


class _Calls:
    """What calls for reviews, by document."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._events: dict[str, list[Event]] = {}
        for event in library.events:
            for reference in dict.fromkeys(event.documents):
                self._events.setdefault(reference, []).append(event)
        self._repealed: dict[str, dict[str, list[str]]] = {}
        for name, work in library.external_references.items():
            if work.state == "repealed":
                for edition, clause in library.citing_clauses.get(name, ()):
                    cited = self._repealed.setdefault(edition.reference, {})
                    cited.setdefault(name, []).append(clause.anchor)
        withdrawn = dict.fromkeys(name for name, one in library.documents.items() if one.is_withdrawn)
        self._withdrawn: dict[str, dict[str, list[str]]] = {}
        for document in library.documents_in_force:
            if document.current.governed_by in withdrawn:
                self._withdrawn[document.reference] = {document.current.governed_by or "": []}
        for name in withdrawn:
            for edition, clause in library.citing_clauses.get(name, ()):
                cited = self._withdrawn.setdefault(edition.reference, {})
                cited.setdefault(name, []).append(clause.anchor)

    def on(self, document: Document) -> Iterator[ReviewTrigger]:
        """The calls on a document that no review has answered, those that still lie ahead, too."""
        last = document.last_review_date
        for event in self._events.get(document.reference, ()):
            if last is None or first_day(last) < due_day(event.date):
                yield ReviewTrigger(
                    event.kind, first_day(event.date), event.what, event=event, name=event.id
                )
        for name, anchors in self._repealed.get(document.reference, {}).items():
            work = self._library.external_references[name]
            since = due_day(work.repealed) if work.repealed else None
            told = f" since {format_date(work.repealed)}" if work.repealed else ""
            yield ReviewTrigger(
                "legislation",
                since,
                f"{work.title} is repealed{told}.",
                external_reference=work,
                name=name,
                clauses=tuple(anchors),
            )
        for name, anchors in self._withdrawn.get(document.reference, {}).items():
            withdrawn = self._library.documents[name]
            when = withdrawn.reviews[-1].date
            governs = ", which governs it," if document.current.governed_by == name else ""
            yield ReviewTrigger(
                "document",
                first_day(when),
                f"{name} {withdrawn.current.title}{governs} was withdrawn {format_on(when)}.",
                document=withdrawn,
                name=name,
                clauses=tuple(anchors),
            )
