"""What each item cites, whether somebody has looked at it since, and which duties no item carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ..domain.library import Library, LocatedDuty
from ..domain.model import (
    AcceptedCitation,
    Checklist,
    ChecklistItem,
    Clause,
    Duty,
    Edition,
    Section,
)
from ..domain.problems import ValuePath
from .descriptions import describe_duty, describe_provision
from .digests import duty_digest, provision_digest
from .restatements import AcceptanceStatus, Restatement, restatements


@dataclass(frozen=True)
class CitedProvision:
    """What an item cites: a duty with its clause, or a clause or section."""

    edition: Edition
    provision: Section | Clause
    duty: Duty | None = None
    restatement: Restatement | None = None
    """The duty beside its clause."""

    @cached_property
    def digest(self) -> str:
        return duty_digest(self.duty) if self.duty else provision_digest(self.provision)

    @property
    def text(self) -> str:
        """What it says, in a line: everything that its digest stands for."""
        return describe_duty(self.duty) if self.duty else describe_provision(self.provision)


@dataclass(frozen=True)
class TraceLink:
    """An item with what it cites."""

    checklist: Checklist
    path: ValuePath
    """The way to the item from the top of the checklist's file."""
    item: ChecklistItem
    cited_provision: CitedProvision | None
    """What it cites, in force; None where that is not there."""
    accepted: AcceptedCitation | None
    """What it cited when somebody last looked."""

    @property
    def status(self) -> AcceptanceStatus:
        if self.cited_provision is None:
            return AcceptanceStatus.BROKEN
        if self.accepted is None or self.accepted.cites != self.item.cited_name:
            return AcceptanceStatus.NEW
        if self.accepted.digest != self.cited_provision.digest:
            return AcceptanceStatus.SUSPECT
        return (
            AcceptanceStatus.ACCEPTED
            if self.accepted.clause == self.cited_provision.provision.anchor
            else AcceptanceStatus.MOVED
        )

    @property
    def caution(self) -> str:
        """What who uses the item has to know of its source; empty where that is as somebody saw it."""
        if self.status is AcceptanceStatus.SUSPECT:
            return "What stands there has changed since this item was last compared with it."
        restatement = self.cited_provision.restatement if self.cited_provision else None
        return restatement.caution if restatement else ""

    @property
    def name(self) -> str:
        """As commands take it: the checklist, a slash, the item."""
        return f"{self.checklist.name}/{self.item.name}"

    @property
    def current_state(self) -> AcceptedCitation | None:
        """What would be recorded if somebody accepted it now."""
        if self.cited_provision is None:
            return None
        source = self.cited_provision
        return AcceptedCitation(self.item.cited_name, source.provision.anchor, source.digest, source.text)


@dataclass(frozen=True)
class Trace:
    """Every item of the checklists written by hand with what it cites, and the duties left over."""

    links: tuple[TraceLink, ...]
    duties: tuple[LocatedDuty, ...]
    """Every duty in force, by role as they come."""
    restatements: Mapping[str, Restatement]
    """The same, each beside its clause, by DOCUMENT/DUTY."""

    @cached_property
    def links_by_duty(self) -> Mapping[tuple[str, str], tuple[TraceLink, ...]]:
        """The links to each duty, by its document's reference and its id."""
        found: dict[tuple[str, str], list[TraceLink]] = {}
        for link in self.links:
            if link.cited_provision is not None and link.cited_provision.duty is not None:
                found.setdefault(
                    (link.cited_provision.edition.reference, link.cited_provision.duty.id), []
                ).append(link)
        return {key: tuple(links) for key, links in found.items()}

    def links_to(self, located: LocatedDuty) -> tuple[TraceLink, ...]:
        """The items that carry out a duty."""
        return self.links_by_duty.get((located.edition.reference, located.duty.id), ())

    @cached_property
    def uncovered_duties(self) -> tuple[LocatedDuty, ...]:
        """The duties that no item carries out, of roles that have a checklist written by hand.

        A role without one is given one that is made from its duties, and so lacks none.
        """
        roles = {link.checklist.role for link in self.links}
        return tuple(
            located
            for located in self.duties
            if located.duty.role in roles and not self.links_to(located)
        )

    def links_with_status(self, *wanted: AcceptanceStatus) -> list[TraceLink]:
        return [link for link in self.links if link.status in wanted]

    @classmethod
    def from_library(cls, library: Library) -> Trace:
        """Follow every item to its source. One pass over the library, and one over the checklists."""
        sources = CitationIndex(library)
        links = [
            link
            for checklist in library.checklists.values()
            for link in trace_checklist(library, checklist, sources)
        ]
        duties = [located for of_role in library.duties_by_role.values() for located in of_role]
        return cls(tuple(links), tuple(duties), {one.name: one for one in restatements(library)})


class CitationIndex:
    """What items may cite: the duties, clauses and sections of the documents in force."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._editions: dict[str, Edition | None] = {}
        self._duties: dict[str, dict[str, tuple[Clause, Duty]]] = {}
        self._parts: dict[str, dict[str, Section | Clause]] = {}

    def find(self, item: ChecklistItem) -> CitedProvision | None:
        """What an item cites; None where that is not there, or its document is withdrawn."""
        reference, _, name = item.cited_name.partition("/")
        if reference not in self._editions:
            document = self._library.documents.get(reference)
            is_there = document is not None and not document.is_withdrawn
            self._editions[reference] = document.current if document and is_there else None
        edition = self._editions[reference]
        if edition is None:
            return None
        if item.duty:
            if reference not in self._duties:
                self._duties[reference] = {duty.id: (clause, duty) for clause, duty in edition.duties}
            clause, duty = self._duties[reference].get(name, (None, None))
            if clause is None or duty is None:
                return None
            accepted = self._library.lock.duties.get(item.cited_name)
            return CitedProvision(edition, clause, duty, Restatement(edition, clause, duty, accepted))
        if reference not in self._parts:
            self._parts[reference] = {provision.anchor: provision for provision in edition.provisions}
        provision = self._parts[reference].get(name)
        return CitedProvision(edition, provision) if provision else None


def trace_checklist(library: Library, checklist: Checklist, sources: CitationIndex) -> list[TraceLink]:
    """Each item of a checklist with what it cites, in order."""
    accepted = library.lock.citations.get(checklist.name, {})
    return [
        TraceLink(checklist, path, item, sources.find(item), accepted.get(item.name))
        for path, item in checklist.items
    ]
