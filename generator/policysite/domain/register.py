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
from .model import Change, Event, Work
from .reviews import (
    WORST_FIRST,
    Month,
    MonthOrDay,
    State,
    by,
    due_day,
    first_day,
    in_words,
    on,
    overdue_since,
    state,
)

LABELS: Mapping[State, str] = {
    State.CURRENT: "In date",
    State.DUE_SOON: "Review due soon",
    State.DUE_THIS_MONTH: "Review due this month",
    State.OVERDUE: "Review overdue",
    State.CALLED_FOR: "Review called for",
    State.UNSCHEDULED: "No review date",
}
"""What readers call the states."""

WITHDRAWN = "Withdrawn"


@dataclass(frozen=True, slots=True)
class Call:
    """Something that calls for a review before its date.

    A change counts from its first possible day; it is answered by a review that can only have come
    after it. Repealed legislation calls for a review as long as the current edition cites it, and a
    document that was withdrawn as long as the current edition cites it or is made under it.
    """

    kind: Change | Literal["document"]
    since: date | None
    """The first day on which it calls; None where nobody recorded since when the law is repealed."""
    what: str
    """What happened, in a sentence."""
    event: Event | None = None
    """The event, where it is one."""
    work: Work | None = None
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
class Standing:
    """How a document stands with its review on a day."""

    document: Document
    state: State
    last: MonthOrDay | None
    """When somebody last reviewed the text."""
    due: MonthOrDay | None
    """By when the next review is due."""
    days: int | None
    """The days left until the due day; negative when it has passed, None without a date."""
    calls: tuple[Call, ...]
    """What calls for a review before its date, by today."""
    called_from: date | None
    """The first day of the first call, which may still lie ahead; date.min where nobody knows it."""
    overdue_above: Document | None
    """The governing document, where its review is overdue: a finding beside the state."""
    due_above: MonthOrDay | None
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
        return LABELS[self.state]

    @property
    def is_overdue(self) -> bool:
        return self.state is State.OVERDUE

    @property
    def needs_attention(self) -> bool:
        """Whether a reader has to be told before the text."""
        return self.state in (State.OVERDUE, State.CALLED_FOR)

    @property
    def sentence(self) -> str:
        """What was measured, in a sentence that stays true however late it is read."""
        if self.due is None:
            return "The document does not say when its next review is due."
        if self.state is State.OVERDUE:
            since = in_words(overdue_since(self.due))
            is_newer = due_day(self.document.current.edition) > due_day(self.due)
            lacks = "No later review is recorded here." if is_newer else "No later edition is held here."
            return f"Its review was due {by(self.due)} and has been overdue since {since}. {lacks}"
        return f"Its review is due {by(self.due)}."

    @property
    def sort_key(self) -> tuple[int, date, str]:
        """The worst first, and of those the longest due."""
        return (
            WORST_FIRST.index(self.state),
            due_day(self.due) if self.due else date.max,
            self.reference,
        )


