"""The library: what the source files say together, and what follows from that.

Frozen data with look-ups over it. Knows no file system and no page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from .model import Clause, Duty, Edition, Role, Section, Settings, Term, Work
from .reviews import due_day


@dataclass(frozen=True)
class Document:
    """A document with all its editions, the newest first."""

    reference: str
    editions: tuple[Edition, ...]

    @property
    def current(self) -> Edition:
        """The newest edition."""
        return self.editions[0]

    @classmethod
    def of(cls, reference: str, editions: list[Edition]) -> Document:
        newest_first = sorted(editions, key=lambda one: due_day(one.edition), reverse=True)
        return cls(reference, tuple(newest_first))


@dataclass(frozen=True)
class Held:
    """A duty with where it is laid down: a row of a role's page."""

    edition: Edition
    clause: Clause
    duty: Duty


@dataclass(frozen=True)
class Gap:
    """A missing part with where it is missing."""

    edition: Edition
    part: Section | Clause


@dataclass(frozen=True)
class Library:
    """Everything that is published.

    unreadable names the files and the folders (with a slash at the end) that could not be read
    whole: a check that would blame others for what they lack stays silent about them.
    """

    settings: Settings
    roles: Mapping[str, Role]
    terms: Mapping[str, Term]
    works: Mapping[str, Work]
    documents: Mapping[str, Document]
    unreadable: frozenset[str] = frozenset()

    def is_unreadable(self, reference: str) -> bool:
        """Whether the sources of a document could not be read whole."""
        return any(file.split("/")[1] == reference for file in self.unreadable)

    @cached_property
    def current_editions(self) -> tuple[Edition, ...]:
        """The newest edition of each document, but where a newer one could not be read."""
        read = {edition.file for edition in self.editions}
        lost = [file for file in self.unreadable if file not in read and file.count("/") > 1]
        return tuple(
            document.current
            for document in self.documents.values()
            if not any(
                file.split("/")[1] == document.reference and file > document.current.file for file in lost
            )
        )

    @property
    def editions(self) -> Iterator[Edition]:
        """Every edition of every document."""
        for document in self.documents.values():
            yield from document.editions

    @cached_property
    def duties_by_role(self) -> Mapping[str, tuple[Held, ...]]:
        """The duties in force, those of current editions, by the role that has them."""
        found: dict[str, list[Held]] = {}
        for document in self.documents.values():
            for clause, duty in document.current.duties:
                found.setdefault(duty.role, []).append(Held(document.current, clause, duty))
        return {role: tuple(held) for role, held in found.items()}

    @cached_property
    def gaps_by_role(self) -> Mapping[str, tuple[Gap, ...]]:
        """Where current editions lack a list of duties, by the role whose duties they are."""
        found: dict[str, list[Gap]] = {}
        for document in self.documents.values():
            for part, missing in document.current.missing_parts:
                if missing.role is not None:
                    found.setdefault(missing.role, []).append(Gap(document.current, part))
        return {role: tuple(gaps) for role, gaps in found.items()}

    @cached_property
    def anchors(self) -> Mapping[str, Mapping[str, Edition]]:
        """For each document, the newest edition that holds each anchor of any of its editions."""
        return {
            reference: {
                part.anchor: edition for edition in reversed(document.editions) for part in edition.parts
            }
            for reference, document in self.documents.items()
        }

    @cached_property
    def kinds(self) -> Mapping[str, tuple[str, ...]]:
        """What a cross-reference may name, and the kinds of thing that bear the name."""
        found: dict[str, tuple[str, ...]] = {}
        for kind, held in (
            ("document", self.documents),
            ("role", self.roles),
            ("term", self.terms),
            ("reference", self.works),
        ):
            for name in held:
                found[name] = (*found.get(name, ()), kind)
        return found

    @cached_property
    def cited_by(self) -> Mapping[str, tuple[tuple[Edition, Clause], ...]]:
        """The clauses of current editions that cite a document, role, term or reference, by its name."""
        found: dict[str, list[tuple[Edition, Clause]]] = {}
        for document in self.documents.values():
            for clause in document.current.clauses:
                for name in {citation.name: None for citation in clause.citations}:
                    found.setdefault(name, []).append((document.current, clause))
        return {name: tuple(places) for name, places in found.items()}
