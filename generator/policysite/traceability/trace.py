"""What each item cites, whether somebody has looked at it since, and which duties no item carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ..domain.library import Held, Library
from ..domain.model import (
    Accepted,
    Checklist,
    Clause,
    Duty,
    Edition,
    Item,
    Section,
)
from ..domain.problems import Path
from .digests import of_duty, of_part
from .restatements import Restatement, Status, restatements
from .wording import duty_in_words, part_in_words


@dataclass(frozen=True)
class Source:
    """What an item cites: a duty with its clause, or a clause or section."""

    edition: Edition
    part: Section | Clause
    duty: Duty | None = None
    restatement: Restatement | None = None
    """The duty beside its clause."""

    @cached_property
    def digest(self) -> str:
        return of_duty(self.duty) if self.duty else of_part(self.part)

    @property
    def text(self) -> str:
        """What it says, in a line: everything that its digest stands for."""
        return duty_in_words(self.duty) if self.duty else part_in_words(self.part)


@dataclass(frozen=True)
class Link:
    """An item with what it cites."""

    checklist: Checklist
    path: Path
    """The way to the item from the top of the checklist's file."""
    item: Item
    source: Source | None
    """What it cites, in force; None where that is not there."""
    accepted: Accepted | None
    """What it cited when somebody last looked."""

    @property
    def status(self) -> Status:
        if self.source is None:
            return Status.BROKEN
        if self.accepted is None or self.accepted.cites != self.item.cites:
            return Status.NEW
        if self.accepted.digest != self.source.digest:
            return Status.SUSPECT
        return Status.ACCEPTED if self.accepted.clause == self.source.part.anchor else Status.MOVED

    @property
    def caution(self) -> str:
        """What who uses the item has to know of its source; empty where that is as somebody saw it."""
        if self.status is Status.SUSPECT:
            return "What stands there has changed since this item was last compared with it."
        restatement = self.source.restatement if self.source else None
        return restatement.caution if restatement else ""

    @property
    def name(self) -> str:
        """As commands take it: the checklist, a slash, the item."""
        return f"{self.checklist.name}/{self.item.name}"

    @property
    def now(self) -> Accepted | None:
        """What would be recorded if somebody accepted it now."""
        if self.source is None:
            return None
        source = self.source
        return Accepted(self.item.cites, source.part.anchor, source.digest, source.text)


@dataclass(frozen=True)
class Trace:
    """Every item of the checklists written by hand with what it cites, and the duties left over."""

    links: tuple[Link, ...]
    duties: tuple[Held, ...]
    """Every duty in force, by role as they come."""
    restatements: Mapping[str, Restatement]
    """The same, each beside its clause, by DOCUMENT/DUTY."""

    @cached_property
    def by_duty(self) -> Mapping[tuple[str, str], tuple[Link, ...]]:
        """The links to each duty, by its document's reference and its id."""
        found: dict[tuple[str, str], list[Link]] = {}
        for link in self.links:
            if link.source is not None and link.source.duty is not None:
                found.setdefault((link.source.edition.reference, link.source.duty.id), []).append(link)
        return {key: tuple(links) for key, links in found.items()}

    def items_of(self, held: Held) -> tuple[Link, ...]:
        """The items that carry out a duty."""
        return self.by_duty.get((held.edition.reference, held.duty.id), ())

    @cached_property
    def uncovered(self) -> tuple[Held, ...]:
        """The duties that no item carries out, of roles that have a checklist written by hand.

        A role without one is given one that is made from its duties, and so lacks none.
        """
        roles = {link.checklist.role for link in self.links}
        return tuple(held for held in self.duties if held.duty.role in roles and not self.items_of(held))

    def with_status(self, *wanted: Status) -> list[Link]:
        return [link for link in self.links if link.status in wanted]

    @classmethod
    def of(cls, library: Library) -> Trace:
        """Follow every item to its source. One pass over the library, and one over the checklists."""
        sources = Sources(library)
        links = [
            link
            for checklist in library.checklists.values()
            for link in follow(library, checklist, sources)
        ]
        duties = [held for of_role in library.duties_by_role.values() for held in of_role]
        return cls(tuple(links), tuple(duties), {one.name: one for one in restatements(library)})


class Sources:
    """What items may cite: the duties, clauses and sections of the documents in force."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._editions: dict[str, Edition | None] = {}
        self._duties: dict[str, dict[str, tuple[Clause, Duty]]] = {}
        self._parts: dict[str, dict[str, Section | Clause]] = {}

    def find(self, item: Item) -> Source | None:
        """What an item cites; None where that is not there, or its document is withdrawn."""
        reference, _, name = item.cites.partition("/")
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
            accepted = self._library.lock.duties.get(item.cites)
            return Source(edition, clause, duty, Restatement(edition, clause, duty, accepted))
        if reference not in self._parts:
            self._parts[reference] = {part.anchor: part for part in edition.parts}
        part = self._parts[reference].get(name)
        return Source(edition, part) if part else None


def follow(library: Library, checklist: Checklist, sources: Sources) -> list[Link]:
    """Each item of a checklist with what it cites, in order."""
    accepted = library.lock.citations.get(checklist.name, {})
    return [
        Link(checklist, path, item, sources.find(item), accepted.get(item.name))
        for path, item in checklist.items
    ]