@dataclass(frozen=True)
class Register:
    """How every document of a library stands on a day, the worst first. Withdrawn ones are no part."""

    library: Library
    today: date
    standings: tuple[Standing, ...]

    @property
    def next_build(self) -> date | None:
        """The last day by which the site is to be built again; None where library.yml does not say."""
        builds = self.library.settings.builds
        return self.today + timedelta(days=builds.every) if builds else None

    @property
    def totals(self) -> dict[State, int]:
        """How many documents are in each state, of all there are."""
        counted = Counter(one.state for one in self.standings)
        return {state: counted[state] for state in WORST_FIRST}

    @cached_property
    def by_reference(self) -> Mapping[str, Standing]:
        return {one.reference: one for one in self.standings}

    @property
    def below_overdue(self) -> list[Standing]:
        """The documents whose governing document's review is overdue."""
        return [one for one in self.standings if one.overdue_above is not None]

    @property
    def calls(self) -> list[tuple[Standing, Call]]:
        """What calls for reviews today, with the document that it calls on."""
        return [(one, call) for one in self.standings for call in one.calls]

    def only(
        self, owner: str | None, states: Collection[State], contact: str | None = None
    ) -> tuple[Standing, ...]:
        """Those of an owner, with a contact point and in one of the states; any where none is given."""
        return tuple(
            one
            for one in self.standings
            if owner in (None, one.owner)
            and contact in (None, one.contact)
            and (not states or one.state in states)
        )

    @property
    def names_contacts(self) -> bool:
        """Whether any document names a contact point, so that a table has a column for it."""
        return any(one.current.contact for one in self.library.documents.values())

    def ahead(self, months: int) -> list[tuple[Month, tuple[Standing, ...]]]:
        """What becomes due in this month and those that follow, month by month, so many in all."""
        this = Month.of(self.today)
        found: dict[Month, list[Standing]] = {this.plus(count): [] for count in range(months)}
        for one in self.standings:
            if one.due is not None and not one.is_overdue:
                found.get(Month.of(due_day(one.due)), []).append(one)
        return [(month, tuple(due)) for month, due in found.items()]

    @property
    def withdrawn(self) -> list[Document]:
        return [one for one in self.library.documents.values() if one.is_withdrawn]

    @classmethod
    def of(cls, library: Library, today: date) -> Register:
        """Work out how each document stands. Any number of documents, in one pass."""
        calls = _Calls(library)
        standings = (_standing(library, document, calls, today) for document in library.in_force)
        return cls(library, today, tuple(sorted(standings, key=lambda one: one.sort_key)))


def _standing(library: Library, document: Document, calls: _Calls, today: date) -> Standing:
    due = document.due
    ahead = list(calls.on(document))
    called_from = min((one.since or date.min for one in ahead), default=None)
    window = library.settings.reviews.due_soon.months
    above = library.documents.get(document.current.governed_by or "")
    due_above = above.due if above and not above.is_withdrawn else None
    is_above_overdue = due_above is not None and today > due_day(due_above)
    return Standing(
        document=document,
        state=state(due, today, window=window, called_from=called_from),
        last=document.last_review,
        due=due,
        days=(due_day(due) - today).days if due is not None else None,
        calls=tuple(one for one in ahead if one.is_open(today)),
        called_from=called_from,
        overdue_above=above if is_above_overdue else None,
        due_above=due_above,
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
        for name, work in library.works.items():
            if work.state == "repealed":
                for edition, clause in library.cited_by.get(name, ()):
                    cited = self._repealed.setdefault(edition.reference, {})
                    cited.setdefault(name, []).append(clause.anchor)
        withdrawn = dict.fromkeys(name for name, one in library.documents.items() if one.is_withdrawn)
        self._withdrawn: dict[str, dict[str, list[str]]] = {}
        for document in library.in_force:
            if document.current.governed_by in withdrawn:
                self._withdrawn[document.reference] = {document.current.governed_by or "": []}
        for name in withdrawn:
            for edition, clause in library.cited_by.get(name, ()):
                cited = self._withdrawn.setdefault(edition.reference, {})
                cited.setdefault(name, []).append(clause.anchor)

    def on(self, document: Document) -> Iterator[Call]:
        """The calls on a document that no review has answered, those that still lie ahead, too."""
        last = document.last_review
        for event in self._events.get(document.reference, ()):
            if last is None or first_day(last) < due_day(event.date):
                yield Call(event.kind, first_day(event.date), event.what, event=event, name=event.id)
        for name, anchors in self._repealed.get(document.reference, {}).items():
            work = self._library.works[name]
            since = due_day(work.repealed) if work.repealed else None
            told = f" since {in_words(work.repealed)}" if work.repealed else ""
            yield Call(
                "legislation",
                since,
                f"{work.title} is repealed{told}.",
                work=work,
                name=name,
                clauses=tuple(anchors),
            )
        for name, anchors in self._withdrawn.get(document.reference, {}).items():
            withdrawn = self._library.documents[name]
            when = withdrawn.reviews[-1].date
            governs = ", which governs it," if document.current.governed_by == name else ""
            yield Call(
                "document",
                first_day(when),
                f"{name} {withdrawn.current.title}{governs} was withdrawn {on(when)}.",
                document=withdrawn,
                name=name,
                clauses=tuple(anchors),
            )
