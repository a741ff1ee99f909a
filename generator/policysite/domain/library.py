"""The library: what the source files say together, and what follows from that.

Frozen data with look-ups over it. Knows no file system and no page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from .model import (
    REVIEWS_FILE,
    Checklist,
    Clause,
    Duty,
    Edition,
    Event,
    ExternalReference,
    LibrarySettings,
    PolicyLock,
    RecordedReview,
    ReviewRecord,
    Role,
    Section,
    Term,
)
from .problems import ValuePath
from .reviews import (
    MonthOrDay,
    add_months,
    date_sort_key,
    due_day,
)


@dataclass(frozen=True)
class Document:
    """A document with all its editions, the newest first, and the record of its reviews."""

    reference: str
    editions: tuple[Edition, ...]
    record: ReviewRecord | None = None

    @property
    def current(self) -> Edition:
        """The newest edition."""
        return self.editions[0]

    @property
    def reviews(self) -> tuple[RecordedReview, ...]:
        """Its reviews as they are recorded, the oldest first."""
        return self.record.reviews if self.record else ()

    @property
    def is_withdrawn(self) -> bool:
        """Whether the last thing that was decided is that it no longer applies."""
        return bool(self.reviews) and self.reviews[-1].outcome == "withdrawn"

    @property
    def last_review_date(self) -> MonthOrDay | None:
        """When somebody last looked at the text: by the record, or as the first edition says."""
        return next(
            (one.date for one in reversed(self.reviews) if one.is_review), self.current.review.last
        )

    @property
    def due_date(self) -> MonthOrDay | None:
        """By when the next review is due."""
        return self.due_date_after(self.current, self.reviews)

    def due_date_after(self, edition: Edition, reviews: Sequence[RecordedReview]) -> MonthOrDay | None:
        """By when the next review was due when this edition was the newest, and these all reviews.

        The last review says so itself, or lets it follow from every:; where there is none, the edition
        says it.
        """
        printed, every = edition.review, edition.review.every
        if not reviews:
            if printed.next is None and printed.last is not None and every is not None:
                return add_months(printed.last, every.months)
            return printed.next
        latest = reviews[-1]
        if latest.outcome == "withdrawn":
            return None
        if latest.next is not None:
            return latest.next
        is_before = due_day(latest.edition) <= due_day(edition.edition)
        if latest.outcome == "amended" and is_before and printed.next is not None:
            return printed.next
        return add_months(latest.date, every.months) if every is not None else None

    @classmethod
    def from_editions(
        cls, reference: str, editions: list[Edition], record: ReviewRecord | None = None
    ) -> Document:
        newest_first = sorted(editions, key=lambda one: date_sort_key(one.edition), reverse=True)
        return cls(reference, tuple(newest_first), record)


@dataclass(frozen=True)
class LocatedDuty:
    """A duty with where it is laid down: a row of a role's page."""

    edition: Edition
    clause: Clause
    duty: Duty


@dataclass(frozen=True)
class LocatedGap:
    """A missing part with where it is missing."""

    edition: Edition
    provision: Section | Clause


