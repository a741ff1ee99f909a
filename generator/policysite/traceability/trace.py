"""What each item cites, whether that was accepted, and which duties no item covers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

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
    """What an item cites: a duty with its clause, or only a clause or section."""

    edition: Edition
    provision: Section | Clause
    duty: Duty | None = None
    restatement: Restatement | None = None
    """The comparison of the duty with its clause."""

    @cached_property
    def digest(self) -> str:
        return duty_digest(self.duty) if self.duty else provision_digest(self.provision)

    @property
    def text(self) -> str:
        """What its digest covers, in words on one line."""
        return describe_duty(self.duty) if self.duty else describe_provision(self.provision)


@dataclass(frozen=True)
class TraceLink:
    """An item with what it cites."""

    checklist: Checklist
    path: ValuePath
    """The path to the item from the top of the checklist's file."""
    item: ChecklistItem
    cited_provision: CitedProvision | None
    """What it cites; None if that is not in force."""
    accepted: AcceptedCitation | None
    """What it cited when it was last accepted."""

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
        """A warning for users that the source has changed; empty if it is as it was accepted."""
        if self.status is AcceptanceStatus.SUSPECT:
            return "What stands there has changed since this item was last compared with it."
        restatement = self.cited_provision.restatement if self.cited_provision else None
        return restatement.caution if restatement else ""

    @property
    def duty(self) -> Duty | None:
        """The duty that it cites, if it cites one."""
        return self.cited_provision.duty if self.cited_provision else None

    @property
    def joint_roles(self) -> tuple[str, ...]:
        """The roles that share the duty behind the item with the role of the checklist."""
        return self.duty.others_than(self.checklist.role) if self.duty else ()

    @property
    def condition(self) -> str:
        """When the item applies, by itself or by its duty; empty where it always does."""
        return self.item.when or (self.duty.when if self.duty else None) or ""

    @property
    def name(self) -> str:
        """Its name in commands: the checklist's name, a slash, the item's name."""
        return f"{self.checklist.name}/{self.item.name}"

    @property
    def current_state(self) -> AcceptedCitation | None:
        """The record to write when it is accepted now; None if it cites nothing in force."""
        if self.cited_provision is None:
            return None
        source = self.cited_provision
        return AcceptedCitation(self.item.cited_name, source.provision.anchor, source.digest, source.text)


@dataclass(frozen=True)
class Trace:
    """Every item of the checklists written by hand with what it cites, and every duty."""

    links_by_checklist: Mapping[str, tuple[TraceLink, ...]]
    """The items of each checklist in order, by the checklist's name."""
    duties: tuple[LocatedDuty, ...]
    """Every duty in force once, grouped by role."""
    restatements: Mapping[str, Restatement]
    """The comparison of each duty with its clause, by REFERENCE/DUTY."""

    @cached_property
    def links(self) -> tuple[TraceLink, ...]:
        """The items of all checklists."""
        return tuple(chain.from_iterable(self.links_by_checklist.values()))

    @cached_property
    def links_by_duty(self) -> Mapping[tuple[str, str], tuple[TraceLink, ...]]:
        """The links to each duty, by its document's reference and its id."""
        links_by_duty: dict[tuple[str, str], list[TraceLink]] = {}
        for link in self.links:
            if link.cited_provision is not None and link.cited_provision.duty is not None:
                links_by_duty.setdefault(
                    (link.cited_provision.edition.reference, link.cited_provision.duty.id), []
                ).append(link)
        return {key: tuple(links) for key, links in links_by_duty.items()}

    def links_to(self, duty: LocatedDuty) -> tuple[TraceLink, ...]:
        """The items that cite a duty."""
        return self.links_by_duty.get((duty.edition.reference, duty.duty.id), ())

    @cached_property
    def uncovered_duties(self) -> tuple[LocatedDuty, ...]:
        """The duties that some role's checklists written by hand lack.

        Other roles get a checklist that is made from their duties, and so covers all of them.
        """
        return tuple(duty for duty in self.duties if self.uncovered_roles(duty))

    def uncovered_roles(self, located: LocatedDuty) -> tuple[str, ...]:
        """The roles of a duty that have checklists written by hand, but no item for it.

        An item in a checklist of one role covers a joint duty for that role alone; one in a checklist of
        somebody who does not share the duty covers it for all.
        """
        roles = located.duty.roles
        serving = {link.checklist.role for link in self.links_to(located)}
        if not serving.issubset(roles):
            return ()
        return tuple(role for role in roles if role in self._roles_served and role not in serving)

    @cached_property
    def _roles_served(self) -> frozenset[str]:
        return frozenset(link.checklist.role for link in self.links)

    def links_with_status(self, *wanted: AcceptanceStatus) -> list[TraceLink]:
        return [link for link in self.links if link.status in wanted]

    @classmethod
    def from_library(cls, library: Library, index: CitationIndex) -> Trace:
        """Find what every item cites, in one pass over the library and one over the checklists."""
        links_by_checklist = {
            name: trace_checklist(library, checklist, index)
            for name, checklist in library.checklists.items()
        }
        duties = {
            id(located): located for of_role in library.duties_by_role.values() for located in of_role
        }
        return cls(
            links_by_checklist,
            tuple(duties.values()),
            {restatement.name: restatement for restatement in restatements(library)},
        )


class CitationIndex:
    """An index of what items may cite: the duties, clauses and sections of documents in force."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._editions: dict[str, Edition | None] = {}
        self._duties: dict[str, dict[str, tuple[Clause, Duty]]] = {}
        self._provisions: dict[str, dict[str, Section | Clause]] = {}

    def find(self, item: ChecklistItem) -> CitedProvision | None:
        """What an item cites; None if that does not exist or its document is withdrawn."""
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
        if reference not in self._provisions:
            self._provisions[reference] = {
                provision.anchor: provision for provision in edition.provisions
            }
        provision = self._provisions[reference].get(name)
        return CitedProvision(edition, provision) if provision else None


def trace_checklist(
    library: Library, checklist: Checklist, index: CitationIndex
) -> tuple[TraceLink, ...]:
    """Each item of a checklist with what it cites, in order."""
    accepted = library.lock.citations.get(checklist.name, {})
    return tuple(
        TraceLink(checklist, path, item, index.find(item), accepted.get(item.name))
        for path, item in checklist.items
    )
