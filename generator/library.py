"""The library: what the source files say together, and what follows from that.

Frozen data with look-ups over it. Knows no file system and no page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from .model import Clause, Duty, Edition, Role, Section, Settings, Term, Work
from .prose import Citation
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

    @property
    def earlier(self) -> tuple[Edition, ...]:
        return self.editions[1:]

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

    unreadable names the sources that could not be read whole, by their file: a check that would
    blame others for what they lack stays silent about them.
    """

    settings: Settings
    roles: Mapping[str, Role]
    terms: Mapping[str, Term]
    works: Mapping[str, Work]
    documents: Mapping[str, Document]
    unreadable: frozenset[str] = frozenset()

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
    def anchors(self) -> Mapping[str, frozenset[str]]:
        """The anchors of every current edition, by its document's reference."""
        return {
            reference: frozenset(part.anchor for part in document.current.parts)
            for reference, document in self.documents.items()
        }

    def kind_of(self, name: str) -> str | None:
        """What a cross-reference to this name leads to: document, role, term, reference or None."""
        return next((kind for kind, held in self._named.items() if name in held), None)

    @property
    def _named(self) -> dict[str, Mapping[str, object]]:
        return {
            "document": self.documents,
            "role": self.roles,
            "term": self.terms,
            "reference": self.works,
        }

    def kinds_of(self, name: str) -> list[str]:
        """Every kind of thing that bears this name."""
        return [kind for kind, held in self._named.items() if name in held]

    @property
    def names(self) -> list[str]:
        """Everything that a cross-reference may name."""
        return [name for held in self._named.values() for name in held]

    @cached_property
    def cited_by(self) -> Mapping[str, tuple[tuple[Edition, Section | Clause], ...]]:
        """Which current editions and clauses cite a document, role, term or reference, by its name."""
        found: dict[str, dict[tuple[str, str], tuple[Edition, Section | Clause]]] = {}
        for document in self.documents.values():
            edition = document.current
            for part in edition.parts:
                for citation in part.citations:
                    key = (edition.reference, part.anchor)
                    found.setdefault(citation.name, {})[key] = (edition, part)
        return {name: tuple(places.values()) for name, places in found.items()}

    def resolves(self, citation: Citation) -> bool:
        """Whether a cross-reference leads somewhere."""
        if citation.clause:
            return citation.clause in self.anchors.get(citation.name, ())
        return self.kind_of(citation.name) is not None