@dataclass(frozen=True)
class Library:
    """Everything that is published.

    unreadable names the files and the folders (with a slash at the end) that could not be read
    whole: a check that would blame others for what they lack stays silent about them.
    """

    settings: LibrarySettings
    roles: Mapping[str, Role]
    terms: Mapping[str, Term]
    external_references: Mapping[str, ExternalReference]
    documents: Mapping[str, Document]
    events: tuple[Event, ...] = ()
    checklists: Mapping[str, Checklist] = field(default_factory=dict)
    """The checklists written by hand, by their names."""
    lock: PolicyLock = field(default_factory=PolicyLock)
    unreadable: frozenset[str] = frozenset()

    def is_unreadable(self, reference: str) -> bool:
        """Whether the sources of a document could not be read whole."""
        return reference in self._unread_documents

    @cached_property
    def _unread_documents(self) -> frozenset[str]:
        return frozenset(file.split("/")[1] for file in self._unread_editions)

    @cached_property
    def _unread_editions(self) -> tuple[str, ...]:
        return tuple(file for file in self.unreadable if not file.endswith(f"/{REVIEWS_FILE}"))

    @cached_property
    def current_editions(self) -> tuple[Edition, ...]:
        """The newest edition of each document, but where a newer one could not be read."""
        read = {edition.file for edition in self.editions}
        lost: dict[str, str] = {}
        for file in self._unread_editions:
            if file not in read and file.count("/") > 1:
                reference = file.split("/")[1]
                lost[reference] = max(file, lost.get(reference, ""))
        return tuple(
            document.current
            for document in self.documents_in_force
            if lost.get(document.reference, "") <= document.current.file
        )

    @cached_property
    def removed_documents(self) -> frozenset[str]:
        """The references of sealed documents that are not here any more: withdrawn, and taken out."""
        return frozenset(name.partition("/")[0] for name in self.lock.editions) - self.documents.keys()

    def role_name(self, role: str | None) -> str:
        """The name that readers know a role by; its id where roles.yml lacks it, empty for none."""
        return self.roles[role].name if role and role in self.roles else role or ""

    @property
    def editions(self) -> Iterator[Edition]:
        """Every edition of every document."""
        for document in self.documents.values():
            yield from document.editions

    @property
    def documents_in_force(self) -> Iterator[Document]:
        """The documents that are not withdrawn."""
        return (one for one in self.documents.values() if not one.is_withdrawn)

    @cached_property
    def duties_by_role(self) -> Mapping[str, tuple[LocatedDuty, ...]]:
        """The duties in force, those of current editions, by the role that has them."""
        found: dict[str, list[LocatedDuty]] = {}
        for document in self.documents_in_force:
            for clause, duty in document.current.duties:
                found.setdefault(duty.role, []).append(LocatedDuty(document.current, clause, duty))
        return {role: tuple(located) for role, located in found.items()}

    @cached_property
    def gaps_by_role(self) -> Mapping[str, tuple[LocatedGap, ...]]:
        """Where current editions lack a list of duties, by the role whose duties they are."""
        found: dict[str, list[LocatedGap]] = {}
        for document in self.documents_in_force:
            for provision, missing in document.current.missing_provisions:
                if missing.role is not None:
                    found.setdefault(missing.role, []).append(LocatedGap(document.current, provision))
        return {role: tuple(gaps) for role, gaps in found.items()}

    @cached_property
    def editions_by_anchor(self) -> Mapping[str, Mapping[str, Edition]]:
        """For each document, the newest edition that holds each anchor of any of its editions."""
        return {
            reference: {
                provision.anchor: edition
                for edition in reversed(document.editions)
                for provision in edition.provisions
            }
            for reference, document in self.documents.items()
        }

    @cached_property
    def current_provisions(self) -> Mapping[str, Mapping[str, Section | Clause]]:
        """The sections and clauses of the newest edition of each document, by what cites them."""
        return {
            reference: {provision.anchor: provision for provision in document.current.provisions}
            for reference, document in self.documents.items()
        }

    @cached_property
    def current_duties(self) -> Mapping[str, Mapping[str, Duty]]:
        """The duties of the newest edition of each document, by their ids."""
        return {
            reference: {duty.id: duty for _, duty in document.current.duties}
            for reference, document in self.documents.items()
        }

    @cached_property
    def duty_paths(self) -> Mapping[int, ValuePath]:
        """The way to each duty from the top of its edition's file, by the identity of the duty."""
        return {
            id(duty): ("sections", outer, "clauses", inner, "duties", place)
            for edition in self.editions
            for outer, section in enumerate(edition.sections)
            for inner, clause in enumerate(section.clauses)
            for place, duty in enumerate(clause.duties or ())
        }

    @cached_property
    def kinds_by_name(self) -> Mapping[str, tuple[str, ...]]:
        """What a cross-reference may name, and the kinds of thing that bear the name."""
        found: dict[str, tuple[str, ...]] = {}
        for kind, held in (
            ("document", self.documents),
            ("role", self.roles),
            ("term", self.terms),
            ("reference", self.external_references),
        ):
            for name in held:
                found[name] = (*found.get(name, ()), kind)
        return found

    @cached_property
    def citing_clauses(self) -> Mapping[str, tuple[tuple[Edition, Clause], ...]]:
        """The clauses of current editions that cite a document, role, term or reference, by its name."""
        found: dict[str, list[tuple[Edition, Clause]]] = {}
        for document in self.documents_in_force:
            for clause in document.current.clauses:
                for name in {citation.name: None for citation in clause.citations}:
                    found.setdefault(name, []).append((document.current, clause))
        return {name: tuple(places) for name, places in found.items()}
